// The survey of the golden pictures, and the panels and modes in which they are taken.
// Owner: the kiosk's drawing tests. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/survey/survey_file.h"
#include "kiosk/gallery/samples.h"
#include "kiosk/ui/studio.h"
#include "platform/system/files.h"

namespace earshot::kiosk {

struct NamedPanel {
  const char* name;
  Panel panel;
};
inline const NamedPanel kPanels[] = {
    {"landscape", {1920, 1080, 477}}, {"portrait", {1080, 1920, 268}}, {"small", {1280, 800, 217}}};

struct Mode {
  const char* name;
  Access access;
};
inline const Mode kModes[] = {{"plain", {}},
                              {"contrast", {.high_contrast = true}},
                              {"large", {.large_text = true}},
                              {"low", {.low_reach = true}}};

/// One that runs from left to right, one from right to left, one whose letters stack.
inline const char* const kScripts[] = {"en", "ar", "th"};

inline std::shared_ptr<const survey::Survey> counter_survey() {
  const auto path = std::string(EARSHOT_PICTURES) + "/counter.toml";
  auto parsed = survey::parse_survey(*system::read_file(path), path);
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
  return std::make_shared<const survey::Survey>(*std::move(parsed));
}

/// Every screen of it as this panel shows it.
inline std::vector<Sample> screens_of(const std::shared_ptr<const survey::Survey>& survey,
                                      const LanguageTag& language, const Panel& panel) {
  return samples(survey, language, MonoTime{}, arrangement_of(panel) == Arrangement::small);
}

inline std::unique_ptr<PictureStudio> open_studio(const Panel& panel,
                                                  const Theme& theme = default_theme()) {
  auto studio = PictureStudio::open(theme, panel);
  EXPECT_TRUE(studio.has_value()) << (studio ? "" : studio.error().message);
  return *std::move(studio);
}

/// Takes every picture of every mode on one panel and tells `look` of it.
template <typename Look>
void for_each_picture(const NamedPanel& panel, const Theme& theme, Look look) {
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel, theme);
  for (const auto& mode : kModes) {
    for (const std::string language : kScripts) {
      for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel.panel)) {
        screen.access = mode.access;
        const auto where = std::string(panel.name) + " " + mode.name + " " + language + " " + name;
        look(*studio, screen, where);
      }
    }
  }
}

}  // namespace earshot::kiosk
