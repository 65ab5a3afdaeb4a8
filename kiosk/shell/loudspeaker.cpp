#include "kiosk/shell/loudspeaker.h"

#include <SDL.h>

#include <string>

namespace earshot::kiosk {

Result<std::unique_ptr<SdlLoudspeaker>> SdlLoudspeaker::open() {
  const auto failed = [] {
    return fail(ErrorCode::unsupported,
                std::string("this machine has no sound that can be used (") + SDL_GetError() +
                    "). Screens cannot be read aloud here.");
  };
  if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) return failed();
  SDL_AudioSpec wanted{};
  wanted.freq = speech::kSampleRate;
  wanted.format = AUDIO_S16SYS;
  wanted.channels = 1;
  wanted.samples = 1024;
  SDL_AudioSpec given{};
  const auto device = SDL_OpenAudioDevice(nullptr, 0, &wanted, &given, 0);
  if (device == 0) {
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return failed();
  }
  SDL_PauseAudioDevice(device, 0);
  return std::unique_ptr<SdlLoudspeaker>(new SdlLoudspeaker(device));
}

SdlLoudspeaker::~SdlLoudspeaker() {
  SDL_CloseAudioDevice(device_);
  SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

void SdlLoudspeaker::play(std::span<const std::int16_t> samples) {
  const auto most = kSoundSecondsMax * speech::kSampleRate * sizeof(std::int16_t);
  if (SDL_GetQueuedAudioSize(device_) + samples.size_bytes() > most) return;
  SDL_QueueAudio(device_, samples.data(), static_cast<Uint32>(samples.size_bytes()));
}

void SdlLoudspeaker::silence() { SDL_ClearQueuedAudio(device_); }

}  // namespace earshot::kiosk
