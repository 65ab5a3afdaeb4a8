#include "kiosk/app/keyboard.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "core/base/check.h"
#include "kiosk/app/keyboard_file.h"

namespace earshot::kiosk {
namespace {

using survey::ContactField;
using TypedKeys = std::vector<Key>;

/// One page with its two layers ready to be shown.
struct Page {
  KeyRows plain, shifted;
};
struct Board {
  KeyboardLayout layout;
  Page page;           ///< where twelve keys have room in a row
  Page small, second;  ///< where ten have
  bool turkish = false;
};

std::string in_capitals(std::string_view text, bool turkish) {
  std::string out;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    // Letter by letter: ß stays one letter and ά keeps its accent, unlike in words in capitals.
    constexpr UChar32 kFinalSigma = 0x3C2;  // begins no word, and its capital is that of σ
    if (c != kFinalSigma) c = turkish && c == 'i' ? 0x130 : u_toupper(c);
    std::array<char, U8_MAX_LENGTH> bytes{};
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, c);
    out.append(bytes.data(), static_cast<std::size_t>(length));
  }
  return out;
}

void add_more(std::vector<std::string>& more, const MoreKeys& from, const std::string& key) {
  const auto found = from.find(key);
  if (found == from.end()) return;
  for (const auto& letter : found->second) {
    const bool known = std::find(more.begin(), more.end(), letter) != more.end();
    if (!known && letter != key && more.size() < kMoreMax) more.push_back(letter);
  }
}

Key key_of(const std::string& written, const KeyboardLayout& layout, const MoreKeys& accents) {
  if (written == "<shift>") return {Key::Kind::shift, {}, {}, {}};
  if (written == "<erase>") return {Key::Kind::erase, {}, {}, {}};
  Key key{Key::Kind::type, written, {}, {}};
  add_more(key.more, layout.more, written);
  add_more(key.more, accents, written);
  return key;
}

KeyRows rows_of(const WrittenRows& rows, const KeyboardLayout& layout, const MoreKeys& accents) {
  KeyRows made;
  for (const auto& row : rows) {
    auto& keys = made.emplace_back();
    for (const auto& written : row) keys.push_back(key_of(written, layout, accents));
  }
  return made;
}

KeyRows capitals_of(KeyRows rows, bool turkish) {
  for (auto& row : rows) {
    for (auto& key : row) {
      key.text = in_capitals(key.text, turkish);
      for (auto& letter : key.more) letter = in_capitals(letter, turkish);
    }
  }
  return rows;
}

Page page_of(const WrittenRows& rows, const WrittenRows& shift, const Board& board,
             const MoreKeys& accents) {
  Page page;
  page.plain = rows_of(rows, board.layout, accents);
  page.shifted = !shift.empty()          ? rows_of(shift, board.layout, accents)
                 : board.layout.capitals ? capitals_of(page.plain, board.turkish)
                                         : page.plain;
  return page;
}

/// All that is built in. A test reads the same files and fails on any mistake; should one slip
/// through all the same, its languages type on the English one.
struct Boards {
  std::vector<Board> all;
  const Board* english = nullptr;
  const Board* numbers = nullptr;
  const Board* emoji = nullptr;
  const Board* phone = nullptr;

  Boards() {
    MoreKeys accents;
    for (const auto& [name, text] : keyboard_files()) {
      if (name == "accents.toml") accents = parse_accents(text, name).value_or(MoreKeys{});
    }
    all.reserve(keyboard_files().size());  // what points into it stays
    for (const auto& [name, text] : keyboard_files()) {
      if (name == "accents.toml" || name == "emoji_names.toml" || name == "words.toml") continue;
      auto layout = parse_keyboard(text, name);
      if (layout) add(*std::move(layout), name, accents);
    }
    EARSHOT_CHECK(english != nullptr && numbers != nullptr && emoji != nullptr && phone != nullptr);
  }

  void add(KeyboardLayout layout, std::string_view name, const MoreKeys& accents) {
    auto& board = all.emplace_back();
    board.layout = std::move(layout);
    const auto& languages = board.layout.languages;
    const auto& small = board.layout.small;
    board.turkish = std::count(languages.begin(), languages.end(), LanguageTag::trusted("tr")) > 0;
    board.page = page_of(board.layout.rows, board.layout.shift, board, accents);
    board.small = page_of(small.rows, small.shift, board, accents);
    board.second = page_of(small.second, small.second_shift, board, accents);
    if (name == "en.toml") english = &board;
    if (name == "numbers.toml") numbers = &board;
    if (name == "emoji.toml") emoji = &board;
    if (name == "phone.toml") phone = &board;
  }

  [[nodiscard]] const Board& of(const LanguageTag& language) const {
    const auto tag = language.str().substr(0, language.str().find('-'));
    for (const auto& board : all) {
      for (const auto& known : board.layout.languages) {
        if (known.str() == tag) return board;
      }
    }
    return *english;
  }
};

const Boards& boards() {
  static const Boards built_in;
  return built_in;
}

const Board& board_of(const Board& own, const KeyboardState& state) {
  if (state.field == ContactField::phone) return *boards().phone;
  switch (state.page) {
    case KeyPage::numbers:
      return *boards().numbers;
    case KeyPage::emoji:
    case KeyPage::more_emoji:
      return *boards().emoji;
    case KeyPage::latin:
      return own.layout.latin ? own : *boards().english;
    case KeyPage::letters:
    case KeyPage::more_letters:
      break;
  }
  // An address has Latin letters, whatever the language.
  return state.field == ContactField::email && !own.layout.latin ? *boards().english : own;
}

bool is_second(KeyPage page) {
  return page == KeyPage::more_letters || page == KeyPage::more_emoji;
}

const Page& page_of(const Board& board, const KeyboardState& state) {
  if (!state.small) return board.page;
  return is_second(state.page) && !board.second.plain.empty() ? board.second : board.small;
}

/// The first keys of a page, by which it is known where a word has no room.
std::string begins_with(const Page& page) {
  std::string letters;
  for (std::size_t i = 0; i < page.plain.front().size() && i < 2; ++i) {
    letters += page.plain.front()[i].text;
  }
  return letters;
}

Key page_key(KeyPage page, const Board& own) {
  const auto face = [&]() -> std::string {
    switch (page) {
      case KeyPage::letters:
        return own.layout.letters;
      case KeyPage::latin:
        return own.layout.latin_letters;
      case KeyPage::numbers:
        return boards().numbers->layout.letters;
      case KeyPage::emoji:
        return boards().emoji->layout.letters;
      case KeyPage::more_letters:
        return begins_with(own.second);
      case KeyPage::more_emoji:
        return begins_with(boards().emoji->second);
    }
    return {};
  };
  return {Key::Kind::page, face(), {}, page};
}

/// The other pages that lead somewhere from here.
TypedKeys page_keys(const Board& own, const KeyboardState& state) {
  const bool email = state.field == ContactField::email, name = state.field == ContactField::name;
  const auto offered = [&](KeyPage page) {
    switch (page) {
      case KeyPage::letters:
        return true;
      case KeyPage::numbers:
        return !name;
      case KeyPage::latin:
        return !own.layout.latin && !email;
      case KeyPage::emoji:
        return !email && !name;
      case KeyPage::more_letters:
        return state.small && state.page == KeyPage::letters && !own.second.plain.empty() &&
               (own.layout.latin || !email);
      case KeyPage::more_emoji:
        return state.small && state.page == KeyPage::emoji;
    }
    return false;
  };
  TypedKeys keys;
  for (const auto page : {KeyPage::more_letters, KeyPage::more_emoji, KeyPage::letters,
                          KeyPage::numbers, KeyPage::latin, KeyPage::emoji}) {
    if (page != state.page && offered(page)) keys.push_back(page_key(page, own));
  }
  return keys;
}

std::vector<std::string> punctuation_of(const Board& board, const KeyboardState& state) {
  if (state.field == ContactField::email) return {"@", ".", "-", "_"};
  if (state.field == ContactField::name) return {"-", "’", "."};
  auto signs = state.small ? board.layout.small.punctuation : board.layout.punctuation;
  if ((state.shift || state.caps) && board.layout.capitals) {
    for (auto& sign : signs) sign = in_capitals(sign, board.turkish);
  }
  return signs;
}

bool has(const KeyRows& rows, const Key& wanted) {
  for (const auto& row : rows) {
    for (const auto& key : row) {
      if (key.kind == wanted.kind && key.text == wanted.text) return true;
    }
  }
  return false;
}

/// Pages, a sign, the space bar, more signs; and shift and erase, where no row has them.
void add_last_row(KeyRows& rows, const Board& board, const Board& own, const KeyboardState& state) {
  auto last = page_keys(own, state);
  const auto erase = key_of("<erase>", board.layout, {});
  const bool needs_erase = !has(rows, erase);
  const bool letters = state.page == KeyPage::letters || state.page == KeyPage::more_letters;
  const auto shift = key_of("<shift>", board.layout, {});
  const bool second = state.page == KeyPage::more_letters;
  const bool layered =
      second ? !board.layout.small.second_shift.empty() : !board.layout.shift.empty();
  if (letters && layered && !has(rows, shift)) {
    last.insert(last.begin(), shift);
  }
  bool space_stands = state.field == ContactField::email;  // an address has no space
  for (const auto& sign : punctuation_of(board, state)) {
    auto key = key_of(sign, board.layout, {});
    if (!has(rows, key)) last.push_back(std::move(key));
    if (!std::exchange(space_stands, true)) last.push_back({Key::Kind::type, " ", {}, {}});
  }
  if (!space_stands) last.push_back({Key::Kind::type, " ", {}, {}});
  if (needs_erase) last.push_back(erase);
  rows.push_back(std::move(last));
}

bool begins_a_sentence(std::string_view text) {
  return text.empty() || text.ends_with(". ") || text.ends_with("! ") || text.ends_with("? ");
}

/// A page that this language or panel does not have is the one that it stands for.
KeyboardState as_far_as_there(const Board& own, KeyboardState state) {
  const bool second = state.small && !own.second.plain.empty() &&
                      (own.layout.latin || state.field != ContactField::email);
  if (state.page == KeyPage::more_letters && !second) state.page = KeyPage::letters;
  if (state.page == KeyPage::more_emoji && !state.small) state.page = KeyPage::emoji;
  return state;
}

}  // namespace

std::string name_of(const Key& key) {
  switch (key.kind) {
    case Key::Kind::erase:
      return "erase";
    case Key::Kind::shift:
      return "shift";
    case Key::Kind::type:
      return "key " + (key.text == " " ? "space" : key.text);
    case Key::Kind::page:
      break;
  }
  switch (key.page) {
    case KeyPage::letters:
      return "page letters";
    case KeyPage::numbers:
      return "page numbers";
    case KeyPage::emoji:
      return "page emoji";
    case KeyPage::latin:
      return "page latin";
    case KeyPage::more_letters:
      return "page more letters";
    case KeyPage::more_emoji:
      return "page more emoji";
  }
  return {};
}

std::vector<std::string> accents_of(const LanguageTag& language, KeyboardState state,
                                    std::string_view letter) {
  state.accents_of.clear();
  state.caps = false;
  for (const bool shift : {false, true}) {
    state.shift = shift;
    for (const auto& row : key_rows(language, state)) {
      for (const auto& key : row) {
        if (key.kind == Key::Kind::type && key.text == letter) return key.more;
      }
    }
  }
  return {};
}

KeyRows key_rows(const LanguageTag& language, const KeyboardState& wanted) {
  const auto& own = boards().of(language);
  if (!wanted.accents_of.empty()) {
    KeyRows rows(2);
    for (const auto& letter : accents_of(language, wanted, wanted.accents_of)) {
      rows.front().push_back({Key::Kind::type, letter, {}, {}});
    }
    rows.back().push_back(page_key(wanted.page, own));  // the way back
    if (!rows.front().empty()) return rows;
  }
  const auto state = as_far_as_there(own, wanted);
  const auto& board = board_of(own, state);
  const auto& page = page_of(board, state);
  auto rows = state.shift || state.caps ? page.shifted : page.plain;
  if (state.field != ContactField::phone) add_last_row(rows, board, own, state);
  return rows;
}

KeyboardState opened_keyboard(const LanguageTag& language, std::optional<ContactField> field,
                              std::string_view text) {
  KeyboardState state;
  state.field = field;
  if (field == ContactField::phone) state.page = KeyPage::numbers;
  return after_typing(language, state, text);
}

KeyboardState after_typing(const LanguageTag& language, KeyboardState state,
                           std::string_view text) {
  const auto& layout = board_of(boards().of(language), state).layout;
  const bool begins = state.field == ContactField::name ? text.empty() || text.ends_with(' ')
                      : state.field                     ? false
                                                        : begins_a_sentence(text);
  state.shift = layout.capitals && begins;
  return state;
}

KeyboardState after_shift(KeyboardState state) {
  const bool was_shift = state.shift && !state.caps;
  state.shift = !state.shift && !state.caps;
  state.caps = was_shift;
  return state;
}

std::string_view key_name(const LanguageTag& language, std::string_view key) {
  // Read when the first picture is said: nobody else needs them.
  static const KeyNames names = [] {
    for (const auto& [name, text] : keyboard_files()) {
      if (name == "emoji_names.toml") return parse_key_names(text, name).value_or(KeyNames{});
    }
    return KeyNames{};
  }();
  const auto of = names.find(std::string_view(language.str()).substr(0, language.str().find('-')));
  if (of == names.end()) return {};
  const auto found = of->second.find(key);
  return found == of->second.end() ? std::string_view() : std::string_view(found->second);
}

std::string keyboard_note(const LanguageTag& language) { return boards().of(language).layout.note; }

}  // namespace earshot::kiosk
