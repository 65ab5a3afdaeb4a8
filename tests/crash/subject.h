// A program's store under test: a scripted life of steps, each of which is promised something, and
// a check of what a disk must then still hold. Owner: the test. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"

namespace earshot::crash {

/// What is known of a step.
enum class Done : std::uint8_t {
  no,     ///< it was never begun: nothing of it may be there
  begun,  ///< it was begun and never said to be done: all of it may be there, or nothing
  yes,    ///< it was said to be done: all of it must be there
};

class Subject {
 public:
  virtual ~Subject() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual std::size_t steps() const = 0;
  /// In words, for the message of a failure.
  [[nodiscard]] virtual std::string describe(std::size_t step) const = 0;

  /// After so many steps the program ends and starts again: enough for its log to grow until upkeep
  /// moves it into the file.
  [[nodiscard]] virtual std::size_t steps_per_run() const = 0;

  /// Opens the store in `folder` with the program's own code, as at a start. Error: as it says.
  virtual Result<void> open(const std::filesystem::path& folder) = 0;
  virtual void close() = 0;
  /// Does a step with the open store. Trying a failed one again must be harmless.
  virtual Result<void> step(std::size_t step) = 0;
  /// What is outside of the store becomes as it was once the first `steps` steps were done.
  virtual void go_back_to(std::size_t steps) = 0;

  /// Checks the open store by gtest assertions. May use it up: nobody goes on with it.
  virtual void check(std::span<const Done> done) = 0;
  /// Checks that what the program has in memory is what its store holds; changes nothing.
  virtual void check_memory() {}
};

}  // namespace earshot::crash
