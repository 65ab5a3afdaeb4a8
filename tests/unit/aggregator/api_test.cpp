// The API as outside users see it: real answers of a real server, held against openapi.json.
#include "aggregator/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "platform/system/real_ports.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using Json = nlohmann::json;
using relay::Stream;
using ::testing::HasSubstr;

/// Says what of `value` the schema does not describe. Only the parts of JSON Schema that the
/// description uses; every member must be described, and every required one present.
class Description {
 public:
  explicit Description(std::string_view text) : all_(Json::parse(text)) {}
  [[nodiscard]] const Json& paths() const { return all_["paths"]; }

  [[nodiscard]] std::string fault(const Json& schema, const Json& value,
                                  const std::string& at = "") const {
    if (schema.contains("$ref")) {
      const std::string name = schema["$ref"];
      return fault(all_["components"]["schemas"].at(name.substr(name.rfind('/') + 1)), value, at);
    }
    if (schema.contains("oneOf")) {
      std::string all;
      for (const Json& one : schema["oneOf"]) {
        const std::string why = fault(one, value, at);
        if (why.empty()) return "";
        all += "[" + why + "]";
      }
      return all;
    }
    if (value.is_null()) return schema.value("nullable", false) ? "" : at + " is null";
    const std::string type = schema["type"];
    if (type == "object") return object_fault(schema, value, at);
    if (type == "array") {
      if (!value.is_array()) return at + " is no list";
      for (const Json& item : value) {
        if (auto why = fault(schema["items"], item, at + "[]"); !why.empty()) return why;
      }
      return "";
    }
    if (type == "boolean") return value.is_boolean() ? "" : at + " is no boolean";
    if (type == "number") return value.is_number() ? "" : at + " is no number";
    if (type == "integer") return value.is_number_integer() ? "" : at + " is no integer";
    return string_fault(schema, value, at);
  }

 private:
  [[nodiscard]] std::string object_fault(const Json& schema, const Json& value,
                                         const std::string& at) const {
    if (!value.is_object()) return at + " is no object";
    if (!schema.contains("properties")) return "";
    for (const Json& name : schema["required"]) {
      if (!value.contains(name)) return at + "." + name.get<std::string>() + " is missing";
    }
    for (const auto& [name, member] : value.items()) {
      if (!schema["properties"].contains(name)) return at + "." + name + " is not described";
      const auto why = fault(schema["properties"][name], member, at + "." + name);
      if (!why.empty()) return why;
    }
    return "";
  }
  [[nodiscard]] static std::string string_fault(const Json& schema, const Json& value,
                                                const std::string& at) {
    if (!value.is_string()) return at + " is no text";
    const std::string text = value;
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
      return at + " is '" + text + "', which is not described";
    }
    static const std::regex kTime(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
    if (schema.value("format", "") == "date-time" && !std::regex_match(text, kTime)) {
      return at + " is no time: " + text;
    }
    return "";
  }
  Json all_;
};

class ApiTest : public ::testing::Test, public HealthSource {
 protected:
  void SetUp() override {
    fill();
    api_ = std::make_unique<Api>(
        server_, loop_, *bench_.hq, *this, *bench_.inbox,
        QuestionTexts{{QuestionId::trusted("recommend"), "Would you recommend “us”?"}});
    ASSERT_TRUE(server_.start());
    thread_ = std::thread([this] { loop_.run(); });
  }
  void TearDown() override {
    server_.stop();
    loop_.stop();
    thread_.join();
  }
  ServiceHealth health() override {
    ServiceHealth health;
    health.connected = true;
    return health;
  }

  /// Every kind of score, a flagged voice, words that must be escaped, alerts in both states.
  void fill() {
    const WallTime now = bench_.clock.wall_now();
    Sender cells("leeds", Stream::cells), urgent("leeds", Stream::urgent),
        verbatims("leeds", Stream::verbatims);
    std::vector<relay::Frame> frames{cells.frame(cell("leeds", 1, {10, 9, 3}))};
    for (const auto kind : {survey::QuestionKind::csat, survey::QuestionKind::ces,
                            survey::QuestionKind::smiley, survey::QuestionKind::enps}) {
      auto record = cell("leeds", 1, {1, 3, 5});
      record.key.kind = kind;
      record.key.question = QuestionId::trusted(std::string(to_string(kind)));
      frames.push_back(cells.frame(record));
    }
    auto taken_up = alert_of("leeds", 'b', now);
    taken_up.alert.acknowledged_at = now;
    frames.push_back(urgent.frame(alert_of("leeds", 'a', now), taken_up));
    auto voice = comment_of("leeds", 'a', now, "\"<b>quoted\\</b>\"\nand 100 % “odd”");
    response::Answer topics;
    topics.question = QuestionId::trusted("topics");
    topics.kind = survey::QuestionKind::topics;
    topics.chosen = {OptionId::trusted("queue")};
    voice.response.answers.push_back(topics);
    frames.push_back(verbatims.frame(voice));
    bench_.take(std::move(frames));
  }

  struct Answer {
    int status = 0;
    Json body;
  };
  Answer get(const std::string& path) {
    httplib::Client client("127.0.0.1", server_.port());
    const auto answer = client.Get(path.c_str());
    EXPECT_TRUE(answer) << path;
    if (!answer) return {};
    return {answer->status, Json::parse(answer->body, nullptr, false)};
  }
  Answer post(const std::string& path) {
    httplib::Client client("127.0.0.1", server_.port());
    const std::string own = "http://127.0.0.1:" + std::to_string(server_.port());
    const auto answer =
        client.Post(path.c_str(), {{"Origin", own}}, std::string("{}"), "application/json");
    EXPECT_TRUE(answer) << path;
    if (!answer) return {};
    return {answer->status, Json::parse(answer->body, nullptr, false)};
  }
  /// Fetches `path` and holds the answer against the description of `route`.
  Answer described(const std::string& path, const std::string& route) {
    Answer answer = get(path);
    const Json& responses = description_.paths().at(route)["get"]["responses"];
    const std::string status = std::to_string(answer.status);
    EXPECT_TRUE(responses.contains(status)) << path << " answered " << status;
    if (responses.contains(status)) {
      EXPECT_EQ(description_.fault(responses[status]["content"]["application/json"]["schema"],
                                   answer.body),
                "")
          << path;
    }
    return answer;
  }

  Bench bench_;
  system::RealClock real_clock_;
  system::EventLoop loop_{real_clock_};
  http::Server server_{http::ServerOptions{}};
  Description description_{openapi_text()};
  std::unique_ptr<Api> api_;
  std::thread thread_;
};

TEST_F(ApiTest, AnswersAsItsDescriptionSays) {
  for (const char* window : {"", "?window=day", "?window=week", "?window=month", "?window=all"}) {
    const auto tree = described(std::string("/api/v1/tree") + window, "/api/v1/tree");
    EXPECT_EQ(tree.status, 200);
    EXPECT_EQ(tree.body["nodes"].size(), 8U);
    for (const char* node : {"acme", "north", "leeds", "bath"}) {
      const auto detail =
          described(std::string("/api/v1/nodes/") + node + window, "/api/v1/nodes/{id}");
      EXPECT_EQ(detail.status, 200);
    }
  }
  EXPECT_EQ(described("/api/v1/tree?window=year", "/api/v1/tree").status, 400);
  EXPECT_EQ(described("/api/v1/nodes/leeds?window=year", "/api/v1/nodes/{id}").status, 400);
  EXPECT_EQ(described("/api/v1/nodes/paris", "/api/v1/nodes/{id}").status, 404);
  EXPECT_EQ(described("/healthz", "/healthz").status, 200);
  EXPECT_EQ(get("/api/openapi.json").body["info"]["title"], "Earshot headquarters");
}

TEST_F(ApiTest, DescribesEveryRoute) {
  for (const auto& [route, methods] : description_.paths().items()) {
    if (!methods.contains("get")) continue;
    if (route == "/api/v1/events" || route == "/") continue;  // a stream, and the page
    std::string path = route;
    if (const auto id = path.find("{id}"); id != std::string::npos) path.replace(id, 4, "acme");
    EXPECT_EQ(get(path).status, 200) << path;
  }
  EXPECT_EQ(get("/api/v1/unknown").status, 404);
}

TEST_F(ApiTest, GivesTheNumbersOfEveryNode) {
  const Json nodes = get("/api/v1/tree").body["nodes"];
  const Json& root = nodes[0];
  EXPECT_EQ(root["id"], "acme");
  EXPECT_TRUE(root["parent"].is_null());
  EXPECT_EQ(root["locations"], 4);
  EXPECT_EQ(root["alerts_open"], 1);
  EXPECT_EQ(root["scores"].size(), 5U);
  const auto nps = std::find_if(root["scores"].begin(), root["scores"].end(),
                                [](const Json& one) { return one["kind"] == "nps"; });
  ASSERT_NE(nps, root["scores"].end());
  EXPECT_EQ((*nps)["text"], "Would you recommend “us”?");
  EXPECT_EQ((*nps)["n"], 3);
  EXPECT_EQ((*nps)["promoters"], 2);
  EXPECT_EQ((*nps)["detractors"], 1);
  EXPECT_NEAR((*nps)["score"], 100.0 / 3, 1e-6);
  EXPECT_LT((*nps)["low"], (*nps)["score"]);
  EXPECT_EQ(root["trend"].size(), 5U);
}

TEST_F(ApiTest, ShowsWordsLiterally) {  // fault 28
  const Json detail = get("/api/v1/nodes/north").body;
  EXPECT_EQ(detail["comments"][0]["comment"], "\"<b>quoted\\</b>\"\nand 100 % “odd”");
  EXPECT_EQ(detail["comments"][0]["location"], "leeds");
  EXPECT_EQ(detail["comments"][0]["mood"], "unhappy");
  EXPECT_EQ(detail["alerts"].size(), 2U);
  EXPECT_EQ(detail["path"][1]["name"], "North");
  EXPECT_EQ(detail["touchpoints"][0]["touchpoint"], "checkout");
}

TEST_F(ApiTest, TellsPrometheusWhatBecameOfFrames) {
  loop_.call([this] {
    api_->update_metrics();
    return 0;
  });
  httplib::Client client("127.0.0.1", server_.port());
  const auto answer = client.Get("/metrics");
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->body, HasSubstr("earshot_hq_frames_total{outcome=\"taken\"} 7"));
  EXPECT_THAT(answer->body, HasSubstr("earshot_hq_locations_silent 3"));
}

TEST_F(ApiTest, ListsWhatWasSetAsideAndFilesItAgain) {  // fault 16
  loop_.call([this] {
    Sender york("york", Stream::cells);
    auto odd = cell("york", 1, {9}, kHour - 3);
    odd.value.ratings[9] = kCellCountMax + 1;
    bench_.take({york.raw({wire::encode_record(cell("york", 1, {9})), wire::encode_record(odd)})});
    // As if a newer version could read what an older one set aside.
    relay::RecordOrigin origin;
    origin.device = DeviceId::trusted("york");
    origin.epoch = 7;
    origin.stream = Stream::cells;
    origin.seq = 3;
    const std::string good = wire::encode_record(cell("york", 1, {9, 9}, kHour - 3));
    EXPECT_TRUE(bench_.inbox->begin());
    EXPECT_TRUE(bench_.inbox->quarantine(origin, good, "too new", bench_.clock.wall_now()));
    EXPECT_TRUE(bench_.inbox->commit());
    return 0;
  });
  const auto list = described("/api/v1/quarantine?payloads=1", "/api/v1/quarantine").body;
  ASSERT_EQ(list["records"].size(), 2U);
  EXPECT_EQ(list["records"][0]["device"], "york");
  EXPECT_THAT(list["records"][0]["reason"].get<std::string>(), HasSubstr("counts more than"));
  EXPECT_FALSE(list["records"][1]["payload"].get<std::string>().empty());
  const auto page = described("/api/v1/quarantine?limit=1", "/api/v1/quarantine").body;
  EXPECT_EQ(page["records"].size(), 1U);
  EXPECT_EQ(page["next"], page["records"][0]["id"]);
  EXPECT_EQ(described("/api/v1/quarantine?limit=0", "/api/v1/quarantine").status, 400);
  EXPECT_EQ(post("/api/v1/quarantine/999/retry").status, 404);
  const std::string poison = list["records"][0]["id"];
  EXPECT_EQ(post("/api/v1/quarantine/" + poison + "/retry").status, 409);
  const auto done = post("/api/v1/quarantine/retry");
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(done.body["applied"], 1);
  EXPECT_EQ(done.body["still_quarantined"], 1);
  EXPECT_EQ(described("/api/v1/quarantine", "/api/v1/quarantine").body["records"].size(), 1U);
  const Json nodes = get("/api/v1/nodes/york").body;
  EXPECT_EQ(nodes["scores"][0]["n"], 3);
}

TEST_F(ApiTest, TellsPrometheusTheAgeOfWhatHasNoReceipt) {
  loop_.call([this] {
    auto frame = Sender("bath", Stream::cells).probe(bench_.clock.wall_now());
    frame.stream_since = frame.sent_at - std::chrono::seconds(42);
    bench_.take({frame});
    api_->update_metrics();
    return 0;
  });
  httplib::Client client("127.0.0.1", server_.port());
  const auto answer = client.Get("/metrics");
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->body,
              HasSubstr("earshot_oldest_unreceived_seconds{location=\"bath\",device=\"bath\","
                        "stream=\"cells\"} 42"));
  EXPECT_THAT(answer->body, HasSubstr("earshot_unreceived_reason{location=\"bath\",device=\"bath\","
                                      "stream=\"cells\",reason=\"waiting\"} 1"));
  EXPECT_THAT(answer->body, ::testing::Not(HasSubstr("device=\"leeds\",stream")));
  EXPECT_THAT(answer->body, HasSubstr("earshot_ballast_free 1"));
}

TEST_F(ApiTest, ListsWhatWasNotedForAPerson) {
  loop_.call([this] {
    const auto garbage = DeviceId::trusted("leeds");
    static_cast<void>(bench_.hq->offer(garbage, Stream::cells, "garbage"));
    bench_.take({Sender("paris", Stream::cells).frame(cell("paris", 1, {9}))});
    return 0;
  });
  const auto list = described("/api/v1/incidents", "/api/v1/incidents").body;
  ASSERT_EQ(list["incidents"].size(), 2U);
  EXPECT_EQ(list["incidents"][0]["device"], "paris");
  EXPECT_EQ(list["incidents"][0]["kind"], "refused");
  EXPECT_THAT(list["incidents"][1]["words"].get<std::string>(), HasSubstr("different versions"));
  EXPECT_TRUE(list["next"].is_null());
  const auto newest = described("/api/v1/incidents?limit=1", "/api/v1/incidents").body;
  ASSERT_EQ(newest["incidents"].size(), 1U);
  const std::string next = newest["next"];
  const auto older =
      described("/api/v1/incidents?limit=1&before=" + next, "/api/v1/incidents").body;
  EXPECT_EQ(older["incidents"][0]["device"], "leeds");
  EXPECT_EQ(described("/api/v1/incidents?limit=0", "/api/v1/incidents").status, 400);
  EXPECT_EQ(described("/api/v1/incidents?before=x", "/api/v1/incidents").status, 400);
}

TEST(Ages, OfTooManyStreamsAreCutToTheOldest) {
  fakes::FakeClock clock;
  KiosksTold kiosks(clock);
  Refusals refusals(clock);
  Hearing hearing(clock);
  std::string toml = "[[node]]\nid = \"all\"\nname = \"All\"\nkind = \"organisation\"\n";
  for (std::size_t i = 0; i <= kAgesMax; ++i) {
    const std::string id = "store-" + std::to_string(i);
    toml += "[[node]]\nid = \"" + id + "\"\nname = \"S\"\nkind = \"location\"\nparent = \"all\"\n";
    SiteStatus status;
    status.tells = true;
    KioskSaid kiosk;
    kiosk.device = DeviceId::trusted("till-" + std::to_string(i));
    kiosk.reason = "waiting";
    kiosk.waiting[Stream::responses] = std::chrono::seconds(5'000 - static_cast<int>(i));
    status.kiosks.push_back(kiosk);
    kiosks.take(location(id), status, false);
    auto frame = Sender(id, Stream::cells).probe(clock.wall_now());
    frame.stream_since = frame.sent_at - std::chrono::seconds(5'000 - static_cast<int>(i));
    hearing.on_frame(frame);
    hearing.on_answered(frame, {});
  }
  const auto tree = org(toml);
  const auto all = unreceived_of(tree, hearing, kiosks, kAgesMax);
  EXPECT_EQ(all.streams, 2 * (kAgesMax + 1));
  EXPECT_EQ(devices_of(tree, 0, hearing, kiosks, refusals).devices.size(), kDevicesListed);
  EXPECT_EQ(devices_of(tree, 0, hearing, kiosks, refusals).in_trouble, kAgesMax + 1);
  const std::string text = ages_text(all);
  EXPECT_THAT(text, HasSubstr("store-0\""));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("store-1000\"")));
  EXPECT_THAT(text, HasSubstr("till-0\""));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("till-1000\"")));
}

TEST(Health, SaysWhatIsWrongAndWhetherItMatters) {
  ServiceHealth health;
  health.connected = true;
  EXPECT_EQ(health_answer(health).status, 200);
  EXPECT_THAT(health_answer(health).body, HasSubstr("All is well."));
  health.org_trouble = "org.toml:3: …";
  EXPECT_EQ(health_answer(health).status, 200);
  EXPECT_THAT(health_answer(health).body, HasSubstr("The last good org file is in use"));
  health.connected = false;
  health.disconnected = std::chrono::seconds(5);
  EXPECT_EQ(health_answer(health).status, 200);
  health.disconnected = std::chrono::seconds(31);
  EXPECT_EQ(health_answer(health).status, 503);
  health.connected = true;
  for (const char* who : {"paris", "rome", "oslo", "bonn"}) {
    RefusedSender sender;
    sender.words = std::string("'") + who + "' is refused (12 frames since 10:02): nobody knows it";
    health.refused.push_back(sender);
  }
  EXPECT_EQ(health_answer(health).status, 200);
  EXPECT_THAT(health_answer(health).body, HasSubstr("'oslo' is refused (12 frames since 10:02)"));
  EXPECT_THAT(health_answer(health).body, HasSubstr("So are 1 others"));
  EXPECT_THAT(health_answer(health).body, HasSubstr("\"refused_senders\":4"));
  health.store_trouble = "the disk is full";
  EXPECT_EQ(health_answer(health).status, 503);
  EXPECT_THAT(health_answer(health).body, HasSubstr("the disk is full"));
}

}  // namespace
}  // namespace earshot::hq::test
