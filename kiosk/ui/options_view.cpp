#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// Chips as wide as their words, in as many rows as it takes, centred in `area`.
std::vector<Box> place_chips(const View& view, const Box& area, double height, TextStyle style) {
  const double pad = height * (view.frame.small ? 0.65 : 0.9);
  std::vector<double> widths;
  for (const auto& option : view.screen.question().options) {
    const double w = view.canvas.width(view.words(option.texts), style) + pad;
    widths.push_back(std::min(w, area.w));
  }
  auto boxes = flow({area.x, 0, area.w, height}, widths, kGapMin, kGapMin);
  const double top = boxes.front().y, down = boxes.back().bottom() - top;
  const double move = area.y + (area.h - down) / 2 - top;
  for (auto& box : boxes) box.y += move;
  return boxes;
}

/// Columns for equal buttons: as few as the height allows.
std::size_t columns_for(const View& view, const Box& area, std::size_t count) {
  const bool portrait = view.frame.arrangement == Arrangement::portrait;
  for (std::size_t columns = portrait || count <= 3 ? 1 : 2; columns < 4; ++columns) {
    const auto rows = static_cast<double>((count + columns - 1) / columns);
    if (rows * (kTargetMin + kGapMin) - kGapMin <= area.h) return columns;
  }
  return 4;
}

}  // namespace

void draw_options(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& options = screen.question().options;
  const bool many = screen.kind == ScreenKind::topics;
  const auto layout = page_layout(view.frame);
  draw_title(view, layout.title, view.words(screen.question().texts));

  std::vector<Box> boxes;
  const double height = view.frame.small ? kTargetMin : 27;
  TextStyle style = TextStyle::strong;
  for (const auto next : {TextStyle::strong, TextStyle::strong_small}) {
    if (!many || !boxes.empty()) break;
    style = next;
    boxes = place_chips(view, layout.content, height, style);
    const double down = boxes.back().bottom() - boxes.front().y;
    if (down > layout.content.h) boxes.clear();
  }
  if (boxes.empty()) {
    const auto columns = columns_for(view, layout.content, options.size());
    Box area = layout.content;
    const double most = view.frame.small ? 190.0 : 150.0 * static_cast<double>(columns);
    if (area.w > most) area = {area.center_x() - most / 2, area.y, most, area.h};
    boxes = grid(area, options.size(), columns, kGapMin, view.frame.small ? 24 : 32);
    // All of one size, whatever the longest needs: no answer is louder than another.
    const bool all_fit = std::all_of(options.begin(), options.end(), [&](const auto& option) {
      return canvas.fits(words_box(boxes.front()), view.words(option.texts), TextStyle::strong);
    });
    style = all_fit ? TextStyle::strong : TextStyle::strong_small;
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    const bool picked =
        std::find(screen.picked.begin(), screen.picked.end(), options[i].id) != screen.picked.end();
    (void)button(canvas, view.touches, "option " + options[i].id.str(), boxes[i],
                 view.words(options[i].texts),
                 {.chosen = picked, .style = style, .smaller = TextStyle::strong_small});
  }
  draw_surroundings(view);
}

}  // namespace earshot::kiosk
