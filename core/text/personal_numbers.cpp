#include "core/text/personal_numbers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace earshot::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
int value(char c) { return c - '0'; }

bool all_digits(std::string_view s) { return std::all_of(s.begin(), s.end(), is_digit); }

/// The sum of digits, each times its weight; there are as many weights as digits looked at.
int weighted(std::string_view digits, std::span<const int> weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += value(digits[i]) * weights[i];
  return sum;
}

std::uint64_t number(std::string_view digits) {
  std::uint64_t n = 0;
  for (const char c : digits) n = n * 10 + static_cast<std::uint64_t>(value(c));
  return n;
}

bool is_day(int day) { return day >= 1 && day <= 31; }
bool is_month(int month) { return month >= 1 && month <= 12; }

/// "A9" shapes: A a capital letter, 9 a digit, anything else itself.
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = shape[i] == 'A'   ? is_capital(text[i])
                      : shape[i] == '9' ? is_digit(text[i])
                                        : text[i] == shape[i];
    if (!fits) return false;
  }
  return true;
}

bool is_spanish(std::string_view s) {
  constexpr std::string_view kCheck = "TRWAGMYFPDXBNJZSQVHLCKE";
  if (has_shape(s, "99999999A")) return kCheck[number(s.substr(0, 8)) % 23] == s[8];
  if (s.size() != 9 || s[0] < 'X' || s[0] > 'Z' || !has_shape(s.substr(1), "9999999A")) {
    return false;
  }
  const auto n = static_cast<std::uint64_t>(s[0] - 'X') * 10'000'000 + number(s.substr(1, 7));
  return kCheck[n % 23] == s[8];
}

bool is_italian(std::string_view s) {
  if (!has_shape(s, "AAAAAA99A99A999A")) return false;
  constexpr std::array kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                               20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const int n = is_digit(s[i]) ? value(s[i]) : s[i] - 'A';
    sum += i % 2 == 0 ? kOdd[static_cast<std::size_t>(n)] : n;
  }
  return s[15] == 'A' + sum % 26;
}

bool is_french(std::string_view s) {
  if (s.size() != 15 || !all_digits(s) || (s[0] != '1' && s[0] != '2')) return false;
  const int month = static_cast<int>(number(s.substr(3, 2)));
  if (!is_month(month) && month < 20) return false;
  return 97 - number(s.substr(0, 13)) % 97 == number(s.substr(13));
}

/// ISO 7064, mod 11,10.
bool is_german(std::string_view s) {
  if (s.size() != 11 || !all_digits(s) || s[0] == '0') return false;
  std::array<int, 10> seen{};
  for (const char c : s.substr(0, 10)) ++seen[static_cast<std::size_t>(value(c))];
  if (*std::max_element(seen.begin(), seen.end()) > 3) return false;
  int product = 10;
  for (const char c : s.substr(0, 10)) {
    int sum = (value(c) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10 == value(s[10]);
}

bool is_polish(std::string_view s) {
  if (s.size() != 11 || !all_digits(s)) return false;
  constexpr std::array kWeights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
  const int month = static_cast<int>(number(s.substr(2, 2))) % 20;
  const int day = static_cast<int>(number(s.substr(4, 2)));
  return is_month(month) && is_day(day) && (10 - weighted(s, kWeights) % 10) % 10 == value(s[10]);
}

bool is_finnish(std::string_view s) {
  if (s.size() != 11 || !all_digits(s.substr(0, 6)) || !all_digits(s.substr(7, 3))) return false;
  constexpr std::string_view kCentury = "+-ABCDEFYXWVU";
  constexpr std::string_view kCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  const auto n = number(s.substr(0, 6)) * 1000 + number(s.substr(7, 3));
  return kCentury.find(s[6]) != std::string_view::npos &&
         is_month(static_cast<int>(number(s.substr(2, 2)))) && kCheck[n % 31] == s[10];
}

bool is_norwegian(std::string_view s) {
  if (s.size() != 11 || !all_digits(s)) return false;
  constexpr std::array kFirst = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
  constexpr std::array kSecond = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
  const int day = static_cast<int>(number(s.substr(0, 2))) % 40;
  const int month = static_cast<int>(number(s.substr(2, 2))) % 40;
  return is_day(day) && is_month(month) && weighted(s, kFirst) % 11 == 0 &&
         weighted(s, kSecond) % 11 == 0;
}

bool is_brazilian(std::string_view s) {
  if (s.size() != 11 || !all_digits(s)) return false;
  if (s.find_first_not_of(s[0]) == std::string_view::npos) return false;
  for (std::size_t check = 9; check < 11; ++check) {
    int sum = 0;
    for (std::size_t i = 0; i < check; ++i) {
      sum += value(s[i]) * static_cast<int>(check + 1 - i);
    }
    if (sum * 10 % 11 % 10 != value(s[check])) return false;
  }
  return true;
}

/// A National Insurance number has no check digit, but a shape and forbidden letters.
bool is_british(std::string_view s) {
  constexpr std::string_view kNever = "DFIQUV";
  return has_shape(s, "AA999999A") && kNever.find(s[0]) == std::string_view::npos &&
         kNever.find(s[1]) == std::string_view::npos && s[1] != 'O' && s[8] <= 'D';
}

}  // namespace

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int n = value(*c) * (twice ? 2 : 1);
    sum += n > 9 ? n - 9 : n;
  }
  return sum % 10 == 0;
}

bool is_card(std::string_view digits) {
  return digits.size() >= 12 && digits.size() <= 19 && digits[0] >= '1' && digits[0] <= '6' &&
         all_digits(digits) && passes_luhn(digits);
}

bool is_iban(std::string_view text) {
  if (text.size() < 15 || text.size() > 34) return false;
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  if (!is_capital(upper(text[0])) || !is_capital(upper(text[1])) || !is_digit(text[2]) ||
      !is_digit(text[3])) {
    return false;
  }
  unsigned remainder = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = upper(text[(i + 4) % text.size()]);
    if (is_digit(c)) {
      remainder = (remainder * 10 + static_cast<unsigned>(value(c))) % 97;
    } else if (is_capital(c)) {
      remainder = (remainder * 100 + static_cast<unsigned>(c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return remainder == 1;
}

bool is_checked_national_id(std::string_view s) {
  return is_spanish(s) || is_italian(s) || is_french(s) || is_german(s) || is_polish(s) ||
         is_finnish(s) || is_norwegian(s) || is_brazilian(s) || is_british(s);
}

bool is_likely_national_id(std::string_view s) {
  if (!all_digits(s)) return false;
  if (s.size() == 9) {
    constexpr std::array kPortugal = {9, 8, 7, 6, 5, 4, 3, 2};
    constexpr std::array kNetherlands = {9, 8, 7, 6, 5, 4, 3, 2, -1};
    const int rest = 11 - weighted(s, kPortugal) % 11;
    const bool portuguese = (rest > 9 ? 0 : rest) == value(s[8]);
    const bool american = s[0] != '9' && s.substr(0, 3) != "000" && s.substr(0, 3) != "666" &&
                          s.substr(3, 2) != "00" && s.substr(5) != "0000";
    return portuguese || weighted(s, kNetherlands) % 11 == 0 || american;
  }
  if (s.size() != 10) return false;
  constexpr std::array kHealth = {10, 9, 8, 7, 6, 5, 4, 3, 2};
  const int check = (11 - weighted(s, kHealth) % 11) % 11;
  const bool swedish = is_month(static_cast<int>(number(s.substr(2, 2)))) && passes_luhn(s);
  const bool danish = is_day(static_cast<int>(number(s.substr(0, 2)))) &&
                      is_month(static_cast<int>(number(s.substr(2, 2))));
  return check == value(s[9]) || swedish || danish;
}

}  // namespace earshot::text
