// The machine's loudspeaker, and the voice on it. A kiosk without sound has neither, and goes on.
// Owner: main. Threads: play and silence from any; the rest from the one that opened it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/result.h"
#include "kiosk/app/speaker.h"
#include "platform/speech/voice.h"

namespace earshot::kiosk {

/// At most so much waits to be heard; what comes beyond is left out.
inline constexpr std::uint32_t kSoundSecondsMax = 120;

class SdlLoudspeaker final : public speech::Loudspeaker {
 public:
  /// Error: unsupported, this machine has no sound, or none that can be used.
  [[nodiscard]] static Result<std::unique_ptr<SdlLoudspeaker>> open();
  ~SdlLoudspeaker() override;
  SdlLoudspeaker(const SdlLoudspeaker&) = delete;
  SdlLoudspeaker& operator=(const SdlLoudspeaker&) = delete;

  void play(std::span<const std::int16_t> samples) override;
  void silence() override;

 private:
  explicit SdlLoudspeaker(std::uint32_t device) : device_(device) {}
  std::uint32_t device_;
};

/// Says it by a voice of platform/speech.
class VoiceSpeaker final : public Speaker {
 public:
  explicit VoiceSpeaker(speech::Voice& voice) : voice_(voice) {}
  void say(const std::string& text, const LanguageTag& language, bool interrupts) override {
    voice_.say({text, language.str(), interrupts});
  }
  void stop() override { voice_.stop(); }
  void set_volume(int percent) override { voice_.set_volume(percent); }

 private:
  speech::Voice& voice_;
};

}  // namespace earshot::kiosk
