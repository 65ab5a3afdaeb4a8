// The aggregator's API as it is served: paths, windows and cursors of any bytes, asked of a real
// server with a real headquarters behind it. Every answer is JSON, and none is "something went
// wrong".
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "aggregator/api.h"
#include "platform/system/real_ports.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/loopback.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::fuzz {
namespace {

constexpr char kWords[] = "\"Twenty\" minutes\\ <script>\u2028 at the till…\n\u200F";

class Served final : public hq::HealthSource {
 public:
  Served() {
    hq::test::Sender cells("leeds", relay::Stream::cells);
    hq::test::Sender words("leeds", relay::Stream::verbatims);
    const auto now = bench_.clock.wall_now();
    static_cast<void>(
        bench_.take({cells.raw({"poison"}), cells.frame(hq::test::cell("leeds", 1, {9, 10, 0})),
                     words.frame(hq::test::comment_of("leeds", 'c', now, kWords))}));
    api_ = std::make_unique<hq::Api>(server_, loop_, *bench_.hq, *this, *bench_.inbox,
                                     hq::QuestionTexts{});
    EARSHOT_CHECK(server_.start().has_value());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Served() override {
    server_.stop();
    loop_.stop();
    thread_.join();
  }
  hq::ServiceHealth health() override {
    hq::ServiceHealth health;
    health.connected = true;
    return health;
  }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  static http::ServerOptions options() {
    http::ServerOptions options;
    options.threads = 2;
    options.event_clients_max = 1;
    return options;
  }
  hq::test::Bench bench_;
  system::RealClock clock_;
  system::EventLoop loop_{clock_};
  http::Server server_{options()};
  std::unique_ptr<hq::Api> api_;
  std::thread thread_;
};

/// As a browser would put it into an address.
std::string escaped(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '/') {
      text += c;
    } else {
      text += fmt::format("%{:02x}", byte);
    }
  }
  return text;
}

std::string request_of(Chooser& choose) {
  static constexpr std::string_view kPaths[] = {"/api/v1/tree",
                                                "/api/v1/nodes/leeds",
                                                "/api/v1/nodes/acme",
                                                "/healthz",
                                                "/api/v1/quarantine",
                                                "/api/v1/quarantine/retry",
                                                "/api/v1/quarantine/1/retry",
                                                "/api/v1/nodes/",
                                                "/api/v1/"};
  static constexpr std::string_view kNames[] = {"window", "after", "limit", "before"};
  static constexpr std::string_view kValues[] = {"day", "week", "month", "all", "1", "-1"};
  const bool post = choose.below(8) == 0;
  std::string target(kPaths[choose.below(std::size(kPaths))]);
  if (choose.flag()) target += escaped(choose.bytes(80));
  for (std::size_t count = choose.below(3); count > 0; --count) {
    target += target.find('?') == std::string::npos ? '?' : '&';
    target += choose.flag() ? std::string(kNames[choose.below(4)]) : escaped(choose.bytes(20));
    target += '=';
    target += choose.flag() ? std::string(kValues[choose.below(6)]) : escaped(choose.bytes(40));
  }
  const std::string body(post ? choose.rest() : "");
  return fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{}",
                     post ? "POST" : "GET", target, body.size(), body);
}

}  // namespace

FUZZ_TARGET(hq_api) {
  static Served served;
  Chooser choose(input);
  const std::string request = request_of(choose);
  // The stream of events has no end to wait for.
  if (request.find("/events") != std::string::npos) return;
  const std::string answer = ask_loopback(served.port(), request);
  EARSHOT_CHECK(answer.starts_with("HTTP/1.1 "));
  EARSHOT_CHECK(!answer.starts_with("HTTP/1.1 500"));
  if (answer.find("Content-Type: application/json") == std::string::npos) return;
  const auto json = nlohmann::json::parse(body_of(answer), nullptr, false);
  EARSHOT_CHECK(!json.is_discarded());
  if (json.contains("error")) {
    expect_readable({ErrorCode::invalid, json["error"]["message"].get<std::string>()});
  }
}

}  // namespace earshot::fuzz
