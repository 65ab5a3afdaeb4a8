#include "tests/fuzz/loopback.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "core/base/check.h"

namespace earshot::fuzz {

std::string ask_loopback(std::uint16_t port, std::string_view bytes) {
  constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EARSHOT_CHECK(client >= 0);
  // No TIME_WAIT: with thousands of inputs a second the ports would run out.
  const linger none{1, 0};
  setsockopt(client, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EARSHOT_CHECK(connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0);
  while (!bytes.empty()) {
    const ssize_t sent = send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;  // the server may hang up on nonsense
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  shutdown(client, SHUT_WR);
  std::string answer;
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = recv(client, piece.data(), piece.size(), 0)) > 0;) {
    answer.append(piece.data(), static_cast<std::size_t>(got));
    EARSHOT_CHECK(answer.size() <= kAnswerBytesMax);
  }
  close(client);
  return answer;
}

std::string_view body_of(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : answer.substr(end + 4);
}

}  // namespace earshot::fuzz
