// A machine's ballast on its simulated disk: room that was taken before, and is given up once.
// Owner: the machine. Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>

#include "platform/system/ballast.h"
#include "tests/fakes/faulty_disk.h"

namespace earshot::sim {

class DiskReserve final : public system::Ballast {
 public:
  DiskReserve(fakes::FaultyDisk& disk, std::filesystem::path folder)
      : disk_(disk), folder_(std::move(folder)) {}

  [[nodiscard]] bool held() const override { return held_; }
  bool release() override {
    if (!held_) return false;
    held_ = false;
    ++released_;
    if (const auto capacity = disk_.capacity(folder_)) {
      disk_.set_capacity(folder_, *capacity + kBytes);
    }
    return true;
  }
  bool restore() override {
    if (held_) return true;
    const auto capacity = disk_.capacity(folder_);
    if (capacity && *capacity < fakes::FaultyDisk::used_bytes(folder_) + 2 * kBytes) return false;
    if (capacity) disk_.set_capacity(folder_, *capacity - kBytes);
    held_ = true;
    return true;
  }
  /// How often it made room.
  [[nodiscard]] std::uint64_t released() const { return released_; }

 private:
  static constexpr std::uint64_t kBytes = 64 * 1024;

  fakes::FaultyDisk& disk_;
  const std::filesystem::path folder_;
  bool held_ = true;
  std::uint64_t released_ = 0;
};

}  // namespace earshot::sim
