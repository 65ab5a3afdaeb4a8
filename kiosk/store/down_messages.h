// What the edge agent tells this kiosk besides receipts: how a call for help stands, and what to
// show on the attract screen. JSON, from the network: anything else than expected is left out.
// Owner: the collector. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct HelpNews {
  ResponseId response;
  HelpState state = HelpState::none;  ///< arrived, seen or coming
  std::string who;                    ///< clean, one line
};
[[nodiscard]] std::string_view to_string(HelpState state);
/// None: this is no news of a call.
[[nodiscard]] std::optional<HelpNews> parse_help_news(std::string_view json);

/// Those that can be shown; none: these are no messages at all, and the last ones stay.
[[nodiscard]] std::optional<std::vector<Message>> parse_messages(std::string_view json);
inline constexpr std::size_t kMessagesShownMax = 20;
inline constexpr std::size_t kMessageCodePointsMax = 160;

}  // namespace earshot::kiosk
