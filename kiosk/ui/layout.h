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
[[nodiscard]] TypeSizes type_sizes(Arrangement arrangement, bool large = false);

/// The smallest touch target, the least distance between two things, and the smallest capital
/// letter, in millimetres. Keys of the screen's keyboard stand closer, as on every keyboard.
inline constexpr double kTargetMin = 20;
inline constexpr double kGapMin = 8;
inline constexpr double kCapMin = 4.8;

/// What every screen shares: the thin progress line on top, the row of helpers at the bottom, and
/// the space between them.
struct Frame {
  Arrangement arrangement = Arrangement::small;
  bool small = false;
  bool low_reach = false;
  double width = 0, height = 0;
  double margin = 0;
  double row_h = kTargetMin;  ///< of the helpers and other lesser buttons
  Box progress;
  Box bottom;  ///< the helpers
  Box way;     ///< on: in the bottom row, or on a tall panel above it
  Box body;    ///< between progress and what stands at the bottom
  TypeSizes sizes;
};
[[nodiscard]] Frame frame_of(const Panel& panel, bool large = false, bool low_reach = false);

/// In low reach nothing that can be touched stands higher than this (but a form's fields and
/// suggested words, which stand right above their keyboard).
[[nodiscard]] double reach_top(const Frame& frame);

struct AttractLayout {
  Box bubble;  ///< the greeting
  Box begin;   ///< the button
  Box languages;
};
[[nodiscard]] AttractLayout attract_layout(const Frame& frame);

enum class RatingLook { numbers, faces, stars };
[[nodiscard]] RatingLook rating_look(const survey::Question& question);

struct QuestionLayout {
  Box question;
  std::vector<Box> answers;  ///< lowest rating first, all of one size
  Box low_label, high_label;
  bool labels_name_rating = false;  ///< "0 – Not at all likely": the label is not beside its answer
};
/// `count` answers.
[[nodiscard]] QuestionLayout question_layout(const Frame& frame, int count, RatingLook look);

/// A title above something that fills the rest.
struct PageLayout {
  Box title;
  Box content;
};
[[nodiscard]] PageLayout page_layout(const Frame& frame);

struct MessageLayout {
  Box sign;  ///< the mark or face
  Box title;
  Box text;  ///< moves up to `gap` below the title's last line
  double gap = 0;
};
[[nodiscard]] MessageLayout message_layout(const Frame& frame);

/// A row of `widths` (each at least kTargetMin) centred in `row`, as several rows when one is not
/// enough, growing upwards.
[[nodiscard]] std::vector<Box> flow(const Box& row, const std::vector<double>& widths, double gap,
                                    double row_gap = 0);

/// `count` equal boxes in rows of `columns` that fill `area`, not higher than `height_max` each,
/// centred in it.
[[nodiscard]] std::vector<Box> grid(const Box& area, std::size_t count, std::size_t columns,
                                    double gap, double height_max);

/// Where lines `height` high begin that stand between the panel's upper edge and a box that begins
/// at `below`: a little above the middle, since letters reach further down than up from capitals.
[[nodiscard]] double top_above(double below, double height, double cap);

}  // namespace earshot::kiosk
