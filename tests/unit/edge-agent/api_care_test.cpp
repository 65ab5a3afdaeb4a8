// The API about single customers: every answer is as openapi.json says, and what makes no sense is
// answered with why.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "core/base/claim_code.h"
#include "edge-agent/api_care.h"
#include "edge-agent/calendar_day.h"
#include "tests/unit/edge-agent/api_sources.h"
#include "tests/unit/edge-agent/location_fixture.h"
#include "tests/unit/edge-agent/openapi_check.h"

namespace earshot::edge {
namespace {

using nlohmann::json;

class CareApi : public Location {
 protected:
  CareApi() {
    key_ = &pair_;
    restart();
    archive_ = std::move(*Archive::open(store()));
    routes_ = care_routes(api_sources(*edge_, *archive_, snapshot_, texts_, clock_));
  }
  http::Response call(Route::Method method, const std::string& path, const std::string& body = {}) {
    for (const auto& route : routes_) {
      std::smatch match;
      if (route.method != method || !std::regex_match(path, match, std::regex(route.pattern))) {
        continue;
      }
      http::Request request{path, {}, {}, body};
      for (std::size_t i = 1; i < match.size(); ++i) request.captures.push_back(match[i]);
      const auto response = route.handler(request);
      const auto schema = check_.answer_schema(
          route.described, method == Route::Method::get ? "get" : "post", response.status);
      EXPECT_FALSE(schema.is_null()) << route.described << " " << response.status;
      if (schema.is_null()) return response;
      for (const auto& mistake : check_.mistakes(schema, json::parse(response.body))) {
        ADD_FAILURE() << route.described << ": " << mistake;
      }
      return response;
    }
    ADD_FAILURE() << "no route for " << path;
    return {};
  }
  http::Response post(const std::string& path, const json& body) {
    return call(Route::Method::post, path, body.dump());
  }
  json get(const std::string& path) { return json::parse(call(Route::Method::get, path).body); }

  /// Somebody who was unhappy, left a number, and called for help.
  void somebody() {
    auto left = said(1, 2, clock_.wall_now(), "Cold");
    response::Answer contact;
    contact.question = QuestionId::trusted("contact");
    contact.kind = survey::QuestionKind::contact;
    contact.text = pair_.public_key().seal(wire::encode_contact(
        {"Zoë", "+44 20 7946 0123", "", "To answer you.", LanguageTag::trusted("en"), {5}}));
    left.answers.push_back(contact);
    const wire::HelpCallRecord call{
        kHere, left.id, left.touchpoint, left.language, clock_.wall_now(), "", 0};
    auto frame = kiosk_.frame({record_of(left), wire::encode_record(call)});
    frame.sent_at = clock_.wall_now();
    take(frame);
  }

  crypto::KeyPair pair_ = crypto::KeyPair::make();
  QuestionTexts texts_;
  Snapshot snapshot_;
  std::unique_ptr<Archive> archive_;
  std::vector<Route> routes_;
  OpenApiCheck check_{json::parse(openapi())};
  TestKiosk kiosk_{"till-1"};
  const std::string response_ = "/api/v1/responses/" + response_id(1).str();
};

TEST_F(CareApi, ACallForHelpIsListedSeenAndTakenUp) {
  EXPECT_TRUE(get("/api/v1/help")["calls"].empty());
  somebody();
  auto calls = get("/api/v1/help")["calls"];
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0]["state"], "arrived");
  const auto path = "/api/v1/help/" + calls[0]["alert"].get<std::string>() + "/seen";
  const auto seen = json::parse(call(Route::Method::post, path).body);
  EXPECT_EQ(seen["state"], "seen");
  ASSERT_TRUE(edge_->acknowledge(*AlertId::parse(calls[0]["alert"].get<std::string>()), "Anna"));
  calls = get("/api/v1/help")["calls"];
  EXPECT_EQ(calls[0]["state"], "coming");
  EXPECT_EQ(calls[0]["who"], "Anna");
  EXPECT_EQ(call(Route::Method::post, "/api/v1/help/x/seen").status, 404);
}

TEST_F(CareApi, TheKioskIsToldInTheWordsThatItReads) {
  somebody();
  auto call = edge_->care().calls(kHelpShown)->front();
  EXPECT_EQ(json::parse(help_news_json(call)),
            (json{{"response", response_id(1).str()}, {"state", "arrived"}, {"who", ""}}));
  call.coming_at = WallTime{1};
  call.who = "Anna \"the boss\"";
  EXPECT_EQ(json::parse(help_news_json(call))["who"], "Anna \"the boss\"");
}

TEST_F(CareApi, AnAnswerIsWrittenAndReadWithItsCode) {
  somebody();
  const auto written = post(response_ + "/reply", {{"words", "We heated it."}, {"by", "Anna"}});
  EXPECT_EQ(written.status, 200);
  const auto code = json::parse(written.body)["code"].get<std::string>();
  EXPECT_EQ(code, claim_code(response_id(1)));
  const auto read = post("/api/v1/claims", {{"code", code}});
  EXPECT_EQ(json::parse(read.body)["reply"]["words"], "We heated it.");
  EXPECT_EQ(post("/api/v1/claims", {{"code", "hello"}}).status, 400);
  EXPECT_EQ(post("/api/v1/claims", {{"kode", code}}).status, 400);
  EXPECT_EQ(post("/api/v1/claims", {{"code", "ZZZZ-ZZZZ"}}).status, 404);
  for (int i = 0; i < 9; ++i) post("/api/v1/claims", {{"code", "ZZZZ-ZZZZ"}});
  EXPECT_EQ(post("/api/v1/claims", {{"code", code}}).status, 429);
  EXPECT_EQ(post("/api/v1/responses/x/reply", {{"words", "Hello"}}).status, 404);
  EXPECT_EQ(post(response_ + "/reply", {{"words", 7}}).status, 400);
}

TEST_F(CareApi, ContactDetailsAreOpenedWithWhoDid) {
  somebody();
  const auto opened = post(response_ + "/contact", {{"by", "Anna"}});
  EXPECT_EQ(opened.status, 200);
  EXPECT_EQ(json::parse(opened.body)["phone"], "+44 20 7946 0123");
  EXPECT_EQ(json::parse(opened.body)["views"][0]["by"], "Anna");
  EXPECT_EQ(post("/api/v1/responses/" + response_id(2).str() + "/contact", json::object()).status,
            404);
}

TEST_F(CareApi, ContactDetailsOfAnotherKeyAreNotOpened) {
  somebody();
  const auto other = crypto::KeyPair::make();
  key_ = &other;
  restart();
  routes_ = care_routes(api_sources(*edge_, *archive_, snapshot_, texts_, clock_));
  EXPECT_EQ(post(response_ + "/contact", json::object()).status, 409);
}

TEST_F(CareApi, MessagesComeAndGo) {
  const auto today = zone_.local_day(clock_.wall_now());
  const json message = {{"kind", "said_did"},
                        {"texts", {{"en", "Two more tills."}}},
                        {"day", to_iso_day(today)},
                        {"until", to_iso_day(today + 30)}};
  const auto added = post("/api/v1/messages", message);
  ASSERT_EQ(added.status, 200) << added.body;
  const auto list = get("/api/v1/messages")["messages"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["day"], to_iso_day(today));
  const auto told = json::parse(kiosk_messages_json(*edge_->care().messages()));
  EXPECT_EQ(told["messages"][0]["texts"]["en"], "Two more tills.");
  auto stale = message;
  stale["until"] = to_iso_day(today - 1);
  EXPECT_EQ(post("/api/v1/messages", stale).status, 400);
  for (const auto* wrong : {R"({})", R"({"kind":"notice","texts":{"en":"x"},"until":"soon"})",
                            R"({"kind":"notice","texts":["x"],"until":"2026-03-02"})", "["}) {
    EXPECT_EQ(call(Route::Method::post, "/api/v1/messages", wrong).status, 400) << wrong;
  }
  const auto path = "/api/v1/messages/" + list[0]["id"].get<std::string>() + "/remove";
  EXPECT_EQ(call(Route::Method::post, path).status, 200);
  EXPECT_EQ(call(Route::Method::post, path).status, 404);
}

TEST_F(CareApi, AFrameFromAFileIsTakenAndNonsenseIsNot) {
  const auto frame = kiosk_.frame(said(1, 9, clock_.wall_now()));
  const auto path = "/api/v1/import/till-1/responses";
  const auto taken = call(Route::Method::post, path, wire::encode_frame(frame));
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(json::parse(taken.body)["verdict"], "accepted");
  EXPECT_EQ(json::parse(taken.body)["records"], 1);
  EXPECT_EQ(responses().size(), 1U);
  EXPECT_EQ(call(Route::Method::post, path, "nonsense").status, 400);
  EXPECT_EQ(call(Route::Method::post, "/api/v1/import/till-1/cells", "x").status, 400);
}

TEST(CalendarDay, IsWrittenAndReadAsPeopleDo) {
  EXPECT_EQ(to_iso_day(20514), "2026-03-02");
  EXPECT_EQ(parse_iso_day("2026-03-02"), 20514);
  EXPECT_EQ(parse_iso_day("2024-02-29"), 19782);
  for (const auto* text : {"2026-02-29", "2026-3-2", "2026-03-02x", "0000-01-01", "", "soon"}) {
    EXPECT_FALSE(parse_iso_day(text)) << text;
  }
}

}  // namespace
}  // namespace earshot::edge
