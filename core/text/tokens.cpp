#include "core/text/tokens.h"

#include <algorithm>
#include <array>

#include "core/base/utf8.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::uint64_t operator""_h(const char* word, std::size_t size) {
  return hash_of({word, size});
}

/// Words that turn round what was said before, folded, in the languages of the urgency rules.
bool is_contrast(std::uint64_t hash) {
  static constexpr std::array kWords = {"but"_h,           "however"_h,
                                        "although"_h,      "though"_h,
                                        "except"_h,        "pero"_h,
                                        "aunque"_h,        "mais"_h,
                                        "cependant"_h,     "aber"_h,
                                        "jedoch"_h,        "allerdings"_h,
                                        "mas"_h,           "porem"_h,
                                        "embora"_h,        "ma"_h,
                                        "pero'"_h,         "ale"_h,
                                        "jednak"_h,        "mutta"_h,
                                        "kuitenkin"_h,     "لكن"_h,
                                        "ولكن"_h,          "whereas"_h,
                                        "unfortunately"_h, "malheureusement"_h,
                                        "leider"_h,        "purtroppo"_h,
                                        "niestety"_h,      "valitettavasti"_h,
                                        "infelizmente"_h,  "lamentablemente"_h};
  return std::find(kWords.begin(), kWords.end(), hash) != kWords.end();
}

enum class Stop : std::uint8_t { none, clause, sentence };

Stop stop_of(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:  // …
    case 0xA1:    // ¡
    case 0xBF:    // ¿
    case 0x61F:   // Arabic question mark
    case 0x6D4:
    case 0x3002:
    case 0xFF01:
    case 0xFF1F:
    case 0x203C:
      return Stop::sentence;
    case ',':
    case ';':
    case ':':
    case '(':
    case ')':
    case '[':
    case ']':
    case '|':
    case 0x2013:
    case 0x2014:
    case 0x60C:
    case 0x61B:
    case 0x3001:
    case 0xFF0C:
      return Stop::clause;
    default:
      return Stop::none;
  }
}

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2BC; }

/// The length of an emoticon at `at`, or 0. It must not continue as a word or number.
std::size_t emoticon_at(std::string_view s, std::size_t at) {
  constexpr std::string_view kEyes = ":;=";
  if (s.substr(at, 2) == "<3") return 2;
  if (kEyes.find(s[at]) == std::string_view::npos) return 0;
  std::size_t mouth = at + 1;
  if (mouth < s.size() && (s[mouth] == '-' || s[mouth] == '\'')) ++mouth;
  if (mouth >= s.size()) return 0;
  constexpr std::string_view kMouths = ")(]|\\*";
  if (kMouths.find(s[mouth]) != std::string_view::npos) return mouth + 1 - at;
  constexpr std::string_view kLetters = "DPpOo/";
  const bool letter = kLetters.find(s[mouth]) != std::string_view::npos;
  const bool ends = mouth + 1 >= s.size() || s[mouth + 1] == ' ' || s[mouth + 1] == '\n';
  return letter && ends ? mouth + 1 - at : 0;
}

class Cutter {
 public:
  explicit Cutter(Tokens& out) : out_(out), text_(out.text) {}
  void run();

 private:
  void skip_one();
  void cut_word();
  void cut_emoji();
  void cut_emoticon(std::size_t size);
  void cut_stop(CodePoint first, Stop stop);
  Token& open(TokenKind kind, std::size_t begin, std::uint32_t begin_cp);
  void close(Token& token);
  void end_clause(bool sentence);

  Tokens& out_;
  const std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t cp_ = 0;
  bool spaced_ = true;
  bool sentence_ended_ = false;
};

Token& Cutter::open(TokenKind kind, std::size_t begin, std::uint32_t begin_cp) {
  Token& token = out_.tokens.emplace_back();
  token.kind = kind;
  token.begin = static_cast<std::uint32_t>(begin);
  token.first_code_point = begin_cp;
  token.folded_begin = static_cast<std::uint32_t>(out_.folded.size());
  token.clause = static_cast<std::uint32_t>(out_.clauses.size() - 1);
  token.glued = !spaced_;
  spaced_ = false;
  return token;
}

void Cutter::close(Token& token) {
  token.end = static_cast<std::uint32_t>(at_);
  token.end_code_point = cp_;
  if (token.kind != TokenKind::punctuation) {
    append_folded(out_.folded, text_.substr(token.begin, at_ - token.begin));
  }
  token.folded_size = static_cast<std::uint32_t>(out_.folded.size()) - token.folded_begin;
  if (token.kind != TokenKind::punctuation) token.hash = hash_of(out_.word(token));
}

void Cutter::end_clause(bool sentence) {
  Clause& last = out_.clauses.back();
  const auto count = static_cast<std::uint32_t>(out_.tokens.size());
  if (last.first == count) {
    // Nothing in it yet, so it goes on; but what comes is a new sentence.
    if (sentence && count > 0 && !sentence_ended_) {
      ++last.sentence;
      sentence_ended_ = true;
    }
    return;
  }
  last.end = count;
  sentence_ended_ = sentence;
  out_.clauses.push_back({count, count, last.sentence + (sentence ? 1U : 0U), false});
}

void Cutter::skip_one() {
  const CodePoint c = code_point_at(text_, at_);
  if (c.value == '\n' || c.value == 0x2028 || c.value == 0x2029) end_clause(true);
  at_ += c.size;
  ++cp_;
  if (class_of(c.value) == CharClass::space) spaced_ = true;
}

void Cutter::cut_word() {
  const std::size_t begin = at_;
  const std::uint32_t begin_cp = cp_;
  bool letters = false;
  bool lower_seen = false;
  std::uint32_t capitals = 0;
  bool first_capital = false;
  while (at_ < text_.size()) {
    const CodePoint c = code_point_at(text_, at_);
    const CharClass of = class_of(c.value);
    if (of == CharClass::letter) {
      const bool upper = is_upper(c.value);
      if (at_ == begin) first_capital = upper;
      capitals += upper ? 1 : 0;
      lower_seen |= !upper;
      letters = true;
    } else if (of == CharClass::ideograph) {
      if (at_ != begin) break;
      letters = lower_seen = true;
      at_ += c.size;
      ++cp_;
      break;
    } else if (is_apostrophe(c.value) && letters && at_ + c.size < text_.size() &&
               class_of(code_point_at(text_, at_ + c.size).value) == CharClass::letter) {
      std::string& scratch = out_.folded;
      const std::size_t size = scratch.size();
      append_folded(scratch, text_.substr(begin, at_ - begin));
      const bool elided = is_elided(std::string_view(scratch).substr(size));
      scratch.resize(size);
      if (elided) {
        at_ += c.size;
        ++cp_;
        break;
      }
    } else if (!letters && (c.value == '.' || c.value == ',' || c.value == ':') &&
               at_ + 1 < text_.size() &&
               class_of(code_point_at(text_, at_ + 1).value) == CharClass::digit) {
      // "3.50" and "10:30" are one number.
    } else if (of != CharClass::digit && of != CharClass::mark) {
      break;
    }
    at_ += c.size;
    ++cp_;
  }
  const bool glued_before = !spaced_;
  Token& token = open(letters ? TokenKind::word : TokenKind::number, begin, begin_cp);
  token.capital = first_capital;
  token.all_capitals = capitals >= 2 && !lower_seen;
  token.glued = glued_before;
  close(token);
  if (letters && is_contrast(token.hash) &&
      (token.end - token.begin == token.folded_size || token.folded_size > 4)) {
    // "más" folds to "mas" and is no "but": a short word must be written without accents.
    Clause& clause = out_.clauses.back();
    const auto index = static_cast<std::uint32_t>(out_.tokens.size() - 1);
    if (clause.first == index) {
      clause.contrast = true;
    } else {
      clause.end = index;
      out_.clauses.push_back({index, index, clause.sentence, true});
      out_.tokens.back().clause = static_cast<std::uint32_t>(out_.clauses.size() - 1);
    }
  }
}

void Cutter::cut_emoji() {
  Token& token = open(TokenKind::emoji, at_, cp_);
  const char32_t first = code_point_at(text_, at_).value;
  const bool flag = first >= 0x1F1E6 && first <= 0x1F1FF;
  bool joined = true;
  std::uint32_t pictures = 0;
  while (at_ < text_.size()) {
    const CodePoint c = code_point_at(text_, at_);
    const CharClass of = class_of(c.value);
    if (of == CharClass::emoji) {
      const bool second_of_flag = flag && pictures == 1 && c.value >= 0x1F1E6 && c.value <= 0x1F1FF;
      if (!joined && !second_of_flag) break;
      ++pictures;
      joined = false;
    } else if (of == CharClass::mark) {
      joined = c.value == 0x200D;
    } else {
      break;
    }
    at_ += c.size;
    ++cp_;
  }
  close(token);
}

void Cutter::cut_emoticon(std::size_t size) {
  Token& token = open(TokenKind::emoticon, at_, cp_);
  at_ += size;
  cp_ += static_cast<std::uint32_t>(size);
  close(token);
}

void Cutter::cut_stop(CodePoint first, Stop stop) {
  Token& token = open(TokenKind::punctuation, at_, cp_);
  while (at_ < text_.size()) {
    const CodePoint c = code_point_at(text_, at_);
    if (stop_of(c.value) != stop || (stop == Stop::clause && c.value != first.value)) break;
    at_ += c.size;
    ++cp_;
  }
  close(token);
  end_clause(stop == Stop::sentence);
}

void Cutter::run() {
  out_.clauses.push_back({});
  while (at_ < text_.size()) {
    const CodePoint c = code_point_at(text_, at_);
    const CharClass of = class_of(c.value);
    if (of == CharClass::letter || of == CharClass::digit || of == CharClass::ideograph) {
      cut_word();
    } else if (of == CharClass::emoji) {
      cut_emoji();
    } else if (const auto size = c.value < 128 ? emoticon_at(text_, at_) : 0; size > 0) {
      cut_emoticon(size);
    } else if (const Stop stop = stop_of(c.value); stop != Stop::none) {
      cut_stop(c, stop);
    } else {
      skip_one();
    }
  }
  out_.code_points = cp_;
  const auto count = static_cast<std::uint32_t>(out_.tokens.size());
  if (out_.clauses.back().first == count) {
    out_.clauses.pop_back();
  } else {
    out_.clauses.back().end = count;
  }
}

}  // namespace

bool is_elided(std::string_view folded) {
  constexpr std::string_view kSingle = "ldjnsctm";
  if (folded.size() == 1) return kSingle.find(folded[0]) != std::string_view::npos;
  constexpr std::string_view kLonger[] = {"qu",   "all",    "dell",  "nell",  "sull",
                                          "dall", "dov",    "com",   "quest", "quell",
                                          "un",   "lorsqu", "jusqu", "puisqu"};
  return std::find(std::begin(kLonger), std::end(kLonger), folded) != std::end(kLonger);
}

Span span_of_words(const Tokens& comment, std::uint32_t first, std::uint32_t end) {
  std::uint32_t last = end - 1;
  while (last > first && comment.tokens[last].kind == TokenKind::punctuation) --last;
  return span_of(comment.tokens[first], comment.tokens[last]);
}

void tokenise(std::string_view bytes, Tokens& out) {
  out.repaired = !is_utf8(bytes);
  if (out.repaired) {
    out.text = repair_utf8(bytes);
  } else {
    out.text.assign(bytes);
  }
  out.folded.clear();
  out.tokens.clear();
  out.clauses.clear();
  out.code_points = 0;
  Cutter(out).run();
}

}  // namespace earshot::text
