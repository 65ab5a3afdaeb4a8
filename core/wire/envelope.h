// What can be told of a frame that cannot be decoded, so that its sender can be told why.
// Owner: core/wire. Threads: pure functions, any thread.
#pragma once

#include <string_view>

#include "core/relay/types.h"

namespace earshot::wire {

/// The epoch that a frame names, read as far as its bytes can be followed; 0: they name none, or
/// break off before it. Takes no memory, and looks at the first few fields only.
[[nodiscard]] relay::Epoch epoch_of(std::string_view frame_bytes);

/// The refusal of `frame_bytes`, which `decode_frame` could not take for the reason `why`. Its
/// epoch is 0 where they name none: a courier takes that as meant for its stream all the same.
[[nodiscard]] relay::Receipt refuse_unreadable(const DeviceId& device, relay::Stream stream,
                                               std::string_view frame_bytes, std::string_view why);

}  // namespace earshot::wire
