// Reads dates as the map's author says they are written, strictly: a day that does not exist is a
// mistake of the row and is never guessed at. Owner: tools/traffic. Threads: plain values, any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::traffic {

class DateFormat {
 public:
  /// `format`: %Y (four digits), %m, %d (two digits each), and if the file tells the time of day
  /// also %H, %M, %S (two digits each); everything else stands for itself. Error: invalid unless
  /// there are exactly one each of %Y, %m and %d and nothing twice.
  static Result<DateFormat> parse(std::string_view format);

  /// The moment in UTC: at 12:00 if the format has no %H. None unless all of `text` fits and the
  /// day exists, in the years 1970 to 2100.
  [[nodiscard]] std::optional<WallTime> read(std::string_view text) const;

  [[nodiscard]] const std::string& format() const { return format_; }

 private:
  std::string format_ = "%Y-%m-%d";
};

}  // namespace earshot::traffic
