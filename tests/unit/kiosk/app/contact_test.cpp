// Contact details that were typed are sent, or it is said why not; none is lost without a word.
#include <gtest/gtest.h>

#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

using Problem = ContactForm::Problem;

/// An unhappy customer at the contact details: name, phone, email.
struct AtContact : VisitFixture {
  explicit AtContact(bool small_panel = false)
      : VisitFixture(std::string(kWholeSurvey), {}, small_panel) {
    rate(1);
    press("next");
    press("next");
    EXPECT_EQ(kind(), ScreenKind::contact);
  }
  [[nodiscard]] const ContactForm& form() const { return screen().contact; }
  void write(const std::string& field, const std::string& text) {
    press(field);
    type(text);
  }
};

TEST(ContactDone, SendsWhatWasTypedAsNextDoes) {
  AtContact f;
  f.write("field 2", "someone@example.com");
  f.press("consent");
  f.press("finish");
  EXPECT_EQ(f.kind(), ScreenKind::closing);
  EXPECT_EQ(f.sealer.last.email, "someone@example.com");
  EXPECT_EQ(f.last().answers.back().text, "sealed");
  EXPECT_FALSE(f.last().partial);
}

TEST(ContactDone, SaysWhatIsInTheWayAndKeepsWhatWasTyped) {
  AtContact f;
  const auto revisions = f.saver.saved.size();
  f.write("field 1", "12");
  f.press("finish");
  EXPECT_EQ(f.kind(), ScreenKind::contact);
  EXPECT_EQ(f.form().problem, Problem::phone_wrong);
  EXPECT_EQ(f.form().entries[1].text, "12");
  f.type("34567");
  EXPECT_EQ(f.form().problem, Problem::none);
  f.press("finish");
  EXPECT_EQ(f.form().problem, Problem::consent_missing);
  EXPECT_EQ(f.form().entries[1].text, "1234567");
  EXPECT_EQ(f.saver.saved.size(), revisions);
  f.press("consent");
  f.press("finish");
  EXPECT_EQ(f.sealer.last.phone, "1234567");
  EXPECT_EQ(f.kind(), ScreenKind::closing);
}

TEST(ContactDone, LeavesTheDetailsOutOnlyForWhomItHasTold) {
  AtContact f;
  f.write("field 0", "Ada");
  f.press("finish");
  EXPECT_EQ(f.form().problem, Problem::nothing_reachable);
  f.press("finish", 400ms);
  EXPECT_EQ(f.kind(), ScreenKind::contact) << "nobody has read it in that time";
  EXPECT_EQ(f.form().problem, Problem::nothing_reachable);
  EXPECT_EQ(f.form().entries[0].text, "Ada");
  f.press("finish", 2s);
  EXPECT_EQ(f.kind(), ScreenKind::closing) << "the button says 'Skip' by now";
  EXPECT_EQ(f.last().answers.size(), 1U);
  EXPECT_FALSE(f.last().partial);
}

TEST(ContactDone, IsDoneWhereNothingWasTyped) {
  AtContact f;
  f.press("consent");
  f.press("finish");
  EXPECT_EQ(f.kind(), ScreenKind::closing);
  EXPECT_EQ(f.last().answers.size(), 1U);
}

TEST(ContactDone, WhatCannotBeSealedIsSaidToBeLost) {
  AtContact f;
  f.sealer.works = false;
  f.write("field 1", "+34 600 000 000");
  f.press("consent");
  f.press("finish");
  EXPECT_EQ(f.kind(), ScreenKind::contact);
  EXPECT_EQ(f.form().problem, Problem::not_sealed);
  EXPECT_TRUE(f.form().entries[1].text.empty());
  f.press("finish", 2s);
  EXPECT_EQ(f.kind(), ScreenKind::closing);
}

TEST(ContactBack, KeepsTheDetailsForTheWayForward) {
  AtContact f;
  f.write("field 2", "someone@example.com");
  f.press("consent");
  f.press("back");
  ASSERT_EQ(f.kind(), ScreenKind::comment);
  EXPECT_TRUE(f.screen().contact.entries.empty()) << "not on a screen that does not ask for them";
  f.press("next");
  ASSERT_EQ(f.kind(), ScreenKind::contact);
  EXPECT_EQ(f.form().entries[2].text, "someone@example.com");
  EXPECT_TRUE(f.form().consent);
  f.press("next");
  EXPECT_EQ(f.sealer.last.email, "someone@example.com");
}

TEST(ContactBack, DoneFromAnotherQuestionSendsThemOrSaysWhyNot) {
  AtContact ready;
  ready.write("field 2", "someone@example.com");
  ready.press("consent");
  ready.press("back");
  ready.type("Too dear");
  ready.press("finish");
  EXPECT_EQ(ready.kind(), ScreenKind::closing);
  EXPECT_EQ(ready.sealer.last.email, "someone@example.com");
  EXPECT_EQ(response::comment_of(ready.last()), "Too dear");
  EXPECT_FALSE(ready.last().partial);

  AtContact open;
  open.write("field 2", "someone@example.com");
  open.press("back");
  open.press("finish");
  ASSERT_EQ(open.kind(), ScreenKind::contact);
  EXPECT_EQ(open.form().problem, Problem::consent_missing);
  EXPECT_EQ(open.form().entries[2].text, "someone@example.com");
}

TEST(ContactBack, TheNextCustomerFindsNothingOfThem) {
  AtContact f;
  f.write("field 2", "someone@example.com");
  f.press("back");
  f.wait(10min);
  f.wait(10min);
  ASSERT_EQ(f.kind(), ScreenKind::attract);
  f.rate(1);
  f.press("next");
  f.press("next");
  ASSERT_EQ(f.kind(), ScreenKind::contact);
  for (const auto& entry : f.form().entries) EXPECT_TRUE(entry.text.empty());
}

TEST(ContactOnASmallPanel, ShowsTheFormOrOneFieldWithItsKeyboard) {
  AtContact f(true);
  EXPECT_FALSE(f.form().writing);
  EXPECT_FALSE(action_of(f.screen(), "key a")) << "the form has all the room";
  EXPECT_TRUE(action_of(f.screen(), "consent"));
  f.press("field 1");
  EXPECT_TRUE(f.form().writing);
  EXPECT_EQ(f.form().current, 1U);
  EXPECT_TRUE(action_of(f.screen(), "key 5"));
  for (const auto* gone : {"consent", "field 0", "back", "finish"}) {
    EXPECT_FALSE(action_of(f.screen(), gone)) << gone;
  }
  f.type("+34600000000");
  f.press("next");
  EXPECT_EQ(f.kind(), ScreenKind::contact) << "the key closes the keyboard";
  EXPECT_FALSE(f.form().writing);
  EXPECT_EQ(f.form().entries[1].text, "+34600000000");
  f.press("consent");
  f.press("finish");
  EXPECT_EQ(f.sealer.last.phone, "+34600000000");
}

}  // namespace
}  // namespace earshot::kiosk
