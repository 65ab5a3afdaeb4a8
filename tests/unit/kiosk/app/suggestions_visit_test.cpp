// Suggested words as a customer meets them: asked for, taken, and gone with the session.
#include "kiosk/app/spoken.h"
#include "kiosk/app/suggestions.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

/// At the comment of an unhappy customer.
struct AtComment : VisitFixture {
  explicit AtComment(bool suggests_words = true, bool small_panel = false)
      : VisitFixture(std::string(kWholeSurvey), {}, small_panel, suggests_words) {
    rate(2);
    while (kind() != ScreenKind::comment) press("next");
  }
  [[nodiscard]] bool has(const std::string& stop) { return action_of(screen(), stop).has_value(); }
};

TEST(Suggestions, AreOffUntilTheKioskOffersThemAndTheCustomerAsks) {
  AtComment without(false);
  without.type("Sta");
  EXPECT_FALSE(without.has("suggest"));
  EXPECT_FALSE(without.has("word Staff"));

  AtComment at;
  at.type("Sta");
  EXPECT_FALSE(at.has("word Staff")) << "not before they are asked for";
  at.press("suggest");
  EXPECT_TRUE(at.has("word Staff"));
  at.press("suggest");
  EXPECT_FALSE(at.has("word Staff")) << "and off again";
}

TEST(Suggestions, HaveNoRoomOnASmallPanel) {
  AtComment at(true, true);
  at.act({.kind = Action::Kind::suggest});
  at.type("Sta");
  EXPECT_FALSE(at.has("suggest"));
  EXPECT_FALSE(at.has("word Staff"));
}

TEST(Suggestions, ReplaceTheWordThatIsBegunAndAreKeptAsTyped) {
  AtComment at;
  at.press("suggest");
  at.type("The sta");
  at.press("word staff");
  EXPECT_EQ(at.screen().text, "The staff ");
  EXPECT_TRUE(at.screen().suggestions.words.empty());
  at.type("was ru");
  at.press("word rude");
  at.press("next");
  EXPECT_EQ(at.last().answers.back().text, "The staff was rude ");
}

TEST(Suggestions, GiveTheirSpaceToASignThatStandsRightBehindThem) {
  AtComment at;
  at.press("suggest");
  at.type("The sta");
  at.press("word staff");
  const auto before = at.screen();
  at.type(".");
  EXPECT_EQ(at.screen().text, "The staff.");
  at.type(" ");
  at.type(".");
  EXPECT_EQ(at.screen().text, "The staff. .") << "a space that was typed is kept";
  at.type(" sta");
  at.press("word staff");
  at.type("(");
  EXPECT_EQ(at.screen().text, "The staff. . staff (");
  at.type("sta");
  at.press("word staff");
  at.press("erase");
  at.type(" ");
  at.type("!");
  EXPECT_EQ(at.screen().text, "The staff. . staff (staff !");

  auto spoken = before;
  spoken.access.speech = true;
  auto after = spoken;
  after.text = "The staff.";
  const auto heard = spoken_change(spoken, after, at.clock.mono_now());
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard.front().text, spoken_change(
                                    [&] {
                                      auto typed = spoken;
                                      typed.text = "The staff";
                                      return typed;
                                    }(),
                                    after, at.clock.mono_now())
                                    .front()
                                    .text);
}

TEST(Suggestions, KeepTheSpaceThatFrenchPutsBeforeASign) {
  const auto french = LanguageTag::trusted("fr"), english = LanguageTag::trusted("en");
  EXPECT_TRUE(stands_behind_a_word("?", english));
  EXPECT_FALSE(stands_behind_a_word("?", french));
  EXPECT_TRUE(stands_behind_a_word(",", french));
  EXPECT_FALSE(stands_behind_a_word("a", english));
  EXPECT_FALSE(stands_behind_a_word("", english));
}

TEST(Suggestions, ThatAreNoLongerShownCannotBeTaken) {
  AtComment at;
  at.press("suggest");
  at.type("sta");
  const auto finger = *action_of(at.screen(), "word staff");
  at.type("x");
  at.act(finger);
  EXPECT_EQ(at.screen().text, "stax");
  at.act({.kind = Action::Kind::word, .text = "anything"});
  EXPECT_EQ(at.screen().text, "stax");
}

TEST(Suggestions, KeepToTheLengthOfAComment) {
  AtComment at;
  at.press("suggest");
  const auto most = static_cast<std::size_t>(at.screen().question().length_max);
  at.type(std::string(most - 5, ' ') + "sta");
  EXPECT_FALSE(at.has("word staff")) << "five letters and a space have no room";
}

TEST(Suggestions, EndWithTheSessionAndAreNeverOfWhatSomebodyTyped) {
  AtComment at;
  at.press("suggest");
  at.type("Stalactite ");
  at.press("finish");
  at.saved();
  at.press("dismiss", 2s);
  at.rate(2);
  while (at.kind() != ScreenKind::comment) at.press("next");
  EXPECT_FALSE(at.screen().suggestions.on);
  at.press("suggest");
  at.type("Sta");
  EXPECT_EQ(at.screen().suggestions.words, std::vector<std::string>{"Staff"});
}

TEST(Suggestions, AreInTheLanguageThatTheCustomerChooses) {
  AtComment at;
  at.press("suggest");
  at.type("per");
  at.act({.kind = Action::Kind::language, .language = LanguageTag::trusted("de")});
  EXPECT_EQ(at.screen().suggestions.words.front(), "Personal");
}

TEST(Suggestions, AreStopsOfTheKeypadAndSpoken) {
  AtComment at;
  at.press("suggest");
  at.type("re");
  const auto rows = stops(at.screen());
  ASSERT_EQ(rows.front().size(), 4U);
  EXPECT_EQ(rows.front()[0].name, "suggest");
  const auto said = [&](const std::string& stop) { return spoken_stop(at.screen(), stop).text; };
  EXPECT_EQ(said("suggest"), "Suggest words: On");
  EXPECT_EQ(said(rows.front()[1].name), rows.front()[1].action.text + ", 1 of 3");
  at.press("speech");
  const auto before = at.screen();
  const auto word = rows.front()[1].action.text;
  at.press("word " + word);
  const auto heard = spoken_change(before, at.screen(), at.clock.mono_now());
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.front().text, word) << "the word that was taken";
}

}  // namespace
}  // namespace earshot::kiosk
