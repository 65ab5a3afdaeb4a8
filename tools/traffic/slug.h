// Makes names that Earshot accepts (base/ids.h) out of names that people gave their places.
// Owner: tools/traffic. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace earshot::traffic {

/// A–Z become a–z; a–z, 0–9, '_' and '.' stay; Latin letters with accents lose them (é → e, ß →
/// ss); every run of anything else becomes one '-'; '-', '_' and '.' at the ends go; cut to
/// `length_max`. "PTS  - Patient Transport" → "pts-patient-transport". Empty when nothing is left
/// ("東京").
[[nodiscard]] std::string slug(std::string_view name, std::size_t length_max = kNameLengthMax);

/// A kiosk's id: `<location>-<touchpoint>`. Both are cut in proportion when they are too long
/// together; two that become the same by that are told apart by their caller.
[[nodiscard]] std::string kiosk_name(std::string_view location, std::string_view touchpoint);

}  // namespace earshot::traffic
