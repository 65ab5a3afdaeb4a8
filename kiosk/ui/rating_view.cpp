#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/face.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

void draw_tile(View& view, const Box& box, int rating, bool held, bool lit) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  Box tile = box;
  if (lit) tile.y += kSink;
  const double radius = std::max(theme.radius_mm, box.w * 0.2);
  canvas.shadow(tile, radius, lit ? kFloat - kSink : kFloat);
  canvas.rounded(tile, radius, lit ? theme.accent : theme.surface_raised);
  if (theme.outlines) canvas.outline(tile, radius, 0.8, theme.ink);
  (void)held;
  canvas.text(tile, std::to_string(rating), TextStyle::title_small, TextStyle::strong,
              lit ? theme.accent_ink : theme.ink);
}

/// The light around what is chosen: the accent, the same for every answer.
void draw_halo(View& view, const Box& box) {
  const auto& theme = view.theme();
  view.canvas.circle(box.center_x(), box.center_y(), box.w / 2 + kGapMin * 0.42, theme.accent);
  view.canvas.circle(box.center_x(), box.center_y(), box.w / 2 + kGapMin * 0.2, theme.surface);
}

void draw_rating_face(View& view, const Box& box, int index, int count, const Touch& touch,
                      bool lit) {
  const auto& theme = view.theme();
  const Color skin = rating_color(theme, index, count);
  FaceLook look;
  look.mood = count < 2 ? 0 : 2.0 * index / (count - 1) - 1;
  look.skin = skin;
  look.features = face_features(theme, skin);
  look.lean_x = touch.x;
  look.lean_y = touch.y;
  // They open their eyes as they come in, and each looks at its neighbour who is touched.
  look.eyes_open = std::clamp(view.arrived * 2.2 - 0.6 - 0.1 * index, 0.12, 1.0);
  Box face = box;
  if (lit) {
    face.y += kSink;
    draw_halo(view, face);
  } else {
    view.canvas.shadow(face, face.w / 2, kFloat);
  }
  draw_face(view.canvas, face, look);
}

void draw_rating_star(View& view, const Box& box, int index, int lit_to, bool held) {
  const auto& theme = view.theme();
  auto& canvas = view.canvas;
  Box star = box;
  if (held) star.y += kSink;
  const bool on = index <= lit_to;
  draw_star(canvas, star, on ? theme.accent : mix(theme.surface, theme.ink, 0.55));
  if (on) return;
  const double inset = star.w * 0.085;
  draw_star(canvas, {star.x + inset, star.y + inset, star.w - 2 * inset, star.h - 2 * inset},
            theme.surface_raised);
}

void draw_labels(View& view, const QuestionLayout& layout) {
  const auto& question = view.screen.question();
  if (question.low_label.empty()) return;
  const auto scale = survey::scale_of(question.kind);
  const auto draw = [&](const Box& box, const survey::Texts& texts, int rating, Align align) {
    std::string words(view.words(texts));
    if (layout.labels_name_rating) words = std::to_string(rating) + " – " + words;
    view.canvas.text(box, words, TextStyle::text, TextStyle::text_small, view.theme().ink_soft,
                     align, VAlign::top);
  };
  draw(layout.low_label, question.low_label, scale->lowest, Align::left);
  draw(layout.high_label, question.high_label, scale->highest, Align::right);
}

}  // namespace

void draw_question(View& view) {
  auto& canvas = view.canvas;
  const auto& screen = view.screen;
  const auto scale = *survey::scale_of(screen.question().kind);
  const int count = scale.highest - scale.lowest + 1;
  const auto look = rating_look(screen.question());
  const auto layout = question_layout(view.frame, count, look);
  const double whole = canvas.alpha();

  canvas.set_alpha(whole * view.others);
  draw_title(view, layout.question, view.words(screen.question().texts));
  draw_labels(view, layout);
  // All of them first: a star is lit up to the one under the finger.
  std::vector<Touch> touches;
  int lit_to = screen.chosen ? *screen.chosen - scale.lowest : -1;
  for (int i = 0; i < count; ++i) {
    const auto& box = layout.answers[static_cast<std::size_t>(i)];
    const double radius =
        look == RatingLook::numbers ? std::max(view.theme().radius_mm, box.w * 0.2) : box.w / 2;
    touches.push_back(
        view.touches.area(canvas, "rating " + std::to_string(scale.lowest + i), box, radius));
    if (touches.back().held) lit_to = i;
  }
  for (int i = 0; i < count; ++i) {
    const auto& box = layout.answers[static_cast<std::size_t>(i)];
    const auto& touch = touches[static_cast<std::size_t>(i)];
    const bool chosen = screen.chosen == scale.lowest + i;
    const bool lit = touch.held || chosen;
    const bool stays = chosen || (look == RatingLook::stars && i <= lit_to);
    canvas.set_alpha(whole * (stays ? 1 : view.others));
    if (look == RatingLook::faces) {
      draw_rating_face(view, box, i, count, touch, lit);
    } else if (look == RatingLook::stars) {
      draw_rating_star(view, box, i, lit_to, touch.held);
    } else {
      draw_tile(view, box, scale.lowest + i, touch.held, lit);
    }
  }
  canvas.set_alpha(whole * view.others);
  draw_surroundings(view);
  canvas.set_alpha(whole * view.patience);
  if (view.patience > 0) {
    canvas.text(layout.question, view.words(Phrase::one_moment), TextStyle::text,
                TextStyle::text_small, view.theme().ink_soft);
  }
  canvas.set_alpha(whole);
}

}  // namespace earshot::kiosk
