#include "aggregator/org_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aggregator/org_file.h"
#include "platform/system/files.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::hq {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string node(const std::string& id, const std::string& parent, const std::string& kind) {
  return "[[node]]\nid = \"" + id + "\"\nname = \"" + id + "\"\nkind = \"" + kind + "\"\n" +
         (parent.empty() ? "" : "parent = \"" + parent + "\"\n");
}

TEST(OrgTree, PutsParentsBeforeTheirChildrenInTheFilesOrder) {
  const OrgTree tree = test::org();
  std::vector<std::string> ids;
  for (const OrgNode& one : tree.nodes()) ids.push_back(one.id.str());
  EXPECT_THAT(ids, ::testing::ElementsAre("acme", "north", "coast", "hull", "leeds", "york",
                                          "south", "bath"));
  EXPECT_EQ(tree.nodes()[1].locations, 3U);
  EXPECT_EQ(tree.nodes()[1].end, 6U);
  EXPECT_EQ(tree.nodes()[3].depth, 3U);
  EXPECT_TRUE(tree.has_location(LocationId::trusted("hull")));
  EXPECT_FALSE(tree.has_location(LocationId::trusted("coast")));
}

TEST(OrgTree, MayBeWrittenInAnyOrder) {
  const std::string text =
      node("a", "m", "location") + node("m", "top", "region") + node("top", "", "organisation");
  const auto tree = parse_org(text, "org.toml");
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree->nodes().front().id.str(), "top");
  EXPECT_EQ(tree->nodes().back().depth, 2U);
}

TEST(OrgTree, MayBeTenThousandLevelsDeep) {
  std::string text = node("n0", "", "organisation");
  for (int i = 1; i < 10'000; ++i) {
    text += node("n" + std::to_string(i), "n" + std::to_string(i - 1), "part");
  }
  const auto tree = parse_org(text, "org.toml");
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree->nodes().back().depth, 9'999U);
}

struct Mistake {
  std::string name, text, where, reason;
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class OrgMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(OrgMistakes, AreToldWithFileLineReasonAndHint) {
  const auto tree = parse_org(GetParam().text, "org.toml");
  ASSERT_FALSE(tree);
  EXPECT_THAT(tree.error().message, StartsWith("org.toml:" + GetParam().where + ": "));
  EXPECT_THAT(tree.error().message, HasSubstr(GetParam().reason));
}

const std::string kRoot = node("top", "", "organisation");

INSTANTIATE_TEST_SUITE_P(
    All, OrgMistakes,
    ::testing::Values(
        Mistake{"empty", "", "1", "no [[node]]"},
        Mistake{"syntax", kRoot + "[[node]\n", "5", "Check the quotes"},
        Mistake{"unknown_key", kRoot + "colour = \"red\"\n", "5", "no 'colour'"},
        Mistake{"unknown_table", kRoot + "[other]\n", "5", "no 'other'"},
        Mistake{"not_a_name", node("Top Shop", "", "organisation"), "2", "is not a name"},
        Mistake{"id_is_a_number", "[[node]]\nid = 7\n", "2", "'id' is not a text"},
        Mistake{"no_name", "[[node]]\nid = \"top\"\nkind = \"x\"\n", "1", "'name' is missing"},
        Mistake{"endless_name",
                "[[node]]\nid = \"top\"\nname = \"" + std::string(81, 'x') + "\"\nkind = \"x\"\n",
                "3", "longer than 80"},
        Mistake{"two_roots", kRoot + node("other", "", "organisation"), "5", "second root"},
        Mistake{"no_root", node("a", "b", "region") + node("b", "a", "region"), "1", "no node is"},
        Mistake{"unknown_parent", kRoot + node("a", "nowhere", "region"), "5",
                "'nowhere' of 'a' is not in this file"},
        Mistake{"twice", kRoot + node("a", "top", "region") + node("a", "top", "region"), "10",
                "first on line 5"},
        Mistake{"location_with_child",
                kRoot + node("a", "top", "location") + node("b", "a", "location"), "10",
                "location 'a' cannot be the parent"},
        Mistake{"circle", kRoot + node("a", "b", "region") + node("b", "a", "region"), "5",
                "a → b → a"},
        Mistake{"own_parent", kRoot + node("a", "a", "region"), "5", "a → a"}),
    [](const auto& info) { return info.param.name; });

class OrgFiles : public ::testing::Test {
 protected:
  void write(const std::string& text) {
    ASSERT_TRUE(system::write_file_atomically(folder_ / "org.toml", text));
  }
  fakes::TempFolder folder_;
  OrgFile file_{folder_ / "org.toml", folder_.path()};
};

TEST_F(OrgFiles, AreReadAgainWhenTheyChange) {
  write(kRoot);
  ASSERT_TRUE(file_.load());
  EXPECT_FALSE(file_.look_again());
  write(kRoot + node("a", "top", "location"));
  const auto tree = file_.look_again();
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->nodes().size(), 2U);
  EXPECT_FALSE(file_.look_again());
}

TEST_F(OrgFiles, WithAMistakeLeaveTheLastGoodOneInUse) {
  write(kRoot);
  ASSERT_TRUE(file_.load());
  write(kRoot + kRoot);
  EXPECT_FALSE(file_.look_again());
  EXPECT_THAT(file_.trouble(), HasSubstr("used twice"));
  write(kRoot);
  EXPECT_TRUE(file_.look_again());
  EXPECT_EQ(file_.trouble(), "");
}

TEST_F(OrgFiles, WithAMistakeLeaveTheLastGoodOneInUseAcrossARestart) {
  write(kRoot + node("a", "top", "location"));
  ASSERT_TRUE(file_.load());
  write("nonsense");
  OrgFile after_restart(folder_ / "org.toml", folder_.path());
  const auto tree = after_restart.load();
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree->nodes().size(), 2U);
  EXPECT_THAT(after_restart.trouble(), HasSubstr("org.toml:1"));
}

TEST_F(OrgFiles, ThatWereNeverGoodAreAnError) {
  write("nonsense");
  EXPECT_FALSE(file_.load());
}

}  // namespace
}  // namespace earshot::hq
