#include "core/text/urgency.h"

#include <algorithm>
#include <array>

#include "core/text/unicode.h"
#include "core/text/urgent_body_words.h"
#include "core/text/urgent_danger_words.h"
#include "core/text/urgent_person_words.h"

namespace earshot::text {
namespace {

constexpr std::uint32_t kFigure = 1000;
constexpr std::uint32_t kNegationReach = 3;  ///< words between "nobody" and "hurt", and one more
/// "They did not serve us because we are …": here only what stands right before counts.
constexpr std::uint32_t kShortReach = 1;
constexpr float kPraise = 0.3F;
/// What the heads must think at least of a comment for its phrases to count, the ones that say it
/// and the ones that only may; and of a sentence with a figure of speech or praise to call it
/// urgent by themselves.
constexpr float kSureHeard = 0.3F;
constexpr float kMaybeHeard = 0.5F;
constexpr float kHarmlessHeard = 0.9F;

/// Which of two urgent things a manager must hear of first; the smaller number.
constexpr std::array<std::uint8_t, kUrgentKindCount> kGravity = {
    6,   // illness
    0,   // allergy
    5,   // injury
    1,   // fire
    2,   // violence
    4,   // harassment
    9,   // theft
    3,   // child
    7,   // medical
    11,  // hazard
    8,   // discrimination
    10,  // privacy
};

constexpr std::array<std::string_view, 10> kLanguages = {"",   "en", "es", "fr", "de",
                                                         "pt", "it", "pl", "fi", "ar"};
constexpr std::uint32_t kKinds = 32;  ///< a payload is language · 32 + kind · 2 + maybe

std::uint32_t language_index(std::string_view tag) {
  const auto found = std::find(kLanguages.begin(), kLanguages.end(), tag);
  return found == kLanguages.end() ? 0 : static_cast<std::uint32_t>(found - kLanguages.begin());
}

void add_all(Phrases& phrases, std::string_view list, std::uint32_t payload) {
  std::uint32_t language = 0;
  while (!list.empty()) {
    const auto end = std::min(list.find('|'), list.size());
    const auto phrase = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    if (phrase.starts_with('@')) {
      language = language_index(phrase.substr(1));
    } else {
      phrases.add(phrase, payload + language * kKinds);
    }
  }
}

const Phrases& phrases() {
  static const Phrases kPhrases = [] {
    Phrases made;
    for (const UrgentWords* words :
         {&kIllnessWords, &kAllergyWords, &kInjuryWords, &kFireWords, &kViolenceWords,
          &kHarassmentWords, &kTheftWords, &kChildWords, &kMedicalWords, &kHazardWords,
          &kDiscriminationWords, &kPrivacyWords}) {
      const auto kind = static_cast<std::uint32_t>(words->kind);
      add_all(made, words->sure, kind * 2);
      add_all(made, words->maybe, kind * 2 + 1);
    }
    add_all(made, kFigures, kFigure);
    made.build();
    return made;
  }();
  return kPhrases;
}

bool is_among(std::uint64_t hash, const std::vector<std::uint64_t>& words) {
  return std::binary_search(words.begin(), words.end(), hash);
}

std::vector<std::uint64_t> sorted_hashes(std::initializer_list<std::string_view> words) {
  std::vector<std::uint64_t> hashes;
  for (const auto word : words) hashes.push_back(hash_of(word));
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

}  // namespace

bool UrgencyReader::negated(const Tokens& comment, std::uint32_t token, std::uint32_t reach) const {
  static const auto kNegations = sorted_hashes(
      {"no",      "not",      "nobody",  "never",   "without", "none",    "don't",   "didn't",
       "doesn't", "isn't",    "wasn't",  "weren't", "aren't",  "haven't", "hasn't",  "nadie",
       "sin",     "ningun",   "ninguna", "nunca",   "pas",     "jamais",  "aucun",   "aucune",
       "sans",    "personne", "nicht",   "kein",    "keine",   "keinen",  "keiner",  "niemand",
       "nie",     "ohne",     "nao",     "sem",     "ninguem", "nenhum",  "nenhuma", "non",
       "nessun",  "nessuno",  "nessuna", "senza",   "mai",     "bez",     "nikt",    "zaden",
       "zadnych", "nigdy",    "zadnej",  "ei",      "eika",    "kukaan",  "ilman",   "koskaan",
       "لا",      "لم",       "ليس",     "بدون",    "لن",      "ما"});
  static const auto kTurns =
      sorted_hashes({"when", "after",   "because", "while",   "until",  "since",  "as",    "that",
                     "and",  "cuando",  "porque",  "despues", "quand",  "apres",  "parce", "weil",
                     "als",  "nachdem", "quando",  "dopo",    "perche", "depois", "bo",    "kiedy",
                     "gdy",  "kun",     "koska",   "عندما",   "لان",    "que",    "dass",  "ze",
                     "che",  "etta",    "i",       "y",       "et",     "und",    "ja"});
  const auto clause = comment.tokens[token].clause;
  for (std::uint32_t i = token, back = 0; i-- > 0 && back <= reach; ++back) {
    const Token& before = comment.tokens[i];
    if (before.clause != clause || is_among(before.hash, kTurns)) return false;
    // "No, I was hurt": a negation at the front with a stop behind it is another clause already.
    if (is_among(before.hash, kNegations)) return true;
  }
  return false;
}

namespace {

/// The mean opinion of the sentence that `token` is in.
float opinion_of_sentence(const Tokens& comment, const Polarities& polarities,
                          std::uint32_t token) {
  const auto sentence_of = [&](std::uint32_t i) {
    return comment.clauses[comment.tokens[i].clause].sentence;
  };
  const auto sentence = sentence_of(token);
  std::uint32_t first = token;
  std::uint32_t end = token + 1;
  while (first > 0 && sentence_of(first - 1) == sentence) --first;
  while (end < comment.tokens.size() && sentence_of(end) == sentence) ++end;
  return polarities.of(first, end);
}

}  // namespace

const PhraseMatch* UrgencyReader::gravest(const Tokens& comment, const Polarities& polarities,
                                          std::uint32_t spoken, float heard) const {
  const PhraseMatch* gravest = nullptr;
  const auto gravity = [](const PhraseMatch& m) { return kGravity[m.payload % kKinds / 2]; };
  for (const PhraseMatch& match : matches_) {
    if (match.payload == kFigure) continue;
    const std::uint32_t of = match.payload / kKinds;
    if (spoken != 0 && of != 0 && of != spoken) continue;
    const bool maybe = match.payload % 2 == 1;
    if (heard < (maybe ? kMaybeHeard : kSureHeard)) continue;
    // A longer urgent phrase stands against a figure within it: "the fire exit is blocked".
    std::uint32_t figurative = 0;
    for (std::uint32_t i = match.first; i <= match.last; ++i) {
      figurative += std::binary_search(figures_.begin(), figures_.end(), i) ? 1 : 0;
    }
    if (figurative == match.last - match.first + 1) continue;
    const auto kind = static_cast<UrgentKind>(match.payload % kKinds / 2);
    const bool cause = kind == UrgentKind::discrimination || kind == UrgentKind::privacy;
    if (negated(comment, match.first, cause ? kShortReach : kNegationReach)) continue;
    if (maybe && opinion_of_sentence(comment, polarities, match.first) > kPraise) continue;
    const bool longer = gravest != nullptr && match.first == gravest->first &&
                        gravity(match) == gravity(*gravest) && match.last > gravest->last;
    if (gravest == nullptr || longer || gravity(match) < gravity(*gravest)) gravest = &match;
  }
  return gravest;
}

std::optional<UrgentReading> UrgencyReader::read(const Tokens& comment,
                                                 const Polarities& polarities,
                                                 std::string_view language,
                                                 const std::optional<LearntUrgency>& heard) {
  phrases().find(comment, matches_);
  figures_.clear();
  for (const PhraseMatch& match : matches_) {
    if (match.payload != kFigure) continue;
    for (std::uint32_t i = match.first; i <= match.last; ++i) figures_.push_back(i);
  }
  std::sort(figures_.begin(), figures_.end());
  const PhraseMatch* said =
      gravest(comment, polarities, language_index(language), heard ? heard->probability : 1.0F);
  if (said != nullptr) {
    return UrgentReading{static_cast<UrgentKind>(said->payload % kKinds / 2),
                         span_of(comment.tokens[said->first], comment.tokens[said->last])};
  }
  if (!heard || heard->first >= heard->end) return std::nullopt;
  const auto figure = std::lower_bound(figures_.begin(), figures_.end(), heard->first);
  const bool figurative = figure != figures_.end() && *figure < heard->end;
  const bool harmless =
      figurative || opinion_of_sentence(comment, polarities, heard->first) > kPraise;
  if (heard->probability < (harmless ? kHarmlessHeard : kUrgencyHeard)) return std::nullopt;
  return UrgentReading{heard->kind, span_of_words(comment, heard->first, heard->end)};
}

}  // namespace earshot::text
