#include "edge-agent/kiosk_incident.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kStatusBytesMax = 4096;
constexpr std::size_t kWordsCodePointsMax = 500;

}  // namespace

std::string kiosk_incident(std::string_view json) {
  if (json.size() > kStatusBytesMax) return {};
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object()) return {};
  const auto found = parsed.find("incident");
  if (found == parsed.end() || !found->is_string()) return {};
  auto words = clean_text(found->get<std::string>(), kWordsCodePointsMax);
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

Result<bool> is_noted(SQLite::Database& reader, const relay::Incident& incident) {
  return sqlite::guarded([&]() -> Result<bool> {
    SQLite::Statement row(reader,
                          "SELECT 1 FROM incident WHERE kind = ? AND device = ? AND detail = ?");
    row.bind(1, static_cast<int>(incident.kind));
    row.bind(2, incident.device.str());
    row.bind(3, incident.detail);
    return row.executeStep();
  });
}

}  // namespace earshot::edge
