// A connection that sends exactly the bytes it is told to: what a broken or hostile client sends.
// Owner: a test. Threads: one.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace earshot::http {

struct RawAnswer {
  int status = 0;
  std::string head;
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0;
    timeval patience{10, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  ~RawClient() { close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

  /// Reads until `text` has come; what came up to and with it, or everything if it never did.
  std::string read_until(std::string_view text) {
    while (true) {
      if (const auto at = unread_.find(text); at != std::string::npos) {
        return take(at + text.size());
      }
      if (!read_some()) return take(unread_.size());
    }
  }

  /// One answer, its body by Content-Length. `with_body` false: to a HEAD, or a 304.
  RawAnswer answer(bool with_body = true) {
    RawAnswer result;
    result.head = read_until("\r\n\r\n");
    if (result.head.size() > 12) result.status = std::atoi(result.head.c_str() + 9);
    const auto at = result.head.find("Content-Length: ");
    if (with_body && at != std::string::npos) {
      const auto length = static_cast<std::size_t>(std::atol(result.head.c_str() + at + 16));
      while (unread_.size() < length && read_some()) {
      }
      result.body = take(std::min(length, unread_.size()));
    }
    return result;
  }

  RawAnswer ask(std::string_view method, std::string_view target, std::string_view headers = {},
                std::string_view body = {}) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n";
    if (headers.find("Host:") == std::string_view::npos) text += "Host: localhost\r\n";
    text += headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    send(text);
    return answer(method != "HEAD");
  }

  /// True once the other end has closed.
  bool closed() {
    while (read_some()) {
    }
    return at_end_;
  }

 private:
  bool read_some() {
    std::array<char, 16384> buffer{};
    const ssize_t n = recv(fd_, buffer.data(), buffer.size(), 0);
    at_end_ = n == 0 || (n < 0 && errno == ECONNRESET);
    if (n <= 0) return false;
    unread_.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
  }
  std::string take(std::size_t n) {
    std::string result = unread_.substr(0, n);
    unread_.erase(0, n);
    return result;
  }

  int fd_;
  bool connected_ = false;
  bool at_end_ = false;
  std::string unread_;
};

}  // namespace earshot::http
