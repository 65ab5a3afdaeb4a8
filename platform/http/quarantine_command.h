// The command by which a person looks after a daemon's quarantine: the same at every daemon, which
// is asked over its own HTTP API. Owner: the program's main. Threads: one; each call waits. What is
// said goes to `out`, what went wrong comes back as an Error for standard error.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "core/base/result.h"
#include "platform/http/http_client.h"

namespace earshot::http {

/// The body of a 200 answer, which is JSON. Error: invalid when the port is 0; as ask(); else what
/// the daemon answered, in its own words.
[[nodiscard]] Result<std::string> ask_for_json(const Daemon& daemon, const std::string& method,
                                               const std::string& path);

enum class QuarantineAction { list, export_all, retry };

/// list: a line a record. export: JSON with every record's bytes as base64. retry: one, or all
/// without `id`. Error: as ask_for_json().
[[nodiscard]] Result<void> quarantine_command(const Daemon& daemon, QuarantineAction action,
                                              std::optional<std::int64_t> id, std::ostream& out);

}  // namespace earshot::http
