// What went wrong on the way to a broker, in words for the person who must put it right.
// Owner: platform/mqtt. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "platform/mqtt/mqtt_link.h"

namespace earshot::mqtt {

/// Why an attempt failed: `reason` is the CONNACK's (0 if none came), `detail` the library's words.
[[nodiscard]] std::string connect_trouble(const LinkOptions& options, int reason,
                                          std::string_view detail);

/// Why a standing link ended: `reason` is the broker's DISCONNECT (0 if none came).
[[nodiscard]] std::string lost_trouble(const LinkOptions& options, int reason);

/// Another program came under the same identity.
[[nodiscard]] std::string shared_trouble(const LinkOptions& options);

/// To be added when links break again and again soon after they stood.
[[nodiscard]] std::string repeated_trouble(const LinkOptions& options);

/// The host's name could not be looked up.
[[nodiscard]] std::string lookup_trouble(const LinkOptions& options, std::string_view detail);

/// "127.0.0.1:1883", "[::1]:1883".
[[nodiscard]] std::string address_of(const BrokerAddress& broker);

}  // namespace earshot::mqtt
