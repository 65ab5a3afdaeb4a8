// The screens: each view draws a model and says what can be touched. Nothing else happens in a
// view. Owner: the stage. Threads: the shell's only.
// What a touch means is not decided here: an area has the name of its stop (kiosk/app/stops.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/phrase.h"
#include "kiosk/app/screen.h"
#include "kiosk/app/words.h"
#include "kiosk/ui/widgets.h"

namespace earshot::kiosk {

/// What a view is given for one frame.
struct View {
  Canvas& canvas;
  Touches& touches;
  const Screen& screen;
  Frame frame;
  std::vector<std::string> names;  ///< of the stops: what may be touched
  MonoTime now{};
  double arrived = 1;   ///< 0–1: how far the screen has come in
  double others = 1;    ///< opacity of everything but the chosen answer
  double patience = 0;  ///< opacity of "One moment…"

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string_view words(Phrase phrase) const {
    return words_for(phrase, screen.language);
  }
  [[nodiscard]] std::string_view words(const survey::Texts& texts) const {
    return survey::text_in(texts, screen.language, screen.survey->languages.front());
  }
  [[nodiscard]] const Theme& theme() const { return canvas.theme(); }
};

/// The same behind every screen, so that only what matters moves.
void draw_backdrop(Canvas& canvas);
/// Eyes and mouth on a face of colour `skin`.
[[nodiscard]] Color face_features(const Theme& theme, Color skin);
/// Progress, way and helpers: on every screen at the same place.
void draw_surroundings(View& view);
/// Where "help me now" stands, if it is offered.
[[nodiscard]] Box help_box(const View& view);
/// The part of a title's box that "help me now" leaves.
[[nodiscard]] Box beside_help(const View& view, const Box& title);
/// The title of a page, in its box.
void draw_title(View& view, const Box& box, std::string_view words, VAlign align = VAlign::middle);
/// A sign, a sentence, and what else there is to say.
void draw_message(View& view, const MessageLayout& layout, std::string_view title,
                  std::string_view text);
/// A disc with a sign in it.
void draw_sign(View& view, const Box& box, Icon icon);
/// "Thank you. Your answer is safe." as its title and the rest, in any script.
struct Sentences {
  std::string_view first, rest;
};
[[nodiscard]] Sentences first_sentence(std::string_view text);

void draw_attract(View& view);
void draw_language(View& view);
void draw_question(View& view);
void draw_options(View& view);  ///< choice and topics
void draw_comment(View& view);
void draw_contact(View& view);
void draw_closing(View& view);
void draw_thanks(View& view);
void draw_help(View& view);
void draw_claim_reading(View& view);  ///< a code, and the answer to it
void draw_idle(View& view);
void draw_pin(View& view);
void draw_service(View& view);
void draw_touch_test(View& view);
void draw_resting(View& view);
void draw_closed(View& view);

/// The keys of the moment, in `area`; what a long press offers stands above its key.
void draw_keyboard(View& view, const Box& area);
/// The room that the keyboard takes above the bottom row.
[[nodiscard]] Box keyboard_area(const View& view);
/// The suggested words, or the button that turns them on, in one row.
void draw_suggestions(View& view, const Box& row);
/// Where the next letter will stand.
void draw_caret(View& view, const TextEnd& end, double cap);

}  // namespace earshot::kiosk
