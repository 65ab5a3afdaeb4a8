// Plays a customer: pushes real finger events through SDL at what the stage says can be touched.
// For pictures, for a machine without a display, and to measure.
// Owner: main. Threads: the shell's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "kiosk/shell/shell.h"

namespace earshot::kiosk {

class Player {
 public:
  explicit Player(Shell& shell) : shell_(shell) {}

  /// Puts a finger on the target, or lifts it. Error: not_found, saying what is there instead.
  Result<void> press(const std::string& target);
  Result<void> lift();
  Result<void> tap(const std::string& target);
  /// Lets the shell work until nothing moves.
  void rest();
  /// Lets the shell work until the screen is `kind`. Error: busy after `wait`.
  Result<void> wait_for(ScreenKind kind, Duration wait);
  /// Lets the shell work for `time`.
  void idle(Duration time);

 private:
  void push_finger(std::uint32_t type, float x, float y);
  Shell& shell_;
  float x_ = 0, y_ = 0;
};

/// One customer after the other through every screen; a PNG of each in `folder` (empty: none).
Result<void> play_tour(Shell& shell, const std::filesystem::path& folder);

/// Milliseconds, one a tap.
struct TapTimes {
  std::vector<double> to_picture;  ///< finger down → the pressed picture is on the display
  std::vector<double> to_durable;  ///< finger up → the answer is durable
};
/// `count` customers, each with one answer.
Result<TapTimes> measure_taps(Shell& shell, int count);
/// "p50 1.2 ms, p99 3.4 ms, worst 5.6 ms, of 100".
[[nodiscard]] std::string to_words(std::vector<double> times_ms);

}  // namespace earshot::kiosk
