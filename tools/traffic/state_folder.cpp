#include "tools/traffic/state_folder.h"

#include "platform/system/files.h"

namespace earshot::traffic {

Result<StateFolder> StateFolder::make(const std::filesystem::path& asked_for, Random& random) {
  const bool temporary = asked_for.empty();
  std::filesystem::path path = asked_for;
  if (temporary) {
    std::error_code error;
    path = std::filesystem::temp_directory_path(error);
    if (error) return fail(ErrorCode::io, "there is no temporary folder: use --state");
    path /= "earshot-traffic-" + random_hex(random).substr(0, 12);
  }
  if (const auto made = system::make_folder(path); !made) return tl::unexpected(made.error());
  return StateFolder(std::move(path), temporary);
}

void StateFolder::remove_if_temporary() const {
  std::error_code ignored;  // what is left in a temporary folder harms nobody
  if (temporary_) std::filesystem::remove_all(path_, ignored);
}

}  // namespace earshot::traffic
