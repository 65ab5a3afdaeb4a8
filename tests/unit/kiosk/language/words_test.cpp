#include "kiosk/app/words.h"

#include <gtest/gtest.h>

#include "kiosk/app/locale.h"

namespace earshot::kiosk {
namespace {

LanguageTag tag(const char* text) { return LanguageTag::trusted(text); }

TEST(Words, FallBackToTheMainLanguageAndThenToEnglish) {
  EXPECT_EQ(words_for(Phrase::next, tag("en")), "Next");
  EXPECT_EQ(words_for(Phrase::next, tag("de-at")), "Weiter");
  EXPECT_EQ(words_for(Phrase::next, tag("tlh")), "Next");
  EXPECT_EQ(words_for(Phrase::next, {}), "Next");
}

TEST(Words, CallLanguagesByTheirOwnNames) {
  EXPECT_EQ(own_name(tag("de")), "Deutsch");
  EXPECT_EQ(own_name(tag("pt-br")), "Português");
  EXPECT_EQ(own_name(tag("ja")), "日本語");
  EXPECT_EQ(own_name(tag("tlh")), "tlh");
}

TEST(Words, FillInWhatTheyAreGiven) {
  EXPECT_EQ(filled(Phrase::question_of, tag("en"), {{"number", "2"}, {"total", "4"}}),
            "Question 2 of 4");
  EXPECT_EQ(filled(Phrase::help_coming, tag("en"), {{"name", "{name}"}}),
            "{name} is coming to you.");
}

TEST(Words, CountAsEachLanguageDoes) {
  EXPECT_EQ(counted(Phrase::characters_left, tag("en"), 1), "1 character left");
  EXPECT_EQ(counted(Phrase::characters_left, tag("en"), 0), "0 characters left");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("pl"), 1), "1 gwiazdka");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("pl"), 3), "3 gwiazdki");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("pl"), 5), "5 gwiazdek");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ru"), 1), "1 звезда");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ru"), 21), "21 звезда");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ru"), 2), "2 звезды");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ru"), 11), "11 звёзд");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ja"), 1), "星 1 つ");
  EXPECT_EQ(counted(Phrase::spoken_stars, tag("ar"), 2), "نجمتان");
}

TEST(PluralForms, AreThoseOfCldr) {
  EXPECT_EQ(plural_forms(tag("ja")), 1U);
  EXPECT_EQ(plural_forms(tag("en")), 2U);
  EXPECT_EQ(plural_forms(tag("fr")), 2U);
  EXPECT_EQ(plural_forms(tag("pl")), 3U);
  EXPECT_EQ(plural_forms(tag("he")), 3U);
  EXPECT_EQ(plural_forms(tag("ar")), 6U);
  EXPECT_EQ(plural_form(tag("fr"), 0), 0U);
  EXPECT_EQ(plural_form(tag("pt"), 0), 1U) << "European Portuguese";
  EXPECT_EQ(plural_form(tag("en"), -1), 1U);
  EXPECT_LT(plural_form(tag("not-a-language"), 7), plural_forms(tag("not-a-language")));
}

TEST(Days, AreSaidAsEachLanguageSaysThem) {
  constexpr LocalDay kNovember14 = 20406;  // 2025-11-14
  EXPECT_EQ(day_in_words(kNovember14, tag("en")), "14 November");
  EXPECT_EQ(day_in_words(kNovember14, tag("en-us")), "November 14");
  EXPECT_EQ(day_in_words(kNovember14, tag("de")), "14. November");
  EXPECT_EQ(day_in_words(kNovember14, tag("fr")), "14 novembre");
  EXPECT_EQ(day_in_words(kNovember14, tag("es")), "14 de noviembre");
  EXPECT_EQ(day_in_words(kNovember14, tag("ru")), "14 ноября");
  EXPECT_EQ(day_in_words(kNovember14, tag("ja")), "11月14日");
  EXPECT_EQ(day_in_words(kNovember14, tag("ko")), "11월 14일");
  EXPECT_EQ(day_in_words(kNovember14, tag("ar")), "14 نوفمبر") << "in digits that all can read";
}

TEST(Numbers, AreSpeltForAVoiceThatCannotReadThem) {
  EXPECT_EQ(with_numbers_spelt("7 of 10", tag("en")), "seven of ten");
  EXPECT_EQ(with_numbers_spelt("a 06, 21.", tag("en")), "a zero six, twenty-one.");
  EXPECT_EQ(with_numbers_spelt("7 מתוך 10", tag("he")), "שבע מתוך עשר");
  EXPECT_EQ(with_numbers_spelt("55501", tag("en")), "five five five zero one");
}

TEST(Columns, AreWhatAFontOfOneWidthWouldTake) {
  EXPECT_EQ(columns_of("Weiter"), 6U);
  EXPECT_EQ(columns_of("e\u0301"), 1U);
  EXPECT_EQ(columns_of("日本"), 4U);
  EXPECT_EQ(columns_of("ที่"), 1U);
}

}  // namespace
}  // namespace earshot::kiosk
