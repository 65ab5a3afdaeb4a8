// Letters as their readers expect them: joined, stacked, in the right order, broken where they may.
#include "kiosk/ui/paragraph.h"

#include <gtest/gtest.h>
#include <hb.h>

#include "kiosk/app/words.h"
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

  /// What a person sees, from left to right. Only for letters that do not join or change.
  std::string seen(std::string_view text, const std::string& language, Direction direction) {
    const auto& line = set(text, language, 1e5F, direction).lines.front();
    const auto all = icu::UnicodeString::fromUTF8(std::string(text));
    icu::UnicodeString out;
    float last_x = -1;
    for (const auto& glyph : line.glyphs) {
      if (glyph.x == last_x) out.truncate(out.length() - 1);  // the one before has no width
      last_x = glyph.x;
      char16_t found = u'?';
      for (std::int32_t i = 0; i < all.length(); ++i) {
        hb_codepoint_t own = 0;
        auto* font = type.fonts().shaper(glyph.font);
        if (hb_font_get_nominal_glyph(font, all.charAt(i), &own) == 0) continue;
        // A bracket is drawn as its twin where it stands in a text from the right.
        if (own == glyph.glyph) found = all.charAt(i);
      }
      out.append(found);
    }
    std::string utf8;
    return out.toUTF8String(utf8);
  }
  std::string seen_in_hebrew(std::string_view text) {
    return seen(text, "he", Direction::right_to_left);
  }

  Type type = *Type::load(default_theme());
};

TEST_F(ParagraphTest, EnglishValuesOnAHebrewScreenAreReadAsTheyAreWritten) {
  for (const std::string value :
       {"12, the oldest 3 hours old", "11.2 of 16 GB free", "2026-03-02 09:30, right",
        "199 areas to draw over", "60 %", "10.0.0.5:1883", "+358 40 123 4567", "7423-K29D",
        "/media/usb0/earshot/", "The disk is full. Free some space."}) {
    EXPECT_EQ(seen_in_hebrew(value), value);
  }
}

TEST_F(ParagraphTest, AddressesNumbersAndCodesKeepTheirOrderInAHebrewSentence) {
  for (const std::string piece :
       {"+358 40 123 4567", "(09) 123-4567", "040 123 4567", "99@shop.example", "7423-K29D",
        "https://shop.example/a/", "2026-03-02", "v0.1.0-rc2", "10.0.0.5:1883"}) {
    EXPECT_EQ(seen_in_hebrew("אב " + piece + " גד."), ".דג " + piece + " בא");
  }
}

TEST_F(ParagraphTest, WhatEndsASentenceIsNoPartOfTheAddressBeforeIt) {
  EXPECT_EQ(seen_in_hebrew("אב me@shop.example."), ".me@shop.example בא");
}

TEST_F(ParagraphTest, ANameIsPutIntoASentenceAsItIsWritten) {
  const auto sentence = "אב " + isolated("7 Sins & Co.") + " גד";
  EXPECT_EQ(seen_in_hebrew(sentence), "דג 7 Sins & Co. בא");
}

TEST_F(ParagraphTest, ASentenceMayBeginWithANameInAnotherScript) {
  EXPECT_EQ(seen_in_hebrew("PIN אב גד."), ".דג בא PIN");
  EXPECT_EQ(seen("אב at the door, please.", "en", Direction::left_to_right),
            "בא at the door, please.");
}

TEST_F(ParagraphTest, AHebrewSentenceOnAnEnglishScreenRunsItsOwnWay) {
  EXPECT_EQ(seen("אב גד.", "en", Direction::left_to_right), ".דג בא");
}

TEST_F(ParagraphTest, SignsThatOnlySayTheOrderHaveNoWidthAndNoBox) {
  EXPECT_EQ(width(isolated("ab"), "en"), width("ab", "en"));
  for (const auto& glyph : set(isolated("אב"), "he").lines.front().glyphs) {
    EXPECT_NE(glyph.glyph, 0U);
  }
}

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
  EXPECT_EQ(set("حسن 👍", "ar").lines.front().glyphs.front().font, *emoji)
      << "at the left end, where the line ends";
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

TEST_F(ParagraphTest, OfTwoWaysThatAreAsEvenTheFirstLineIsTheLongerOne) {
  auto& text = type.paragraph("What made it so?", Weight::bold, LanguageTag::trusted("en"),
                              Direction::left_to_right);
  const auto& lines = text.lines(text.line().width * 0.9F, true).lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_GT(lines[0].width, lines[1].width);
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
