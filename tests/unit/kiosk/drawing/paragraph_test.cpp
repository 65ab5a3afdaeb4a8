// Letters as their readers expect them: joined, stacked, in the right order, broken where they may.
#include "kiosk/ui/paragraph.h"

#include <gtest/gtest.h>

#include "kiosk/ui/type.h"

namespace earshot::kiosk {
namespace {

class ParagraphTest : public testing::Test {
 protected:
  const Setting& set(std::string_view text, const std::string& language, float room = 1e5F,
                     Direction direction = Direction::left_to_right) {
    return type.paragraph(text, Weight::regular, LanguageTag::trusted(language), direction)
        .lines(room, false);
  }
  float width(std::string_view text, const std::string& language) {
    return set(text, language).width;
  }

  Type type = *Type::load(default_theme());
};

TEST_F(ParagraphTest, ArabicLettersJoin) {
  const float apart = width("س", "ar") + width("ل", "ar") + width("م", "ar");
  EXPECT_LT(width("سلم", "ar"), apart * 0.95F);
}

TEST_F(ParagraphTest, DevanagariMakesOneSignOfTwoLetters) {
  EXPECT_LT(set("क्ष", "hi").lines.front().glyphs.size(), 3U);
}

TEST_F(ParagraphTest, AnIAfterItsLetterIsDrawnBeforeIt) {
  // "कि" is KA, vowel I; the vowel's sign stands to the left.
  const auto& line = set("कि", "hi").lines.front();
  const auto alone = set("क", "hi").lines.front().glyphs.front().glyph;
  ASSERT_GE(line.glyphs.size(), 2U);
  EXPECT_NE(line.glyphs.front().glyph, alone);
}

TEST_F(ParagraphTest, HebrewRunsFromRightToLeftAndItsNumbersDoNot) {
  const auto aleph = set("א", "he").lines.front().glyphs.front().glyph;
  const auto& line = set("אבג 12", "he", 1e5F, Direction::right_to_left).lines.front();
  ASSERT_EQ(line.glyphs.size(), 6U);
  EXPECT_EQ(line.glyphs.back().glyph, aleph) << "the first letter is at the right end";
  const auto one = set("1", "he").lines.front().glyphs.front().glyph;
  EXPECT_EQ(line.glyphs.front().glyph, one) << "and the number at the left, one before two";
}

TEST_F(ParagraphTest, EmojiAreInColoursAndWhatStandsBesideThemIsNot) {
  const auto emoji = type.fonts().emoji();
  ASSERT_TRUE(emoji.has_value()) << "install the package fonts-noto-color-emoji";
  const auto& line = set("👍 2 ❤️!", "en").lines.front();
  ASSERT_EQ(line.glyphs.size(), 6U) << "the sign that asks for a picture is none itself";
  for (const std::size_t i : {0U, 4U}) {
    EXPECT_EQ(line.glyphs[i].font, *emoji);
    EXPECT_NE(line.glyphs[i].glyph, 0U);
  }
  for (const std::size_t i : {1U, 2U, 3U, 5U}) EXPECT_NE(line.glyphs[i].font, *emoji) << i;
  EXPECT_NE(set("❤", "en").lines.front().glyphs.front().font, *emoji) << "nobody asked for it";
  EXPECT_EQ(set("👩‍👩‍👧", "en").lines.front().glyphs.size(), 1U)
      << "a family is one picture";
  EXPECT_EQ(set("👍🏽", "en").lines.front().glyphs.size(), 1U) << "so is a hand of some colour";
  EXPECT_EQ(set("حسن 👍", "ar").lines.front().glyphs.back().font, *emoji);
}

TEST_F(ParagraphTest, AnEmojiHasAsManyPixelsAsItsTextIsLarge) {
  const auto emoji = *type.fonts().emoji();
  const auto glyph = set("👍", "en").lines.front().glyphs.front().glyph;
  for (const int size : {20, 45, 62, 109, 150}) {
    const auto picture = type.fonts().picture(emoji, glyph, size);
    EXPECT_TRUE(picture.colored);
    EXPECT_NEAR(picture.width, size * 136.0 / 109, 1.5);
    ASSERT_EQ(picture.coverage.size(), static_cast<std::size_t>(picture.width) *
                                           static_cast<std::size_t>(picture.height) *
                                           GlyphPicture::kPlanes);
    const auto w = static_cast<std::size_t>(picture.width);
    const auto* middle = picture.coverage.data() +
                         static_cast<std::size_t>(picture.height / 2) * w * GlyphPicture::kPlanes +
                         w / 2;
    EXPECT_EQ(middle[0], 255);
    EXPECT_GT(middle[w], middle[3 * w] + 80) << "a thumb is yellow: more red than blue";
    EXPECT_GT(middle[2 * w], middle[3 * w] + 40);
  }
}

TEST_F(ParagraphTest, EveryLanguagesOwnSignsHaveALetterInSomeFont) {
  for (const auto& [language, text] : {std::pair{"ar", "كيف، ؟"},
                                       {"hi", "धन्यवाद।"},
                                       {"th", "ขอบคุณ"},
                                       {"he", "שלום"},
                                       {"el", "Ευχαριστώ"},
                                       {"ru", "Спасибо"},
                                       {"pl", "Dziękuję"}}) {
    for (const auto& glyph : set(text, language).lines.front().glyphs) {
      EXPECT_NE(glyph.glyph, 0U) << text;
    }
  }
}

TEST_F(ParagraphTest, ThaiIsBrokenBetweenWordsThoughItWritesNoSpaces) {
  const std::string_view text = "คำตอบของคุณถูกเก็บไว้แล้ว";
  const auto& setting = set(text, "th", width(text, "th") * 0.6F);
  EXPECT_EQ(setting.lines.size(), 2U);
  EXPECT_FALSE(setting.broken_word);
}

TEST_F(ParagraphTest, AWordWithoutRoomIsBrokenAndSaysSo) {
  const auto& setting = set("Unabhängigkeitserklärung", "de", 4);
  EXPECT_GT(setting.lines.size(), 1U);
  EXPECT_TRUE(setting.broken_word);
  for (const auto& line : setting.lines) EXPECT_LE(line.width, 4.001F);
}

TEST_F(ParagraphTest, ALineThatEndsWithAReturnIsFollowedByAnEmptyOne) {
  EXPECT_EQ(set("a\n", "en").lines.size(), 2U);
  EXPECT_EQ(set("", "en").lines.size(), 1U);
}

TEST_F(ParagraphTest, MarksStayWithTheirLetterInItsFont) {
  const auto& line = set("e\u0301", "fr").lines.front();
  for (const auto& glyph : line.glyphs) EXPECT_EQ(glyph.font, line.glyphs.front().font);
}

TEST(GlyphAtlas, IsBoundedAndSaysWhenItIsFull) {
  Type type = *Type::load(default_theme());
  GlyphAtlas atlas;
  std::size_t placed = 0;
  for (int size = 40; size < 400 && !atlas.full(); ++size) {
    for (std::uint32_t glyph = 36; glyph < 96 && !atlas.full(); ++glyph) {
      if (atlas.find(type.fonts(), 0, glyph, size) != nullptr) ++placed;
    }
  }
  EXPECT_TRUE(atlas.full());
  EXPECT_GT(placed, 1000U);
  EXPECT_LE(atlas.height(), GlyphAtlas::kHeightMax);
  EXPECT_TRUE(atlas.begin_frame());
  EXPECT_NE(atlas.find(type.fonts(), 0, 40, 40), nullptr)
      << "the next frame begins with an empty one";
}

}  // namespace
}  // namespace earshot::kiosk
