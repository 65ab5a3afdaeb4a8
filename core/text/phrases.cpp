#include "core/text/phrases.h"

#include <algorithm>
#include <bit>

#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::uint64_t kBasis = 0xcbf29ce484222325ULL;
constexpr std::uint64_t kPrime = 0x100000001b3ULL;
constexpr std::uint32_t kGapMax = 5;
constexpr std::size_t kMatchesMax = 4096;  ///< in one comment; what comes after says nothing new

/// FNV-1a goes on from one length of a word to the next, so all of its beginnings cost one pass.
std::uint64_t step(std::uint64_t h, char c) { return (h ^ static_cast<unsigned char>(c)) * kPrime; }

std::uint64_t key_of(std::string_view text) {
  std::uint64_t h = kBasis;
  for (const char c : text) h = step(h, c);
  return h;
}

bool is_arabic(std::string_view text) {
  return text.size() >= 2 && static_cast<unsigned char>(text[0]) >= 0xD8 &&
         static_cast<unsigned char>(text[0]) <= 0xDB;
}

/// Without the particles that Arabic writes in one with a word: wa-, fa-, bi-, li-, ka- and al-.
std::string_view without_particles(std::string_view word) {
  constexpr std::size_t kLettersLeftMin = 6;  // bytes: three letters
  const auto cut = [&](std::string_view particle) {
    if (!word.starts_with(particle) || word.size() - particle.size() < kLettersLeftMin)
      return false;
    word.remove_prefix(particle.size());
    return true;
  };
  if (!cut("و")) cut("ف");
  if (cut("ال") || cut("لل")) return word;
  if (cut("بال") || cut("كال")) return word;
  return word;
}

}  // namespace

bool Phrases::add(std::string_view phrase, std::uint32_t payload) {
  const auto slash = phrase.find('/');
  if (slash == std::string_view::npos) return add_one(phrase, payload);
  // The word with the first '/' is written out with each of its alternatives in turn.
  const auto space_before = phrase.rfind(' ', slash);
  const auto begin = space_before == std::string_view::npos ? 0 : space_before + 1;
  const auto end = std::min(phrase.find(' ', slash), phrase.size());
  std::string_view either = phrase.substr(begin, end - begin);
  while (true) {
    const auto cut = std::min(either.find('/'), either.size());
    std::string one(phrase.substr(0, begin));
    one += either.substr(0, cut);
    one += phrase.substr(end);
    if (cut == 0 || patterns_.size() >= kPatternsMax || !add(one, payload)) return false;
    if (cut == either.size()) return true;
    either.remove_prefix(cut + 1);
    if (either.empty()) return false;
  }
}

bool Phrases::add_one(std::string_view phrase, std::uint32_t payload) {
  Pattern pattern;
  pattern.payload = payload;
  std::string folded;
  append_folded(folded, phrase);
  std::string_view rest = folded;
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(" -"), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    Word word;
    word.gap = part == "~";
    if (part.ends_with('*')) word.ending = Ending::any;
    if (part.ends_with('=')) word.ending = Ending::none;
    if (word.ending != Ending::small) part.remove_suffix(1);
    // "d'attente" is two words in a comment, and so it is here.
    const auto apostrophe = part.find('\'');
    if (apostrophe != std::string_view::npos && apostrophe + 1 < part.size() &&
        is_elided(part.substr(0, apostrophe))) {
      Word elided;
      elided.text = std::string(part.substr(0, apostrophe + 1));
      elided.ending = Ending::none;
      pattern.words.push_back(std::move(elided));
      part.remove_prefix(apostrophe + 1);
    }
    word.text = std::string(part);
    if (part.empty() || part.find_first_of("*=") != std::string_view::npos) return false;
    pattern.words.push_back(std::move(word));
  }
  const auto& words = pattern.words;
  if (words.empty() || words.size() > kWordsMax || words.front().gap || words.back().gap) {
    return false;
  }
  pattern.key = key_of(words.front().text);
  patterns_.push_back(std::move(pattern));
  return true;
}

void Phrases::build() {
  std::stable_sort(patterns_.begin(), patterns_.end(),
                   [](const Pattern& a, const Pattern& b) { return a.key < b.key; });
  slots_.assign(std::bit_ceil(patterns_.size() * 2 + 2), Slot{});
  shortest_key_ = 1000;
  longest_key_ = 0;
  for (std::uint32_t i = 0; i < patterns_.size();) {
    std::uint32_t end = i;
    while (end < patterns_.size() && patterns_[end].key == patterns_[i].key) ++end;
    std::size_t slot = patterns_[i].key & (slots_.size() - 1);
    while (slots_[slot].end != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {patterns_[i].key, i, end};
    const std::size_t size = patterns_[i].words.front().text.size();
    shortest_key_ = std::min(shortest_key_, size);
    longest_key_ = std::max(longest_key_, size);
    i = end;
  }
}

const Phrases::Slot* Phrases::slot_of(std::uint64_t key) const {
  for (std::size_t slot = key & (slots_.size() - 1); slots_[slot].end != 0;
       slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].key == key) return &slots_[slot];
  }
  return nullptr;
}

bool Phrases::meets(const Word& word, std::string_view token) {
  if (!token.starts_with(word.text)) return false;
  if (token.size() == word.text.size() || word.ending == Ending::any) return true;
  if (word.ending == Ending::none) return false;
  const std::size_t letter = static_cast<unsigned char>(word.text[0]) < 0x80 ? 1 : 2;
  const std::size_t more = (token.size() - word.text.size()) / letter;
  const std::size_t letters = word.text.size() / letter;
  if (letters >= 5) return more <= 2;
  return letters >= 3 && more == 1 && token.back() == 's';
}

bool Phrases::rest_meets(const Tokens& comment, const Pattern& pattern, std::size_t word,
                         std::uint32_t token, std::uint32_t& last) const {
  if (word == pattern.words.size()) {
    last = token;
    return true;
  }
  const std::uint32_t next = token + 1;
  const auto reachable = [&](std::uint32_t i) {
    return i < comment.tokens.size() && comment.tokens[i].kind != TokenKind::punctuation &&
           comment.tokens[i].clause == comment.tokens[token].clause;
  };
  if (!pattern.words[word].gap) {
    if (!reachable(next)) return false;
    const auto text = comment.word(comment.tokens[next]);
    const bool met = meets(pattern.words[word], text) ||
                     (is_arabic(text) && meets(pattern.words[word], without_particles(text)));
    return met && rest_meets(comment, pattern, word + 1, next, last);
  }
  for (std::uint32_t skipped = 0; skipped <= kGapMax && reachable(next + skipped); ++skipped) {
    if (rest_meets(comment, pattern, word + 1, token + skipped, last)) return true;
  }
  return false;
}

void Phrases::try_patterns(const Tokens& comment, std::uint32_t token, std::string_view text,
                           std::vector<PhraseMatch>& out) const {
  std::uint64_t h = kBasis;
  const std::size_t most = std::min(text.size(), longest_key_);
  for (std::size_t size = 1; size <= most; ++size) {
    h = step(h, text[size - 1]);
    if (size < shortest_key_) continue;
    const Slot* slot = slot_of(h);
    if (slot == nullptr) continue;
    for (std::uint32_t i = slot->first; i < slot->end; ++i) {
      const Pattern& pattern = patterns_[i];
      std::uint32_t last = token;
      if (meets(pattern.words.front(), text) && rest_meets(comment, pattern, 1, token, last)) {
        out.push_back({pattern.payload, token, last});
      }
    }
  }
}

void Phrases::find(const Tokens& comment, std::vector<PhraseMatch>& out) const {
  out.clear();
  if (patterns_.empty()) return;
  for (std::uint32_t i = 0; i < comment.tokens.size() && out.size() < kMatchesMax; ++i) {
    const Token& token = comment.tokens[i];
    if (token.kind == TokenKind::punctuation) continue;
    const auto text = comment.word(token);
    try_patterns(comment, i, text, out);
    if (!is_arabic(text)) continue;
    const auto bare = without_particles(text);
    if (bare.size() != text.size()) try_patterns(comment, i, bare, out);
  }
}

}  // namespace earshot::text
