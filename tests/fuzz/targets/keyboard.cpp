// Layouts of the screen keyboard, and what goes with them.
#include "core/base/check.h"
#include "kiosk/app/keyboard_file.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {
namespace {

void expect_fits(const kiosk::WrittenRows& rows, std::size_t rows_max, std::size_t keys_max) {
  EARSHOT_CHECK(rows.size() <= rows_max);
  for (const auto& row : rows) EARSHOT_CHECK(row.size() <= keys_max);
}

}  // namespace

FUZZ_TARGET(keyboard) {
  const auto layout = within_memory(kTomlBound, input.size(),
                                    [&] { return kiosk::parse_keyboard(input, "de.toml"); });
  if (layout) {
    expect_fits(layout->rows, kiosk::kKeyRowsMax, kiosk::kKeysInRowMax);
    expect_fits(layout->shift, kiosk::kKeyRowsMax, kiosk::kKeysInRowMax);
    expect_fits(layout->small.rows, kiosk::kSmallRowsMax, kiosk::kSmallKeysInRowMax);
    expect_fits(layout->small.second, kiosk::kSmallRowsMax, kiosk::kSmallKeysInRowMax);
  } else {
    expect_readable(layout.error());
  }
  const auto accents = within_memory(kTomlBound, input.size(),
                                     [&] { return kiosk::parse_accents(input, "accents.toml"); });
  if (!accents) expect_readable(accents.error());
  const auto names = within_memory(
      kTomlBound, input.size(), [&] { return kiosk::parse_key_names(input, "emoji_names.toml"); });
  if (!names) expect_readable(names.error());
  const auto words = within_memory(kTomlBound, input.size(),
                                   [&] { return kiosk::parse_words(input, "words.toml"); });
  if (!words) expect_readable(words.error());
}

}  // namespace earshot::fuzz
