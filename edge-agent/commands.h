// The commands beside the daemon: they ask the one that runs here, over its own HTTP API.
// Owner: main. Threads: one; each call waits for its answer.
// What is said goes to `out`, what went wrong comes back as an Error for standard error.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "core/base/result.h"
#include "edge-agent/config.h"
#include "platform/http/quarantine_command.h"

namespace earshot::edge {

using http::QuarantineAction;

/// As http::quarantine_command, of the daemon of this configuration.
[[nodiscard]] Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                              std::optional<std::int64_t> id, std::ostream& out);

/// Erases the words of the response with this id. Error: as above; invalid for what is no id.
[[nodiscard]] Result<void> erase_command(const Config& config, const std::string& id,
                                         std::ostream& out);

/// Makes the location's keys if there are none, and prints where the public one is.
[[nodiscard]] Result<void> keys_command(const Config& config, std::ostream& out);

/// Gives the running agent what a kiosk wrote to `file`. What is there already is taken as known.
/// Error: invalid: no such file, or the agent would not have it; as http::ask.
[[nodiscard]] Result<void> import_command(const Config& config, const std::string& file,
                                          std::ostream& out);

}  // namespace earshot::edge
