#include "edge-agent/kiosk_status.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kStatusBytesMax = 4096;
constexpr std::size_t kWordsCodePointsMax = 200;
constexpr std::size_t kIncidentCodePointsMax = 500;

}  // namespace

std::optional<KioskStatus> parse_kiosk_status(std::string_view json) {
  if (json.size() > kStatusBytesMax) return std::nullopt;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  const auto text = [&](const char* key) {
    const auto found = parsed.find(key);
    return found != parsed.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto line = [&](const char* key, std::size_t code_points) {
    auto words = clean_text(text(key), code_points);
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
  };
  KioskStatus status;
  const auto online = parsed.find("online");
  if (online == parsed.end() || !online->is_boolean() || !online->get<bool>()) return status;
  status.incident = line("incident", kIncidentCodePointsMax);
  for (const auto disk :
       {KioskStatus::Disk::plenty, KioskStatus::Disk::nearly_full, KioskStatus::Disk::full}) {
    if (text("disk") == to_string(disk)) status.disk = disk;
  }
  if (status.disk == KioskStatus::Disk::unknown) return status;
  status.words = line("words", kWordsCodePointsMax);
  return status;
}

std::string_view to_string(KioskStatus::Disk disk) {
  switch (disk) {
    case KioskStatus::Disk::plenty:
      return "plenty";
    case KioskStatus::Disk::nearly_full:
      return "nearly_full";
    case KioskStatus::Disk::full:
      return "full";
    case KioskStatus::Disk::unknown:
      break;
  }
  return "unknown";
}

}  // namespace earshot::edge
