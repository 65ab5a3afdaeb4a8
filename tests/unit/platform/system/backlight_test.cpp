#include "platform/system/backlight.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::system {
namespace {

/// As a kernel shows a light: a folder with two small files.
class BacklightOfAPanel : public testing::Test {
 protected:
  void make(const std::string& name, const std::string& most) {
    std::filesystem::create_directories(folder_ / name);
    std::ofstream(folder_ / name / "max_brightness") << most << "\n";
    std::ofstream(folder_ / name / "brightness") << "1\n";
  }
  std::string brightness(const std::string& name) {
    return read_file(folder_ / name / "brightness").value_or("");
  }
  fakes::TempFolder folder_;
  const Backlight light_{folder_ / ""};
};

TEST_F(BacklightOfAPanel, IsSetInItsOwnSteps) {
  make("rpi_backlight", "255");
  ASSERT_TRUE(light_.set(100));
  EXPECT_EQ(brightness("rpi_backlight"), "255\n");
  ASSERT_TRUE(light_.set(50));
  EXPECT_EQ(brightness("rpi_backlight"), "128\n");
  ASSERT_TRUE(light_.set(-3));
  EXPECT_EQ(brightness("rpi_backlight"), "3\n") << "never out";
}

TEST_F(BacklightOfAPanel, IsTheFirstThatSaysHowBrightItCanBe) {
  make("a-broken", "much");
  make("b-endless", "99999999999999999999");
  make("c", "7");
  ASSERT_TRUE(light_.set(100));
  EXPECT_EQ(brightness("c"), "7\n");
  EXPECT_EQ(brightness("a-broken"), "1\n");
}

TEST_F(BacklightOfAPanel, ThatIsNotThereOrDoesNotObeyIsToldApart) {
  EXPECT_EQ(light_.set(50).error().code, ErrorCode::unsupported);
  EXPECT_EQ(Backlight(folder_ / "nowhere").set(50).error().code, ErrorCode::unsupported);
  make("c", "7");
  std::filesystem::remove(folder_ / "c" / "brightness");
  std::filesystem::create_directory(folder_ / "c" / "brightness");
  const auto refused = light_.set(50);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().code, ErrorCode::unsupported);
  EXPECT_NE(refused.error().message.find("c/brightness"), std::string::npos);
}

}  // namespace
}  // namespace earshot::system
