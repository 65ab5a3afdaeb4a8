// Logging: one line an event, on standard error, with time, level and program.
// Owner: main calls start_logging once. Threads: logging from any thread.
#pragma once

#include <spdlog/spdlog.h>

#include <string>

namespace earshot::system {

/// Each event is one line: newlines and control characters in a message are made visible, so that
/// no comment or device can forge a line or move a terminal's cursor; longer than 4,000 characters
/// is cut. `level`: trace, debug, info, warn, error. Unknown words mean info.
void start_logging(const std::string& program, const std::string& level);

}  // namespace earshot::system
