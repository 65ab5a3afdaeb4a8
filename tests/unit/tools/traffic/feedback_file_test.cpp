#include "tools/traffic/feedback_file.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/fakes/temp_folder.h"
#include "tools/traffic/replay_run.h"
#include "tools/traffic/seeded.h"

namespace earshot::traffic {
namespace {

constexpr std::string_view kMap = R"([map]
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
[rating]
not_a_rating = ["9"]
[rating.values]
1 = 1
2 = 2
3 = 3
4 = 4
5 = 5
)";
const std::string kHeader = "store,where,who,score,day,why\n";

/// What came of a file.
struct ReadBack {
  Result<FileCounts> counts = fail(ErrorCode::invalid, "not read");
  std::vector<std::string> bad;        ///< "3: broken quoting"
  std::vector<std::string> responses;  ///< "north-till who 5 comment", by kiosk
};

ReadBack read(const std::string& text) {
  const fakes::TempFolder folder;
  const auto map = parse_map(kMap, "m.toml").value();
  const auto staging = Staging::create(folder / "replay.db", WallTime{0}).value();
  Places places(map.locations, map.touchpoints);
  std::istringstream in(text);
  ReadBack back;
  back.counts = read_feedback(
      in, map, places, *staging,
      [&](const BadRow& row) {
        back.bad.push_back(std::to_string(row.line) + ": " + std::string(to_string(row.fault)));
      },
      [](std::uint64_t) { return true; });
  for (std::size_t kiosk = 0; kiosk < places.kiosks().size(); ++kiosk) {
    const auto kept = staging->read(kiosk, 0, 1000).value();
    for (const auto& staged : kept) {
      const auto response = ReplayRun::to_response(map, places.kiosks()[kiosk], staged);
      back.responses.push_back(places.kiosks()[kiosk].device.str() + " " + staged.respondent + " " +
                               std::to_string(*response.answers[0].rating) + " " +
                               std::string(response::comment_of(response)));
    }
  }
  return back;
}

using Lines = std::vector<std::string>;

TEST(FeedbackFile, MakesTheRowsOfOneRespondentOneResponse) {
  const auto back = read(kHeader +
                         "North,Till,a,5,2026-01-02,Good\n"
                         "North,Till,b,1,2026-01-02,\n"
                         "South,Till,a,2,2026-01-02,Slow\n"
                         "North,Till,a,5,2026-01-03,Friendly\n"
                         "North,Exit,a,5,2026-01-03,\n");
  ASSERT_TRUE(back.counts.has_value());
  EXPECT_EQ(back.counts->rows, 5U);
  EXPECT_EQ(back.counts->further_rows, 2U);
  EXPECT_EQ(back.bad, Lines{});
  EXPECT_EQ(back.responses,
            (Lines{"north-till a 5 Good\nFriendly", "north-till b 1 ", "south-till a 2 Slow"}));
}

TEST(FeedbackFile, ReportsEachFaultOnceAndGoesOn) {
  const auto back = read(kHeader +
                         "North,Till,a,5,2026-01-02,ok\n"
                         ",Till,b,5,2026-01-02,\n"           // 3
                         "North,,c,5,2026-01-02,\n"          // 4
                         "North,Till, ,5,2026-01-02,\n"      // 5
                         "North,Till,d,,2026-01-02,\n"       // 6
                         "North,Till,e,6,2026-01-02,\n"      // 7
                         "North,Till,f,5,2026-31-1,\n"       // 8
                         "North,Till,g,5,2026-01-02,\xFF\n"  // 9
                         "North,Till,a,4,2026-01-02,\n"      // 10
                         "North,Till,h,5,2026-01-02\n"       // 11
                         "North,Till,i,5,2026-01-02,x,y\n"   // 12
                         "North,Till,j,5,2026-01-02,\"x\n"   // 13
                         "north,Till,k,5,2026-01-02,\n"      // 14
                         "North,Till,l,9,never,\n"           // not a rating: nothing else matters
                         "North,Till,m,3,2026-01-02,ok\n");
  ASSERT_TRUE(back.counts.has_value());
  EXPECT_EQ(back.bad,
            (Lines{"3: missing location", "4: missing touchpoint", "5: missing respondent",
                   "6: missing rating", "7: impossible rating", "8: bad date", "9: invalid UTF-8",
                   "10: conflicting rating", "11: too few columns", "12: too many columns",
                   "13: broken quoting", "14: unusable name"}));
  EXPECT_EQ(back.counts->bad_rows(), 12U);
  EXPECT_EQ(back.counts->not_a_rating, 1U);
  EXPECT_EQ(back.counts->rows, 15U);
  EXPECT_EQ(back.responses, (Lines{"north-till a 5 ok", "north-till m 3 ok"}));
}

TEST(Staging, BeginsEmptyAndIsUsedByOneProcessAtATime) {
  const fakes::TempFolder folder;
  const auto location = LocationId::trusted("north");
  FeedbackRow row{2, 5, "North", "Till", "a", WallTime{0}, ""};
  {
    const auto staging = Staging::create(folder / "replay.db", WallTime{0}).value();
    ASSERT_TRUE(staging->add(row, location, 0).has_value());
    ASSERT_TRUE(staging->seal().has_value());
    EXPECT_EQ(staging->responses().value(), 1U);
    const auto second = Staging::create(folder / "replay.db", WallTime{0});
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::busy);
    EXPECT_EQ(staging->responses().value(), 1U) << "the first goes on undisturbed";
  }
  const auto again = Staging::create(folder / "replay.db", WallTime{0}).value();
  EXPECT_EQ(again->responses().value(), 0U);
}

TEST(FeedbackFile, CutsCommentsThatAreTooLongTogether) {
  const std::string half(1500, 'x');
  const auto back = read(kHeader + "North,Till,a,5,2026-01-02," + half +
                         "\nNorth,Till,a,5,2026-01-02," + half + "\n");
  ASSERT_EQ(back.responses.size(), 1U);
  EXPECT_EQ(back.responses[0].size(), std::string("north-till a 5 ").size() + 2000);
}

TEST(FeedbackFile, MakesCommentsInert) {
  const auto back = read(kHeader +
                         "North,Till,a,5,2026-01-02,\"x\x01\xE2\x80\xAE"
                         "y\"\n");
  EXPECT_EQ(back.responses, (Lines{"north-till a 5 xy"}));
}

TEST(FeedbackFile, SaysWhatItMissesInTheHeader) {
  EXPECT_EQ(read("store,where,who,score,day\n").counts.error().message,
            "m.toml:8: the file has no column 'why'; it has: store, where, who, score, day");
  EXPECT_EQ(read("store,where,who,score,day,why,why\n").counts.error().message,
            "m.toml:8: the file has the column 'why' twice");
  EXPECT_FALSE(read("").counts.has_value());
  EXPECT_FALSE(read("\"store\n").counts.has_value());
}

TEST(FeedbackFile, NeverLetsABadRowHarmItsNeighbours) {
  const Lines bad_rows = {"North,Till,x,5,2026-01-02,\"never closed\n",
                          "\"North,Till,x,5,2026-01-02,\n",
                          "North,Till,x,5,2026-01-02,\"closed\" too soon\n",
                          "North,Till,x,5,2026-01-02,a \"quote\" inside\n",
                          "North,Till,x,7,2026-01-02,\n",
                          "North,Till,x,5,soon,\n",
                          "North,Till\n",
                          "North,Till,x,5,2026-01-02,\xC3\x28\n"};
  const Lines good_rows = {"plain", "\"quoted, with a comma\"", "\"over\ntwo lines\"",
                           "\"with \"\"marks\"\"\"", ""};
  const Lines comments = {"plain", "quoted, with a comma", "over\ntwo lines", "with \"marks\"", ""};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Seeded random(seed, "rows");
    std::string text = kHeader;
    Lines expected;
    std::size_t bad_count = 0;
    for (int i = 0; i < 100; ++i) {
      if (random.chance(0.4)) {
        text += random.pick(std::span<const std::string>(bad_rows));
        ++bad_count;
        continue;
      }
      const std::size_t kind = random.below(good_rows.size());
      const std::string who = "p" + std::to_string(i);
      text += "North,Till," + who + ",5,2026-01-02," + good_rows[kind] + "\n";
      expected.push_back("north-till " + who + " 5 " + comments[kind]);
    }
    const auto back = read(text);
    EXPECT_EQ(back.responses, expected) << "seed " << seed;
    EXPECT_EQ(back.bad.size(), bad_count) << "seed " << seed;
  }
}

}  // namespace
}  // namespace earshot::traffic
