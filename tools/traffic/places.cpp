#include "tools/traffic/places.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/slug.h"

namespace earshot::traffic {
namespace {

constexpr std::size_t kShownCodePoints = 80;  ///< of a name that a message quotes

}  // namespace

Result<std::size_t> Places::kiosk_at(const std::string& location, const std::string& touchpoint) {
  const auto location_id = id_in(locations_, location, "location");
  if (!location_id) return tl::unexpected(location_id.error());
  const auto touchpoint_id = id_in(touchpoints_, touchpoint, "touchpoint");
  if (!touchpoint_id) return tl::unexpected(touchpoint_id.error());

  const auto [it, is_new] =
      kiosk_of_.try_emplace(*location_id + "/" + *touchpoint_id, kiosks_.size());
  if (is_new) {
    if (kiosks_.size() == kKiosksMax) {
      return fail(ErrorCode::no_space, "more than " + std::to_string(kKiosksMax) +
                                           " kiosks: does the map name the right columns for "
                                           "location and touchpoint?");
    }
    kiosks_.push_back({unused_name(*location_id, *touchpoint_id), LocationId::trusted(*location_id),
                       TouchpointId::trusted(*touchpoint_id)});
  }
  return it->second;
}

Result<std::string> Places::id_in(Registry& registry, const std::string& value,
                                  std::string_view kind) {
  if (const auto known = registry.id_of.find(value); known != registry.id_of.end()) {
    return known->second;
  }
  const auto given = registry.names.ids.find(value);
  const bool is_given = given != registry.names.ids.end();
  const std::string id = is_given ? given->second : slug(value);
  const std::string shown =
      "the " + std::string(kind) + " '" + one_line(value, kShownCodePoints) + "'";
  const std::string advice = ": give it one under [" + std::string(kind) + ".ids] in the map";
  if (!is_name(id)) return fail(ErrorCode::invalid, shown + " has no id" + advice);

  const auto [first, is_new] = registry.first_of.try_emplace(id, value);
  if (is_new) {
    registry.all.push_back({id, value});
  } else if (!is_given || !registry.names.ids.contains(first->second)) {
    // Two names that the map itself gives the same id are one place on purpose; these are not.
    return fail(ErrorCode::invalid, shown + " would have the same id '" + id + "' as '" +
                                        one_line(first->second, kShownCodePoints) + "'" + advice);
  }
  registry.id_of.emplace(value, id);
  return id;
}

DeviceId Places::unused_name(const std::string& location, const std::string& touchpoint) const {
  const auto is_used = [&](const std::string& name) {
    return std::ranges::any_of(kiosks_, [&](const Place& p) { return p.device.str() == name; });
  };
  std::string name = kiosk_name(location, touchpoint);
  // "a-b" + "c" and "a" + "b-c", or two long names cut short: told apart by a digest of both.
  if (is_used(name)) {
    const std::string digest = digest_hex({location, touchpoint}).substr(0, 8);
    name = slug(name, kNameLengthMax - 9) + "-" + digest;
  }
  return DeviceId::trusted(std::move(name));
}

}  // namespace earshot::traffic
