// What the views draw with: millimetres, theme tokens, soft shadows, fitted text. Over ImDrawList.
// Owner: the stage makes one for a frame. Threads: the shell's only.
// Views lay out from left to right; in a right-to-left language all of it is mirrored here.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/layout.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/type.h"

namespace earshot::kiosk {

enum class Align { left, center, right };
enum class VAlign { top, middle, bottom };

/// Where the letters go. In place: as a customer sees them. The others are for tests, which look at
/// what they stand on (left out) and at what covers some of them (on top of everything).
enum class Letters : std::uint8_t { in_place, left_out, on_top };

/// A line of text as it was really drawn, for tests: where, how large, in which colour.
struct DrawnText {
  std::string text;
  Box ink;  ///< from capital to base line, on the panel (not mirrored any more)
  Color color;
  double opacity = 1;
  double cap_mm = 0;
  bool fits = true;               ///< false: longer than its place even at the smallest size
  std::vector<Box> letters = {};  ///< the pixels of each, where letters are drawn on top
};

struct Point {
  double x = 0, y = 0;
};

/// Where a typed text ends, and whether it runs against the screen's own direction: an address on
/// an Arabic screen.
struct TextEnd {
  Point at;
  bool against = false;
};

class Canvas {
 public:
  Canvas(ImDrawList& list, const Theme& theme, Type& type, const Panel& panel,
         std::vector<DrawnText>* drawn = nullptr)
      : list_(list),
        theme_(theme),
        type_(type),
        panel_(panel),
        scale_(panel.px_per_mm()),
        drawn_(drawn) {}

  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Panel& panel() const { return panel_; }

  void set_alpha(double alpha) { alpha_ = alpha; }
  [[nodiscard]] double alpha() const { return alpha_; }
  /// Millimetres towards the reading direction's end of where things stand.
  void set_shift(double mm) { shift_ = mm; }
  [[nodiscard]] double shift() const { return shift_; }
  /// The texts' language; mirrors what is drawn from now on if it runs from right to left.
  void set_language(const LanguageTag& language);
  [[nodiscard]] const LanguageTag& language() const { return language_; }
  void set_mirrored(bool mirrored) { mirrored_ = mirrored; }
  [[nodiscard]] bool mirrored() const { return mirrored_; }
  /// Texts are placed and recorded in any case.
  void set_letters(Letters letters) { letters_ = letters; }
  /// The end of a picture: draws the letters that were kept for it.
  void put_letters_on_top();

  /// The box as it is on the panel.
  [[nodiscard]] Box on_panel(const Box& box) const;
  [[nodiscard]] double px_per_mm() const { return scale_; }

  void fill(Color color, double opacity = 1);
  void circle(double x, double y, double radius, Color color, double opacity = 1);
  void ellipse(double x, double y, double rx, double ry, Color color);
  void rounded(const Box& box, double radius, Color color, double opacity = 1);
  /// A line along the inside of a rounded box.
  void outline(const Box& box, double radius, double width, Color color, double opacity = 1);
  /// Soft depth below a box that is drawn next. `height`: how far it floats, in millimetres.
  void shadow(const Box& box, double radius, double height);
  /// A line through `points` with round ends.
  void stroke(const std::vector<Point>& points, double width, Color color, double opacity = 1);
  /// Points clockwise as they are written, whatever way the screen is mirrored.
  void convex(const std::vector<Point>& points, Color color, double opacity = 1);
  /// A whole-pixel square without soft edges, for codes that cameras read.
  void module_square(double x, double y, double side, Color color);

  /// Text that fits its box by rules: wrapped, then one step smaller, then down to the least size
  /// that can be read, never cut. Returns the last base line, in millimetres from the top.
  double text(const Box& box, std::string_view text, TextStyle style, TextStyle smaller,
              Color color, Align align = Align::center, VAlign v_align = VAlign::middle);
  /// The same, without a smaller step.
  double text(const Box& box, std::string_view words, TextStyle style, Color color,
              Align align = Align::center, VAlign v_align = VAlign::middle) {
    return text(box, words, style, style, color, align, v_align);
  }
  /// What somebody types: from the top of its box, its end always in sight, in its own direction.
  /// Returns where the next letter will stand: the base line's point.
  TextEnd typed(const Box& box, std::string_view text, TextStyle style, Color color);

  /// Width in millimetres of one line.
  [[nodiscard]] double width(std::string_view text, TextStyle style) const;
  /// How high the text will be, from the first capital to the last base line, `room` wide.
  [[nodiscard]] double height(std::string_view text, TextStyle style, double room) const;
  /// From base line to base line: scripts with signs above and below need more.
  [[nodiscard]] double advance(std::string_view text, TextStyle style) const;
  /// True if `text` would draw it in this style, and no smaller.
  [[nodiscard]] bool fits(const Box& box, std::string_view text, TextStyle style) const;
  /// How high a capital will be where `text` draws it with these steps.
  [[nodiscard]] double cap_in(const Box& box, std::string_view text, TextStyle style,
                              TextStyle smaller) const {
    return fit_by_steps(box, text, style, smaller).cap;
  }
  [[nodiscard]] double cap(TextStyle style) const { return type_.cap_mm(style); }

 private:
  struct Fitted {
    const Setting* setting;
    int size_px;     ///< of an em
    double cap;      ///< millimetres
    double advance;  ///< from base line to base line, millimetres
    bool fits;
  };
  [[nodiscard]] Fitted fit(std::string_view text, TextStyle style, double cap_mm, const Box& box,
                           Direction direction, bool even) const;
  [[nodiscard]] Fitted fit_by_steps(const Box& box, std::string_view text, TextStyle style,
                                    TextStyle smaller) const;
  [[nodiscard]] Direction direction() const;
  void draw_line(const SetLine& line, int size_px, double x, double base, Color color);
  void paint_line(const SetLine& line, int size_px, double x, double base, ImU32 paint_with,
                  std::vector<Box>* boxes);
  void record(std::string_view text, const Box& ink, Color color, double cap, bool fits);
  [[nodiscard]] ImVec2 px(double x_mm, double y_mm) const;
  [[nodiscard]] float px(double mm) const { return static_cast<float>(mm * scale_); }
  [[nodiscard]] ImU32 paint(Color color, double opacity = 1) const;
  /// The points of a rounded box, clockwise; all `grow` further out (or in).
  [[nodiscard]] std::vector<ImVec2> corners(const Box& box, double radius, double grow) const;
  /// Fills the space between two outlines, from one colour to the other.
  void band(const std::vector<ImVec2>& inner, const std::vector<ImVec2>& outer, ImU32 in,
            ImU32 out);

  ImDrawList& list_;
  const Theme& theme_;
  Type& type_;
  const Panel panel_;
  const double scale_;
  std::vector<DrawnText>* drawn_;
  LanguageTag language_ = LanguageTag::trusted("en");
  bool mirrored_ = false;
  Letters letters_ = Letters::in_place;
  struct KeptLine {
    SetLine line;
    int size_px;
    double x, base;
    ImU32 paint_with;
  };
  std::vector<KeptLine> kept_;
  double alpha_ = 1;
  double shift_ = 0;
};

}  // namespace earshot::kiosk
