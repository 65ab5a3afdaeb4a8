// The HTTP server of the consoles and the API: routes, static pages, server-sent events, metrics.
// Wraps cpp-httplib, so that no other header sees it. Owner: main.
// Threads: handlers run on the server's threads; they must only read snapshots, use their own
// reader of the database, or EventLoop::call. Events::publish may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::http {

struct Request {
  std::string path;                          ///< decoded, valid UTF-8, at most 1,024 bytes
  std::vector<std::string> captures;         ///< the groups of the route's pattern
  std::map<std::string, std::string> query;  ///< decoded, repaired UTF-8; the first of each name
  std::string body;                          ///< at most 64 KiB, else 413 before a handler sees it
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
};

/// {"error": {"message": …}} with a status: what happened and what to do next.
[[nodiscard]] Response problem(int status, std::string_view message);

using Handler = std::function<Response(const Request&)>;

/// One channel of server-sent events. Every client gets every event published after it connected,
/// and a comment after each 10 quiet seconds, so that both ends notice a dead link. A client that
/// reads too slowly (more than 256 events or 8 MiB behind) is disconnected, and its browser
/// connects again. One that is turned away (503) does not come back by itself: its page must open a
/// new EventSource.
class Events {
 public:
  virtual ~Events() = default;
  virtual void publish(std::string_view event, std::string_view json) = 0;
  [[nodiscard]] virtual std::size_t clients() const = 0;
};

struct ServerOptions {
  std::string host = "127.0.0.1";  ///< loopback until credentials for more are configured
  std::uint16_t port = 0;          ///< 0: any free one
  std::size_t threads = 32;
  std::size_t event_clients_max = 16;  ///< each holds a thread; more get 503 with Retry-After
  Duration event_heartbeat = std::chrono::seconds(10);  ///< a comment when nothing else is sent
  /// Names by which browsers reach this server, beside numeric addresses, localhost and `host`.
  /// Requests for any other name are refused: a page elsewhere could have pointed it here (DNS
  /// rebinding).
  std::vector<std::string> allowed_hosts;
};

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // All routes are added before start.

  /// `pattern` is a regular expression over the whole path: "/api/v1/nodes/([a-z0-9._-]+)". Answers
  /// HEAD too.
  void get(const std::string& pattern, Handler handler);
  /// Only same-origin requests pass (Origin or Referer checked), so that no other page can post
  /// here.
  void post(const std::string& pattern, Handler handler);
  /// Serves the channel at `path`.
  Events& events(const std::string& path);
  /// Serves `content` at `path`, with caching by its hash (ETag) and a strict content security
  /// policy: scripts, styles and data only from this server, and none inline.
  void page(const std::string& path, std::string_view content, const std::string& content_type);

  /// Binds and listens. Error: io: "port 8080 is in use by another program; …".
  /// Error: invalid for an address that other machines can reach: nothing protects it yet.
  Result<void> start();
  /// Ends all connections and waits for running handlers. Prompt, also with clients connected.
  void stop();
  /// The bound port; 0 before start.
  [[nodiscard]] std::uint16_t port() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace earshot::http
