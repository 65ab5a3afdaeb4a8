// A file of real blocks beside a store, given up when the disk is full, so that there is room to
// say so, to end what was begun and to keep a little more: a full disk stops even DELETE in a
// write-ahead log. Owner: the process's event loop. Threads: one at a time.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"

namespace earshot::system {

inline constexpr std::uint64_t kKioskBallastBytes = 16 * 1024 * 1024;
inline constexpr std::uint64_t kServerBallastBytes = 64 * 1024 * 1024;

/// What a program does about its ballast; a test may put another one in its place.
class Ballast {
 public:
  virtual ~Ballast() = default;
  /// True while there is something to give up.
  [[nodiscard]] virtual bool held() const = 0;
  /// Gives it up. True if that made room; false if there was none. Says so in the log.
  virtual bool release() = 0;
  /// Makes it again when twice its size is free; call it at start and now and then (every minute).
  /// A small or full disk is no error: it is then tried again with the next call. Returns held().
  virtual bool restore() = 0;
};

class FileBallast final : public Ballast {
 public:
  /// `path` by habit is "ballast" in the folder of the store. A file of another size that is there
  /// already counts as ours: it is given up, or made whole.
  FileBallast(std::filesystem::path path, std::uint64_t bytes);
  [[nodiscard]] bool held() const override { return held_; }
  bool release() override;
  bool restore() override;

 private:
  Result<void> make();

  const std::filesystem::path path_;
  const std::uint64_t bytes_;
  bool held_ = false;
};

/// Runs `write`, which returns Result<T>; when it fails with no_space and there is ballast, gives
/// that up and runs `write` once more. `write` must leave nothing half behind when it fails.
template <typename F>
auto spending(Ballast& ballast, F write) -> decltype(write()) {
  auto done = write();
  if (done || done.error().code != ErrorCode::no_space || !ballast.release()) return done;
  return write();
}

}  // namespace earshot::system
