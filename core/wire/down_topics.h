// The topics on which an edge agent tells a kiosk more than receipts; docs/wire-format.md.
// Owner: core/wire. Threads: pure functions, any thread.
#pragma once

#include <string>

#include "core/base/ids.h"

namespace earshot::wire {

/// How a call for help stands, JSON, not retained: said again until somebody comes.
[[nodiscard]] inline std::string help_topic(const DeviceId& kiosk) {
  return "earshot/1/down/" + kiosk.str() + "/help";
}
/// What the attract screen tells, JSON, retained.
[[nodiscard]] inline std::string messages_topic(const DeviceId& kiosk) {
  return "earshot/1/down/" + kiosk.str() + "/messages";
}

}  // namespace earshot::wire
