// Where things stand, in millimetres of the real panel: three arrangements, each designed.
// Owner: kiosk/ui. Threads: pure functions, any thread.
// Nothing here knows fonts or pixels; a test checks sizes and distances on every panel.
#pragma once

#include <vector>

#include "core/survey/survey.h"

namespace earshot::kiosk {

/// The panel as it is built in: how many pixels, how wide in the real world.
struct Panel {
  int width_px = 1280;
  int height_px = 800;
  double width_mm = 217;

  [[nodiscard]] double px_per_mm() const { return width_px / width_mm; }
  [[nodiscard]] double height_mm() const { return height_px / px_per_mm(); }
};

/// A guess for a panel of unknown size: 22" for full HD and above, else a 10" tablet's density.
[[nodiscard]] double guess_width_mm(int width_px, int height_px);

enum class Arrangement { landscape, portrait, small };
[[nodiscard]] Arrangement arrangement_of(const Panel& panel);

/// Millimetres, from the panel's upper left corner.
struct Box {
  double x = 0, y = 0, w = 0, h = 0;
  [[nodiscard]] double right() const { return x + w; }
  [[nodiscard]] double bottom() const { return y + h; }
  [[nodiscard]] double center_x() const { return x + w / 2; }
  [[nodiscard]] double center_y() const { return y + h / 2; }
};

/// Heights of capital letters, in millimetres: two sizes a screen, and the one step down that long
/// texts may take.
struct TypeSizes {
  double title = 14, title_small = 10.5;
  double text = 7, text_small = 4.8;
};
[[nodiscard]] TypeSizes type_sizes(Arrangement arrangement);

/// The smallest touch target and the least distance between two things, in millimetres.
inline constexpr double kTargetMin = 20;
inline constexpr double kGapMin = 8;

struct AttractLayout {
  Box bubble;  ///< the greeting
  Box begin;   ///< the button
  Box helpers;
};
[[nodiscard]] AttractLayout attract_layout(const Panel& panel);

struct QuestionLayout {
  Box question;
  bool faces = false;        ///< faces; else numbered buttons
  std::vector<Box> answers;  ///< lowest rating first, all of one size
  Box low_label, high_label;
  bool labels_name_rating = false;  ///< "0 – Not at all likely": the label is not beside its answer
  Box helpers;
};
[[nodiscard]] QuestionLayout question_layout(const Panel& panel, survey::QuestionKind kind);

struct MessageLayout {
  Box sign;  ///< the mark or face
  Box title;
  Box text;  ///< moves up to `gap` below the title's last line
  double gap = 0;
};
[[nodiscard]] MessageLayout message_layout(const Panel& panel);

/// A row of `widths` (each at least kTargetMin) centred in `row`, as several rows when one is not
/// enough, growing upwards.
[[nodiscard]] std::vector<Box> flow(const Box& row, const std::vector<double>& widths, double gap);

}  // namespace earshot::kiosk
