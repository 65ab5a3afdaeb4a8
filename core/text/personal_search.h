// What the searches for personal data share: the comment as one character a code point, and what
// has been found. Owner: core/text. Threads: one search, one thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/analysis.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// The comment with one char for each code point, so that an index is a code point: ASCII as it
/// is, digits of any script as 0–9, any hyphen as '-', any space as ' ', and these for the rest.
inline constexpr char kUpperLetter = '\x01';
inline constexpr char kLowerLetter = '\x02';
inline constexpr char kOtherSign = '\x03';

class PersonalSearch {
 public:
  explicit PersonalSearch(const Tokens& comment);

  void find_emails();
  void find_ips();
  void find_accounts();
  void find_lettered_ids();
  void find_numbers();    ///< cards, ids of digits, phones
  void find_addresses();  ///< personal_address.cpp
  void find_plates();     ///< personal_words.cpp
  void find_names();      ///< personal_words.cpp
  void report(std::vector<PersonalSpan>& out);

 private:
  struct Found {
    std::uint32_t first;
    std::uint32_t end;
    PersonalKind kind;
  };
  struct Run;

  [[nodiscard]] char at(std::size_t i) const { return i < chars_.size() ? chars_[i] : '\0'; }
  [[nodiscard]] bool digit(std::size_t i) const { return at(i) >= '0' && at(i) <= '9'; }
  [[nodiscard]] bool letter(std::size_t i) const;
  [[nodiscard]] bool capital(std::size_t i) const;
  [[nodiscard]] bool alnum(std::size_t i) const { return digit(i) || letter(i); }
  [[nodiscard]] bool free(std::size_t first, std::size_t end) const;
  void mark(std::size_t first, std::size_t end, PersonalKind kind);

  /// One of `words` (folded) stands within `reach` words before the code point `before`.
  [[nodiscard]] bool cue(std::size_t before, std::size_t reach,
                         const std::vector<std::uint64_t>& words) const;
  [[nodiscard]] std::size_t token_at(std::size_t code_point) const;

  void find_spelt_email(std::size_t at_sign, std::size_t after);
  [[nodiscard]] std::size_t find_in(const Run& run, std::size_t first);
  [[nodiscard]] bool is_phone(const Run& run, std::size_t first, std::size_t last) const;
  [[nodiscard]] bool is_date(const Run& run, std::size_t first) const;
  [[nodiscard]] std::size_t street_end(std::size_t token, std::size_t& first) const;
  [[nodiscard]] std::size_t extended(std::size_t token) const;
  void find_postcode(std::size_t token);
  [[nodiscard]] std::size_t name_after(std::size_t token) const;

  const Tokens& comment_;
  std::string chars_;
  std::vector<bool> taken_;
  std::vector<Found> found_;
  bool digits_ = false;
};

/// The hashes of folded words, sorted, for PersonalSearch::cue.
[[nodiscard]] std::vector<std::uint64_t> hashed(std::initializer_list<std::string_view> words);
[[nodiscard]] bool holds(const std::vector<std::uint64_t>& words, std::uint64_t hash);

}  // namespace earshot::text
