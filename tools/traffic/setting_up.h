// What every command does before it plays anything.
// Owner: the commands. Threads: one.
#pragma once

#include "core/base/result.h"
#include "tools/traffic/credentials.h"
#include "tools/traffic/options.h"

namespace earshot::traffic {

/// None when no file was named. Error: as reading a file, or Credentials::parse.
[[nodiscard]] Result<Credentials> read_credentials(const CommonOptions& options);

/// A thousand kiosks need five descriptors each: raises this process's limit to what it may have.
void raise_descriptor_limit();

}  // namespace earshot::traffic
