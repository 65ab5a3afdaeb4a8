// The real shell under real finger events: every touch counts exactly once, and what is drawn is
// seen.
#include <gtest/gtest.h>

#include <unordered_map>

#include "kiosk/ui/picture.h"
#include "tests/fakes/temp_folder.h"
#include "tests/unit/kiosk/shell_fixture.h"

namespace earshot::kiosk {
namespace {

const Panel kLandscape{1920, 1080, 477};
const Panel kPortrait{1080, 1920, 268};
const Panel kSmall{1280, 800, 217};

std::uint32_t pixel_at(const Image& image, double x_mm, double y_mm, const Panel& panel) {
  const auto x = static_cast<int>(x_mm * panel.px_per_mm());
  const auto y = static_cast<int>(y_mm * panel.px_per_mm());
  return image.pixels[y * image.stride + x] & 0xFFFFFF;
}
std::uint32_t pixel_of(Color color) {
  return static_cast<std::uint32_t>(color.r << 16 | color.g << 8 | color.b);
}

/// How many different colours the picture has, and which share of it is not the most common one.
/// Every third pixel of every third line is looked at.
std::pair<std::size_t, double> variety(const Image& image) {
  std::unordered_map<std::uint32_t, std::size_t> colors;
  std::size_t most = 0, all = 0;
  for (int y = 0; y < image.height; y += 3) {
    for (int x = 0; x < image.width; x += 3) {
      most = std::max(most, ++colors[image.pixels[y * image.stride + x] & 0xFFFFFF]);
      ++all;
    }
  }
  return {colors.size(), 1 - static_cast<double>(most) / static_cast<double>(all)};
}

TEST(Shell, ATouchLightsTheAnswerInTheSameFrameAndLiftingItCounts) {
  ShellFixture f(kSmall, make_survey());
  f.push_tap("begin");
  f.run(500ms);
  const auto box = f.target("rating 7").box;
  const auto accent = pixel_of(default_theme().accent);
  const auto corner_of_tile = [&] {
    return pixel_at(f.shell.image(), box.x + 4, box.center_y() + 2, kSmall);
  };
  EXPECT_NE(corner_of_tile(), accent);
  f.finger(SDL_FINGERDOWN, box.center_x(), box.center_y());
  const auto frames = f.shell.frames();
  f.run();
  EXPECT_EQ(f.shell.frames(), frames + 1);
  EXPECT_EQ(corner_of_tile(), accent);
  f.finger(SDL_FINGERUP, box.center_x(), box.center_y());
  f.run();
  ASSERT_EQ(f.saver.saved.size(), 1U);
  EXPECT_EQ(f.saver.saved.front().answers.front().rating, 7);
  f.run(400ms);
  EXPECT_EQ(f.shell.screen().kind, ScreenKind::thanks);
}

TEST(Shell, APressThatSlidesOffDoesNotFireAndNothingStaysLit) {
  ShellFixture f(kSmall, make_survey());
  f.push_tap("begin");
  f.run(500ms);
  const auto box = f.target("rating 2").box;
  f.finger(SDL_FINGERDOWN, box.center_x(), box.center_y());
  f.run();
  f.finger(SDL_FINGERMOTION, box.center_x(), box.y - 12);
  f.run();
  EXPECT_NE(pixel_at(f.shell.image(), box.x + 4, box.center_y(), kSmall),
            pixel_of(default_theme().accent));
  f.finger(SDL_FINGERUP, box.center_x(), box.y - 12);
  f.run(200ms);
  EXPECT_TRUE(f.saver.saved.empty());
  EXPECT_EQ(f.shell.screen().kind, ScreenKind::question);
}

TEST(Shell, ASlideOntoAnotherAnswerChoosesNeither) {
  ShellFixture f(kSmall, make_survey());
  f.push_tap("begin");
  f.run(500ms);
  const auto from = f.target("rating 2").box, to = f.target("rating 3").box;
  f.finger(SDL_FINGERDOWN, from.center_x(), from.center_y());
  f.finger(SDL_FINGERMOTION, to.center_x(), to.center_y());
  f.finger(SDL_FINGERUP, to.center_x(), to.center_y());
  f.run(200ms);
  EXPECT_TRUE(f.saver.saved.empty());
}

TEST(Shell, ATouchWithItsMouseTwinCountsOnce) {
  ShellFixture f(kSmall, make_survey());
  f.push_tap("begin");
  f.run(500ms);
  const auto box = f.target("rating 4").box;
  f.finger(SDL_FINGERDOWN, box.center_x(), box.center_y());
  f.mouse(SDL_MOUSEBUTTONDOWN, box.center_x(), box.center_y());
  f.finger(SDL_FINGERUP, box.center_x(), box.center_y());
  f.mouse(SDL_MOUSEBUTTONUP, box.center_x(), box.center_y());
  f.run(100ms);
  EXPECT_EQ(f.saver.saved.size(), 1U);
  EXPECT_EQ(f.shell.screen().kind, ScreenKind::thanks);
}

TEST(Shell, QuickTouchesOnDifferentPlacesAreAllSeenInTheirOrder) {
  ShellFixture f(kSmall, make_survey());
  f.push_tap("begin");
  f.run(500ms);
  // Two helpers and an answer within one wake-up.
  f.push_tap("contrast");
  f.push_tap("large text");
  f.push_tap("contrast");
  f.push_tap("rating 9");
  f.run(100ms);
  ASSERT_EQ(f.saver.saved.size(), 1U);
  EXPECT_FALSE(f.shell.screen().access.high_contrast);
  EXPECT_TRUE(f.shell.screen().access.large_text);
}

TEST(Shell, SaysThatItRestsWhenTheStoreFailsBeforeTheFirstFrame) {
  const auto window = open_in_memory(320, 200);
  Notices notices;
  fakes::FakeClock clock;
  fakes::SeededRandom random;
  FakeSaver saver;
  Session session({TouchpointId::trusted("checkout"), {}, ""}, saver, random);
  Shell shell(*window, Stage(default_theme(), *Type::load(default_theme()), {320, 200, 217}),
              session, notices, clock);
  notices.on_store_failed();
  notices.on_surveys({make_survey()});
  shell.start();
  shell.step(Duration{0});
  EXPECT_EQ(shell.screen().kind, ScreenKind::resting);
  notices.on_store_recovered();
  shell.step(Duration{0});
  EXPECT_EQ(shell.screen().kind, ScreenKind::attract);
}

TEST(Shell, RestsWhenNothingHappens) {
  ShellFixture f(kSmall, make_survey());
  f.run(500ms);
  const auto frames = f.shell.frames();
  EXPECT_TRUE(f.shell.at_rest());
  f.run(60s);
  EXPECT_EQ(f.shell.frames(), frames) << "no frame without a reason";
}

/// Minutes after midnight UTC, in the location.
class UtcCalendar final : public survey::LocalCalendar {
 public:
  survey::LocalTime local_time(WallTime at) const override {
    const std::int64_t minutes = at.ms / 60'000;
    return {static_cast<LocalDay>(minutes / survey::kMinutesInDay),
            static_cast<int>(minutes % survey::kMinutesInDay)};
  }
};

TEST(Shell, AtNightAWaitingScreenIsDimAndOneInUseIsNot) {
  const UtcCalendar calendar;
  const survey::Hours night{0x7F, 22 * 60, 6 * 60};
  ShellFixture f(kSmall, make_survey(), default_theme(), {night}, &calendar);
  auto* const glass = glass_of_shell();
  ASSERT_NE(glass, nullptr);
  const auto at = [&](int hour) {
    constexpr std::int64_t kDay = 86'400'000;
    const auto today = f.clock.wall_now().ms / kDay * kDay;
    f.clock.set_wall(WallTime{today + hour * 3'600'000LL});
    f.clock.advance(3min);  // the panel is looked after now and then
    f.run(200ms);
  };
  at(12);
  const double day = light_of(glass);
  at(23);
  EXPECT_LT(light_of(glass), day * 0.4);
  f.push_tap("begin");
  f.run(500ms);
  EXPECT_GT(light_of(glass), day * 0.7) << "somebody is there";
  f.run(60s);
  ASSERT_EQ(f.shell.screen().kind, ScreenKind::attract);
  EXPECT_LT(light_of(glass), day * 0.4);
  at(7);
  EXPECT_NEAR(light_of(glass), day, day * 0.05);
}

TEST(Shell, WithoutANightItIsNeverDim) {
  const UtcCalendar calendar;
  ShellFixture f(kSmall, make_survey(), default_theme(), {}, &calendar);
  auto* const glass = glass_of_shell();
  ASSERT_NE(glass, nullptr);
  EXPECT_GT(light_of(glass), 150);
}

TEST(Shell, AnOrdinaryWindowIsClosedByItsFrame) {
  ShellFixture fixture({1280, 800, 217}, make_survey());
  SDL_Event event{};
  event.type = SDL_WINDOWEVENT;
  event.window.event = SDL_WINDOWEVENT_CLOSE;
  ASSERT_EQ(SDL_PushEvent(&event), 1);
  EXPECT_FALSE(fixture.shell.step(Duration{0}));
  EXPECT_TRUE(fixture.shell.display_gone().empty()) << "there is nothing to complain about";
}

TEST(Shell, AWindowThatFillsTheDisplayIsLeftByNoKeyAndNoWindowManager) {
  auto window = Window::open(
      {.title = "test", .width = 1280, .height = 800, .fullscreen = true, .in_memory = true});
  ASSERT_TRUE(window.has_value()) << window.error().message;
  ASSERT_TRUE((*window)->locked());
  Notices notices;
  fakes::FakeClock clock;
  fakes::SeededRandom random;
  FakeSaver saver;
  Session session({TouchpointId::trusted("checkout"), {}, ""}, saver, random);
  const Panel panel{(*window)->width(), (*window)->height(), 217};
  Shell shell(**window, Stage(default_theme(), *Type::load(default_theme()), panel), session,
              notices, clock);
  notices.on_surveys({make_survey()});
  shell.start();
  const auto before = shell.screen();
  const auto push = [&](SDL_Event event) { ASSERT_EQ(SDL_PushEvent(&event), 1); };
  SDL_Event event{};
  event.type = SDL_QUIT;
  push(event);
  event.type = SDL_WINDOWEVENT;
  event.window.event = SDL_WINDOWEVENT_CLOSE;
  push(event);
  // Every key there is, alone and with every modifier; all but those of the pad.
  for (int code = 0; code < SDL_NUM_SCANCODES; ++code) {
    const bool pad = (code >= SDL_SCANCODE_RIGHT && code <= SDL_SCANCODE_UP) ||
                     code == SDL_SCANCODE_RETURN || code == SDL_SCANCODE_KP_ENTER ||
                     code == SDL_SCANCODE_SELECT;
    if (pad) continue;
    for (const int mod : {0, KMOD_ALT | KMOD_CTRL | KMOD_GUI | KMOD_SHIFT}) {
      event = {};
      event.type = SDL_KEYDOWN;
      event.key.keysym.scancode = static_cast<SDL_Scancode>(code);
      event.key.keysym.mod = static_cast<std::uint16_t>(mod);
      push(event);
    }
    ASSERT_TRUE(shell.step(Duration{0})) << "key " << code;
  }
  EXPECT_EQ(shell.screen(), before);
  shell.quit();
  EXPECT_FALSE(shell.step(Duration{0})) << "a signal of the service manager's still ends it";
}

TEST(Shell, ANewSurveyOpensAScreenThatWasClosed) {
  auto over = std::make_shared<survey::Survey>(*make_survey());
  over->opened_by = survey::OpenedBy::staff_pin;
  ShellFixture f(kSmall, over);
  ASSERT_EQ(f.shell.screen().kind, ScreenKind::closed);
  f.notices->on_surveys({make_survey()});
  f.run(300ms);
  EXPECT_EQ(f.shell.screen().kind, ScreenKind::attract);
}

TEST(Shell, OffersOnlyLanguagesWhoseLettersItCanDraw) {
  auto survey = std::make_shared<survey::Survey>(*make_survey());
  const auto arabic = LanguageTag::trusted("ar"), greek = LanguageTag::trusted("el");
  survey->languages.push_back(arabic);
  survey->languages.push_back(greek);
  survey->title[arabic] = "كيف كان اليوم؟";
  survey->title[greek] = "\uE123";  // no font has a letter for private use
  ShellFixture f(kSmall, survey);
  f.run(300ms);
  std::vector<std::string> offered;
  for (const auto& tag : f.shell.screen().languages) offered.push_back(tag.str());
  EXPECT_EQ(offered, (std::vector<std::string>{"en", "de", "ar"}));
}

TEST(Shell, EveryScreenIsDrawnAtEverySize) {
  fakes::TempFolder folder;
  for (const auto& panel : {kLandscape, kPortrait, kSmall}) {
    for (const auto kind : {survey::QuestionKind::nps, survey::QuestionKind::smiley}) {
      ShellFixture f(panel, make_survey(kind));
      const auto check = [&](const std::string& name) {
        const auto [colors, drawn] = variety(f.shell.image());
        EXPECT_GT(colors, 50U) << name;
        EXPECT_GT(drawn, 0.05) << name;
        const auto path = folder / (name + ".png");
        EXPECT_TRUE(write_png(f.shell.image(), path).has_value());
        EXPECT_GT(std::filesystem::file_size(path), 8000U);
      };
      f.run(400ms);
      check("attract");
      f.push_tap("begin");
      f.run(500ms);
      check("question");
      f.push_tap("rating 4");
      f.run(500ms);
      ASSERT_EQ(f.shell.screen().kind, ScreenKind::thanks);
      check("thanks");
      f.notices->on_store_failed();
      f.run(13s);
      ASSERT_EQ(f.shell.screen().kind, ScreenKind::resting);
      check("resting");
    }
  }
}

TEST(Shell, EveryTargetOnEveryScreenIsLargeEnough) {
  for (const auto& panel : {kLandscape, kPortrait, kSmall}) {
    ShellFixture f(panel, make_survey());
    for (const std::string tap : {"", "begin", "rating 4"}) {
      if (!tap.empty()) f.push_tap(tap);
      f.run(500ms);
      ASSERT_FALSE(f.shell.targets().empty());
      for (const auto& target : f.shell.targets()) {
        EXPECT_GE(target.box.w, kTargetMin) << target.name;
        EXPECT_GE(target.box.h, kTargetMin) << target.name;
      }
    }
  }
}

TEST(Shell, FiveOrSevenLanguagesStandInTheirRowAndCoverNothing) {
  auto survey = std::make_shared<survey::Survey>(*make_survey(survey::QuestionKind::smiley));
  for (const std::string tag : {"es", "fr", "it", "pt", "nl"}) {
    survey->languages.push_back(LanguageTag::trusted(tag));
    const auto count = survey->languages.size();
    if (count != 5 && count != 7) continue;
    for (const auto& panel : {kLandscape, kPortrait, kSmall}) {
      ShellFixture f(panel, std::make_shared<const survey::Survey>(*survey));
      f.run(500ms);
      const auto frame = frame_of(panel);
      auto row = attract_layout(frame).languages;
      if (frame.arrangement == Arrangement::portrait) row.y -= row.h;  // there may be two
      std::size_t languages = 0;
      for (const auto& [name, box, ring, radius] : f.shell.targets()) {
        if (name.rfind("language ", 0) != 0) continue;
        ++languages;
        EXPECT_GE(box.y, row.y - 0.01) << name << " of " << count << " at " << panel.width_px;
        EXPECT_GE(box.x, 0) << name;
        EXPECT_LE(box.right(), panel.width_mm) << name;
        EXPECT_GE(box.w, kTargetMin) << name;
      }
      // Seven are too many for a row: they stand behind one button.
      EXPECT_EQ(languages, count == 7 ? 0 : count);
      if (count == 7) {
        EXPECT_GE(f.target("languages").box.w, kTargetMin);
      }
    }
  }
}

}  // namespace
}  // namespace earshot::kiosk
