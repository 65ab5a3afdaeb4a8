#include "edge-agent/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"
#include "core/survey/hours_text.h"
#include "platform/system/files.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kConfigBytesMax = 256 * 1024;
constexpr std::size_t kPasswordBytesMax = 4096;
constexpr std::size_t kDisplayNameCodePointsMax = 100;
constexpr std::size_t kReasonCodePointsMax = 300;

/// Reads values out of tables and keeps the first mistake, so that the reading below is a plain
/// list.
class ConfigReader {
 public:
  explicit ConfigReader(const std::filesystem::path& file)
      : file_(file.string()), folder_(file.parent_path()) {}

  void mistake(const toml::source_region& where, std::string_view reason, std::string_view hint) {
    if (!error_.empty()) return;
    error_ = fmt::format("{}:{}: {}. {}", file_, std::max<unsigned>(where.begin.line, 1),
                         one_line(reason, kReasonCodePointsMax), hint);
  }
  [[nodiscard]] const std::string& error() const { return error_; }

  /// Every key of `table` must be one of `known`.
  void only(const toml::table& table, std::string_view what,
            std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      mistake(key.source(), fmt::format("'{}' is not a key of {}", key.str(), what),
              fmt::format("Known are: {}", fmt::join(known, ", ")));
    }
  }

  const toml::node* need(const toml::table& table, std::string_view key, std::string_view hint) {
    const auto* node = table.get(key);
    if (node == nullptr) mistake(table.source(), fmt::format("'{}' is missing", key), hint);
    return node;
  }

  std::string text(const toml::node* node, std::string_view key, std::string_view hint) {
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (value && !value->empty()) return *value;
    mistake(node->source(), fmt::format("'{}' must be a text", key), hint);
    return {};
  }

  template <typename Id>
  Id name(const toml::node* node, std::string_view key) {
    const std::string value = text(node, key, "Write it in quotes");
    if (value.empty()) return {};
    auto id = Id::parse(value);
    if (id) return *id;
    mistake(node->source(), fmt::format("'{}': {}", key, id.error().message), "Rename it");
    return {};
  }

  bool flag(const toml::node* node, std::string_view key) {
    if (node == nullptr) return false;
    const auto value = node->value_exact<bool>();
    if (!value)
      mistake(node->source(), fmt::format("'{}' must be true or false", key),
              "Write it without quotes");
    return value.value_or(false);
  }

  int days(const toml::node* node, std::string_view key, int otherwise) {
    constexpr std::int64_t kDaysMax = 36'500;
    if (node == nullptr) return otherwise;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= 0 && *value <= kDaysMax) return static_cast<int>(*value);
    mistake(node->source(),
            fmt::format("'{}' must be a number of days from 0 to {}", key, kDaysMax),
            "Write it without quotes; 0 keeps for ever");
    return otherwise;
  }

  std::uint16_t port(const toml::node* node, std::int64_t lowest) {
    if (node == nullptr) return 0;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= lowest && *value <= 65535) return static_cast<std::uint16_t>(*value);
    mistake(node->source(), fmt::format("'port' must be a number from {} to 65535", lowest),
            "Write it without quotes");
    return 0;
  }

  const toml::table* section(const toml::table& root, std::string_view key) {
    const auto* node = root.get(key);
    if (node != nullptr && !node->is_table()) {
      mistake(node->source(), fmt::format("'{}' must be a section", key),
              fmt::format("Write [{}] on a line of its own", key));
    }
    return node == nullptr ? nullptr : node->as_table();
  }

  std::vector<std::pair<std::string, const toml::node*>> texts(const toml::node* node,
                                                               std::string_view key) {
    std::vector<std::pair<std::string, const toml::node*>> values;
    if (node == nullptr) return values;
    if (!node->is_array()) {
      mistake(node->source(), fmt::format("'{}' must be a list", key),
              "Write it as [\"…\", \"…\"]");
      return values;
    }
    for (const auto& item : *node->as_array())
      values.emplace_back(text(&item, key, "Use quotes"), &item);
    return values;
  }

  [[nodiscard]] std::filesystem::path path(const std::string& text) const {
    return text.empty() ? std::filesystem::path() : (folder_ / text).lexically_normal();
  }

  std::string password(const toml::node* node) {
    const std::string name = text(node, "password_file", "Name the file that holds the password");
    if (name.empty()) return {};
    auto password = system::read_file(path(name), kPasswordBytesMax);
    if (!password) {
      mistake(node->source(), password.error().message, "Check 'password_file'");
      return {};
    }
    while (!password->empty() && (password->back() == '\n' || password->back() == '\r')) {
      password->pop_back();
    }
    return *password;
  }

 private:
  const std::string file_;
  const std::filesystem::path folder_;
  std::string error_;
};

BrokerConfig read_broker(ConfigReader& read, const toml::table& table, std::string_view what) {
  read.only(table, what, {"host", "port", "password_file"});
  BrokerConfig broker;
  broker.host = read.text(read.need(table, "host", "Say where the broker is"), "host",
                          "Write a name or an address in quotes");
  broker.port = read.port(read.need(table, "port", "An MQTT broker's is often 1883"), 1);
  broker.password =
      read.password(read.need(table, "password_file", "Anonymous access is off; name the file"));
  return broker;
}

void read_location(ConfigReader& read, const toml::table& root, Config& config) {
  config.location = read.name<LocationId>(
      read.need(root, "location", "Give the location's id, such as \"store-7\""), "location");
  config.name = clean_text(read.text(read.need(root, "name", "Give the name that people use"),
                                     "name", "Write it in quotes"),
                           kDisplayNameCodePointsMax);
  config.timezone = read.text(read.need(root, "timezone", "Such as \"Europe/London\""), "timezone",
                              "Write it in quotes, such as \"Europe/London\"");
  config.data = read.path(read.text(read.need(root, "data", "Name the folder of the store"), "data",
                                    "Write it in quotes"));
  config.verbatims = read.flag(root.get("verbatims"), "verbatims");
  if (const auto* bursts = root.get("misuse_bursts")) {
    config.misuse_bursts = read.flag(bursts, "misuse_bursts");
  }
  if (const auto* patterns = root.get("misuse_patterns")) {
    config.misuse_patterns = read.flag(patterns, "misuse_patterns");
  }
  for (const auto& [text, node] : read.texts(root.get("opening_hours"), "opening_hours")) {
    const auto hours = survey::parse_hours(text);
    if (hours) config.opening_hours.push_back(*hours);
    if (!hours) read.mistake(node->source(), hours.error().message, "Or leave opening_hours out");
  }
  config.keep_words_days =
      read.days(root.get("keep_words_days"), "keep_words_days", config.keep_words_days);
  config.keep_contacts_days =
      read.days(root.get("keep_contacts_days"), "keep_contacts_days", config.keep_contacts_days);
  for (const auto& [text, node] : read.texts(root.get("surveys"), "surveys")) {
    config.surveys.push_back(read.path(text));
  }
  for (const auto& [text, node] : read.texts(root.get("kiosks"), "kiosks")) {
    const auto kiosk = read.name<DeviceId>(node, "kiosks");
    if (!kiosk.empty()) config.kiosks.insert(kiosk);
  }
}

void read_sections(ConfigReader& read, const toml::table& root, Config& config) {
  if (const auto* site = read.section(root, "site_broker")) {
    config.site_broker = read_broker(read, *site, "[site_broker]");
  } else {
    read.mistake(root.source(), "[site_broker] is missing", "Say where the kiosks' broker is");
  }
  if (const auto* hq = read.section(root, "hq_broker")) {
    config.hq_broker = read_broker(read, *hq, "[hq_broker]");
  }
  if (const auto* reading = read.section(root, "reading")) {
    read.only(*reading, "[reading]", {"taxonomy", "weights", "model"});
    const auto path = [&](std::string_view key) {
      return read.path(read.text(reading->get(key), key, "Write a path in quotes"));
    };
    config.reading = {path("taxonomy"), path("weights"), path("model")};
  }
  if (const auto* http = read.section(root, "http")) {
    read.only(*http, "[http]", {"host", "port"});
    if (const auto* host = http->get("host")) {
      config.http_host = read.text(host, "host", "Write an address in quotes");
    }
    config.http_port = read.port(read.need(*http, "port", "Such as 8080; 0 means any free one"), 0);
  } else {
    read.mistake(root.source(), "[http] is missing", "Say on which port the manager's page is");
  }
}

}  // namespace

Result<Config> load_config(const std::filesystem::path& file) {
  const auto text = system::read_file(file, kConfigBytesMax);
  if (!text) return tl::unexpected(text.error());
  if (const auto line = line_of_too_deep_key(*text); line > 0) {
    return fail(ErrorCode::invalid,
                fmt::format("{}:{}: a key has too many parts. Nothing in this file has more than "
                            "two",
                            file.string(), line));
  }
  toml::table root;
  try {
    root = toml::parse(*text, file.string());
  } catch (const toml::parse_error& e) {
    return fail(ErrorCode::invalid,
                fmt::format("{}:{}: {}. Correct this line", file.string(), e.source().begin.line,
                            one_line(e.description(), kReasonCodePointsMax)));
  }
  ConfigReader read(file);
  Config config;
  read.only(root, "this file",
            {"location", "name", "timezone", "data", "verbatims", "misuse_bursts",
             "misuse_patterns", "opening_hours", "keep_words_days", "keep_contacts_days", "surveys",
             "kiosks", "reading", "site_broker", "hq_broker", "http"});
  read_location(read, root, config);
  read_sections(read, root, config);
  if (!read.error().empty()) return fail(ErrorCode::invalid, read.error());
  return config;
}

}  // namespace earshot::edge
