// What no message may go beyond, and a look at its bytes before protobuf takes them. Protobuf
// believes a length until the bytes run out: nine bytes that claim a long text inside a long
// message make it reserve 50 MB. And two bytes of an empty field become a hundred of objects.
// Owner: core/wire. Threads: pure functions, any thread.
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace earshot::wire {

/// The last millisecond of the year 9999: beyond it there is no calendar, and sums may run over.
inline constexpr std::int64_t kWallMsMax = 253'402'300'799'999;

/// True if every length fits into what holds it, in every message inside of `type` that we know,
/// and there are at most `fields_max` fields, all messages together. No memory is taken.
[[nodiscard]] bool is_bounded(std::string_view bytes, const google::protobuf::Descriptor& type,
                              std::size_t fields_max);

}  // namespace earshot::wire
