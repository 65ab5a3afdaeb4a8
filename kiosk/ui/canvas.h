// What the views draw with: millimetres, theme tokens, soft shadows, fitted text. Over ImDrawList.
// Owner: the stage makes one for a frame. Threads: the shell's only.
// `alpha` and `shift` fade and slide everything that is drawn, for transitions.
#pragma once

#include <imgui.h>

#include <string_view>
#include <vector>

#include "kiosk/ui/layout.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/type.h"

namespace earshot::kiosk {

enum class Align { left, center, right };
enum class VAlign { top, middle, bottom };

class Canvas {
 public:
  Canvas(ImDrawList& list, const Theme& theme, const Type& type, const Panel& panel)
      : list_(list), theme_(theme), type_(type), panel_(panel), scale_(panel.px_per_mm()) {}

  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Panel& panel() const { return panel_; }

  void set_alpha(double alpha) { alpha_ = alpha; }
  [[nodiscard]] double alpha() const { return alpha_; }
  /// Millimetres to the right of where things stand.
  void set_shift(double mm) { shift_ = mm; }

  [[nodiscard]] ImVec2 px(double x_mm, double y_mm) const {
    return {static_cast<float>((x_mm + shift_) * scale_), static_cast<float>(y_mm * scale_)};
  }
  [[nodiscard]] float px(double mm) const { return static_cast<float>(mm * scale_); }
  [[nodiscard]] ImU32 paint(Color color, double opacity = 1) const;

  void fill(Color color);
  void circle(double x, double y, double radius, Color color, double opacity = 1);
  void rounded(const Box& box, double radius, Color color, double opacity = 1);
  /// Soft depth below a box that is drawn next. `height`: how far it floats, in millimetres.
  void shadow(const Box& box, double radius, double height);
  /// A line through `points` (millimetres) with round ends.
  void stroke(const std::vector<ImVec2>& points_mm, double width, Color color);

  /// Text that fits its box by rules: wrapped, then one step smaller, never cut.
  /// Returns the last base line, in millimetres from the top.
  double text(const Box& box, std::string_view text, TextStyle style, TextStyle smaller,
              Color color, Align align = Align::center, VAlign v_align = VAlign::middle);
  /// Width in millimetres of one line.
  [[nodiscard]] double width(std::string_view text, TextStyle style) const;

  [[nodiscard]] ImDrawList& list() { return list_; }

 private:
  struct Lines {
    std::vector<std::string_view> lines;
    bool fits = false;
  };
  [[nodiscard]] Lines wrap(std::string_view text, TextStyle style, const Box& box) const;
  [[nodiscard]] double line_height(TextStyle style) const;
  /// The corners' points of a rounded box, clockwise; all `grow` further out (or in).
  [[nodiscard]] std::vector<ImVec2> outline(const Box& box, double radius, double grow) const;
  /// Fills the space between two outlines, from one colour to the other.
  void band(const std::vector<ImVec2>& inner, const std::vector<ImVec2>& outer, ImU32 in,
            ImU32 out);

  ImDrawList& list_;
  const Theme& theme_;
  const Type& type_;
  const Panel panel_;
  const double scale_;
  double alpha_ = 1;
  double shift_ = 0;
};

}  // namespace earshot::kiosk
