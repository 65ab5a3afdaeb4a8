// Looks a broker's name up outside Paho, which holds its process-wide lock while it does: one dead
// name server would stall every link of the process.
// Owner: MqttLink. Threads: any; the answer comes on a thread of the lookup's own.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace earshot::mqtt {

struct Lookup {
  std::vector<std::string> addresses;  ///< numeric, best first; empty: it failed
  std::string error;                   ///< the system's words
};

/// True for "127.0.0.1" and "::1": nothing to look up.
[[nodiscard]] bool is_numeric(const std::string& host);

/// Looks `host` up on a detached thread (getaddrinfo cannot be interrupted, so nobody waits for it)
/// and calls `done` there, exactly once. `done` must own all that it touches.
void look_up(const std::string& host, std::function<void(Lookup)> done);

}  // namespace earshot::mqtt
