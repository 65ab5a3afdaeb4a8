#include "core/text/features.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "core/text/unicode.h"

namespace earshot::text {
namespace {

Tokens tokens_of(std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  return tokens;
}

std::set<std::uint32_t> ids(std::string_view text, std::string_view question = {}) {
  FeatureReader reader;
  const ReadContext context = reader.context(tokens_of(question));
  reader.read(tokens_of(text), context);
  std::set<std::uint32_t> all;
  for (const HashedFeature& f : reader.hashed()) all.insert(f.id);
  EXPECT_EQ(all.size(), reader.hashed().size()) << "an id came twice";
  return all;
}

std::size_t only_in_first(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](std::uint32_t id) { return !b.contains(id); }));
}

WordTable good_and_bad() {
  return WordTable({{hash_of("good"), 2, 0.5F, std::vector<float>(kWordDimensions, 0.5F)},
                    {hash_of("dirty"), -3, 1, std::vector<float>(kWordDimensions, -0.25F)}});
}

float total_valence(const WordTable& words, std::string_view text) {
  FeatureReader reader(&words);
  reader.read(tokens_of(text), {});
  return reader.pooled()[kPools * kWordDimensions];
}

TEST(Features, AreTheSameForTheSameText) {
  FeatureReader reader;
  const Tokens first = tokens_of("The queue was long, but the staff were kind!");
  reader.read(first, {});
  const std::vector<HashedFeature> before(reader.hashed().begin(), reader.hashed().end());
  reader.read(tokens_of("something else altogether"), {});
  reader.read(first, {});
  ASSERT_EQ(reader.hashed().size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(reader.hashed()[i].id, before[i].id);
    EXPECT_EQ(reader.hashed()[i].value, before[i].value);
  }
}

TEST(Features, TellWordOrderApart) {
  EXPECT_GT(only_in_first(ids("good not bad"), ids("bad not good")), 0U);
}

TEST(Features, DoNotTellCapitalsOrAccentsOfAWordApart) { EXPECT_EQ(ids("café"), ids("cafe")); }

TEST(Features, KnowANegatedWordUntilTheClauseEnds) {
  const auto negated = ids("not clean");
  const auto ended = ids("not, clean");
  EXPECT_GT(only_in_first(negated, ended), 0U);
}

TEST(Features, KnowWhatWasAsked) {
  const auto praise = ids("nothing", "what could be better?");
  const auto blame = ids("nothing", "what was good?");
  EXPECT_GT(only_in_first(praise, blame), 1U);
  EXPECT_GT(only_in_first(praise, ids("nothing")), 1U);
}

TEST(Features, EachKindHasTheSameLengthHoweverLongTheText) {
  for (const std::string_view text : {"good", "a good shop with a kind crew and short queues"}) {
    FeatureReader reader;
    reader.read(tokens_of(text), {});
    float words = 0;
    for (const HashedFeature& f : reader.hashed())
      words += f.kind == FeatureKind::words ? f.value * f.value : 0;
    EXPECT_NEAR(words, 1, 1e-4);
  }
}

TEST(Features, ValencesAreTurnedByANegation) {
  const WordTable words = good_and_bad();
  EXPECT_GT(total_valence(words, "good"), 0);
  EXPECT_LT(total_valence(words, "not good"), 0);
  EXPECT_GT(total_valence(words, "not dirty"), 0);
  EXPECT_EQ(total_valence(words, "a chair"), 0);
}

TEST(Features, PoolVectorsByTheirWeight) {
  const WordTable words = good_and_bad();
  FeatureReader reader(&words);
  reader.read(tokens_of("good dirty chair"), {});
  const float mean = 2 * (0.5F * 0.5F + 1 * -0.25F) / 1.5F;
  EXPECT_NEAR(reader.pooled()[0], mean, 0.02);
  EXPECT_NEAR(reader.pooled()[kWordDimensions], 0.5, 0.01);
  EXPECT_NEAR(reader.pooled()[2 * kWordDimensions], -0.25, 0.01);
}

TEST(Features, APartOfACommentIsReadByItself) {
  const Tokens tokens = tokens_of("the staff were kind but the floor was dirty");
  const WordTable words = good_and_bad();
  FeatureReader reader(&words);
  reader.read(tokens, 0, 4, {});
  const float first = reader.pooled()[kPools * kWordDimensions];
  reader.read(tokens, 4, static_cast<std::uint32_t>(tokens.tokens.size()), {});
  EXPECT_EQ(first, 0);
  EXPECT_LT(reader.pooled()[kPools * kWordDimensions], 0);
}

RC_GTEST_PROP(Features, TakeAnyBytes, (const std::string& bytes, const std::string& question)) {
  const WordTable words = good_and_bad();
  FeatureReader reader(&words);
  reader.read(tokens_of(bytes), reader.context(tokens_of(question)));
  RC_ASSERT(reader.pooled().size() == kPooledNumbers);
  for (const float x : reader.pooled()) RC_ASSERT(std::isfinite(x));
  for (const HashedFeature& f : reader.hashed()) RC_ASSERT(f.value > 0);
}

TEST(Features, AreBoundedForTheLongestComment) {
  std::string text;
  for (int i = 0; text.size() < kCommentBytesMax - 12; ++i) text += "w" + std::to_string(i) + "x ";
  FeatureReader reader;
  reader.read(tokens_of(text), {});
  EXPECT_GT(reader.hashed().size(), 1000U);
  EXPECT_LE(reader.hashed().size(), 12'000U);
}

TEST(WordTable, ComesBackFromItsBytes) {
  const WordTable words = good_and_bad();
  const auto again = WordTable::parse(words.bytes());
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->bytes(), words.bytes());
  EXPECT_EQ(again->fingerprint(), words.fingerprint());
  WordTable::Entry entry;
  ASSERT_TRUE(again->find(hash_of("dirty"), entry));
  EXPECT_NEAR(entry.valence, -3, 0.03);
  EXPECT_FALSE(again->find(hash_of("clean"), entry));
}

RC_GTEST_PROP(WordTable, RefusesDamagedBytes, ()) {
  std::string bytes = good_and_bad().bytes();
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto flip = *rc::gen::inRange(1, 256);
  bytes[at] = static_cast<char>(bytes[at] ^ flip);
  RC_ASSERT(!WordTable::parse(bytes).has_value());
  RC_ASSERT(!WordTable::parse(std::string_view(bytes).substr(0, at)).has_value());
}

}  // namespace
}  // namespace earshot::text
