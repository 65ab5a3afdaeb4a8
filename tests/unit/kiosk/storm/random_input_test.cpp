// Random input through SDL's queue, the real shell and the real drawing: taps, swipes, several
// fingers, the pad's keys and a whole keyboard's, resizes, focus that goes, clocks that jump, saves
// that fail, surveys that change. Whatever comes: never out of the session, never a crash, always
// back to the attract screen, every record valid, nothing that stays lit, no memory that grows.
// A part of it in every run of the tests; EARSHOT_INPUTS=1000000 for the whole.
#include <imgui.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "kiosk/shell/shell.h"
#include "tests/fakes/memory_in_use.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

/// Few pixels, so that drawing is quick; the layout is in millimetres and the same as ever.
const Panel kLandscape{192, 108, 477}, kPortrait{108, 192, 268}, kSmall{128, 80, 217};

constexpr int kInputsInEveryRun = 18'000;
constexpr int kInputsBetweenRests = 500;
/// What may still come after the first inputs: texts that are kept, and the buffers of triangles,
/// which grow by half when the fullest screen so far is drawn.
constexpr std::size_t kGrowthMax = 2U << 20;

int inputs_wanted() {
  const char* wanted = std::getenv("EARSHOT_INPUTS");
  return wanted == nullptr ? kInputsInEveryRun : std::max(1000, std::atoi(wanted));
}

/// Answers through the notices, as the collector does: mostly at once, sometimes late, seldom not.
class StormSaver final : public Saver {
 public:
  StormSaver(Notices& notices, Random& random) : notices_(notices), random_(random) {}

  void save(response::Response response) override {
    const auto valid = response::validate(response);
    ASSERT_TRUE(valid) << valid.error().message;
    if (response.id == newest_.id) {
      ASSERT_EQ(response.revision, newest_.revision + 1) << "each revision is the next one";
      ASSERT_EQ(response.at, newest_.at);
    } else {
      ASSERT_EQ(response.revision, 1U);
      ASSERT_TRUE(ids_.insert(response.id.str()).second) << "an id came back";
      ++visits;
    }
    newest_ = std::move(response);
    ++saves;
    const auto chance = random_below(random_, 100);
    if (chance == 0) return notices_.on_save_failed(newest_.id, newest_.revision);
    if (chance > 1) notices_.on_saved(newest_.id, newest_.revision);
  }
  /// Ids are remembered to be compared; they are no growth of the kiosk's.
  void forget() { ids_.clear(); }

  std::size_t saves = 0, visits = 0;

 private:
  Notices& notices_;
  Random& random_;
  response::Response newest_;
  std::set<std::string> ids_;
};

std::unique_ptr<Window> window_for(const Panel& panel) {
  auto window = Window::open({.title = "storm",
                              .width = panel.width_px,
                              .height = panel.height_px,
                              .fullscreen = false,
                              .in_memory = true});
  EXPECT_TRUE(window.has_value()) << window.error().message;
  return *std::move(window);
}

class Storm : public testing::TestWithParam<Panel> {
 protected:
  Storm() {
    notices_.on_surveys({surveys_[0]});
    shell_.start();
    for (std::uint32_t id = 1; glass_ == nullptr && id < 1000; ++id)
      glass_ = SDL_GetWindowFromID(id);
  }

  std::size_t pick(std::size_t bound) { return random_below(random_, bound); }
  bool one_in(std::size_t n) { return pick(n) == 0; }
  Moment moment() { return {clock_.mono_now(), clock_.wall_now(), clock_.mono_now().ms}; }
  const Screen& screen() const { return shell_.screen(); }

  void push(SDL_Event event) { ASSERT_EQ(SDL_PushEvent(&event), 1); }
  void finger(std::uint32_t type, double x, double y, SDL_FingerID id) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.touchId = 9;
    event.tfinger.fingerId = id;
    event.tfinger.timestamp = SDL_GetTicks();
    event.tfinger.x = static_cast<float>(x);
    event.tfinger.y = static_cast<float>(y);
    push(event);
  }
  double anywhere() { return static_cast<double>(pick(1200)) / 1000 - 0.1; }

  /// What leads on, so that visits come to their end and the next ones begin.
  const Target& way_on() {
    const auto& targets = shell_.targets();
    for (const std::string_view name : {"begin", "rating", "next", "finish", "dismiss", "back"}) {
      if (name == "next" && one_in(2)) continue;
      const auto from = pick(targets.size());
      for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto& target = targets[(from + i) % targets.size()];
        if (target.name.starts_with(name)) return target;
      }
    }
    return targets[pick(targets.size())];
  }
  /// Where something is offered, or anywhere at all.
  std::pair<double, double> place() {
    const auto& targets = shell_.targets();
    if (targets.empty() || one_in(5)) return {anywhere(), anywhere()};
    const auto& box = (one_in(3) ? way_on() : targets[pick(targets.size())]).box;
    const double at_x = box.x + box.w * (0.1 + static_cast<double>(pick(80)) / 100);
    const double at_y = box.y + box.h * (0.1 + static_cast<double>(pick(80)) / 100);
    return {at_x / panel_.width_mm, at_y / panel_.height_mm()};
  }

  void tap() {
    const auto [x, y] = place();
    const auto id = static_cast<SDL_FingerID>(pick(3));
    finger(SDL_FINGERDOWN, x, y, id);
    if (one_in(12)) step(Duration(pick(1500)));       // it rests: accents, erase that repeats
    if (!one_in(40)) finger(SDL_FINGERUP, x, y, id);  // some panels lose it
  }
  void swipe() {
    const auto [x, y] = place();
    const auto [to_x, to_y] = place();
    finger(SDL_FINGERDOWN, x, y, 1);
    const int parts = 1 + static_cast<int>(pick(6));
    for (int i = 1; i <= parts; ++i) {
      const double way = static_cast<double>(i) / parts;
      finger(SDL_FINGERMOTION, x + (to_x - x) * way, y + (to_y - y) * way, 1);
      if (one_in(4)) step(Duration(pick(40)));
    }
    finger(SDL_FINGERUP, to_x, to_y, 1);
  }
  void mouse() {
    SDL_Event event{};
    event.type = one_in(2) ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
    event.button.button = static_cast<std::uint8_t>(1 + pick(5));
    event.button.x = static_cast<int>(pick(400)) - 50;
    event.button.y = static_cast<int>(pick(400)) - 50;
    event.button.timestamp = SDL_GetTicks();
    push(event);
    event.type = SDL_MOUSEWHEEL;
    push(event);
  }
  void key(int scancode) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.keysym.scancode = static_cast<SDL_Scancode>(scancode);
    event.key.keysym.sym = SDL_GetKeyFromScancode(event.key.keysym.scancode);
    event.key.keysym.mod = static_cast<std::uint16_t>(one_in(3) ? pick(0x10000) : 0);
    event.key.repeat = one_in(6) ? 1 : 0;
    push(event);
    event.type = SDL_KEYUP;
    push(event);
    if (!one_in(8)) return;
    event = {};
    event.type = SDL_TEXTINPUT;
    event.text.text[0] = 'x';
    push(event);
  }
  void pad_key() {
    static constexpr std::array kPad = {SDL_SCANCODE_UP, SDL_SCANCODE_DOWN, SDL_SCANCODE_LEFT,
                                        SDL_SCANCODE_RIGHT, SDL_SCANCODE_RETURN};
    key(kPad[pick(kPad.size())]);
  }
  void window_event() {
    SDL_Event event{};
    event.type = SDL_WINDOWEVENT;
    event.window.event = static_cast<std::uint8_t>(pick(20));
    // This window fills no display, and such a one is closed by its frame
    // (Shell.AWindowThatFills…).
    if (event.window.event != SDL_WINDOWEVENT_CLOSE) push(event);
    if (one_in(2)) {
      SDL_SetWindowSize(glass_, 40 + static_cast<int>(pick(400)), 40 + static_cast<int>(pick(400)));
    }
  }

  /// What comes from elsewhere than the glass.
  void news() {
    switch (pick(9)) {
      case 0:
        return notices_.on_surveys({surveys_[pick(surveys_.size())]});
      case 1:
        return notices_.on_surveys({surveys_[1], surveys_[0]});
      case 2:
        return notices_.on_store_failed();
      case 3:
        return notices_.on_store_recovered();
      case 4:
        return session_.pin_checked({static_cast<PinVerdict::Kind>(pick(3)), Duration(pick(9000))},
                                    moment());
      case 5:
        return session_.help_news(bell_.rung.empty() ? ResponseId() : bell_.rung.back(),
                                  static_cast<HelpState>(pick(7)), "Mira", moment());
      case 6:
        sealer_.works = !one_in(3);
        return;
      case 7:
        return clock_.set_wall({static_cast<std::int64_t>(pick(4'000'000'000)) * 1000});
      default:
        return step(std::chrono::minutes(pick(600)));
    }
  }

  void step(Duration time) {
    clock_.advance(time);
    ASSERT_TRUE(shell_.step(Duration{0})) << "the kiosk was left";
  }

  void input() {
    switch (pick(24)) {
      case 0:
      case 1:
        swipe();
        break;
      case 2:
        key(static_cast<int>(pick(SDL_NUM_SCANCODES)));
        break;
      case 3:
      case 4:
      case 5:
        pad_key();
        break;
      case 6:
        mouse();
        break;
      case 7:
        if (one_in(4)) window_event();
        break;
      case 8:
        if (one_in(6)) news();
        break;
      default:
        tap();
    }
    if (one_in(2)) step(Duration(pick(one_in(30) ? 40'000 : 900)));
    if (pins_.asked.size() > 20) pins_.asked.clear();
    if (bell_.rung.size() > 20) bell_.rung.erase(bell_.rung.begin(), bell_.rung.end() - 1);
    desk_.done.clear();
    ++seen_[screen().kind];
  }

  /// Left alone, with a store that works.
  void come_to_rest() {
    SDL_SetWindowSize(glass_, panel_.width_px, panel_.height_px);
    notices_.on_surveys({surveys_[0]});
    notices_.on_store_recovered();
    for (int i = 0; i < 12; ++i) {
      // A finger whose end was lost is let go of by SDL's clock, which no test turns.
      for (SDL_FingerID id = 0; id < 3; ++id) finger(SDL_FINGERUP, 2, 2, id);
      SDL_Event lifted{};
      lifted.type = SDL_MOUSEBUTTONUP;
      lifted.button.button = SDL_BUTTON_LEFT;
      push(lifted);
      step(6min);
      notices_.on_store_recovered();
      for (int frame = 0; frame < 12; ++frame) step(50ms);
    }
    ASSERT_EQ(screen().kind, ScreenKind::attract);
    ASSERT_EQ(screen().access, Access{});
    ASSERT_TRUE(screen().focus.empty());
    saver_.forget();
  }

  /// Memory that is held, but for the picture of letters: that has a bound of its own, and grows by
  /// a megabyte at a time when a language is first met.
  [[nodiscard]] std::size_t in_use() const {
    const auto letters = static_cast<std::size_t>(shell_.stage().atlas().height()) *
                         static_cast<std::size_t>(GlyphAtlas::kWidth);
    return fakes::memory_in_use() - letters;
  }

  /// The picture of the attract screen, which is the same for everybody.
  std::vector<std::uint32_t> picture() {
    const auto& image = shell_.image();
    return {image.pixels, image.pixels + image.stride * image.height};
  }

  const Panel panel_ = GetParam();
  std::array<std::shared_ptr<const survey::Survey>, 3> surveys_{
      survey_of(std::string(kWholeSurvey)),
      survey_of("language_first = true\n" + text_with(std::string(kWholeSurvey), "shop", "other") +
                "[schedule]\nhours = [{ from = \"06:00\", to = \"22:00\" }]\n"),
      survey_of("opened_by = \"staff-pin\"\n" +
                text_with(text_with(std::string(kWholeSurvey), "\"customer\"", "\"employee\""),
                          "\"nps\"", "\"enps\""))};
  fakes::FakeClock clock_;
  fakes::SeededRandom random_{static_cast<std::uint64_t>(panel_.width_px)};
  std::unique_ptr<Window> window_ = window_for(panel_);
  Notices notices_;
  StormSaver saver_{notices_, random_};
  FakeSealer sealer_;
  FakePins pins_;
  FakeBell bell_;
  FakeDesk desk_;
  HourAhead calendar_;
  Session session_{{TouchpointId::trusted("checkout"),
                    LanguageTag::trusted("en"),
                    std::string(32, 'a'),
                    {{0x1F, 540, 1200}},
                    arrangement_of(panel_) == Arrangement::small},
                   saver_,
                   random_,
                   {&sealer_, &pins_, &bell_, &desk_, &calendar_}};
  Shell shell_{*window_,  Stage(default_theme(), *Type::load(default_theme()), panel_),
               session_,  notices_,
               clock_,    {{0x7F, 22 * 60, 6 * 60}},
               &calendar_};
  SDL_Window* glass_ = nullptr;
  std::map<ScreenKind, std::size_t> seen_;
};

TEST_P(Storm, NothingThatAnybodyDoesLeadsOutOfTheSession) {
  const int inputs = inputs_wanted() / 3;
  come_to_rest();
  const auto untouched = picture();
  std::size_t memory_early = 0;
  for (int i = 0; i < inputs; ++i) {
    input();
    ASSERT_FALSE(HasFatalFailure()) << "at input " << i;
    if (i % kInputsBetweenRests != kInputsBetweenRests - 1) continue;
    come_to_rest();
    ASSERT_FALSE(HasFatalFailure()) << "left alone at input " << i;
    ASSERT_EQ(picture(), untouched) << "something stayed on the attract screen at input " << i;
    ASSERT_FALSE(ImGui::IsAnyItemActive()) << "something is held that nobody touches";
    if (i >= inputs / 4 && memory_early == 0) memory_early = in_use();
  }
  const auto memory = in_use();
  EXPECT_LT(memory, memory_early + kGrowthMax);
  EXPECT_GT(saver_.visits, static_cast<std::size_t>(inputs) / 400) << "people got through";
  EXPECT_GT(seen_[ScreenKind::thanks], 0U);
  std::cout << inputs << " inputs on " << panel_.width_mm << " mm: " << saver_.visits << " visits, "
            << saver_.saves << " revisions, " << seen_.size() << " kinds of screens, "
            << shell_.frames() << " frames, " << memory / 1024 << " KiB in use ("
            << memory_early / 1024 << " early)\n";
}

INSTANTIATE_TEST_SUITE_P(Panels, Storm, testing::Values(kLandscape, kPortrait, kSmall),
                         [](const auto& info) {
                           return info.param.width_mm > 400   ? "landscape"
                                  : info.param.width_mm > 240 ? "portrait"
                                                              : "small";
                         });

}  // namespace
}  // namespace earshot::kiosk
