#include "kiosk/app/config.h"

#include <gtest/gtest.h>

namespace earshot::kiosk {
namespace {

constexpr std::string_view kWhole = R"(
device = "kiosk-1"
location = "oak-street"
touchpoint = "checkout"
survey = "surveys/shop.toml"
data = "data"
language = "es"
[broker]
host = "10.0.0.5"
port = 1884
password_file = "/etc/earshot/password"
[screen]
width = 1920
height = 1080
fullscreen = true
width_mm = 477
)";

std::string refusal(std::string_view toml) {
  const auto config = parse_config(toml, "kiosk.toml", "/etc/earshot");
  return config ? std::string() : config.error().message;
}

TEST(Config, ReadsEveryKeyWithPathsRelativeToItsFolder) {
  const auto config = parse_config(kWhole, "kiosk.toml", "/etc/earshot");
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(config->device.str(), "kiosk-1");
  EXPECT_EQ(config->survey, "/etc/earshot/surveys/shop.toml");
  EXPECT_EQ(config->data, "/etc/earshot/data");
  EXPECT_EQ(config->language.str(), "es");
  EXPECT_EQ(config->broker.host, "10.0.0.5");
  EXPECT_EQ(config->broker.port, 1884);
  EXPECT_EQ(config->broker.password_file, "/etc/earshot/password");
  EXPECT_TRUE(config->screen.fullscreen);
  EXPECT_EQ(config->screen.width, 1920);
  EXPECT_DOUBLE_EQ(config->screen.width_mm, 477);
  EXPECT_FALSE(config->theme.has_value());
}

TEST(Config, RefusesMistakesWithFileLineAndReason) {
  EXPECT_NE(refusal("device = \"kiosk-1\"\n").find("'location'"), std::string::npos);
  EXPECT_NE(refusal("device = \"Kiosk 1\"\n").find("kiosk.toml:1:"), std::string::npos);
  std::string text(kWhole);
  text.replace(text.find("port = 1884"), 11, "port = 0   ");
  EXPECT_NE(refusal(text).find("kiosk.toml:10: 'port'"), std::string::npos) << refusal(text);
  EXPECT_NE(refusal(std::string(kWhole) + "colour = 3\n").find("colour"), std::string::npos);
  EXPECT_NE(refusal("device = ").find("not TOML"), std::string::npos);
}

}  // namespace
}  // namespace earshot::kiosk
