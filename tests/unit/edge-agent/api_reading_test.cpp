// The API about what was read in comments: as openapi.json says, idempotent, and clear about what
// makes no sense.
#include <nlohmann/json.hpp>
#include <regex>

#include "core/text/taxonomy.h"
#include "edge-agent/api.h"
#include "edge-agent/json.h"
#include "tests/unit/edge-agent/api_sources.h"
#include "tests/unit/edge-agent/location_fixture.h"
#include "tests/unit/edge-agent/openapi_check.h"

namespace earshot::edge {
namespace {

constexpr std::string_view kTopics = R"toml(
id = "test"
version = 1
[[topic]]
id = "staff"
name = { en = "Staff", fr = "Personnel" }
keywords = { en = ["staff"] }
)toml";

class ApiReading : public Location {
 protected:
  ApiReading() {
    text::Analyser::Parts parts;
    parts.taxonomy =
        std::make_shared<const text::Taxonomy>(*text::parse_taxonomy(kTopics, "test.toml"));
    reader_ = std::make_unique<CommentReader>(parts, nullptr, "1");
    edge_->read_with(*reader_);
    archive_ = std::move(*Archive::open(store()));
    routes_ = routes(api_sources(*edge_, *archive_, snapshot_, texts_, clock_));
    take(kiosk_.frame(said(1, 9, clock_.wall_now(), "🎉 Lovely staff, call 020 7946 0018")));
  }
  /// The answer to a call, after it was compared with the description.
  std::pair<int, nlohmann::json> call(Route::Method method, const std::string& path,
                                      const nlohmann::json& body = nullptr) {
    for (const auto& route : routes_) {
      std::smatch match;
      if (route.method != method || !std::regex_match(path, match, std::regex(route.pattern))) {
        continue;
      }
      http::Request request{path, {}, {}, body.is_null() ? "" : body.dump()};
      for (std::size_t i = 1; i < match.size(); ++i) request.captures.push_back(match[i]);
      const auto response = route.handler(request);
      auto answer = nlohmann::json::parse(response.body);
      const auto schema = check_.answer_schema(
          route.described, method == Route::Method::get ? "get" : "post", response.status);
      EXPECT_FALSE(schema.is_null()) << path << " " << response.status;
      for (const auto& mistake : check_.mistakes(schema, answer)) ADD_FAILURE() << mistake;
      return {response.status, std::move(answer)};
    }
    ADD_FAILURE() << "no route for " << path;
    return {0, nullptr};
  }
  nlohmann::json get(const std::string& path) { return call(Route::Method::get, path).second; }
  std::pair<int, nlohmann::json> correct(const nlohmann::json& body, int number = 1) {
    return call(Route::Method::post, "/api/v1/responses/" + response_id(number).str() + "/reading",
                body);
  }

  OpenApiCheck check_{nlohmann::json::parse(openapi())};
  QuestionTexts texts_;
  Snapshot snapshot_;
  std::unique_ptr<Archive> archive_;
  std::vector<Route> routes_;
  TestKiosk kiosk_{"till-1"};
};

const nlohmann::json kRude = {{"sentiment", "negative"},
                              {"topics", {{{"id", "staff"}, {"polarity", "negative"}}}},
                              {"urgent", nullptr},
                              {"by", "Front desk"}};

TEST_F(ApiReading, PlacesAreInCodePointsOfTheComment) {
  const auto read = get("/api/v1/responses")["responses"][0]["answers"][1]["reading"];
  EXPECT_EQ(read["topics"][0]["id"], "staff");
  EXPECT_EQ(read["topics"][0]["start"], 9) << "the picture is one code point, of four bytes";
  EXPECT_EQ(read["topics"][0]["end"], 14);
  EXPECT_EQ(read["personal"][0]["kind"], "phone");
  EXPECT_EQ(read["taxonomy"], "test-1");
  EXPECT_TRUE(read["corrected"].is_null());
}

TEST_F(ApiReading, TopicsHaveTheirNames) {
  const auto topics = get("/api/v1/topics");
  EXPECT_EQ(topics["taxonomy"], "test-1");
  EXPECT_EQ(topics["topics"][0]["names"]["fr"], "Personnel");
  EXPECT_EQ(topics["urgent_kinds"].size(), text::kUrgentKindCount);
}

TEST_F(ApiReading, ACorrectionIsAnsweredWithWhatHoldsNowAndMayBeSentTwice) {
  const auto [status, now] = correct(kRude);
  EXPECT_EQ(status, 200);
  const auto read = now["answers"][1]["reading"];
  EXPECT_EQ(read["sentiment"]["label"], "negative");
  EXPECT_EQ(read["topics"][0]["polarity"], "negative");
  EXPECT_EQ(read["topics"][0]["start"], 9) << "the words are where they were";
  EXPECT_EQ(read["corrected"]["by"], "Front desk");
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(correct(kRude).second["answers"][1]["reading"], read);
  const auto list = get("/api/v1/corrections")["corrections"];
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0]["text"], "🎉 Lovely staff, call [phone]");
  EXPECT_EQ(list[0]["topics"][0]["id"], "staff");
}

TEST_F(ApiReading, WhatMakesNoSenseIsRefusedInWords) {
  auto wrong = kRude;
  wrong["sentiment"] = "angry";
  EXPECT_EQ(correct(wrong).first, 400);
  wrong = kRude;
  wrong["topics"][0]["id"] = "weather";
  const auto [status, answer] = correct(wrong);
  EXPECT_EQ(status, 400);
  EXPECT_EQ(answer["error"]["message"],
            "the taxonomy has no topic 'weather'; /api/v1/topics lists them");
  wrong = kRude;
  wrong["topics"].push_back(wrong["topics"][0]);
  EXPECT_EQ(correct(wrong).first, 400) << "twice";
  wrong = kRude;
  wrong["urgent"] = "boredom";
  EXPECT_EQ(correct(wrong).first, 400);
  EXPECT_EQ(correct({{"topics", nlohmann::json::array()}}).first, 400);
  EXPECT_EQ(correct(nullptr).first, 400);
  EXPECT_EQ(correct(kRude, 7).first, 404);
  wrong = kRude;
  wrong["question"] = "other";
  EXPECT_EQ(correct(wrong).first, 409) << "no such comment";
  EXPECT_TRUE(get("/api/v1/corrections")["corrections"].empty());
}

}  // namespace
}  // namespace earshot::edge
