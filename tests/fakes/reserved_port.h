// A loopback port that nobody else gets while this lives: a socket is bound to it that never
// listens. A server that sets SO_REUSEADDR, as brokers and ours do, can still listen there, end and
// come again; a port that was only looked up and let go may meanwhile be given to a broker of
// another test, or to a connection on its way out. Owner: the test. Threads: one.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

#include "core/base/check.h"

namespace earshot::fakes {

class ReservedPort {
 public:
  ReservedPort() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    EARSHOT_CHECK(::bind(fd_, plain, length) == 0);
    EARSHOT_CHECK(::getsockname(fd_, plain, &length) == 0);
    // Not before: a bind to "any port" with this option may share one that is already reserved.
    const int on = 1;
    EARSHOT_CHECK(::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0);
    number_ = ntohs(address.sin_port);
  }
  ~ReservedPort() { ::close(fd_); }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  [[nodiscard]] std::uint16_t number() const { return number_; }

 private:
  int fd_;
  std::uint16_t number_ = 0;
};

}  // namespace earshot::fakes
