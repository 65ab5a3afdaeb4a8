#include "core/text/analyser.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "core/base/utf8.h"

namespace earshot::text {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const Taxonomy> built_in() {
  static const auto taxonomy = [] {
    std::ostringstream toml;
    toml << std::ifstream(EARSHOT_FIRMWARE_CONFIG "/topics/built-in.toml").rdbuf();
    return std::make_shared<const Taxonomy>(*parse_taxonomy(toml.str(), "built-in.toml"));
  }();
  return taxonomy;
}

Analysis analysed(std::string_view comment) {
  Analyser analyser({built_in(), nullptr, nullptr});
  Analysis analysis;
  analyser.analyse(comment, "", analysis);
  return analysis;
}

std::vector<std::string> topics_of(const Analysis& analysis) {
  std::vector<std::string> topics;
  for (const auto& topic : analysis.topics) {
    topics.push_back(topic.id.str() + " " + std::string(to_string(topic.polarity)) + ": " +
                     analysis.text.substr(topic.span.begin, topic.span.end - topic.span.begin));
  }
  return topics;
}

TEST(Topics, TakeTheirPolarityFromTheirOwnClause) {
  EXPECT_THAT(topics_of(analysed("Long queue at the door, but the lady was so kind.")),
              ElementsAre("staff positive: kind", "waiting negative: Long queue"));
  EXPECT_THAT(topics_of(analysed("Die Verkäuferin war nett, leider zu teuer")),
              ElementsAre("staff positive: nett", "price negative: zu teuer"));
}

TEST(Topics, AreTurnedRoundByANegation) {
  EXPECT_THAT(topics_of(analysed("The staff were not friendly")),
              ElementsAre("staff negative: friendly"));
}

TEST(Topics, DoNotTakeAThingForAnOpinion) {
  EXPECT_THAT(topics_of(analysed("I came in for milk")), ElementsAre());
  EXPECT_THAT(topics_of(analysed("The coffee is excellent")),
              ElementsAre("quality positive: coffee"));
}

/// What a manager taught: two labels, of which one is a topic of the taxonomy.
class TaughtLabels : public LearntHeads {
 public:
  void read(const Tokens&, const Tokens&, std::string_view context, Learnt& out) const override {
    out.labels = {{"queue", 0.9F}, {"waiting", 0.8F}};
    if (context == "What was odd?") out.labels.push_back({"parking", 0.7F});
  }
  [[nodiscard]] float polarity(const Tokens&, std::uint32_t, std::uint32_t) const override {
    return 0;
  }
  [[nodiscard]] std::string_view version() const override { return "taught"; }
};

TEST(Topics, AreAlsoWhatAModelWasTaughtUnderTheirIds) {
  Analyser analyser({built_in(), nullptr, std::make_shared<const TaughtLabels>()});
  Analysis analysis;
  analyser.analyse("Stood about for ages", "What was odd?", analysis);
  EXPECT_THAT(topics_of(analysis), ElementsAre("waiting negative: "));
  EXPECT_FLOAT_EQ(analysis.topics[0].confidence, 0.8F);
  ASSERT_EQ(analysis.labels.size(), 3U);
  EXPECT_EQ(analysis.labels[2].label, "parking");
  EXPECT_EQ(analysis.model, "taught");
}

/// Heads that hear two topics: one in the first clause, one in the whole. They know one more that
/// the taxonomy does not have, doubt one, and cannot believe in one.
class HearingTopics : public LearntHeads {
 public:
  void read(const Tokens& comment, const Tokens& with_asides, std::string_view,
            Learnt& out) const override {
    for (std::size_t i = comment.tokens.size(); i < with_asides.tokens.size(); ++i)
      asides += std::string(with_asides.word(with_asides.tokens[i])) + ' ';
    out.three = {0.8F, 0.1F, 0.1F};
    out.sentiment = sentiment_of(out.three);
    out.topics = {{"waiting", 0.9F, 0, comment.clauses.front().end},
                  {"staff", 0.6F, 0, 0},
                  {"weather", 0.5F, 0, 0},
                  {"digital", 0.3F, 0, 0},
                  {"quality", 0.1F, 0, 0}};
  }
  [[nodiscard]] float polarity(const Tokens&, std::uint32_t first, std::uint32_t) const override {
    return first == 0 ? 0.9F : -0.9F;
  }
  [[nodiscard]] std::string_view version() const override { return "topics"; }

  mutable std::string asides;
};

TEST(Topics, AreAlsoWhatTheHeadsHearWithTheClauseThatTells) {
  const auto heads = std::make_shared<const HearingTopics>();
  Analyser analyser({built_in(), nullptr, heads});
  Analysis analysis;
  analyser.analyse("Gone before I had sat down, but the price", "", analysis);
  EXPECT_THAT(topics_of(analysis),
              ElementsAre("price negative: price", "waiting positive: Gone before I had sat down",
                          "staff negative: "));
  EXPECT_THAT(heads->asides, "~price ") << "the heads are told what the phrases name";
  EXPECT_TRUE(analysis.labels.empty()) << "nobody taught these";
}

TEST(Topics, ThatAPhraseNamesGoOnlyWhereTheHeadsCannotBelieveIt) {
  Analyser analyser({built_in(), nullptr, std::make_shared<const HearingTopics>()});
  Analysis analysis;
  analyser.analyse("The Wi-Fi. The food was tasty.", "", analysis);
  const auto topics = topics_of(analysis);
  EXPECT_THAT(topics, testing::Contains(testing::HasSubstr("digital ")));
  EXPECT_THAT(topics, testing::Not(testing::Contains(testing::HasSubstr("quality "))));
}

TEST(Topics, ThatAPhraseNamesKeepTheirWordsWhenTheHeadsHearThemToo) {
  Analyser analyser({built_in(), nullptr, std::make_shared<const HearingTopics>()});
  Analysis analysis;
  analyser.analyse("Such a long queue, and cold", "", analysis);
  EXPECT_THAT(topics_of(analysis), testing::Contains(testing::HasSubstr("waiting negative: ")));
  EXPECT_THAT(topics_of(analysis), testing::Not(testing::Contains("waiting negative: ")));
  EXPECT_FLOAT_EQ(analysis.topics[0].confidence, 0.9F);
}

/// Heads that are always of the same opinion.
class Opinion : public LearntHeads {
 public:
  explicit Opinion(std::array<float, 3> three) : three_(three) {}
  void read(const Tokens&, const Tokens&, std::string_view, Learnt& out) const override {
    out.three = three_;
    out.sentiment = sentiment_of(three_);
  }
  [[nodiscard]] float polarity(const Tokens&, std::uint32_t, std::uint32_t) const override {
    return three_[2] - three_[0];
  }
  [[nodiscard]] std::string_view version() const override { return "opinion"; }

 private:
  std::array<float, 3> three_;
};

Sentiment sentiment_in(std::string_view comment, const std::array<float, 3>& learnt) {
  Analyser analyser({built_in(), nullptr, std::make_shared<const Opinion>(learnt)});
  Analysis analysis;
  analyser.analyse(comment, "", analysis);
  return analysis.sentiment;
}

TEST(Sentiments, AreWhatWasLearntAndWhatTheWordsSayTogether) {
  const std::array<float, 3> torn = {0.35F, 0.35F, 0.3F};
  EXPECT_EQ(sentiment_in("The lady was kind and helpful", torn).label, Polarity::positive);
  EXPECT_EQ(sentiment_in("A rude and dirty place", torn).label, Polarity::negative);
  const Sentiment sure =
      sentiment_in("They put us through to the department", {0.9F, 0.08F, 0.02F});
  EXPECT_EQ(sure.label, Polarity::negative);
  EXPECT_FALSE(sure.unsure);
  EXPECT_TRUE(sentiment_in("They put us through to the department", torn).unsure);
}

TEST(Sentiments, OfLanguagesThatWereNotTaughtGoByTheirWords) {
  EXPECT_EQ(sentiment_in("ありがとう 🙂", {1, 0, 0}).label, Polarity::positive);
}

std::string urgent_in(std::string_view comment) {
  const auto analysis = analysed(comment);
  return analysis.urgent ? std::string(to_string(analysis.urgent->kind)) : "";
}

TEST(Urgency, IsToldByKindAndSpan) {
  const auto analysis = analysed("Été: somebody slipped on the stairs");
  ASSERT_TRUE(analysis.urgent);
  EXPECT_EQ(analysis.urgent->kind, UrgentKind::injury);
  EXPECT_EQ(analysis.urgent->span.first_code_point, 14U);
  EXPECT_EQ(urgent_in("Aus der Küche kommt Rauch, es brennt"), "fire");
  EXPECT_EQ(urgent_in("Me robaron el bolso"), "theft");
  EXPECT_EQ(urgent_in("Lapsi oli yksin"), "child");
}

TEST(Urgency, LetsNegationsAndFiguresOfSpeechPass) {
  EXPECT_EQ(urgent_in("Nobody was hurt"), "");
  EXPECT_EQ(urgent_in("The staff were on fire today"), "");
  EXPECT_EQ(urgent_in("Killer coffee, cake to die for"), "");
  EXPECT_EQ(urgent_in("What a steal"), "");
  EXPECT_EQ(urgent_in("They were wonderful about my allergy"), "");
}

/// Heads that have always heard the same of the words before the first stop.
class Hearing : public LearntHeads {
 public:
  explicit Hearing(float probability) : probability_(probability) {}
  void read(const Tokens& comment, const Tokens&, std::string_view, Learnt& out) const override {
    out.urgency = {probability_, UrgentKind::medical, 0, comment.clauses.front().end};
  }
  [[nodiscard]] float polarity(const Tokens&, std::uint32_t, std::uint32_t) const override {
    return 0;
  }
  [[nodiscard]] std::string_view version() const override { return "hearing"; }

 private:
  float probability_;
};

std::string urgent_heard(std::string_view comment, float probability) {
  Analyser analyser({built_in(), nullptr, std::make_shared<const Hearing>(probability)});
  Analysis analysis;
  analyser.analyse(comment, "", analysis);
  if (!analysis.urgent) return "";
  const Span span = analysis.urgent->span;
  return std::string(to_string(analysis.urgent->kind)) + ": " +
         analysis.text.substr(span.begin, span.end - span.begin);
}

TEST(Urgency, IsAlsoWhatTheHeadsHearWhereNoPhraseDoes) {
  EXPECT_EQ(urgent_heard("The old chap went grey. Nice shop.", 0.9F),
            "medical: The old chap went grey");
  EXPECT_EQ(urgent_heard("The old chap went grey. Nice shop.", 0.2F), "");
}

TEST(Urgency, APhraseGivesItsOwnKindAndGoesWhereTheHeadsHearNothing) {
  EXPECT_EQ(urgent_heard("Somebody slipped on the stairs", 0.9F), "injury: slipped on the stairs");
  EXPECT_EQ(urgent_heard("Somebody slipped on the stairs", 0.001F), "");
}

TEST(Urgency, AFigureOfSpeechOrPraiseAsksForMoreThanALittleCertainty) {
  EXPECT_EQ(urgent_heard("The lady was wonderful and so kind", 0.8F), "");
  EXPECT_EQ(urgent_heard("The lady was wonderful and so kind", 0.95F),
            "medical: The lady was wonderful and so kind");
  EXPECT_EQ(urgent_heard("Killer coffee, cake to die for", 0.8F), "");
  EXPECT_EQ(urgent_heard("Killer coffee, cake to die for", 0.95F), "medical: Killer coffee");
}

TEST(Urgency, TellsTheGravestOfSeveral) {
  EXPECT_EQ(urgent_in("The floor was slippery and she had an allergic reaction"), "allergy");
}

TEST(Usable, IsWhatSaysSomething) {
  EXPECT_EQ(analysed("asdfghjk").unusable, Unusable::mash);
  EXPECT_EQ(analysed("jkjkjkjkjk").unusable, Unusable::mash);
  EXPECT_EQ(analysed("aksjdh kjashd").unusable, Unusable::mash);
  EXPECT_EQ(analysed("headhunter from Kjelvik").unusable, Unusable::no);
  EXPECT_EQ(analysed("Pills http://x.example so good they say http://x.example").unusable,
            Unusable::spam);
  EXPECT_EQ(analysed("...").unusable, Unusable::empty);
  EXPECT_EQ(analysed("").unusable, Unusable::empty);
  EXPECT_EQ(analysed("Earn money fast, click here http://x.example").unusable, Unusable::spam);
  EXPECT_EQ(analysed("hahaha").unusable, Unusable::no);
  EXPECT_EQ(analysed("Mmmmm").unusable, Unusable::no);
  EXPECT_EQ(analysed("ok").unusable, Unusable::no);
}

TEST(Usable, OnlyEmojiStillHaveASentiment) {
  const auto good = analysed("😍👍");
  EXPECT_EQ(good.unusable, Unusable::emoji);
  EXPECT_EQ(good.sentiment.label, Polarity::positive);
  EXPECT_EQ(analysed("😡").sentiment.label, Polarity::negative);
}

TEST(Usable, SwearingIsFlaggedAndKept) {
  const auto analysis = analysed("fucking long queue");
  EXPECT_TRUE(analysis.profanity);
  EXPECT_EQ(analysis.unusable, Unusable::no);
  EXPECT_FALSE(analysed("what a day").profanity);
}

TEST(Analysis, NamesItsTaxonomyAndSaysWhatItRepaired) {
  const auto analysis = analysed("caf\xE9");
  EXPECT_EQ(analysis.taxonomy, built_in()->version());
  EXPECT_EQ(analysis.model, "");
  EXPECT_TRUE(analysis.repaired);
}

void expect_sound(const Analysis& analysis) {
  RC_ASSERT(is_utf8(analysis.text) && is_utf8(analysis.redacted));
  const auto within = [&](const Span& span) {
    return span.begin < span.end && span.end <= analysis.text.size() &&
           count_code_points(std::string_view(analysis.text).substr(0, span.begin)) ==
               span.first_code_point;
  };
  for (const auto& topic : analysis.topics) RC_ASSERT(within(topic.span));
  if (analysis.urgent) RC_ASSERT(within(analysis.urgent->span));
  RC_ASSERT(analysis.sentiment.score >= -1 && analysis.sentiment.score <= 1);
  RC_ASSERT(analysis.sentiment.confidence >= 0 && analysis.sentiment.confidence <= 1);
}

RC_GTEST_PROP(Analysis, OfAnyBytesIsSound, (const std::string& bytes)) {
  expect_sound(analysed(bytes));
}

/// Sense stitched from pieces that the readers look for, in any order.
RC_GTEST_PROP(Analysis, OfAnyStitchedWordsIsSound, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "queue", "not", "but", "fire", "on fire", "+44 161 496 0000", "@", "a@b.co", "4111", "GB82",
      "my name is", "Jane", "ul.", "12", "…", "👍🏽", "é", "\xFF", "و", "سعر", ". ", ",", "\n",
      "~", "never", "friendly", "l'", "http://", "'"));
  std::string comment;
  for (const auto& piece : pieces) comment += piece + " ";
  expect_sound(analysed(comment));
}

/// One Analyser for a long life: nothing of one comment shows in the next.
TEST(Analyser, ForgetsTheCommentBefore) {
  Analyser analyser({built_in(), nullptr, nullptr});
  Analysis first;
  Analysis second;
  analyser.analyse("Rude staff, fire in the kitchen, call 0161 496 0000 fuck", "", second);
  analyser.analyse("Fine.", "", second);
  first = analysed("Fine.");
  EXPECT_EQ(second.redacted, first.redacted);
  EXPECT_TRUE(second.topics.empty() && !second.urgent && second.personal.empty());
  EXPECT_FALSE(second.profanity);
}

TEST(Analyser, ReadsAMegabyteInOnePass) {
  std::string comment;
  while (comment.size() + 20 < kCommentBytesMax) comment += "no queue 12 34 56 @ ";
  const auto analysis = analysed(comment);
  EXPECT_FALSE(analysis.topics.empty());
}

}  // namespace
}  // namespace earshot::text
