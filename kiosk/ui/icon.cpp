#include "kiosk/ui/icon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot::kiosk {
namespace {

/// Draws in a square of 24 × 24, as icons are designed.
class Pen {
 public:
  Pen(Canvas& canvas, const Box& box, Color color) : canvas_(canvas), color_(color) {
    side_ = std::min(box.w, box.h);
    left_ = box.center_x() - side_ / 2;
    top_ = box.center_y() - side_ / 2;
  }
  [[nodiscard]] Point at(double x, double y) const {
    return {left_ + x / 24 * side_, top_ + y / 24 * side_};
  }
  void line(std::initializer_list<Point> points, double width = 2) const {
    std::vector<Point> path;
    for (const auto& p : points) path.push_back(at(p.x, p.y));
    canvas_.stroke(path, width / 24 * side_, color_);
  }
  /// Angles in degrees, clockwise from three o'clock.
  void arc(double x, double y, double rx, double ry, double from, double to,
           double width = 2) const {
    std::vector<Point> path;
    const int steps = std::max(8, static_cast<int>(std::abs(to - from) / 9));
    for (int i = 0; i <= steps; ++i) {
      const double angle = (from + (to - from) * i / steps) * std::numbers::pi / 180;
      path.push_back(at(x + rx * std::cos(angle), y + ry * std::sin(angle)));
    }
    canvas_.stroke(path, width / 24 * side_, color_);
  }
  void area(std::initializer_list<Point> points) const {
    std::vector<Point> path;
    for (const auto& p : points) path.push_back(at(p.x, p.y));
    canvas_.convex(path, color_);
  }
  void dot(double x, double y, double radius) const {
    const auto middle = at(x, y);
    canvas_.circle(middle.x, middle.y, radius / 24 * side_, color_);
  }
  void half_disc(double x, double y, double radius) const {
    std::vector<Point> path;
    for (int i = 0; i <= 24; ++i) {
      const double angle = (-90 + i * 7.5) * std::numbers::pi / 180;
      path.push_back(at(x + radius * std::cos(angle), y + radius * std::sin(angle)));
    }
    canvas_.convex(path, color_);
  }
  /// A capital A, standing on `base`.
  void letter_a(double x, double base, double height, double width) const {
    const double half = height * 0.40;
    line({{x - half, base}, {x, base - height}, {x + half, base}}, width);
    line({{x - half * 0.62, base - height * 0.36}, {x + half * 0.62, base - height * 0.36}}, width);
  }

 private:
  Canvas& canvas_;
  Color color_;
  double side_ = 0, left_ = 0, top_ = 0;
};

void draw_access_icon(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::contrast:
      pen.arc(12, 12, 8.6, 8.6, 0, 360);
      return pen.half_disc(12, 12, 8.2);
    case Icon::large_text:
      pen.letter_a(6.2, 19, 8, 1.8);
      return pen.letter_a(15.6, 19, 14, 2.4);
    case Icon::low_reach:
      pen.line({{12, 3.5}, {12, 14}}, 2.2);
      pen.line({{7.2, 9.6}, {12, 14.4}, {16.8, 9.6}}, 2.2);
      return pen.line({{4, 20}, {20, 20}}, 2.6);
    case Icon::speech:
      pen.area({{3, 9.4}, {7, 9.4}, {7, 14.6}, {3, 14.6}});
      pen.area({{6.6, 9.6}, {12, 4.8}, {12, 19.2}, {6.6, 14.4}});
      pen.arc(12.4, 12, 4.2, 4.2, -48, 48);
      return pen.arc(12.4, 12, 8.4, 8.4, -48, 48);
    default:  // blank: a screen with its light out
      pen.line({{4, 5}, {20, 5}, {20, 16}, {4, 16}, {4, 5}});
      pen.line({{8.5, 20}, {15.5, 20}});
      return pen.line({{4.6, 15.4}, {19.4, 5.6}});
  }
}

void draw_key_icon(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::erase:
      pen.line({{8.6, 5.5}, {21, 5.5}, {21, 18.5}, {8.6, 18.5}, {2.8, 12}, {8.6, 5.5}});
      pen.line({{11.4, 9.2}, {17, 14.8}});
      return pen.line({{17, 9.2}, {11.4, 14.8}});
    case Icon::shift:
      return pen.line({{12, 4},
                       {20, 12.6},
                       {15.6, 12.6},
                       {15.6, 19.6},
                       {8.4, 19.6},
                       {8.4, 12.6},
                       {4, 12.6},
                       {12, 4}});
    default:  // smile
      pen.arc(12, 12, 8.6, 8.6, 0, 360);
      pen.dot(9, 10, 1.3);
      pen.dot(15, 10, 1.3);
      return pen.arc(12, 12.4, 4.6, 4.2, 20, 160);
  }
}

}  // namespace

void draw_icon(Canvas& canvas, Icon icon, const Box& box, Color color) {
  const Pen pen(canvas, box, color);
  switch (icon) {
    case Icon::none:
      return;
    case Icon::back:
      pen.line({{20, 12}, {4.6, 12}});
      return pen.line({{11, 5.6}, {4.4, 12}, {11, 18.4}});
    case Icon::next:
      pen.line({{4, 12}, {19.4, 12}});
      return pen.line({{13, 5.6}, {19.6, 12}, {13, 18.4}});
    case Icon::finish:
      pen.line({{6, 21}, {6, 3.6}});
      return pen.area({{6, 4}, {20, 8.6}, {6, 13.2}});
    case Icon::skip:
      pen.line({{5, 5.6}, {11.4, 12}, {5, 18.4}});
      return pen.line({{12.4, 5.6}, {18.8, 12}, {12.4, 18.4}});
    case Icon::globe:
      pen.arc(12, 12, 8.8, 8.8, 0, 360, 1.8);
      pen.arc(12, 12, 4.0, 8.8, 0, 360, 1.6);
      pen.line({{3.6, 12}, {20.4, 12}}, 1.6);
      return;
    case Icon::undo:
      pen.arc(12.4, 13.2, 7, 7, -140, 120, 2.2);
      return pen.line({{6.2, 3.6}, {6.4, 9.4}, {12.2, 9.2}}, 2.2);
    case Icon::bell:
      pen.arc(12, 11, 5.6, 6.4, 180, 360);
      pen.line({{6.4, 11}, {6.4, 15}, {4.4, 17.4}, {19.6, 17.4}, {17.6, 15}, {17.6, 11}});
      return pen.arc(12, 18.2, 2.2, 2.6, 10, 170);
    case Icon::tick: {
      const bool mirrored = canvas.mirrored();  // a tick is the same in every script
      return mirrored ? pen.line({{20, 12.6}, {14.6, 18}, {4, 6.4}}, 2.6)
                      : pen.line({{4, 12.6}, {9.4, 18}, {20, 6.4}}, 2.6);
    }
    case Icon::cross:
      pen.line({{6, 6}, {18, 18}});
      return pen.line({{18, 6}, {6, 18}});
    case Icon::erase:
    case Icon::shift:
    case Icon::smile:
      return draw_key_icon(pen, icon);
    default:
      return draw_access_icon(pen, icon);
  }
}

}  // namespace earshot::kiosk
