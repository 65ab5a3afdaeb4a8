// The kiosk's voice, as a port: platform/speech is behind it, and a list of what was said in tests.
// Owner: main. Threads: the shell's; implementations never wait.
#pragma once

#include <string>

#include "core/base/ids.h"

namespace earshot::kiosk {

class Speaker {
 public:
  virtual ~Speaker() = default;
  /// Instead of what is being said; or after it, if that is not to be lost.
  virtual void say(const std::string& text, const LanguageTag& language, bool interrupts) = 0;
  virtual void stop() = 0;
  /// 0 to 100, from the next words on.
  virtual void set_volume(int percent) = 0;
};

}  // namespace earshot::kiosk
