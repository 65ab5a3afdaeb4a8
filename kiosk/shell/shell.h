// The kiosk's loop: waits for a touch, a notice or a deadline, lets the session decide, draws a
// frame when something changed, and rests otherwise. Owner: main. Threads: the one that opened the
// window; quit from any.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/app/session.h"
#include "kiosk/shell/input_queue.h"
#include "kiosk/shell/notices.h"
#include "kiosk/shell/panel_care.h"
#include "kiosk/shell/window.h"
#include "kiosk/ui/raster.h"
#include "kiosk/ui/stage.h"

struct ImGuiContext;

namespace earshot::kiosk {

class Shell {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  /// `night`: when a waiting screen is dim. `calendar`: the location's own time; null: no night.
  Shell(Window& window, Stage stage, Session& session, Notices& notices, Clock& clock,
        std::vector<survey::Hours> night = {}, const survey::LocalCalendar* calendar = nullptr);
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// Waits for the first survey, at most `survey_wait`, and shows the first frame.
  void start(Duration survey_wait = std::chrono::seconds(2));

  /// One round: waits at most `wait` for something to happen and does it. False: it is time to go.
  bool step(Duration wait);

  /// Rounds until `quit` or until the window is closed.
  void run();
  void quit();
  /// Why nobody sees the window any more, so that `run` ended; empty: somebody may.
  [[nodiscard]] const std::string& display_gone() { return window_.display_gone(); }

  [[nodiscard]] const Screen& screen() const { return session_.screen(); }
  [[nodiscard]] const std::vector<Target>& targets() const { return stage_.targets(); }
  [[nodiscard]] const Image& image() const { return window_.image(); }
  [[nodiscard]] const Stage& stage() const { return stage_; }
  /// Told of the screen after each round: the voice follows it.
  void set_follower(std::function<void(const Screen&, MonoTime)> follower) {
    follower_ = std::move(follower);
  }
  /// Told how loud staff want it.
  void set_volume_follower(std::function<void(int)> follower) {
    volume_follower_ = std::move(follower);
  }
  /// True when nothing moves and nothing waits to be drawn.
  [[nodiscard]] bool at_rest() const;
  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  /// Touches that meant something to the screen of their moment, each counted when it was lifted.
  [[nodiscard]] std::uint64_t touches() const { return touches_; }
  /// Touches that were not taken: a second finger, a touch told twice, a full queue.
  [[nodiscard]] std::uint64_t touches_ignored() const { return input_.ignored(); }
  /// When the last answer became durable, as the collector saw it.
  [[nodiscard]] std::optional<SteadyTime> saved_at() const { return saved_at_; }

  /// Draws a screen that is not the session's, for pictures of what cannot be provoked.
  void draw_instead(const Screen& screen);

 private:
  void take_events(Duration wait);
  void take_notices();
  void take(Notice notice);
  void use_surveys();
  void draw_frames();
  Action draw(const Screen& screen);
  void hand_to_imgui(const std::optional<Edge>& edge);
  void show();
  void press_key(const SDL_KeyboardEvent& key);
  /// Looks after the panel: true if it must be shown anew, though nothing on it changed.
  bool take_care();
  void note_touch(const SDL_Event& event);
  void tell_targets();
  /// Nobody is in a visit.
  [[nodiscard]] bool waits() const;
  [[nodiscard]] Moment moment();
  [[nodiscard]] Duration wait_until_due(Duration wait);

  Window& window_;
  Stage stage_;
  Session& session_;
  Notices& notices_;
  Clock& clock_;
  std::function<void(const Screen&, MonoTime)> follower_;
  std::function<void(int)> volume_follower_;
  InputQueue input_;
  Repaint repaint_;
  ImGuiContext* imgui_;
  std::optional<std::vector<std::shared_ptr<const survey::Survey>>> new_surveys_;
  std::optional<SteadyTime> saved_at_;
  const std::vector<survey::Hours> night_;
  const survey::LocalCalendar* calendar_;
  PanelCare care_;
  int picture_percent_ = 100;  ///< how bright the picture is drawn
  MonoTime next_care_{};
  std::uint32_t quit_event_ = 0;   ///< ours: not what a window manager sends
  std::vector<Action::Kind> pad_;  ///< pressed and not yet acted on, at most kPadMax
  MonoTime last_frame_{};
  std::optional<MonoTime> next_frame_;
  /// The screen whose targets were logged: its kind, question, survey, language and modes, whether
  /// a small panel's form is written into, and how far somebody came with a code.
  using Told = std::tuple<ScreenKind, std::size_t, std::shared_ptr<const survey::Survey>,
                          LanguageTag, Access, bool, Claim::State, bool>;
  std::optional<Told> told_;
  bool dirty_ = true;
  bool quit_ = false;
  std::uint64_t frames_ = 0;
  std::uint64_t touches_ = 0;
};

}  // namespace earshot::kiosk
