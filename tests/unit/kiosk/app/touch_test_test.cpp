// The touch test: what the panel reports is crossed out, and nothing else.
#include "kiosk/app/touch_test.h"

#include <cmath>

#include "kiosk/app/spoken.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

TEST(TouchTest, HasFieldsOfAFingersSizeOnEveryPanel) {
  for (const auto& [w, h] : {std::pair{477.0, 268.0}, {268.0, 477.0}, {217.0, 136.0}}) {
    const auto test = TouchTest::of_panel(w, h);
    EXPECT_NEAR(w / test.columns, TouchTest::kFieldMm, 3);
    EXPECT_NEAR(h / test.rows, TouchTest::kFieldMm, 4);
    EXPECT_EQ(test.left(),
              static_cast<std::size_t>(test.columns) * static_cast<std::size_t>(test.rows));
  }
}

TEST(TouchTest, CrossesOutWhereAFingerIsAndNothingBetween) {
  auto test = TouchTest::of_panel(240, 120);
  ASSERT_EQ(test.columns, 10);
  ASSERT_EQ(test.rows, 5);
  test.touch({0, 0});
  test.touch({1, 1});
  test.touch({0.45, 0});
  EXPECT_EQ(test.left(), 47U) << "a finger that jumps has touched nothing on its way";
  EXPECT_TRUE(test.answered.front());
  EXPECT_TRUE(test.answered.back());
  EXPECT_TRUE(test.answered[4]);
  for (const TouchPlace nowhere : {TouchPlace{-0.1, 0}, {0, 1.1}, {std::nan(""), 0.5}}) {
    test.touch(nowhere);
  }
  EXPECT_EQ(test.left(), 47U);
  for (int i = 0; i < 1000; ++i) test.touch({0.5, 0.5});
  EXPECT_EQ(test.trail.size(), TouchTest::kTrailMax);
}

TEST(TouchTest, NamesTheFirstFieldsThatAreSilent) {
  auto test = TouchTest::of_panel(72, 48);
  EXPECT_EQ(in_words(test), "6 fields to draw over");
  EXPECT_EQ(result_in_words(test), "nothing was touched");
  test.touch({0.1, 0.1});
  EXPECT_EQ(result_in_words(test), "5 of 6 silent: row 1 field 2, row 1 field 3, row 2 field 1 …");
  for (const double y : {0.1, 0.9}) {
    for (const double x : {0.1, 0.5, 0.9}) test.touch({x, y});
  }
  EXPECT_EQ(result_in_words(test), "all 6 fields answer");
  EXPECT_EQ(in_words(test), "All 6 fields answer");
  EXPECT_EQ(result_in_words(TouchTest{}), "all 0 fields answer");
}

struct Technician : VisitFixture {
  Technician() {
    session.set_service({{"Volume", "70 %", "louder", "quieter"},
                         {"Touch test", "", std::string(kTouchTestAction)}});
    session.set_touch_test(TouchTest::of_panel(72, 48));
    act({.kind = Action::Kind::open_pin});
    press("digit 1");
    press("next");
    session.pin_checked({PinVerdict::Kind::service, {}}, moment());
    EXPECT_EQ(kind(), ScreenKind::service);
  }
};

TEST(TouchTest, IsOpenedFromTheServiceScreenWhichSaysWhatCameOfIt) {
  Technician f;
  f.press("service touches");
  ASSERT_EQ(f.kind(), ScreenKind::touch_test);
  EXPECT_TRUE(f.desk.done.empty()) << "the session does it by itself";
  EXPECT_EQ(stops(f.screen()).size(), 1U) << "every place of the panel is the test's";
  f.session.touch({0.1, 0.1}, f.moment());
  EXPECT_EQ(f.screen().touches.left(), 5U);
  f.press("leave");
  ASSERT_EQ(f.kind(), ScreenKind::service);
  EXPECT_EQ(f.screen().service[1].value,
            "5 of 6 silent: row 1 field 2, row 1 field 3, row 2 field 1 …");
  EXPECT_EQ(f.screen().touches, TouchTest{});
  f.session.set_service({{"Touch test", "", std::string(kTouchTestAction)}});
  EXPECT_NE(f.screen().service[0].value, "") << "and still says so";
  f.session.touch({0.9, 0.9}, f.moment());
  EXPECT_EQ(f.screen().touches, TouchTest{}) << "elsewhere nobody looks";
}

TEST(TouchTest, EndsByItselfOnAPanelThatDoesNotAnswerAtAll) {
  Technician f;
  f.press("service touches");
  f.wait(29s);
  f.session.touch({0.1, 0.1}, f.moment());
  f.wait(29s);
  EXPECT_EQ(f.kind(), ScreenKind::touch_test);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::service);
}

TEST(Service, IsSetAndHeardByTheKeypadToo) {
  Technician f;
  EXPECT_EQ(spoken_stop(f.screen(), "service quieter").text, "Volume: 70 %, quieter");
  EXPECT_EQ(spoken_stop(f.screen(), "service touches").text, "Touch test");
  f.press("service quieter");
  EXPECT_EQ(f.desk.done, std::vector<std::string>{"quieter"});
  auto before = f.screen();
  before.access.speech = true;
  auto after = before;
  after.service[0].value = "60 %";
  const auto spoken = spoken_change(before, after, {});
  ASSERT_FALSE(spoken.empty());
  EXPECT_EQ(spoken.front().text, "Volume: 60 %, louder");
}

}  // namespace
}  // namespace earshot::kiosk
