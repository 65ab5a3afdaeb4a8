#include "aggregator/config.h"

#include "aggregator/toml_reading.h"
#include "platform/system/files.h"

namespace earshot::hq {
namespace {

constexpr std::size_t kConfigBytesMax = 256 * 1024;
constexpr std::size_t kPasswordBytesMax = 1024;

/// The file's text with what every step needs to point at a mistake.
struct Source {
  std::string file;
  std::filesystem::path folder;
};

Result<std::uint16_t> port_at(const toml::table& table, const Source& source, std::int64_t lowest) {
  const toml::node* node = table.get("port");
  const auto port = node != nullptr ? node->value_exact<std::int64_t>() : std::nullopt;
  if (port && *port >= lowest && *port <= 65535) return static_cast<std::uint16_t>(*port);
  return mistake(source.file, std::max(line_of(node != nullptr ? *node : table), 1U),
                 node != nullptr ? fmt::format("'port' is not a number from {} to 65535", lowest)
                                 : "'port' is missing",
                 "Write it without quotes: port = 1883");
}

Result<std::filesystem::path> path_needed(const toml::table& table, const Source& source,
                                          std::string_view key) {
  auto text = text_needed(table, source.file, key);
  if (!text) return tl::unexpected(text.error());
  return (source.folder / *text).lexically_normal();
}

Result<const toml::table*> section(const toml::table& root, const Source& source,
                                   std::string_view name, std::string_view hint) {
  const toml::node* node = root.get(name);
  if (node != nullptr && node->is_table()) return node->as_table();
  return mistake(source.file, node != nullptr ? line_of(*node) : 1,
                 fmt::format("[{}] is missing", name), hint);
}

Result<std::string> read_password(const toml::table& broker, const Source& source) {
  auto path = path_needed(broker, source, "password_file");
  if (!path) return tl::unexpected(path.error());
  auto text = system::read_file(*path, kPasswordBytesMax);
  if (!text) {
    return mistake(source.file, line_of(*broker.get("password_file")), text.error().message,
                   "It holds the password that the broker knows for this device");
  }
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  return text;
}

Result<void> read_top(const toml::table& root, const Source& source, Config& config) {
  auto known = only_keys(root, source.file, "aggregator.toml",
                         {"device", "data", "org", "surveys", "broker", "http"});
  if (!known) return known;
  auto device = text_needed(root, source.file, "device");
  if (!device) return tl::unexpected(device.error());
  auto id = DeviceId::parse(*device);
  if (!id) {
    return mistake(source.file, line_of(*root.get("device")), id.error().message,
                   "Usually it is \"hq\"");
  }
  config.device = std::move(*id);
  for (auto [key, target] : {std::pair{"data", &config.data}, {"org", &config.org}}) {
    auto path = path_needed(root, source, key);
    if (!path) return tl::unexpected(path.error());
    *target = std::move(*path);
  }
  const toml::node* surveys = root.get("surveys");
  if (surveys == nullptr) return {};
  const auto not_a_list = [&] {
    return mistake(source.file, line_of(*surveys), "'surveys' is not a list of file names",
                   "Write it as surveys = [\"…\", \"…\"]");
  };
  if (!surveys->is_array()) return not_a_list();
  for (const toml::node& item : *surveys->as_array()) {
    const auto path = item.value_exact<std::string>();
    if (!path) return not_a_list();
    config.surveys.push_back((source.folder / *path).lexically_normal());
  }
  return {};
}

Result<void> read_broker(const toml::table& root, const Source& source, Config& config) {
  const auto broker =
      section(root, source, "broker", "Say where the MQTT broker is: host, port, password_file");
  if (!broker) return tl::unexpected(broker.error());
  auto known = only_keys(**broker, source.file, "[broker]", {"host", "port", "password_file"});
  if (!known) return known;
  auto host = text_needed(**broker, source.file, "host");
  if (!host) return tl::unexpected(host.error());
  auto port = port_at(**broker, source, 1);
  if (!port) return tl::unexpected(port.error());
  auto password = read_password(**broker, source);
  if (!password) return tl::unexpected(password.error());
  config.broker_host = std::move(*host);
  config.broker_port = *port;
  config.broker_password = std::move(*password);
  return {};
}

Result<void> read_http(const toml::table& root, const Source& source, Config& config) {
  const auto http = section(root, source, "http", "Say where the page is served: host, port");
  if (!http) return tl::unexpected(http.error());
  if (auto known = only_keys(**http, source.file, "[http]", {"host", "port"}); !known) return known;
  auto host = text_at(**http, source.file, "host");
  if (!host) return tl::unexpected(host.error());
  if (*host) config.http_host = **host;
  auto port = port_at(**http, source, 0);
  if (!port) return tl::unexpected(port.error());
  config.http_port = *port;
  return {};
}

}  // namespace

Result<Config> load_config(const std::filesystem::path& file) {
  const auto text = system::read_file(file, kConfigBytesMax);
  if (!text) return tl::unexpected(text.error());
  const Source source{file.string(), file.parent_path()};
  const auto root = parse_toml(*text, source.file);
  if (!root) return tl::unexpected(root.error());
  Config config;
  for (const auto read : {read_top, read_broker, read_http}) {
    if (auto done = read(*root, source, config); !done) return tl::unexpected(done.error());
  }
  return config;
}

}  // namespace earshot::hq
