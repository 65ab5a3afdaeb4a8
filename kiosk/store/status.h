// What a kiosk says of itself on its status topic, for the location's manager: that it is there,
// and whether it can keep answers. Retained by the broker, as JSON. Owner: the collector. Threads:
// pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "kiosk/store/answer_keeper.h"

namespace earshot::kiosk {

/// How custody stands. `trouble` is for a person: what, and what to do; empty when all is well.
struct Custody {
  std::string_view disk = "plenty";  ///< "plenty", "nearly_full", "full", "failed"
  std::string trouble;
  std::string incident;  ///< what happened to the store, once for each of its disk's faults
  bool operator==(const Custody&) const = default;
};

/// `failure`: why answers cannot be kept right now; none: they can.
[[nodiscard]] Custody custody_of(Room room, const std::optional<Error>& failure);

/// {"online":true,"at":"2026-03-02T09:00:00.000Z","disk":"full","words":"…"}, and "incident" when
/// there is one.
[[nodiscard]] std::string status_json(const Custody& custody, WallTime at);

}  // namespace earshot::kiosk
