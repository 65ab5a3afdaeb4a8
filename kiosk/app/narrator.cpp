#include "kiosk/app/narrator.h"

#include "kiosk/app/locale.h"
#include "kiosk/app/spoken.h"

namespace earshot::kiosk {
namespace {

/// espeak-ng's Hebrew passes over digits, and a scale is nothing but numbers.
std::string as_read(const Spoken& spoken) {
  const auto& tag = spoken.language.str();
  return tag == "he" || tag.starts_with("he-") ? with_numbers_spelt(spoken.text, spoken.language)
                                               : spoken.text;
}

}  // namespace

void Narrator::follow(const Screen& screen, MonoTime now) {
  if (screen == last_) return;
  bool interrupts = true;
  for (const auto& spoken : spoken_change(last_, screen, now)) {
    speaker_.say(as_read(spoken), spoken.language, interrupts);
    interrupts = false;
  }
  if (last_.access.speech && !screen.access.speech) speaker_.stop();
  last_ = screen;
}

}  // namespace earshot::kiosk
