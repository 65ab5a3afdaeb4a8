// Writes what the screen shows to a PNG file.
// Owner: whoever calls. Threads: any.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "kiosk/ui/raster.h"

namespace earshot::kiosk {

/// Error: io; the message names the file.
[[nodiscard]] Result<void> write_png(const Image& image, const std::filesystem::path& path);

}  // namespace earshot::kiosk
