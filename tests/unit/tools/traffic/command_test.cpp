#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tools/traffic/options.h"
#include "tools/traffic/report.h"

namespace earshot::traffic {
namespace {

CommandLine command(std::vector<const char*> words) {
  words.insert(words.begin(), "earshot-traffic");
  return read_command_line(static_cast<int>(words.size()), words.data());
}

TEST(CommandLine, TakesADay) {
  const auto line = command({"day", "--locations", "3", "--kiosks", "1", "--speed", "60", "--seed",
                             "9", "--broker", "host:1", "--for", "1.5", "--prefix", "shop-"});
  ASSERT_TRUE(line.options.has_value());
  const auto& day = std::get<DayOptions>(*line.options);
  EXPECT_EQ(day.locations, 3);
  EXPECT_EQ(day.seed, 9U);
  EXPECT_EQ(day.common.host, "host");
  EXPECT_EQ(day.run_for, std::chrono::milliseconds(1500));
  EXPECT_FALSE(day.start.has_value());
}

TEST(CommandLine, TakesAReplay) {
  const auto line = command({"replay", "f.csv", "--map", "m.toml", "--speed", "50", "--dry-run"});
  ASSERT_TRUE(line.options.has_value());
  const auto& replay = std::get<ReplayOptions>(*line.options);
  EXPECT_EQ(replay.file, "f.csv");
  EXPECT_EQ(replay.speed, 50);
  EXPECT_EQ(replay.wait, std::chrono::seconds(600));
  EXPECT_TRUE(replay.dry_run);
}

TEST(CommandLine, CallsWrongUsageTwoAndHelpZero) {
  EXPECT_EQ(command({}).exit_code, 2);
  EXPECT_EQ(command({"dance"}).exit_code, 2);
  EXPECT_EQ(command({"replay", "f.csv"}).exit_code, 2);
  EXPECT_EQ(command({"day", "--broker", "nowhere"}).exit_code, 2);
  EXPECT_EQ(command({"day", "--prefix", "Shop "}).exit_code, 2);
  EXPECT_EQ(command({"day", "--start", "yesterday"}).exit_code, 2);
  EXPECT_EQ(command({"day", "--start", "2026-01-01T08:00", "--live"}).exit_code, 2);
  EXPECT_EQ(command({"day", "--speed", "0"}).exit_code, 2);
  for (const auto& words : {std::vector{"--help"}, std::vector{"--version"},
                            std::vector{"day", "--help"}, std::vector{"replay", "--help"}}) {
    const auto line = command(words);
    EXPECT_FALSE(line.options.has_value());
    EXPECT_EQ(line.exit_code, 0);
  }
}

TEST(HostAndPort, AreTakenApart) {
  EXPECT_EQ(parse_host_and_port("127.0.0.1:1883"), (HostAndPort{"127.0.0.1", 1883}));
  EXPECT_EQ(parse_host_and_port("[::1]:1883"), (HostAndPort{"::1", 1883}));
  for (const char* bad :
       {"", "host", "host:", ":1883", "host:0", "host:65536", "host:1x", "::1:1"}) {
    EXPECT_EQ(parse_host_and_port(bad), std::nullopt) << bad;
  }
}

TEST(ReplayReport, HasAnExitCodeForEachEnd) {
  ReplayReport report;
  EXPECT_EQ(exit_code(report), 0);
  report.rows.bad[0] = 1;
  EXPECT_EQ(exit_code(report), 3);
  report.sending.waiting = 1;
  EXPECT_EQ(exit_code(report), 1) << "what was not delivered outweighs what was not readable";
  report = {};
  report.failure = "no receipt came";
  EXPECT_EQ(exit_code(report), 1);
}

TEST(ReplayReport, SaysTheSameInWordsAndInJson) {
  ReplayReport report;
  report.file = "f.csv";
  report.rows.rows = 1234;
  report.rows.not_a_rating = 4;
  report.rows.bad[static_cast<std::size_t>(Fault::bad_date)] = 2;
  report.bad_rows = {{7, Fault::bad_date, "the date '\xFF' …"}};
  report.responses = 1200;
  report.sending.said = 1200;
  report.sending.waiting = 200;
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json["rows"], 1234);
  EXPECT_EQ(json["bad"]["total"], 2);
  EXPECT_EQ(json["bad"]["by_reason"]["bad date"], 2);
  EXPECT_EQ(json["bad"]["first_rows"][0]["line"], 7);
  EXPECT_EQ(json["received"], 1000);
  EXPECT_EQ(json["exit_code"], 1);
  const auto text = to_text(report);
  EXPECT_NE(text.find("1,234 rows: 1,200 responses"), std::string::npos) << text;
  EXPECT_NE(text.find("1,000 received, 200 wait"), std::string::npos) << text;
}

TEST(DevicesJson, ListsWhatAnInstallerMustProvide) {
  const std::vector<Places::Named> locations = {{"north", "North"}};
  const std::vector<Places::Named> touchpoints = {{"till", "Till"}};
  const std::vector<Place> kiosks = {{DeviceId::trusted("north-till"), LocationId::trusted("north"),
                                      TouchpointId::trusted("till")}};
  const auto json = nlohmann::json::parse(devices_json(locations, touchpoints, kiosks, nullptr));
  EXPECT_EQ(json["locations"][0]["kiosks"][0], "north-till");
  EXPECT_EQ(json["kiosks"][0]["touchpoint"], "till");
}

}  // namespace
}  // namespace earshot::traffic
