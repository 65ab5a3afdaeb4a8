#include "platform/http/connection_loop.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <chrono>

#include "core/base/check.h"

namespace earshot::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kIdleMax = 5s;       ///< between two requests
constexpr auto kRequestMax = 15s;   ///< for all of a request to arrive
constexpr auto kWriteMax = 5s;      ///< for the other end to take some bytes
constexpr auto kLingerMax = 300ms;  ///< for it to read the answer before the connection is reset
constexpr std::size_t kRequestBytesMax = 192 * 1024;  ///< line, headers and body
constexpr int kRequestsMax = 100'000;

int left_ms(SteadyClock::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

/// Waits for `events` on `fd`. False when time is up, or `stop_event` is readable (−1: none).
bool wait_for(int fd, short events, int stop_event, SteadyClock::time_point until) {
  while (true) {
    std::array<pollfd, 2> fds{{{fd, events, 0}, {stop_event, POLLIN, 0}}};
    const int n = poll(fds.data(), fds.size(), left_ms(until));
    if (n < 0 && errno == EINTR) continue;
    return n > 0 && fds[1].revents == 0 && (fds[0].revents & (events | POLLHUP | POLLERR)) != 0;
  }
}

/// One connection: buffered reading within the bounds of a request, writing with a limit of
/// patience.
class ConnectionStream final : public httplib::Stream {
 public:
  ConnectionStream(socket_t socket, int stop_event) : socket_(socket), stop_event_(stop_event) {}

  /// Waits for a request to begin. False: the connection is over.
  bool begin_request() {
    bytes_left_ = kRequestBytesMax;
    request_until_ = SteadyClock::now() + kRequestMax;
    if (begin_ < end_) return true;
    return wait_for(socket_, POLLIN, stop_event_, SteadyClock::now() + kIdleMax) && !is_closed();
  }

  [[nodiscard]] bool is_readable() const override {
    return begin_ < end_ || wait_for(socket_, POLLIN, stop_event_, request_until_);
  }
  [[nodiscard]] bool is_writable() const override {
    return !is_closed() && wait_for(socket_, POLLOUT, -1, SteadyClock::now() + kWriteMax);
  }

  ssize_t read(char* data, std::size_t size) override {
    if (bytes_left_ == 0) return -1;
    size = std::min(size, bytes_left_);
    if (begin_ == end_) {
      if (!wait_for(socket_, POLLIN, stop_event_, request_until_)) return -1;
      const ssize_t n = recv(socket_, buffer_.data(), buffer_.size(), 0);
      if (n <= 0) return n;
      begin_ = 0;
      end_ = static_cast<std::size_t>(n);
    }
    const std::size_t taken = std::min(size, end_ - begin_);
    std::copy_n(buffer_.data() + begin_, taken, data);
    begin_ += taken;
    bytes_left_ -= taken;
    return static_cast<ssize_t>(taken);
  }

  ssize_t write(const char* data, std::size_t size) override {
    if (!wait_for(socket_, POLLOUT, -1, SteadyClock::now() + kWriteMax)) return -1;
    while (true) {
      const ssize_t n = send(socket_, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n >= 0 || errno != EINTR) return n;
    }
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    address(ip, port, &getpeername);
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    address(ip, port, &getsockname);
  }
  [[nodiscard]] socket_t socket() const override { return socket_; }

  /// So that an answer to a request which was not read to its end still arrives.
  void linger() {
    shutdown(socket_, SHUT_WR);
    const auto until = SteadyClock::now() + kLingerMax;
    while (wait_for(socket_, POLLIN, stop_event_, until) &&
           recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT) > 0) {
    }
  }

 private:
  [[nodiscard]] bool is_closed() const {
    char byte = 0;
    const ssize_t n = recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  }

  using NameOf = int (*)(int, sockaddr*, socklen_t*);
  void address(std::string& ip, int& port, NameOf name_of) const {
    sockaddr_storage storage{};
    socklen_t length = sizeof(storage);
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> service{};
    auto* name = reinterpret_cast<sockaddr*>(&storage);
    if (name_of(socket_, name, &length) != 0 ||
        getnameinfo(name, length, host.data(), host.size(), service.data(), service.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
      return;
    }
    ip = host.data();
    port = std::atoi(service.data());
  }

  const socket_t socket_;
  const int stop_event_;
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t bytes_left_ = 0;
  SteadyClock::time_point request_until_{};
};

}  // namespace

LoopServer::LoopServer() : stop_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  EARSHOT_CHECK(stop_event_ >= 0);
}

LoopServer::~LoopServer() { close(stop_event_); }

void LoopServer::interrupt() {
  interrupted_ = true;
  eventfd_write(stop_event_, 1);
}

bool LoopServer::process_and_close_socket(socket_t socket) {
  bool fine = true;
  {
    ConnectionStream stream(socket, stop_event_);
    for (int i = 0; i < kRequestsMax && fine && !interrupted_; ++i) {
      if (!stream.begin_request()) break;
      bool closed = false;
      fine = process_request(stream, i + 1 == kRequestsMax || interrupted_, closed, nullptr);
      if (closed) break;
    }
    stream.linger();
  }
  close(socket);
  return fine;
}

}  // namespace earshot::http
