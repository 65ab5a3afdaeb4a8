// The commands beside the daemon: they ask the one that runs here, over its own HTTP API.
// Owner: main. Threads: one; each call waits for its answer.
// What is said goes to `out`, what went wrong comes back as an Error for standard error.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>

#include "aggregator/config.h"
#include "core/base/result.h"
#include "platform/http/quarantine_command.h"

namespace earshot::hq {

using http::QuarantineAction;

/// As http::quarantine_command, of the daemon of this configuration.
[[nodiscard]] Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                              std::optional<std::int64_t> id, std::ostream& out);

}  // namespace earshot::hq
