#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kiosk/app/touch_test.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// What is only looked at, and what can be done, apart: the first is read, the second touched.
struct Lines {
  std::vector<ServiceLine> told, done;
};
Lines lines_of(const Screen& screen) {
  Lines lines;
  for (const auto& line : screen.service) {
    (line.action.empty() ? lines.told : lines.done).push_back(line);
  }
  return lines;
}

/// A list: each line as high as its words need, all together as high as there is room.
void draw_told(View& view, const Box& area, const std::vector<ServiceLine>& lines) {
  if (lines.empty()) return;
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double pad = view.frame.small ? 3 : 6;
  const double names = area.w * (view.frame.small ? 0.28 : 0.32);
  const double words = area.w - names - 2 * pad;
  const double cap = canvas.cap(TextStyle::text_small);
  std::vector<double> heights;
  double all = 0;
  for (const auto& line : lines) {
    const double h = std::max(canvas.height(line.value, TextStyle::strong_small, words), cap);
    heights.push_back(h);
    all += h;
  }
  const auto count = static_cast<double>(lines.size());
  const double gap = std::clamp((area.h - all) / count, 0.6, cap * 2.2);
  const double used = all + gap * count;
  double y = area.y + std::max(0.0, (area.h - used) / 2);
  card(canvas, {area.x, y, area.w, std::min(used, area.h)}, theme.radius_mm, theme.surface_raised,
       kFloat * 0.5);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double h = heights[i] + gap;
    canvas.text({area.x + pad, y, names, h}, lines[i].name, TextStyle::text_small, theme.ink_soft,
                Align::left);
    canvas.text({area.x + pad + names, y, words, h}, lines[i].value, TextStyle::strong_small,
                theme.ink, Align::right);
    y += h;
  }
}

/// A minus or a plus, as large as a finger's end and alike in every typeface.
void draw_sign(View& view, const Box& key, bool plus) {
  constexpr double kLong = 7, kThick = 1.6;
  const double x = key.center_x(), y = key.center_y();
  const auto ink = view.theme().ink;
  view.canvas.rounded({x - kLong / 2, y - kThick / 2, kLong, kThick}, kThick / 2, ink);
  if (plus) {
    view.canvas.rounded({x - kThick / 2, y - kLong / 2, kThick, kLong}, kThick / 2, ink);
  }
}

/// "− Volume 70 % +".
void draw_stepper(View& view, const Box& box, const ServiceLine& line) {
  auto& canvas = view.canvas;
  const double side = std::max(kTargetMin, std::min(box.h, 28.0));
  const Box less{box.x, box.y, side, box.h}, more{box.right() - side, box.y, side, box.h};
  (void)button(canvas, view.touches, "service " + line.less, less, "");
  (void)button(canvas, view.touches, "service " + line.action, more, "");
  draw_sign(view, less, false);
  draw_sign(view, more, true);
  const double gap = view.frame.small ? 1 : 3;
  const Box words{less.right() + gap, box.y, more.x - less.right() - 2 * gap, box.h};
  canvas.text(words, line.name + "\n" + line.value, TextStyle::strong_small, view.theme().ink);
}

void draw_done(View& view, const Box& area, const std::vector<ServiceLine>& lines,
               std::size_t columns) {
  const double gap = view.frame.small ? 1 : 4;
  const auto boxes = grid(area, lines.size(), columns, gap, view.frame.small ? 24 : 30);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const auto& line = lines[i];
    if (!line.less.empty()) {
      draw_stepper(view, boxes[i], line);
      continue;
    }
    const auto words = line.value.empty() ? line.name : line.name + ": " + line.value;
    (void)button(view.canvas, view.touches, "service " + line.action, boxes[i], words,
                 {.style = TextStyle::strong_small, .smaller = TextStyle::text_small});
  }
}

}  // namespace

void draw_service(View& view) {
  auto& canvas = view.canvas;
  const auto& frame = view.frame;
  const auto lines = lines_of(view.screen);
  Box area = frame.body;
  if (frame.small) area = {area.x, 2, area.w, frame.bottom.y - 4};
  if (frame.arrangement == Arrangement::portrait) {
    const double rows = std::ceil(static_cast<double>(lines.done.size()) / 2);
    const double h = rows * 30 + (rows - 1) * 4;
    draw_told(view, {area.x, area.y, area.w, area.h - h - 2 * kGapMin}, lines.told);
    draw_done(view, {area.x, area.bottom() - h, area.w, h}, lines.done, 2);
  } else {
    const double gap = frame.small ? 3 : 2 * kGapMin;
    const double right = frame.small ? 78 : area.w * 0.38;
    draw_told(view, {area.x, area.y, area.w - right - gap, area.h}, lines.told);
    draw_done(view, {area.right() - right, area.y, right, area.h}, lines.done, 1);
  }
  const auto words = view.words(Phrase::close);
  const double w = std::max(40.0, button_width(canvas, frame.way.h, words));
  (void)button(canvas, view.touches, "leave", {frame.way.right() - w, frame.way.y, w, frame.way.h},
               words, {.kind = ButtonLook::Kind::primary});
  draw_surroundings(view);
}

/// The whole panel, edge to edge; what belongs to it lies in the middle, where a panel wears least.
void draw_touch_test(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& test = view.screen.touches;
  if (test.columns < 1 || test.rows < 1) return;
  canvas.set_mirrored(false);  // a panel has no reading direction
  const double w = view.frame.width / test.columns, h = view.frame.height / test.rows;
  for (int row = 0; row < test.rows; ++row) {
    for (int column = 0; column < test.columns; ++column) {
      const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(test.columns) +
                      static_cast<std::size_t>(column);
      const Box field{column * w + 0.6, row * h + 0.6, w - 1.2, h - 1.2};
      canvas.rounded(field, 1.5, test.answered[at] ? theme.accent : theme.surface_raised);
      if (theme.outlines) canvas.outline(field, 1.5, 0.5, theme.ink);
    }
  }
  for (const auto& place : test.trail) {
    canvas.circle(place.x * view.frame.width, place.y * view.frame.height, 2.5, theme.ink, 0.8);
  }
  const double wide = std::min(140.0, view.frame.width * 0.7), high = view.frame.small ? 48 : 70;
  const Box middle{view.frame.width / 2 - wide / 2, view.frame.height / 2 - high / 2, wide, high};
  card(canvas, middle, 5, theme.surface_raised);
  const double pad = 4, button_h = view.frame.row_h;
  canvas.text({middle.x + pad, middle.y + pad, wide - 2 * pad, high - button_h - 3 * pad},
              in_words(test), TextStyle::strong_small, theme.ink);
  (void)button(canvas, view.touches, "leave",
               {middle.x + wide / 4, middle.bottom() - button_h - pad, wide / 2, button_h},
               view.words(Phrase::close), {.kind = ButtonLook::Kind::primary});
}

}  // namespace earshot::kiosk
