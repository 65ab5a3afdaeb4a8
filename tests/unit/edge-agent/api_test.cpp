// The API: every answer is as openapi.json says, every route is described, nothing that a customer
// types is more than text.
#include "edge-agent/api.h"

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "core/base/utf8.h"
#include "edge-agent/health.h"
#include "edge-agent/json.h"
#include "tests/unit/edge-agent/api_sources.h"
#include "tests/unit/edge-agent/location_fixture.h"
#include "tests/unit/edge-agent/openapi_check.h"

namespace earshot::edge {
namespace {

using namespace std::string_literals;

survey::Survey visit() {
  const auto en = LanguageTag::trusted("en");
  survey::Survey survey;
  survey.id = SurveyId::trusted("visit");
  survey.version = 1;
  survey.languages = {en};
  const auto ask = [&](const char* id, survey::QuestionKind kind, const char* text) {
    survey::Question question;
    question.id = QuestionId::trusted(id);
    question.kind = kind;
    question.texts = {{en, text}};
    survey.questions.push_back(question);
  };
  ask("recommend", survey::QuestionKind::nps, "Would you recommend us?");
  ask("service", survey::QuestionKind::smiley, "How was the service?");
  ask("easy", survey::QuestionKind::ces, "How easy was it?");
  ask("why", survey::QuestionKind::comment, "What made it so?");
  return survey;
}

class Api : public Location {
 protected:
  Api() {
    texts_.add(visit());
    archive_ = std::move(*Archive::open(store()));
    routes_ = routes(api_sources(*edge_, *archive_, snapshot_, texts_, clock_));
  }

  void show() {
    auto view = *edge_->view();
    view.headquarters = judge_headquarters(std::nullopt, Duration{0}, "", zone_);
    view.health = judge_health(view, {true, Duration{0}, ""}, "", zone_);
    snapshot_.set(to_text(location_json(view, texts_, zone_)), view.health, clock_.mono_now());
  }

  /// Calls a route as the server would, and checks the answer against the description.
  http::Response call(Route::Method method, const std::string& path,
                      std::map<std::string, std::string> query = {}, std::string body = {}) {
    for (const auto& route : routes_) {
      std::smatch match;
      if (route.method != method || !std::regex_match(path, match, std::regex(route.pattern))) {
        continue;
      }
      http::Request request{path, {}, std::move(query), std::move(body)};
      for (std::size_t i = 1; i < match.size(); ++i) request.captures.push_back(match[i]);
      const auto response = route.handler(request);
      expect_described(route, response);
      return response;
    }
    ADD_FAILURE() << "no route for " << path;
    return {};
  }
  nlohmann::json get(const std::string& path, std::map<std::string, std::string> query = {}) {
    const auto response = call(Route::Method::get, path, std::move(query));
    EXPECT_EQ(response.status, 200) << response.body;
    return nlohmann::json::parse(response.body);
  }

  void expect_described(const Route& route, const http::Response& response) {
    if (response.content_type != "application/json") return;
    const auto method = route.method == Route::Method::get ? "get" : "post";
    const auto schema = check_.answer_schema(route.described, method, response.status);
    ASSERT_FALSE(schema.is_null()) << route.described << " " << response.status;
    for (const auto& mistake : check_.mistakes(schema, nlohmann::json::parse(response.body))) {
      ADD_FAILURE() << route.described << ": " << mistake;
    }
  }

  /// A day with everything in it: every kind of score, answer, flag and alert.
  void live_a_day() {
    TestKiosk kiosk("till-1");
    const auto now = clock_.wall_now();
    auto full = said(1, 2, now, "Cold");
    const auto add = [&](const char* question, survey::QuestionKind kind) -> response::Answer& {
      full.answers.emplace_back();
      full.answers.back().question = QuestionId::trusted(question);
      full.answers.back().kind = kind;
      return full.answers.back();
    };
    add("service", survey::QuestionKind::smiley).rating = 4;
    add("satisfied", survey::QuestionKind::csat).rating = 2;
    add("easy", survey::QuestionKind::ces).rating = 6;
    add("about", survey::QuestionKind::topics).chosen = {OptionId::trusted("queue")};
    add("contact", survey::QuestionKind::contact).text = "sealed";
    full.misuse = 0;
    auto flagged = said(3, 1, now);
    flagged.misuse = response::kMisuseBurst | response::kMisuseTooFast;
    auto staff = said(4, 9, now);
    staff.audience = survey::Audience::employee;
    staff.answers[0].kind = survey::QuestionKind::enps;
    staff.answers[0].question = QuestionId::trusted("work-here");
    take(kiosk.frame({record_of(full), record_of(said(2, 0, now - std::chrono::hours(2))),
                      record_of(flagged), record_of(staff), "poison"}));
    take(kiosk.frame(said(5, 1, now)));
    show();
  }

  QuestionTexts texts_;
  Snapshot snapshot_;
  std::unique_ptr<Archive> archive_;
  std::vector<Route> routes_;
  OpenApiCheck check_{nlohmann::json::parse(openapi())};
};

TEST_F(Api, EveryRouteIsDescribedAndEveryDescribedPathIsServed) {
  std::set<std::string> served = {std::string(kEventsPath) + " get"};
  for (const auto& route : routes_) {
    served.insert(route.described + (route.method == Route::Method::get ? " get" : " post"));
  }
  std::set<std::string> described;
  for (const auto& [path, methods] : check_.description()["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) described.insert(path + " " + method);
  }
  EXPECT_EQ(served, described);
}

TEST_F(Api, AnEmptyLocationSaysSo) {
  EXPECT_EQ(call(Route::Method::get, "/api/v1/location").status, 503);
  show();
  const auto location = get("/api/v1/location");
  EXPECT_EQ(location["id"], "store-7");
  EXPECT_EQ(location["name"], "High Street");
  ASSERT_EQ(location["scores"].size(), 3u);  // the surveys' rating questions
  EXPECT_EQ(location["scores"][0]["n"], 0);
  EXPECT_TRUE(location["scores"][0]["score"].is_null());
  EXPECT_EQ(location["headquarters"]["connected"], false);
  EXPECT_TRUE(get("/api/v1/responses")["responses"].empty());
  EXPECT_TRUE(get("/api/v1/responses")["next"].is_null());
  EXPECT_TRUE(get("/api/v1/alerts")["alerts"].empty());
}

TEST_F(Api, AFullDayIsAsDescribed) {
  live_a_day();
  const auto location = get("/api/v1/location");
  EXPECT_EQ(location["scores"][0]["question"], "recommend");
  EXPECT_EQ(location["scores"][0]["text"], "Would you recommend us?");
  EXPECT_EQ(location["scores"][0]["n"], 3);
  EXPECT_EQ(location["scores"][0]["detractors"], 3);
  EXPECT_EQ(location["scores"][0]["score"], -100.0);
  EXPECT_LE(location["scores"][0]["low"], location["scores"][0]["score"]);
  EXPECT_EQ(location["scores"][1]["histogram"], nlohmann::json({0, 0, 0, 1, 0}));
  EXPECT_EQ(location["scores"].size(), 5u);
  EXPECT_EQ(location["responses"], 5);
  EXPECT_EQ(location["alerts_open"], 2);
  EXPECT_EQ(location["quarantined"], 1);
  EXPECT_EQ(location["kiosks"][0]["device"], "till-1");
  EXPECT_FALSE(location["hours"].empty());
  const auto responses = get("/api/v1/responses")["responses"];
  ASSERT_EQ(responses.size(), 5u);
  EXPECT_EQ(responses[0]["id"], response_id(5).str());
  EXPECT_EQ(responses[0]["mood"], "unhappy");
  EXPECT_EQ(responses[3]["historical"], true);
  EXPECT_EQ(responses[4]["comment"], "Cold");
  EXPECT_EQ(responses.dump().find("sealed"), std::string::npos);
  EXPECT_EQ(responses[2]["misuse"], nlohmann::json({"burst", "too_fast"}));
  EXPECT_EQ(get("/api/v1/alerts")["alerts"].size(), 2u);
}

TEST_F(Api, PagesOfResponsesMeetWithoutGapOrRepetition) {
  TestKiosk kiosk("till-1");
  for (int i = 1; i <= 7; ++i) take(kiosk.frame(said(i, 9, clock_.wall_now())));
  std::vector<std::string> seen;
  std::map<std::string, std::string> query = {{"limit", "3"}};
  for (;;) {
    const auto page = get("/api/v1/responses", query);
    for (const auto& response : page["responses"]) seen.push_back(response["id"]);
    if (page["next"].is_null()) break;
    query["before"] = page["next"];
  }
  ASSERT_EQ(seen.size(), 7u);
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(seen[static_cast<std::size_t>(i)], response_id(7 - i).str());
}

TEST_F(Api, OpenAlertsComeFirstWhenAsked) {
  TestKiosk kiosk("till-1");
  for (int i = 1; i <= 3; ++i) take(kiosk.frame(said(i, 0, clock_.wall_now())));
  ASSERT_TRUE(edge_->acknowledge(alert_id_for(response_id(3), "detractor"), "").has_value());
  const auto newest = get("/api/v1/alerts")["alerts"];
  EXPECT_EQ(newest[0]["response"], response_id(3).str());
  const auto open = get("/api/v1/alerts", {{"open", "1"}})["alerts"];
  EXPECT_EQ(open[0]["response"], response_id(2).str());
  EXPECT_EQ(open[2]["response"], response_id(3).str());
}

TEST_F(Api, AcknowledgingTwiceGivesTheSameAnswer) {
  live_a_day();
  const std::string path =
      "/api/v1/alerts/" + alert_id_for(response_id(5), "detractor").str() + "/acknowledge";
  const auto first = call(Route::Method::post, path, {}, R"({"by": "Sam"})");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(nlohmann::json::parse(first.body)["acknowledged_by"], "Sam");
  clock_.advance(std::chrono::hours(1));
  const auto second = call(Route::Method::post, path, {}, "{}");
  EXPECT_EQ(second.body, first.body);
}

TEST_F(Api, QuestionsThatMakeNoSenseAreAnsweredWithWhy) {
  live_a_day();
  const auto post = Route::Method::post;
  const auto refused = [&](const std::map<std::string, std::string>& query) {
    return call(Route::Method::get, "/api/v1/responses", query).status;
  };
  EXPECT_EQ(refused({{"limit", "0"}}), 400);
  EXPECT_EQ(refused({{"limit", "201"}}), 400);
  EXPECT_EQ(refused({{"limit", "ten"}}), 400);
  EXPECT_EQ(refused({{"limit", "99999999999999999999"}}), 400);
  EXPECT_EQ(refused({{"before", "'; DROP TABLE responses"}}), 400);
  EXPECT_EQ(refused({{"before", "-1"}}), 400);
  EXPECT_EQ(call(Route::Method::get, "/api/v1/alerts", {{"open", "yes"}}).status, 400);
  EXPECT_EQ(call(post, "/api/v1/alerts/nobody/acknowledge", {}, "{}").status, 404);
  EXPECT_EQ(call(post, "/api/v1/alerts/" + std::string(32, 'a') + "/acknowledge", {}, "").status,
            404);
  const std::string real =
      "/api/v1/alerts/" + alert_id_for(response_id(5), "detractor").str() + "/acknowledge";
  for (const char* body : {"[]", "{\"by\": 3}", "not json", "\xff"}) {
    EXPECT_EQ(call(post, real, {}, body).status, 400) << body;
  }
}

TEST_F(Api, HealthTellsOfAnEventLoopThatIsStuck) {
  EXPECT_EQ(call(Route::Method::get, "/healthz").status, 503);  // starting
  show();
  EXPECT_EQ(call(Route::Method::get, "/healthz").status, 200);
  clock_.advance(Snapshot::kStaleAfter);
  EXPECT_EQ(call(Route::Method::get, "/healthz").status, 503);
}

TEST_F(Api, QuarantineIsListedExportedAndTriedAgain) {
  const auto post = Route::Method::post;
  live_a_day();
  const auto listed = get("/api/v1/quarantine");
  ASSERT_EQ(listed["records"].size(), 1u);
  EXPECT_FALSE(listed["records"][0].contains("payload"));
  const auto exported = get("/api/v1/quarantine", {{"payloads", "1"}});
  EXPECT_EQ(exported["records"][0]["payload"], "cG9pc29u");
  const std::string id = listed["records"][0]["id"];
  EXPECT_EQ(call(post, "/api/v1/quarantine/" + id + "/retry", {}, "{}").status, 409);
  EXPECT_EQ(call(post, "/api/v1/quarantine/999/retry", {}, "{}").status, 404);
  const auto all = call(post, "/api/v1/quarantine/retry", {}, "{}");
  EXPECT_EQ(nlohmann::json::parse(all.body)["still_quarantined"], 1);
  EXPECT_EQ(call(Route::Method::get, "/api/v1/quarantine", {{"after", "x"}}).status, 400);
  EXPECT_EQ(get("/api/v1/incidents")["incidents"][0]["kind"], "quarantined");
  EXPECT_EQ(get("/api/v1/location")["last_incidents"].size(), 1u);
}

TEST_F(Api, WhetherAResponseCountsIsAPersonsToDecide) {
  const auto post = Route::Method::post;
  live_a_day();
  const std::string path = "/api/v1/responses/" + response_id(5).str() + "/misuse";
  const auto flagged = call(post, path, {}, R"({"flags": ["burst", "too_fast"]})");
  EXPECT_EQ(flagged.status, 200);
  EXPECT_EQ(nlohmann::json::parse(flagged.body)["misuse"], nlohmann::json({"burst", "too_fast"}));
  show();
  EXPECT_EQ(get("/api/v1/location")["scores"][0]["n"], 2);
  EXPECT_EQ(call(post, path, {}, R"({"flags": []})").status, 200);
  show();
  EXPECT_EQ(get("/api/v1/location")["scores"][0]["n"], 3);
  for (const char* body : {"", "{}", "[]", R"({"flags": "burst"})", R"({"flags": ["no such"]})",
                           R"({"flags": [1]})", "\xff"}) {
    EXPECT_EQ(call(post, path, {}, body).status, 400) << body;
  }
  EXPECT_EQ(
      call(post, "/api/v1/responses/" + std::string(32, 'a') + "/misuse", {}, R"({"flags": []})")
          .status,
      404);
  const auto burst =
      call(post, "/api/v1/bursts/" + response_id(5).str() + "/misuse", {}, R"({"flags": []})");
  EXPECT_EQ(nlohmann::json::parse(burst.body)["changed"], 0);
}

TEST_F(Api, AnErasureIsAnsweredWhenItIsDone) {
  const auto post = Route::Method::post;
  live_a_day();
  const auto erased = call(post, "/api/v1/responses/" + response_id(1).str() + "/erase", {}, "{}");
  EXPECT_EQ(erased.status, 200);
  EXPECT_EQ(nlohmann::json::parse(erased.body)["found"], true);
  const auto responses = get("/api/v1/responses")["responses"];
  ASSERT_FALSE(responses.empty());
  for (const auto& response : responses) {
    EXPECT_NE(response["comment"], "Cold");
    EXPECT_EQ(response["erased_at"].is_null(), response["id"] != response_id(1).str());
  }
  EXPECT_EQ(call(post, "/api/v1/responses/nobody/erase", {}, "{}").status, 404);
}

// Faults 16, 27 and 28: whatever is typed is kept as valid text and is inert.
TEST_F(Api, WhatCustomersTypeIsOnlyEverText) {
  const std::string right_to_left = "\u202Egnp.exe";
  const std::vector<std::pair<std::string, std::string>> typed_and_kept = {
      {"<script>alert(1)</script>", "<script>alert(1)</script>"},
      {"'); DROP TABLE responses; --", "'); DROP TABLE responses; --"},
      {"=HYPERLINK(\"http://x\")", "=HYPERLINK(\"http://x\")"},
      {"%s%n{}{0}%%", "%s%n{}{0}%%"},
      {right_to_left, "gnp.exe"},
      {"bell\a nul\0 esc\x1b[31m"s, "bell nul esc[31m"},
      {"broken \xff\xfe utf-8", "broken \uFFFD\uFFFD utf-8"},
      {"\"quotes\" and \\back\\slashes", "\"quotes\" and \\back\\slashes"},
      {"\U0001F600 faces", "\U0001F600 faces"},
  };
  TestKiosk kiosk("till-1");
  int id = 1;
  for (const auto& [typed, kept] : typed_and_kept) {
    take(kiosk.frame(said(id++, 0, clock_.wall_now(), typed)));
  }
  show();
  const auto responses = get("/api/v1/responses")["responses"];
  const auto alerts = get("/api/v1/alerts")["alerts"];
  ASSERT_EQ(responses.size(), typed_and_kept.size());
  ASSERT_EQ(alerts.size(), typed_and_kept.size());
  for (std::size_t i = 0; i < typed_and_kept.size(); ++i) {
    const std::size_t at = typed_and_kept.size() - 1 - i;
    EXPECT_EQ(responses[at]["comment"], typed_and_kept[i].second);
    EXPECT_EQ(alerts[at]["words"], typed_and_kept[i].second);
  }
  edge_->hand_over([](const Delivery& delivery) -> Result<void> {
    EXPECT_TRUE(is_utf8(delivery.payload));
    EXPECT_TRUE(nlohmann::json::accept(delivery.payload));
    return {};
  });
}

}  // namespace
}  // namespace earshot::edge
