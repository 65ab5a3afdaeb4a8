// The parts of earshot-bench-text: each prints its figures on standard output.
// Owner: tests/bench/text. Threads: one.
#pragma once

#include <filesystem>

#include "core/text/analyser.h"

namespace earshot::bench {

/// Topics, sentiment of nine languages, urgency, personal data, language and time. `own` is
/// tests/data/text; `shared`, which may be empty, the folder with the public data of docs/text.md.
void print_rules_figures(const text::Analyser::Parts& parts, const std::filesystem::path& own,
                         const std::filesystem::path& shared, bool verbose);

}  // namespace earshot::bench
