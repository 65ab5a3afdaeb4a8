// What reads comments, loaded as the configuration says; a file with a mistake never keeps a
// location from collecting. Owner: the shell, at start. Threads: one.
#pragma once

#include "core/text/analyser.h"
#include "edge-agent/config.h"

namespace earshot::edge {

struct ReadingParts {
  text::Analyser::Parts parts;
  bool as_configured = true;  ///< false: a stand-in, and the log says why
};

/// Falls back to what came with the program, and, where even that is damaged, to the word lists
/// that are built in: urgency and personal data are found by these.
[[nodiscard]] ReadingParts reading_parts(const ReadingConfig& config);

}  // namespace earshot::edge
