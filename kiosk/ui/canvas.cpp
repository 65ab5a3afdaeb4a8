#include "kiosk/ui/canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot::kiosk {
namespace {

/// Line spacing, as a multiple of a capital letter's height.
constexpr double kLineSpacing = 1.85;
constexpr int kCornerSteps = 14;
/// A shadow is the absence of light, in every theme.
constexpr Color kShadow{10, 22, 30};

}  // namespace

ImU32 Canvas::paint(Color color, double opacity) const {
  const double a = std::clamp(opacity * alpha_, 0.0, 1.0);
  return IM_COL32(color.r, color.g, color.b, static_cast<int>(std::lround(255 * a)));
}

void Canvas::fill(Color color) {
  list_.AddRectFilled({0, 0},
                      {static_cast<float>(panel_.width_px), static_cast<float>(panel_.height_px)},
                      paint(color));
}

void Canvas::circle(double x, double y, double radius, Color color, double opacity) {
  const float r = px(radius);
  const int segments = std::clamp(static_cast<int>(r * 0.9F), 24, 160);
  list_.AddCircleFilled(px(x, y), r, paint(color, opacity), segments);
}

void Canvas::rounded(const Box& box, double radius, Color color, double opacity) {
  const auto points = outline(box, radius, 0);
  list_.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), paint(color, opacity));
}

std::vector<ImVec2> Canvas::outline(const Box& box, double radius, double grow) const {
  const double r = std::min({radius, box.w / 2, box.h / 2});
  const double around = std::max(0.0, r + grow);
  const double centers[4][2] = {{box.right() - r, box.y + r},
                                {box.right() - r, box.bottom() - r},
                                {box.x + r, box.bottom() - r},
                                {box.x + r, box.y + r}};
  std::vector<ImVec2> points;
  for (int corner = 0; corner < 4; ++corner) {
    for (int i = 0; i <= kCornerSteps; ++i) {
      const double angle =
          (corner - 1 + static_cast<double>(i) / kCornerSteps) * std::numbers::pi / 2;
      points.push_back(px(centers[corner][0] + around * std::cos(angle),
                          centers[corner][1] + around * std::sin(angle)));
    }
  }
  return points;
}

void Canvas::shadow(const Box& box, double radius, double height) {
  if (height <= 0) return;
  // Rings that fade outwards, a little below the box: light from above. The innermost one lies
  // under the box itself, so that no gap shows between the two.
  struct Ring {
    double grow, opacity;
  };
  constexpr Ring kRings[] = {{-2.2, 0.15}, {-0.45, 0.15}, {0.3, 0.085}, {1.05, 0.03}, {1.8, 0.0}};
  const Box base{box.x + height * 0.2, box.y + height * 0.75, box.w - height * 0.4,
                 box.h - height * 0.1};
  for (std::size_t i = 0; i + 1 < std::size(kRings); ++i) {
    band(outline(base, radius, height * kRings[i].grow),
         outline(base, radius, height * kRings[i + 1].grow), paint(kShadow, kRings[i].opacity),
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

void Canvas::stroke(const std::vector<ImVec2>& points_mm, double width, Color color) {
  std::vector<ImVec2> points;
  for (const auto& p : points_mm) points.push_back(px(p.x, p.y));
  const ImU32 paint_with = paint(color);
  list_.AddPolyline(points.data(), static_cast<int>(points.size()), paint_with, 0, px(width));
  for (const auto& end : {points.front(), points.back()}) {
    list_.AddCircleFilled(end, px(width / 2), paint_with, 24);
  }
}

double Canvas::width(std::string_view text, TextStyle style) const {
  const auto* font = type_.font(style);
  return font->CalcTextSizeA(font->FontSize, 1e9F, 0, text.data(), text.data() + text.size()).x /
         scale_;
}

double Canvas::line_height(TextStyle style) const {
  return type_.cap_height(style) * kLineSpacing / scale_;
}

Canvas::Lines Canvas::wrap(std::string_view text, TextStyle style, const Box& box) const {
  // Greedy first, to know how many lines it takes; then as narrow as that many lines allow, so that
  // no last line has a single word.
  const auto lines_at = [&](double room) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0, end = 0;
    while (begin < text.size()) {
      std::size_t space = text.find(' ', end + (end > begin ? 1 : 0));
      if (space == std::string_view::npos) space = text.size();
      const bool fits = width(text.substr(begin, space - begin), style) <= room;
      if (!fits && end > begin) {
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
        end = begin;
        continue;
      }
      end = space;
      if (end == text.size()) {
        lines.push_back(text.substr(begin));
        break;
      }
    }
    return lines;
  };
  Lines result{lines_at(box.w), false};
  const auto count = result.lines.size();
  double low = box.w / static_cast<double>(std::max<std::size_t>(count, 1)) * 0.8, high = box.w;
  for (int step = 0; count > 1 && step < 7; ++step) {
    const double middle = (low + high) / 2;
    (lines_at(middle).size() <= count ? high : low) = middle;
  }
  if (count > 1) result.lines = lines_at(high);
  const double cap = type_.cap_height(style) / scale_;
  const double needed = cap + static_cast<double>(count > 0 ? count - 1 : 0) * line_height(style);
  bool narrow = true;
  for (const auto line : result.lines) narrow = narrow && width(line, style) <= box.w + 0.01;
  result.fits = narrow && needed <= box.h;
  return result;
}

double Canvas::text(const Box& box, std::string_view text, TextStyle style, TextStyle smaller,
                    Color color, Align align, VAlign v_align) {
  auto lines = wrap(text, style, box);
  if (!lines.fits && smaller != style) {
    style = smaller;
    lines = wrap(text, style, box);
  }
  const auto* font = type_.font(style);
  const double cap = type_.cap_height(style) / scale_;
  const double step = line_height(style);
  const double height = cap + static_cast<double>(lines.lines.size() - 1) * step;
  double y = box.y;
  if (v_align == VAlign::middle) y = box.center_y() - height / 2;
  if (v_align == VAlign::bottom) y = box.bottom() - height;
  for (const auto line : lines.lines) {
    const double w = width(line, style);
    double x = box.x;
    if (align == Align::center) x = box.center_x() - w / 2;
    if (align == Align::right) x = box.right() - w;
    ImVec2 at = px(x, y);
    at.x = std::round(at.x);
    at.y = std::round(at.y - type_.cap_top(style));
    list_.AddText(font, font->FontSize, at, paint(color), line.data(), line.data() + line.size());
    y += step;
  }
  return y - step + cap;
}

}  // namespace earshot::kiosk
