// The screens: each view draws a model and returns what was touched. Nothing else happens in a
// view. Owner: the stage. Threads: the shell's only.
#pragma once

#include "kiosk/app/screen.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/touch.h"

namespace earshot::kiosk {

/// Eyes and mouth on a face of colour `skin`.
[[nodiscard]] Color face_features(const Theme& theme, Color skin);

/// The same behind every screen, so that only what matters moves.
void draw_backdrop(Canvas& canvas);

Action draw_attract(Canvas& canvas, Touches& touches, const Screen& screen);

/// `others`: opacity 0–1 of everything but the chosen answer. `patience`: opacity of "One moment…".
Action draw_question(Canvas& canvas, Touches& touches, const Screen& screen, double others,
                     double patience);

/// `progress` 0–1: how much of the tick is drawn.
Action draw_thanks(Canvas& canvas, Touches& touches, const Screen& screen, double progress);

void draw_resting(Canvas& canvas, const Screen& screen);

}  // namespace earshot::kiosk
