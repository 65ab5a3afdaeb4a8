// One raw conversation with a server on this machine: all bytes at once, then nothing more to say.
// Owner: tests/fuzz. Threads: any; the call waits for the whole answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace earshot::fuzz {

/// What came back, until the server hung up; at most 16 MiB, else it aborts.
[[nodiscard]] std::string ask_loopback(std::uint16_t port, std::string_view bytes);

/// The body of an answer to one request; none of it: "".
[[nodiscard]] std::string_view body_of(std::string_view answer);

}  // namespace earshot::fuzz
