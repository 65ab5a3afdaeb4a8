#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/ui/face.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// What can be taken home: an address to scan, a code to come back with.
struct Gift {
  bool review = false;
  bool claim = false;
  [[nodiscard]] int count() const { return (review ? 1 : 0) + (claim ? 1 : 0); }
};

Gift gift_of(const Screen& screen) {
  const bool happy = screen.mood == survey::Mood::happy;
  return {happy && screen.survey->review.has_value(), !screen.claim_code.empty()};
}

void draw_review(View& view, const Box& box, bool wide) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double pad = view.frame.small ? 4 : 10;
  card(canvas, box, std::max(theme.radius_mm, 5.0), theme.surface_raised);
  const auto& review = *view.screen.survey->review;
  const auto words =
      review.texts.empty() ? view.words(Phrase::review_invite) : view.words(review.texts);
  const double side =
      wide ? std::min(box.h - 2 * pad, box.w * 0.42) : std::min(box.w - 2 * pad, box.h * 0.62);
  const Box code = wide ? Box{box.right() - pad - side, box.center_y() - side / 2, side, side}
                        : Box{box.center_x() - side / 2, box.y + pad, side, side};
  const Box text = wide ? Box{box.x + pad, box.y + pad, code.x - box.x - 2 * pad, box.h - 2 * pad}
                        : Box{box.x + pad, code.bottom() + pad * 0.6, box.w - 2 * pad,
                              box.bottom() - code.bottom() - pad * 1.4};
  (void)qr_code(canvas, code, review.url);
  canvas.text(text, words, TextStyle::text, TextStyle::text_small, theme.ink,
              wide ? Align::left : Align::center);
}

/// How high the card of a code is with all that belongs to it.
double claim_height(const View& view, double width) {
  const double pad = view.frame.small ? 4 : 10, small = view.frame.sizes.text_small;
  const double words =
      view.canvas.height(view.words(Phrase::claim_explain), TextStyle::text_small, width - 2 * pad);
  return 2 * pad + small * 4.2 + view.frame.sizes.title_small + words;
}

void draw_claim(View& view, const Box& box) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double pad = view.frame.small ? 4 : 10;
  card(canvas, box, std::max(theme.radius_mm, 5.0), theme.surface_raised);
  const double w = box.w - 2 * pad;
  const double small = view.frame.sizes.text_small, code_h = view.frame.sizes.title_small;
  const double code_at = small * 2.5, words_at = code_at + code_h + small * 1.4;
  const double room = box.h - 2 * pad - words_at;
  std::string_view words;
  double words_h = 0;
  for (const auto phrase : {Phrase::claim_explain, Phrase::claim_keep}) {
    // What has no room beside another card is left out whole: the code says most of it.
    words_h = canvas.height(view.words(phrase), TextStyle::text_small, w);
    if (words_h > room) continue;
    words = view.words(phrase);
    break;
  }
  const double all = words.empty() ? code_at + code_h : words_at + words_h;
  const double top = box.center_y() - all / 2;
  canvas.text({box.x + pad, top, w, small * 1.3}, view.words(Phrase::claim_title),
              TextStyle::strong_small, theme.ink, Align::center, VAlign::top);
  // Letters and figures of a code run from left to right in every script.
  const double code_y = top + code_at;
  canvas.text({box.x + pad, code_y, w, code_h * 1.1}, view.screen.claim_code,
              TextStyle::title_small, TextStyle::strong, theme.ink, Align::center, VAlign::top);
  canvas.text({box.x + pad, top + words_at, w, room}, words, TextStyle::text_small, theme.ink_soft,
              Align::center, VAlign::top);
}

/// The gifts' boxes, and what they leave for the words.
struct Places {
  Box words;
  std::vector<Box> gifts;
};
Places place_gifts(const Frame& frame, int count, double from_y) {
  Places places{frame.body, {}};
  if (count == 0) return places;
  const double gap = frame.small ? 6 : 2 * kGapMin;
  Box all = frame.body;
  all.y = std::max(all.y, from_y);
  all.h = frame.body.bottom() - all.y;
  if (frame.arrangement == Arrangement::portrait) {
    all.h = frame.body.h * 0.42;
    all.y = frame.body.bottom() - all.h;
    places.words.h -= all.h + gap;
  } else {
    all.w = frame.body.w * 0.44;
    all.x = frame.body.right() - all.w;
    places.words.w -= all.w + gap;
  }
  const double each = (all.h - (count - 1) * gap) / count;
  const double h = std::min(each, frame.arrangement == Arrangement::portrait ? 88.0 : 120.0);
  double y = all.center_y() - (count * h + (count - 1) * gap) / 2;
  for (int i = 0; i < count; ++i, y += h + gap) places.gifts.push_back({all.x, y, all.w, h});
  return places;
}

void draw_words(View& view, const Box& area, bool beside) {
  const auto& theme = view.theme();
  const auto& screen = view.screen;
  auto& canvas = view.canvas;
  const auto mood = screen.mood.value_or(survey::Mood::neutral);
  auto [title, rest] = first_sentence(view.words(survey::thanks_for(*screen.survey, mood)));
  const auto& next = screen.survey->next_step;
  if (mood == survey::Mood::unhappy && !next.empty()) {
    rest = view.words(next);
  } else if (rest.empty()) {
    rest = view.words(Phrase::answer_is_safe);
  }
  const auto whole = message_layout(view.frame);
  if (!beside) {
    canvas.shadow(whole.sign, whole.sign.w / 2, kFloat);
    draw_tick(canvas, whole.sign, theme.accent, theme.accent_ink, view.arrived);
    return draw_message(view, whole, title, rest);
  }
  const double d = view.frame.small ? 22 : 56;
  const double title_h = canvas.height(title, TextStyle::title_small, area.w);
  const double rest_h = canvas.height(rest, TextStyle::text, area.w);
  const double gap = view.frame.sizes.title;
  const double all = std::min(area.h, d + title_h + rest_h + 2 * gap);
  const double top = area.center_y() - all / 2;
  const Box sign{area.center_x() - d / 2, top, d, d};
  canvas.shadow(sign, d / 2, kFloat);
  draw_tick(canvas, sign, theme.accent, theme.accent_ink, view.arrived);
  const double end =
      canvas.text({area.x, sign.bottom() + gap, area.w, std::max(title_h, 1.0) + 0.1}, title,
                  TextStyle::title_small, TextStyle::strong, theme.ink, Align::center, VAlign::top);
  canvas.text({area.x, end + gap, area.w, area.bottom() - end - gap}, rest, TextStyle::text,
              TextStyle::text_small, theme.ink_soft, Align::center, VAlign::top);
}

/// The button, with the whole screen as its touch area.
void draw_close(View& view, const Box& close, std::string_view words) {
  const auto& theme = view.theme();
  const double radius = close.h / 2;
  const auto touch = view.touches.area(view.canvas, "dismiss",
                                       {0, 0, view.frame.width, view.frame.height}, radius, close);
  Box face = close;
  if (touch.held) face.y += kSink;
  card(view.canvas, face, radius, touch.held ? theme.accent : theme.surface_raised);
  view.canvas.text(face, words, TextStyle::strong, TextStyle::strong_small,
                   touch.held ? theme.accent_ink : theme.ink);
}

}  // namespace

void draw_thanks(View& view) {
  auto& canvas = view.canvas;
  draw_surroundings(view);
  const auto& way = view.frame.way;
  const auto words = view.words(Phrase::close);
  const ButtonLook look{};
  const double least = view.frame.small ? 40 : 60;
  const double w =
      std::clamp(button_width(canvas, way.h, words, look), least, view.frame.small ? 58.0 : 120.0);
  const auto gift = gift_of(view.screen);
  const Box close{way.right() - w, way.y, w, way.h};
  if (gift.count() > 0) {
    (void)button(canvas, view.touches, "dismiss", close, words, look);
  } else {
    // Nothing is taken home from here, so whoever touches anywhere goes on.
    draw_close(view, close, words);
  }
  const bool help_above = view.has("help") && help_box(view).y < view.frame.height / 2;
  const double from_y = help_above ? help_box(view).bottom() + kGapMin : 0;
  const auto places = place_gifts(view.frame, gift.count(), from_y);
  draw_words(view, places.words, gift.count() > 0);
  std::size_t at = 0;
  if (gift.review) {
    const bool wide = gift.count() > 1 || view.frame.arrangement == Arrangement::portrait;
    draw_review(view, places.gifts[at++], wide);
  }
  if (!gift.claim) return;
  Box claim = places.gifts[at];
  if (gift.count() == 1) {
    const double h = std::min(claim.h, claim_height(view, claim.w));
    claim = {claim.x, claim.center_y() - h / 2, claim.w, h};
  }
  draw_claim(view, claim);
}

}  // namespace earshot::kiosk
