#include "kiosk/app/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"
#include "core/survey/hours_text.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kReasonCodePointsMax = 300;
constexpr std::size_t kHoursMax = 64;
constexpr std::size_t kMoreSurveysMax = 15;

/// A mistake in the file: thrown only inside this file, where the first one ends the reading.
struct Mistake {
  std::size_t line;
  std::string reason;
};

[[noreturn]] void refuse(const toml::node& where, std::string reason) {
  throw Mistake{std::max<std::size_t>(where.source().begin.line, 1), std::move(reason)};
}

/// One table of the file, with the keys that it may have.
class Section {
 public:
  Section(const toml::table& table, std::string name, std::initializer_list<std::string_view> known)
      : table_(table), name_(std::move(name)) {
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      std::string all;
      for (const auto word : known) all += (all.empty() ? "" : ", ") + std::string(word);
      refuse(value,
             name_ + " has the unknown key '" + std::string(key.str()) + "'. Known are: " + all);
    }
  }

  [[nodiscard]] const toml::node* find(std::string_view key) const { return table_.get(key); }

  [[nodiscard]] std::string text(std::string_view key) const {
    const auto* node = find(key);
    if (node == nullptr) {
      refuse(table_,
             name_ + " has no '" + std::string(key) + "'. Add " + std::string(key) + " = \"…\"");
    }
    const auto* value = node->as_string();
    if (value == nullptr || value->get().empty()) {
      refuse(*node, "'" + std::string(key) + "' is not a text. Put it in double quotes");
    }
    return value->get();
  }

  /// A list of at most `most` texts; none where the key is missing. `take` is given each with its
  /// node.
  template <typename Take>
  void texts(std::string_view key, std::size_t most, const char* example, Take take) const {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr || list->size() > most) {
      refuse(*node, "'" + std::string(key) + "' is not a list of at most " + std::to_string(most) +
                        " texts. Write " + example);
    }
    for (const auto& each : *list) {
      const auto* text = each.as_string();
      if (text == nullptr || text->get().empty()) {
        refuse(each, "'" + std::string(key) + "' lists what is not a text. Write " + example);
      }
      take(each, text->get());
    }
  }

  [[nodiscard]] std::vector<survey::Hours> hours(std::string_view key, const char* example) const {
    std::vector<survey::Hours> all;
    texts(key, kHoursMax, example, [&](const toml::node& node, const std::string& text) {
      const auto parsed = survey::parse_hours(text);
      if (!parsed) refuse(node, std::string(key) + ": " + parsed.error().message);
      all.push_back(*parsed);
    });
    return all;
  }

  template <typename Id>
  [[nodiscard]] Id id(std::string_view key) const {
    auto parsed = Id::parse(text(key));
    if (!parsed) refuse(*find(key), std::string(key) + ": " + parsed.error().message);
    return *std::move(parsed);
  }

  [[nodiscard]] double number(std::string_view key, double fallback, double low,
                              double high) const {
    const auto* node = find(key);
    if (node == nullptr) return fallback;
    const auto value = node->value<double>();
    // Said so that "nan" is outside of every range.
    if (!node->is_number() || !value || !(*value >= low && *value <= high)) {
      refuse(*node, "'" + std::string(key) + "' is not a number from " +
                        std::to_string(static_cast<int>(low)) + " to " +
                        std::to_string(static_cast<int>(high)) + ". Correct it");
    }
    return *value;
  }

  [[nodiscard]] bool flag(std::string_view key, bool fallback) const {
    const auto* node = find(key);
    if (node == nullptr) return fallback;
    if (!node->is_boolean()) {
      refuse(*node, "'" + std::string(key) + "' is neither true nor false. Write one of them");
    }
    return node->as_boolean()->get();
  }

 private:
  const toml::table& table_;
  std::string name_;
};

const toml::table& subtable(const toml::table& file, std::string_view key) {
  static const toml::table kEmpty;
  const auto* node = file.get(key);
  if (node == nullptr) return kEmpty;
  if (!node->is_table())
    refuse(*node, "'" + std::string(key) + "' is not a table. Write [" + std::string(key) + "]");
  return *node->as_table();
}

Config read(const toml::table& file, const std::filesystem::path& folder) {
  const auto beside = [&](const std::string& path) { return (folder / path).lexically_normal(); };
  const Section top(file, "the configuration",
                    {"device", "location", "touchpoint", "survey", "more_surveys", "data",
                     "language", "theme", "timezone", "opening_hours", "location_key",
                     "comments_in_clear", "suggest_words", "service", "broker", "screen", "sound"});
  Config config;
  config.device = top.id<DeviceId>("device");
  config.location = top.id<LocationId>("location");
  config.touchpoint = top.id<TouchpointId>("touchpoint");
  config.survey = beside(top.text("survey"));
  std::set<std::filesystem::path> names;  // their copies are kept under them
  top.texts("more_surveys", kMoreSurveysMax, "[\"lunch.toml\"]",
            [&](const toml::node& node, const std::string& text) {
              const auto path = beside(text);
              if (!names.insert(path.filename()).second) {
                refuse(node, "there are two surveys with the file name '" +
                                 path.filename().string() + "'. Give one another name");
              }
              config.more_surveys.push_back(path);
            });
  config.data = beside(top.text("data"));
  if (top.find("timezone") != nullptr) config.timezone = top.text("timezone");
  config.opening_hours = top.hours("opening_hours", "[\"mon-fri 09:00-18:00\"]");
  if (top.find("language") != nullptr) config.language = top.id<LanguageTag>("language");
  if (top.find("theme") != nullptr) config.theme = beside(top.text("theme"));

  if (top.find("location_key") != nullptr) config.location_key = beside(top.text("location_key"));
  config.comments_in_clear = top.flag("comments_in_clear", false);
  config.suggest_words = top.flag("suggest_words", false);

  const Section service(subtable(file, "service"), "[service]", {"pins", "export"});
  if (service.find("pins") != nullptr) config.service.pins = beside(service.text("pins"));
  if (service.find("export") != nullptr) {
    config.service.export_folder = beside(service.text("export"));
  }

  const Section broker(subtable(file, "broker"), "[broker]", {"host", "port", "password_file"});
  if (broker.find("host") != nullptr) config.broker.host = broker.text("host");
  config.broker.port = static_cast<std::uint16_t>(broker.number("port", 1883, 1, 65535));
  if (broker.find("password_file") != nullptr) {
    config.broker.password_file = beside(broker.text("password_file"));
  }

  const Section screen(subtable(file, "screen"), "[screen]",
                       {"width", "height", "fullscreen", "width_mm", "night"});
  config.screen.width = static_cast<int>(screen.number("width", 1280, 320, 7680));
  config.screen.height = static_cast<int>(screen.number("height", 800, 320, 7680));
  config.screen.fullscreen = screen.flag("fullscreen", false);
  config.screen.width_mm = screen.number("width_mm", 0, 50, 3000);
  config.screen.night = screen.hours("night", "[\"22:00-06:00\"]");

  const Section sound(subtable(file, "sound"), "[sound]", {"tones", "volume"});
  config.sound.tones = sound.flag("tones", false);
  config.sound.volume = static_cast<int>(sound.number("volume", 70, 0, 100));
  return config;
}

}  // namespace

Result<Config> parse_config(std::string_view toml, std::string_view file_name,
                            const std::filesystem::path& folder) {
  const auto refused = [&](std::size_t line, const std::string& reason) {
    return fail(ErrorCode::invalid, std::string(file_name) + ":" + std::to_string(line) + ": " +
                                        one_line(reason, kReasonCodePointsMax) + ".");
  };
  if (const auto line = line_of_too_deep_key(toml); line > 0) {
    return refused(line, "a key has too many parts. Nothing in this file has more than two");
  }
  try {
    return read(toml::parse(toml), folder);
  } catch (const Mistake& mistake) {
    return refused(mistake.line, mistake.reason);
  } catch (const toml::parse_error& error) {
    return refused(std::max<std::size_t>(error.source().begin.line, 1),
                   "this is not TOML: " + std::string(error.description()) +
                       ". Look at the quotes, brackets and equals signs of this line");
  }
}

}  // namespace earshot::kiosk
