// A panel on a card without a graphics processor: its modes, the memory it can show, its refresh.
// Owner: Card, in the process that it is loaded into. Threads: any, under Card's lock.
// What stands on its glass is in files of one folder, where a test reads it while it is shown.
#pragma once

#include <drm.h>
#include <drm_mode.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace earshot::fakes {

/// Memory that the panel can show: a file, which the program maps and the test reads.
struct Buffer {
  Buffer(const std::string& folder, std::uint64_t size);
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::uint64_t size;
  std::string name, path;
  int fd;  ///< negative: there was no room
};

/// How a buffer is to be seen.
struct Picture {
  std::uint32_t id = 0, width = 0, height = 0, pitch = 0;
  std::shared_ptr<Buffer> buffer;  ///< null: the console, which is all black
};

class Panel {
 public:
  /// `folder` holds `modes`: one a line, as 1280x800, the panel's own first.
  explicit Panel(std::string folder);

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] const std::vector<drm_mode_modeinfo>& modes() const { return modes_; }
  [[nodiscard]] const std::shared_ptr<Picture>& shown() const { return shown_; }
  [[nodiscard]] const drm_mode_modeinfo& mode() const { return mode_; }

  /// From now on; null: dark.
  void show(std::shared_ptr<Picture> picture, const drm_mode_modeinfo& mode);
  /// At a refresh: what was shown before is free then.
  void flip(std::shared_ptr<Picture> picture);
  void set_cursor(bool visible);

 private:
  void tell() const;

  std::string folder_;
  std::vector<drm_mode_modeinfo> modes_;
  std::shared_ptr<Picture> shown_;
  drm_mode_modeinfo mode_;
  bool cursor_ = false;
  std::uint64_t flips_ = 0;
};

}  // namespace earshot::fakes
