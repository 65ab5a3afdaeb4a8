#include "kiosk/store/panel_settings.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "platform/system/files.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kBytesMax = 1024;

/// "volume 70" on a line of its own.
void read_line(std::string_view line, std::string_view name, int least, int& into) {
  if (!line.starts_with(name) || line.substr(name.size(), 1) != " ") return;
  line.remove_prefix(name.size() + 1);
  int value = 0;
  const auto* end = line.data() + line.size();
  const auto read = std::from_chars(line.data(), end, value);
  if (read.ec == std::errc() && read.ptr == end && value >= least && value <= 100) into = value;
}

}  // namespace

PanelSettings load_panel_settings(const std::filesystem::path& file,
                                  const PanelSettings& otherwise) {
  auto settings = otherwise;
  const auto text = system::read_file(file, kBytesMax);
  if (!text) return settings;
  for (std::string_view rest = *text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    read_line(rest.substr(0, end), "volume", 0, settings.volume);
    read_line(rest.substr(0, end), "brightness", kBrightnessMin, settings.brightness);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return settings;
}

Result<void> keep_panel_settings(const std::filesystem::path& file, const PanelSettings& settings) {
  return system::write_file_atomically(file, "volume " + std::to_string(settings.volume) +
                                                 "\nbrightness " +
                                                 std::to_string(settings.brightness) + "\n");
}

PanelSettings after(std::string_view action, PanelSettings settings) {
  const auto change = [](int& value, int by, int least) {
    value = std::clamp(value + by, least, 100);
  };
  if (action == "louder") change(settings.volume, kSettingStep, 0);
  if (action == "quieter") change(settings.volume, -kSettingStep, 0);
  if (action == "brighter") change(settings.brightness, kSettingStep, kBrightnessMin);
  if (action == "darker") change(settings.brightness, -kSettingStep, kBrightnessMin);
  return settings;
}

}  // namespace earshot::kiosk
