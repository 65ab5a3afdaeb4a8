// Two small sounds, made here rather than recorded: a key that was pressed, and the thanks.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace earshot::kiosk {

/// One channel of 16 bits, `rate` samples per second, from silence to silence.
[[nodiscard]] std::vector<std::int16_t> tap_tone(int rate);
[[nodiscard]] std::vector<std::int16_t> thanks_tone(int rate);

}  // namespace earshot::kiosk
