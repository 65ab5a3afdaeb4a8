#include "kiosk/ui/views.h"

#include <algorithm>
#include <string>
#include <utility>

#include "kiosk/app/words.h"
#include "kiosk/ui/face.h"

namespace earshot::kiosk {
namespace {

/// How far a button floats at rest and how far it sinks under the finger, in millimetres.
constexpr double kFloat = 2.4;
constexpr double kSink = 2.0;

/// How the language row is set: as large as it goes in one row.
struct LanguageRow {
  TextStyle style = TextStyle::text;
  double padding = 14;  ///< of a chip, left and right together, in millimetres
  bool tags = false;    ///< "de" and not "Deutsch": the last resort
  std::vector<Box> boxes;
};

std::string label_of(const LanguageTag& tag, const LanguageRow& set) {
  return set.tags ? tag.str() : own_name(tag);
}

LanguageRow set_languages(const Canvas& canvas, const Screen& screen, const Box& row) {
  LanguageRow set;
  for (const LanguageRow& way : {LanguageRow{TextStyle::text, 14, false, {}},
                                 LanguageRow{TextStyle::text_small, 14, false, {}},
                                 LanguageRow{TextStyle::text_small, 8, false, {}},
                                 LanguageRow{TextStyle::text, 8, true, {}}}) {
    set = way;
    std::vector<double> widths;
    for (const auto& tag : screen.languages) {
      widths.push_back(
          std::max(kTargetMin, canvas.width(label_of(tag, set), set.style) + set.padding));
    }
    set.boxes = flow(row, widths, kGapMin);
    if (set.boxes.front().y >= row.y) break;
  }
  return set;
}

/// The languages' own names in one quiet row; the one in use stands on a raised chip.
Action draw_languages(Canvas& canvas, Touches& touches, const Screen& screen, const Box& row) {
  Action action;
  if (screen.languages.size() < 2) return action;
  const auto& theme = canvas.theme();
  const auto set = set_languages(canvas, screen, row);
  const auto& boxes = set.boxes;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const auto& tag = screen.languages[i];
    const auto touch = touches.area(canvas, "language " + tag.str(), boxes[i]);
    const bool current = tag == screen.language;
    Box chip = boxes[i];
    chip.y += 1.5;
    chip.h -= 3;
    if (current || touch.held) {
      canvas.rounded(chip, chip.h / 2, touch.held ? theme.accent : theme.surface_raised);
    }
    const Color ink = touch.held ? theme.accent_ink : current ? theme.ink : theme.ink_soft;
    canvas.text(boxes[i], label_of(tag, set), set.style, set.style, ink);
    if (touch.fired) action = {Action::Kind::language, tag, 0};
  }
  return action;
}

void draw_bubble(Canvas& canvas, const Box& bubble) {
  const auto& theme = canvas.theme();
  const double radius = bubble.h * 0.24;
  canvas.shadow(bubble, radius, kFloat * 2);
  canvas.rounded(bubble, radius, theme.surface_raised);
  // The tail: a soft hook to the lower left, as from somebody who stands in front of the screen.
  const double x = bubble.x + bubble.w * 0.16, y = bubble.bottom(), size = bubble.h * 0.22;
  auto& list = canvas.list();
  list.PathLineTo(canvas.px(x, y - 1));
  list.PathLineTo(canvas.px(x + size * 1.1, y - 1));
  list.PathBezierQuadraticCurveTo(canvas.px(x + size * 0.75, y + size * 0.75),
                                  canvas.px(x - size * 0.25, y + size), 16);
  list.PathFillConvex(canvas.paint(theme.surface_raised));
}

void draw_tile(Canvas& canvas, const Box& box, int rating, bool lit) {
  const auto& theme = canvas.theme();
  Box tile = box;
  if (lit) tile.y += kSink;
  canvas.shadow(tile, theme.radius_mm, lit ? kFloat - kSink : kFloat);
  canvas.rounded(tile, theme.radius_mm, lit ? theme.accent : theme.surface_raised);
  canvas.text(tile, std::to_string(rating), TextStyle::strong, TextStyle::strong,
              lit ? theme.accent_ink : theme.ink);
}

void draw_rating_face(Canvas& canvas, const Box& box, int index, int count, const Touch& touch,
                      bool lit) {
  const auto& theme = canvas.theme();
  const Color skin = rating_color(theme, index, count);
  FaceLook look;
  look.mood = count < 2 ? 0 : 2.0 * index / (count - 1) - 1;
  look.skin = skin;
  look.features = face_features(theme, skin);
  look.lean_x = touch.x;
  look.lean_y = touch.y;
  Box face = box;
  if (lit) face.y += kSink;
  if (lit) {
    // The light: a halo of the accent, the same for every face.
    canvas.circle(face.center_x(), face.center_y(), face.w / 2 + kGapMin * 0.42, theme.accent);
    canvas.circle(face.center_x(), face.center_y(), face.w / 2 + kGapMin * 0.2, theme.surface);
  } else {
    canvas.shadow(face, face.w / 2, kFloat);
  }
  draw_face(canvas, face, look);
}

void draw_labels(Canvas& canvas, const QuestionLayout& layout, const Screen& screen) {
  const auto& question = screen.question();
  if (question.low_label.empty()) return;
  const auto scale = survey::scale_of(question.kind);
  const auto draw = [&](const Box& box, const survey::Texts& texts, int rating, Align align) {
    std::string words(survey::text_in(texts, screen.language, screen.survey->languages.front()));
    if (layout.labels_name_rating) words = std::to_string(rating) + " – " + words;
    canvas.text(box, words, TextStyle::text, TextStyle::text_small, canvas.theme().ink_soft, align,
                layout.labels_name_rating ? VAlign::top : VAlign::middle);
  };
  draw(layout.low_label, question.low_label, scale->lowest, Align::left);
  draw(layout.high_label, question.high_label, scale->highest, Align::right);
}

/// "Thank you. Your answer is safe." as its title and the rest.
std::pair<std::string_view, std::string_view> first_sentence(std::string_view text) {
  const auto end = text.find_first_of(".!?");
  if (end == std::string_view::npos || end + 2 >= text.size() || text[end + 1] != ' ') {
    return {text, {}};
  }
  return {text.substr(0, end + 1), text.substr(end + 2)};
}

void draw_message(Canvas& canvas, const MessageLayout& layout, std::string_view title,
                  std::string_view text) {
  const auto& theme = canvas.theme();
  const double end = canvas.text(layout.title, title, TextStyle::title, TextStyle::title_small,
                                 theme.ink, Align::center, VAlign::top);
  Box below = layout.text;
  below.y = end + layout.gap;
  canvas.text(below, text, TextStyle::text, TextStyle::text_small, theme.ink_soft, Align::center,
              VAlign::top);
}

}  // namespace

Color face_features(const Theme& theme, Color skin) {
  return contrast(theme.surface_raised, skin) > contrast(theme.surface, skin) ? theme.surface_raised
                                                                              : theme.surface;
}

void draw_backdrop(Canvas& canvas) {
  const auto& theme = canvas.theme();
  const auto& panel = canvas.panel();
  canvas.fill(theme.surface);
  const double w = panel.width_mm, h = panel.height_mm(), d = std::max(w, h);
  canvas.circle(w * 1.02, -h * 0.04, d * 0.30, backdrop_warm(theme));
  canvas.circle(-w * 0.03, h * 1.06, d * 0.34, backdrop_cool(theme));
}

Action draw_attract(Canvas& canvas, Touches& touches, const Screen& screen) {
  const auto& theme = canvas.theme();
  const auto layout = attract_layout(canvas.panel());
  Action action = draw_languages(canvas, touches, screen, layout.helpers);
  const auto touch =
      touches.area(canvas, "begin", {0, 0, canvas.panel().width_mm, canvas.panel().height_mm()});

  draw_bubble(canvas, layout.bubble);
  const Box inside{layout.bubble.x + layout.bubble.w * 0.07, layout.bubble.y,
                   layout.bubble.w * 0.86, layout.bubble.h};
  const auto& fallback = screen.survey->languages.front();
  canvas.text(inside, survey::text_in(screen.survey->title, screen.language, fallback),
              TextStyle::title, TextStyle::title_small, theme.ink);

  Box begin = layout.begin;
  if (touch.held) begin.y += kSink;
  canvas.shadow(begin, begin.h / 2, touch.held ? kFloat - kSink : kFloat);
  canvas.rounded(begin, begin.h / 2,
                 touch.held ? mix(theme.accent, theme.ink, 0.35) : theme.accent);
  canvas.text(begin, words_for(Phrase::touch_to_begin, screen.language), TextStyle::strong,
              TextStyle::strong_small, theme.accent_ink);
  if (touch.fired) action.kind = Action::Kind::begin;
  return action;
}

Action draw_question(Canvas& canvas, Touches& touches, const Screen& screen, double others,
                     double patience) {
  const auto& theme = canvas.theme();
  const auto& question = screen.question();
  const auto layout = question_layout(canvas.panel(), question.kind);
  const auto& fallback = screen.survey->languages.front();
  const double whole = canvas.alpha();
  canvas.set_alpha(whole * others);
  Action action = draw_languages(canvas, touches, screen, layout.helpers);
  canvas.text(layout.question, survey::text_in(question.texts, screen.language, fallback),
              TextStyle::title, TextStyle::title_small, theme.ink);
  draw_labels(canvas, layout, screen);

  const int lowest = survey::scale_of(question.kind)->lowest;
  const int count = static_cast<int>(layout.answers.size());
  for (int i = 0; i < count; ++i) {
    const auto& box = layout.answers[static_cast<std::size_t>(i)];
    const int rating = lowest + i;
    const auto touch = touches.area(canvas, "rating " + std::to_string(rating), box);
    const bool chosen = screen.chosen == rating;
    canvas.set_alpha(whole * (chosen ? 1 : others));
    if (layout.faces) {
      draw_rating_face(canvas, box, i, count, touch, touch.held || chosen);
    } else {
      draw_tile(canvas, box, rating, touch.held || chosen);
    }
    if (touch.fired) action = {Action::Kind::rate, {}, rating};
  }
  canvas.set_alpha(whole * patience);
  if (patience > 0) {
    canvas.text(layout.question, words_for(Phrase::one_moment, screen.language), TextStyle::text,
                TextStyle::text_small, theme.ink_soft);
  }
  canvas.set_alpha(whole);
  return action;
}

Action draw_thanks(Canvas& canvas, Touches& touches, const Screen& screen, double progress) {
  const auto& theme = canvas.theme();
  const auto layout = message_layout(canvas.panel());
  const auto touch =
      touches.area(canvas, "dismiss", {0, 0, canvas.panel().width_mm, canvas.panel().height_mm()});
  canvas.shadow(layout.sign, layout.sign.w / 2, kFloat);
  draw_tick(canvas, layout.sign, theme.accent, theme.accent_ink, progress);
  const auto& fallback = screen.survey->languages.front();
  const auto [title, rest] =
      first_sentence(survey::text_in(screen.survey->thanks, screen.language, fallback));
  draw_message(canvas, layout, title,
               rest.empty() ? words_for(Phrase::answer_is_safe, screen.language) : rest);
  Action action;
  if (touch.fired) action.kind = Action::Kind::dismiss;
  return action;
}

void draw_resting(Canvas& canvas, const Screen& screen) {
  const auto& theme = canvas.theme();
  const auto layout = message_layout(canvas.panel());
  FaceLook look;
  look.skin = mix(theme.surface, theme.ink, 0.16);
  look.features = theme.ink;
  look.asleep = true;
  look.mood = 0.3;
  draw_face(canvas, layout.sign, look);
  draw_message(canvas, layout, words_for(Phrase::resting, screen.language),
               words_for(Phrase::staff_can_help, screen.language));
}

}  // namespace earshot::kiosk
