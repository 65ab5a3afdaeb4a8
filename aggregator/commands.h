// The commands beside the daemon: they ask the one that runs here, over its own HTTP API.
// Owner: main. Threads: one; each call waits for its answer.
// What is said goes to `out`, what went wrong comes back as an Error for standard error.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>

#include "aggregator/config.h"
#include "core/base/result.h"

namespace earshot::hq {

enum class QuarantineAction { list, export_all, retry };

/// list: a line a record. export: JSON with every record's bytes as base64. retry: one, or all
/// without `id`. Error: busy when the daemon does not run; else what it answered.
[[nodiscard]] Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                              std::optional<std::int64_t> id, std::ostream& out);

}  // namespace earshot::hq
