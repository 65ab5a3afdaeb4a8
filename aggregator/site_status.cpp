#include "aggregator/site_status.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/utf8.h"
#include "core/wire/bounds.h"

namespace earshot::hq {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kWordsCodePointsMax = 400;
constexpr std::size_t kReasonCodePointsMax = 32;
/// Status, list, kiosk, what waits there.
constexpr int kDepthMax = 4;
/// No age is longer: whoever adds some up stays far from the ends of 64 bits.
constexpr std::int64_t kAgeMsMax = std::int64_t{400} * 24 * 3'600'000;

std::string line(const Json& from, const char* key, std::size_t code_points) {
  const auto found = from.find(key);
  if (found == from.end() || !found->is_string()) return {};
  std::string text = clean_text(found->get_ref<const std::string&>(), code_points);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::optional<std::int64_t> number(const Json& from, const char* key, std::int64_t most) {
  const auto found = from.find(key);
  if (found == from.end() || !found->is_number_integer()) return std::nullopt;
  if (found->is_number_unsigned()) {
    const auto value = found->get<std::uint64_t>();
    return static_cast<std::int64_t>(std::min(value, static_cast<std::uint64_t>(most)));
  }
  return std::min(found->get<std::int64_t>(), most);
}

std::optional<KioskSaid> kiosk_of(const Json& from) {
  if (!from.is_object()) return std::nullopt;
  const auto id = from.find("device");
  if (id == from.end() || !id->is_string()) return std::nullopt;
  const auto device = DeviceId::parse(id->get_ref<const std::string&>());
  if (!device) return std::nullopt;
  KioskSaid kiosk;
  kiosk.device = *device;
  if (const auto heard = number(from, "heard_ms", kAgeMsMax); heard && *heard >= 0) {
    kiosk.heard = Duration{*heard};
  }
  kiosk.reason = line(from, "reason", kReasonCodePointsMax);
  // It becomes a label, which is a word.
  const bool word = std::all_of(kiosk.reason.begin(), kiosk.reason.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!word) kiosk.reason = "other";
  kiosk.words = line(from, "words", kWordsCodePointsMax);
  const auto waiting = from.find("waiting_ms");
  if (waiting == from.end() || !waiting->is_object()) return kiosk;
  for (const relay::Stream stream : {relay::Stream::urgent, relay::Stream::responses}) {
    const std::string name(relay::to_string(stream));
    const auto age = number(*waiting, name.c_str(), kAgeMsMax);
    if (age) kiosk.waiting[stream] = Duration{std::max<std::int64_t>(*age, 0)};
  }
  return kiosk;
}

}  // namespace

std::optional<SiteStatus> parse_site_status(std::string_view json) {
  if (json.size() > kSiteStatusBytesMax) return std::nullopt;
  bool too_deep = false;
  const auto parsed = Json::parse(
      json,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kDepthMax;
        return !too_deep;
      },
      false);
  if (too_deep || !parsed.is_object()) return std::nullopt;
  const auto online = parsed.find("online");
  if (online == parsed.end() || !online->is_boolean()) return std::nullopt;
  SiteStatus status;
  status.online = online->get<bool>();
  status.at = {std::max<std::int64_t>(number(parsed, "at_ms", wire::kWallMsMax).value_or(0), 0)};
  const auto kiosks = parsed.find("kiosks");
  if (!status.online || kiosks == parsed.end() || !kiosks->is_array()) return status;
  status.tells = true;
  std::set<DeviceId> told;
  for (const Json& each : *kiosks) {
    if (status.kiosks.size() == kKiosksToldMax) break;
    auto kiosk = kiosk_of(each);
    if (kiosk && told.insert(kiosk->device).second) status.kiosks.push_back(std::move(*kiosk));
  }
  const auto all = number(parsed, "kiosks_all", INT32_MAX).value_or(0);
  status.kiosks_all = std::max(static_cast<std::uint64_t>(std::max<std::int64_t>(all, 0)),
                               static_cast<std::uint64_t>(status.kiosks.size()));
  return status;
}

}  // namespace earshot::hq
