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

TEST(Config, ReadsTheLocationsTimeAndWhatIsAskedWhen) {
  const auto config = parse_config(
      "timezone = \"Europe/Helsinki\"\n"
      "opening_hours = [\"mon-fri 09:00-18:00\", \"sat 10:00-16:00\"]\n"
      "more_surveys = [\"lunch.toml\", \"staff/monday.toml\"]\n" +
          std::string(kWhole) + "night = [\"22:00-06:00\"]\n",
      "kiosk.toml", "/etc/earshot");
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(config->timezone, "Europe/Helsinki");
  EXPECT_EQ(config->opening_hours,
            (std::vector<survey::Hours>{{0x1F, 9 * 60, 18 * 60}, {0x20, 10 * 60, 16 * 60}}));
  EXPECT_EQ(config->more_surveys,
            (std::vector<std::filesystem::path>{"/etc/earshot/lunch.toml",
                                                "/etc/earshot/staff/monday.toml"}));
  EXPECT_EQ(config->screen.night, (std::vector<survey::Hours>{{0x7F, 22 * 60, 6 * 60}}));
}

TEST(Config, ReadsForWhomWordsAreClosedAndWhoMayServiceIt) {
  const auto config = parse_config(
      "location_key = \"location-key.public\"\ncomments_in_clear = true\n" + std::string(kWhole) +
          "[service]\npins = \"pins\"\nexport = \"/media/usb\"\n",
      "kiosk.toml", "/etc/earshot");
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(config->location_key, "/etc/earshot/location-key.public");
  EXPECT_TRUE(config->comments_in_clear);
  EXPECT_EQ(config->service.pins, "/etc/earshot/pins");
  EXPECT_EQ(config->service.export_folder, "/media/usb");
  const auto plain = parse_config(kWhole, "kiosk.toml", "/etc/earshot");
  ASSERT_TRUE(plain.has_value());
  EXPECT_TRUE(plain->location_key.empty() && plain->service.pins.empty());
  EXPECT_FALSE(plain->comments_in_clear);
}

TEST(Config, SuggestsNoWordsUnlessItSaysSo) {
  const auto suggests = [](const std::string& line) {
    const auto config = parse_config(line + std::string(kWhole), "kiosk.toml", "/etc/earshot");
    return config ? std::string(config->suggest_words ? "yes" : "no") : config.error().message;
  };
  EXPECT_EQ(suggests(""), "no");
  EXPECT_EQ(suggests("suggest_words = true\n"), "yes");
  EXPECT_EQ(suggests("suggest_words = \"yes\"\n"),
            "kiosk.toml:1: 'suggest_words' is neither true nor false. Write one of them.");
}

TEST(Config, RefusesHoursAndListsThatNobodyCanRead) {
  const auto with = [](const std::string& line) {
    return refusal(line + "\n" + std::string(kWhole));
  };
  EXPECT_NE(with("opening_hours = [\"9 to 5\"]").find("kiosk.toml:1: opening_hours"),
            std::string::npos)
      << with("opening_hours = [\"9 to 5\"]");
  EXPECT_NE(with("opening_hours = \"mon 09:00-18:00\"").find("not a list"), std::string::npos);
  EXPECT_NE(with("more_surveys = [3]").find("kiosk.toml:1:"), std::string::npos);
  EXPECT_NE(with("more_surveys = [\"a/x.toml\", \"b/x.toml\"]").find("another name"),
            std::string::npos);
}

}  // namespace
}  // namespace earshot::kiosk
