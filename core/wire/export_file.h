// Frames in a file: how a kiosk without a network gives what it has to a person with a USB stick.
// What is sealed stays sealed; the frames' own digests say whether it is all there and unchanged.
// Owner: core/wire. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/relay/types.h"

namespace earshot::wire {

struct ExportedFrame {
  relay::Stream stream = relay::Stream::responses;
  std::string bytes;  ///< as encode_frame made them
  bool operator==(const ExportedFrame&) const = default;
};
struct ExportFile {
  DeviceId device;
  std::vector<ExportedFrame> frames;  ///< each stream's in their order
  bool operator==(const ExportFile&) const = default;
};

/// The most that one file holds; the rest goes into the next one.
inline constexpr std::size_t kExportBytesMax = 64 * 1024 * 1024;

[[nodiscard]] std::string encode_export(const ExportFile& file);
/// Error: invalid: no such file, cut short, or longer than it says.
[[nodiscard]] Result<ExportFile> decode_export(std::string_view bytes);

}  // namespace earshot::wire
