#include "kiosk/app/narrator.h"

#include "kiosk/app/spoken.h"

namespace earshot::kiosk {

void Narrator::follow(const Screen& screen, MonoTime now) {
  if (screen == last_) return;
  bool interrupts = true;
  for (const auto& spoken : spoken_change(last_, screen, now)) {
    speaker_.say(spoken.text, spoken.language, interrupts);
    interrupts = false;
  }
  if (last_.access.speech && !screen.access.speech) speaker_.stop();
  last_ = screen;
}

}  // namespace earshot::kiosk
