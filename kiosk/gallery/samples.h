// Every screen once, as a customer may meet it: for pictures and for tests of what is drawn.
// Owner: kiosk/gallery. Threads: pure functions, any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct Sample {
  std::string name;
  Screen screen;
};

/// The screens of `survey` in `language`, all at the moment `now`. What the survey does not ask is
/// left out. `small_panel`: as Place says it (session.h).
[[nodiscard]] std::vector<Sample> samples(const std::shared_ptr<const survey::Survey>& survey,
                                          const LanguageTag& language, MonoTime now,
                                          bool small_panel);

}  // namespace earshot::kiosk
