#include "kiosk/store/survey_shelf.h"

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

}  // namespace
}  // namespace earshot::kiosk
