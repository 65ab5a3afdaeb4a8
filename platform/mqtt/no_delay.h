// TCP_NODELAY for sockets that a library opened and does not hand out (Paho C 1.3 sets no socket
// option and has no accessor): without it an acknowledgement holds back the next small message
// until the other end's kernel answers, up to 40 ms. Owner: platform/mqtt. Threads: any.
#pragma once

#include <cstdint>
#include <string>

namespace earshot::mqtt {

/// Sets TCP_NODELAY on every TCP socket of this process whose other end is `address` (numeric) and
/// `port`. Returns how many there are.
int set_no_delay_to(const std::string& address, std::uint16_t port);

}  // namespace earshot::mqtt
