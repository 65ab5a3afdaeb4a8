#include "kiosk/app/keyboard.h"

#include <string_view>

namespace earshot::kiosk {
namespace {

std::vector<Key> typing(std::string_view signs) {
  std::vector<Key> row;
  for (const char sign : signs) row.push_back({Key::Kind::type, std::string(1, sign), {}, {}});
  return row;
}

KeyRows latin_letters(bool shift) {
  KeyRows rows{typing(shift ? "QWERTYUIOP" : "qwertyuiop"),
               typing(shift ? "ASDFGHJKL" : "asdfghjkl"), typing(shift ? "ZXCVBNM" : "zxcvbnm")};
  rows[2].insert(rows[2].begin(), Key{Key::Kind::shift, {}, {}, {}});
  return rows;
}

}  // namespace

KeyRows key_rows(const LanguageTag&, const KeyboardState& state) {
  const bool letters = state.page == KeyPage::letters;
  KeyRows rows = letters ? latin_letters(state.shift)
                         : KeyRows{typing("1234567890"), typing("@#&-+/()"), typing("'\":;!_")};
  rows[2].push_back({Key::Kind::erase, {}, {}, {}});
  rows.push_back({Key{Key::Kind::page, {}, {}, letters ? KeyPage::numbers : KeyPage::letters}});
  for (Key& key : typing(", .?")) rows.back().push_back(std::move(key));
  return rows;
}

}  // namespace earshot::kiosk
