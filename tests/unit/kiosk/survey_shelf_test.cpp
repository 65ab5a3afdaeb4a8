#include "kiosk/store/survey_shelves.h"

#include <gtest/gtest.h>

#include <chrono>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

std::string survey_text(int version) {
  return "id = \"shop\"\nversion = " + std::to_string(version) +
         "\naudience = \"customer\"\nlanguages = [\"en\"]\n"
         "title = { en = \"How was it today?\" }\nthanks = { en = \"Thank you.\" }\n"
         "[[question]]\nid = \"today\"\nkind = \"smiley\"\ntext = { en = \"How was it?\" }\n";
}

class SurveyShelfTest : public testing::Test {
 protected:
  /// Writes the file, with a time of its own, as an editor would some time later.
  void write(const std::string& text) {
    ASSERT_TRUE(system::write_file_atomically(file_, text).has_value());
    std::filesystem::last_write_time(
        file_, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(++edits_));
  }
  SurveyShelf shelf() { return {file_, copy_}; }

  fakes::TempFolder folder_;
  const std::filesystem::path file_ = folder_ / "survey.toml";
  const std::filesystem::path copy_ = folder_ / "last-good.toml";
  int edits_ = 0;
};

TEST_F(SurveyShelfTest, TakesAChangedFile) {
  write(survey_text(1));
  auto shelf = this->shelf();
  auto news = shelf.check();
  ASSERT_TRUE(news && news->survey);
  EXPECT_EQ(news->survey->version, 1U);
  EXPECT_FALSE(shelf.check().has_value()) << "nothing changed";
  write(survey_text(2));
  news = shelf.check();
  ASSERT_TRUE(news && news->survey);
  EXPECT_EQ(news->survey->version, 2U);
}

TEST_F(SurveyShelfTest, RefusesABrokenFileWithItsLineAndKeepsTheLastGoodOne) {
  write(survey_text(1));
  auto shelf = this->shelf();
  ASSERT_TRUE(shelf.check()->survey);
  write("id = \"shop\"\nversion = 0\n");
  const auto news = shelf.check();
  ASSERT_TRUE(news);
  EXPECT_FALSE(news->survey) << "the one in use stays";
  EXPECT_NE(news->trouble.find("survey.toml:2:"), std::string::npos) << news->trouble;
  EXPECT_FALSE(shelf.check().has_value()) << "told once, not every two seconds";
}

TEST_F(SurveyShelfTest, KeepsTheLastGoodOneAcrossARestart) {
  write(survey_text(3));
  ASSERT_TRUE(shelf().check()->survey);
  write("this is not a survey");
  auto restarted = shelf();
  const auto news = restarted.check();
  ASSERT_TRUE(news && news->survey);
  EXPECT_TRUE(news->from_copy);
  EXPECT_EQ(news->survey->version, 3U);
  EXPECT_FALSE(news->trouble.empty());
  write(survey_text(4));
  EXPECT_EQ(restarted.check()->survey->version, 4U) << "a mended file is used again";
}

TEST_F(SurveyShelfTest, HasNoSurveyWhenTheFirstFileIsBrokenOrMissing) {
  auto missing = shelf();
  auto news = missing.check();
  ASSERT_TRUE(news);
  EXPECT_FALSE(news->survey);
  EXPECT_FALSE(news->trouble.empty());
  write(survey_text(1));
  EXPECT_TRUE(missing.check()->survey) << "picked up when it is there";
}

TEST_F(SurveyShelfTest, KeepsTheSurveyWhenTheFileGoesAway) {
  write(survey_text(1));
  auto shelf = this->shelf();
  ASSERT_TRUE(shelf.check()->survey);
  std::filesystem::remove(file_);
  const auto news = shelf.check();
  ASSERT_TRUE(news);
  EXPECT_FALSE(news->survey);
  EXPECT_TRUE(SurveyShelf(file_, copy_).check()->survey);
}

TEST_F(SurveyShelfTest, SeveralSurveysAreConsideredInOrderAndABrokenOneDoesNotTakeTheOthersAlong) {
  const auto lunch = folder_ / "lunch.toml";
  const auto shelves = [&] { return SurveyShelves(file_, {lunch}, folder_ / "."); };
  write(survey_text(1));
  ASSERT_TRUE(system::write_file_atomically(lunch, "not a survey").has_value());
  auto first = shelves();
  auto news = first.check();
  ASSERT_TRUE(news);
  ASSERT_EQ(news->surveys.size(), 1U);
  EXPECT_EQ(news->troubles.size(), 2U) << "why, and what is done about it";
  EXPECT_FALSE(first.check().has_value());

  std::string text = survey_text(7);
  text.replace(text.find("shop"), 4, "lunch");
  ASSERT_TRUE(system::write_file_atomically(lunch, text).has_value());
  news = first.check();
  ASSERT_TRUE(news);
  ASSERT_EQ(news->surveys.size(), 2U);
  EXPECT_EQ(news->surveys.front()->id.str(), "lunch") << "considered before the usual one";
  EXPECT_EQ(news->surveys.back()->id.str(), "shop");
  ASSERT_EQ(news->fresh.size(), 1U);

  // Both come back from their copies, each as itself.
  ASSERT_TRUE(system::write_file_atomically(lunch, "broken").has_value());
  write("broken");
  auto restarted = shelves();
  news = restarted.check();
  ASSERT_TRUE(news);
  ASSERT_EQ(news->surveys.size(), 2U);
  EXPECT_EQ(news->surveys.front()->version, 7U);
  EXPECT_EQ(news->surveys.back()->version, 1U);
}

}  // namespace
}  // namespace earshot::kiosk
