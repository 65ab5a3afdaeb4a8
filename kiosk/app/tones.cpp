#include "kiosk/app/tones.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace earshot::kiosk {
namespace {

/// A note like that of a small wooden bar: a tone, a faint one four times as high, both fading.
struct Note {
  double from_s;
  double pitch_hz;
  double fades_s;   ///< until it is 1/e as loud
  double loudness;  ///< 0–1
};
constexpr double kAttackS = 0.003;  // a sudden start would click
constexpr double kOvertone = 4, kOvertoneLoudness = 0.12, kOvertoneFades = 0.25;

double at(const Note& note, double time_s) {
  const double t = time_s - note.from_s;
  if (t < 0) return 0;
  const double turn = 2 * std::numbers::pi * note.pitch_hz * t;
  const double body = std::sin(turn) * std::exp(-t / note.fades_s);
  const double ring = std::sin(kOvertone * turn) * std::exp(-t / (note.fades_s * kOvertoneFades));
  return std::min(1.0, t / kAttackS) * note.loudness * (body + kOvertoneLoudness * ring);
}

template <std::size_t count>
std::vector<std::int16_t> played(const Note (&notes)[count], double length_s, int rate) {
  const auto samples = static_cast<std::size_t>(length_s * rate);
  std::vector<std::int16_t> sound(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    const double time = static_cast<double>(i) / rate;
    double sum = 0;
    for (const auto& note : notes) sum += at(note, time);
    // To silence at the very end, whatever is left of the notes.
    const double end = std::min(1.0, (length_s - time) / (0.1 * length_s));
    sound[i] = static_cast<std::int16_t>(std::clamp(sum * end, -1.0, 1.0) * 32'000);
  }
  return sound;
}

}  // namespace

std::vector<std::int16_t> tap_tone(int rate) {
  constexpr Note kNotes[] = {{0, 784, 0.018, 0.35}};
  return played(kNotes, 0.09, rate);
}

std::vector<std::int16_t> thanks_tone(int rate) {
  // G4, C5, E5: a chord that opens upwards.
  constexpr Note kNotes[] = {
      {0, 392.0, 0.22, 0.22}, {0.11, 523.25, 0.24, 0.22}, {0.22, 659.26, 0.30, 0.22}};
  return played(kNotes, 1.0, rate);
}

}  // namespace earshot::kiosk
