#include "kiosk/app/config.h"
#include "kiosk/ui/theme.h"
#include "platform/system/files.h"
#include "tests/fakes/hostile_toml.h"

namespace earshot::kiosk {
namespace {

TEST(KioskFiles, ThatAreHostileAreRefusedInertly) {
  // A theme's reader asks for what it needs and passes over the rest.
  const std::string start = "name = 1\n";
  test::expect_hostile_toml_is_refused_inertly(
      [&](const std::string& text) { return parse_theme(text + start, "mine.toml", "/"); });
  test::expect_hostile_toml_is_refused_inertly(
      [](const std::string& text) { return parse_config(text, "kiosk.toml", "/"); });
}

// "nan" is neither below the lowest nor above the highest, and no pixel count either.
TEST(KioskFiles, NotANumberIsNoNumberInRange) {
  const std::string good =
      "device = \"k\"\nlocation = \"l\"\ntouchpoint = \"t\"\nsurvey = \"s\"\ndata = "
      "\"d\"\n[screen]\n";
  ASSERT_TRUE(parse_config(good + "width = 1280\n", "kiosk.toml", "/"));
  for (const char* broken :
       {"width = nan\n", "height = -nan\n", "width_mm = nan\n", "width = inf\n"}) {
    EXPECT_FALSE(parse_config(good + broken, "kiosk.toml", "/")) << broken;
  }
  auto theme = *system::read_file(std::filesystem::path(EARSHOT_THEMES) / "daylight.toml");
  ASSERT_TRUE(parse_theme(theme, "daylight.toml", "/"));
  const auto at = theme.find("radius_mm = ");
  ASSERT_NE(at, std::string::npos);
  theme.replace(at, theme.find('\n', at) - at, "radius_mm = nan");
  EXPECT_FALSE(parse_theme(theme, "daylight.toml", "/"));
}

}  // namespace
}  // namespace earshot::kiosk
