#include "tools/train/csv_examples.h"

#include <gmock/gmock.h>

#include <sstream>

namespace earshot::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const CsvColumns kColumns = {"comment", "topics", {"question"}, "who", '|', false};

Result<CsvExamples> read(const std::string& csv, const CsvColumns& columns = kColumns) {
  std::istringstream in(csv);
  return read_examples(in, "comments.csv", columns);
}

TEST(CsvExamples, TakeTextLabelsQuestionAndGroup) {
  const auto read_rows = read(
      "who,question,comment,topics\n"
      "a,Why?,\"Slow, and dear\",waiting|price\n"
      "b,Why?,Kind,staff\n");
  ASSERT_TRUE(read_rows.has_value()) << read_rows.error().message;
  const text::TrainingSet& set = read_rows->set;
  EXPECT_THAT(set.labels, ElementsAre("price", "staff", "waiting"));
  ASSERT_EQ(set.examples.size(), 2U);
  EXPECT_EQ(set.examples[0].text, "Slow, and dear");
  EXPECT_EQ(set.examples[0].context, "Why?");
  EXPECT_EQ(set.examples[0].group, "a");
  EXPECT_THAT(set.examples[0].labels, ElementsAre(0, 2));
  EXPECT_THAT(set.examples[1].labels, ElementsAre(1));
}

TEST(CsvExamples, PassOverRowsWithoutTextOrLabelAndCountThem) {
  const auto read_rows = read("who,question,comment,topics\na,,,x\na,,text,\na,,text, x | \n");
  ASSERT_TRUE(read_rows.has_value());
  EXPECT_EQ(read_rows->unlabelled, 2U);
  EXPECT_EQ(read_rows->set.examples.size(), 1U);
  EXPECT_THAT(read_rows->set.labels, ElementsAre("x"));
}

TEST(CsvExamples, ASingleLabelMayHoldTheSeparator) {
  CsvColumns columns = kColumns;
  columns.single = true;
  const auto read_rows = read("who,question,comment,topics\na,,text,in|out\n", columns);
  ASSERT_TRUE(read_rows.has_value());
  EXPECT_THAT(read_rows->set.labels, ElementsAre("in|out"));
}

TEST(CsvExamples, SayWhichColumnsThereAreWhenOneIsMissing) {
  const auto refused = read("text,label\na,b\n");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("no column \"comment\""));
  EXPECT_THAT(refused.error().message, HasSubstr("text, label"));
}

TEST(CsvExamples, NameABadRowAndGoOn) {
  const auto read_rows = read("who,question,comment,topics\na,,too few\nb,,text,x\n");
  ASSERT_TRUE(read_rows.has_value());
  EXPECT_EQ(read_rows->bad, 1U);
  EXPECT_THAT(read_rows->first_faults, ElementsAre(HasSubstr("comments.csv:2: ")));
  EXPECT_EQ(read_rows->set.examples.size(), 1U);
}

TEST(CsvExamples, AnEmptyFileIsRefused) {
  EXPECT_THAT(read("").error().message, HasSubstr("empty"));
}

TEST(CsvExamples, AColumnOfFreeTextIsNotTakenForLabels) {
  std::string csv = "who,question,comment,topics\n";
  for (int i = 0; i < 5000; ++i) csv += "a,,text,label" + std::to_string(i) + "\n";
  EXPECT_THAT(read(csv).error().message, HasSubstr("right column"));
}

}  // namespace
}  // namespace earshot::train
