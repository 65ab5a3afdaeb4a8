// Somebody comes back with a code: it is typed, the location asked, and the answer read. Whatever
// becomes of it is said truly, and nobody after them sees any of it.
#include "core/base/claim_code.h"
#include "kiosk/app/claim_code_pad.h"
#include "kiosk/app/spoken.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;
using State = Claim::State;
using Verdict = ClaimTold::Verdict;

class AtTheKiosk : public testing::Test {
 protected:
  const Claim& claim() { return f.screen().claim; }
  void type(const std::string& code) {
    for (const char sign : code) f.press("sign " + std::string(1, sign), 300ms);
  }
  void ask(const std::string& code = "7KQM2R9D") {
    type(code);
    f.press("next");
    ASSERT_EQ(claim().state, State::asking);
  }
  void told(Verdict verdict, std::string words = "", std::string by = "") {
    ASSERT_FALSE(f.claims.asked.empty());
    f.session.claim_told(f.claims.asked.back().first,
                         {verdict, f.clock.wall_now(), std::move(words), std::move(by)},
                         f.moment());
  }
  [[nodiscard]] bool offers(const std::string& stop) {
    return action_of(f.screen(), stop).has_value();
  }

  VisitFixture f;
};

TEST_F(AtTheKiosk, AWholeCodeIsLookedUpAndItsAnswerRead) {
  f.press("have code");
  ASSERT_EQ(f.kind(), ScreenKind::claim);
  type("7KQM2R9");
  EXPECT_FALSE(offers("next")) << "a sign is missing";
  type("D");
  type("A");
  EXPECT_EQ(claim().code, "7KQM2R9D") << "there is no ninth";
  f.press("next");
  ASSERT_EQ(f.claims.asked.size(), 1U);
  EXPECT_EQ(f.claims.asked.front().second, "7KQM2R9D");
  told(Verdict::answered, "We changed the supplier.", "Anna");
  EXPECT_EQ(claim().state, State::answered);
  EXPECT_EQ(claim().pages, std::vector<std::string>{"We changed the supplier."});
  EXPECT_EQ(claim().by, "Anna");
  ASSERT_TRUE(claim().day) << "the location's own day";
  f.press("dismiss");
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_TRUE(f.saver.saved.empty()) << "reading is no response";
}

TEST_F(AtTheKiosk, ALongAnswerIsReadPageByPage) {
  std::string words;
  for (int i = 0; i < 12; ++i) words += "We have looked at this again and changed it. ";
  f.press("have code");
  ask();
  told(Verdict::answered, words);
  const auto pages = claim().pages.size();
  ASSERT_GT(pages, 2U);
  EXPECT_FALSE(offers("dismiss"));
  EXPECT_EQ(f.screen().steps, static_cast<int>(pages));
  f.press("next");
  EXPECT_EQ(claim().page, 1U);
  f.press("back");
  EXPECT_EQ(claim().page, 0U);
  for (std::size_t i = 1; i < pages; ++i) f.press("next");
  EXPECT_FALSE(offers("next"));
  f.press("dismiss");
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_EQ(f.screen().steps, 0);
}

TEST_F(AtTheKiosk, NoAnswerYetIsSaidAndSoIsALocationThatCannotBeReached) {
  f.press("have code");
  ask();
  told(Verdict::none_yet);
  EXPECT_EQ(claim().state, State::none_yet);
  f.press("dismiss");
  f.press("have code");
  ask();
  told(Verdict::unreachable);
  EXPECT_EQ(claim().state, State::not_now);
  f.press("dismiss");
  f.press("have code");
  ask();
  f.wait(8s);
  EXPECT_EQ(claim().state, State::not_now) << "nobody answers";
  told(Verdict::answered, "Too late");
  EXPECT_EQ(claim().state, State::not_now);
}

TEST_F(AtTheKiosk, AnAnswerThatIsLateIsShownToNobodyElse) {
  f.press("have code");
  ask();
  const auto first = f.claims.asked.back().first;
  f.press("back");
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  f.session.claim_told(first, {Verdict::answered, {}, "The words", ""}, f.moment());
  EXPECT_EQ(f.screen().claim, Claim{});
  f.press("have code");
  ask("ZZZZZZZZ");
  f.session.claim_told(first, {Verdict::answered, {}, "The words", ""}, f.moment());
  EXPECT_EQ(claim().state, State::asking);
}

TEST_F(AtTheKiosk, AWrongCodeIsToldKindlyAndTypedAgain) {
  f.press("have code");
  ask();
  told(Verdict::unknown);
  EXPECT_EQ(claim().state, State::typing);
  EXPECT_TRUE(claim().unknown);
  EXPECT_TRUE(claim().code.empty());
  type("7");
  EXPECT_FALSE(claim().unknown);
}

TEST_F(AtTheKiosk, CodesCannotBeTriedOneAfterTheOtherAlsoNotFromTheAttractScreen) {
  for (int i = 0; i < Session::kWrongCodesMax; ++i) {
    f.press("have code");
    ask();
    told(Verdict::unknown);
    if (i + 1 < Session::kWrongCodesMax) f.press("back");
  }
  EXPECT_EQ(claim().state, State::locked);
  EXPECT_FALSE(offers("sign 7"));
  f.act({.kind = Kind::type, .text = "7"});
  EXPECT_TRUE(claim().code.empty());
  f.press("back");
  f.press("have code");
  EXPECT_EQ(claim().state, State::locked) << "going out and in again changes nothing";
  ASSERT_TRUE(claim().wait);
  f.wait(claim().wait->left(f.clock.mono_now()) - 30s);
  f.press("back");
  f.press("have code");
  f.wait(30s);
  EXPECT_EQ(claim().state, State::typing);
}

TEST_F(AtTheKiosk, ALocationThatHasHeardTooManyWrongOnesIsBelieved) {
  f.press("have code");
  ask();
  told(Verdict::too_many);
  EXPECT_EQ(claim().state, State::locked);
}

TEST_F(AtTheKiosk, NobodySeesTheLastCustomersCodeOrAnswer) {
  f.press("have code");
  type("7KQM");
  f.wait(f.screen().survey->patience.idle);
  ASSERT_EQ(f.kind(), ScreenKind::idle);
  EXPECT_EQ(f.screen().claim, Claim{}) << "not even what is typed is seen meanwhile";
  f.press("stay");
  EXPECT_EQ(claim().code, "7KQM");
  type("2R9D");
  f.press("next");
  told(Verdict::answered, std::string(100, 'w'));
  f.wait(f.screen().survey->patience.idle);
  EXPECT_EQ(f.kind(), ScreenKind::claim) << "it takes its time to be read";
  f.wait(8s);
  ASSERT_EQ(f.kind(), ScreenKind::idle);
  EXPECT_EQ(f.screen().step, 0) << "and nothing is said to be kept";
  f.wait(f.screen().survey->patience.react);
  ASSERT_EQ(f.kind(), ScreenKind::attract);
  f.press("have code");
  EXPECT_EQ(claim(), Claim{});
}

TEST_F(AtTheKiosk, ADiskThatFailsKeepsNobodyFromReading) {
  f.press("have code");
  ask();
  f.session.store_failed(f.moment());
  told(Verdict::answered, "Here it is.");
  EXPECT_EQ(claim().state, State::answered);
  f.press("dismiss");
  EXPECT_EQ(f.kind(), ScreenKind::resting);
}

TEST_F(AtTheKiosk, IsDoneWithTheKeypadAndByEarAlone) {
  f.act({.kind = Kind::down});
  for (int i = 0; i < 20 && f.screen().focus != "have code"; ++i) f.act({.kind = Kind::down});
  ASSERT_EQ(f.screen().focus, "have code");
  EXPECT_EQ(spoken_stop(f.screen(), "have code").text, "I have a code");
  f.wait(1s);
  f.act({.kind = Kind::select});
  ASSERT_EQ(f.kind(), ScreenKind::claim);
  EXPECT_EQ(f.screen().focus, "sign 0");
  EXPECT_EQ(spoken_screen(f.screen(), {}), "Type your code");
  EXPECT_EQ(spoken_stop(f.screen(), "sign K").text, "K");
  const auto empty = f.screen();
  type("7KQM2R9D");
  EXPECT_EQ(spoken_change(empty, f.screen(), {}).front().text, "7KQM2R9D");
  EXPECT_EQ(spoken_stop(f.screen(), "next").text, "Look it up");
  const auto typed = f.screen();
  f.press("next");
  EXPECT_EQ(spoken_change(typed, f.screen(), {}).front().text, "One moment…");
  const auto asked = f.screen();
  told(Verdict::answered, "We changed the supplier.", "Anna");
  EXPECT_EQ(spoken_change(asked, f.screen(), {}).front().text,
            "Our answer. We changed the supplier. Anna");
}

TEST(Codes, AreNotOfferedWhereNobodyGivesThemOrNobodyCanAnswer) {
  VisitFixture none(text_with(std::string(kWholeSurvey), "claim = true\n", ""));
  EXPECT_FALSE(action_of(none.screen(), "have code"));
  none.act({.kind = Kind::have_code});
  EXPECT_EQ(none.kind(), ScreenKind::attract);
  VisitFixture f;
  EXPECT_TRUE(action_of(f.screen(), "have code"));
}

TEST(Codes, HaveAKeyForEachOfTheirSignsAndForNoOther) {
  std::string signs;
  for (const auto row : kCodeRows) signs += row;
  EXPECT_EQ(signs, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  for (const char sign : signs) {
    EXPECT_TRUE(id_prefix_of_claim(std::string(8, sign)));
    EXPECT_TRUE(is_code_sign(std::string(1, sign)));
  }
  for (const std::string wrong : {"I", "L", "O", "U", "a", "", "AB", "é"}) {
    EXPECT_FALSE(is_code_sign(wrong)) << wrong;
  }
  EXPECT_EQ(code_so_far("7KQM"), "7KQM");
  EXPECT_EQ(code_so_far("7KQM2R"), "7KQM-2R");
}

std::string joined(const std::vector<std::string>& pages) {
  std::string all;
  for (const auto& page : pages) all += (all.empty() ? "" : " ") + page;
  return all;
}

TEST(AnswerPages, LoseNothingAndBreakBehindSentences) {
  std::string words;
  for (int i = 0; i < 14; ++i) {
    words += (i == 0 ? "" : " ") + std::string("Number ") + std::to_string(i) +
             " of what we have changed since you were here.";
  }
  const auto pages = answer_pages(words, LanguageTag::trusted("en"));
  EXPECT_GT(pages.size(), 3U);
  EXPECT_EQ(joined(pages), words);
  for (const auto& page : pages) {
    EXPECT_LE(page.size(), 180U);
    EXPECT_TRUE(page.ends_with('.')) << page;
  }
}

TEST(AnswerPages, TakeWideLettersLineEndsAndWordsWithoutEnd) {
  const auto chinese = LanguageTag::trusted("zh");
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "换";
  EXPECT_GE(answer_pages(wide, chinese).size(), 3U);
  EXPECT_EQ(answer_pages(std::string(600, 'x'), chinese).size() > 3, true);
  EXPECT_GE(answer_pages("a\n\n\n\n\n\n\nb", LanguageTag::trusted("en")).size(), 2U);
  EXPECT_TRUE(answer_pages(" \n ", LanguageTag::trusted("en")).empty());
  EXPECT_EQ(answer_pages("Yes.", LanguageTag::trusted("en")), std::vector<std::string>{"Yes."});
}

}  // namespace
}  // namespace earshot::kiosk
