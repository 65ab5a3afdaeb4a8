#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// The field's words: what is typed, or what it is for.
void draw_field(View& view, const Box& field) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double radius = std::max(theme.radius_mm, 4.0);
  card(canvas, field, radius, theme.surface_raised, kFloat * 0.5);
  canvas.outline(field, radius, view.frame.small ? 0.7 : 1.0, theme.accent);
  const double pad = view.frame.small ? 4.5 : 9;
  const double top = view.frame.small ? 4.2 : 9;
  const Box inside{field.x + pad, field.y + top, field.w - 2 * pad, field.h - top * 1.5};
  const auto style = TextStyle::text;
  if (view.screen.text.empty()) {
    canvas.text({inside.x + 2, inside.y, inside.w - 2, inside.h}, view.words(Phrase::type_here),
                style, TextStyle::text_small, theme.ink_soft, Align::left, VAlign::top);
  }
  const auto end = canvas.typed(inside, view.screen.text, style, theme.ink);
  draw_caret(view, end, canvas.cap(style));
}

}  // namespace

void draw_comment(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& frame = view.frame;
  const auto keys = keyboard_area(view);
  const auto typed = static_cast<int>(count_code_points(screen.text));
  const int left = std::max(0, screen.question().length_max - typed);
  const auto counter = left == 0     ? std::string(view.words(Phrase::text_full))
                       : frame.small ? std::to_string(left)
                                     : counted(Phrase::characters_left, screen.language, left);
  // From the keyboard upwards: field, then counter and question.
  const double gap = frame.small ? 2.5 : kGapMin;
  const double room = keys.y - gap - frame.body.y;
  Box title{frame.body.x, frame.body.y, frame.body.w, 0};
  Box field{keys.x, 0, keys.w, 0};
  if (frame.small) {
    if (view.has("help")) title.w -= frame.row_h + kGapMin;
    field.x = title.x;
    field.w = title.w;
    title.h = 7.5;
    field.h = room - title.h - 1.5;
    field.y = title.bottom() + 1.5;
    const double counter_w = canvas.width(counter, TextStyle::text_small);
    canvas.text({title.right() - counter_w - 0.1, title.y, counter_w + 0.1, title.h}, counter,
                TextStyle::text_small, view.theme().ink_soft, Align::right);
    title.w -= counter_w + kGapMin;
    canvas.text(title, view.words(screen.question().texts), TextStyle::strong_small,
                view.theme().ink, Align::left);
  } else {
    title.h = std::min(room * 0.42, frame.sizes.title * 2.95);
    field.h = std::min(room - title.h - gap * 2.2, frame.height * 0.24);
    field.y = keys.y - gap * 1.5 - field.h;
    title.y = std::max(title.y, field.y - gap * 1.5 - title.h);
    draw_title(view, title, view.words(screen.question().texts));
    canvas.text({field.x + 9, field.bottom() - frame.sizes.text_small * 2.1, field.w - 18,
                 frame.sizes.text_small},
                counter, TextStyle::text_small, view.theme().ink_soft, Align::right);
  }
  draw_field(view, field);
  draw_surroundings(view);
  draw_keyboard(view, keys);
}

}  // namespace earshot::kiosk
