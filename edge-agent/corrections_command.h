// The command that hands a person's corrections of comments to earshot-train: a CSV file that never
// leaves the premises. Owner: main. Threads: one; each call waits for the daemon that runs here.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "edge-agent/config.h"

namespace earshot::edge {

/// What the labels of a row are: the topics; negative, neutral or positive; or what is urgent
/// ("none" where nothing is).
enum class CorrectionLabels { topics, sentiment, urgency };

/// Columns text (with marks instead of personal data), labels (with '|' between them) and context
/// (the question); a comment without topics has the label "none". Error: as http::ask_for_json.
[[nodiscard]] Result<void> corrections_command(const Config& config, CorrectionLabels labels,
                                               std::ostream& out);

/// One field, in quotes. What a spreadsheet would take for a formula gets an apostrophe in front.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace earshot::edge
