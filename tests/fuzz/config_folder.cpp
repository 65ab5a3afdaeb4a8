#include "tests/fuzz/config_folder.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "core/base/check.h"

namespace earshot::fuzz {
namespace {

void write(const std::filesystem::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  EARSHOT_CHECK(out.good());
}

}  // namespace

ConfigFolder::ConfigFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "earshot-fuzz-XXXXXX").string();
  EARSHOT_CHECK(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  write(folder_ / "password", "secret\n");
}

ConfigFolder::~ConfigFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path ConfigFolder::put(std::string_view content) {
  const auto path = folder_ / "config.toml";
  write(path, content);
  return path;
}

}  // namespace earshot::fuzz
