#include "kiosk/shell/panel_care.h"

#include <cstdlib>

namespace earshot::kiosk {

PanelCare panel_care(MonoTime now, bool dim) {
  PanelCare care;
  // Around the middle and back, one pixel at a time, the two ways with different periods, so that
  // every place of the square is visited.
  const auto wander = [](std::int64_t step, int period) {
    const int at = static_cast<int>(step % period);
    const int half = period / 2;
    return std::abs(at - half) - half / 2;
  };
  const std::int64_t step = (now - MonoTime{}).count() / kWanderEvery.count();
  care.shift_x = wander(step, 4 * kWander);
  care.shift_y = wander(step, 4 * kWander - 2);
  if (dim) care.light = kNightLight;
  return care;
}

MonoTime next_care(MonoTime now) {
  const auto gone = (now - MonoTime{}).count();
  const auto every = kWanderEvery.count();
  return MonoTime{} + Duration((gone / every + 1) * every);
}

}  // namespace earshot::kiosk
