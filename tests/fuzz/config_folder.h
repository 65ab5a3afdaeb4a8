// A folder for configuration files that are read from the disk, with the password file that they
// may name. Owner: the target. Threads: one.
#pragma once

#include <filesystem>
#include <string_view>

namespace earshot::fuzz {

class ConfigFolder {
 public:
  ConfigFolder();
  ~ConfigFolder();
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;

  /// The file's path, after its content was replaced.
  std::filesystem::path put(std::string_view content);

 private:
  std::filesystem::path folder_;
};

}  // namespace earshot::fuzz
