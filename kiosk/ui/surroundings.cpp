#include <algorithm>
#include <string>

#include "kiosk/app/spoken.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

using Kind = ButtonLook::Kind;

constexpr ButtonLook kHelpLook{
    .icon = Icon::bell, .style = TextStyle::strong_small, .smaller = TextStyle::strong_small};

struct Switch {
  const char* name;
  Icon icon;
  bool Access::*on;
};
constexpr Switch kSwitches[] = {
    {"contrast", Icon::contrast, &Access::high_contrast},
    {"large text", Icon::large_text, &Access::large_text},
    {"low reach", Icon::low_reach, &Access::low_reach},
    {"speech", Icon::speech, &Access::speech},
    {"blank", Icon::blank, &Access::blank},
};

/// High contrast, large text, low reach, speech: one quiet pill, one touch each.
Box access_pill(const View& view) {
  double count = 0;
  for (const auto& each : kSwitches) count += view.has(each.name) ? 1 : 0;
  const auto& row = view.frame.bottom;
  const double w = count * row.h;
  // The four always stand at the same place; a fifth comes at their end.
  const double four = 4 * row.h;
  const double x =
      view.frame.small ? row.x + 2 * (row.h + kGapMin) : view.frame.width / 2 - four / 2;
  return {x, row.y, w, row.h};
}

void draw_access(View& view, const Box& pill) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  if (pill.w <= 0) return;
  const double radius = pill.h * 0.42;
  canvas.rounded(pill, radius, theme.surface_raised, theme.outlines ? 1 : 0.75);
  if (theme.outlines) canvas.outline(pill, radius, 0.8, theme.ink);
  double x = pill.x;
  for (const auto& each : kSwitches) {
    if (!view.has(each.name)) continue;
    const Box box{x, pill.y, pill.h, pill.h};
    const auto touch = view.touches.area(canvas, each.name, box, radius);
    const bool on = view.screen.access.*each.on;
    if (on || touch.held) {
      const double inset = pill.h * 0.09;
      canvas.rounded({box.x + inset, box.y + inset, box.w - 2 * inset, box.h - 2 * inset},
                     radius - inset, theme.accent);
    }
    const double side = pill.h * 0.50;
    draw_icon(canvas, each.icon, {box.center_x() - side / 2, box.center_y() - side / 2, side, side},
              on || touch.held ? theme.accent_ink : theme.ink_soft);
    x += pill.h;
  }
}

/// The mis-tap's way back: a ring runs out around the sign.
void draw_undo(View& view, const Box& box) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double radius = box.h / 2;
  const auto touch = view.touches.area(canvas, "undo", box, radius);
  Box face = box;
  if (touch.held) face.y += kSink;
  card(canvas, face, radius, touch.held ? theme.accent : theme.surface_raised);
  const Color ink = touch.held ? theme.accent_ink : theme.ink;
  const double left = static_cast<double>(view.screen.undo->left(view.now).count()) /
                      std::max(1.0, static_cast<double>(view.screen.undo->whole.count()));
  const double inset = box.h * 0.10, side = box.h - 2 * inset;
  const Box sign{face.x + inset, face.y + inset, side, side};
  ring(canvas, sign, left, box.h * 0.07, touch.held ? theme.accent_ink : theme.accent);
  draw_icon(canvas, Icon::undo,
            {sign.x + side * 0.25, sign.y + side * 0.25, side * 0.5, side * 0.5}, ink);
  const double room = box.w - box.h - box.h * 0.3;
  if (room > box.h * 0.5) {
    canvas.text({face.x + box.h, face.y + inset, room, side}, view.words(Phrase::undo),
                TextStyle::strong, TextStyle::strong_small, ink, Align::left);
  }
}

/// Languages and the way back, at the reading direction's beginning.
void draw_start_group(View& view, double end) {
  auto& canvas = view.canvas;
  const auto& row = view.frame.bottom;
  const double undo_w =
      row.h * 1.4 + canvas.width(view.words(Phrase::undo), TextStyle::strong) + 0.1;
  double x = row.x;
  if (view.has("languages")) {
    const auto name = own_name(view.screen.language);
    const ButtonLook look{.kind = Kind::quiet,
                          .icon = Icon::globe,
                          .style = TextStyle::text_small,
                          .smaller = TextStyle::text_small};
    double wide = row.h;
    if (view.frame.arrangement == Arrangement::landscape) {
      const double named = button_width(canvas, row.h, name, look);
      // Beside words that have no room then, the sign alone is understood.
      if (!view.has("undo") || x + named + kGapMin + undo_w <= end - kGapMin) wide = named;
    }
    (void)button(canvas, view.touches, "languages", {x, row.y, wide, row.h}, name, look);
    x += wide + kGapMin;
  } else if (view.frame.small) {
    x += row.h + kGapMin;
  }
  const double room = end - kGapMin - x;
  if (view.has("undo")) {
    draw_undo(view, {x, row.y, std::clamp(undo_w, row.h, std::max(row.h, room)), row.h});
  } else if (view.has("back")) {
    const ButtonLook look{.kind = Kind::quiet, .icon = Icon::back};
    const auto words = view.words(Phrase::back);
    const double w = std::min(button_width(canvas, row.h, words, look), std::max(row.h, room));
    (void)button(canvas, view.touches, "back", {x, row.y, w, row.h}, words, look);
  }
}

/// On, and "that was all", at the reading direction's end.
void draw_end_group(View& view, double begin) {
  auto& canvas = view.canvas;
  const auto& row = view.frame.way;
  double right = row.right();
  const bool finish = view.has("finish");
  if (view.has("next")) {
    const bool writes = view.screen.contact.writing;
    const bool given = view.screen.kind == ScreenKind::pin     ? view.screen.pin.digits > 0
                       : view.screen.kind == ScreenKind::claim ? true
                                                               : writes || view.screen.given();
    const auto words = view.words(next_in_words(view.screen));
    const ButtonLook look{.kind = given ? Kind::primary : Kind::raised,
                          .icon = writes ? Icon::tick : Icon::next,
                          .icon_after = true};
    const double room = right - begin - (finish ? row.h + kGapMin : 0);
    const double wanted = std::max(button_width(canvas, row.h, words, look), row.h * 2.6);
    const double w = std::min(wanted, room);
    (void)button(canvas, view.touches, "next", {right - w, row.y, w, row.h}, words, look);
    right -= w + kGapMin;
  }
  if (finish) {
    // What is in the way of contact details has been said: ending it now leaves them out.
    const bool told = view.screen.contact.problem != ContactForm::Problem::none;
    const auto words = view.words(told ? Phrase::skip : Phrase::done);
    const ButtonLook look{.kind = Kind::quiet, .icon = told ? Icon::skip : Icon::finish};
    double w = button_width(canvas, row.h, words, look);
    if (w > right - begin) w = row.h;
    (void)button(canvas, view.touches, "finish", {right - w, row.y, w, row.h}, words, look);
  }
}

}  // namespace

Box help_box(const View& view) {
  const auto& frame = view.frame;
  const auto words = view.words(Phrase::help_now);
  double w = frame.row_h;
  if (frame.low_reach && frame.arrangement == Arrangement::landscape) {
    return {access_pill(view).x - kGapMin - w, frame.bottom.y, w, frame.row_h};
  }
  const bool portrait = frame.arrangement == Arrangement::portrait;
  if (!frame.small) {
    const double wanted = button_width(view.canvas, frame.row_h, words, kHelpLook);
    const double room = frame.low_reach ? 0.32 : portrait ? 0.9 : 0.27;
    if (wanted <= frame.body.w * room) w = wanted;
  }
  if (frame.low_reach && portrait) return {frame.way.x, frame.way.y, w, frame.row_h};
  const double top = frame.small ? 3.5 : portrait ? 20 : frame.margin * 0.7;
  return {frame.body.right() - w, top, w, frame.row_h};
}

bool View::has(std::string_view name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Color face_features(const Theme& theme, Color skin) {
  return contrast(theme.surface_raised, skin) > contrast(theme.surface, skin) ? theme.surface_raised
                                                                              : theme.surface;
}

void draw_backdrop(Canvas& canvas) {
  const auto& theme = canvas.theme();
  const auto& panel = canvas.panel();
  canvas.fill(theme.surface);
  if (theme.outlines) return;
  const double w = panel.width_mm, h = panel.height_mm(), d = std::max(w, h);
  canvas.circle(w * 1.02, -h * 0.04, d * 0.30, backdrop_warm(theme));
  canvas.circle(-w * 0.03, h * 1.06, d * 0.34, backdrop_cool(theme));
}

Box beside_help(const View& view, const Box& title) {
  if (!view.has("help")) return title;
  const Box help = help_box(view);
  if (help.y > title.bottom() || help.bottom() < title.y) return title;
  // Equally much on both sides, so that the title stays in the middle.
  const double less = help.w + kGapMin;
  return {title.x + less, title.y, title.w - 2 * less, title.h};
}

void draw_title(View& view, const Box& box, std::string_view words, VAlign align) {
  auto& canvas = view.canvas;
  Box place = beside_help(view, box);
  // Where it would have to be smaller beside the call for help, it may have room below that.
  if (place.w < box.w && !canvas.fits(place, words, TextStyle::title)) {
    const double top = help_box(view).bottom() + kGapMin;
    const Box below{box.x, top, box.w, box.bottom() - top};
    if (below.h > 0 && canvas.fits(below, words, TextStyle::title)) {
      place = below;
    } else if (view.screen.access.large_text) {
      // The call for help is larger then, too: rather out of the middle than in smaller letters.
      const Box aside{box.x, box.y, help_box(view).x - kGapMin - box.x, box.h};
      const auto cap = [&](const Box& in) {
        return canvas.cap_in(in, words, TextStyle::title, TextStyle::title_small);
      };
      if (cap(aside) > cap(place)) place = aside;
    }
  }
  canvas.text(place, words, TextStyle::title, TextStyle::title_small, view.theme().ink,
              Align::center, align);
}

void draw_surroundings(View& view) {
  // A keyboard on a small panel needs its place.
  const auto kind = view.screen.kind;
  const bool types = kind == ScreenKind::comment || kind == ScreenKind::contact;
  if (!view.frame.small || !types) {
    progress(view.canvas, view.frame.progress, view.screen.step, view.screen.steps);
  }
  const Box pill = access_pill(view);
  const bool help_in_row = view.has("help") && help_box(view).y == view.frame.bottom.y;
  draw_start_group(view, help_in_row ? help_box(view).x : pill.x);
  draw_access(view, pill);
  const bool own_row = view.frame.way.y < view.frame.bottom.y;
  double end_from = own_row ? view.frame.way.x : pill.right() + kGapMin;
  if (own_row && view.has("help") && help_box(view).y == view.frame.way.y) {
    end_from = help_box(view).right() + kGapMin;
  }
  draw_end_group(view, end_from);
  if (view.has("help")) {
    (void)button(view.canvas, view.touches, "help", help_box(view), view.words(Phrase::help_now),
                 kHelpLook);
  }
}

void draw_message(View& view, const MessageLayout& layout, std::string_view title,
                  std::string_view text) {
  const auto& theme = view.theme();
  const double end = view.canvas.text(layout.title, title, TextStyle::title, TextStyle::title_small,
                                      theme.ink, Align::center, VAlign::top);
  Box below = layout.text;
  below.y = end + layout.gap;
  below.h = std::min(below.h, view.frame.body.bottom() - below.y);
  view.canvas.text(below, text, TextStyle::text, TextStyle::text_small, theme.ink_soft,
                   Align::center, VAlign::top);
}

Sentences first_sentence(std::string_view text) {
  // The marks that end a sentence: Latin, Chinese and Japanese, Devanagari, Arabic.
  std::size_t end = std::string_view::npos;
  for (const std::string_view mark : {".", "!", "?", "。", "！", "？", "।", "؟"}) {
    const auto at = text.find(mark);
    if (at != std::string_view::npos && at < end) end = at + mark.size() - 1;
  }
  if (end == std::string_view::npos || end + 1 >= text.size()) return {text, {}};
  auto rest = text.substr(end + 1);
  const bool wide = static_cast<unsigned char>(text[end]) >= 0x80;
  if (rest.front() != ' ' && !wide) return {text, {}};
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return {text.substr(0, end + 1), rest};
}

}  // namespace earshot::kiosk
