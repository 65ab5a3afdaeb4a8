// Follows the screens and has what changed on them said; with speech off it is silent.
// Owner: the shell. Threads: the shell's.
#pragma once

#include "kiosk/app/screen.h"
#include "kiosk/app/speaker.h"

namespace earshot::kiosk {

class Narrator {
 public:
  explicit Narrator(Speaker& speaker) : speaker_(speaker) {}

  /// The screen of the moment: call it whenever it may have changed.
  void follow(const Screen& screen, MonoTime now);

 private:
  Speaker& speaker_;
  Screen last_;
};

}  // namespace earshot::kiosk
