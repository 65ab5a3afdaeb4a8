// Staff's PINs: compared with argon2id hashes, and after wrong ones nobody may try for a while,
// also across restarts. Owner: the collector. Threads: its event loop's only; a look takes some 50
// ms.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "kiosk/app/session.h"

namespace earshot::kiosk {

/// As crypto::hash_pin made them; empty: there is no such PIN.
struct PinHashes {
  std::string service, staff;
  [[nodiscard]] bool any() const { return !service.empty() || !staff.empty(); }
};
/// A file with a line for each: "service $argon2id$…", "staff $argon2id$…". Error: not_found, io;
/// invalid, naming file and line.
[[nodiscard]] Result<PinHashes> load_pin_hashes(const std::filesystem::path& file);

class PinLock {
 public:
  /// `count_file`: where wrong ones are counted. One that cannot be read counts as many.
  PinLock(PinHashes hashes, std::filesystem::path count_file, MonoTime now);

  /// A try is counted on the disk before it is judged, so that pulling the plug gives no further
  /// one; when that fails, nothing is compared and the PIN counts as wrong.
  [[nodiscard]] PinVerdict check(std::string_view pin, MonoTime now);

  static constexpr int kFreeTries = 5;
  static constexpr Duration kLockFirst = std::chrono::seconds(30);
  static constexpr Duration kLockMax = std::chrono::hours(1);
  /// How long nobody may try after so many wrong ones in a row.
  [[nodiscard]] static Duration lock_after(int wrong);

 private:
  bool keep_count();

  const PinHashes hashes_;
  const std::filesystem::path count_file_;
  int wrong_ = 0;
  MonoTime locked_until_{};
};

}  // namespace earshot::kiosk
