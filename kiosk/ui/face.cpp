#include "kiosk/ui/face.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace earshot::kiosk {
namespace {

constexpr int kCurveSteps = 28;

Point at(double x, double y) { return {x, y}; }

/// A quadratic curve from (x0, y0) over its middle (xm, ym) to (x1, y1).
std::vector<Point> curve(double x0, double y0, double xm, double ym, double x1, double y1) {
  const double cx = 2 * xm - (x0 + x1) / 2;
  const double cy = 2 * ym - (y0 + y1) / 2;
  std::vector<Point> points;
  for (int i = 0; i <= kCurveSteps; ++i) {
    const double t = static_cast<double>(i) / kCurveSteps;
    const double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
    points.push_back(at(a * x0 + b * cx + c * x1, a * y0 + b * cy + c * y1));
  }
  return points;
}

void draw_eyes(Canvas& canvas, double cx, double cy, double r, const FaceLook& look) {
  const double eye_y = cy - 0.20 * r;
  for (const int side : {-1, 1}) {
    const double x = cx + side * 0.34 * r;
    if (look.asleep) {
      canvas.stroke(curve(x - 0.15 * r, eye_y, x, eye_y + 0.10 * r, x + 0.15 * r, eye_y), 0.075 * r,
                    look.features);
    } else if (look.mood > 0.75) {
      canvas.stroke(curve(x - 0.15 * r, eye_y + 0.06 * r, x, eye_y - 0.12 * r, x + 0.15 * r,
                          eye_y + 0.06 * r),
                    0.085 * r, look.features);
    } else {
      canvas.ellipse(x, eye_y, 0.092 * r, 0.125 * r * look.eyes_open, look.features);
    }
    if (look.mood < -0.75) {
      canvas.stroke(
          // Raised towards the middle: sad, not angry.
          {at(x + side * 0.19 * r, eye_y - 0.20 * r), at(x - side * 0.11 * r, eye_y - 0.33 * r)},
          0.075 * r, look.features);
    }
  }
}

void draw_mouth(Canvas& canvas, double cx, double cy, double r, const FaceLook& look) {
  const double half = (0.36 + 0.10 * std::abs(look.mood)) * r;
  const double bend = 0.24 * r * look.mood;
  const double y = cy + 0.40 * r - bend * 0.45;
  const double width = 0.092 * r;
  if (look.mood > 0.75) {
    // Wide open: the space below a straight lip.
    const double top = cy + 0.18 * r, rx = half + width / 2;
    std::vector<Point> open;
    for (int i = 0; i <= kCurveSteps; ++i) {
      const double angle = i * std::numbers::pi / kCurveSteps;
      open.push_back(at(cx + rx * std::cos(angle), top + 0.46 * r * std::sin(angle)));
    }
    canvas.convex(open, look.features);
    canvas.stroke({at(cx - half, top), at(cx + half, top)}, width, look.features);
    return;
  }
  canvas.stroke(curve(cx - half, y, cx, y + bend, cx + half, y), width, look.features);
}

}  // namespace

void draw_face(Canvas& canvas, const Box& box, const FaceLook& look) {
  const double r = box.w / 2;
  canvas.circle(box.center_x(), box.center_y(), r, look.skin);
  const double cx = box.center_x() + look.lean_x * 0.11 * r;
  const double cy = box.center_y() + look.lean_y * 0.09 * r;
  draw_eyes(canvas, cx, cy, r, look);
  draw_mouth(canvas, cx, cy, r, look);
}

void draw_star(Canvas& canvas, const Box& box, Color color) {
  // Rounded points: five fat strokes around a pentagon that is filled.
  const double cx = box.center_x(), cy = box.center_y() + box.h * 0.025;
  const double outer = box.w * 0.46, inner = outer * 0.50;
  const auto point = [&](int i, double radius) {
    const double angle = (i * 36 - 90) * std::numbers::pi / 180;
    return at(cx + radius * std::cos(angle), cy + radius * std::sin(angle));
  };
  std::vector<Point> core;
  for (int i = 0; i < 5; ++i) {
    canvas.convex(
        {point(2 * i, outer), point(2 * i + 1, inner), at(cx, cy), point(2 * i + 9, inner)}, color);
    core.push_back(point(2 * i + 1, inner * 1.02));
  }
  canvas.convex(core, color);
  for (int i = 0; i < 5; ++i) {
    canvas.stroke({point(2 * i + 9, inner), point(2 * i, outer), point(2 * i + 1, inner)},
                  box.w * 0.05, color);
  }
}

void draw_tick(Canvas& canvas, const Box& box, Color disc, Color mark, double progress) {
  const double r = box.w / 2;
  const double cx = box.center_x(), cy = box.center_y();
  canvas.circle(cx, cy, r, disc);
  const double way = canvas.mirrored() ? -r : r;  // a tick is the same in every script
  const Point a = at(cx - 0.40 * way, cy + 0.02 * r), b = at(cx - 0.10 * way, cy + 0.32 * r),
              c = at(cx + 0.44 * way, cy - 0.30 * r);
  const auto between = [](Point p, Point q, double t) {
    return at(p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t);
  };
  const double first = std::clamp(progress / 0.36, 0.0, 1.0);
  const double second = std::clamp((progress - 0.36) / 0.64, 0.0, 1.0);
  if (first <= 0) return;
  canvas.stroke({a, between(a, b, first)}, 0.17 * r, mark);
  if (second > 0) canvas.stroke({b, between(b, c, second)}, 0.17 * r, mark);
}

}  // namespace earshot::kiosk
