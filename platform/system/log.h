// Logging: one line an event, on standard error, with time, level and program.
// Owner: main calls start_logging once. Threads: logging from any thread.
#pragma once

#include <spdlog/spdlog.h>

#include <string>

namespace earshot::system {

/// `level`: trace, debug, info, warn, error. Unknown words mean info.
void start_logging(const std::string& program, const std::string& level);

}  // namespace earshot::system
