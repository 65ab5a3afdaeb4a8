#include "kiosk/shell/sound.h"

#include <spdlog/spdlog.h>

#include <vector>

#include "kiosk/app/tones.h"

namespace earshot::kiosk {

namespace {

/// As loud as the voice at this volume.
std::vector<std::int16_t> at_volume(std::vector<std::int16_t> tone, int percent) {
  for (auto& sample : tone) {
    sample = static_cast<std::int16_t>(sample * percent * percent / 10'000);
  }
  return tone;
}

}  // namespace

Sound::Sound(const SoundOptions& options) : options_(options) {
  auto loudspeaker = SdlLoudspeaker::open();
  if (!loudspeaker) {
    spdlog::info("{}", loudspeaker.error().message);
    return;
  }
  loudspeaker_ = *std::move(loudspeaker);
  auto voice = speech::Voice::open(*loudspeaker_);
  if (!voice) {
    spdlog::info("{}", voice.error().message);
    return;
  }
  voice_ = *std::move(voice);
  voice_->set_volume(options.volume);
  speaker_.emplace(*voice_);
  narrator_.emplace(*speaker_);
}

void Sound::follow(const Screen& screen, MonoTime now) {
  if (loudspeaker_ == nullptr || screen == last_) return;
  if (narrator_) narrator_->follow(screen, now);
  // Where there is a voice it says what a tone would.
  if (options_.tones && !screen.access.speech) play_tone(screen);
  last_ = screen;
}

void Sound::set_volume(int percent) {
  options_.volume = percent;
  if (voice_) voice_->set_volume(percent);
  if (loudspeaker_ == nullptr || last_.kind != ScreenKind::service) return;
  loudspeaker_->play(at_volume(thanks_tone(speech::kSampleRate), percent));
}

void Sound::play_tone(const Screen& screen) {
  const bool thanks = screen.kind == ScreenKind::thanks && last_.kind != ScreenKind::thanks;
  const bool given = screen.chosen != last_.chosen || screen.picked != last_.picked ||
                     screen.text != last_.text || screen.contact != last_.contact;
  const bool began = last_.kind == ScreenKind::attract && screen.kind == ScreenKind::question;
  if (thanks) {
    loudspeaker_->play(at_volume(thanks_tone(speech::kSampleRate), options_.volume));
  } else if ((given && screen.kind == last_.kind) || began) {
    loudspeaker_->play(at_volume(tap_tone(speech::kSampleRate), options_.volume));
  }
}

}  // namespace earshot::kiosk
