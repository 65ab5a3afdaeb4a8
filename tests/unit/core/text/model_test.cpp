#include "core/text/model.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "core/text/byte_cursor.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr unsigned kBits = 10;

/// Two labels; `words` decide by hand-set weights.
ModelParts small_parts(LabelTask task = LabelTask::many) {
  ModelParts parts;
  parts.name = "small-1";
  parts.task = task;
  parts.labels = {"clean", "kind"};
  parts.words = 42;
  parts.linear.bits = kBits;
  parts.linear.weights.assign(2U << kBits, 0);
  parts.linear.scales = {0.1F, 0.2F};
  parts.linear.biases = {-0.5F, 0.25F};
  parts.network.hidden = 8;
  parts.network.first.assign(kPooledNumbers * 8, 1);
  parts.network.first_scales.assign(8, 0.01F);
  parts.network.first_biases.assign(8, 0.5F);
  parts.network.second.assign(16, 2);
  parts.network.second_scales = {0.1F, 0.1F};
  parts.network.second_biases = {0, 1};
  parts.rules = {{1, 0.5F, 0, 0.5F}, {2, 0, -1, 0.25F}};
  return parts;
}

void read(FeatureReader& reader, std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  reader.read(tokens, {});
}

TEST(Model, ComesBackFromItsBytes) {
  ModelParts parts = small_parts();
  parts.linear.weights[7] = -3;
  const Model model(parts);
  const auto again = Model::parse(model.bytes());
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->bytes(), model.bytes());
  EXPECT_EQ(again->name(), "small-1");
  EXPECT_EQ(again->words(), 42U);
  EXPECT_THAT(again->labels(), testing::ElementsAre("clean", "kind"));
  EXPECT_EQ(again->parts().linear.weights, parts.linear.weights);
}

TEST(Model, AWeightMovesItsLabelAlone) {
  FeatureReader reader;
  read(reader, "spotless");
  ModelParts parts = small_parts();
  std::array<float, 2> before{};
  Model(parts).probabilities(reader, before);
  for (const HashedFeature& f : reader.hashed())
    parts.linear.weights[std::size_t{f.id >> (32 - kBits)} * 2] = 100;
  std::array<float, 2> after{};
  Model(parts).probabilities(reader, after);
  EXPECT_GT(after[0], before[0] + 0.2F);
  EXPECT_EQ(after[1], before[1]);
}

TEST(Model, ProbabilitiesOfOneLabelOutOfSeveralSumToOne) {
  FeatureReader reader;
  read(reader, "the floor was spotless");
  std::array<float, 2> p{};
  Model(small_parts(LabelTask::one)).probabilities(reader, p);
  EXPECT_NEAR(p[0] + p[1], 1, 1e-6);
}

TEST(Model, ALabelHoldsFromItsThresholdOn) {
  const std::array<LabelRule, 2> rules = {LabelRule{1, 0, 0, 0.5F}, LabelRule{1, 0, 0, 0.25F}};
  std::array<std::uint8_t, 2> said{};
  decide(LabelTask::many, rules, false, std::array{0.5F, 0.24F}, said);
  EXPECT_THAT(said, testing::ElementsAre(1, 0));
  decide(LabelTask::many, rules, false, std::array{0.4F, 0.24F}, said);
  EXPECT_THAT(said, testing::ElementsAre(0, 0));
}

TEST(Model, TheNearestHoldsWhereOneAlwaysDoes) {
  const std::array<LabelRule, 2> rules = {LabelRule{1, 0, 0, 0.5F}, LabelRule{1, 0, 0, 0.25F}};
  std::array<std::uint8_t, 2> said{};
  decide(LabelTask::many, rules, true, std::array{0.4F, 0.24F}, said);
  EXPECT_THAT(said, testing::ElementsAre(0, 1));
}

TEST(Model, OneOutOfSeveralSaysExactlyOne) {
  const std::array<LabelRule, 2> rules = {LabelRule{1, 0, 0, 1}, LabelRule{1, 0, 0, 0.5F}};
  std::array<std::uint8_t, 2> said{};
  decide(LabelTask::one, rules, false, std::array{0.6F, 0.4F}, said);
  EXPECT_THAT(said, testing::ElementsAre(0, 1));
  decide(LabelTask::one, rules, false, std::array{0.7F, 0.3F}, said);
  EXPECT_THAT(said, testing::ElementsAre(1, 0));
}

TEST(Model, EightBitCopiesAreNear) {
  const std::vector<float> weights = {1, -200, 0.5F, 50, -1, 0};
  std::vector<std::int8_t> small;
  std::vector<float> scales;
  quantise(weights, 2, small, scales);
  for (std::size_t i = 0; i < weights.size(); ++i)
    EXPECT_NEAR(static_cast<float>(small[i]) * scales[i % 2], weights[i], scales[i % 2] / 2 + 1e-6);
}

/// Sets the checksum right, so that the reader sees what stands before it.
std::string signed_bytes(std::string bytes) {
  bytes.resize(bytes.size() - 8);
  append_number(bytes, hash_of(bytes));
  return bytes;
}

TEST(ModelFile, SaysWhatItIsNot) {
  EXPECT_EQ(Model::parse("").error().code, ErrorCode::corrupt);
  EXPECT_EQ(Model::parse("PK\x03\x04 a zip file").error().code, ErrorCode::corrupt);
  std::string newer = Model(small_parts()).bytes();
  newer[14] = 9;
  EXPECT_EQ(Model::parse(newer).error().code, ErrorCode::unsupported);
}

TEST(ModelFile, RefusesToTakeMuchMemoryForFewBytes) {
  ModelParts parts = small_parts();
  parts.labels.assign(100, "x");
  parts.linear.weights.assign(100U << kBits, 0);
  parts.linear.scales.assign(100, 0);
  parts.linear.biases.assign(100, 0);
  parts.network = {};
  parts.rules.assign(100, {});
  std::string bytes = Model(parts).bytes();
  const std::size_t bits_at = 14 + 4 + (4 + 7) + 1 + 1 + 8 + 4 + 100 * 5;
  ASSERT_EQ(bytes[bits_at], static_cast<char>(kBits));
  bytes[bits_at] = 20;
  const auto refused = Model::parse(signed_bytes(bytes));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
}

RC_GTEST_PROP(ModelFile, RefusesDamagedBytes, ()) {
  std::string bytes = Model(small_parts()).bytes();
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto flip = *rc::gen::inRange(1, 256);
  bytes[at] = static_cast<char>(bytes[at] ^ flip);
  RC_ASSERT(!Model::parse(bytes).has_value());
  RC_ASSERT(!Model::parse(std::string_view(bytes).substr(0, at)).has_value());
}

RC_GTEST_PROP(ModelFile, SurvivesDamageUnderARightChecksum, ()) {
  std::string bytes = Model(small_parts()).bytes();
  const auto at = *rc::gen::inRange<std::size_t>(0, 120);
  const auto value = *rc::gen::inRange(0, 256);
  bytes[at] = static_cast<char>(value);
  const auto model = Model::parse(signed_bytes(bytes));
  if (!model) return;
  FeatureReader reader;
  read(reader, "the floor was spotless");
  std::vector<float> p(model->labels().size());
  model->probabilities(reader, p);
  for (const float x : p) RC_ASSERT(x >= 0 && x <= 1);
}

}  // namespace
}  // namespace earshot::text
