#include "kiosk/shell/player.h"

#include <SDL.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "kiosk/ui/picture.h"
#include "platform/system/files.h"

namespace earshot::kiosk {
namespace {

/// Nobody reads and answers faster; what comes faster is flagged and left out of scores.
constexpr Duration kSettled = std::chrono::milliseconds(700);
constexpr Duration kPatience = std::chrono::seconds(10);

std::string name_of(ScreenKind kind) {
  switch (kind) {
    case ScreenKind::attract:
      return "attract";
    case ScreenKind::question:
      return "question";
    case ScreenKind::saving:
      return "saving";
    case ScreenKind::thanks:
      return "thanks";
    case ScreenKind::resting:
      return "resting";
    case ScreenKind::language:
      return "language";
    case ScreenKind::choice:
      return "choice";
    case ScreenKind::topics:
      return "topics";
    case ScreenKind::comment:
      return "comment";
    case ScreenKind::contact:
      return "contact";
    case ScreenKind::closing:
      return "closing";
    case ScreenKind::help:
      return "help";
    case ScreenKind::claim:
      return "claim";
    case ScreenKind::idle:
      return "idle";
    case ScreenKind::pin:
      return "pin";
    case ScreenKind::service:
      return "service";
    case ScreenKind::touch_test:
      return "touch test";
    case ScreenKind::closed:
      return "closed";
  }
  return "other";
}

using Steady = std::chrono::steady_clock;
double ms_between(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

/// Numbers the pictures in the order in which they are taken.
class Album {
 public:
  Album(Shell& shell, std::filesystem::path folder) : shell_(shell), folder_(std::move(folder)) {}

  Result<void> take(const std::string& name) {
    ++count_;
    if (folder_.empty()) return {};
    const auto path = folder_ / fmt::format("{:02}-{}.png", count_, name);
    if (auto written = write_png(shell_.image(), path); !written) return written;
    spdlog::info("picture {}", path.string());
    return {};
  }

 private:
  Shell& shell_;
  std::filesystem::path folder_;
  int count_ = 0;
};

bool has(const Shell& shell, const std::string& name) {
  return std::any_of(shell.targets().begin(), shell.targets().end(),
                     [&](const Target& target) { return target.name == name; });
}

bool asks(ScreenKind kind) {
  return kind == ScreenKind::question || kind == ScreenKind::choice || kind == ScreenKind::topics ||
         kind == ScreenKind::comment || kind == ScreenKind::contact;
}

/// Lets every further question go by, until the thanks.
Result<void> go_to_thanks(Shell& shell, Player& player, Album* album, const std::string& tail) {
  constexpr int kQuestionsMax = 24;
  for (int i = 0; i < kQuestionsMax && shell.screen().kind != ScreenKind::thanks; ++i) {
    player.idle(kSettled);
    player.rest();
    if (!asks(shell.screen().kind)) continue;
    if (album != nullptr) {
      if (auto done = album->take(name_of(shell.screen().kind) + tail); !done) return done;
    }
    const auto asked = shell.screen().asked;
    if (auto done = player.tap(has(shell, "next") ? "next" : "finish"); !done) return done;
    const auto until = Steady::now() + kPatience;
    while (asks(shell.screen().kind) && shell.screen().asked == asked && Steady::now() < until) {
      shell.step(std::chrono::milliseconds(5));
    }
  }
  return player.wait_for(ScreenKind::thanks, kPatience);
}

/// From the attract screen to the attract screen, with one answer.
Result<void> play_customer(Shell& shell, Player& player, Album* album,
                           const std::string& begin_with, int rating) {
  const auto picture = [&](const std::string& name) -> Result<void> {
    return album != nullptr ? album->take(name) : Result<void>();
  };
  const std::string language = begin_with == "begin" ? "" : "-" + begin_with.substr(9);
  player.rest();
  if (auto done = player.tap(begin_with); !done) return done;
  player.idle(kSettled);
  player.rest();
  if (auto done = picture("question" + language); !done) return done;
  if (auto done = player.press("rating " + std::to_string(rating)); !done) return done;
  if (auto done = picture("pressed" + language); !done) return done;
  if (auto done = player.lift(); !done) return done;
  if (auto done = go_to_thanks(shell, player, album, language); !done) return done;
  player.rest();
  if (auto done = picture("thanks" + language); !done) return done;
  player.idle(std::chrono::milliseconds(1100));
  if (auto done = player.tap("dismiss"); !done) return done;
  if (auto done = player.wait_for(ScreenKind::attract, kPatience); !done) return done;
  player.rest();
  return {};
}

}  // namespace

void Player::push_finger(std::uint32_t type, float x, float y) {
  SDL_Event event{};
  event.type = type;
  event.tfinger.touchId = 1;
  event.tfinger.fingerId = 1;
  event.tfinger.x = x;
  event.tfinger.y = y;
  event.tfinger.pressure = 1;
  SDL_PushEvent(&event);
}

Result<void> Player::press(const std::string& name) {
  std::string there;
  for (const auto& target : shell_.targets()) {
    if (target.name == name) {
      const auto& panel = shell_.stage().panel();
      // "begin" is the whole screen: touch it where a button is drawn.
      x_ = static_cast<float>(target.ring.center_x() / panel.width_mm);
      y_ = static_cast<float>(target.ring.center_y() / panel.height_mm());
      push_finger(SDL_FINGERDOWN, x_, y_);
      shell_.step(Duration{0});
      return {};
    }
    there += (there.empty() ? "" : ", ") + target.name;
  }
  return fail(ErrorCode::not_found,
              "the " + name_of(shell_.screen().kind) + " screen has no '" + name +
                  "' to touch; there is: " + (there.empty() ? "nothing" : there));
}

Result<void> Player::lift() {
  push_finger(SDL_FINGERUP, x_, y_);
  shell_.step(Duration{0});
  return {};
}

Result<void> Player::tap(const std::string& target) {
  if (auto pressed = press(target); !pressed) return pressed;
  return lift();
}

void Player::rest() {
  const auto until = Steady::now() + std::chrono::seconds(2);
  do {
    shell_.step(std::chrono::milliseconds(5));
  } while (!shell_.at_rest() && Steady::now() < until);
}

void Player::idle(Duration time) {
  const auto until = Steady::now() + time;
  while (Steady::now() < until) shell_.step(std::chrono::milliseconds(5));
}

Result<void> Player::wait_for(ScreenKind kind, Duration wait) {
  const auto until = Steady::now() + wait;
  while (shell_.screen().kind != kind) {
    if (Steady::now() >= until) {
      return fail(ErrorCode::busy, "the " + name_of(kind) + " screen did not come; the " +
                                       name_of(shell_.screen().kind) + " screen is shown");
    }
    shell_.step(std::chrono::milliseconds(5));
  }
  return {};
}

Result<void> play_tour(Shell& shell, const std::filesystem::path& folder) {
  if (!folder.empty()) {
    if (auto made = system::make_folder(folder); !made) return made;
  }
  Player player(shell);
  Album album(shell, folder);
  player.rest();
  if (shell.screen().kind != ScreenKind::attract) {
    return fail(ErrorCode::invalid, "there is no survey to show; see the messages above");
  }
  if (auto done = album.take("attract"); !done) return done;
  if (auto done = player.press("begin"); !done) return done;
  if (auto done = album.take("attract-pressed"); !done) return done;
  if (auto done = player.lift(); !done) return done;
  player.idle(kSettled);
  const auto scale = *survey::scale_of(shell.screen().question().kind);
  const auto languages = shell.screen().languages;
  // An unhappy customer, a happy one with pictures, and then one in each other language.
  if (auto done = player.tap("rating " + std::to_string(scale.lowest)); !done) return done;
  if (auto done = go_to_thanks(shell, player, nullptr, ""); !done) return done;
  player.idle(std::chrono::milliseconds(1100));
  if (auto done = player.tap("dismiss"); !done) return done;
  if (auto done = play_customer(shell, player, &album, "begin", scale.highest); !done) return done;
  for (std::size_t i = 1; i < languages.size(); ++i) {
    const int rating = scale.lowest + static_cast<int>(i) % (scale.highest - scale.lowest + 1);
    const auto begin_with = "language " + languages[i].str();
    if (!has(shell, begin_with)) break;  // more languages than stand on the attract screen
    if (auto done = play_customer(shell, player, &album, begin_with, rating); !done) return done;
  }
  Screen resting = shell.screen();
  resting.kind = ScreenKind::resting;
  shell.draw_instead(resting);
  if (auto done = album.take("resting"); !done) return done;
  player.rest();
  return {};
}

Result<TapTimes> measure_taps(Shell& shell, int count) {
  Player player(shell);
  TapTimes times;
  player.rest();
  if (shell.screen().kind != ScreenKind::attract) {
    return fail(ErrorCode::invalid, "there is no survey to show; see the messages above");
  }
  for (int i = 0; i < count; ++i) {
    if (auto done = player.tap("begin"); !done) return tl::unexpected(done.error());
    player.idle(kSettled);
    player.rest();
    const auto scale = *survey::scale_of(shell.screen().question().kind);
    const int rating = scale.lowest + i % (scale.highest - scale.lowest + 1);
    const auto down = Steady::now();
    if (auto done = player.press("rating " + std::to_string(rating)); !done) {
      return tl::unexpected(done.error());
    }
    times.to_picture.push_back(ms_between(down, Steady::now()));
    const auto up = Steady::now();
    (void)player.lift();
    const auto until = Steady::now() + kPatience;
    const auto before = shell.saved_at();
    while (shell.saved_at() == before && Steady::now() < until) {
      shell.step(std::chrono::milliseconds(1));
    }
    if (shell.saved_at() == before) return fail(ErrorCode::busy, "an answer was not saved");
    times.to_durable.push_back(ms_between(up, *shell.saved_at()));
    if (auto done = go_to_thanks(shell, player, nullptr, ""); !done) {
      return tl::unexpected(done.error());
    }
    player.idle(std::chrono::milliseconds(1100));
    (void)player.tap("dismiss");
    player.rest();
  }
  return times;
}

std::string to_words(std::vector<double> times_ms) {
  if (times_ms.empty()) return "nothing was measured";
  std::sort(times_ms.begin(), times_ms.end());
  const auto at = [&](double share) {
    const auto last = static_cast<double>(times_ms.size() - 1);
    return times_ms[static_cast<std::size_t>(share * last + 0.5)];
  };
  return fmt::format("p50 {:.2f} ms, p99 {:.2f} ms, worst {:.2f} ms, of {}", at(0.5), at(0.99),
                     times_ms.back(), times_ms.size());
}

}  // namespace earshot::kiosk
