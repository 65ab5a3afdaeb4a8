// A face of a few curves: one shape from very unhappy to very happy.
// Owner: the views. Threads: the shell's only.
#pragma once

#include "kiosk/ui/canvas.h"

namespace earshot::kiosk {

struct FaceLook {
  double mood = 0;  ///< −1 very unhappy … +1 very happy
  Color skin;
  Color features;
  double lean_x = 0;  ///< where it looks, −1 … +1 each way
  double lean_y = 0;
  bool asleep = false;   ///< eyes closed
  double eyes_open = 1;  ///< 0–1: in the middle of a blink
};

/// Fills the square `box`.
void draw_face(Canvas& canvas, const Box& box, const FaceLook& look);

/// Five rounded points in the square `box`.
void draw_star(Canvas& canvas, const Box& box, Color color);

/// A tick in a filled circle; `progress` 0–1 of it is drawn.
void draw_tick(Canvas& canvas, const Box& box, Color disc, Color mark, double progress);

}  // namespace earshot::kiosk
