// A file system of its own, a few megabytes large, that a test may fill. Not every user may mount
// one: ask `mounted()` first. Owner: the test. Threads: one.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fakes/temp_folder.h"

namespace earshot::fakes {

class SmallDisk {
 public:
  explicit SmallDisk(int mebibytes) {
    const std::string size = "size=" + std::to_string(mebibytes) + "m";
    mounted_ = ::mount("earshot-test", folder_.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  /// With a file "other", to the last block.
  void fill() const {
    std::ofstream file(folder_ / "other", std::ios::app);
    const std::string block(4096, 'x');
    while (file.write(block.data(), 4096).flush()) {
    }
  }

 private:
  TempFolder folder_;
  bool mounted_ = false;
};

}  // namespace earshot::fakes
