#include "aggregator/json_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iterator>

#include "platform/system/time_zone.h"

namespace earshot::hq {

void JsonText::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonText& JsonText::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonText& JsonText::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonText& JsonText::key(std::string_view name) {
  text(name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonText& JsonText::text(std::string_view value) {
  separate();
  out_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}", byte);
    } else {
      out_ += c;
    }
  }
  out_ += '"';
  return *this;
}

JsonText& JsonText::number(double value) {
  if (!std::isfinite(value)) return null();
  separate();
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out_.append(digits, end.ptr);
  return *this;
}

JsonText& JsonText::signed_integer(std::int64_t value) {
  separate();
  out_ += fmt::format_int(value).c_str();
  return *this;
}

JsonText& JsonText::unsigned_integer(std::uint64_t value) {
  separate();
  out_ += fmt::format_int(value).c_str();
  return *this;
}

JsonText& JsonText::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonText& JsonText::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonText& JsonText::time(WallTime t) {
  if (t.ms == 0) return null();
  separate();
  // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): the hours of a trend and the
  // midnights of one both spread over all places.
  const auto hour = static_cast<std::uint64_t>(t.ms / kHourMs);
  TimeText& kept = times_[(hour * 0x9E3779B97F4A7C15ULL) >> (64 - kTimesBits)];
  if (kept.ms != t.ms) kept = {t.ms, '"' + system::to_iso8601(t) + '"'};
  out_ += kept.text;
  return *this;
}

}  // namespace earshot::hq
