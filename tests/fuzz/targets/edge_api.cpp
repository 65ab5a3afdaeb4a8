// The edge agent's API: parameters, cursors, ids and bodies of any bytes, asked of the real
// handlers over a real store. Every answer is JSON, and none says that the store is in trouble.
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "edge-agent/api.h"
#include "edge-agent/health.h"
#include "edge-agent/json.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::fuzz {
namespace {

constexpr char kWords[] = "\"Twenty\" minutes\\ <script>\u2028 at the till…\n\u200F";

class Store7 final : public edge::Location {
 public:
  Store7() {
    edge::TestKiosk kiosk("kiosk-1", relay::Stream::urgent);
    static_cast<void>(take(kiosk.frame(edge::said(1, 2, clock_.wall_now(), kWords))));
    static_cast<void>(take(kiosk.frame(edge::said(2, 10, clock_.wall_now()))));
    static_cast<void>(take(kiosk.frame({std::string("poison")})));
    EARSHOT_CHECK(!alerts().empty());
    alert_ = alerts().front().id.str();
    archive_ = std::move(*edge::Archive::open(store()));
    auto view = *edge_->view();
    snapshot_.set(edge::to_text(edge::location_json(view, texts_, zone_)), view.health,
                  clock_.mono_now());
    edge::ApiSources::Quarantine quarantine;
    quarantine.list = [this](std::int64_t after, std::size_t count) {
      return edge_->quarantined(after, count);
    };
    quarantine.payload = [this](std::int64_t id) { return edge_->quarantined_payload(id); };
    quarantine.retry = [this](std::int64_t id) { return edge_->retry_quarantined(id); };
    quarantine.retry_behind = [this](std::int64_t after) {
      return edge_->retry_quarantined_behind(after);
    };
    routes_ = edge::routes(
        {*archive_, snapshot_, texts_, clock_, [] { return std::string("earshot_up 1\n"); },
         [this](const AlertId& id, const std::string& by) { return edge_->acknowledge(id, by); },
         [this](const ResponseId& id, std::uint32_t flags) { return edge_->judge(id, flags); },
         [this](const ResponseId& id, std::uint32_t flags, std::int64_t after) {
           return edge_->judge_burst(id, flags, after);
         },
         [this](const ResponseId& id) { return edge_->erase(id); }, std::move(quarantine),
         [this](std::function<http::Response(edge::Edge&)> work, bool) -> Result<http::Response> {
           return work(*edge_);
         }});
  }
  void TestBody() override {}

  [[nodiscard]] const std::vector<edge::Route>& routes() const { return routes_; }
  [[nodiscard]] const std::string& alert() const { return alert_; }

 private:
  edge::QuestionTexts texts_;
  edge::Snapshot snapshot_;
  std::unique_ptr<edge::Archive> archive_;
  std::vector<edge::Route> routes_;
  std::string alert_;
};

/// As the server hands it over: decoded and repaired.
http::Request request_of(Chooser& choose, const std::string& alert) {
  static constexpr std::string_view kNames[] = {"limit", "before", "after", "open", "id", "window"};
  http::Request request;
  for (int group = 0; group < 2; ++group) {
    switch (choose.below(4)) {
      case 0:
        request.captures.push_back(alert);
        break;
      case 1:
        request.captures.push_back(edge::response_id(static_cast<int>(choose.below(4))).str());
        break;
      case 2:
        request.captures.push_back(std::to_string(choose.number()));
        break;
      default:
        request.captures.push_back(repair_utf8(choose.bytes(40)));
    }
  }
  for (std::size_t count = choose.below(4); count > 0; --count) {
    std::string name = choose.flag() ? std::string(kNames[choose.below(std::size(kNames))])
                                     : repair_utf8(choose.bytes(20));
    request.query[std::move(name)] = choose.flag()
                                         ? std::to_string(choose.between(INT64_MIN, INT64_MAX))
                                         : repair_utf8(choose.bytes(40));
  }
  request.body = choose.rest();
  return request;
}

}  // namespace

FUZZ_TARGET(edge_api) {
  static Store7 here;
  Chooser choose(input);
  const auto& route = here.routes()[choose.below(here.routes().size())];
  const auto response = route.handler(request_of(choose, here.alert()));
  EARSHOT_CHECK(response.status == 200 || (response.status >= 400 && response.status < 500));
  EARSHOT_CHECK(is_utf8(response.body));
  if (response.content_type != "application/json") return;
  const auto json = nlohmann::json::parse(response.body, nullptr, false);
  EARSHOT_CHECK(!json.is_discarded());
  if (response.status == 200) return;
  EARSHOT_CHECK(json.contains("error"));
  expect_readable({ErrorCode::invalid, json["error"]["message"].get<std::string>()});
}

}  // namespace earshot::fuzz
