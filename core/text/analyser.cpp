#include "core/text/analyser.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/check.h"
#include "core/text/language.h"
#include "core/text/personal_data.h"
#include "core/text/unicode.h"
#include "core/text/usable.h"

namespace earshot::text {
namespace {

constexpr float kOpinion = 0.2F;        ///< from here on a clause is good or bad
constexpr float kPhraseOpinion = 0.6F;  ///< what a phrase that says it by itself counts
constexpr float kLanguageKnown = 0.8F;  ///< from here on only its own phrases count
constexpr float kKeywordSure = 0.7F;    ///< the confidence of a topic that a keyword names
constexpr float kPhraseSure = 0.85F;    ///< … and that a whole phrase does

Polarity polarity_of(float opinion) {
  return opinion >= kOpinion    ? Polarity::positive
         : opinion <= -kOpinion ? Polarity::negative
                                : Polarity::neutral;
}

/// "and" and its kin part a clause where both sides have an opinion: "kind staff and long queues".
bool is_and(std::uint64_t hash) {
  static constexpr std::array kAnds = {
      hash_of("and"), hash_of("y"),  hash_of("et"),   hash_of("und"),   hash_of("e"),
      hash_of("i"),   hash_of("ja"), hash_of("oraz"), hash_of("sowie"), hash_of("و")};
  return std::find(kAnds.begin(), kAnds.end(), hash) != kAnds.end();
}

/// Whether the weights of sentiment were taught in this language too.
bool is_taught(std::string_view language) {
  static constexpr std::array<std::string_view, 9> kTaught = {"en", "es", "fr", "de", "pt",
                                                              "it", "pl", "fi", "ar"};
  return std::ranges::find(kTaught, language) != kTaught.end();
}

/// What was learnt and what the lists say, in one: each word of the lists moves the odds. The
/// weights were taught where few comments are about a shop; there the lists know more. How much
/// they count was chosen on texts that the weights had not seen (assets/models/MODEL_CARD.md).
Sentiment mixed(const Learnt& learnt, const Sentiment& listed) {
  constexpr float kSide = 1.5F;
  constexpr float kNotNeutral = 0.3F;
  constexpr float kCalm = 0.7F;  // both know some of the same words: together they are too sure
  std::array<float, 3> p = {learnt.three[0] * std::exp(-kSide * listed.score),
                            learnt.three[1] * std::exp(-kNotNeutral * std::abs(listed.score)),
                            learnt.three[2] * std::exp(kSide * listed.score)};
  for (float& x : p) x = std::pow(x, kCalm);
  const float all = p[0] + p[1] + p[2];
  if (!(all > 0)) return listed;
  for (float& x : p) x /= all;
  Sentiment sentiment = sentiment_of(p);
  if (sentiment.label == learnt.sentiment->label) {
    sentiment.five = learnt.sentiment->five;
  } else if (sentiment.label == listed.label) {
    sentiment.five = listed.five;
  }
  return sentiment;
}

}  // namespace

Analyser::Analyser(Parts parts)
    : parts_(std::move(parts)),
      asides_(parts_.taxonomy == nullptr ? TopicAsides() : TopicAsides(*parts_.taxonomy)) {}

float Analyser::opinion_of(std::uint32_t first, std::uint32_t end) const {
  // The heads cost a pass over features for each question, so the words are asked first.
  const bool silent = !polarities_.any(first, end);
  if (silent && parts_.learnt != nullptr && learnt_language_) {
    return parts_.learnt->polarity(tokens_, first, end);
  }
  return polarities_.of(first, end);
}

/// What is thought of the words first … last: in their part of the clause, else in the clause, the
/// sentence, or a comment of one sentence.
float Analyser::opinion_around(std::uint32_t first, std::uint32_t last) const {
  const auto& clause = tokens_.clauses[tokens_.tokens[first].clause];
  std::uint32_t from = first;
  std::uint32_t to = last + 1;
  while (from > clause.first && !is_and(tokens_.tokens[from - 1].hash)) --from;
  while (to < clause.end && !is_and(tokens_.tokens[to].hash)) ++to;
  if (polarities_.any(from, to)) return opinion_of(from, to);
  const float in_clause = opinion_of(clause.first, clause.end);
  if (std::abs(in_clause) >= kOpinion) return in_clause;
  // "The staff, honestly, were awful.": the opinion stands in the next clause of the sentence.
  const auto index = tokens_.tokens[first].clause;
  for (const std::uint32_t step : {index + 1, index - 1}) {
    if (step >= tokens_.clauses.size()) continue;  // also before the first, which wraps round
    const Clause& other = tokens_.clauses[step];
    const bool turned = step > index ? other.contrast : clause.contrast;
    if (other.sentence != clause.sentence || turned || taken_[step]) continue;
    const float opinion = opinion_of(other.first, other.end);
    if (std::abs(opinion) >= kOpinion) return opinion;
  }
  return in_clause;
}

void Analyser::find_mentions(const Analysis& out) {
  mentions_.clear();
  if (parts_.taxonomy == nullptr) return;
  const bool known = out.language_confidence >= kLanguageKnown;
  parts_.taxonomy->find(tokens_, known ? std::string_view(out.language.str()) : "", mentions_);
  for (const auto& mention : mentions_) {
    if (mention.lean != 0) polarities_.lean(mention.first, mention.last, mention.lean);
  }
}

void Analyser::read_topics(Analysis& out) {
  out.topics.clear();
  if (parts_.taxonomy == nullptr) return;
  taken_.assign(tokens_.clauses.size(), false);
  for (const auto& mention : mentions_) {
    if (!mention.thing) taken_[tokens_.tokens[mention.first].clause] = true;
  }
  const auto& topics = parts_.taxonomy->topics();
  sums_.assign(topics.size(), {});
  for (const auto& mention : mentions_) {
    TopicSum& sum = sums_[mention.topic];
    float opinion = 0;
    if (mention.lean != 0) {
      opinion = kPhraseOpinion * static_cast<float>(mention.lean);
      if (polarities_.negated(mention.first)) opinion = -opinion;
    } else {
      opinion = opinion_around(mention.first, mention.last);
    }
    // "I came in for milk" says nothing of it, and "four pounds for a coffee" speaks of the price.
    if (mention.thing &&
        (std::abs(opinion) < kOpinion || taken_[tokens_.tokens[mention.first].clause])) {
      continue;
    }
    const std::uint32_t size = mention.last - mention.first + 1;
    const bool leans = mention.lean != 0;
    sum.opinion += opinion;
    sum.leaning += leans ? opinion : 0;
    sum.leans += leans ? 1 : 0;
    ++sum.mentions;
    // The longest phrase tells best; of the same length, the one that says what is thought.
    if (sum.mentions == 1 || (leans && !sum.shown_leans) ||
        (leans == sum.shown_leans && size > sum.shown_size)) {
      sum.first = mention.first;
      sum.last = mention.last;
      sum.shown_size = size;
      sum.shown_leans = leans;
    }
  }
  for (std::size_t t = 0; t < topics.size(); ++t) {
    const TopicSum& sum = sums_[t];
    if (sum.mentions == 0) continue;
    TopicReading& reading = out.topics.emplace_back();
    reading.id = topics[t].id;
    const float opinion = sum.leans > 0 ? sum.leaning / static_cast<float>(sum.leans)
                                        : sum.opinion / static_cast<float>(sum.mentions);
    reading.polarity = polarity_of(opinion);
    reading.confidence = sum.shown_leans || sum.shown_size > 1 ? kPhraseSure : kKeywordSure;
    reading.span = span_of(tokens_.tokens[sum.first], tokens_.tokens[sum.last]);
  }
  add_learnt_topics(out);
  add_taught_topics(out);
}

/// The topic of that id in `out`: null where it was there before (its confidence is the larger of
/// both then) or the taxonomy has none.
TopicReading* Analyser::topic_of(std::string_view id, float confidence, Analysis& out) const {
  const auto same = [&](const auto& topic) { return topic.id.str() == id; };
  if (const auto found = std::ranges::find_if(out.topics, same); found != out.topics.end()) {
    found->confidence = std::max(found->confidence, confidence);
    return nullptr;
  }
  const auto& topics = parts_.taxonomy->topics();
  const auto topic = std::ranges::find_if(topics, same);
  if (topic == topics.end()) return nullptr;
  TopicReading& reading = out.topics.emplace_back();
  reading.id = topic->id;
  reading.polarity = out.sentiment.label;
  reading.confidence = confidence;
  return &reading;
}

/// What the heads think of each topic: a phrase that they do not believe at all names none ("the
/// price of fame"), and what no phrase names they may hear in a clause, which is underlined.
void Analyser::add_learnt_topics(Analysis& out) const {
  for (const LearntTopic& heard : learnt_.topics) {
    if (heard.probability < kTopicDoubted) {
      std::erase_if(out.topics, [&](const auto& topic) { return topic.id.str() == heard.id; });
    }
    const bool named = std::ranges::any_of(
        out.topics, [&](const auto& topic) { return topic.id.str() == heard.id; });
    if (!named && heard.probability < kTopicHeard) continue;
    TopicReading* const reading = topic_of(heard.id, heard.probability, out);
    if (reading == nullptr || heard.first == heard.end) continue;
    reading->span = span_of_words(tokens_, heard.first, heard.end);
    const float opinion = opinion_of(heard.first, heard.end);
    if (std::abs(opinion) >= kOpinion) reading->polarity = polarity_of(opinion);
  }
}

/// A label is a topic where it is an id of the taxonomy, whoever taught it: corrections at a
/// location are labelled with these ids.
void Analyser::add_taught_topics(Analysis& out) const {
  for (const auto& label : learnt_.labels) topic_of(label.label, label.confidence, out);
}

void Analyser::read_language(Analysis& out) const {
  out.language = LanguageTag();
  out.language_confidence = 0;
  if (parts_.language != nullptr) {
    auto reading = parts_.language->read(tokens_.text);
    out.language = std::move(reading.language);
    out.language_confidence = reading.confidence;
  } else if (const auto script = language_of_script(tokens_.text); !script.empty()) {
    out.language = LanguageTag::trusted(std::string(script));
    out.language_confidence = 0.9F;
  }
}

void Analyser::analyse(std::string_view comment, std::string_view context, Analysis& out) {
  EARSHOT_CHECK(comment.size() <= kCommentBytesMax);
  tokenise(comment, tokens_);
  out.text = tokens_.text;
  out.repaired = tokens_.repaired;
  read_language(out);
  out.unusable = read_usable(tokens_);
  out.profanity = has_profanity(tokens_);
  const bool known = out.language_confidence >= kLanguageKnown;
  const auto spoken = known ? std::string_view(out.language.str()) : std::string_view();
  polarities_.read(tokens_, spoken);
  find_mentions(out);

  learnt_.sentiment.reset();
  learnt_.urgency.reset();
  learnt_.emotions.clear();
  learnt_.labels.clear();
  learnt_.topics.clear();
  out.emotions.clear();
  out.labels.clear();
  const bool english = out.language.str() == "en" || out.language.empty();
  learnt_language_ = english || (known && is_taught(spoken));
  if (parts_.learnt != nullptr) {
    with_asides_ = tokens_;
    asides_.append(mentions_, with_asides_);
    parts_.learnt->read(tokens_, with_asides_, context, learnt_);
  }
  // The weights were taught in nine languages: others go by the words of all lists.
  const Sentiment listed = polarities_.sentiment(tokens_);
  const bool taught = learnt_.sentiment && learnt_language_ && out.unusable != Unusable::emoji;
  out.sentiment = taught ? mixed(learnt_, listed) : listed;
  const bool says_nothing = out.unusable == Unusable::empty || out.unusable == Unusable::mash;
  if (says_nothing) out.sentiment = {};  // neutral, and unsure of it
  if (english) out.emotions = learnt_.emotions;

  read_topics(out);
  out.labels = learnt_.labels;
  out.urgent = urgency_.read(tokens_, polarities_, spoken, learnt_.urgency);
  find_personal_data(tokens_, out.personal);
  redact(tokens_.text, out.personal, out.redacted);
  out.model = parts_.learnt == nullptr ? std::string_view() : parts_.learnt->version();
  out.taxonomy = parts_.taxonomy == nullptr ? std::string() : parts_.taxonomy->version();
}

}  // namespace earshot::text
