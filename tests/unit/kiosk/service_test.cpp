// The service screen in the real shell: what staff touch there, and what the panel then does.
#include "tests/unit/kiosk/app/visit_fixture.h"
#include "tests/unit/kiosk/shell_fixture.h"

namespace earshot::kiosk {
namespace {

const Panel kSmall{1280, 800, 217};

struct ServiceFixture {
  ServiceFixture() {
    shown.shell.set_volume_follower([this](int percent) { volumes.push_back(percent); });
    shown.notices->on_service({{"Device", "till-1", ""},
                               {"Volume", "70 %", "louder", "quieter"},
                               {"Touch test", "", std::string(kTouchTestAction)}});
    shown.run();
    shown.session.act({.kind = Action::Kind::open_pin}, moment());
    shown.session.act({.kind = Action::Kind::type, .text = "1"}, moment());
    shown.session.act({.kind = Action::Kind::next}, moment());
    shown.notices->on_pin({PinVerdict::Kind::service, {}});
    shown.run(1s);
    EXPECT_EQ(shown.shell.screen().kind, ScreenKind::service);
  }
  Moment moment() {
    return {shown.clock.mono_now(), shown.clock.wall_now(), shown.clock.mono_now().ms};
  }

  FakePins pins;
  FakeDesk desk;
  std::vector<int> volumes;
  ShellFixture shown{kSmall, make_survey(), default_theme(),
                     {},     nullptr,       {.sealer = nullptr, .pins = &pins, .service = &desk}};
};

TEST(ServiceInTheShell, ATouchTestCrossesOutWhatThePanelReportsAndNoMore) {
  ServiceFixture f;
  f.shown.push_tap("service touches");
  f.shown.run(500ms);
  ASSERT_EQ(f.shown.shell.screen().kind, ScreenKind::touch_test);
  const auto fields = f.shown.shell.screen().touches.left();
  ASSERT_GE(fields, 40U);
  f.shown.finger(SDL_FINGERDOWN, 5, 5);
  f.shown.finger(SDL_FINGERMOTION, 212, 5);  // faster than the panel looks
  f.shown.finger(SDL_FINGERMOTION, 212, 130);
  f.shown.finger(SDL_FINGERUP, 212, 130);
  f.shown.run(100ms);
  EXPECT_EQ(f.shown.shell.screen().touches.left(), fields - 3);
  f.shown.mouse(SDL_MOUSEBUTTONDOWN, 5, 130);
  f.shown.mouse(SDL_MOUSEBUTTONUP, 5, 130);
  f.shown.run(100ms);
  EXPECT_EQ(f.shown.shell.screen().touches.left(), fields - 4) << "by mouse too";
  f.shown.push_tap("leave");
  f.shown.run(500ms);
  ASSERT_EQ(f.shown.shell.screen().kind, ScreenKind::service);
  EXPECT_TRUE(f.shown.shell.screen().service[2].value.find(" silent: row 1 field 2") !=
              std::string::npos)
      << f.shown.shell.screen().service[2].value;
  EXPECT_TRUE(f.desk.done.empty());
}

TEST(ServiceInTheShell, StaffSeeAndHearAtOnceWhatTheySet) {
  ServiceFixture f;
  auto* const glass = glass_of_shell();
  ASSERT_NE(glass, nullptr);
  const double before = light_of(glass);
  f.shown.push_tap("service quieter");
  f.shown.run(200ms);
  EXPECT_EQ(f.desk.done, std::vector<std::string>{"quieter"});
  f.shown.notices->on_panel({.volume = 60, .picture_percent = 50});
  f.shown.run(100ms);
  EXPECT_EQ(f.volumes, std::vector<int>{60});
  EXPECT_NEAR(light_of(glass), before / 2, before * 0.1);
  f.shown.notices->on_panel({.volume = 60, .picture_percent = 100});
  f.shown.run(100ms);
  EXPECT_NEAR(light_of(glass), before, before * 0.02);
}

}  // namespace
}  // namespace earshot::kiosk
