// The light behind a panel, where the system lets software set it (Linux: /sys/class/backlight).
// Owner: whoever calls. Threads: any; one at a time.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace earshot::system {

class Backlight {
 public:
  explicit Backlight(std::filesystem::path folder = "/sys/class/backlight")
      : folder_(std::move(folder)) {}

  /// `percent` of what it can, 1 to 100; never so little that it goes out. Error: unsupported: this
  /// panel has no light that software can set; io: it has, and we may not, or it does not obey.
  [[nodiscard]] Result<void> set(int percent) const;

 private:
  const std::filesystem::path folder_;
};

}  // namespace earshot::system
