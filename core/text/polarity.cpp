#include "core/text/polarity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/check.h"
#include "core/text/polarity_words_ar.h"
#include "core/text/polarity_words_de.h"
#include "core/text/polarity_words_en.h"
#include "core/text/polarity_words_es.h"
#include "core/text/polarity_words_fi.h"
#include "core/text/polarity_words_fr.h"
#include "core/text/polarity_words_it.h"
#include "core/text/polarity_words_pl.h"
#include "core/text/polarity_words_pt.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::uint32_t kNegation = 0;
constexpr std::uint32_t kWordKinds = 32;  ///< a payload is language · 32 + kind of word
constexpr std::uint32_t kZero = 10;
constexpr std::uint32_t kNegationReach = 4;  ///< words behind a negation that it turns round
constexpr float kTurned = -0.74F;            ///< VADER's factor for a negated word
constexpr float kSqueeze = 4;
constexpr float kNeutralBelow = 0.2F;

constexpr std::array<const PolarityWords*, 9> kPolarityWords = {
    &kEnglishWords, &kSpanishWords, &kFrenchWords,  &kGermanWords, &kPortugueseWords,
    &kItalianWords, &kPolishWords,  &kFinnishWords, &kArabicWords};

void add_all(Phrases& phrases, std::string_view list, std::uint32_t payload) {
  while (!list.empty()) {
    const auto end = std::min(list.find('|'), list.size());
    EARSHOT_CHECK(phrases.add(list.substr(0, end), payload));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

const Phrases& phrases() {
  static const Phrases kPhrases = [] {
    Phrases made;
    std::uint32_t language = 0;
    for (const PolarityWords* words : kPolarityWords) {
      add_all(made, words->very_good, language + kZero + 2);
      add_all(made, words->good, language + kZero + 1);
      add_all(made, words->bad, language + kZero - 1);
      add_all(made, words->very_bad, language + kZero - 2);
      // A negation means its very word: "non", not "none".
      std::string_view list = words->negations;
      while (!list.empty()) {
        const auto end = std::min(list.find('|'), list.size());
        std::string word(list.substr(0, end));
        if (word.back() != '*' && word.back() != '=') word += '=';
        made.add(word, language + kNegation);
        list.remove_prefix(std::min(end + 1, list.size()));
      }
      language += kWordKinds;
    }
    made.build();
    return made;
  }();
  return kPhrases;
}

/// Signs are compared whole, without the variation selectors that folding drops.
float sign_valence(std::uint64_t hash) {
  struct Signs {
    std::vector<std::uint64_t> good;
    std::vector<std::uint64_t> bad;
  };
  static const Signs kSigns = [] {
    const auto hashes = [](std::string_view list) {
      std::vector<std::uint64_t> all;
      while (!list.empty()) {
        const auto end = std::min(list.find('|', 1), list.size());
        std::string folded;
        append_folded(folded, list.substr(0, end));
        all.push_back(hash_of(folded));
        list.remove_prefix(std::min(end + 1, list.size()));
      }
      std::sort(all.begin(), all.end());
      return all;
    };
    return Signs{hashes(kGoodSigns), hashes(kBadSigns)};
  }();
  if (std::binary_search(kSigns.good.begin(), kSigns.good.end(), hash)) return 1.5F;
  if (std::binary_search(kSigns.bad.begin(), kSigns.bad.end(), hash)) return -1.5F;
  return 0;
}

float squeezed(float sum) { return sum / std::sqrt(sum * sum + kSqueeze); }

}  // namespace

void Polarities::read(const Tokens& comment, std::string_view language) {
  const std::size_t count = comment.tokens.size();
  valences_.assign(count, 0);
  negated_.assign(count, false);
  phrases().find(comment, matches_);
  const auto spoken = std::ranges::find(kPolarityWords, language, &PolarityWords::language);
  if (spoken != kPolarityWords.end()) {
    const auto wanted = static_cast<std::uint32_t>(spoken - kPolarityWords.begin());
    std::erase_if(matches_, [&](const PhraseMatch& m) { return m.payload / kWordKinds != wanted; });
  }
  for (const PhraseMatch& match : matches_) {
    if (match.payload % kWordKinds != kNegation) continue;
    const auto clause = comment.tokens[match.first].clause;
    for (std::uint32_t i = match.last + 1;
         i < count && i <= match.last + kNegationReach && comment.tokens[i].clause == clause; ++i) {
      negated_[i] = true;
    }
  }
  for (const PhraseMatch& match : matches_) {
    if (match.payload % kWordKinds == kNegation) continue;
    float valence = static_cast<float>(match.payload % kWordKinds) - static_cast<float>(kZero);
    if (negated_[match.first]) valence *= kTurned;
    // Of two phrases that end at one word, the longer one came first; the stronger one counts.
    float& kept = valences_[match.last];
    if (match.last > match.first) {
      for (std::uint32_t i = match.first; i < match.last; ++i) valences_[i] = 0;
      kept = valence;
    } else if (std::abs(valence) > std::abs(kept)) {
      kept = valence;
    }
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const Token& token = comment.tokens[i];
    if (token.kind == TokenKind::emoji || token.kind == TokenKind::emoticon) {
      valences_[i] = sign_valence(token.hash);
    }
  }
}

void Polarities::lean(std::uint32_t first, std::uint32_t last, int direction) {
  if (any(first, last + 1)) return;
  const auto valence = static_cast<float>(direction);
  valences_[last] = negated_[first] ? valence * kTurned : valence;
}

float Polarities::of(std::uint32_t first, std::uint32_t end) const {
  float sum = 0;
  for (std::uint32_t i = first; i < end; ++i) sum += valences_[i];
  return squeezed(sum);
}

bool Polarities::any(std::uint32_t first, std::uint32_t end) const {
  for (std::uint32_t i = first; i < end; ++i) {
    if (valences_[i] != 0) return true;
  }
  return false;
}

Sentiment Polarities::sentiment(const Tokens& comment) const {
  float sum = 0;
  float words = 0;
  const bool turned = std::any_of(comment.clauses.begin(), comment.clauses.end(),
                                  [](const Clause& c) { return c.contrast; });
  bool behind = false;
  for (const Clause& clause : comment.clauses) {
    behind = behind || clause.contrast;
    const float weight = !turned ? 1.0F : behind ? 1.5F : 0.5F;
    for (std::uint32_t i = clause.first; i < clause.end; ++i) {
      sum += valences_[i] * weight;
      words += std::abs(valences_[i]) * weight;
    }
  }
  Sentiment sentiment;
  sentiment.score = squeezed(sum);
  const float size = std::abs(sentiment.score);
  sentiment.label = size < kNeutralBelow  ? Polarity::neutral
                    : sentiment.score < 0 ? Polarity::negative
                                          : Polarity::positive;
  sentiment.five = sentiment.score <= -0.7F            ? 1
                   : sentiment.score <= -kNeutralBelow ? 2
                   : sentiment.score < kNeutralBelow   ? 3
                   : sentiment.score < 0.7F            ? 4
                                                       : 5;
  // Words for and against, or none at all, leave it open.
  sentiment.confidence = words == 0 ? 0.4F : 0.5F + 0.45F * std::abs(sum) / (words + 1);
  sentiment.unsure = sentiment.confidence < 0.6F;
  return sentiment;
}

}  // namespace earshot::text
