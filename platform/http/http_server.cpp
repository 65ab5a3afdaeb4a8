#include "platform/http/http_server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <regex>
#include <thread>

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "platform/http/connection_loop.h"
#include "platform/http/event_channel.h"
#include "platform/http/guard.h"

namespace earshot::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPathBytesMax = 1024;
constexpr std::size_t kBodyBytesMax = 64 * 1024;
constexpr std::size_t kQuotedCodePointsMax = 200;  ///< of what a request said, in an answer
constexpr Duration kLookAround = 1s;  ///< how often a client's thread sees whether it has gone
constexpr const char* kAnything = R"([\s\S]*)";
constexpr const char* kApiPolicy = "default-src 'none'; frame-ancestors 'none'";
constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

struct Page {
  std::string content;
  std::string content_type;
  std::string etag;
};

struct Route {
  std::string method;
  std::regex pattern;
  Handler handler;  ///< one of these three
  std::shared_ptr<EventChannel> channel;
  std::shared_ptr<const Page> page;
};

/// FNV-1a: a name for the content, not a protection of it.
std::string etag_of(std::string_view content) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : content) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return fmt::format("\"{:016x}-{:x}\"", hash, content.size());
}

std::string quote_regex(const std::string& path) {
  static const std::regex special(R"([.^$|()\[\]{}*+?\\])");
  return std::regex_replace(path, special, R"(\$&)");
}

/// Why a socket cannot listen there; httplib does not say.
std::string bind_trouble(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int rc = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  if (rc != 0) {
    return fmt::format("'{}' is no address of this machine ({}); check [http] host", host,
                       gai_strerror(rc));
  }
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const bool bound = bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 1) == 0;
  const int error = bound ? 0 : errno;
  close(fd);
  switch (error) {
    case EADDRINUSE:
      return fmt::format(
          "port {} is in use by another program; choose another with [http] port, or end that "
          "program (ss -ltnp shows it)",
          port);
    case EACCES:
      return fmt::format("port {} may only be used by root; choose one above 1023", port);
    case EADDRNOTAVAIL:
      return fmt::format("'{}' is no address of this machine; check [http] host", host);
    default:
      return fmt::format("cannot listen on {}:{}: {}", host, port, std::strerror(error));
  }
}

void fill(httplib::Response& out, Response in) {
  out.status = in.status;
  out.body = std::move(in.body);
  out.set_header("Content-Type", in.content_type);
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(ServerOptions options);
  ~Impl() { stop(); }

  void add(Route route) {
    EARSHOT_CHECK(!thread_.joinable());
    routes_.push_back(std::move(route));
  }
  Result<void> start();
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void handle(const httplib::Request& in, httplib::Response& out,
              const httplib::ContentReader* reader);
  [[nodiscard]] std::optional<Response> refuse(const httplib::Request& in) const;
  [[nodiscard]] static std::optional<Response> read_body(const httplib::Request& in,
                                                         const httplib::ContentReader& reader,
                                                         std::string& body);
  void answer(const Route& route, Request request, const httplib::Request& in,
              httplib::Response& out);
  void serve_events(const Route& route, const httplib::Request& in, httplib::Response& out);

  const ServerOptions options_;
  LoopServer server_;
  std::vector<Route> routes_;
  std::vector<std::shared_ptr<EventChannel>> channels_;
  std::atomic<std::size_t> event_clients_{0};
  std::atomic<bool> ended_{false};
  std::thread thread_;
  std::uint16_t port_ = 0;
};

Server::Impl::Impl(ServerOptions options) : options_(std::move(options)) {
  EARSHOT_CHECK(options_.event_clients_max < options_.threads);
  server_.new_task_queue = [n = options_.threads] { return new httplib::ThreadPool(n); };
  // Not the library's SO_REUSEPORT, with which two programs could share a port unknowingly.
  server_.set_socket_options([](socket_t fd) {
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  });
  server_.set_tcp_nodelay(true);
  server_.set_payload_max_length(kBodyBytesMax);
  server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                               {"Referrer-Policy", "no-referrer"},
                               {"Cross-Origin-Resource-Policy", "same-origin"}});
  server_.set_pre_routing_handler([](const httplib::Request& in, httplib::Response& out) {
    // No compression (brotli takes seconds for what a local network carries in milliseconds) and no
    // ranges (the library would serve any number of overlapping ones).
    auto& request = const_cast<httplib::Request&>(in);
    request.headers.erase("Accept-Encoding");
    request.ranges.clear();
    // Before the library's own regular expressions, which recurse once for each character.
    if (in.path.size() <= kPathBytesMax) return httplib::Server::HandlerResponse::Unhandled;
    fill(out, problem(414,
                      "This address is too long; no page here has one of more than 1,024 "
                      "characters."));
    return httplib::Server::HandlerResponse::Handled;
  });
  server_.set_error_handler([](const httplib::Request&, httplib::Response& out) {
    if (!out.body.empty()) return;
    fill(out, problem(out.status, "This is no request that can be understood."));
  });
  server_.set_post_routing_handler([](const httplib::Request&, httplib::Response& out) {
    if (!out.has_header("Content-Security-Policy")) {
      out.set_header("Content-Security-Policy", kApiPolicy);
    }
    if (!out.has_header("Cache-Control")) out.set_header("Cache-Control", "no-store");
  });
  // One way in for everything, so that every request passes the same checks.
  const auto plain = [this](const httplib::Request& in, httplib::Response& out) {
    handle(in, out, nullptr);
  };
  const auto with_body = [this](const httplib::Request& in, httplib::Response& out,
                                const httplib::ContentReader& reader) { handle(in, out, &reader); };
  server_.Get(kAnything, plain);
  server_.Options(kAnything, plain);
  server_.Post(kAnything, with_body);
  server_.Put(kAnything, with_body);
  server_.Patch(kAnything, with_body);
  server_.Delete(kAnything, with_body);
}

std::optional<Response> Server::Impl::refuse(const httplib::Request& in) const {
  const std::string host = in.get_header_value("Host");
  if (in.get_header_value_count("Host") > 1 || (host.empty() && in.version != "HTTP/1.0")) {
    return problem(400, "A request must name one Host.");
  }
  if (!host.empty() && !is_own_host(host, options_.host, options_.allowed_hosts)) {
    return problem(421, "This server is not known by the name '" +
                            one_line(host, kQuotedCodePointsMax) +
                            "'. Use its address, or add the name to allowed_hosts.");
  }
  if (!is_well_escaped(in.target)) {
    return problem(400, "The address has a '%' that is not followed by two hexadecimal digits.");
  }
  if (!is_utf8(in.path) || in.path.find('\0') != std::string::npos) {
    return problem(400, "The address is not valid UTF-8 text.");
  }
  if (in.method == "GET" || in.method == "HEAD" || in.method == "OPTIONS") return std::nullopt;
  // Browsers say where a request comes from; curl says nothing and needs no protection.
  const std::string site = in.get_header_value("Sec-Fetch-Site");
  const std::string origin =
      in.has_header("Origin") ? in.get_header_value("Origin") : in.get_header_value("Referer");
  const bool told = in.has_header("Origin") || in.has_header("Referer");
  if ((told && !is_same_origin(origin, host)) || site == "cross-site" || site == "same-site") {
    return problem(403, "Pages of another site may not do this. Open this server's own page.");
  }
  return std::nullopt;
}

std::optional<Response> Server::Impl::read_body(const httplib::Request& in,
                                                const httplib::ContentReader& reader,
                                                std::string& body) {
  if (in.is_multipart_form_data()) return problem(415, "Send JSON, not a form with files.");
  const std::string coding = in.get_header_value("Transfer-Encoding");
  // Without either the library would read until the other end hangs up.
  if (!in.has_header("Content-Length") && coding.empty()) return std::nullopt;
  bool too_large = false;
  const bool read = reader([&](const char* data, std::size_t size) {
    too_large = too_large || body.size() + size > kBodyBytesMax;
    if (!too_large) body.append(data, size);
    return !too_large;
  });
  const auto length = in.get_header_value<std::uint64_t>("Content-Length");
  if (too_large || length > kBodyBytesMax) {
    return problem(413, "The body is too large: at most 64 KiB are taken.");
  }
  if (!read) return problem(400, "The body ended before all of it had come.");
  return std::nullopt;
}

void Server::Impl::handle(const httplib::Request& in, httplib::Response& out,
                          const httplib::ContentReader* reader) {
  Request request;
  auto refusal = refuse(in);
  if (reader != nullptr) {
    // The body is taken off the connection even then, so that the next request begins where it
    // does.
    auto trouble = read_body(in, *reader, request.body);
    if (!refusal) refusal = std::move(trouble);
    if (refusal) out.set_header("Connection", "close");
  }
  if (refusal) {
    fill(out, std::move(*refusal));
    return;
  }
  request.path = in.path;
  for (const auto& [name, value] : in.params) {
    request.query.emplace(repair_utf8(name), repair_utf8(value));
  }
  const std::string method = in.method == "HEAD" ? "GET" : in.method;
  std::string allowed;
  for (const Route& route : routes_) {
    std::smatch match;
    if (!std::regex_match(in.path, match, route.pattern)) continue;
    if (route.method == method) {
      for (std::size_t i = 1; i < match.size(); ++i) request.captures.push_back(match[i].str());
      answer(route, std::move(request), in, out);
      return;
    }
    allowed = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  if (allowed.empty()) {
    fill(out, problem(404, "There is nothing at " + one_line(in.path, kQuotedCodePointsMax) + "."));
  } else {
    out.set_header("Allow", allowed);
    fill(out, problem(405, in.method + " is not possible here; use " + allowed + "."));
  }
}

void Server::Impl::answer(const Route& route, Request request, const httplib::Request& in,
                          httplib::Response& out) {
  if (route.channel) {
    serve_events(route, in, out);
    return;
  }
  if (route.page) {
    const Page& page = *route.page;
    out.set_header("ETag", page.etag);
    out.set_header("Cache-Control", "no-cache");
    out.set_header("Content-Security-Policy", kPagePolicy);
    if (in.get_header_value("If-None-Match").find(page.etag) != std::string::npos) {
      out.status = 304;
    } else {
      fill(out, {200, page.content, page.content_type});
    }
    return;
  }
  try {
    fill(out, route.handler(request));
  } catch (const std::exception& e) {
    spdlog::error("answering {} {} failed: {}", in.method, request.path, e.what());
    fill(out, problem(500, "Something went wrong here; the log says what. Try again."));
  }
}

void Server::Impl::serve_events(const Route& route, const httplib::Request& in,
                                httplib::Response& out) {
  if (in.method == "HEAD") {
    out.status = 200;
    out.set_header("Content-Type", "text/event-stream");
    return;
  }
  auto client =
      event_clients_.fetch_add(1) < options_.event_clients_max ? route.channel->join() : nullptr;
  if (!client) {
    --event_clients_;
    out.set_header("Retry-After", "5");
    fill(out, problem(503, "Too many pages are open at once; close one, or wait."));
    return;
  }
  out.status = 200;
  out.set_header("X-Accel-Buffering", "no");
  struct Progress {
    bool greeted = false;
    Duration quiet{0};
  };
  out.set_chunked_content_provider(
      "text/event-stream",
      [client, heartbeat = options_.event_heartbeat, progress = std::make_shared<Progress>()](
          std::size_t, httplib::DataSink& sink) {
        const auto send = [&](std::string_view text) {
          progress->quiet = Duration{0};
          return sink.write(text.data(), text.size());
        };
        if (!std::exchange(progress->greeted, true)) return send("retry: 2000\n\n");
        std::shared_ptr<const std::string> text;
        switch (client->pop(kLookAround, text)) {
          case EventQueue::Wait::event:
            return send(*text);
          case EventQueue::Wait::ended:
            return false;
          case EventQueue::Wait::quiet:
            break;
        }
        if (!sink.is_writable()) return false;
        progress->quiet += kLookAround;
        return progress->quiet < heartbeat || send(": still here\n\n");
      },
      [this, client, channel = route.channel](bool) {
        channel->leave(client);
        --event_clients_;
      });
}

Result<void> Server::Impl::start() {
  EARSHOT_CHECK(!thread_.joinable());
  if (!is_loopback(options_.host)) {
    return fail(
        ErrorCode::invalid,
        "the pages have no sign-in yet, so they are served on this machine alone and not on '" +
            options_.host + "'; use 127.0.0.1, and put a proxy with a password before it");
  }
  const int bound = options_.port == 0
                        ? server_.bind_to_any_port(options_.host)
                        : (server_.bind_to_port(options_.host, options_.port) ? options_.port : -1);
  if (bound <= 0) return fail(ErrorCode::io, bind_trouble(options_.host, options_.port));
  port_ = static_cast<std::uint16_t>(bound);
  for (const Route& route : routes_) {
    if (route.channel) channels_.push_back(route.channel);
  }
  thread_ = std::thread([this] {
    server_.listen_after_bind();
    ended_ = true;
  });
  // The library's stop does nothing before this.
  while (!server_.is_running() && !ended_) std::this_thread::sleep_for(1ms);
  return {};
}

void Server::Impl::stop() {
  if (!thread_.joinable()) return;
  server_.interrupt();
  for (const auto& channel : channels_) channel->end();
  server_.stop();
  thread_.join();
}

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() = default;

void Server::get(const std::string& pattern, Handler handler) {
  impl_->add({"GET", std::regex(pattern), std::move(handler), nullptr, nullptr});
}
void Server::post(const std::string& pattern, Handler handler) {
  impl_->add({"POST", std::regex(pattern), std::move(handler), nullptr, nullptr});
}
Events& Server::events(const std::string& path) {
  auto channel = std::make_shared<EventChannel>();
  impl_->add({"GET", std::regex(quote_regex(path)), nullptr, channel, nullptr});
  return *channel;
}
void Server::page(const std::string& path, std::string_view content,
                  const std::string& content_type) {
  auto page =
      std::make_shared<const Page>(Page{std::string(content), content_type, etag_of(content)});
  impl_->add({"GET", std::regex(quote_regex(path)), nullptr, nullptr, std::move(page)});
}
Result<void> Server::start() { return impl_->start(); }
void Server::stop() { impl_->stop(); }
std::uint16_t Server::port() const { return impl_->port(); }

}  // namespace earshot::http
