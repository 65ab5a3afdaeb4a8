#include "core/wire/readings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::wire {
namespace {

Readings sample() {
  Readings readings{"0.1.0", "weights-3", "built-in-1", {}};
  auto& comment = readings.comments.emplace_back();
  comment.question = QuestionId::trusted("why");
  auto& read = comment.analysis;
  read.language = LanguageTag::trusted("en");
  read.language_confidence = 0.9F;
  read.sentiment = {text::Polarity::negative, -0.7F, 0.8F, 1, false};
  read.topics = {{TopicId::trusted("staff"), text::Polarity::negative, 0.7F, {4, 9, 4, 8}},
                 {TopicId::trusted("price"), text::Polarity::neutral, 0.5F, {}}};
  read.emotions = {{text::Emotion::angry, 0.6F, true}};
  read.urgent = {text::UrgentKind::injury, {10, 14, 9, 13}};
  read.personal = {{text::PersonalKind::phone, {20, 30, 19, 29}}};
  read.unusable = text::Unusable::spam;
  read.profanity = true;
  Correction correction;
  correction.at = {1'700'000'000'000};
  correction.by = "Front desk";
  correction.sentiment = text::Polarity::positive;
  correction.topics = {{TopicId::trusted("staff"), text::Polarity::positive}};
  correction.urgent = text::UrgentKind::theft;
  comment.correction = correction;
  return readings;
}

TEST(Readings, ComeBackAsTheyWere) {
  const auto bytes = encode_readings(sample());
  const auto back = decode_readings(bytes);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(encode_readings(*back), bytes);
  EXPECT_EQ(back->taxonomy, "built-in-1");
  const auto& read = back->comments.at(0).analysis;
  EXPECT_EQ(read.sentiment.five, 1);
  EXPECT_EQ(read.topics.at(0).span, (text::Span{4, 9, 4, 8}));
  EXPECT_EQ(read.topics.at(1).span, text::Span{});
  EXPECT_EQ(read.urgent->kind, text::UrgentKind::injury);
  EXPECT_EQ(read.personal.at(0).kind, text::PersonalKind::phone);
  EXPECT_TRUE(read.emotions.at(0).weak);
  EXPECT_TRUE(back->comments[0].correction->says_the_same(*sample().comments[0].correction));
}

TEST(Readings, WithoutACorrectionHaveNone) {
  auto readings = sample();
  readings.comments[0].correction.reset();
  readings.comments[0].analysis.urgent.reset();
  const auto back = decode_readings(encode_readings(readings));
  ASSERT_TRUE(back.has_value());
  EXPECT_FALSE(back->comments[0].correction.has_value());
  EXPECT_FALSE(back->comments[0].analysis.urgent.has_value());
}

TEST(Readings, ThatMakeNoSenseAreRefused) {
  auto readings = sample();
  readings.comments[0].analysis.sentiment.five = 6;
  EXPECT_FALSE(decode_readings(encode_readings(readings)).has_value());
  readings = sample();
  readings.comments[0].analysis.topics[0].span = {9, 4, 4, 8};
  EXPECT_FALSE(decode_readings(encode_readings(readings)).has_value()) << "ends before it begins";
  EXPECT_FALSE(decode_readings("nonsense").has_value());
  EXPECT_TRUE(decode_readings("").has_value()) << "nothing was read";
}

RC_GTEST_PROP(Readings, OfAnyBytesAreReadOrRefused, ()) {
  const auto bytes = *rc::gen::string<std::string>();
  const auto read = decode_readings(bytes);
  if (read) RC_ASSERT(decode_readings(encode_readings(*read)).has_value());
}

}  // namespace
}  // namespace earshot::wire
