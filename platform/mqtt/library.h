// Keeps Paho's library started while anybody here may connect.
// Owner: each Reaper holds it. Threads: any.
//
// With its last client the C library ends its threads and lets its lists go, and with the next one
// begins anew; where a client comes while the last one goes, as when a connection is replaced, its
// threads may meet lists that are gone (eclipse/paho.mqtt.c#323; seen with 1.3.12). So one client
// that never connects stays to the end.
#pragma once

#include <memory>

namespace earshot::mqtt {

/// What it keeps is ended with the last that is held, which takes a second or two.
[[nodiscard]] std::shared_ptr<void> hold_library();

}  // namespace earshot::mqtt
