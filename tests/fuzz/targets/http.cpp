// Raw HTTP requests to the real server on the loopback: request lines, headers, escapes, bodies.
// Handlers must only ever see what platform/http/http_server.h promises them.
#include "core/base/check.h"
#include "core/base/utf8.h"
#include "platform/http/http_server.h"
#include "tests/fuzz/loopback.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

constexpr std::size_t kPathBytesMax = 1024;
constexpr std::size_t kBodyBytesMax = 64 * 1024;

/// Says back what it was given, after looking at it.
http::Response echo(const http::Request& request) {
  EARSHOT_CHECK(request.path.size() <= kPathBytesMax && is_utf8(request.path));
  EARSHOT_CHECK(request.path.find('\0') == std::string::npos);
  EARSHOT_CHECK(request.body.size() <= kBodyBytesMax);
  std::string said;
  for (const auto& [name, value] : request.query) {
    EARSHOT_CHECK(is_utf8(name) && is_utf8(value));
    said += name + "=" + value + "\n";
  }
  for (const auto& capture : request.captures) said += capture + "\n";
  return {200, said + std::to_string(request.body.size()), "text/plain"};
}

class Echoing {
 public:
  Echoing() : server_(options()) {
    server_.get("/api/v1/nodes/([a-z0-9._-]{1,64})", echo);
    server_.get("/api/v1/responses", echo);
    server_.post("/api/v1/alerts/([^/]+)/acknowledge", echo);
    server_.page("/", "<!doctype html>", "text/html");
    EARSHOT_CHECK(server_.start().has_value());
  }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  static http::ServerOptions options() {
    http::ServerOptions options;
    options.threads = 2;
    options.event_clients_max = 1;
    return options;
  }
  http::Server server_;
};

}  // namespace

FUZZ_TARGET(http) {
  static const Echoing server;
  const std::string answer = ask_loopback(server.port(), input);
  EARSHOT_CHECK(answer.empty() || answer.starts_with("HTTP/1."));
}

}  // namespace earshot::fuzz
