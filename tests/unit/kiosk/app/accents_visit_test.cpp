// Letters that stand behind others, for somebody with a five-key pad: select is held.
#include "kiosk/app/keyboard.h"
#include "kiosk/app/spoken.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

struct AtComment : VisitFixture {
  AtComment() {
    rate(2);
    while (kind() != ScreenKind::comment) press("next");
    type("Caf");
    wait(1s);
    act({.kind = Kind::select});  // shows where one is
  }
  void go_to(const std::string& stop) {
    for (int i = 0; i < 100 && screen().focus != stop; ++i) act({.kind = Kind::right});
    for (int i = 0; i < 100 && screen().focus != stop; ++i) act({.kind = Kind::left});
    ASSERT_EQ(screen().focus, stop);
  }
  void select(const std::string& stop) {
    go_to(stop);
    act({.kind = Kind::select});
  }
};

TEST(Accents, AreOfferedWhileTheKeypadHoldsTheLetter) {
  AtComment at;
  at.select("key e");
  EXPECT_EQ(at.screen().text, "Cafe");
  at.act({.kind = Kind::hold});
  const auto rows = stops(at.screen());
  const auto accents = accents_of(at.screen().language, at.screen().keyboard, "e");
  ASSERT_FALSE(accents.empty());
  ASSERT_EQ(rows.front().size(), accents.size());
  EXPECT_EQ(at.screen().focus, rows.front().front().name);
  at.select("key é");
  EXPECT_EQ(at.screen().text, "Café") << "in place of the plain letter";
  EXPECT_EQ(at.screen().focus, "key e") << "and back on its key";
  EXPECT_TRUE(at.screen().keyboard.accents_of.empty());
  at.select("erase");
  EXPECT_EQ(at.screen().text, "Caf");
}

TEST(Accents, OfACapitalAreCapitals) {
  AtComment at;
  at.select("key space");
  at.select("shift");
  at.select("key E");
  EXPECT_EQ(at.screen().focus, "key e") << "shift is for one key";
  at.act({.kind = Kind::hold});
  at.select("key É");
  EXPECT_EQ(at.screen().text, "Caf É");
}

TEST(Accents, CanBeLeftWithoutTakingOne) {
  AtComment at;
  at.select("key e");
  at.act({.kind = Kind::hold});
  at.select("page letters");
  EXPECT_EQ(at.screen().text, "Cafe");
  EXPECT_EQ(at.screen().focus, "key e");
}

TEST(Accents, OpenOnlyForALetterThatThisPressHasTyped) {
  AtComment at;
  at.go_to("key e");
  at.act({.kind = Kind::hold});
  EXPECT_TRUE(at.screen().keyboard.accents_of.empty()) << "nothing was typed by it";
  at.select("key e");
  at.act({.kind = Kind::right});
  at.act({.kind = Kind::hold});
  EXPECT_TRUE(at.screen().keyboard.accents_of.empty()) << "another key came between";
  at.select("key e");
  at.press("back");
  at.press("next");
  at.act({.kind = Kind::hold});
  EXPECT_TRUE(at.screen().keyboard.accents_of.empty()) << "held since the screen before";
}

TEST(Accents, KeepNoSessionAliveUnderAKeyThatSomethingLiesOn) {
  AtComment at;
  for (int i = 0; i < 400 && at.kind() == ScreenKind::comment; ++i) {
    at.act({.kind = Kind::hold});
    at.wait(100ms);
  }
  EXPECT_EQ(at.kind(), ScreenKind::idle);
}

TEST(Accents, AreSpokenWithTheirPlace) {
  AtComment at;
  at.press("speech");
  at.act({.kind = Kind::select});
  at.select("key e");
  auto before = at.screen();
  at.act({.kind = Kind::hold});
  const auto total =
      std::to_string(accents_of(at.screen().language, at.screen().keyboard, "e").size());
  auto heard = spoken_change(before, at.screen(), at.clock.mono_now());
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard.front().text, at.screen().focus.substr(4) + ", 1 of " + total);
  at.go_to("key é");
  before = at.screen();
  at.act({.kind = Kind::select});
  heard = spoken_change(before, at.screen(), at.clock.mono_now());
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.front().text, "é");
}

}  // namespace
}  // namespace earshot::kiosk
