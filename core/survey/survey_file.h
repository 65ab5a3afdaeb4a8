// Reads a survey from the TOML text that a person wrote, and refuses it with file, line, reason and
// a hint when it has a mistake. Owner: core/survey. Threads: pure function, any thread.
// The format is documented in firmware-config/README.md.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/survey/survey.h"

namespace earshot::survey {

/// The largest survey file that is read, in bytes.
inline constexpr std::size_t kSurveyFileBytesMax = 256 * 1024;

/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<Survey> parse_survey(std::string_view toml, std::string_view file_name);

}  // namespace earshot::survey
