// earshot-kiosk-pictures: draws every screen of a survey into PNG files and one overview sheet.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "core/survey/survey_file.h"
#include "kiosk/gallery/samples.h"
#include "kiosk/gallery/sheet.h"
#include "kiosk/ui/picture.h"
#include "kiosk/ui/studio.h"
#include "platform/system/files.h"

namespace {

using namespace earshot;
using namespace earshot::kiosk;

struct Options {
  std::string survey, theme, out;
  std::vector<std::string> languages, panels, access, screens;
  bool single = false;
};

struct NamedPanel {
  const char* name;
  Panel panel;
};
const NamedPanel kPanels[] = {
    {"landscape", {1920, 1080, 477}}, {"portrait", {1080, 1920, 268}}, {"small", {1280, 800, 217}}};

bool wanted(const std::vector<std::string>& list, const std::string& name) {
  return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
}

Access access_of(const std::string& name) {
  Access access;
  access.high_contrast = name == "contrast";
  access.large_text = name == "large";
  access.low_reach = name == "low";
  return access;
}

Result<void> make_pictures(const Options& options) {
  const auto toml = system::read_file(options.survey);
  if (!toml) return tl::unexpected(toml.error());
  auto parsed = survey::parse_survey(*toml, options.survey);
  if (!parsed) return tl::unexpected(parsed.error());
  const auto survey = std::make_shared<const survey::Survey>(*std::move(parsed));
  Theme theme = default_theme();
  if (!options.theme.empty()) {
    const auto text = system::read_file(options.theme);
    if (!text) return tl::unexpected(text.error());
    auto read =
        parse_theme(*text, options.theme, std::filesystem::path(options.theme).parent_path());
    if (!read) return tl::unexpected(read.error());
    theme = *std::move(read);
  }
  const std::filesystem::path out(options.out);
  if (auto made = system::make_folder(out); !made) return made;
  auto modes = options.access;
  if (modes.empty()) modes = {"plain", "contrast", "large", "low"};
  for (const auto& [name, panel] : kPanels) {
    if (!wanted(options.panels, name)) continue;
    auto studio = PictureStudio::open(theme, panel);
    if (!studio) return tl::unexpected(studio.error());
    for (const auto& mode : modes) {
      Sheet sheet(panel);
      for (const auto& language : survey->languages) {
        if (!wanted(options.languages, language.str())) continue;
        for (auto& [screen_name, screen] :
             samples(survey, language, MonoTime{}, arrangement_of(panel) == Arrangement::small)) {
          if (!wanted(options.screens, screen_name)) continue;
          screen.access = access_of(mode);
          const auto& image = (*studio)->take(screen, MonoTime{});
          sheet.add(image);
          if (!options.single) continue;
          const auto file =
              std::string(name) + "-" + mode + "-" + language.str() + "-" + screen_name + ".png";
          if (auto written = write_png(image, out / file); !written) return written;
        }
      }
      const auto file = std::string("sheet-") + name + "-" + mode + ".png";
      if (auto written = write_png(sheet.image(), out / file); !written) return written;
      std::cout << (out / file).string() << "\n";
    }
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Draws every screen of a survey, on three panels, into overview sheets.");
  app.add_option("--survey", options.survey, "The survey (TOML)")->required();
  app.add_option("--out", options.out, "The folder for the pictures")->required();
  app.add_option("--theme", options.theme, "A theme (TOML); without it the one that is built in");
  app.add_option("--language", options.languages, "Only these of the survey's languages");
  app.add_option("--panel", options.panels, "Only these: landscape, portrait, small");
  app.add_option("--access", options.access, "Only these modes: plain, contrast, large, low");
  app.add_option("--screen", options.screens, "Only these screens: attract, nps, comment…");
  app.add_flag("--single", options.single, "Each screen in a file of its own too");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& wrong) {
    app.exit(wrong);
    return 2;
  }
  if (const auto done = make_pictures(options); !done) {
    std::cerr << done.error().message << "\n";
    return 1;
  }
  return 0;
}
