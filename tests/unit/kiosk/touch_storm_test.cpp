// Ten thousand touches through SDL's queue, the real shell and the real drawing, told in all the
// ways in which touch panels and their drivers tell them: each counts exactly once. And a child
// that hammers on the glass.
#include <gtest/gtest.h>
#include <imgui.h>

#include <set>

#include "tests/unit/kiosk/shell_fixture.h"

namespace earshot::kiosk {
namespace {

/// Few pixels, so that drawing is quick; the layout is in millimetres and the same as ever.
const Panel kTiny{128, 80, 217};

Theme still_theme() {
  auto theme = default_theme();
  theme.reduced_motion = true;
  theme.fade = Duration{0};
  return theme;
}

class TouchStorm : public testing::Test {
 protected:
  std::size_t pick(std::size_t bound) { return random_below(random, bound); }
  bool one_in(std::size_t n) { return pick(n) == 0; }

  /// Sometimes the shell works between two events, sometimes they come in one heap.
  void maybe_work() {
    if (!one_in(3)) return;
    f.clock.advance(Duration(pick(30)));
    f.shell.step(Duration{0});
  }

  void mouse_click(double x, double y, std::uint32_t which) {
    f.mouse(SDL_MOUSEBUTTONDOWN, x, y, which);
    f.mouse(SDL_MOUSEBUTTONUP, x, y, which);
  }

  /// One touch in the middle of `box`, as a panel with bad manners tells it. Every way counts once.
  void touch(const Box& box) {
    const double x = box.center_x(), y = box.center_y();
    const auto finger = static_cast<SDL_FingerID>(pick(3) + 1), other = finger + 10;
    switch (pick(9)) {
      case 0:  // SDL's own translation, around and between
        f.mouse(SDL_MOUSEBUTTONDOWN, x, y, SDL_TOUCH_MOUSEID);
        f.finger(SDL_FINGERDOWN, x, y, finger);
        maybe_work();
        f.finger(SDL_FINGERUP, x, y, finger);
        return f.mouse(SDL_MOUSEBUTTONUP, x, y, SDL_TOUCH_MOUSEID);
      case 1:  // the driver plays mouse at the same time
        f.finger(SDL_FINGERDOWN, x, y, finger);
        f.mouse(SDL_MOUSEBUTTONDOWN, x, y);
        maybe_work();
        f.finger(SDL_FINGERUP, x, y, finger);
        return f.mouse(SDL_MOUSEBUTTONUP, x, y);
      case 2:  // … and too late, when the finger is gone
        f.finger(SDL_FINGERDOWN, x, y, finger);
        maybe_work();
        f.finger(SDL_FINGERUP, x, y, finger);
        return mouse_click(x, y, 0);
      case 3:  // … and too early, and lets go in the other order
        f.mouse(SDL_MOUSEBUTTONDOWN, x, y);
        f.finger(SDL_FINGERDOWN, x, y, finger);
        f.mouse(SDL_MOUSEBUTTONUP, x, y);
        return f.finger(SDL_FINGERUP, x, y, finger);
      case 4:  // a second finger, elsewhere, which leaves first
        f.finger(SDL_FINGERDOWN, x, y, finger);
        f.finger(SDL_FINGERDOWN, 5, 5, other);
        maybe_work();
        f.finger(SDL_FINGERMOTION, x, y, other);
        f.finger(SDL_FINGERUP, x, y, other);
        return f.finger(SDL_FINGERUP, x, y, finger);
      case 5:  // … or last
        f.finger(SDL_FINGERDOWN, x, y, finger);
        f.finger(SDL_FINGERDOWN, x, y, other);
        f.finger(SDL_FINGERUP, x, y, finger);
        maybe_work();
        return f.finger(SDL_FINGERUP, x, y, other);
      case 6:  // a trembling hand
        f.finger(SDL_FINGERDOWN, x - 3, y, finger);
        for (int i = 0; i < 5; ++i) f.finger(SDL_FINGERMOTION, x - 2 + i, y + 1, finger);
        maybe_work();
        return f.finger(SDL_FINGERUP, x + 2, y, finger);
      case 7:  // the panel swallowed the end of a touch, and begins the next
        f.finger(SDL_FINGERDOWN, x, y, finger);
        maybe_work();
        f.finger(SDL_FINGERDOWN, x, y, finger);
        return f.finger(SDL_FINGERUP, x, y, finger);
      default:  // an end without a beginning, and then a touch as it should be
        f.finger(SDL_FINGERUP, x, y, other);
        f.finger(SDL_FINGERDOWN, x, y, finger);
        maybe_work();
        return f.finger(SDL_FINGERUP, x, y, finger);
    }
  }

  /// A touch whose effect is waited for.
  void count(const std::string& target) {
    const auto before = f.shell.touches();
    touch(f.target(target).box);
    f.run();
    ++given;
    ASSERT_EQ(f.shell.touches(), before + 1) << "touch " << given << " on '" << target << "'";
  }

  ShellFixture f{kTiny, make_survey(), still_theme()};
  fakes::SeededRandom random{34};
  std::uint64_t given = 0;
};

TEST_F(TouchStorm, TenThousandTouchesCountExactlyOnceEachAndNoButtonStaysLit) {
  f.run(100ms);
  const auto pixels = [&] {
    const auto& image = f.shell.image();
    return std::vector<std::uint32_t>(image.pixels, image.pixels + image.stride * image.height);
  };
  const auto untouched = pixels();
  std::vector<int> ratings;
  std::vector<std::string> languages;
  while (given < 10'000) {
    ASSERT_NO_FATAL_FAILURE(count("begin"));
    f.run(250ms);
    ASSERT_EQ(f.shell.screen().kind, ScreenKind::question);
    // Helpers in a heap: each is counted, and an even number of touches changes nothing.
    const auto before = f.shell.touches();
    const auto changes = 2 * pick(3);
    for (std::size_t i = 0; i < changes; ++i) touch(f.target("large text").box);
    given += changes;
    f.run();
    ASSERT_EQ(f.shell.touches(), before + changes);
    ASSERT_FALSE(f.shell.screen().access.large_text);
    std::string language = "en";
    if (one_in(3)) {
      language = "de";
      ASSERT_NO_FATAL_FAILURE(count("languages"));
      f.run(300ms);
      ASSERT_NO_FATAL_FAILURE(count("language de"));
      f.run(300ms);
    }
    ratings.push_back(static_cast<int>(pick(11)));
    languages.push_back(language);
    ASSERT_NO_FATAL_FAILURE(count("rating " + std::to_string(ratings.back())));
    ASSERT_EQ(f.saver.saved.size(), ratings.size());
    f.run();
    ASSERT_EQ(f.shell.screen().kind, ScreenKind::thanks);
    f.clock.advance(1s);
    ASSERT_NO_FATAL_FAILURE(count("dismiss"));
    ASSERT_EQ(f.shell.screen().kind, ScreenKind::attract);
    ASSERT_FALSE(ImGui::IsAnyItemActive()) << "something is held that nobody touches";
  }
  f.run(100ms);
  EXPECT_EQ(pixels(), untouched) << "the attract screen is not as it was before the first touch";
  std::set<std::string> ids;
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    EXPECT_EQ(f.saver.saved[i].answers.front().rating, ratings[i]);
    EXPECT_EQ(f.saver.saved[i].language.str(), languages[i]);
    EXPECT_TRUE(ids.insert(f.saver.saved[i].id.str()).second);
  }
}

TEST_F(TouchStorm, FiveHundredTapsAMinuteAreAllTakenAndEveryThanksIsForAnAnswerThatWasKept) {
  // A child hammers on one place, where "begin", an answer and "dismiss" lie in turn.
  std::size_t thanked = 0;
  auto shown = f.shell.screen().kind;
  const auto box = [&] {
    f.push_tap("begin");
    f.run(300ms);
    return f.target("rating 5").box;
  }();
  const auto before = f.shell.touches();
  for (int tap = 0; tap < 2'500; ++tap) {
    f.finger(SDL_FINGERDOWN, box.center_x(), box.center_y());
    f.finger(SDL_FINGERUP, box.center_x(), box.center_y());
    f.run(120ms);  // 500 a minute
    const auto now = f.shell.screen().kind;
    if (now == ScreenKind::thanks && shown != now) ++thanked;
    shown = now;
  }
  EXPECT_EQ(f.shell.touches(), before + 2'500) << "each was taken";
  EXPECT_EQ(f.shell.touches_ignored(), 0U);
  EXPECT_EQ(f.saver.saved.size(), thanked);
  EXPECT_GT(thanked, 125U) << "five minutes of it";
}

}  // namespace
}  // namespace earshot::kiosk
