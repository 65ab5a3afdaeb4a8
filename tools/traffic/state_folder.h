// Where the kiosks of a run keep their stores: the folder that was asked for, or one of its own.
// Owner: a command. Threads: one.
#pragma once

#include <filesystem>

#include "core/base/ports.h"
#include "core/base/result.h"

namespace earshot::traffic {

class StateFolder {
 public:
  /// Makes it. `asked_for` empty: a new folder under the system's temporary one. Error: io.
  static Result<StateFolder> make(const std::filesystem::path& asked_for, Random& random);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// True if nobody asked for it, so that nobody will look for it.
  [[nodiscard]] bool is_temporary() const { return temporary_; }
  /// Removes a temporary folder with all in it; call it when nothing in it is needed any more.
  void remove_if_temporary() const;

 private:
  StateFolder(std::filesystem::path path, bool temporary)
      : path_(std::move(path)), temporary_(temporary) {}
  std::filesystem::path path_;
  bool temporary_;
};

}  // namespace earshot::traffic
