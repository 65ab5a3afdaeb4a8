#include "kiosk/app/keyboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/utf8.h"
#include "kiosk/app/keyboard_file.h"
#include "kiosk/app/words.h"

namespace earshot::kiosk {
namespace {

using survey::ContactField;

LanguageTag tag(const char* text) { return LanguageTag::trusted(text); }

const Key* find(const KeyRows& rows, Key::Kind kind, std::string_view text = {}) {
  for (const auto& row : rows) {
    for (const auto& key : row) {
      if (key.kind == kind && (text.empty() || key.text == text)) return &key;
    }
  }
  return nullptr;
}

bool types(const KeyRows& rows, std::string_view text) {
  for (const auto& row : rows) {
    for (const auto& key : row) {
      if (key.kind != Key::Kind::type) continue;
      if (key.text == text) return true;
      if (std::find(key.more.begin(), key.more.end(), text) != key.more.end()) return true;
    }
  }
  return false;
}

const Key* page(const KeyRows& rows, KeyPage wanted) {
  for (const auto& row : rows) {
    for (const auto& key : row) {
      if (key.kind == Key::Kind::page && key.page == wanted) return &key;
    }
  }
  return nullptr;
}

std::vector<KeyboardState> states() {
  std::vector<KeyboardState> all;
  for (const auto page : {KeyPage::letters, KeyPage::numbers, KeyPage::emoji, KeyPage::latin}) {
    for (const bool shift : {false, true}) {
      all.push_back({.page = page, .shift = shift});
      for (const auto field : {ContactField::name, ContactField::email, ContactField::phone}) {
        all.push_back({.page = page, .shift = shift, .caps = false, .field = field});
      }
    }
  }
  return all;
}

void expect_keys_stay(const WrittenRows& rows, const WrittenRows& shift, std::string_view name) {
  if (shift.empty()) return;
  ASSERT_EQ(rows.size(), shift.size()) << name;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    EXPECT_EQ(rows[row].size(), shift[row].size())
        << name << ": shift must not move the keys of row " << row + 1;
  }
}

TEST(KeyboardFiles, AreAllWellFormed) {
  for (const auto& [name, text] : keyboard_files()) {
    if (name == "accents.toml") {
      const auto read = parse_accents(text, name);
      EXPECT_TRUE(read) << read.error().message;
      continue;
    }
    if (name == "emoji_names.toml") {
      const auto read = parse_key_names(text, name);
      EXPECT_TRUE(read) << read.error().message;
      continue;
    }
    if (name == "words.toml") {
      const auto read = parse_words(text, name);
      EXPECT_TRUE(read) << read.error().message;
      continue;
    }
    const auto read = parse_keyboard(text, name);
    EXPECT_TRUE(read) << read.error().message;
    if (!read) continue;
    expect_keys_stay(read->rows, read->shift, name);
    expect_keys_stay(read->small.rows, read->small.shift, name);
    expect_keys_stay(read->small.second, read->small.second_shift, name);
  }
}

TEST(Keyboard, EveryLanguageHasAKeyboardOfItsOwnScript) {
  const std::pair<const char*, const char*> letters[] = {
      {"en", "q"},  {"es", "ñ"},  {"fr", "é"},   {"de", "ß"}, {"pt", "ç"}, {"it", "à"},
      {"nl", "ë"},  {"fi", "ä"},  {"sv", "å"},   {"pl", "ł"}, {"tr", "ı"}, {"da", "ø"},
      {"ru", "ё"},  {"el", "ς"},  {"ar", "أ"},   {"he", "ש"}, {"hi", "क"}, {"th", "ก"},
      {"ko", "ㅎ"}, {"ja", "ん"}, {"zh", "服务"}};
  EXPECT_EQ(std::size(letters), spoken_languages().size());
  for (const auto& [language, letter] : letters) {
    EXPECT_TRUE(types(key_rows(tag(language), {}), letter)) << language;
  }
  EXPECT_TRUE(types(key_rows(tag("de-at"), {}), "ü"));
  EXPECT_TRUE(types(key_rows(tag("tlh"), {}), "q")) << "others type on the English one";
}

TEST(Keyboard, HasEraseAndAWayBackOnEveryPage) {
  for (const auto& language : spoken_languages()) {
    for (const auto& state : states()) {
      const auto rows = key_rows(language, state);
      const auto where = language.str() + " page " + std::to_string(static_cast<int>(state.page));
      EXPECT_NE(find(rows, Key::Kind::erase), nullptr) << where;
      EXPECT_LE(rows.size(), 5U) << where;
      std::set<std::string> names;
      for (const auto& row : rows) {
        EXPECT_FALSE(row.empty());
        for (const auto& key : row) {
          const auto name = std::to_string(static_cast<int>(key.kind)) + key.text;
          EXPECT_TRUE(names.insert(name).second) << where << " has " << key.text << " twice";
          EXPECT_TRUE(is_utf8(key.text));
          EXPECT_LE(key.more.size(), kMoreMax);
        }
      }
      if (state.field == ContactField::phone) continue;
      if (state.page != KeyPage::letters) {
        EXPECT_NE(page(rows, KeyPage::letters), nullptr) << where;
      }
      EXPECT_EQ(types(rows, " "), state.field != ContactField::email) << where;
    }
  }
}

TEST(Keyboard, OnASmallPanelHasTenKeysARowAndEveryLetterThatItHasElsewhere) {
  for (const auto& language : spoken_languages()) {
    std::set<std::string> small, elsewhere;
    const auto collect = [&](std::set<std::string>& into, const KeyboardState& state) {
      const auto rows = key_rows(language, state);
      if (state.small) {
        EXPECT_LE(rows.size(), 4U) << language;
      }
      for (const auto& row : rows) {
        std::size_t units = 0;
        for (const auto& key : row) {
          units += key.text == " " ? 2 : 1;
          if (key.kind != Key::Kind::type) continue;
          into.insert(key.text);
          into.insert(key.more.begin(), key.more.end());
        }
        EXPECT_LE(units, state.small ? 10U : 12U)
            << language << " page " << static_cast<int>(state.page);
      }
    };
    for (const bool shift : {false, true}) {
      for (const auto page : {KeyPage::letters, KeyPage::numbers, KeyPage::emoji, KeyPage::latin,
                              KeyPage::more_letters, KeyPage::more_emoji}) {
        const bool apart =
            ::earshot::kiosk::page(key_rows(language, {}), KeyPage::latin) != nullptr;
        if (page == KeyPage::latin && !apart) continue;  // nothing leads there
        collect(small, {.page = page, .shift = shift, .small = true});
        for (const auto field : {ContactField::name, ContactField::email}) {
          std::set<std::string> none;
          collect(none, {.page = page, .shift = shift, .small = true, .field = field});
        }
      }
      for (const auto page : {KeyPage::letters, KeyPage::numbers, KeyPage::emoji}) {
        collect(elsewhere, {.page = page, .shift = shift});
      }
    }
    for (const auto& key : elsewhere) {
      EXPECT_TRUE(small.contains(key)) << language << " lacks " << key << " on a small panel";
    }
  }
}

TEST(Keyboard, OnASmallPanelLeadsToTheLettersThatHaveNoRoomAndBack) {
  for (const auto* language : {"th", "ja", "zh"}) {
    const auto first = key_rows(tag(language), {.small = true});
    EXPECT_NE(page(first, KeyPage::more_letters), nullptr) << language;
    const auto second = key_rows(tag(language), {.page = KeyPage::more_letters, .small = true});
    EXPECT_NE(page(second, KeyPage::letters), nullptr) << language;
    EXPECT_NE(find(second, Key::Kind::erase), nullptr) << language;
    EXPECT_EQ(page(key_rows(tag(language), {}), KeyPage::more_letters), nullptr) << language;
    const auto address = opened_keyboard(tag(language), ContactField::email, "");
    EXPECT_EQ(page(key_rows(tag(language), address), KeyPage::more_letters), nullptr) << language;
  }
  EXPECT_EQ(page(key_rows(tag("de"), {.small = true}), KeyPage::more_letters), nullptr);
  const auto shifted = key_rows(tag("de"), {.shift = true, .small = true});
  for (const auto* letter : {"Ä", "Ö", "Ü"}) EXPECT_TRUE(types(shifted, letter)) << letter;
}

TEST(Keyboard, HasAShiftWhereverItHasASecondLayer) {
  for (const auto* language : {"ja", "hi", "th", "ko", "en"}) {
    for (const bool small : {false, true}) {
      EXPECT_NE(find(key_rows(tag(language), {.small = small}), Key::Kind::shift), nullptr)
          << language;
    }
  }
}

TEST(Keyboard, ShiftMakesCapitalsAsTheLanguageDoes) {
  const KeyboardState shift{.page = KeyPage::letters, .shift = true};
  EXPECT_TRUE(types(key_rows(tag("en"), shift), "Q"));
  EXPECT_FALSE(types(key_rows(tag("en"), shift), "q"));
  EXPECT_TRUE(types(key_rows(tag("tr"), shift), "İ"));
  EXPECT_TRUE(types(key_rows(tag("tr"), shift), "I"));
  EXPECT_FALSE(types(key_rows(tag("en"), shift), "İ"));
  EXPECT_TRUE(types(key_rows(tag("de"), shift), "ß")) << "no word begins with it";
  EXPECT_TRUE(types(key_rows(tag("el"), shift), "Ά"));
  EXPECT_TRUE(types(key_rows(tag("fr"), shift), "É"));
  EXPECT_TRUE(types(key_rows(tag("ko"), shift), "ㅃ"));
  EXPECT_TRUE(types(key_rows(tag("ja"), shift), "カ"));
  EXPECT_EQ(find(key_rows(tag("ar"), shift), Key::Kind::shift), nullptr);
}

TEST(Keyboard, ShiftIsForOneKeyThenForAllThenForNone) {
  KeyboardState state;
  state = after_shift(state);
  EXPECT_TRUE(state.shift && !state.caps);
  EXPECT_FALSE(after_typing(tag("en"), state, "aB").shift);
  state = after_shift(state);
  EXPECT_TRUE(!state.shift && state.caps);
  EXPECT_TRUE(after_typing(tag("en"), state, "aB").caps);
  EXPECT_TRUE(types(key_rows(tag("en"), state), "Q"));
  state = after_shift(state);
  EXPECT_TRUE(!state.shift && !state.caps);
}

TEST(Keyboard, SentencesAndNamesBeginWithACapitalWhereThereAreCapitals) {
  EXPECT_TRUE(opened_keyboard(tag("en"), {}, "").shift);
  EXPECT_TRUE(opened_keyboard(tag("en"), {}, "Well. ").shift);
  EXPECT_FALSE(opened_keyboard(tag("en"), {}, "Well").shift);
  EXPECT_TRUE(opened_keyboard(tag("ru"), {}, "").shift);
  for (const auto* without : {"ar", "he", "hi", "th", "zh", "ja", "ko"}) {
    EXPECT_FALSE(opened_keyboard(tag(without), {}, "").shift) << without;
  }
  EXPECT_TRUE(opened_keyboard(tag("en"), ContactField::name, "Ada ").shift);
  EXPECT_FALSE(opened_keyboard(tag("en"), ContactField::email, "").shift);
}

TEST(Keyboard, AnAddressHasLatinLettersAndItsSignsInEveryLanguage) {
  for (const auto& language : spoken_languages()) {
    const auto rows = key_rows(language, opened_keyboard(language, ContactField::email, ""));
    for (const auto* key : {"a", "z", "@", ".", "-", "_"}) {
      EXPECT_TRUE(types(rows, key)) << language << " lacks " << key;
    }
    EXPECT_NE(page(rows, KeyPage::numbers), nullptr);
    EXPECT_EQ(page(rows, KeyPage::emoji), nullptr);
  }
}

TEST(Keyboard, ATelephoneNumberHasDigitsAndAPlus) {
  const auto rows = key_rows(tag("th"), opened_keyboard(tag("th"), ContactField::phone, ""));
  for (const auto* key : {"0", "1", "9", "+"}) EXPECT_TRUE(types(rows, key)) << key;
  EXPECT_FALSE(types(rows, "ก"));
  EXPECT_EQ(rows.size(), 4U);
}

TEST(Keyboard, OtherScriptsCanTypeLatinLettersToo) {
  const auto* latin = page(key_rows(tag("ru"), {}), KeyPage::latin) != nullptr ? "yes" : "no";
  EXPECT_STREQ(latin, "yes");
  const auto rows = key_rows(tag("ru"), {.page = KeyPage::latin});
  EXPECT_TRUE(types(rows, "q"));
  EXPECT_EQ(page(rows, KeyPage::letters)->text, "абв");
  EXPECT_EQ(page(key_rows(tag("de"), {}), KeyPage::latin), nullptr);
}

TEST(Keyboard, CallsEveryPictureByItsNameInEveryLanguage) {
  for (const auto& language : spoken_languages()) {
    std::set<std::string_view> names;
    std::size_t pictures = 0;
    for (const auto& row : key_rows(language, {.page = KeyPage::emoji})) {
      for (const auto& key : row) {
        if (key.kind != Key::Kind::type || key.text.front() > 0) continue;
        ++pictures;
        const auto name = key_name(language, key.text);
        EXPECT_FALSE(name.empty()) << language << ' ' << key.text;
        EXPECT_TRUE(is_utf8(name) && clean_text(name, 200) == name) << language << ' ' << key.text;
        names.insert(name);
      }
    }
    EXPECT_EQ(pictures, 39U);
    EXPECT_EQ(names.size(), pictures) << language << " calls two by one name";
  }
  EXPECT_EQ(key_name(tag("de-at"), "👍"), "Daumen hoch");
  EXPECT_EQ(key_name(tag("en"), "a"), "");
  EXPECT_EQ(key_name(tag("tlh"), "👍"), "");
}

TEST(Keyboard, SaysWhatItCannotDo) {
  EXPECT_NE(keyboard_note(tag("ja")), "");
  EXPECT_NE(keyboard_note(tag("zh")), "");
  EXPECT_EQ(keyboard_note(tag("ko")), "") << "it can do all";
}

std::string mistake(std::string_view body) {
  const auto read = parse_keyboard(body, "x.toml");
  return read ? "" : read.error().message;
}

TEST(KeyboardFiles, AreRefusedWithLineReasonAndHint) {
  const std::string head = "name = \"X\"\nletters = \"x\"\n";
  EXPECT_EQ(mistake(head + "rows = [\"a b\"]\n"), "");
  EXPECT_EQ(mistake(head), "x.toml:1: there are no rows. Add rows = [\"q w e\", \"a s d\"].");
  EXPECT_EQ(mistake(head + "rows = [\"a b a\"]\n"),
            "x.toml:3: the key 'a' comes twice. Remove one of them.");
  EXPECT_EQ(mistake(head + "rows = [\"a b c d e f g h i j k l m\"]\n"),
            "x.toml:3: a row of 13 keys. It may have 1 to 12.");
  EXPECT_EQ(mistake(head + "rows = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n"),
            "x.toml:3: 'rows' is not a list of 1 to 4 rows. Write rows = [\"q w e\", \"a s d\"].");
  EXPECT_EQ(mistake(head + "rows = [\"a \u202E\"]\n"),
            "x.toml:3: the key '' is too long or cannot be shown. A key types at most 32 bytes.");
  EXPECT_EQ(mistake(head + "row = []\n").substr(0, 34), "x.toml:3: a keyboard has no 'row'.");
  EXPECT_EQ(mistake(head + "rows = [\"a b c d e f g h i j k\"]\n").substr(0, 54),
            "x.toml:1: a small panel holds three rows of ten keys. ");
  EXPECT_EQ(mistake(head + "rows = [\"a\"]\n[small]\nrows = [\"a b c d e f g h i j k\"]\n"),
            "x.toml:5: a row of 11 keys. It may have 1 to 10.");
  EXPECT_EQ(mistake(head + "rows = [\"a\"]\n[small]\n"),
            "x.toml:4: there are no rows. Add rows = [\"q w e\", \"a s d\"].");
  EXPECT_EQ(mistake("rows = [\"a\"]"), "x.toml:1: 'name' is missing. Add name = \"…\".");
  EXPECT_EQ(mistake(head + "languages = [\"Not a tag\"]\nrows = [\"a\"]\n").substr(0, 9),
            "x.toml:3:");
  EXPECT_EQ(mistake("name = ").substr(0, 31), "x.toml:1: this is not TOML: Err");
  EXPECT_EQ(parse_key_names("a = \"b\"", "n.toml").error().message,
            "n.toml:1: a name that stands in no language. Write [de] above it.");
  EXPECT_EQ(parse_key_names("[de]\n\"x\" = 3", "n.toml").error().message,
            "n.toml:2: the name of 'x' is not a text. Put it in double quotes.");
  EXPECT_EQ(mistake(std::string(kKeyboardFileBytesMax + 1, '#')),
            "x.toml:1: this file is longer than 64 KB. A keyboard needs two or three.");
}

}  // namespace
}  // namespace earshot::kiosk
