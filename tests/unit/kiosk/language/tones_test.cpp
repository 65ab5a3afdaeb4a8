#include "kiosk/app/tones.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace earshot::kiosk {
namespace {

constexpr int kRate = 22050;
/// About what is just heard in a quiet room, of 32,767.
constexpr int kQuiet = 300;

int loudest(const std::vector<std::int16_t>& sound) {
  int most = 0;
  for (const auto sample : sound) most = std::max(most, std::abs(int{sample}));
  return most;
}

TEST(Tones, BeginAndEndInSilenceSoThatNothingClicks) {
  for (const auto& tone : {tap_tone(kRate), thanks_tone(kRate)}) {
    ASSERT_GT(tone.size(), 100U);
    EXPECT_LT(std::abs(int{tone.front()}), kQuiet);
    EXPECT_LT(std::abs(int{tone.back()}), kQuiet);
    EXPECT_GT(loudest(tone), 4000);
    EXPECT_LT(loudest(tone), 31'000) << "it must not be clipped";
  }
}

TEST(Tones, ATapIsShortAndTheThanksAreNoLongerThanASecond) {
  EXPECT_LE(tap_tone(kRate).size(), static_cast<std::size_t>(kRate) / 10);
  EXPECT_LE(thanks_tone(kRate).size(), static_cast<std::size_t>(kRate));
  EXPECT_EQ(thanks_tone(2 * kRate).size(), 2 * thanks_tone(kRate).size());
}

}  // namespace
}  // namespace earshot::kiosk
