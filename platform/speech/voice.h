// Reads text aloud with espeak-ng, on a thread of its own: nobody ever waits for it.
// Owner: main. Threads: say, stop and set_volume from any; the loudspeaker is called on its own.
// The library is loaded while the program runs; where it is not installed there is no voice, and
// that is no error of the program's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot::speech {

/// Samples per second, one channel, 16 bits.
inline constexpr int kSampleRate = 22050;
/// The most of a text that is read, in code points.
inline constexpr std::size_t kUtteranceCodePointsMax = 1000;
/// Texts that wait for their turn; further ones are counted and left out.
inline constexpr std::size_t kWaitingMax = 8;

/// Where the sound goes. Never waits: what it is given, it plays after what it already has.
class Loudspeaker {
 public:
  virtual ~Loudspeaker() = default;
  virtual void play(std::span<const std::int16_t> samples) = 0;
  /// Forgets what it was given and has not played yet.
  virtual void silence() = 0;
};

struct Utterance {
  std::string text;        ///< UTF-8
  std::string language;    ///< a tag: "de", "pt-br"
  bool interrupts = true;  ///< instead of what is being said and waits; else after it
};

/// Loudness as a person hears it: 0 is silent, 100 as loud as it gets.
inline constexpr int kVolumeDefault = 70;

class Voice {
 public:
  /// One at a time: the library has but one. Error: unsupported, it is not installed; io, it is,
  /// and cannot be used.
  [[nodiscard]] static Result<std::unique_ptr<Voice>> open(Loudspeaker& loudspeaker);

  virtual ~Voice() = default;
  virtual void say(Utterance utterance) = 0;
  virtual void stop() = 0;
  /// From 0 to 100, from the next words on.
  virtual void set_volume(int percent) = 0;
  /// True if it can speak this language, or the main language of it.
  [[nodiscard]] virtual bool speaks(std::string_view language) const = 0;
  /// Texts that were left out because too many waited.
  [[nodiscard]] virtual std::uint64_t left_out() const = 0;
  /// Waits until all is given to the loudspeaker. For tests and measurements.
  virtual void finish() = 0;
};

}  // namespace earshot::speech
