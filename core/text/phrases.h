// Many phrases looked for at once: each word of a comment is met once, whatever the number of
// phrases. Owner: core/text. Threads: const calls from any thread, once built. Phrases are written
// by people, in files and in the lists of this folder; see Phrases::add.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/tokens.h"

namespace earshot::text {

struct PhraseMatch {
  std::uint32_t payload = 0;
  std::uint32_t first = 0;  ///< token
  std::uint32_t last = 0;   ///< token
};

class Phrases {
 public:
  static constexpr std::size_t kWordsMax = 8;          ///< of one phrase
  static constexpr std::size_t kPatternsMax = 60'000;  ///< with every "a/b" written out

  /// A phrase is words with spaces between; case and accents do not matter. A word meets itself,
  /// and with a small ending: one of 3 or 4 letters with an s, a longer one with up to two letters
  /// more. "clean*" meets everything that begins so; "fire=" meets only itself; "~" stands for up
  /// to five words of the same clause; "a/b" is either. Returns false for an empty phrase, one with
  /// too many words, a '~' at an end, a word of no letters, or when there are too many phrases.
  bool add(std::string_view phrase, std::uint32_t payload);

  /// Call once after the last add.
  void build();

  /// All matches, in the order of their first words, overlapping ones too, into an emptied `out`.
  void find(const Tokens& comment, std::vector<PhraseMatch>& out) const;

  [[nodiscard]] std::size_t size() const { return patterns_.size(); }

 private:
  enum class Ending : std::uint8_t { small, any, none };
  struct Word {
    std::string text;
    Ending ending = Ending::small;
    bool gap = false;
  };
  struct Pattern {
    std::vector<Word> words;
    std::uint32_t payload = 0;
    std::uint64_t key = 0;  ///< the hash of the first word
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t first = 0;  ///< patterns with this key; an empty slot has none
    std::uint32_t end = 0;
  };

  bool add_one(std::string_view phrase, std::uint32_t payload);
  static bool meets(const Word& word, std::string_view token);
  [[nodiscard]] const Slot* slot_of(std::uint64_t key) const;
  void try_patterns(const Tokens& comment, std::uint32_t token, std::string_view text,
                    std::vector<PhraseMatch>& out) const;
  [[nodiscard]] bool rest_meets(const Tokens& comment, const Pattern& pattern, std::size_t word,
                                std::uint32_t token, std::uint32_t& last) const;

  std::vector<Pattern> patterns_;
  std::vector<Slot> slots_;  ///< open addressing; a power of two
  std::size_t shortest_key_ = 1;
  std::size_t longest_key_ = 0;
};

}  // namespace earshot::text
