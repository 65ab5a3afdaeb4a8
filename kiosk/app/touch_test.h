// The service screen's test of the touch panel: a grid over the whole panel, of which every field
// must answer once. What answers is what the panel itself reports: nothing is filled in between two
// places of a finger, so that a dead field stays dead.
// Owner: kiosk/app. Threads: plain values, any thread.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace earshot::kiosk {

struct TouchPlace {
  double x = 0, y = 0;  ///< of the panel's width and height, 0 to 1
  bool operator==(const TouchPlace&) const = default;
};

struct TouchTest {
  int columns = 0, rows = 0;
  std::vector<bool> answered;    ///< row by row
  std::deque<TouchPlace> trail;  ///< the last places, kTrailMax at most, oldest first
  bool operator==(const TouchTest&) const = default;

  static constexpr std::size_t kTrailMax = 64;
  /// A field is about as large as a fingertip's key.
  static constexpr double kFieldMm = 24;

  [[nodiscard]] static TouchTest of_panel(double width_mm, double height_mm);
  /// A place outside of the panel is none.
  void touch(TouchPlace place);
  [[nodiscard]] std::size_t left() const;
};

/// For the person who draws: "96 fields to draw over", "All 96 fields answer".
[[nodiscard]] std::string in_words(const TouchTest& test);
/// What came of it, with the first dead fields by their place.
[[nodiscard]] std::string result_in_words(const TouchTest& test);

}  // namespace earshot::kiosk
