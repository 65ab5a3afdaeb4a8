// Touch areas: an invisible ImGui button below what a view draws itself.
// Owner: the stage makes one for a frame. Threads: the shell's only.
// Fires on release inside the area; a press that slides off does not fire.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/canvas.h"

namespace earshot::kiosk {

struct Touch {
  bool held = false;    ///< a finger is on it right now
  bool fired = false;   ///< it was lifted on it: this is the frame
  double x = 0, y = 0;  ///< of the finger, −1 … +1 from the area's middle; 0 unless held
};

/// An area that can be touched on the current screen, for scripts and tests.
struct Target {
  std::string name;  ///< "begin", "rating 7", "language de", "dismiss"
  Box box;
};

class Touches {
 public:
  /// `live`: false for a screen that is on its way out.
  Touches(bool live, std::vector<Target>& targets) : live_(live), targets_(targets) {}

  /// Areas that were asked for earlier lie above later ones.
  Touch area(const Canvas& canvas, const std::string& name, const Box& box);

 private:
  bool live_;
  std::vector<Target>& targets_;
};

}  // namespace earshot::kiosk
