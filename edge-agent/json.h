// The JSON that people, pages and site topics read: scores, responses, alerts, the location.
// openapi.json describes every field; a test keeps the two the same.
// Owner: edge-agent. Threads: pure functions, any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/alert/alert.h"
#include "edge-agent/location_view.h"
#include "edge-agent/question_texts.h"
#include "edge-agent/response_book.h"

namespace earshot::edge {

using Json = nlohmann::ordered_json;

/// The scores of `tally`, first the questions of the surveys (also without answers), then others.
[[nodiscard]] Json scores_json(const Tally& tally, const QuestionTexts& texts);
[[nodiscard]] Json response_json(const FiledResponse& filed, const QuestionTexts& texts);
[[nodiscard]] Json alert_json(const alert::Alert& alert);
[[nodiscard]] Json incident_json(const relay::NotedIncident& noted);
[[nodiscard]] Json quarantined_json(const sqlite::Quarantined& record);
/// The bit of a word such as "burst"; none if there is no such flag.
[[nodiscard]] std::optional<std::uint32_t> misuse_flag(std::string_view word);
/// `zone` is for the words about kiosks.
[[nodiscard]] Json location_json(const LocationView& view, const QuestionTexts& texts,
                                 const system::TimeZone& zone);
/// What the site's score topic keeps.
[[nodiscard]] Json site_score_json(const LocationView& view, const QuestionTexts& texts);
/// ISO 8601 UTC, or null for ms 0.
[[nodiscard]] Json time_json(WallTime t);

/// One line of JSON; whatever is no valid UTF-8 after all is replaced rather than thrown at.
[[nodiscard]] std::string to_text(const Json& json);

}  // namespace earshot::edge
