// Theme files of the kiosk.
#include <cmath>

#include "core/base/check.h"
#include "kiosk/ui/theme.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(theme) {
  const auto theme = within_memory(kTomlBound, input.size(), [&] {
    return kiosk::parse_theme(input, "evening.toml", "/themes");
  });
  if (!theme) return expect_readable(theme.error());
  const auto within = [](double value, double low, double high) {
    return std::isfinite(value) && value >= low && value <= high;
  };
  EARSHOT_CHECK(within(theme->radius_mm, 0, 30));
  EARSHOT_CHECK(within(theme->slide_mm, 0, 50));
  EARSHOT_CHECK(theme->fade.count() >= 0 && theme->fade.count() <= 300);
  // What is drawn with it.
  EARSHOT_CHECK(within(kiosk::contrast(theme->ink, theme->surface), 1, 21.01));
  for (int face = 0; face < 5; ++face) static_cast<void>(kiosk::rating_color(*theme, face, 5));
  static_cast<void>(kiosk::backdrop_warm(*theme));
  static_cast<void>(kiosk::backdrop_cool(*theme));
}

}  // namespace earshot::fuzz
