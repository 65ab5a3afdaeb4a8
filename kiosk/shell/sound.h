// All that the kiosk lets be heard: the voice that follows the screens, and small tones.
// Owner: main. Threads: the shell's. A machine without sound or voice has none, and goes on.
#pragma once

#include <memory>
#include <optional>

#include "kiosk/app/narrator.h"
#include "kiosk/shell/loudspeaker.h"

namespace earshot::kiosk {

struct SoundOptions {
  bool tones = false;                   ///< a tap and the thanks are heard
  int volume = speech::kVolumeDefault;  ///< 0–100
};

class Sound {
 public:
  explicit Sound(const SoundOptions& options);

  /// The screen of the moment, after each round of the shell.
  void follow(const Screen& screen, MonoTime now);

  /// 0–100, from now on; on the service screen it is heard at once.
  void set_volume(int percent);

 private:
  void play_tone(const Screen& screen);

  SoundOptions options_;
  std::unique_ptr<SdlLoudspeaker> loudspeaker_;
  std::unique_ptr<speech::Voice> voice_;
  std::optional<VoiceSpeaker> speaker_;
  std::optional<Narrator> narrator_;
  Screen last_;
};

}  // namespace earshot::kiosk
