#include "core/text/personal_data.h"

#include <algorithm>
#include <array>

#include "core/text/personal_numbers.h"
#include "core/text/personal_search.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

bool is_hyphen(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

char shadow_of(char32_t c) {
  if (c < 128) return c < 3 ? ' ' : static_cast<char>(c);
  switch (class_of(c)) {
    case CharClass::digit: {
      const char32_t zero = c >= 0xFF10                ? 0xFF10
                            : c >= 0x6F0 && c <= 0x6F9 ? 0x6F0
                            : c >= 0x660 && c <= 0x669 ? 0x660
                                                       : 0;
      return zero == 0 || c - zero > 9 ? kOtherSign : static_cast<char>('0' + (c - zero));
    }
    case CharClass::letter:
    case CharClass::ideograph:
      return is_upper(c) ? kUpperLetter : kLowerLetter;
    case CharClass::space:
      return ' ';
    default:
      return is_hyphen(c) ? '-' : kOtherSign;
  }
}

const std::vector<std::uint64_t>& account_words() {
  static const auto words = hashed({"iban", "account", "konto", "cuenta", "compte", "conto"});
  return words;
}
const std::vector<std::uint64_t>& id_words() {
  static const auto words =
      hashed({"ssn",          "social",  "security",      "nino",     "insurance", "nhs",
              "passport",     "dni",     "nie",           "nif",      "bsn",       "personnummer",
              "cpr",          "hetu",    "henkilotunnus", "pesel",    "cpf",       "steuer",
              "steuernummer", "fiscale", "insee",         "secu",     "pasaporte", "passeport",
              "reisepass",    "ausweis", "passaporto",    "paszport", "passi",     "dowod",
              "cedula",       "licence", "license",       "هويه",     "الهويه",    "جواز"});
  return words;
}

}  // namespace

std::vector<std::uint64_t> hashed(std::initializer_list<std::string_view> words) {
  std::vector<std::uint64_t> hashes;
  for (const auto word : words) hashes.push_back(hash_of(word));
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

bool holds(const std::vector<std::uint64_t>& words, std::uint64_t hash) {
  return std::binary_search(words.begin(), words.end(), hash);
}

PersonalSearch::PersonalSearch(const Tokens& comment) : comment_(comment) {
  chars_.reserve(comment.code_points);
  for (std::size_t i = 0; i < comment.text.size();) {
    const CodePoint c = code_point_at(comment.text, i);
    chars_ += shadow_of(c.value);
    digits_ = digits_ || (chars_.back() >= '0' && chars_.back() <= '9');
    i += c.size;
  }
  taken_.assign(chars_.size(), false);
}

bool PersonalSearch::letter(std::size_t i) const {
  const char c = at(i);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == kUpperLetter || c == kLowerLetter;
}

bool PersonalSearch::capital(std::size_t i) const {
  return (at(i) >= 'A' && at(i) <= 'Z') || at(i) == kUpperLetter;
}

bool PersonalSearch::free(std::size_t first, std::size_t end) const {
  for (std::size_t i = first; i < end; ++i) {
    if (taken_[i]) return false;
  }
  return true;
}

void PersonalSearch::mark(std::size_t first, std::size_t end, PersonalKind kind) {
  if (first >= end || !free(first, end)) return;
  std::fill(taken_.begin() + static_cast<long>(first), taken_.begin() + static_cast<long>(end),
            true);
  found_.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end), kind});
}

std::size_t PersonalSearch::token_at(std::size_t code_point) const {
  const auto& tokens = comment_.tokens;
  const auto token = std::partition_point(
      tokens.begin(), tokens.end(), [&](const Token& t) { return t.end_code_point <= code_point; });
  return static_cast<std::size_t>(token - tokens.begin());
}

bool PersonalSearch::cue(std::size_t before, std::size_t reach,
                         const std::vector<std::uint64_t>& words) const {
  for (std::size_t i = token_at(before); i > 0 && reach > 0; --i) {
    const Token& token = comment_.tokens[i - 1];
    if (token.end_code_point > before || token.kind == TokenKind::punctuation) continue;
    if (holds(words, token.hash)) return true;
    --reach;
  }
  return false;
}

void PersonalSearch::find_emails() {
  const auto local = [&](std::size_t i) {
    return alnum(i) ||
           (at(i) > ' ' && std::string_view("._%+-'").find(at(i)) != std::string_view::npos);
  };
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    if (at(i) == '(' || at(i) == '[') {
      const auto word = std::string_view(chars_).substr(i + 1, 3);
      if (word.starts_with("at") &&
          (word[word.size() - 1] == ')' || word[word.size() - 1] == ']')) {
        find_spelt_email(i, i + 4);
      }
    }
    if (at(i) == ' ' && std::string_view(chars_).substr(i, 4) == " at ") find_spelt_email(i, i + 4);
    if (at(i) != '@' || i == 0) continue;
    std::size_t first = i;
    while (first > 0 && i - first < 64 && local(first - 1)) --first;
    while (first < i && !alnum(first)) ++first;
    std::size_t end = i + 1;
    std::size_t last_dot = 0;
    while (alnum(end) || ((at(end) == '.' || at(end) == '-') && alnum(end + 1) && end > i + 1)) {
      if (at(end) == '.') last_dot = end;
      ++end;
    }
    if (first == i || end - i < 4) continue;
    // "name@gmail" lacks its end, but tells whose it is.
    const bool whole = last_dot > 0 && end - last_dot > 2;
    const auto token = token_at(i + 1);
    static const auto kProviders =
        hashed({"gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "gmx"});
    const bool provider =
        token < comment_.tokens.size() && holds(kProviders, comment_.tokens[token].hash);
    if (whole || provider) mark(first, end, PersonalKind::email);
  }
}

void PersonalSearch::find_spelt_email(std::size_t at_sign, std::size_t after) {
  std::size_t first = at_sign;
  if (first > 0 && at(first - 1) == ' ') --first;
  const std::size_t local_end = first;
  while (first > 0 && (alnum(first - 1) || at(first - 1) == '.' || at(first - 1) == '_')) --first;
  if (first == local_end) return;
  if (at(after) == ' ') ++after;
  std::size_t end = after;
  while (alnum(end) || at(end) == '-') ++end;
  if (end == after) return;
  const auto rest = std::string_view(chars_).substr(end);
  std::size_t dot = 0;
  for (const std::string_view written : {" dot ", "(dot)", " (dot) ", "[dot]", " [dot] ", "."}) {
    if (rest.starts_with(written)) dot = written.size();
  }
  std::size_t domain_end = end + dot;
  while (dot > 0 && letter(domain_end)) ++domain_end;
  if (dot == 0 || domain_end - end - dot < 2) return;
  // "great at co.uk" is no address: with a plain dot or plain words, both must be written out.
  if (rest[0] == '.' && at(at_sign) == ' ') return;
  mark(first, domain_end, PersonalKind::email);
}

void PersonalSearch::find_ips() {
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    if ((!digit(i) && at(i) != ':') || (i > 0 && (alnum(i - 1) || at(i - 1) == '.'))) continue;
    std::size_t end = i;
    std::size_t parts = 0;
    while (parts < 4 && digit(end)) {
      int value = 0;
      const std::size_t part = end;
      while (digit(end) && end - part < 4) value = value * 10 + (at(end++) - '0');
      if (value > 255 || end - part > 3) break;
      ++parts;
      if (parts < 4 && at(end) != '.') break;
      if (parts < 4) ++end;
    }
    const bool goes_on = alnum(end) || (at(end) == '.' && digit(end + 1)) || at(end) == '-';
    if (parts == 4 && !goes_on) mark(i, end, PersonalKind::ip);
  }
  for (std::size_t i = 0; i < chars_.size(); ++i) {  // IPv6
    const auto hex = [&](std::size_t k) {
      return digit(k) || (at(k) >= 'a' && at(k) <= 'f') || (at(k) >= 'A' && at(k) <= 'F');
    };
    if (!hex(i) || (i > 0 && (alnum(i - 1) || at(i - 1) == ':'))) continue;
    std::size_t end = i;
    std::size_t colons = 0;
    bool doubled = false;
    while (hex(end) || (at(end) == ':' && (hex(end + 1) || at(end + 1) == ':'))) {
      if (at(end) == ':') {
        ++colons;
        doubled = doubled || at(end + 1) == ':';
      }
      ++end;
    }
    if (!alnum(end) && (colons == 7 || (doubled && colons >= 3))) mark(i, end, PersonalKind::ip);
    i = std::max(i, end > 0 ? end - 1 : 0);
  }
}

void PersonalSearch::find_accounts() {
  constexpr std::size_t kIbanMax = 34;
  for (std::size_t i = 0; i + 14 < chars_.size(); ++i) {
    if (!letter(i) || !letter(i + 1) || !digit(i + 2) || !digit(i + 3)) continue;
    if (i > 0 && alnum(i - 1)) continue;
    std::string compact;
    std::size_t best = 0;
    std::size_t shaped = 0;
    for (std::size_t end = i; end < chars_.size() && compact.size() < kIbanMax; ++end) {
      if (alnum(end)) {
        compact += at(end);
      } else if ((at(end) != ' ' && at(end) != '-') || !alnum(end + 1)) {
        break;
      }
      if (!alnum(end) || alnum(end + 1)) continue;
      if (is_iban(compact)) best = end + 1;
      const auto digits = std::count_if(compact.begin(), compact.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
      if (compact.size() >= 15 && digits * 3 >= static_cast<long>(compact.size()) * 2) {
        shaped = end + 1;
      }
    }
    // Mistyped, it is still somebody's account: beside the word, its shape is enough.
    if (best == 0 && shaped > 0 && cue(i, 3, account_words())) best = shaped;
    if (best > 0) mark(i, best, PersonalKind::iban);
  }
}

void PersonalSearch::find_lettered_ids() {
  constexpr std::size_t kIdMax = 16;
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    if (!alnum(i) || (i > 0 && alnum(i - 1))) continue;
    std::string compact;
    std::string written;
    std::size_t digits = 0;
    std::size_t best = 0;
    for (std::size_t end = i; end < chars_.size() && compact.size() < kIdMax; ++end) {
      const char c = at(end);
      const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      if (alnum(end)) {
        compact += upper;
        digits += digit(end) ? 1 : 0;
      } else if ((c != ' ' && c != '-' && c != '+') || !alnum(end + 1)) {
        break;
      }
      written += upper;
      if (digits == 0 && compact.size() > 6) break;
      if (!alnum(end) || alnum(end + 1)) continue;
      const bool lettered = digits < compact.size();
      if (lettered && digits >= 6 &&
          (is_checked_national_id(compact) || is_checked_national_id(written))) {
        best = end + 1;
      }
      // A passport or licence has no check that is known everywhere: the word beside it tells.
      if (written.size() == compact.size() && compact.size() >= 6 && digits >= 5 &&
          cue(i, 3, id_words())) {
        best = end + 1;
      }
    }
    if (best > 0) mark(i, best, PersonalKind::national_id);
    while (alnum(i + 1)) ++i;
  }
}

void PersonalSearch::report(std::vector<PersonalSpan>& out) {
  out.clear();
  std::sort(found_.begin(), found_.end(),
            [](const Found& a, const Found& b) { return a.first < b.first; });
  std::uint32_t byte = 0;
  std::uint32_t code_point = 0;
  const auto forward = [&](std::uint32_t to) {
    while (code_point < to) {
      byte += code_point_at(comment_.text, byte).size;
      ++code_point;
    }
    return byte;
  };
  for (const Found& found : found_) {
    Span span;
    span.begin = forward(found.first);
    span.end = forward(found.end);
    span.first_code_point = found.first;
    span.end_code_point = found.end;
    out.push_back({found.kind, span});
  }
}

void find_personal_data(const Tokens& comment, std::vector<PersonalSpan>& out) {
  PersonalSearch search(comment);
  search.find_emails();
  search.find_ips();
  search.find_accounts();
  search.find_lettered_ids();
  search.find_addresses();
  search.find_plates();
  search.find_numbers();
  search.find_names();
  search.report(out);
}

std::string_view mark_of(PersonalKind kind) {
  static constexpr std::array<std::string_view, kPersonalKindCount> kMarks{
      "[email]", "[phone]", "[card]", "[iban]", "[id]", "[address]", "[plate]", "[ip]", "[name]"};
  return kMarks[static_cast<std::size_t>(kind)];
}

void redact(std::string_view text, const std::vector<PersonalSpan>& spans, std::string& out) {
  out.clear();
  std::size_t from = 0;
  for (const auto& found : spans) {
    out += text.substr(from, found.span.begin - from);
    out += mark_of(found.kind);
    from = found.span.end;
  }
  out += text.substr(from);
}

}  // namespace earshot::text
