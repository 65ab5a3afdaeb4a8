#include "kiosk/app/suggestions.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/utf8.h"
#include "kiosk/app/keyboard_file.h"
#include "kiosk/app/words.h"

namespace earshot::kiosk {
namespace {

using Words = std::vector<std::string>;

LanguageTag tag(const char* language) { return LanguageTag::trusted(language); }

/// What a location may ask, with words of its own.
survey::Survey survey_with(const char* language, const Words& topics, const std::string& asked) {
  survey::Survey survey;
  survey.languages = {tag(language)};
  survey::Question question;
  question.kind = survey::QuestionKind::topics;
  question.texts = {{tag(language), asked}};
  for (const auto& topic : topics) {
    question.options.push_back({OptionId::trusted("topic"), {{tag(language), topic}}});
  }
  survey.questions.push_back(std::move(question));
  return survey;
}

Words suggested(const std::string& text, const char* language, const survey::Survey& survey = {}) {
  return suggested_words(text, tag(language), survey, 500);
}

TEST(BegunWord, IsTheLettersThatTheTextEndsWith) {
  EXPECT_EQ(begun_word("The sta"), "sta");
  EXPECT_EQ(begun_word("Die Bedienung wäh"), "wäh");
  EXPECT_EQ(begun_word("l'acc"), "acc");
  EXPECT_EQ(begun_word("(fri"), "fri");
  EXPECT_EQ(begun_word("कि"), "कि") << "a vowel sign belongs to its word";
  EXPECT_EQ(begun_word("friendly "), "");
  EXPECT_EQ(begun_word("friendly."), "");
  EXPECT_EQ(begun_word("room 12"), "");
  EXPECT_EQ(begun_word("👍"), "");
  EXPECT_EQ(begun_word(""), "");
}

TEST(SuggestedWords, GoOnFromTheLettersWhateverTheirCaseAndAccents) {
  EXPECT_EQ(suggested("the sta", "en"), Words{"staff"});
  EXPECT_EQ(suggested("ammatti hyvan", "fi"), Words{});
  EXPECT_EQ(suggested("oli hyvaa", "fi"), Words{"hyvää"}) << "the accents that were left out";
  EXPECT_EQ(suggested("obslug", "pl"), (Words{"obsługa", "obsługi"}));
  EXPECT_EQ(suggested("le personnel et la quali", "fr"), Words{"qualité"});
  EXPECT_EQ(suggested("die offnungs", "de"), Words{"Öffnungszeiten"});
  EXPECT_EQ(suggested("كان مم", "ar"), (Words{"ممتاز", "ممتازة"}));
}

TEST(SuggestedWords, NeedTwoLettersAndAreThreeAtMost) {
  EXPECT_EQ(suggested("the s", "en"), Words{});
  EXPECT_EQ(suggested("the re", "en"), (Words{"really", "reception", "receptionist"}));
  EXPECT_EQ(suggested("friendly ", "en"), Words{});
  EXPECT_EQ(suggested("staff", "en"), Words{}) << "it is written already";
}

TEST(SuggestedWords, TogetherHaveRoomAboveTheKeys) {
  for (const auto& language : spoken_languages()) {
    for (char first = 'a'; first <= 'z'; ++first) {
      for (char second = 'a'; second <= 'z'; ++second) {
        std::size_t together = 0;
        const auto words = suggested({first, second}, language.str().c_str());
        ASSERT_LE(words.size(), kSuggestionsMax);
        for (const auto& word : words) {
          together += count_code_points(word);
          EXPECT_LE(count_code_points(word), kSuggestedWordMax) << word;
        }
        EXPECT_LE(together, kSuggestedTogetherMax) << language.str() << first << second;
      }
    }
  }
}

TEST(SuggestedWords, OfTheSurveyComeFirstInTheCustomersLanguage) {
  const auto survey = survey_with("en", {"Stationery", "USB sticks"}, "Would you return?");
  EXPECT_EQ(suggested("the sta", "en", survey), (Words{"stationery", "staff"}))
      << "the capital of a label is not the word's";
  EXPECT_EQ(suggested("the us", "en", survey), Words{"USB"}) << "but an abbreviation keeps its own";
  EXPECT_EQ(suggested("would ret", "en", survey), Words{"return"});
  EXPECT_EQ(suggested("die sta", "de", survey), Words{}) << "another language's words are not its";
  const auto greek = survey_with("el", {"Προσωπικό"}, "");
  EXPECT_EQ(suggested("το προσ", "el", greek), Words{"προσωπικό"})
      << "a language without a list has the survey's words";
}

TEST(SuggestedWords, InGermanNounsKeepTheirCapitalAndSentencesDoNotLendTheirs) {
  const auto survey = survey_with("de", {"Gartenbau"}, "Wirklich alles gefunden?");
  EXPECT_EQ(suggested("der gart", "de", survey), Words{"Gartenbau"});
  EXPECT_EQ(suggested("wirk", "de", survey), Words{"wirklich"});
}

TEST(SuggestedWords, AreWrittenAsTheWordWasBegun) {
  EXPECT_EQ(suggested("Sta", "en"), Words{"Staff"});
  EXPECT_EQ(suggested("STA", "en"), Words{"STAFF"});
  const auto turkish = survey_with("tr", {"ilgi"}, "");
  EXPECT_EQ(suggested("İl", "tr", turkish), Words{"İlgi"});
}

TEST(SuggestedWords, AreNotOfferedWhereNoSpaceEndsAWord) {
  for (const char* language : {"th", "zh", "ja", "ko", "zh-hant"}) {
    const auto survey = survey_with(language, {"staff"}, "staff");
    EXPECT_FALSE(suggests_words(tag(language)));
    EXPECT_EQ(suggested("sta", language, survey), Words{}) << language;
  }
  EXPECT_TRUE(suggests_words(tag("hi")));
}

TEST(SuggestedWords, ThatHaveNoRoomInTheTextAreNotOffered) {
  EXPECT_EQ(suggested_words("sta", tag("en"), {}, 6), Words{"staff"});
  EXPECT_EQ(suggested_words("sta", tag("en"), {}, 5), Words{}) << "its space would be the sixth";
}

TEST(WithSuggestion, ReplacesTheBegunWordAndEndsItWithASpace) {
  EXPECT_EQ(with_suggestion("The sta", "staff", 500), "The staff ");
  EXPECT_EQ(with_suggestion("oli hyv", "hyvää", 500), "oli hyvää ");
  EXPECT_EQ(with_suggestion("", "staff", 500), "staff ");
  EXPECT_EQ(with_suggestion("The sta", "staff", 9), "The sta") << "no room for all of it";
}

TEST(WordLists, AreRefusedWithLineAndHint) {
  const auto refusal = [](const char* toml) {
    const auto lists = parse_words(toml, "words.toml");
    return lists ? std::string("taken") : lists.error().message;
  };
  EXPECT_EQ(refusal("en = [\"staff\"]"), "taken");
  EXPECT_EQ(refusal("en = \"staff\""),
            "words.toml:1: this is not a list of at most 500 words. Write en = [\"friendly\", "
            "\"clean\"].");
  EXPECT_EQ(refusal("\nen = [\"too much\"]"),
            "words.toml:2: 'too much' is not one word. Write one.");
  EXPECT_EQ(refusal("en = [\"a\", \"a\"]"),
            "words.toml:1: the word 'a' comes twice. Remove one of them.");
}

TEST(WordLists, HoldOnlyWhatCanBeSuggested) {
  for (const auto& [name, text] : keyboard_files()) {
    if (name != "words.toml") continue;
    const auto lists = parse_words(text, name);
    ASSERT_TRUE(lists) << lists.error().message;
    EXPECT_EQ(lists->size(), 9U);
    for (const auto& [language, words] : *lists) {
      EXPECT_GT(words.size(), 60U) << language;
      for (const auto& word : words) EXPECT_EQ(begun_word(word), word) << language;
    }
  }
}

/// Anything that can be typed, and a few things that cannot.
rc::Gen<std::string> typed() {
  const std::vector<std::string> pieces{"st", "Fr", "é", "ł",  "l'", " ", ".", "👍", "م",  "ن",
                                        "क",  "ि",  "ก", "한", "ß",  "İ", "̈",  "1", "re", "\n"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& chosen) {
                        std::string text;
                        for (const auto& piece : chosen) text += piece;
                        return text;
                      });
}

RC_GTEST_PROP(SuggestedWords, ChangeNothingButTheBegunWordAndNeverOutgrowTheLimit, ()) {
  const auto text = *typed();
  const auto most = *rc::gen::inRange<std::size_t>(0, 40);
  const auto languages = spoken_languages();
  const auto language = languages[*rc::gen::inRange<std::size_t>(0, languages.size())];
  const auto survey =
      survey_with(language.str().c_str(), {*typed(), "Staff and friends"}, *typed());
  const auto begun = begun_word(text);
  for (const auto& word : suggested_words(text, language, survey, most)) {
    const auto after = with_suggestion(text, word, most);
    RC_ASSERT(is_utf8(after));
    RC_ASSERT(count_code_points(after) <= most);
    RC_ASSERT(count_code_points(after) > count_code_points(text));
    RC_ASSERT(after == text.substr(0, text.size() - begun.size()) + word + " ");
  }
}

}  // namespace
}  // namespace earshot::kiosk
