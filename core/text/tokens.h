// A comment cut into words, with the place of each, and into clauses: what every reader starts
// from. Owner: core/text. Threads: plain values, any thread. One pass, no copy but the folded
// words; the buffers of a Tokens are used again and again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace earshot::text {

/// The longest comment that is read, in bytes. More is refused, never cut silently.
inline constexpr std::size_t kCommentBytesMax = 1024 * 1024;

enum class TokenKind : std::uint8_t {
  word,         ///< letters, with digits, inner apostrophes and marks: "don't", "covid19", "l'"
  number,       ///< digits
  emoji,        ///< one picture with its modifiers and joined pictures
  emoticon,     ///< ":)", ":-(", "<3"
  punctuation,  ///< a run of one of . , ! ? ; : and their kin; it belongs to the clause it ends
};

struct Token {
  std::uint32_t begin = 0;  ///< bytes of Tokens::text
  std::uint32_t end = 0;
  std::uint32_t first_code_point = 0;
  std::uint32_t end_code_point = 0;
  std::uint32_t folded_begin = 0;  ///< bytes of Tokens::folded
  std::uint32_t folded_size = 0;
  std::uint32_t clause = 0;  ///< index of the clause it is in
  TokenKind kind = TokenKind::word;
  bool capital = false;       ///< begins with a capital letter
  bool all_capitals = false;  ///< two letters at least, none in lower case
  bool glued = false;         ///< no space between it and the token before
  std::uint64_t hash = 0;     ///< hash_of(folded word); 0 for punctuation
};

/// Part of a comment, in bytes of its repaired text and in Unicode code points.
struct Span {
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  std::uint32_t first_code_point = 0;
  std::uint32_t end_code_point = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// Words between two of . ! ? ; : , – ( ) and line ends, and around "but" and its kin.
struct Clause {
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t end = 0;
  std::uint32_t sentence = 0;  ///< counted from 0
  bool contrast = false;       ///< begins with "but", "however", "pero", "aber", …
};

struct Tokens {
  std::string text;    ///< the comment as valid UTF-8
  std::string folded;  ///< the words in lower case without accents, one after the other
  std::vector<Token> tokens;
  std::vector<Clause> clauses;
  bool repaired = false;  ///< the bytes were not UTF-8: each ill-formed part is now U+FFFD
  std::uint32_t code_points = 0;

  [[nodiscard]] std::string_view original(const Token& t) const {
    return std::string_view(text).substr(t.begin, t.end - t.begin);
  }
  [[nodiscard]] std::string_view word(const Token& t) const {
    return std::string_view(folded).substr(t.folded_begin, t.folded_size);
  }
};

/// From the beginning of one token to the end of another that is not before it.
[[nodiscard]] inline Span span_of(const Token& first, const Token& last) {
  return {first.begin, last.end, first.first_code_point, last.end_code_point};
}

/// The same of the tokens first … end−1, of which there is one at least, without the stops behind
/// their words.
[[nodiscard]] Span span_of_words(const Tokens& comment, std::uint32_t first, std::uint32_t end);

/// "l", "d", "dell", "qu" …: with the apostrophe behind it, a word of its own. Folded.
[[nodiscard]] bool is_elided(std::string_view folded);

/// Cuts `bytes`, which may be anything, into `out`, whose old content goes. Linear in the length.
void tokenise(std::string_view bytes, Tokens& out);

}  // namespace earshot::text
