#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// A line of letters with what hangs below it, as a multiple of a capital's height.
constexpr double kLine = 1.6, kNextLine = 1.85;

/// How the typed words stand in the field: as large as two lines of them allow.
struct Inside {
  Box box;
  TextStyle style = TextStyle::text;
};

Inside inside_of(const View& view, const Box& field) {
  const bool small = view.frame.small;
  const double pad = small ? 4.5 : 9;
  double top = small ? 2 : std::min(9.0, (field.h - view.canvas.cap(TextStyle::text)) * 0.45);
  TextStyle style = TextStyle::text;
  if (small) {
    const double cap = view.canvas.cap(TextStyle::text_small);
    // Scripts with signs above and below have room for one line, and it stands in the middle.
    const double next = view.canvas.advance(view.words(Phrase::type_here), TextStyle::text_small);
    const bool two = cap + next + 2 * top <= field.h + 0.1;  // whole pixels were rounded up
    const bool one = view.canvas.cap(TextStyle::text) + 2 * top <= field.h;
    if (two || !one) style = TextStyle::text_small;
    if (!two) top = (field.h - view.canvas.cap(style)) / 2;
  }
  const double below = small ? top : top / 2;
  return {{field.x + pad, field.y + top, field.w - 2 * pad, field.h - top - below}, style};
}

/// The field's words: what is typed, or what it is for.
void draw_field(View& view, const Box& field) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double radius = std::max(theme.radius_mm, 4.0);
  card(canvas, field, radius, theme.surface_raised, kFloat * 0.5);
  canvas.outline(field, radius, view.frame.small ? 0.7 : 1.0, theme.accent);
  const auto [inside, style] = inside_of(view, field);
  if (view.screen.text.empty()) {
    canvas.text({inside.x + 2, inside.y, inside.w - 2, inside.h}, view.words(Phrase::type_here),
                style, TextStyle::text_small, theme.ink_soft, Align::left, VAlign::top);
  }
  const auto end = canvas.typed(inside, view.screen.text, style, theme.ink);
  draw_caret(view, end, canvas.cap(style));
}

/// A small panel: the question and what is left beside each other, the field down to the keys.
Box draw_small_head(View& view, double keys_top, std::string_view counter) {
  auto& canvas = view.canvas;
  const auto& frame = view.frame;
  const double top = 2.2, cap = canvas.cap(TextStyle::strong_small);
  Box title{frame.body.x, top, frame.body.w, cap * kLine};
  if (view.has("help")) title.w -= frame.row_h + kGapMin;
  const double right = title.right();
  const double counter_w = canvas.width(counter, TextStyle::text_small) + 0.1;
  title.w -= counter_w + kGapMin;
  const auto words = view.words(view.screen.question().texts);
  if (canvas.width(words, TextStyle::strong_small) > title.w) title.h += cap * kNextLine;
  const double field_top = title.bottom() + 1;
  title.y = top_above(field_top, title.h, cap);
  canvas.text({right - counter_w, title.y, counter_w, cap * kLine}, counter, TextStyle::text_small,
              view.theme().ink_soft, Align::right);
  canvas.text(title, words, TextStyle::strong_small, view.theme().ink, Align::left);
  return {title.x, field_top, right - title.x, keys_top - 1.5 - field_top};
}

/// What stands between the field and the keys: how much is left, and suggested words. A tall panel
/// has room for a row of each; a wide one has them in one, where a number says how much is left.
class Between {
 public:
  explicit Between(const View& view)
      : suggests_(view.screen.suggestions.offered),
        two_rows_(suggests_ && view.frame.arrangement == Arrangement::portrait),
        // The counter's line, with all that stands above and hangs below its letters.
        line_(std::max(kGapMin * 1.5, view.frame.sizes.text_small * 2)) {}

  [[nodiscard]] bool has_number_alone() const { return suggests_ && !two_rows_; }
  [[nodiscard]] double height() const {
    if (!suggests_) return line_;
    return kTargetMin + kToKeys + (two_rows_ ? line_ : kToField);
  }
  [[nodiscard]] Box counter(const Box& field, const Box& keys) const {
    if (!suggests_) return {field.x, field.bottom(), field.w, keys.y - field.bottom()};
    if (two_rows_) return {field.x, field.bottom(), field.w, line_};
    return row(keys);
  }
  [[nodiscard]] Box row(const Box& keys) const {
    return {keys.x, keys.y - kToKeys - kTargetMin, keys.w, kTargetMin};
  }
  /// The row, without what the counter takes at its end.
  [[nodiscard]] Box words(const Box& keys, double counter_w) const {
    auto box = row(keys);
    if (!two_rows_) box.w -= counter_w + kGapMin;
    return box;
  }

 private:
  static constexpr double kToField = 5, kToKeys = 2;
  bool suggests_, two_rows_;
  double line_;
};

}  // namespace

void draw_comment(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& frame = view.frame;
  const auto keys = keyboard_area(view);
  const auto typed = static_cast<int>(count_code_points(screen.text));
  const int left = std::max(0, screen.question().length_max - typed);
  const Between between(view);
  const bool number = frame.small || between.has_number_alone();
  const auto counter = left == 0 ? std::string(view.words(Phrase::text_full))
                       : number  ? std::to_string(left)
                                 : counted(Phrase::characters_left, screen.language, left);
  // From the keyboard upwards: field, then counter and question.
  Box field{keys.x, 0, keys.w, 0};
  if (frame.small) {
    field = draw_small_head(view, keys.y, counter);
  } else {
    const double counting = between.height();
    const double room = keys.y - kGapMin - frame.body.y;
    Box title{frame.body.x, frame.body.y, frame.body.w, 0};
    const double line = between.has_number_alone() ? frame.sizes.title_small : frame.sizes.title;
    title.h = std::min(room * 0.42, line * 2.95);
    field.h = std::min(room - title.h - kGapMin * 0.7 - counting, frame.height * 0.24);
    field.y = keys.y - counting - field.h;
    title.y = std::max(title.y, field.y - kGapMin * 1.5 - title.h);
    draw_title(view, title, view.words(screen.question().texts));
    canvas.text(between.counter(field, keys), counter, TextStyle::text_small, view.theme().ink,
                Align::right);
    if (screen.suggestions.offered) {
      const double counter_w = canvas.width(counter, TextStyle::text_small);
      draw_suggestions(view, between.words(keys, counter_w));
    }
  }
  draw_field(view, field);
  draw_surroundings(view);
  draw_keyboard(view, keys);
}

}  // namespace earshot::kiosk
