// The collector with a real disk and a real broker: days without a broker, a restart, then
// everything arrives; a disk that cannot be written is said, and collecting goes on when it can.
#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/integration/kiosk/collector_fixture.h"

namespace earshot::kiosk {
namespace {

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

TEST_F(CollectorTest, GoesOnByItselfWhenItsStoreTurnsOutToBeDamaged) {
  PlainBroker broker;
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  for (int i = 0; i < 20; ++i) collector.save(response(i % 11));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 20; }));
  {
    SQLite::Database spoiler((folder_ / "data" / "kiosk.db").string(), SQLite::OPEN_READWRITE);
    spoiler.exec(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'outbox';"
        "PRAGMA schema_version = 1000");
  }
  collector.save(response(3));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 21; }));
  ASSERT_TRUE(listener.wait([&] { return listener.works; }));
  const auto tally = collector.tally();
  EXPECT_EQ(tally.waiting, 21U) << "what was thanked for before is taken over";
  EXPECT_NE(tally.custody.incident.find("20 answers were taken over"), std::string::npos)
      << tally.custody.incident;
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

TEST_F(CollectorTest, KeepsHowLoudAndHowBrightStaffWantIt) {
  PlainBroker broker;
  auto how = options(broker.port());
  {
    Listener listener;
    Collector collector(clock_, random_, how, listener);
    collector.start();
    collector.perform("quieter");
    collector.perform("darker");
    collector.perform("darker");
    ASSERT_TRUE(listener.wait([&] { return listener.panel.picture_percent == 80; }))
        << "no light of its own: the picture is drawn darker";
    EXPECT_EQ(listener.panel.volume, 60);
  }
  ASSERT_TRUE(std::filesystem::create_directories(how.backlight / "panel"));
  for (const auto* file : {"max_brightness", "brightness"}) {
    ASSERT_TRUE(system::write_file_atomically(how.backlight / "panel" / file, "200\n"));
  }
  Listener listener;
  Collector collector(clock_, random_, how, listener);
  collector.start();
  ASSERT_TRUE(listener.wait([&] { return listener.panel.volume == 60; })) << "after a restart too";
  EXPECT_EQ(listener.panel.picture_percent, 100);
  EXPECT_EQ(*system::read_file(how.backlight / "panel" / "brightness"), "160\n");
}

}  // namespace
}  // namespace earshot::kiosk
