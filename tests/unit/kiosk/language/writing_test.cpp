#include "kiosk/app/writing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "core/base/utf8.h"
#include "kiosk/app/keyboard.h"
#include "kiosk/app/words.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kRoom = 100;

std::string typed(const std::vector<std::string>& keys, std::size_t room = kRoom) {
  std::string text;
  for (const auto& key : keys) text = with_key(text, key, room);
  return text;
}

/// What is left after each erase, until nothing is.
std::vector<std::string> erased(std::string text) {
  std::vector<std::string> left;
  while (!text.empty()) left.push_back(text = without_last(text));
  return left;
}

TEST(Writing, JoinsKoreanLettersIntoSyllables) {
  EXPECT_EQ(typed({"ㅎ", "ㅏ", "ㄴ", "ㄱ", "ㅡ", "ㄹ"}), "한글");
  EXPECT_EQ(typed({"ㅎ", "ㅏ", "ㄴ", "ㅏ"}), "하나") << "the end of one begins the next";
  EXPECT_EQ(typed({"ㅇ", "ㅓ", "ㅂ", "ㅅ", "ㅇ", "ㅓ", "ㅇ", "ㅛ"}), "없어요");
  EXPECT_EQ(typed({"ㅇ", "ㅓ", "ㅂ", "ㅅ", "ㅓ"}), "업서") << "half of a pair moves on";
  EXPECT_EQ(typed({"ㄱ", "ㅗ", "ㅏ"}), "과");
  EXPECT_EQ(typed({"ㅇ", "ㅜ", "ㅣ"}), "위");
  EXPECT_EQ(typed({"ㄸ", "ㅏ", "ㄸ", "ㅏ"}), "따따") << "no syllable ends with it";
  EXPECT_EQ(typed({"ㄱ", "ㅏ", " ", "ㄴ", "ㅏ"}), "가 나");
  EXPECT_EQ(typed({"ㄱ", "ㄴ", "ㅏ"}), "ㄱ나");
  EXPECT_EQ(typed({"ㅏ", "ㅏ"}), "ㅏㅏ");
  EXPECT_EQ(typed({"a", "ㅏ"}), "aㅏ");
  EXPECT_EQ(typed({"ㄷ", "ㅏ", "ㄹ", "ㄱ"}), "닭");
}

TEST(Writing, TakesKoreanLettersAwayOneByOne) {
  EXPECT_EQ(erased("닭"), (std::vector<std::string>{"달", "다", "ㄷ", ""}));
  EXPECT_EQ(erased("과"), (std::vector<std::string>{"고", "ㄱ", ""}));
  EXPECT_EQ(erased("가나"), (std::vector<std::string>{"가ㄴ", "가", "ㄱ", ""}));
}

TEST(Writing, MarksAndShrinksKana) {
  EXPECT_EQ(typed({"か", "゛"}), "が");
  EXPECT_EQ(typed({"か", "゛", "゛"}), "か");
  EXPECT_EQ(typed({"は", "゛"}), "ば");
  EXPECT_EQ(typed({"は", "゛", "゛"}), "ぱ");
  EXPECT_EQ(typed({"は", "゛", "゛", "゛"}), "は");
  EXPECT_EQ(typed({"ハ", "゛", "゛"}), "パ");
  EXPECT_EQ(typed({"ウ", "゛"}), "ヴ");
  EXPECT_EQ(typed({"ま", "つ", "小", "ち", "や"}), "まっちや");
  EXPECT_EQ(typed({"き", "よ", "小", "う"}), "きょう");
  EXPECT_EQ(typed({"ツ", "小", "小"}), "ツ");
  EXPECT_EQ(typed({"゛"}), "") << "there is nothing to mark";
  EXPECT_EQ(typed({"ん", "゛", "小"}), "ん");
}

TEST(Writing, TakesAwayWhatAPersonSeesAsOneLetter) {
  EXPECT_EQ(without_last(""), "");
  EXPECT_EQ(without_last("ab"), "a");
  EXPECT_EQ(without_last("ae\u0301"), "a") << "a letter with its accent";
  EXPECT_EQ(without_last("a👨‍👩‍👧‍👦"), "a") << "a family of four";
  EXPECT_EQ(without_last("a👍🏽"), "a");
  EXPECT_EQ(without_last("a🇫🇮"), "a");
  EXPECT_EQ(without_last("日本"), "日");
  EXPECT_EQ(last_letter("a👍🏽"), "👍🏽");
  EXPECT_EQ(last_letter("한"), "한");
  EXPECT_EQ(last_letter(""), "");
}

TEST(Writing, TakesAVowelSignBeforeItsConsonant) {
  EXPECT_EQ(erased("कि"), (std::vector<std::string>{"क", ""}));
  EXPECT_EQ(erased("ที่"), (std::vector<std::string>{"ที", "ท", ""}));
  EXPECT_EQ(without_last("بَ"), "ب");
}

TEST(Writing, KeepsToItsLimitAndTakesNothingHarmful) {
  EXPECT_EQ(with_key("ab", "c", 2), "ab");
  EXPECT_EQ(with_key("가", "ㄴ", 1), "간") << "it needs no more room than before";
  EXPECT_EQ(with_key("간", "ㅏ", 1), "간") << "and here it would";
  EXPECT_EQ(with_key("a", "很好", 2), "a") << "a whole key or nothing";
  for (const auto* harmful : {"\n", "\x1B", "\u202E", "\xC3", "", "\t"}) {
    EXPECT_EQ(with_key("a", harmful, kRoom), "a");
  }
  EXPECT_EQ(with_key("a", std::string(65, 'x'), kRoom), "a");
}

RC_GTEST_PROP(Writing, StaysValidAndWithinItsLimitWhateverIsPressed, ()) {
  const auto languages = spoken_languages();
  const auto& language = languages[*rc::gen::inRange<std::size_t>(0, languages.size())];
  const auto room = *rc::gen::inRange<std::size_t>(0, 40);
  KeyboardState state = opened_keyboard(language, {}, "");
  std::string text;
  for (int i = 0; i < 200; ++i) {
    const auto rows = key_rows(language, state);
    const auto& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
    const auto& key = row[*rc::gen::inRange<std::size_t>(0, row.size())];
    switch (key.kind) {
      case Key::Kind::type: {
        const auto which = *rc::gen::inRange<std::size_t>(0, key.more.size() + 1);
        text = with_key(text, which == 0 ? key.text : key.more[which - 1], room);
        state = after_typing(language, state, text);
        break;
      }
      case Key::Kind::erase: {
        const auto before = text;
        text = without_last(text);
        // A syllable may lose one of its letters, which leaves as many bytes.
        RC_ASSERT(text.size() <= before.size());
        RC_ASSERT(text != before || before.empty());
        break;
      }
      case Key::Kind::shift:
        state = after_shift(state);
        break;
      case Key::Kind::page:
        state.page = key.page;
        break;
    }
    RC_ASSERT(is_utf8(text));
    RC_ASSERT(count_code_points(text) <= room);
    RC_ASSERT(clean_text(text, room) == text);
  }
}

RC_GTEST_PROP(Writing, EraseAlwaysComesToAnEnd, (const std::vector<char32_t>& any)) {
  std::string text;
  for (const auto c : any) text += clean_text(repair_utf8(std::string(1, char(c))), 1);
  for (const auto& key : {"가", "が", "👨‍👩‍👧‍👦", "कि", "e\u0301"}) text += key;
  std::size_t steps = 0;
  while (!text.empty()) {
    const auto before = text.size();
    text = without_last(text);
    RC_ASSERT(is_utf8(text));
    RC_ASSERT(text.size() <= before);
    RC_ASSERT(++steps <= 4 * (any.size() + 10));
  }
}

}  // namespace
}  // namespace earshot::kiosk
