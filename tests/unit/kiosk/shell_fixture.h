// The real shell in memory: real SDL events, real drawing, a clock that the test turns, and a store
// that answers at once. Owner: the kiosk's tests. Threads: one.
#pragma once

#include <SDL.h>
#include <gtest/gtest.h>

#include <string>

#include "kiosk/shell/shell.h"
#include "tests/unit/kiosk/session_fixture.h"

namespace earshot::kiosk {

/// Keeps what it was given and says so at once, or not at all.
class InstantSaver final : public Saver {
 public:
  void save(response::Response response) override {
    saved.push_back(std::move(response));
    if (notices != nullptr) notices->on_saved(saved.back().id, saved.back().revision);
  }
  Notices* notices = nullptr;
  std::vector<response::Response> saved;
};

inline std::unique_ptr<Window> open_in_memory(int width, int height) {
  auto window = Window::open(
      {.title = "test", .width = width, .height = height, .fullscreen = false, .in_memory = true});
  EXPECT_TRUE(window.has_value()) << window.error().message;
  return *std::move(window);
}

/// The display of the one window there is; null: there is none.
inline SDL_Window* glass_of_shell() {
  for (std::uint32_t id = 1; id < 200; ++id) {
    if (auto* glass = SDL_GetWindowFromID(id)) return glass;
  }
  return nullptr;
}

/// How bright, 0 to 255, the display is: the picture as the panel's care asks for it.
inline double light_of(SDL_Window* window) {
  const auto* surface = SDL_GetWindowSurface(window);
  std::uint64_t sum = 0;
  for (int y = 0; y < surface->h; y += 7) {
    const auto* row = static_cast<const std::uint8_t*>(surface->pixels) + y * surface->pitch;
    for (int x = 0; x < surface->w; x += 7) sum += row[x * 4 + 1];
  }
  return static_cast<double>(sum) / (surface->h / 7.0 * (surface->w / 7.0));
}

struct ShellFixture {
  ShellFixture(const Panel& panel, std::shared_ptr<const survey::Survey> survey,
               const Theme& theme = default_theme(), std::vector<survey::Hours> night = {},
               const survey::LocalCalendar* calendar = nullptr, SessionPorts ports = {})
      : session(
            {TouchpointId::trusted("checkout"), LanguageTag::trusted("en"), std::string(32, 'b')},
            saver, random, ports),
        window(open_in_memory(panel.width_px, panel.height_px)),
        notices(std::make_unique<Notices>()),
        shell(*window, Stage(theme, *Type::load(theme), panel), session, *notices, clock,
              std::move(night), calendar) {
    saver.notices = notices.get();
    notices->on_surveys({std::move(survey)});
    shell.start();
  }

  [[nodiscard]] const Target& target(const std::string& name) {
    for (const auto& target : shell.targets()) {
      if (target.name == name) return target;
    }
    ADD_FAILURE() << "no target " << name;
    static const Target none{};
    return none;
  }
  void finger(std::uint32_t type, double x_mm, double y_mm, SDL_FingerID id = 1) {
    const auto& panel = shell.stage().panel();
    SDL_Event event{};
    event.type = type;
    event.tfinger.touchId = 9;
    event.tfinger.fingerId = id;
    event.tfinger.x = static_cast<float>(x_mm / panel.width_mm);
    event.tfinger.y = static_cast<float>(y_mm / panel.height_mm());
    ASSERT_EQ(SDL_PushEvent(&event), 1);
  }
  /// `which`: SDL_TOUCH_MOUSEID as SDL makes them from touches, else as a driver does.
  void mouse(std::uint32_t type, double x_mm, double y_mm, std::uint32_t which = 0) {
    const double scale = shell.stage().panel().px_per_mm();
    SDL_Event event{};
    event.type = type;
    event.button.which = which;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = static_cast<int>(x_mm * scale);
    event.button.y = static_cast<int>(y_mm * scale);
    ASSERT_EQ(SDL_PushEvent(&event), 1);
  }
  void push_tap(const std::string& name) {
    const auto box = target(name).box;
    finger(SDL_FINGERDOWN, box.center_x(), box.center_y());
    finger(SDL_FINGERUP, box.center_x(), box.center_y());
  }
  /// Takes what is queued, and then lets `time` go by in steps of a frame.
  void run(Duration time = Duration{0}) {
    shell.step(Duration{0});
    for (Duration gone{0}; gone < time; gone += 50ms) {
      clock.advance(50ms);
      shell.step(Duration{0});
    }
  }

  fakes::FakeClock clock;
  fakes::SeededRandom random{3};
  InstantSaver saver;
  Session session;
  std::unique_ptr<Window> window;
  std::unique_ptr<Notices> notices;
  Shell shell;
};

}  // namespace earshot::kiosk
