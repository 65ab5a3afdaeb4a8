#include "core/text/features.h"

#include <algorithm>
#include <cmath>

#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::size_t kSeenSlots = 1U << 14;
constexpr std::size_t kHashedMax = 12'000;
constexpr std::array<float, kFeatureKindCount> kKindLength = {1.0F, 1.0F, 0.6F, 0.5F};

// Seeds that keep features of different making apart.
constexpr std::uint64_t kOne = 0x51;
constexpr std::uint64_t kTwo = 0x52;
constexpr std::uint64_t kThree = 0x53;
constexpr std::uint64_t kSkip = 0x54;
constexpr std::uint64_t kNegated = 0x55;
constexpr std::uint64_t kAfterBut = 0x56;
constexpr std::uint64_t kBegin = 0x57;
constexpr std::uint64_t kEnd = 0x58;
constexpr std::uint64_t kLetters = 0x59;
constexpr std::uint64_t kAsked = 0x5A;
constexpr std::uint64_t kAskedWord = 0x5B;
constexpr std::uint64_t kShape = 0x5C;
constexpr std::uint64_t kAskedPair = 0x5D;
constexpr std::uint64_t kWhole = 0x5E;

constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0) {
  std::uint64_t h = (seed * 0x9E3779B97F4A7C15ULL) ^ a;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  h = (h + b) * 0xC2B2AE3D27D4EB4FULL;
  return h ^ (h >> 29);
}

/// The word itself, or 0 for what has none. Every number is the same word: "12" and "40" alike.
std::uint64_t word_hash(const Token& token) {
  if (token.kind == TokenKind::punctuation) return 0;
  return token.kind == TokenKind::number ? hash_of("0") : token.hash;
}

/// Entry of `word`, or of what stands before its apostrophe ("sister's" is "sister").
bool find_word(const WordTable& words, std::string_view word, std::uint64_t hash,
               WordTable::Entry& entry) {
  if (words.find(hash, entry)) return true;
  const std::size_t apostrophe = word.find('\'');
  if (word.ends_with("n't")) return false;  // "won't" is not "won"
  return apostrophe != std::string_view::npos && apostrophe > 0 &&
         words.find(hash_of(word.substr(0, apostrophe)), entry);
}

}  // namespace

bool is_negation(std::string_view folded_word) {
  static constexpr std::array<std::string_view, 44> kWords = {
      "not",     "no",     "never",   "none",  "nothing", "nobody",  "neither", "nor",   "cannot",
      "without", "hardly", "barely",  "lack",  "lacks",   "lacking", "dont",    "didnt", "wasnt",
      "isnt",    "cant",   "couldnt", "wont",  "nunca",   "nada",    "ningun",  "sin",   "ne",
      "pas",     "jamais", "rien",    "sans",  "nicht",   "kein",    "keine",   "nie",   "nao",
      "sem",     "non",    "mai",     "senza", "ei",      "nie",     "bez",     "لا"};
  return folded_word.ends_with("n't") ||
         std::find(kWords.begin(), kWords.end(), folded_word) != kWords.end();
}

ReadContext FeatureReader::context(const Tokens& question) const {
  ReadContext read;
  float sum = 0;
  for (const Token& token : question.tokens) {
    const std::uint64_t hash = word_hash(token);
    if (hash == 0) continue;
    read.hash = mix(kAsked, read.hash, hash);
    WordTable::Entry entry;
    if (words_ == nullptr || !find_word(*words_, question.word(token), hash, entry)) continue;
    const float weight = entry.weight * entry.scale;
    for (std::size_t i = 0; i < kWordDimensions; ++i)
      read.mean[i] += weight * static_cast<float>(entry.numbers[i]);
    sum += entry.weight;
  }
  if (sum > 0) {
    for (float& x : read.mean) x /= sum;
  }
  return read;
}

void FeatureReader::read(const Tokens& comment, std::uint32_t first, std::uint32_t end,
                         const ReadContext& context) {
  end = std::min(end, static_cast<std::uint32_t>(comment.tokens.size()));
  seen_.resize(kSeenSlots);
  if (++reading_ == 0) {  // after 2^32 readings the marks of the first would look new
    std::ranges::fill(seen_, 0);
    reading_ = 1;
  }
  hashed_.clear();
  pooled_.assign(kPooledNumbers, 0);
  collect(comment, first, end);
  add_words();
  for (const Word& word : found_) add_letters(comment.word(comment.tokens[word.token]));
  add_context(context);
  add_shape(comment, first, end);
  weigh();
  pool(context);
}

void FeatureReader::collect(const Tokens& comment, std::uint32_t first, std::uint32_t end) {
  found_.clear();
  std::uint32_t clause = UINT32_MAX;
  bool negated = false;
  bool contrast = false;
  std::uint32_t sentence = UINT32_MAX;
  for (std::uint32_t i = first; i < end && found_.size() < kFeatureWordsMax; ++i) {
    const Token& token = comment.tokens[i];
    const std::uint64_t hash = word_hash(token);
    if (token.clause != clause) {
      clause = token.clause;
      negated = false;
      const Clause& in = comment.clauses[clause];
      contrast = in.contrast || (contrast && in.sentence == sentence);
      sentence = in.sentence;
    }
    if (hash == 0) continue;
    Word word{hash, i, sentence, negated, contrast, 0};
    const std::string_view folded = comment.word(token);
    WordTable::Entry entry;
    if (words_ != nullptr && find_word(*words_, folded, hash, entry)) word.valence = entry.valence;
    if (is_negation(folded)) negated = true;
    found_.push_back(word);
  }
}

/// Takes a feature once, by its first 32 bits.
void FeatureReader::add(FeatureKind kind, std::uint64_t hash) {
  if (hashed_.size() >= kHashedMax) return;
  const auto id = static_cast<std::uint32_t>(hash >> 32);
  const std::uint64_t mark = (std::uint64_t{id} << 32) | reading_;
  std::size_t at = id & (kSeenSlots - 1);
  while (static_cast<std::uint32_t>(seen_[at]) == reading_) {
    if (seen_[at] == mark) return;
    at = (at + 1) & (kSeenSlots - 1);
  }
  seen_[at] = mark;
  hashed_.push_back({id, kind, 0});
}

void FeatureReader::add_words() {
  const std::size_t n = found_.size();
  const auto near = [&](std::size_t i, std::size_t steps) {
    return i + steps < n && found_[i + steps].sentence == found_[i].sentence;
  };
  std::uint64_t whole = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Word& word = found_[i];
    whole = mix(kWhole, whole, word.hash);
    add(FeatureKind::words, mix(kOne, word.hash));
    if (word.negated) add(FeatureKind::words, mix(kNegated, word.hash));
    if (word.contrast) add(FeatureKind::words, mix(kAfterBut, word.hash));
    if (i == 0 || found_[i - 1].sentence != word.sentence)
      add(FeatureKind::words, mix(kBegin, word.hash));
    if (!near(i, 1)) {
      add(FeatureKind::words, mix(kEnd, word.hash));
      continue;
    }
    const std::uint64_t next = found_[i + 1].hash;
    add(FeatureKind::words, mix(kTwo, word.hash, next));
    if (!near(i, 2)) continue;
    const std::uint64_t third = found_[i + 2].hash;
    add(FeatureKind::words, mix(kThree, mix(kTwo, word.hash, next), third));
    add(FeatureKind::words, mix(kSkip, word.hash, third));
    if (near(i, 3)) add(FeatureKind::words, mix(kSkip, word.hash, found_[i + 3].hash));
  }
  if (n > 0 && n <= 6) add(FeatureKind::words, mix(kWhole, whole));
}

/// Runs of 3–5 letters, edges included: they see stems, endings and slips of the finger.
void FeatureReader::add_letters(std::string_view word) {
  constexpr std::size_t kLettersMax = 30;
  std::array<std::uint64_t, kLettersMax + 2> letters{};
  std::size_t n = 0;
  letters[n++] = '_';
  for (std::size_t at = 0; at < word.size() && n <= kLettersMax;) {
    const CodePoint c = code_point_at(word, at);
    letters[n++] = c.value;
    at += c.size;
  }
  letters[n++] = '_';
  for (std::size_t i = 0; i + 3 <= n; ++i) {
    std::uint64_t run = mix(kLetters, letters[i], letters[i + 1]);
    for (std::size_t last = i + 2; last < std::min(n, i + 5); ++last) {
      run = mix(kLetters, run, letters[last]);
      add(FeatureKind::letters, run);
    }
  }
}

/// What was asked, and each word as an answer to it: "nothing" is praise where the question was
/// what could be better.
void FeatureReader::add_context(const ReadContext& context) {
  if (context.hash == 0) return;
  add(FeatureKind::context, mix(kAsked, context.hash));
  for (std::size_t i = 0; i < found_.size(); ++i) {
    add(FeatureKind::context, mix(kAskedWord, context.hash, found_[i].hash));
    if (i + 1 < found_.size()) {
      add(FeatureKind::context,
          mix(kAskedPair, context.hash, mix(kTwo, found_[i].hash, found_[i + 1].hash)));
    }
  }
}

void FeatureReader::add_shape(const Tokens& comment, std::uint32_t first, std::uint32_t end) {
  float good = 0;
  float bad = 0;
  float last = 0;
  float after_but = 0;
  float strongest = 0;
  for (const Word& word : found_) {
    const float v = word.negated ? -0.74F * word.valence : word.valence;
    (v > 0 ? good : bad) += v;
    if (v != 0) last = v;
    if (word.contrast) after_but += v;
    if (std::abs(v) > std::abs(strongest)) strongest = v;
  }
  int shouts = 0;
  int asks = 0;
  int dots = 0;
  int capitals = 0;
  int pictures = 0;
  for (std::uint32_t i = first; i < end; ++i) {
    const Token& token = comment.tokens[i];
    if (token.all_capitals) ++capitals;
    if (token.kind == TokenKind::emoji || token.kind == TokenKind::emoticon) ++pictures;
    if (token.kind != TokenKind::punctuation) continue;
    const std::string_view sign = comment.original(token);
    if (sign.front() == '!') ++shouts;
    if (sign.front() == '?') ++asks;
    if (sign.starts_with("..") || sign.starts_with("\xE2\x80\xA6")) ++dots;
  }
  const float total = good + bad;
  const auto words = static_cast<float>(found_.size());
  const std::array<float, kShapeNumbers> shape = {total / std::sqrt(total * total + 15),
                                                  good / 6,
                                                  bad / 6,
                                                  last / 3,
                                                  after_but / 4,
                                                  strongest / 3,
                                                  total / (4 * std::sqrt(words + 1)),
                                                  static_cast<float>(std::min(shouts, 4)) / 2,
                                                  static_cast<float>(std::min(asks, 4)) / 2,
                                                  static_cast<float>(std::min(dots, 4)) / 2,
                                                  static_cast<float>(std::min(capitals, 6)) / 3,
                                                  static_cast<float>(std::min(pictures, 4)) / 2,
                                                  std::log1p(words) / 2 - 1,
                                                  words <= 3 ? 1.0F : 0.0F,
                                                  good != 0 && bad != 0 ? 1.0F : 0.0F,
                                                  good == 0 && bad == 0 ? 1.0F : 0.0F};
  float* out = pooled_.data() + kPools * kWordDimensions;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const float x = std::clamp(shape[i], -3.0F, 3.0F);
    out[i] = x;
    // A few steps of each number, for the linear heads, which cannot bend a line.
    add(FeatureKind::shape, mix(kShape, i, static_cast<std::uint64_t>(std::lround(x * 3) + 100)));
  }
}

void FeatureReader::weigh() {
  std::array<float, kFeatureKindCount> counts{};
  for (const HashedFeature& f : hashed_) counts[static_cast<std::size_t>(f.kind)] += 1;
  std::array<float, kFeatureKindCount> values{};
  for (std::size_t k = 0; k < kFeatureKindCount; ++k)
    values[k] = counts[k] > 0 ? kKindLength[k] / std::sqrt(counts[k]) : 0;
  for (HashedFeature& f : hashed_) f.value = values[static_cast<std::size_t>(f.kind)];
}

void FeatureReader::pool(const ReadContext& context) {
  if (words_ == nullptr || words_->empty()) return;
  constexpr std::size_t kD = kWordDimensions;
  float* mean = pooled_.data();
  float* largest = mean + kD;
  float* smallest = mean + 2 * kD;
  float* negated = mean + 3 * kD;
  float* asked = mean + 4 * kD;
  float weights = 0;
  float negated_weights = 0;
  for (const Word& word : found_) {
    WordTable::Entry entry;
    if (!words_->find(word.hash, entry) || entry.scale == 0) continue;
    weights += entry.weight;
    if (word.negated) negated_weights += entry.weight;
    for (std::size_t i = 0; i < kD; ++i) {
      const float x = entry.scale * static_cast<float>(entry.numbers[i]);
      mean[i] += entry.weight * x;
      largest[i] = std::max(largest[i], x);
      smallest[i] = std::min(smallest[i], x);
      if (word.negated) negated[i] += entry.weight * x;
    }
  }
  const float scale = weights > 0 ? 1 / weights : 0;
  const float negated_scale = negated_weights > 0 ? 1 / negated_weights : 0;
  for (std::size_t i = 0; i < kD; ++i) {
    mean[i] *= 2 * scale;
    negated[i] *= negated_scale;
    asked[i] = context.mean[i];
  }
}

}  // namespace earshot::text
