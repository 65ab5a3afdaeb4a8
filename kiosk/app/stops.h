// What can be done on a screen, by name and in the order of a five-key pad. A view draws each stop
// as a target of the same name, the keypad's focus goes from one to the next, speech reads them,
// and a test does all that without a picture.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/screen.h"

namespace earshot::kiosk {

/// Names: "begin", "language de", "languages", "rating 7", "option staff", "key a", "key space",
/// "erase", "shift", "suggest", "word clean", "page numbers", "field 0", "consent", "next", "back",
/// "finish", "undo", "stay", "help", "dismiss", "have code", "sign K", "digit 5", "service
/// restart", "leave", "contrast", "large text", "low reach", "speech", "blank".
struct Stop {
  std::string name;
  Action action;
};
using StopRows = std::vector<std::vector<Stop>>;

/// From top to bottom, each row from its beginning (left, or right in right-to-left languages) to
/// its end; no row is empty. What the screen is about comes first, the way on and back after it,
/// and the helpers, the same on every screen, in the last row.
[[nodiscard]] StopRows stops(const Screen& screen);

/// The action of the stop of this name; none: the screen does not have it.
[[nodiscard]] std::optional<Action> action_of(const Screen& screen, std::string_view name);

/// Where the focus goes from the screen's own: `direction` is up, down, left or right; left and
/// right go on into the next row, up and down keep to the column as far as there is one. From no
/// focus: to the first stop. Mirrored in right-to-left languages. Empty: there is nothing to do.
[[nodiscard]] std::string moved_focus(const Screen& screen, Action::Kind direction);

/// Where a focus goes whose stop is gone: a key stays where it is when shift comes or goes; else to
/// the first stop. Empty: there is nothing to do.
[[nodiscard]] std::string refound_focus(const Screen& screen);

/// True for Arabic, Hebrew, Persian and Urdu.
[[nodiscard]] bool is_right_to_left(const LanguageTag& language);

}  // namespace earshot::kiosk
