#include <algorithm>
#include <string>

#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// They are keys among keys: closer to each other than other buttons.
constexpr double kBetween = 5;

/// One size for all of them: the larger one, if there is room for it.
TextStyle style_for(const View& view, const std::vector<std::string>& words, double room) {
  double wanted = -kBetween;
  for (const auto& word : words) {
    wanted += kBetween + button_width(view.canvas, kTargetMin, word, {.style = TextStyle::text});
  }
  return wanted <= room ? TextStyle::text : TextStyle::text_small;
}

}  // namespace

void draw_suggestions(View& view, const Box& row) {
  auto& canvas = view.canvas;
  const auto& [offered, on, words] = view.screen.suggestions;
  const auto name = view.words(Phrase::key_suggestions);
  if (!on) {
    const ButtonLook look{.style = TextStyle::text_small, .smaller = TextStyle::text_small};
    const double w = std::min(row.w, button_width(canvas, row.h, name, look));
    (void)button(canvas, view.touches, "suggest", {row.x, row.y, w, row.h}, name, look);
    return;
  }
  const ButtonLook lit{.icon = Icon::tick, .chosen = true};
  (void)button(canvas, view.touches, "suggest", {row.x, row.y, row.h, row.h}, "", lit);
  Box rest{row.x + row.h + kBetween, row.y, row.w - row.h - kBetween, row.h};
  if (words.empty()) {
    canvas.text(rest, name, TextStyle::text_small, view.theme().ink, Align::left);
    return;
  }
  const auto style = style_for(view, words, rest.w);
  const ButtonLook look{.style = style, .smaller = TextStyle::text_small};
  for (const auto& word : words) {
    const double w = button_width(canvas, row.h, word, look);
    (void)button(canvas, view.touches, "word " + word, {rest.x, rest.y, w, row.h}, word, look);
    rest.x += w + kBetween;
  }
}

}  // namespace earshot::kiosk
