// The parts that screens are made of: buttons, chips, progress, a ring that runs out, codes.
// Owner: the views. Threads: the shell's only.
// Each asks for its touch area and draws itself as it is: at rest, under the finger, chosen.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/ui/icon.h"
#include "kiosk/ui/touch.h"

namespace earshot::kiosk {

/// How far a button floats at rest and how far it sinks under the finger, in millimetres.
inline constexpr double kFloat = 2.2;
inline constexpr double kSink = 2.0;

struct ButtonLook {
  enum class Kind {
    primary,  ///< the way on
    raised,   ///< an answer, a choice
    quiet,    ///< a helper
  };
  Kind kind = Kind::raised;
  Icon icon = Icon::none;
  bool icon_after = false;
  bool chosen = false;
  TextStyle style = TextStyle::strong;
  TextStyle smaller = TextStyle::strong_small;
  Align align = Align::center;
};

/// With an icon and without room for the words the icon stands alone.
Touch button(Canvas& canvas, Touches& touches, const std::string& name, const Box& box,
             std::string_view words, const ButtonLook& look = {});
/// Where a button without an icon has its words.
[[nodiscard]] Box words_box(const Box& button);
/// What `button` needs for icon and words in one line.
[[nodiscard]] double button_width(const Canvas& canvas, double height, std::string_view words,
                                  const ButtonLook& look = {});

/// A surface that floats: a card, a field.
void card(Canvas& canvas, const Box& box, double radius, Color color, double height = kFloat);

/// `step` of `steps`, as a row of short lines.
void progress(Canvas& canvas, const Box& box, int step, int steps);

/// The part `left` (0–1) of a ring, from noon, clockwise.
void ring(Canvas& canvas, const Box& box, double left, double width, Color color);

/// A QR code of `text` with its quiet zone, dark on light in every theme, in the middle of `box`.
/// False: the text is too long for one.
bool qr_code(Canvas& canvas, const Box& box, std::string_view text);

/// Around what the keypad would press.
void focus_ring(Canvas& canvas, const Target& target);

}  // namespace earshot::kiosk
