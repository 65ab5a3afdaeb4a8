#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/app/stops.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/raster.h"

namespace earshot::kiosk {
namespace {

/// From base line to base line, as a multiple of a capital letter's height, at least.
constexpr double kLineSpacing = 1.85;
/// Latin letters need less than their font's full height; scripts with signs above and below that
/// have more than this, in ems, need all of it.
constexpr double kTallFrom = 1.38;
/// Texts that have no room get smaller by this, again and again, down to kCapMin.
constexpr double kSqueeze = 0.93;

struct Step {
  TextStyle style;
  double cap;
};

/// What a text tries that has no room in `style`, from the largest to the least. The steps of
/// ordinary text are among those of large text, so that it is never the smaller one where both have
/// the same room.
std::vector<Step> steps_down(const Type& type, TextStyle style, TextStyle smaller) {
  std::vector<Step> steps;
  const auto squeezed_from = [&](double cap) {
    while (cap > kCapMin) {
      cap = std::max(kCapMin, cap * kSqueeze);
      steps.push_back({smaller, cap});
    }
  };
  const double cap = type.cap_mm(smaller), ordinary = type.ordinary_cap_mm(smaller);
  if (smaller != style) steps.push_back({smaller, cap});
  squeezed_from(cap);
  if (ordinary != cap) {
    steps.push_back({style, type.ordinary_cap_mm(style)});
    if (smaller != style) steps.push_back({smaller, ordinary});
    squeezed_from(ordinary);
  }
  std::stable_sort(steps.begin(), steps.end(), [](auto& a, auto& b) { return a.cap > b.cap; });
  return steps;
}

}  // namespace

Direction Canvas::direction() const {
  return is_right_to_left(language_) ? Direction::right_to_left : Direction::left_to_right;
}

Canvas::Fitted Canvas::fit(std::string_view text, TextStyle style, double cap_mm, const Box& box,
                           Direction direction, bool even) const {
  Fitted fitted{};
  const double cap_em = type_.cap_em(style);
  // Rounded up, so that no capital is smaller than it says.
  fitted.size_px = std::max(4, static_cast<int>(std::ceil(cap_mm / cap_em * scale_ - 0.01)));
  const double em = fitted.size_px / scale_;
  fitted.cap = em * cap_em;
  auto& paragraph = type_.paragraph(text, Type::weight(style), language_, direction);
  fitted.setting = &paragraph.lines(static_cast<float>(box.w / em), even);
  const double tall = paragraph.ascent() + paragraph.descent();
  fitted.advance = std::max(fitted.cap * kLineSpacing, tall > kTallFrom ? tall * em * 0.92 : 0.0);
  const auto count = static_cast<double>(fitted.setting->lines.size());
  fitted.fits = !fitted.setting->broken_word && fitted.setting->width * em <= box.w + 0.01 &&
                // Capitals were rounded up to whole pixels: that much is nobody's fault.
                fitted.cap + (count - 1) * fitted.advance <= box.h + 1 / scale_;
  return fitted;
}

double Canvas::width(std::string_view text, TextStyle style) const {
  const Box all{0, 0, 1e5, 1e5};
  const auto fitted = fit(text, style, type_.cap_mm(style), all, direction(), false);
  return fitted.setting->width * fitted.size_px / scale_;
}

double Canvas::height(std::string_view text, TextStyle style, double room) const {
  const auto fitted = fit(text, style, type_.cap_mm(style), {0, 0, room, 1e5}, direction(), true);
  return fitted.cap + (static_cast<double>(fitted.setting->lines.size()) - 1) * fitted.advance;
}

double Canvas::advance(std::string_view text, TextStyle style) const {
  return fit(text, style, type_.cap_mm(style), {0, 0, 1e5, 1e5}, direction(), false).advance;
}

bool Canvas::fits(const Box& box, std::string_view text, TextStyle style) const {
  return fit(text, style, type_.cap_mm(style), box, direction(), true).fits;
}

Canvas::Fitted Canvas::fit_by_steps(const Box& box, std::string_view text, TextStyle style,
                                    TextStyle smaller) const {
  auto fitted = fit(text, style, type_.cap_mm(style), box, direction(), true);
  if (fitted.fits) return fitted;
  for (const auto& step : steps_down(type_, style, smaller)) {
    fitted = fit(text, step.style, step.cap, box, direction(), true);
    if (fitted.fits) break;
  }
  return fitted;
}

double Canvas::text(const Box& box, std::string_view text, TextStyle style, TextStyle smaller,
                    Color color, Align align, VAlign v_align) {
  if (text.empty()) return box.y;
  const auto fitted = fit_by_steps(box, text, style, smaller);
  const double em = fitted.size_px / scale_;
  const auto& lines = fitted.setting->lines;
  const double height = fitted.cap + static_cast<double>(lines.size() - 1) * fitted.advance;
  const Box place = on_panel(box);
  double base = place.y + fitted.cap;
  if (v_align == VAlign::middle) base = place.center_y() - height / 2 + fitted.cap;
  if (v_align == VAlign::bottom) base = place.bottom() - height + fitted.cap;
  if (mirrored_ && align != Align::center) {
    align = align == Align::left ? Align::right : Align::left;
  }
  for (const auto& line : lines) {
    const double w = line.width * em;
    double x = place.x;
    if (align == Align::center) x = place.center_x() - w / 2;
    if (align == Align::right) x = place.right() - w;
    draw_line(line, fitted.size_px, x, base, color);
    record(text, {x, base - fitted.cap, w, fitted.cap}, color, fitted.cap, fitted.fits);
    base += fitted.advance;
  }
  return base - fitted.advance;
}

TextEnd Canvas::typed(const Box& box, std::string_view text, TextStyle style, Color color) {
  const auto fitted = fit(text, style, type_.cap_mm(style), box, Direction::by_first_letter, false);
  const double em = fitted.size_px / scale_;
  const auto& lines = fitted.setting->lines;
  const auto room =
      1 + static_cast<std::size_t>(std::max(0.0, (box.h - fitted.cap) / fitted.advance + 0.01));
  const std::size_t first = lines.size() > room ? lines.size() - room : 0;
  const Box place = on_panel(box);
  const bool right_to_left = text.empty() ? mirrored_ : fitted.setting->right_to_left;
  double base = place.y + fitted.cap;
  Point end{right_to_left ? place.right() : place.x, base};
  for (std::size_t i = first; i < lines.size(); ++i) {
    const double w = lines[i].width * em;
    const double x = right_to_left ? place.right() - w : place.x;
    draw_line(lines[i], fitted.size_px, x, base, color);
    if (w > 0) record(text, {x, base - fitted.cap, w, fitted.cap}, color, fitted.cap, true);
    end = {right_to_left ? x : x + w, base};
    base += fitted.advance;
  }
  // The caller draws a caret there, in its own (mirrored) millimetres.
  return {{mirrored_ ? panel_.width_mm - end.x - shift_ : end.x - shift_, end.y},
          right_to_left != mirrored_};
}

void Canvas::record(std::string_view text, const Box& ink, Color color, double cap, bool fits) {
  if (drawn_ == nullptr || alpha_ <= 0) return;
  drawn_->push_back({std::string(text), ink, color, alpha_, cap, fits, {}});
  if (letters_ != Letters::on_top || kept_.empty()) return;
  const auto& kept = kept_.back();
  paint_line(kept.line, kept.size_px, kept.x, kept.base, 0, &drawn_->back().letters);
}

void Canvas::draw_line(const SetLine& line, int size_px, double x, double base, Color color) {
  if (letters_ == Letters::left_out || alpha_ <= 0) return;
  if (letters_ == Letters::on_top) return kept_.push_back({line, size_px, x, base, paint(color)});
  paint_line(line, size_px, x, base, paint(color), nullptr);
}

void Canvas::put_letters_on_top() {
  for (const auto& kept : kept_) {
    paint_line(kept.line, kept.size_px, kept.x, kept.base, kept.paint_with, nullptr);
  }
  kept_.clear();
}

void Canvas::paint_line(const SetLine& line, int size_px, double x, double base, ImU32 paint_with,
                        std::vector<Box>* boxes) {
  const auto left = static_cast<float>(x * scale_);
  const float bottom = std::round(static_cast<float>(base * scale_));
  const auto em = static_cast<float>(size_px);
  for (const auto& glyph : line.glyphs) {
    const auto* at = type_.atlas().find(type_.fonts(), glyph.font, glyph.glyph, size_px);
    if (at == nullptr || at->width == 0) continue;
    // Letters keep to the pixel grid, so they are copied and not resampled.
    const float px_x = std::round(left + glyph.x * em) + static_cast<float>(at->left);
    const float px_y = bottom + std::round(glyph.y * em) + static_cast<float>(at->top);
    const auto w = static_cast<float>(at->width), h = static_cast<float>(at->height);
    if (boxes != nullptr) {
      boxes->push_back({px_x / scale_, px_y / scale_, w / scale_, h / scale_});
      continue;
    }
    const auto u = static_cast<float>(at->x + (at->colored ? LetterSource::kColored : 0));
    const auto v = static_cast<float>(at->y);
    list_.PrimReserve(6, 4);
    list_.PrimRectUV({px_x, px_y}, {px_x + w, px_y + h}, {u, v}, {u + w, v + h}, paint_with);
  }
}

}  // namespace earshot::kiosk
