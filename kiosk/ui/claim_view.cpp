#include <algorithm>
#include <string>

#include "kiosk/app/claim_code_pad.h"
#include "kiosk/app/locale.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

using State = Claim::State;

constexpr double kColumns = 10, kRows = kCodeRows.size();
constexpr double kEraseWidth = 1.5;  ///< in keys

/// Where the keys stand: as the screen's keyboard does.
Box pad_area(const View& view) {
  const auto& frame = view.frame;
  const bool portrait = frame.arrangement == Arrangement::portrait;
  const double pitch = frame.small ? kTargetMin : portrait ? 27 : 25;
  const double margin = frame.small ? 2 : frame.margin * 0.5;
  const double w = std::min(frame.width - 2 * margin, kColumns * (portrait ? 27 : 34));
  const double h = kRows * pitch;
  const double bottom = frame.way.y - (frame.small ? 1.5 : kGapMin);
  return {(frame.width - w) / 2, bottom - h, w, h};
}

void draw_key(View& view, const std::string& name, const Box& cell, std::string_view sign) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double gap = view.frame.small ? 2 : 3;
  Box face{cell.x + gap / 2, cell.y + gap / 2, cell.w - gap, cell.h - gap};
  const double radius = std::min(face.h * 0.24, 4.0);
  const auto touch = view.touches.area(canvas, name, cell, radius, face);
  if (touch.held) face.y += 0.7;
  if (!theme.outlines && !touch.held) {
    canvas.rounded({face.x, face.y + 0.7, face.w, face.h}, radius,
                   mix(theme.surface, theme.ink, 0.22));
  }
  const Color rest =
      sign.empty() ? mix(theme.surface_raised, theme.ink, 0.10) : theme.surface_raised;
  canvas.rounded(face, radius, touch.held ? theme.accent : rest);
  if (theme.outlines) canvas.outline(face, radius, 0.5, theme.ink);
  const Color ink = touch.held ? theme.accent_ink : theme.ink;
  if (!sign.empty()) return void(canvas.text(face, sign, TextStyle::text, ink));
  const double side = std::min(face.w, face.h) * 0.5;
  draw_icon(canvas, Icon::erase,
            {face.center_x() - side / 2, face.center_y() - side / 2, side, side}, ink);
}

void draw_pad(View& view, const Box& area) {
  const double unit = area.w / kColumns, pitch = area.h / kRows;
  double y = area.y;
  for (const auto row : kCodeRows) {
    const bool last = row == kCodeRows.back();
    const double units = static_cast<double>(row.size()) + (last ? kEraseWidth : 0);
    double x = area.x + (area.w - units * unit) / 2;
    for (const char sign : row) {
      const std::string text(1, sign);
      draw_key(view, "sign " + text, {x, y, unit, pitch}, text);
      x += unit;
    }
    if (last) draw_key(view, "erase", {x, y, kEraseWidth * unit, pitch}, {});
    y += pitch;
  }
}

/// A place for each sign of the code, in two groups; the next one is marked.
void draw_places(View& view, const Box& box) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& code = view.screen.claim.code;
  const double gap = box.h * 0.16, middle = box.h * 0.6;
  const double gaps = (kClaimSigns - 2) * gap + middle;
  const double w = std::min(box.h, (box.w - gaps) / kClaimSigns);  // an M is as wide as it is high
  const double all = kClaimSigns * w + gaps;
  double x = box.center_x() - all / 2;
  for (std::size_t i = 0; i < kClaimSigns; ++i) {
    const Box place{x, box.y, w, box.h};
    const bool next = i == code.size();
    canvas.rounded(place, box.h * 0.16, theme.surface_raised);
    canvas.outline(place, box.h * 0.16, next ? 1.2 : 0.6,
                   next             ? theme.accent
                   : theme.outlines ? theme.ink
                                    : mix(theme.surface, theme.ink, 0.35));
    if (i < code.size()) {
      canvas.text(place, code.substr(i, 1), TextStyle::title_small, TextStyle::strong, theme.ink);
    }
    x += w + (i + 1 == kClaimSigns / 2 ? middle : gap);
  }
}

void draw_typing(View& view) {
  auto& canvas = view.canvas;
  const auto& frame = view.frame;
  const auto& claim = view.screen.claim;
  const auto pad = pad_area(view);
  const auto words = view.words(claim.unknown ? Phrase::claim_unknown : Phrase::claim_enter);
  // Codes and figures stand the same way round in every script.
  const bool mirrored = canvas.mirrored();
  if (frame.small) {
    canvas.text({frame.body.x, 1.5, frame.body.w, 14}, words, TextStyle::strong,
                TextStyle::strong_small, view.theme().ink);
    canvas.set_mirrored(false);
    draw_places(view, {frame.body.x, 16.5, frame.body.w, 11.5});
  } else {
    const double room = pad.y - kGapMin - frame.body.y;
    const double places_h = std::min(30.0, room * 0.34);
    const double places_y = pad.y - kGapMin * 1.5 - places_h;
    // Signs that hang below the line need room above the places, too, where there is some.
    const double gap = frame.arrangement == Arrangement::portrait ? 2 * kGapMin : kGapMin;
    const double title_h = std::min(frame.sizes.title * 2.95, places_y - gap - frame.body.y);
    draw_title(view, {frame.body.x, places_y - gap - title_h, frame.body.w, title_h}, words);
    canvas.set_mirrored(false);
    draw_places(view, {frame.body.x, places_y, frame.body.w, places_h});
  }
  draw_pad(view, pad);
  canvas.set_mirrored(mirrored);
}

/// Who answered, and when, at the two ends of a line: one never reorders the other.
void draw_signature(View& view, const Box& line) {
  const auto& claim = view.screen.claim;
  const Color ink = view.theme().ink_soft;
  double used = 0;
  if (claim.day) {
    const auto day = day_in_words(*claim.day, view.screen.language);
    used = view.canvas.width(day, TextStyle::text_small) + kGapMin;
    view.canvas.text(line, day, TextStyle::text_small, ink, Align::right);
  }
  view.canvas.text({line.x, line.y, line.w - used, line.h}, claim.by, TextStyle::text_small, ink,
                   Align::left);
}

void draw_answer(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& frame = view.frame;
  const auto& claim = view.screen.claim;
  if (claim.page >= claim.pages.size()) return;
  const double line = frame.sizes.text_small;
  Box title{frame.body.x, frame.body.y, frame.body.w,
            frame.small ? line * 1.7 : frame.sizes.title * 1.6};
  Box box{frame.body.x, title.bottom() + (frame.small ? 1.5 : kGapMin), frame.body.w, 0};
  box.h = frame.body.bottom() - box.y - (frame.small ? -4 : 0);
  const double wide = std::min(box.w, 380.0), high = std::min(box.h, 190.0);
  box = {box.center_x() - wide / 2, box.y + (box.h - high) / 2, wide, high};
  if (!frame.small) title.y = box.y - kGapMin - title.h;
  canvas.text(title, view.words(Phrase::claim_answer),
              frame.small ? TextStyle::strong : TextStyle::title_small, TextStyle::strong_small,
              theme.ink);
  const double pad = frame.small ? 4 : 14;
  card(canvas, box, std::max(theme.radius_mm, 5.0), theme.surface_raised, kFloat * 0.7);
  Box inside{box.x + pad, box.y + pad, box.w - 2 * pad, box.h - 2 * pad};
  if (claim.page + 1 == claim.pages.size() && (claim.day || !claim.by.empty())) {
    inside.h -= line * 2.4;
    draw_signature(view, {inside.x, inside.bottom() + line * 0.9, inside.w, line * 1.5});
  }
  canvas.text(inside, claim.pages[claim.page], TextStyle::text, TextStyle::text_small, theme.ink,
              Align::left, VAlign::middle);
}

void draw_close(View& view) {
  const auto& row = view.frame.way;
  const auto words = view.words(Phrase::close);
  const ButtonLook look{.kind = ButtonLook::Kind::primary};
  const double least = view.frame.small ? 40 : 60, most = view.frame.small ? 58 : 120;
  const double w = std::clamp(button_width(view.canvas, row.h, words, look), least, most);
  (void)button(view.canvas, view.touches, "dismiss", {row.right() - w, row.y, w, row.h}, words,
               look);
}

void draw_notice(View& view, Icon icon, Phrase phrase) {
  const auto layout = message_layout(view.frame);
  draw_sign(view, layout.sign, icon);
  const auto [first, rest] = first_sentence(view.words(phrase));
  draw_message(view, layout, first, rest);
}

}  // namespace

void draw_claim_reading(View& view) {
  const auto& claim = view.screen.claim;
  const auto layout = message_layout(view.frame);
  switch (claim.state) {
    case State::typing:
      draw_typing(view);
      break;
    case State::asking:
      view.canvas.text(layout.title, view.words(Phrase::one_moment), TextStyle::text,
                       TextStyle::text_small, view.theme().ink_soft);
      break;
    case State::answered:
      draw_answer(view);
      break;
    case State::none_yet:
      draw_notice(view, Icon::smile, Phrase::claim_none_yet);
      break;
    case State::not_now:
      draw_notice(view, Icon::cross, Phrase::claim_not_now);
      break;
    case State::locked: {
      const int seconds = claim.wait ? claim.wait->seconds_left(view.now) : 0;
      draw_message(view, layout, counted(Phrase::claim_wait, view.screen.language, seconds), {});
      break;
    }
  }
  if (view.has("dismiss")) draw_close(view);
  draw_surroundings(view);
}

}  // namespace earshot::kiosk
