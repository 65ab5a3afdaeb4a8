#include "core/text/language.h"

#include <gtest/gtest.h>

#include "core/text/language_training.h"

namespace earshot::text {
namespace {

std::vector<LanguageLine> lines() {
  std::vector<LanguageLine> all;
  for (const auto* text :
       {"the queue was too long", "nice staff and good food", "where is the milk"}) {
    all.push_back({LanguageTag::trusted("en"), text});
  }
  for (const auto* text :
       {"die schlange war zu lang", "nettes personal und gutes essen", "wo ist die milch"}) {
    all.push_back({LanguageTag::trusted("de"), text});
  }
  return all;
}

LanguageTraining small() {
  LanguageTraining how;
  how.bits = 10;
  how.epochs = 20;
  return how;
}

TEST(Language, IsLearntFromLines) {
  const auto model = train_language(lines(), small());
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->read("the food was good").guess.str(), "en");
  EXPECT_EQ(model->read("das essen war gut").guess.str(), "de");
}

TEST(Language, IsToldByItsScript) {
  const auto model = train_language(lines(), small());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->read("الخدمة بطيئة").language.str(), "ar");
  EXPECT_EQ(model->read("πολύ καλό").language.str(), "el");
  EXPECT_EQ(model->read("とても良い").language.str(), "ja");
  EXPECT_EQ(model->read("дуже добре, дякую, це їжа").language.str(), "uk");
}

TEST(Language, IsUnsureWhereThereAreNoLetters) {
  const auto model = train_language(lines(), small());
  ASSERT_TRUE(model);
  EXPECT_TRUE(model->read("👍 10/10").language.empty());
  EXPECT_TRUE(model->read("").language.empty());
}

TEST(LanguageTraining, GivesTheSameBytesAgain) {
  EXPECT_EQ(train_language(lines(), small())->bytes(), train_language(lines(), small())->bytes());
  LanguageTraining other = small();
  other.seed = 2;
  EXPECT_NE(train_language(lines(), small())->bytes(), train_language(lines(), other)->bytes());
}

TEST(LanguageTraining, RefusesNoLinesAndTooManyLanguages) {
  EXPECT_FALSE(train_language({}, small()));
  std::vector<LanguageLine> many;
  for (std::size_t i = 0; i <= kLanguagesMax; ++i) {
    many.push_back({LanguageTag::trusted("l" + std::to_string(i)), "text"});
  }
  EXPECT_FALSE(train_language(many, small()));
}

TEST(LanguageWeights, ComeBackAsTheyWereAndRefuseDamage) {
  const auto model = train_language(lines(), small());
  ASSERT_TRUE(model);
  const std::string bytes = model->bytes();
  const auto again = LanguageModel::parse(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->bytes(), bytes);
  for (const std::size_t at :
       {std::size_t{3}, std::size_t{25}, bytes.size() / 2, bytes.size() - 1}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    const auto refused = LanguageModel::parse(damaged);
    ASSERT_FALSE(refused) << at;
    EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
  }
  EXPECT_FALSE(LanguageModel::parse(bytes.substr(0, 100)));
  EXPECT_FALSE(LanguageModel::parse(""));
}

}  // namespace
}  // namespace earshot::text
