#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/locale.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// Where somebody holds a finger for a while to be asked for a PIN: the upper corner at the
/// reading direction's beginning. It shows nothing.
constexpr Duration kSecretHold = std::chrono::seconds(4);

/// `room`: free below it, for its tail.
void draw_bubble(View& view, const Box& bubble, double room) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double radius = std::min(bubble.h * 0.24, bubble.w * 0.14);
  card(canvas, bubble, radius, theme.surface_raised, kFloat * 2);
  if (theme.outlines) return;
  // The tail: a soft hook to the lower left, as from somebody who stands in front of the screen.
  const double x = bubble.x + bubble.w * 0.16, y = bubble.bottom();
  const double size = std::min({bubble.h * 0.22, bubble.w * 0.11, room + 2});
  std::vector<Point> tail{{x, y - 1}, {x + size * 1.1, y - 1}};
  const Point from = tail.back(), over{x + size * 0.75, y + size * 0.75},
              to{x - size * 0.25, y + size};
  for (int i = 1; i <= 16; ++i) {
    const double t = i / 16.0, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
    tail.push_back({a * from.x + b * over.x + c * to.x, a * from.y + b * over.y + c * to.y});
  }
  canvas.convex(tail, theme.surface_raised);
}

std::optional<Phrase> heading_of(Message::Kind kind) {
  if (kind == Message::Kind::said_did) return Phrase::you_said_we_did;
  if (kind == Message::Kind::kind_words) return Phrase::kind_words;
  return std::nullopt;
}

/// What the location tells: a quiet card beside the greeting.
void draw_told(View& view, const Box& box) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& message = *view.screen.message;
  const double pad = view.frame.small ? 5 : 12;
  const double line = view.frame.sizes.text_small;
  card(canvas, box, std::max(theme.radius_mm, box.h * 0.08), theme.surface_raised, kFloat * 0.7);
  Box inside{box.x + pad, box.y + pad, box.w - 2 * pad, box.h - 2 * pad};
  if (const auto heading = heading_of(message.kind)) {
    double h = canvas.height(view.words(*heading), TextStyle::strong_small, inside.w) + 0.1;
    // On a small panel rather one line, a little smaller, than two that leave no room below.
    const double line_h = canvas.cap(TextStyle::strong_small) + 0.1;
    const double least =
        canvas.width(view.words(*heading), TextStyle::strong_small) * kCapMin / line_h;
    if (view.frame.small && least <= inside.w) h = line_h;
    canvas.text({inside.x, inside.y, inside.w, h}, view.words(*heading), TextStyle::strong_small,
                theme.ink, Align::left, VAlign::top);
    inside.y += h + line;
    inside.h -= h + line;
  }
  // The words come first: where a small panel has no room for both, the day is left out whole.
  const double words_h = canvas.height(view.words(message.texts), TextStyle::text_small, inside.w);
  if (message.day && words_h <= inside.h - line * 2.2) {
    const auto day = day_in_words(*message.day, view.screen.language);
    canvas.text({inside.x, inside.bottom() - line, inside.w, line},
                filled(Phrase::said_on, view.screen.language, {{"date", day}}),
                TextStyle::text_small, theme.ink_soft, Align::left, VAlign::top);
    inside.h -= line * 2.2;
  }
  canvas.text(inside, view.words(message.texts), TextStyle::text, TextStyle::text_small, theme.ink,
              Align::left, VAlign::middle);
}

/// Names that have no room otherwise stand closer: each is a word of its own, and none is wrong.
constexpr double kNameGap = 2;

/// As large as they go in the row that is theirs.
void draw_languages(View& view, const Box& row) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& theme = view.theme();
  struct Way {
    TextStyle style;
    double padding;
    bool tags = false;   ///< "de" and not "Deutsch": the last resort
    double squeeze = 1;  ///< of the words, towards the smallest size
    double gap = kGapMin;
  };
  const auto label = [](const LanguageTag& tag, const Way& way) {
    return way.tags ? tag.str() : own_name(tag);
  };
  const bool two_rows = view.frame.arrangement == Arrangement::portrait;
  Way set{};
  std::vector<Box> boxes;
  const double least = kCapMin / canvas.cap(TextStyle::text_small);
  for (const Way& way :
       {Way{TextStyle::text, 16}, Way{TextStyle::text_small, 16}, Way{TextStyle::text_small, 8},
        Way{TextStyle::text_small, 5, false, (1 + least) / 2},
        Way{TextStyle::text_small, 5, false, least},
        Way{TextStyle::text_small, 4, false, least, kNameGap}, Way{TextStyle::text, 8, true}}) {
    set = way;
    std::vector<double> widths;
    for (const auto& tag : screen.languages) {
      widths.push_back(std::max(
          kTargetMin, canvas.width(label(tag, way), way.style) * way.squeeze + way.padding));
    }
    boxes = flow(row, widths, way.gap);
    if (boxes.front().y >= row.y - (two_rows ? row.h + 1 : 0)) break;
  }
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const auto& tag = screen.languages[i];
    const auto touch = view.touches.area(canvas, "language " + tag.str(), boxes[i], row.h / 2);
    const bool current = tag == screen.language;
    const Box chip{boxes[i].x, boxes[i].y + 1.5, boxes[i].w, boxes[i].h - 3};
    if (current || touch.held) {
      canvas.rounded(chip, chip.h / 2, touch.held ? theme.accent : theme.surface_raised);
      if (theme.outlines) canvas.outline(chip, chip.h / 2, 0.8, theme.ink);
    }
    const Color ink = touch.held ? theme.accent_ink : current ? theme.ink : theme.ink_soft;
    // A name is one line, also where its script may break anywhere.
    const double line = canvas.cap(set.style) * 1.5;
    const Box words{boxes[i].x + 1, boxes[i].center_y() - line / 2, boxes[i].w - 2, line};
    canvas.text(words, label(tag, set), set.style, ink);
  }
}

/// For who came back with a code: quiet, at the end of the row of helpers, where nothing else
/// stands while the kiosk waits.
void draw_have_code(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& row = view.frame.bottom;
  const bool portrait = view.frame.arrangement == Arrangement::portrait;
  const double pill = (view.has("blank") ? 5 : 4) * row.h;  // the modes beside it
  const double from = view.frame.small ? row.x + 2 * (row.h + kGapMin) + pill
                                       : view.frame.width / 2 - 2 * row.h + pill;
  const double right = portrait ? view.frame.width - kGapMin : row.right();
  const double room = right - from - (view.frame.small ? 1 : kGapMin / 2);
  const auto words = view.words(Phrase::have_code);
  const double wanted = canvas.width(words, TextStyle::text_small) + 12;
  const double w = std::clamp(wanted, kTargetMin, room);
  const Box box{right - w, row.y, w, row.h};
  const double radius = row.h * 0.34;
  const auto touch = view.touches.area(canvas, "have code", box, radius);
  if (touch.held) canvas.rounded(box, radius, theme.accent);
  if (theme.outlines) canvas.outline(box, radius, 0.8, theme.ink);
  // Its own margins are narrow: on a tall panel there is room for the words and no more.
  canvas.text({box.x + 1, box.y + 1, box.w - 2, box.h - 2}, words, TextStyle::text_small,
              touch.held ? theme.accent_ink : theme.ink_soft);
}

void look_for_secret(View& view) {
  auto& hand = view.touches.hand();
  if (hand.on != "begin" || hand.spent || view.now - hand.since < kSecretHold) return;
  const auto finger = view.touches.finger(view.canvas);
  if (!finger || finger->y > kTargetMin * 1.2) return;
  const double from_start = view.canvas.mirrored() ? view.frame.width - finger->x : finger->x;
  if (from_start > kTargetMin * 1.2) return;
  hand.spent = true;
  view.touches.act({.kind = Action::Kind::open_pin});
}

}  // namespace

void draw_attract(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& theme = view.theme();
  auto layout = attract_layout(view.frame);
  const Box whole{0, 0, view.frame.width, view.frame.height};
  draw_surroundings(view);
  if (view.has("have code")) draw_have_code(view);
  if (screen.languages.size() > 1 && !view.has("languages")) {
    draw_languages(view, layout.languages);
  }
  const double radius = layout.begin.h / 2;
  const auto touch = view.touches.area(canvas, "begin", whole, radius, layout.begin);
  look_for_secret(view);

  double below = layout.begin.y;
  if (screen.message) {
    Box told = layout.bubble;
    if (view.frame.arrangement == Arrangement::portrait) {
      told.h = layout.begin.y - layout.bubble.y - 3 * kGapMin;
      const double half = (told.h - 2.5 * kGapMin) / 2;
      layout.bubble.y = told.y - half * 0.1;
      layout.bubble.h = half;
      told.y += half + 2.5 * kGapMin;
      told.h = half;
      below = told.y;
    } else {
      const bool small = view.frame.small;
      const double room = view.frame.body.w, gap = small ? kGapMin : 2 * kGapMin;
      layout.bubble.x = view.frame.body.x;
      layout.bubble.w = (room - gap) * (small ? 0.46 : 0.54);
      told.x = layout.bubble.right() + gap;
      told.w = room - gap - layout.bubble.w;
    }
    draw_told(view, told);
  }
  draw_bubble(view, layout.bubble, below - layout.bubble.bottom());
  const double edge = layout.bubble.h * 0.12;  // what hangs below a line needs room, too
  const Box inside{layout.bubble.x + layout.bubble.w * 0.07, layout.bubble.y + edge,
                   layout.bubble.w * 0.86, layout.bubble.h - 2 * edge};
  canvas.text(inside, view.words(screen.survey->title), TextStyle::title, TextStyle::title_small,
              theme.ink);

  Box begin = layout.begin;
  if (touch.held) begin.y += kSink;
  canvas.shadow(begin, radius, touch.held ? kFloat - kSink : kFloat);
  canvas.rounded(begin, radius, touch.held ? mix(theme.accent, theme.ink, 0.35) : theme.accent);
  const double pad = begin.h * 0.15;  // two lines must not touch its edges
  const Box words{begin.x + begin.h * 0.4, begin.y + pad, begin.w - begin.h * 0.8,
                  begin.h - 2 * pad};
  canvas.text(words, view.words(Phrase::touch_to_begin), TextStyle::strong, TextStyle::strong_small,
              theme.accent_ink);
}

void draw_language(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto& theme = view.theme();
  const auto count = screen.languages.size();
  const std::size_t most = view.frame.arrangement == Arrangement::portrait ? 3 : 4;
  const auto rows = (count + most - 1) / most;
  const auto columns = (count + rows - 1) / rows;  // six in two rows of three, not four and two
  auto layout = page_layout(view.frame);
  // Many languages on a small panel need its whole height.
  const bool tight =
      view.frame.small && static_cast<double>(rows) * (kTargetMin + 1) > layout.content.h;
  if (tight) {
    layout.content = {view.frame.body.x, 3, view.frame.body.w, view.frame.bottom.y - 6};
  } else {
    draw_title(view, layout.title, view.words(Phrase::choose_language));
  }
  const double gap = tight ? 1 : view.frame.small ? 3 : kGapMin;
  const auto boxes = grid(layout.content, count, columns, gap, view.frame.small ? 23 : 34);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const auto& tag = screen.languages[i];
    (void)button(canvas, view.touches, "language " + tag.str(), boxes[i], own_name(tag),
                 {.chosen = tag == screen.language, .smaller = TextStyle::strong_small});
  }
  (void)theme;
  draw_surroundings(view);
}

}  // namespace earshot::kiosk
