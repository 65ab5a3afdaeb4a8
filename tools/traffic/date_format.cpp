#include "tools/traffic/date_format.h"

#include <array>
#include <chrono>
#include <map>

namespace earshot::traffic {
namespace {

constexpr std::string_view kFields = "YmdHMS";

/// The next `digits` digits of `text`, taken off its front; none if they are not there.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

std::optional<WallTime> moment(std::map<char, int>& part) {
  using namespace std::chrono;
  const year_month_day day{year{part['Y']}, month{static_cast<unsigned>(part['m'])},
                           std::chrono::day{static_cast<unsigned>(part['d'])}};
  if (!day.ok() || part['Y'] < 1970 || part['Y'] > 2100) return std::nullopt;
  if (!part.contains('H')) part['H'] = 12;
  if (part['H'] > 23 || part['M'] > 59 || part['S'] > 59) return std::nullopt;
  const milliseconds since =
      sys_days{day}.time_since_epoch() + hours{part['H']} + minutes{part['M']} + seconds{part['S']};
  return WallTime{since.count()};
}

}  // namespace

Result<DateFormat> DateFormat::parse(std::string_view format) {
  std::map<char, int> seen;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    ++i;
    if (i == format.size() || kFields.find(format[i]) == std::string_view::npos) {
      return fail(ErrorCode::invalid, "a date format knows only %Y %m %d %H %M %S");
    }
    if (++seen[format[i]] > 1) {
      return fail(ErrorCode::invalid, std::string("%") + format[i] + " stands twice");
    }
  }
  if (!seen.contains('Y') || !seen.contains('m') || !seen.contains('d')) {
    return fail(ErrorCode::invalid, "a date format needs %Y, %m and %d");
  }
  DateFormat result;
  result.format_ = format;
  return result;
}

std::optional<WallTime> DateFormat::read(std::string_view text) const {
  std::map<char, int> part;
  for (std::size_t i = 0; i < format_.size(); ++i) {
    if (format_[i] == '%') {
      ++i;
      const auto number = take_number(text, format_[i] == 'Y' ? 4 : 2);
      if (!number) return std::nullopt;
      part[format_[i]] = *number;
    } else {
      if (!text.starts_with(format_[i])) return std::nullopt;
      text.remove_prefix(1);
    }
  }
  if (!text.empty()) return std::nullopt;
  return moment(part);
}

}  // namespace earshot::traffic
