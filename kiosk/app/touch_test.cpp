#include "kiosk/app/touch_test.h"

#include <algorithm>
#include <cmath>

namespace earshot::kiosk {
namespace {

constexpr std::size_t kNamedMax = 3;
constexpr int kFieldsInLineMax = 60;

}  // namespace

TouchTest TouchTest::of_panel(double width_mm, double height_mm) {
  const auto fields = [](double mm) {
    return std::clamp(static_cast<int>(std::lround(mm / kFieldMm)), 2, kFieldsInLineMax);
  };
  TouchTest test;
  test.columns = fields(width_mm);
  test.rows = fields(height_mm);
  test.answered.assign(static_cast<std::size_t>(test.columns) * static_cast<std::size_t>(test.rows),
                       false);
  return test;
}

void TouchTest::touch(TouchPlace place) {
  const bool on_panel = place.x >= 0 && place.x <= 1 && place.y >= 0 && place.y <= 1;
  if (!on_panel || answered.empty()) return;
  const int column = std::min(columns - 1, static_cast<int>(place.x * columns));
  const int row = std::min(rows - 1, static_cast<int>(place.y * rows));
  answered[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(column)] = true;
  trail.push_back(place);
  if (trail.size() > kTrailMax) trail.pop_front();
}

std::size_t TouchTest::left() const {
  return static_cast<std::size_t>(std::count(answered.begin(), answered.end(), false));
}

std::string in_words(const TouchTest& test) {
  if (test.left() == 0) return "All " + std::to_string(test.answered.size()) + " fields answer";
  return std::to_string(test.left()) + " fields to draw over";
}

std::string result_in_words(const TouchTest& test) {
  const auto all = std::to_string(test.answered.size());
  if (test.left() == 0) return "all " + all + " fields answer";
  if (test.left() == test.answered.size()) return "nothing was touched";
  std::string words = std::to_string(test.left()) + " of " + all + " silent:";
  std::size_t named = 0;
  for (std::size_t i = 0; i < test.answered.size() && named < kNamedMax; ++i) {
    if (test.answered[i]) continue;
    const auto columns = static_cast<std::size_t>(test.columns);
    words += (named++ == 0 ? " row " : ", row ") + std::to_string(i / columns + 1) + " field " +
             std::to_string(i % columns + 1);
  }
  return words + (test.left() > kNamedMax ? " …" : "");
}

}  // namespace earshot::kiosk
