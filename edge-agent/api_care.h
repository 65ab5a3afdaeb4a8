// The part of the API about single customers: help, answers by code, contact details, messages, and
// what kiosks wrote to a file. Owner: the shell. Threads: as api.h.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "edge-agent/api.h"
#include "edge-agent/care.h"
#include "edge-agent/json.h"

namespace earshot::edge {

/// How long a call for help stays on the manager's page.
inline constexpr Duration kHelpShown = std::chrono::hours(12);

[[nodiscard]] std::vector<Route> care_routes(const ApiSources& sources);

/// "arrived", "seen", "coming"; "late": nobody was told.
[[nodiscard]] std::string_view state_of(const HelpCall& call);
[[nodiscard]] Json help_call_json(const HelpCall& call);
[[nodiscard]] Json help_calls_json(const std::vector<HelpCall>& calls);

/// What a kiosk is told of its call: {"response":…,"state":"coming","who":"Anna"}.
[[nodiscard]] std::string help_news_json(const HelpCall& call);
/// What a kiosk's attract screen tells: {"messages":[{"kind","texts","day","until"}…]}.
[[nodiscard]] std::string kiosk_messages_json(const std::vector<KioskMessage>& messages);

}  // namespace earshot::edge
