#include "kiosk/store/panel_settings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

TEST(PanelSettings, AreThereAgainAfterARestart) {
  fakes::TempFolder folder;
  const PanelSettings otherwise{70, 100}, set{40, 60};
  EXPECT_EQ(load_panel_settings(folder / "panel", otherwise), otherwise);
  ASSERT_TRUE(keep_panel_settings(folder / "panel", set));
  EXPECT_EQ(load_panel_settings(folder / "panel", otherwise), set);
}

TEST(PanelSettings, ThatMakeNoSenseAreAsTheConfigurationSays) {
  fakes::TempFolder folder;
  const PanelSettings otherwise{70, 90};
  const auto load = [&](const std::string& text) {
    EXPECT_TRUE(system::write_file_atomically(folder / "panel", text));
    return load_panel_settings(folder / "panel", otherwise);
  };
  EXPECT_EQ(load("volume 0\n"), (PanelSettings{0, 90}));
  EXPECT_EQ(load("brightness 30"), (PanelSettings{70, 30}));
  for (const std::string nonsense :
       {"", "\n\n", "volume", "volume ", "volume 101\n", "volume -1\n", "volume 5x\n",
        "volumes 5\n", "brightness 29\n", "brightness 0\n", "volume 99999999999999\n"}) {
    EXPECT_EQ(load(nonsense), otherwise) << nonsense;
  }
  EXPECT_EQ(load(std::string(2000, 'v')), otherwise);
}

TEST(PanelSettings, GoInStepsAndNeverSoDarkThatNobodyFindsBack) {
  PanelSettings settings{70, 100};
  EXPECT_EQ(after("louder", settings).volume, 80);
  EXPECT_EQ(after("quieter", settings).volume, 60);
  EXPECT_EQ(after("brighter", settings), settings);
  EXPECT_EQ(after("export", settings), settings);
  for (int i = 0; i < 20; ++i) settings = after("quieter", after("darker", settings));
  EXPECT_EQ(settings, (PanelSettings{0, kBrightnessMin}));
}

RC_GTEST_PROP(PanelSettings, MayBeAnyBytes, (const std::string& bytes)) {
  fakes::TempFolder folder(fakes::memory_folder());
  RC_ASSERT(system::write_file_atomically(folder / "panel", bytes).has_value());
  const auto read = load_panel_settings(folder / "panel", {70, 100});
  RC_ASSERT(read.volume >= 0 && read.volume <= 100);
  RC_ASSERT(read.brightness >= kBrightnessMin && read.brightness <= 100);
}

}  // namespace
}  // namespace earshot::kiosk
