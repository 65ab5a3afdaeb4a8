// The numbers: sums up the tree against a naive recount, windows that move, completeness in words.
#include "aggregator/rollups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "aggregator/summing.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;

/// A tree of random shape with `locations` leaves, and each location's ancestors as the test sees
/// them.
struct RandomOrg {
  OrgTree tree;
  std::map<std::string, std::string> parent;
};

RandomOrg random_org(int regions, int locations) {
  RandomOrg made;
  std::string text = "[[node]]\nid = \"top\"\nname = \"t\"\nkind = \"organisation\"\n";
  const auto add = [&](const std::string& id, const std::string& parent, const char* kind) {
    made.parent[id] = parent;
    text += "[[node]]\nid = \"" + id + "\"\nname = \"n\"\nkind = \"" + kind + "\"\nparent = \"" +
            parent + "\"\n";
  };
  for (int i = 0; i < regions; ++i) {
    const int above = *rc::gen::inRange(-1, i);
    add("r" + std::to_string(i), above < 0 ? "top" : "r" + std::to_string(above), "region");
  }
  for (int i = 0; i < locations; ++i) {
    const int above = *rc::gen::inRange(-1, regions);
    add("l" + std::to_string(i), above < 0 ? "top" : "r" + std::to_string(above), "location");
  }
  made.tree = org(text);
  return made;
}

RC_GTEST_PROP(Rollups, EqualANaiveRecountAtEveryNode, ()) {
  const int locations = *rc::gen::inRange(1, 6);
  const RandomOrg made = random_org(*rc::gen::inRange(0, 5), locations);
  Bench bench(made.tree);
  std::map<std::string, Sender> senders;
  std::map<std::pair<std::string, HourUtc>, wire::CellRecord> newest;
  const int records = *rc::gen::inRange(0, 40);
  std::vector<relay::Frame> frames;
  for (int i = 0; i < records; ++i) {
    const std::string where = "l" + std::to_string(*rc::gen::inRange(0, locations));
    const HourUtc hour = kHour - *rc::gen::inRange(0, 24 * 40);
    auto record = cell(where, *rc::gen::inRange<std::uint64_t>(1, 5), {}, hour);
    const auto known = newest.find({where, hour});
    // One version is one value, as at an edge agent.
    if (known != newest.end() && known->second.version == record.version) continue;
    record.value.responses = *rc::gen::inRange<std::uint64_t>(0, 5);
    record.value.ratings[*rc::gen::inRange<std::size_t>(0, 11)] = record.value.responses;
    auto& sender = senders.try_emplace(where, where, Stream::cells).first->second;
    frames.push_back(sender.frame(record));
    if (known == newest.end() || known->second.version < record.version) {
      newest.insert_or_assign({where, hour}, record);
    }
  }
  bench.take(std::move(frames));
  for (const auto& [window, hours] : {std::pair{Window::all, 24 * 1000}, {Window::day, 24}}) {
    std::map<std::string, score::Histogram> naive;
    for (const auto& [key, record] : newest) {
      if (key.second <= kHour - hours) continue;
      for (std::string id = key.first;; id = made.parent.at(id)) {
        for (std::size_t i = 0; i < 11; ++i) naive[id][i] += record.value.ratings[i];
        if (id == "top") break;
      }
    }
    const auto tree = bench.hq->tree_view(window);
    for (const NodeView& node : tree->nodes) {
      const score::Histogram sum =
          node.scores.empty() ? score::Histogram{} : node.scores[0].ratings;
      RC_ASSERT(sum == naive[node.id.str()]);
    }
    bench.clock.advance(Duration(2000));
  }
  const std::string before = bench.hq->numbers_text();
  RC_ASSERT(bench.hq->recount());
  RC_ASSERT(bench.hq->numbers_text() == before);
}

struct Counted {
  std::uint64_t day, week, month, all;
  bool operator==(const Counted&) const = default;
};
void PrintTo(const Counted& c, std::ostream* out) {
  *out << c.day << " " << c.week << " " << c.month << " " << c.all;
}

class Windows : public ::testing::Test {
 protected:
  void add(HourUtc hour) { bench_.take({sender_.frame(cell("leeds", 1, {10}, hour))}); }
  Counted counted() {
    return {bench_.ratings("leeds", Window::day), bench_.ratings("leeds", Window::week),
            bench_.ratings("leeds", Window::month), bench_.ratings("leeds", Window::all)};
  }
  void pass(Duration time) {
    bench_.clock.advance(time);
    ASSERT_TRUE(bench_.hq->tick());
  }
  Bench bench_;
  Sender sender_{"leeds", Stream::cells};
};

TEST_F(Windows, HoldWhatTheySay) {
  for (const HourUtc days_ago : {0, 3, 20, 200}) add(kHour - days_ago * 24);
  EXPECT_EQ(counted(), (Counted{1, 2, 3, 4}));
}

TEST_F(Windows, MoveOnWithTheClock) {
  add(kHour);
  pass(std::chrono::hours(23));
  EXPECT_EQ(counted(), (Counted{1, 1, 1, 1}));
  pass(std::chrono::hours(1));
  EXPECT_EQ(counted(), (Counted{0, 1, 1, 1}));
  pass(std::chrono::hours(6 * 24));
  EXPECT_EQ(counted(), (Counted{0, 0, 1, 1}));
  pass(std::chrono::hours(100 * 24));
  EXPECT_EQ(counted(), (Counted{0, 0, 0, 1}));
}

TEST_F(Windows, AreCountedAgainWhenTheClockGoesBack) {
  for (const HourUtc days_ago : {0, 3, 20}) add(kHour - days_ago * 24);
  bench_.clock.set_wall(bench_.clock.wall_now() + std::chrono::hours(24 * 365));
  ASSERT_TRUE(bench_.hq->tick());
  EXPECT_EQ(counted(), (Counted{0, 0, 0, 3}));
  bench_.clock.set_wall(bench_.clock.wall_now() - std::chrono::hours(24 * 365));
  ASSERT_TRUE(bench_.hq->tick());
  EXPECT_EQ(counted(), (Counted{1, 2, 3, 3}));
  EXPECT_EQ(bench_.hq->counts().recounts, 2U);
}

TEST_F(Windows, TakeInWhatCameTooEarlyOnceItsTimeHasCome) {
  add(kHour + 24 * 5);  // a kiosk's clock ran ahead
  EXPECT_EQ(counted(), (Counted{0, 0, 0, 1}));
  pass(std::chrono::hours(24 * 5));
  EXPECT_EQ(counted(), (Counted{1, 1, 1, 1}));
}

TEST_F(Windows, OfAllAreShownByDayWhileYoungAndByMonthLater) {
  add(kHour);
  add(kHour - 24);
  EXPECT_EQ(bench_.node("leeds").trend.size(), 2U);
  EXPECT_EQ(bench_.node("leeds").trend[1].at.ms, kHour / 24 * 24 * kHourMs);
  add(kHour - 24 * 300);
  const auto trend = bench_.node("acme").trend;
  ASSERT_EQ(trend.size(), 2U);  // kHour and the hour a day before lie in March and in March
  EXPECT_EQ(trend[1].at.ms, 1'772'323'200'000);  // 1 March 2026
  EXPECT_EQ(trend[1].n, 2U);
}

TEST(Rollups, OfATreeThatIsTooLargeAreShownForItsUpperLevels) {
  Bench bench;
  Sender leeds("leeds", Stream::cells), hull("hull", Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10, 9})), hull.frame(cell("hull", 1, {0}))});
  const OrgTree tree = org();
  EXPECT_EQ(upper_levels(tree, 100).size(), 8U);
  EXPECT_EQ(upper_levels(tree, 0).size(), 1U);
  const auto shown = upper_levels(tree, 4);
  ASSERT_EQ(shown.size(), 3U);
  Filing filing(*bench.store, *bench.store, bench.clock, nullptr);
  ASSERT_TRUE(filing.recount(bench.clock.wall_now()));
  const std::vector<Completeness> completeness(tree.nodes().size());
  const auto views = views_of({tree, filing, completeness}, shown, Window::all);
  EXPECT_EQ(score::total(views[0].scores.at(0).ratings), 3U);
  EXPECT_EQ(score::total(views[1].scores.at(0).ratings), 3U);
  EXPECT_TRUE(views[2].scores.empty());
}

}  // namespace
}  // namespace earshot::hq::test
