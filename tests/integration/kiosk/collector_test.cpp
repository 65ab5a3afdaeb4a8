// The collector with a real disk and a real broker: days without a broker, a restart, then
// everything arrives; a disk that cannot be written is said, and collecting goes on when it can.
#include "kiosk/store/collector.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <condition_variable>

#include "platform/system/files.h"
#include "tests/fakes/seeded_random.h"
#include "tests/integration/kiosk/edge_double.h"

namespace earshot::kiosk {
namespace {

using namespace std::chrono_literals;

/// Counts what the collector tells, and lets a test wait for it.
class Listener final : public CollectorListener {
 public:
  void on_saved(const ResponseId& id) override {
    change([&] { saved.insert(id.str()); });
  }
  void on_save_failed(const ResponseId&) override {
    change([&] { ++failures; });
  }
  void on_store_failed() override {
    change([&] { works = false; });
  }
  void on_store_recovered() override {
    change([&] { works = true; });
  }
  void on_survey(std::shared_ptr<const survey::Survey> survey) override {
    change([&] { version = survey ? static_cast<int>(survey->version) : -1; });
  }

  template <typename Condition>
  bool wait(Condition condition, std::chrono::seconds most = 30s) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, condition);
  }

  std::set<std::string> saved;
  int failures = 0;
  bool works = true;
  int version = 0;

 private:
  template <typename F>
  void change(F f) {
    const std::lock_guard lock(mutex_);
    f();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

class CollectorTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(system::write_file_atomically(
                    folder_ / "survey.toml",
                    "id = \"shop\"\nversion = 1\naudience = \"customer\"\nlanguages = [\"en\"]\n"
                    "title = { en = \"Hello\" }\nthanks = { en = \"Thank you.\" }\n"
                    "[[question]]\nid = \"again\"\nkind = \"nps\"\ntext = { en = \"Again?\" }\n")
                    .has_value());
  }

  CollectorOptions options(std::uint16_t port) {
    CollectorOptions options;
    options.device = DeviceId::trusted("kiosk-1");
    options.location = LocationId::trusted("store-14");
    options.data = folder_ / "data";
    options.survey = folder_ / "survey.toml";
    options.broker.port = port;
    options.broker.username = "kiosk-1";
    options.boot_id = std::string(32, 'c');
    options.retry_every = 50ms;
    options.survey_every = 50ms;
    return options;
  }

  response::Response response(int rating) {
    response::Response response;
    response.id = *ResponseId::parse(random_hex(random_));
    response.touchpoint = TouchpointId::trusted("checkout");
    response.survey = SurveyId::trusted("shop");
    response.language = LanguageTag::trusted("en");
    response.at = clock_.wall_now();
    response.boot_id = std::string(32, 'c');
    response::Answer answer;
    answer.question = QuestionId::trusted("again");
    answer.rating = rating;
    response.answers.push_back(answer);
    return response;
  }

  template <typename Condition>
  bool eventually(Condition condition, std::chrono::seconds most = 40s) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (!condition()) {
      if (std::chrono::steady_clock::now() >= until) return false;
      std::this_thread::sleep_for(20ms);
    }
    return true;
  }

  system::RealClock clock_;
  fakes::SeededRandom random_{11};
  fakes::TempFolder folder_;
};

TEST_F(CollectorTest, AnswersWaitForDaysWithoutABrokerAndAllArriveAfterARestart) {
  PlainBroker broker;
  std::set<std::string> given;
  {
    Listener listener;
    Collector collector(clock_, random_, options(broker.port()), listener);
    collector.start();
    for (int i = 0; i < 50; ++i) {
      auto answer = response(i % 11);
      given.insert(answer.id.str());
      collector.save(std::move(answer));
    }
    ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 50; }));
    EXPECT_EQ(listener.saved, given);
    const auto tally = collector.tally();
    EXPECT_EQ(tally.saved, 50U);
    EXPECT_EQ(tally.waiting, 50U);
    EXPECT_FALSE(tally.connected);
    EXPECT_FALSE(tally.trouble.empty());
  }

  broker.start();
  EdgeDouble edge(broker.port());
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  ASSERT_TRUE(eventually([&] { return edge.ids().size() == 50; }));
  EXPECT_EQ(edge.ids(), given);
  EXPECT_EQ(edge.records(), 50U) << "each once";
  EXPECT_GT(edge.unhappy_in_urgent(), 0U);
  ASSERT_TRUE(eventually([&] { return collector.tally().waiting == 0; }));
  EXPECT_TRUE(collector.tally().connected);
}

TEST_F(CollectorTest, GoesOnWhenTheBrokerIsKilledAndStartedAgain) {
  PlainBroker broker;
  broker.start();
  EdgeDouble edge(broker.port());
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  collector.save(response(1));
  ASSERT_TRUE(eventually([&] { return edge.records() == 1; }));
  broker.kill();
  for (int i = 0; i < 20; ++i) collector.save(response(i % 11));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 21; }));
  broker.start();
  ASSERT_TRUE(eventually([&] { return edge.ids().size() == 21; }));
  ASSERT_TRUE(eventually([&] { return collector.tally().waiting == 0; }));
}

TEST_F(CollectorTest, SaysWhenAnswersCannotBeKeptAndKeepsThemOnceTheyCan) {
  // Where the data folder should be there is a file: no database can be opened.
  ASSERT_TRUE(system::write_file_atomically(folder_ / "data", "in the way").has_value());
  PlainBroker broker;
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  ASSERT_TRUE(listener.wait([&] { return !listener.works; }));
  auto answer = response(3);
  const auto id = answer.id.str();
  collector.save(std::move(answer));
  ASSERT_TRUE(listener.wait([&] { return listener.failures == 1; }));
  EXPECT_TRUE(listener.saved.empty());

  std::filesystem::remove(folder_ / "data");
  ASSERT_TRUE(listener.wait([&] { return listener.works; }));
  EXPECT_EQ(listener.saved, std::set<std::string>{id}) << "what was said is kept";
  EXPECT_EQ(collector.tally().waiting, 1U);
}

TEST_F(CollectorTest, TellsASurveyThatWasChangedAndNotOneThatWasBroken) {
  PlainBroker broker;
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  ASSERT_TRUE(listener.wait([&] { return listener.version == 1; }));
  auto text = *system::read_file(folder_ / "survey.toml");
  ASSERT_TRUE(system::write_file_atomically(folder_ / "survey.toml", "broken").has_value());
  text.replace(text.find("version = 1"), 11, "version = 22");
  ASSERT_TRUE(system::write_file_atomically(folder_ / "survey.toml", text).has_value());
  ASSERT_TRUE(listener.wait([&] { return listener.version == 22; }));
}

}  // namespace
}  // namespace earshot::kiosk
