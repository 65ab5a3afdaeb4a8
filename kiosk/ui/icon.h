// The kiosk's signs, each a few strokes in one weight. Directions turn with the script.
// Owner: the views. Threads: the shell's only.
#pragma once

#include "kiosk/ui/canvas.h"

namespace earshot::kiosk {

enum class Icon {
  none,
  back,
  next,
  finish,
  skip,
  globe,
  contrast,
  large_text,
  low_reach,
  speech,
  blank,
  undo,
  erase,
  shift,
  bell,
  tick,
  cross,
  smile,
};

/// Inside the middle square of `box`.
void draw_icon(Canvas& canvas, Icon icon, const Box& box, Color color);

}  // namespace earshot::kiosk
