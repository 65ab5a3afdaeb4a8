#include "platform/speech/voice.h"

#include <gtest/gtest.h>

#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace earshot::speech {
namespace {

/// Remembers what it was given. While it is held shut, whoever plays has to wait at its door.
class FakeLoudspeaker final : public Loudspeaker {
 public:
  void play(std::span<const std::int16_t> samples) override {
    const std::scoped_lock lock(mutex_);
    played_.insert(played_.end(), samples.begin(), samples.end());
  }
  void silence() override {
    const std::scoped_lock lock(mutex_);
    played_.clear();
    ++silences_;
  }

  [[nodiscard]] std::size_t samples() const {
    const std::scoped_lock lock(mutex_);
    return played_.size();
  }
  [[nodiscard]] double loudness() const {
    const std::scoped_lock lock(mutex_);
    double sum = 0;
    for (const auto sample : played_) sum += double(sample) * sample;
    return played_.empty() ? 0 : std::sqrt(sum / static_cast<double>(played_.size()));
  }
  [[nodiscard]] int silences() const {
    const std::scoped_lock lock(mutex_);
    return silences_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::int16_t> played_;
  int silences_ = 0;
};

struct VoiceTest : testing::Test {
  void SetUp() override {
    auto opened = Voice::open(loudspeaker);
    if (!opened && opened.error().code == ErrorCode::unsupported) {
      GTEST_SKIP() << opened.error().message;
    }
    ASSERT_TRUE(opened) << opened.error().message;
    voice = *std::move(opened);
  }
  std::size_t length_of(const std::string& text, const std::string& language) {
    voice->say({text, language});
    voice->finish();
    return loudspeaker.samples();
  }

  FakeLoudspeaker loudspeaker;
  std::unique_ptr<Voice> voice;
};

TEST_F(VoiceTest, SpeaksEveryLanguageOfTheKiosk) {
  // Hebrew has no digits in espeak-ng.
  const std::string words = "12 345 Ag שלום לכולם";
  for (const auto* language : {"en", "es", "fr", "de", "pt", "it", "nl", "fi", "sv", "da", "pl",
                               "tr", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "ko"}) {
    EXPECT_TRUE(voice->speaks(language)) << language;
    EXPECT_GT(length_of(words, language), static_cast<std::size_t>(kSampleRate) / 4) << language;
  }
  EXPECT_TRUE(voice->speaks("de-at"));
  EXPECT_FALSE(voice->speaks("xx"));
  EXPECT_EQ(length_of("1 2 3", "xx"), 0U) << "rather nothing than a wrong tongue";
}

TEST_F(VoiceTest, WhatInterruptsIsHeardInsteadAndWhatDoesNotIsHeardAfter) {
  // espeak-ng varies a word by some samples.
  constexpr double kNear = kSampleRate / 50.0;
  const auto brief = static_cast<double>(length_of("one", "en"));
  const auto other = static_cast<double>(length_of("two", "en"));
  voice->say({std::string(900, 'a'), "en"});
  voice->say({"one", "en"});
  voice->finish();
  EXPECT_NEAR(static_cast<double>(loudspeaker.samples()), brief, kNear);
  voice->say({"two", "en", false});
  voice->finish();
  EXPECT_NEAR(static_cast<double>(loudspeaker.samples()), brief + other, kNear);
  EXPECT_GE(loudspeaker.silences(), 4);
}

TEST_F(VoiceTest, StopsAtOnce) {
  for (int i = 0; i < 3; ++i) voice->say({"and so on and on", "en", false});
  voice->stop();
  voice->finish();
  EXPECT_EQ(loudspeaker.samples(), 0U);
}

TEST_F(VoiceTest, IsAsLoudAsItIsTold) {
  voice->set_volume(100);
  length_of("hello", "en");
  const auto loud = loudspeaker.loudness();
  voice->set_volume(50);
  length_of("hello", "en");
  EXPECT_NEAR(loudspeaker.loudness(), loud / 4, loud / 50);
  voice->set_volume(-7);
  length_of("hello", "en");
  EXPECT_EQ(loudspeaker.loudness(), 0);
}

TEST_F(VoiceTest, BoundsWhatWaitsAndWhatIsRead) {
  for (std::size_t i = 0; i < 200; ++i) voice->say({std::string(500, 'b'), "en", false});
  EXPECT_GE(voice->left_out(), 200 - kWaitingMax - 3);
  voice->stop();
  const auto most = static_cast<double>(length_of(std::string(kUtteranceCodePointsMax, '1'), "en"));
  EXPECT_NEAR(static_cast<double>(length_of(std::string(2 * kUtteranceCodePointsMax, '1'), "en")),
              most, most / 100);
}

TEST_F(VoiceTest, EndsInTheMiddleOfAWord) {
  voice->say({std::string(900, 'a'), "en"});
  voice.reset();
}

TEST_F(VoiceTest, SurvivesWhatIsNoText) {
  for (const auto* text : {"", "\xFF\xFE", "<speak><break/></speak>", "[[a_b]]", "\x1B[2J", "🇫🇮"}) {
    voice->say({text, "fi"});
    voice->finish();
  }
}

}  // namespace
}  // namespace earshot::speech
