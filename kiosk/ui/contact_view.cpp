#include <algorithm>
#include <string>

#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

Phrase label_of(survey::ContactField field) {
  switch (field) {
    case survey::ContactField::name:
      return Phrase::contact_name;
    case survey::ContactField::phone:
      return Phrase::contact_phone;
    case survey::ContactField::email:
      return Phrase::contact_email;
  }
  return Phrase::contact_name;
}

/// What is in the way, in plain words; none: nothing is.
std::string_view trouble_of(const View& view) {
  switch (view.screen.contact.problem) {
    case ContactForm::Problem::none:
      return {};
    case ContactForm::Problem::consent_missing:
      return view.words(Phrase::consent_needed);
    case ContactForm::Problem::phone_wrong:
      return view.words(Phrase::phone_wrong);
    case ContactForm::Problem::email_wrong:
      return view.words(Phrase::email_wrong);
    case ContactForm::Problem::nothing_reachable:
      return view.words(Phrase::contact_unreachable);
    case ContactForm::Problem::not_sealed:
      return view.words(Phrase::contact_not_kept);
  }
  return {};
}

void draw_entry(View& view, const Box& box, std::size_t index) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& entry = view.screen.contact.entries[index];
  const bool current = index == view.screen.contact.current;
  const double radius = std::max(theme.radius_mm * 0.8, 3.5);
  const auto touch = view.touches.area(canvas, "field " + std::to_string(index), box, radius);
  card(canvas, box, radius, theme.surface_raised, kFloat * 0.5);
  if (current || touch.held) {
    canvas.outline(box, radius, view.frame.small ? 0.8 : 1.2, theme.accent);
  }
  const double pad = view.frame.small ? 3.5 : 7;
  const double label_h = view.frame.sizes.text_small;
  // Large letters share the same field: what is typed is then no larger than its label.
  const auto& sizes = view.frame.sizes;
  const bool tight = sizes.text + sizes.text_small > box.h * 0.58;
  const double top = box.h * (tight && !view.frame.small ? 0.10 : 0.17);
  canvas.text({box.x + pad, box.y + top, box.w - 2 * pad, label_h},
              view.words(label_of(entry.field)), TextStyle::strong_small, theme.ink_soft,
              Align::left, VAlign::top);
  const auto style = view.frame.small || tight ? TextStyle::text_small : TextStyle::text;
  const double cap = canvas.cap(style);
  const Box line{box.x + pad, box.bottom() - box.h * 0.19 - cap, box.w - 2 * pad, cap};
  const auto end = canvas.typed(line, entry.text, style, theme.ink);
  if (current) draw_caret(view, end, tight && !view.frame.small ? cap * 0.8 : cap);
}

void draw_consent(View& view, const Box& box) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double radius = std::max(theme.radius_mm * 0.8, 3.5);
  const auto touch = view.touches.area(canvas, "consent", box, radius);
  const bool on = view.screen.contact.consent;
  const double side = std::min(box.h * 0.56, 14.0), pad = view.frame.small ? 3.5 : 6;
  const Box tick{box.x + pad, box.center_y() - side / 2, side, side};
  canvas.rounded(tick, side * 0.24, on || touch.held ? theme.accent : theme.surface_raised);
  canvas.outline(tick, side * 0.24, view.frame.small ? 0.8 : 1.1, on ? theme.accent : theme.ink);
  if (on) {
    const double inset = side * 0.16;
    draw_icon(canvas, Icon::tick,
              {tick.x + inset, tick.y + inset, side - 2 * inset, side - 2 * inset},
              theme.accent_ink);
  }
  const auto trouble = trouble_of(view);
  std::string words(trouble);
  if (trouble.empty() || !view.frame.small) {
    words = std::string(view.words(view.screen.question().purpose)) + " " +
            std::string(view.words(Phrase::consent_agree));
  }
  const Box text{tick.right() + pad, box.y + 0.5, box.right() - tick.right() - 2 * pad, box.h - 1};
  canvas.text(text, words, TextStyle::text_small, theme.ink, Align::left);
}

}  // namespace

void draw_contact(View& view) {
  const auto& screen = view.screen;
  const auto& frame = view.frame;
  const auto keys = keyboard_area(view);
  const auto count = screen.contact.entries.size();
  const double gap = frame.small ? 1 : kGapMin;
  const double field_h = frame.small ? kTargetMin : 26;
  const double consent_h = frame.small ? kTargetMin : 24;
  Box consent{keys.x, keys.y - gap - consent_h, keys.w, consent_h};
  Box fields{keys.x, consent.y - gap - field_h, keys.w, field_h};
  if (frame.small) {
    fields.x = consent.x = frame.body.x;
    fields.w = consent.w = frame.body.w;
    if (view.has("help")) fields.w -= frame.row_h + kGapMin;
  }
  const bool stacked = frame.arrangement == Arrangement::portrait;
  if (stacked) {
    fields.h = static_cast<double>(count) * (field_h + gap) - gap;
    fields.y = consent.y - gap - fields.h;
  }
  if (!frame.small) {
    const double h = std::min(frame.sizes.title * 2.95, fields.y - gap - frame.body.y);
    const Box title{frame.body.x, std::max(frame.body.y, fields.y - gap * 1.6 - h), frame.body.w,
                    h};
    const auto trouble = trouble_of(view);
    draw_title(view, title, trouble.empty() ? view.words(screen.question().texts) : trouble);
  }
  const double field_gap = frame.small ? 3 : kGapMin;
  const auto boxes = grid(fields, count, stacked ? 1 : count, field_gap, field_h);
  for (std::size_t i = 0; i < count; ++i) draw_entry(view, boxes[i], i);
  draw_consent(view, consent);
  draw_surroundings(view);
  draw_keyboard(view, keys);
}

}  // namespace earshot::kiosk
