#include "kiosk/ui/canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kiosk/app/stops.h"

namespace earshot::kiosk {
namespace {

constexpr int kCornerSteps = 12;
/// From the centre of each corner to the points of its curve: every button of every frame asks.
const std::vector<Point>& ways_around() {
  static const auto ways = [] {
    std::vector<Point> made;
    for (int corner = 0; corner < 4; ++corner) {
      for (int i = 0; i <= kCornerSteps; ++i) {
        const double angle =
            (corner - 1 + static_cast<double>(i) / kCornerSteps) * std::numbers::pi / 2;
        made.push_back({std::cos(angle), std::sin(angle)});
      }
    }
    return made;
  }();
  return ways;
}

/// A shadow is the absence of light, in every theme.
constexpr Color kShadow{10, 22, 30};

}  // namespace

void Canvas::set_language(const LanguageTag& language) {
  language_ = language;
  mirrored_ = is_right_to_left(language);
}

Box Canvas::on_panel(const Box& box) const {
  if (!mirrored_) return {box.x + shift_, box.y, box.w, box.h};
  return {panel_.width_mm - box.right() - shift_, box.y, box.w, box.h};
}

ImVec2 Canvas::px(double x_mm, double y_mm) const {
  const double x = mirrored_ ? panel_.width_mm - x_mm - shift_ : x_mm + shift_;
  return {static_cast<float>(x * scale_), static_cast<float>(y_mm * scale_)};
}

ImU32 Canvas::paint(Color color, double opacity) const {
  const double a = std::clamp(opacity * alpha_, 0.0, 1.0);
  return IM_COL32(color.r, color.g, color.b, static_cast<int>(std::lround(255 * a)));
}

void Canvas::fill(Color color, double opacity) {
  list_.AddRectFilled({0, 0},
                      {static_cast<float>(panel_.width_px), static_cast<float>(panel_.height_px)},
                      paint(color, opacity));
}

void Canvas::circle(double x, double y, double radius, Color color, double opacity) {
  const float r = px(radius);
  const int segments = std::clamp(static_cast<int>(r * 0.9F), 16, 160);
  list_.AddCircleFilled(px(x, y), r, paint(color, opacity), segments);
}

void Canvas::ellipse(double x, double y, double rx, double ry, Color color) {
  std::vector<Point> points;
  for (int i = 0; i < 40; ++i) {
    const double angle = i * std::numbers::pi / 20;
    points.push_back({x + rx * std::cos(angle), y + ry * std::sin(angle)});
  }
  convex(points, color);
}

void Canvas::rounded(const Box& box, double radius, Color color, double opacity) {
  const auto points = corners(box, radius, 0);
  list_.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), paint(color, opacity));
}

void Canvas::outline(const Box& box, double radius, double width, Color color, double opacity) {
  auto points = corners(box, radius, -width / 2);
  // Round ends: two corners meet in one point, and a line through it twice would have a spike.
  const auto same = [](const ImVec2& a, const ImVec2& b) {
    return std::abs(a.x - b.x) < 0.1F && std::abs(a.y - b.y) < 0.1F;
  };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  while (points.size() > 1 && same(points.front(), points.back())) points.pop_back();
  list_.AddPolyline(points.data(), static_cast<int>(points.size()), paint(color, opacity),
                    ImDrawFlags_Closed, px(width));
}

std::vector<ImVec2> Canvas::corners(const Box& logical, double radius, double grow) const {
  const Box box = on_panel(logical);
  const double r = std::min({radius, box.w / 2, box.h / 2});
  const double around = std::max(0.0, r + grow);
  const double centers[4][2] = {{box.right() - r, box.y + r},
                                {box.right() - r, box.bottom() - r},
                                {box.x + r, box.bottom() - r},
                                {box.x + r, box.y + r}};
  std::vector<ImVec2> points;
  points.reserve(std::size_t{4} * (kCornerSteps + 1));
  for (std::size_t corner = 0; corner < 4; ++corner) {
    for (std::size_t i = 0; i <= kCornerSteps; ++i) {
      const auto& way = ways_around()[corner * (kCornerSteps + 1) + i];
      points.push_back({static_cast<float>((centers[corner][0] + around * way.x) * scale_),
                        static_cast<float>((centers[corner][1] + around * way.y) * scale_)});
    }
  }
  return points;
}

void Canvas::shadow(const Box& box, double radius, double height) {
  if (height <= 0 || theme_.outlines) return;
  // Rings that fade outwards, a little below the box: light from above. The innermost one lies
  // under the box itself, so that no gap shows between the two.
  struct Ring {
    double grow, opacity;
  };
  constexpr Ring kRings[] = {{-2.2, 0.13}, {-0.45, 0.13}, {0.3, 0.075}, {1.05, 0.028}, {1.8, 0.0}};
  const Box base{box.x + height * 0.2, box.y + height * 0.75, box.w - height * 0.4,
                 box.h - height * 0.1};
  for (std::size_t i = 0; i + 1 < std::size(kRings); ++i) {
    band(corners(base, radius, height * kRings[i].grow),
         corners(base, radius, height * kRings[i + 1].grow), paint(kShadow, kRings[i].opacity),
         paint(kShadow, kRings[i + 1].opacity));
  }
}

void Canvas::band(const std::vector<ImVec2>& inner, const std::vector<ImVec2>& outer, ImU32 in,
                  ImU32 out) {
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  const int n = static_cast<int>(inner.size());
  list_.PrimReserve(n * 6, n * 4);
  for (int i = 0; i < n; ++i) {
    const auto next = static_cast<std::size_t>((i + 1) % n);
    const auto here = static_cast<std::size_t>(i);
    const auto first = static_cast<ImDrawIdx>(list_._VtxCurrentIdx);
    for (const int k : {0, 1, 2, 0, 2, 3}) list_.PrimWriteIdx(static_cast<ImDrawIdx>(first + k));
    list_.PrimWriteVtx(inner[here], uv, in);
    list_.PrimWriteVtx(inner[next], uv, in);
    list_.PrimWriteVtx(outer[next], uv, out);
    list_.PrimWriteVtx(outer[here], uv, out);
  }
}

void Canvas::stroke(const std::vector<Point>& points_mm, double width, Color color,
                    double opacity) {
  std::vector<ImVec2> points;
  for (const auto& p : points_mm) points.push_back(px(p.x, p.y));
  const ImU32 paint_with = paint(color, opacity);
  list_.AddPolyline(points.data(), static_cast<int>(points.size()), paint_with, 0, px(width));
  if (opacity * alpha_ < 0.99) return;  // two layers of half a colour would show
  for (const auto& end : {points.front(), points.back()}) {
    list_.AddCircleFilled(end, px(width / 2), paint_with, 20);
  }
}

void Canvas::convex(const std::vector<Point>& points_mm, Color color, double opacity) {
  std::vector<ImVec2> points;
  for (const auto& p : points_mm) points.push_back(px(p.x, p.y));
  if (mirrored_) std::reverse(points.begin(), points.end());
  list_.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), paint(color, opacity));
}

void Canvas::module_square(double x, double y, double side, Color color) {
  const ImVec2 from = px(x, y);
  const float size = std::round(px(side));
  const float left = std::round(mirrored_ ? from.x - size : from.x), top = std::round(from.y);
  list_.AddRectFilled({left, top}, {left + size, top + size}, paint(color));
}

}  // namespace earshot::kiosk
