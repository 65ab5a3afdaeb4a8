// earshot-traffic against a real broker with real access rules and a real receiver.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <thread>

#include "tests/fakes/temp_folder.h"
#include "tests/integration/mqtt/broker.h"
#include "tests/integration/traffic/site.h"
#include "tools/traffic/day_command.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/replay_command.h"

namespace earshot::traffic {
namespace {

using namespace std::chrono_literals;

constexpr const char* kMap = R"([map]
id = "shops"
[columns]
location = "store"
touchpoint = "where"
respondent = "who"
rating = "score"
comment = "why"
date = "day"
[survey]
id = "visit"
language = "en"
[question]
id = "happy"
kind = "csat"
text = "How was it?"
[comment]
id = "why"
text = "Why?"
[rating.values]
1 = 1
2 = 2
3 = 3
4 = 4
5 = 5
)";

constexpr const char* kDevices =
    "location north\nkiosk north-till north\nkiosk north-exit north\nkiosk north-cafe north\n"
    "location store-001\nkiosk store-001-k1 store-001\nkiosk store-001-k2 store-001\n";

class Replay : public testing::Test {
 protected:
  Replay() : broker_(kDevices) {
    std::ofstream(folder_ / "map.toml") << kMap;
    std::ofstream passwords(folder_ / "passwords");
    for (const char* device :
         {"north-till", "north-exit", "north-cafe", "store-001-k1", "store-001-k2"}) {
      passwords << device << ' ' << broker_.address(device).password << '\n';
    }
  }

  /// Each respondent rates once and writes twice; their second rows all stand at the end.
  void write_file(int respondents, const std::string& bad_rows = "") const {
    std::ofstream csv(folder_ / "file.csv");
    const std::string touchpoints[] = {"Till", "Exit", "Cafe"};
    csv << "store,where,who,score,day,why\n" << bad_rows;
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < respondents; ++i) {
        csv << "North," << touchpoints[i % 3] << ",p" << i << ',' << 1 + i % 5
            << ",2026-01-02,\"words, " << round << "\"\n";
      }
    }
  }

  static std::map<std::string, int> once_each(int respondents) {
    std::map<std::string, int> expected;
    for (int i = 0; i < respondents; ++i) {
      expected[replayed_id("shops", LocationId::trusted("north"), "p" + std::to_string(i)).str()] =
          1;
    }
    return expected;
  }

  [[nodiscard]] ReplayOptions options() const {
    ReplayOptions options;
    common(options.common);
    options.file = folder_ / "file.csv";
    options.map = folder_ / "map.toml";
    options.report = folder_ / "report.json";
    options.wait = 60s;
    return options;
  }

  void common(CommonOptions& common) const {
    common.port = broker_.port();
    common.credentials = folder_ / "passwords";
    common.state = folder_ / "state";
  }

  [[nodiscard]] nlohmann::json report() const {
    return nlohmann::json::parse(std::ifstream(folder_ / "report.json"));
  }

  std::unique_ptr<Site> new_site(const std::string& location = "north") {
    return std::make_unique<Site>(broker_.address(location), folder_ / (location + ".db"));
  }

  fakes::TempFolder folder_;
  mqtt::Broker broker_;
};

void wait_for(Site& site, std::size_t count) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (site.heard_count() < count && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(5ms);
  }
}

TEST_F(Replay, ArrivesExactlyOnceThoughTheBrokerAndTheReceiverAreKilledOnTheWay) {
  constexpr int kRespondents = 3000;
  write_file(kRespondents);
  broker_.start();
  auto site = new_site();
  std::thread killer([&] {
    for (const std::size_t count : {300, 900, 1800}) {
      wait_for(*site, count);
      broker_.kill();
      broker_.start();
      if (count == 900) site = nullptr;  // its store stays
      if (!site) site = new_site();
    }
  });
  auto paced = options();
  paced.speed = 1500;
  const int code = run_replay(paced);
  killer.join();
  EXPECT_EQ(code, 0);
  EXPECT_EQ(site->heard(), once_each(kRespondents));
  EXPECT_EQ(report()["received"], kRespondents);
  EXPECT_EQ(report()["waiting"], 0);
}

TEST_F(Replay, SaysNothingTwiceWhenItIsRunAgain) {
  write_file(200);
  broker_.start();
  const auto site = new_site();
  EXPECT_EQ(run_replay(options()), 0);
  EXPECT_EQ(run_replay(options()), 0);
  EXPECT_EQ(report()["said_before"], 200);
  EXPECT_EQ(report()["sent"], 0);
  EXPECT_EQ(site->heard(), once_each(200));
}

TEST_F(Replay, KeepsWhatNobodyReceivedAndGoesOnWithItLater) {
  write_file(200);
  broker_.start();
  auto impatient = options();
  impatient.wait = 300ms;
  EXPECT_EQ(run_replay(impatient), 1);
  EXPECT_EQ(report()["waiting"], 200);
  const auto site = new_site();
  EXPECT_EQ(run_replay(options()), 0);
  EXPECT_EQ(site->heard(), once_each(200));
}

TEST_F(Replay, NeverRunsAheadOfTheReceiptsByMoreThanItsBound) {
  write_file(6000);
  broker_.start();
  auto impatient = options();
  impatient.wait = 300ms;
  EXPECT_EQ(run_replay(impatient), 1);
  EXPECT_LE(report()["waiting"].get<int>(), 3 * (512 + 256));
}

TEST_F(Replay, CallsBadRowsThreeAndSendsTheOthers) {
  write_file(50, "North,Till,x,5,2026-01-02,\"never closed\nNorth,Till,y,0,2026-01-02,\n");
  broker_.start();
  const auto site = new_site();
  EXPECT_EQ(run_replay(options()), 3);
  EXPECT_EQ(site->heard(), once_each(50));
  EXPECT_EQ(report()["bad"]["by_reason"]["broken quoting"], 1);
  EXPECT_EQ(report()["bad"]["by_reason"]["impossible rating"], 1);
}

TEST_F(Replay, NotesExactlyThoseWhoWereThanked) {
  write_file(300);
  broker_.start();
  auto site = new_site();
  auto noted = options();
  noted.common.thanked = folder_ / "thanked";
  ASSERT_EQ(run_replay(noted), 0);
  std::set<std::string> thanked;
  std::ifstream file(noted.common.thanked);
  std::string id;
  std::string rating;
  std::int64_t ms = 0;
  while (file >> id >> ms >> rating) {
    thanked.insert(id);
    EXPECT_TRUE(rating == "-" || std::stoi(rating) >= 0) << rating;
  }
  EXPECT_LT(std::abs(system::RealClock().wall_now().ms - ms), 60'000);
  std::set<std::string> heard;
  for (const auto& [id, times] : site->heard()) heard.insert(id);
  EXPECT_EQ(thanked.size(), 300U);
  EXPECT_EQ(thanked, heard);
}

TEST_F(Replay, NamesTheKioskThatHasNoPassword) {
  write_file(10);
  std::ofstream(folder_ / "passwords") << "north-till x\n";
  EXPECT_EQ(run_replay(options()), 1);
  EXPECT_EQ(report()["failure"].get<std::string>().find("there is no password for north-"), 0U);
}

TEST_F(Replay, RefusesAMapWithAMistake) {
  write_file(10);
  std::ofstream(folder_ / "map.toml") << "[map]\nid = 5\n";
  EXPECT_EQ(run_replay(options()), 2);
}

TEST_F(Replay, PlaysADayThatIsReceivedWhole) {
  broker_.start();
  const auto site = new_site("store-001");
  DayOptions day;
  common(day.common);
  day.locations = 1;
  day.speed = 3600;
  day.run_for = 2s;
  EXPECT_EQ(run_day(day), 0);
  EXPECT_GT(site->heard_count(), 5U);
  for (const auto& [id, times] : site->heard()) EXPECT_EQ(times, 1) << id;
}

}  // namespace
}  // namespace earshot::traffic
