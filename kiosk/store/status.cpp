#include "kiosk/store/status.h"

#include <nlohmann/json.hpp>

#include "platform/system/time_zone.h"

namespace earshot::kiosk {

Custody custody_of(Room room, const std::optional<Error>& failure) {
  if (failure && failure->code == ErrorCode::no_space) {
    return {"full",
            "This kiosk's disk is full: it takes no answers and its screen says so. Make room on "
            "its disk, or call for service.",
            ""};
  }
  if (failure) {
    return {"failed",
            "This kiosk cannot keep answers and its screen says so: " + failure->message +
                ". Call for service.",
            ""};
  }
  if (room == Room::plenty) return {};
  return {"nearly_full",
          "This kiosk's disk is nearly full. Answers are still kept; make room on its disk soon.",
          ""};
}

std::string status_json(const Custody& custody, WallTime at) {
  nlohmann::ordered_json json = {{"online", true},
                                 {"at", system::to_iso8601(at)},
                                 {"disk", custody.disk},
                                 {"words", custody.trouble}};
  if (!custody.incident.empty()) json["incident"] = custody.incident;
  // A message may hold a file's name, and that any bytes.
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace earshot::kiosk
