// The parts of earshot-bench-text: each prints its figures on standard output.
// Owner: tests/bench/text. Threads: one.
#pragma once

#include <filesystem>
#include <string>

#include "core/text/analyser.h"
#include "core/text/gist.h"
#include "core/text/word_table.h"

namespace earshot::bench {

void print_figure(const std::string& what, double value, const std::string& note);
/// Says loudly that a baseline was not run, and what to install.
void print_absent(const std::string& what, const std::string& baseline);

/// Topics, sentiment of nine languages, urgency, personal data, language and time. `own` is
/// tests/data/text; `shared`, which may be empty, the folder with the public data of docs/text.md.
void print_rules_figures(const text::Analyser::Parts& parts, const std::filesystem::path& own,
                         const std::filesystem::path& shared, bool verbose);

/// Sentiment by weights that had not seen the texts; trains for some minutes.
void print_sentiment_figures(const text::Analyser::Parts& parts, const text::WordTable& words,
                             const std::filesystem::path& data);

/// Labels as earshot-train learns them, with a gist or null; trains for some minutes.
void print_label_figures(const text::WordTable& words, const text::Gist* gist,
                         const std::filesystem::path& data);

}  // namespace earshot::bench
