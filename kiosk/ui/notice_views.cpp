#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/face.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

struct HelpWords {
  Phrase title;
  Icon icon;
};

HelpWords words_of(HelpState state) {
  switch (state) {
    case HelpState::none:
    case HelpState::calling:
      return {Phrase::help_calling, Icon::bell};
    case HelpState::arrived:
      return {Phrase::help_told, Icon::bell};
    case HelpState::seen:
      return {Phrase::help_seen, Icon::tick};
    case HelpState::coming:
      return {Phrase::help_somebody_coming, Icon::tick};
    case HelpState::nobody:
      return {Phrase::help_nobody, Icon::bell};
    case HelpState::unreachable:
      return {Phrase::help_failed, Icon::cross};
  }
  return {Phrase::help_calling, Icon::bell};
}

/// Somebody who sleeps: nothing is the customer's fault.
void draw_sleeper(View& view, const Box& box) {
  const auto& theme = view.theme();
  FaceLook look;
  look.skin = mix(theme.surface, theme.ink, theme.outlines ? 0.4 : 0.16);
  look.features = theme.ink;
  look.asleep = true;
  look.mood = 0.3;
  draw_face(view.canvas, box, look);
}

}  // namespace

void draw_sign(View& view, const Box& box, Icon icon) {
  const auto& theme = view.theme();
  view.canvas.shadow(box, box.w / 2, kFloat);
  view.canvas.circle(box.center_x(), box.center_y(), box.w / 2, theme.accent);
  const double side = box.w * 0.52;
  draw_icon(view.canvas, icon, {box.center_x() - side / 2, box.center_y() - side / 2, side, side},
            theme.accent_ink);
}

void draw_help(View& view) {
  const auto& help = view.screen.help;
  const auto layout = message_layout(view.frame);
  const auto words = words_of(help.state);
  draw_sign(view, layout.sign, words.icon);
  const auto title =
      help.state == HelpState::coming && !help.who.empty()
          ? filled(Phrase::help_coming, view.screen.language, {{"name", isolated(help.who)}})
          : std::string(view.words(words.title));
  const bool alone = help.state == HelpState::nobody || help.state == HelpState::unreachable;
  // "Nobody has answered yet. Please ask any of the staff.": what to do stands by itself.
  const auto [first, rest] = alone ? first_sentence(title) : Sentences{title, {}};
  draw_message(view, layout, first, rest);
  draw_surroundings(view);
}

void draw_idle(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& frame = view.frame;
  auto layout = message_layout(frame);
  const auto& countdown = view.screen.countdown;
  // Only what is drawn changes each second; that keeps a waiting screen cheap.
  const int seconds = countdown ? countdown->seconds_left(view.now) : 0;
  const double whole = countdown ? static_cast<double>(countdown->whole.count()) / 1000 : 1;
  const double button_h = frame.small ? 22 : 34;
  const double w = frame.small ? 110 : 170;
  const double top = frame.body.bottom() - button_h - (frame.small ? 0 : kGapMin);
  const auto still_there = view.words(Phrase::still_there), kept = view.words(Phrase::idle_kept);
  // Large letters take from the ring what they need, so that they keep away from the button.
  const double wanted = canvas.height(still_there, TextStyle::title, layout.title.w) +
                        layout.gap * 0.9 + kGapMin +
                        canvas.height(kept, TextStyle::text, layout.title.w);
  const double lacking =
      std::clamp(wanted - (top - layout.title.y), 0.0, layout.sign.w * (frame.small ? 0.25 : 0.4));
  layout.sign.x += lacking / 2;
  layout.sign.w -= lacking;
  layout.sign.h -= lacking;
  layout.title.y -= lacking;
  const double width = layout.sign.w * 0.075;
  canvas.circle(layout.sign.center_x(), layout.sign.center_y(), layout.sign.w / 2,
                theme.surface_raised);
  ring(canvas, layout.sign, seconds / std::max(1.0, whole), width, theme.accent);
  canvas.text(layout.sign, std::to_string(seconds), TextStyle::title, theme.ink);
  Box title = layout.title;
  title.h = std::min(title.h, top - title.y - kGapMin * 2.5);
  const double end = canvas.text(title, still_there, TextStyle::title, TextStyle::title_small,
                                 theme.ink, Align::center, VAlign::top);
  Box rest{title.x, end + layout.gap * 0.9, title.w, 0};
  rest.h = std::max(frame.sizes.text_small, top - kGapMin - rest.y);
  // Whoever only came to read has said nothing.
  if (view.screen.step > 0) {
    canvas.text(rest, kept, TextStyle::text, TextStyle::text_small, theme.ink_soft, Align::center,
                VAlign::top);
  }
  (void)button(canvas, view.touches, "stay", {frame.width / 2 - w / 2, top, w, button_h},
               view.words(Phrase::still_here), {.kind = ButtonLook::Kind::primary});
  draw_surroundings(view);
}

void draw_closing(View& view) {
  // Nothing is promised before it is durable; mostly nobody sees this.
  const auto layout = message_layout(view.frame);
  view.canvas.text(layout.title, view.words(Phrase::one_moment), TextStyle::text,
                   TextStyle::text_small, view.theme().ink_soft);
  draw_surroundings(view);
}

void draw_resting(View& view) {
  const auto layout = message_layout(view.frame);
  draw_sleeper(view, layout.sign);
  draw_message(view, layout, view.words(Phrase::resting), view.words(Phrase::staff_can_help));
  draw_surroundings(view);
}

void draw_closed(View& view) {
  const auto layout = message_layout(view.frame);
  draw_sleeper(view, layout.sign);
  draw_message(view, layout, view.words(Phrase::closed_now), "");
  draw_surroundings(view);
}

}  // namespace earshot::kiosk
