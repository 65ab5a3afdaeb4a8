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

/// The text in one line: as large as it has room, and if that is too little, its end.
struct OneLine {
  std::string text;
  TextStyle style = TextStyle::text;
};
OneLine one_line_of(const View& view, const std::string& text, double room) {
  const auto& canvas = view.canvas;
  if (canvas.width(text, TextStyle::text) <= room) return {text, TextStyle::text};
  const double width = canvas.width(text, TextStyle::text_small);
  if (width <= room) return {text, TextStyle::text_small};
  auto from = static_cast<std::size_t>(static_cast<double>(text.size()) * (1 - room / width));
  for (; from < text.size(); ++from) {
    const bool begins = (static_cast<unsigned char>(text[from]) & 0xC0U) != 0x80U;
    if (!begins) continue;
    auto end = "…" + text.substr(from);
    if (canvas.width(end, TextStyle::text_small) <= room) return {end, TextStyle::text_small};
  }
  return {{}, TextStyle::text_small};
}

void draw_entry(View& view, const Box& box, std::size_t index) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& entry = view.screen.contact.entries[index];
  const bool current = !view.frame.small && index == view.screen.contact.current;
  const double radius = std::max(theme.radius_mm * 0.8, 3.5);
  const auto touch = view.touches.area(canvas, "field " + std::to_string(index), box, radius);
  card(canvas, box, radius, theme.surface_raised, kFloat * 0.5);
  if (current || touch.held) canvas.outline(box, radius, 1.2, theme.accent);
  const double pad = view.frame.small ? 3.5 : 7;
  // Large letters share the same field: what is typed is then as large as a label elsewhere, and
  // the label as without them, so that neither is written over the other.
  const auto& sizes = view.frame.sizes;
  const bool tight = sizes.text + sizes.text_small > box.h * 0.58;
  const bool squeezed = tight && !view.frame.small;
  const double label_h =
      squeezed ? type_sizes(view.frame.arrangement).text_small : sizes.text_small;
  const double top = box.h * (squeezed ? 0.10 : 0.17);
  canvas.text({box.x + pad, box.y + top, box.w - 2 * pad, label_h},
              view.words(label_of(entry.field)), TextStyle::strong_small, theme.ink_soft,
              Align::left, VAlign::top);
  const double room = box.w - 2 * pad;
  auto [text, style] = one_line_of(view, entry.text, room - 1);
  if (tight) style = TextStyle::text_small;
  const double cap = canvas.cap(style);
  const Box line{box.x + pad, box.bottom() - box.h * 0.19 - cap, room, cap};
  const auto end = canvas.typed(line, text, style, theme.ink);
  if (current) draw_caret(view, end, tight ? cap * 0.8 : cap);
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
  const auto words = std::string(view.words(view.screen.question().purpose)) + " " +
                     std::string(view.words(Phrase::consent_agree));
  const Box text{tick.right() + pad, box.y + 0.5, box.right() - tick.right() - 2 * pad, box.h - 1};
  canvas.text(text, words, TextStyle::text_small, theme.ink, Align::left);
}

/// The question, or what is in the way of going on.
std::string_view title_of(const View& view) {
  const auto trouble = trouble_of(view);
  return trouble.empty() ? view.words(view.screen.question().texts) : trouble;
}

/// A small panel, the keyboard open: one field above it, and what it is for.
void draw_one_field(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& frame = view.frame;
  const auto& entry = view.screen.contact.entries[view.screen.contact.current];
  const auto keys = keyboard_area(view);
  Box label{frame.body.x, 2.2, frame.body.w, canvas.cap(TextStyle::strong_small) * 1.6};
  if (view.has("help")) label.w -= frame.row_h + kGapMin;
  const double top = label.bottom() + 1;
  label.y = top_above(top, label.h, canvas.cap(TextStyle::strong_small));
  canvas.text(label, view.words(label_of(entry.field)), TextStyle::strong_small,
              TextStyle::strong_small, theme.ink, Align::left);
  const double radius = std::max(theme.radius_mm, 4.0);
  const Box field{label.x, top, label.w, keys.y - 1.5 - top};
  card(canvas, field, radius, theme.surface_raised, kFloat * 0.5);
  canvas.outline(field, radius, 0.7, theme.accent);
  const double pad = 4.5;
  const auto [text, style] = one_line_of(view, entry.text, field.w - 2 * pad - 2);
  const double cap = canvas.cap(style);
  const Box line{field.x + pad, field.center_y() - cap / 2, field.w - 2 * pad, cap};
  draw_caret(view, canvas.typed(line, text, style, theme.ink), cap);
  draw_surroundings(view);
  draw_keyboard(view, keys);
}

/// A small panel, the keyboard closed: the form has all the room.
void draw_small_form(View& view) {
  const auto& frame = view.frame;
  const auto count = view.screen.contact.entries.size();
  const auto page = page_layout(frame);
  draw_title(view, page.title, title_of(view));
  Box area = page.content;
  area.h = frame.way.y - kGapMin - area.y;
  const double consent_h = (area.h - kGapMin) * 0.56;
  const Box fields{area.x, area.y, area.w, area.h - consent_h - kGapMin};
  const auto boxes = grid(fields, count, count, kGapMin, fields.h);
  for (std::size_t i = 0; i < count; ++i) draw_entry(view, boxes[i], i);
  draw_consent(view, {area.x, area.bottom() - consent_h, area.w, consent_h});
  draw_surroundings(view);
}

}  // namespace

void draw_contact(View& view) {
  if (view.frame.small) {
    return view.screen.contact.writing ? draw_one_field(view) : draw_small_form(view);
  }
  const auto& screen = view.screen;
  const auto& frame = view.frame;
  const auto keys = keyboard_area(view);
  const auto count = screen.contact.entries.size();
  const double gap = kGapMin, consent_h = 24;
  const bool stacked = frame.arrangement == Arrangement::portrait;
  // A tall panel has room for fields in which large letters and the signs above them stand free.
  const double letters = frame.sizes.text + frame.sizes.text_small;
  const double field_h = stacked ? std::max(26.0, letters * 2) : 26;
  const Box consent{keys.x, keys.y - gap - consent_h, keys.w, consent_h};
  Box fields{keys.x, consent.y - gap - field_h, keys.w, field_h};
  if (stacked) {
    fields.h = static_cast<double>(count) * (field_h + gap) - gap;
    fields.y = consent.y - gap - fields.h;
  }
  const double h = std::min(frame.sizes.title * 2.95, fields.y - gap - frame.body.y);
  const Box title{frame.body.x, std::max(frame.body.y, fields.y - gap * 1.6 - h), frame.body.w, h};
  draw_title(view, title, title_of(view));
  const auto boxes = grid(fields, count, stacked ? 1 : count, gap, field_h);
  for (std::size_t i = 0; i < count; ++i) draw_entry(view, boxes[i], i);
  draw_consent(view, consent);
  draw_surroundings(view);
  draw_keyboard(view, keys);
}

}  // namespace earshot::kiosk
