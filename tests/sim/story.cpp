#include "tests/sim/story.h"

#include "tests/sim/device_clock.h"

namespace earshot::sim {

std::string time_words(SimTime at) {
  const std::int64_t ms = at + kDayBegins;
  return fmt::format("day {} {:02}:{:02}:{:02}.{:03}", ms / kDayMs + 1, ms / kHourMs % 24,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

void Story::add(std::string words) {
  if (lines_.size() >= lines_max_) {
    // The end of a story matters more than its beginning.
    const std::size_t half = lines_max_ / 2;
    lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(half));
    left_out_ += half;
  }
  lines_.push_back(time_words(queue_.now()) + "  " + std::move(words));
}

}  // namespace earshot::sim
