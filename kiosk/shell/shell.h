// The kiosk's loop: waits for a touch, a notice or a deadline, lets the session decide, draws a
// frame when something changed, and rests otherwise. Owner: main. Threads: the one that opened the
// window; quit from any.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "kiosk/app/session.h"
#include "kiosk/shell/input_queue.h"
#include "kiosk/shell/notices.h"
#include "kiosk/shell/raster.h"
#include "kiosk/shell/window.h"
#include "kiosk/ui/stage.h"

struct ImGuiContext;

namespace earshot::kiosk {

class Shell {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  Shell(Window& window, Stage stage, Session& session, Notices& notices, Clock& clock);
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

  [[nodiscard]] const Screen& screen() const { return session_.screen(); }
  [[nodiscard]] const std::vector<Target>& targets() const { return stage_.targets(); }
  [[nodiscard]] const Image& image() const { return window_.image(); }
  [[nodiscard]] const Stage& stage() const { return stage_; }
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
  void use_survey();
  void draw_frames();
  Action draw(const Screen& screen);
  void hand_to_imgui(const std::optional<Edge>& edge);
  void show();
  void tell_targets() const;
  void make_letters(const survey::Survey* survey);
  [[nodiscard]] Moment moment();
  [[nodiscard]] Duration wait_until_due(Duration wait);

  Window& window_;
  Stage stage_;
  Session& session_;
  Notices& notices_;
  Clock& clock_;
  InputQueue input_;
  Raster raster_;
  ImGuiContext* imgui_;
  std::optional<std::shared_ptr<const survey::Survey>> new_survey_;
  std::optional<SteadyTime> saved_at_;
  MonoTime last_frame_{};
  std::optional<MonoTime> next_frame_;
  std::optional<ScreenKind> told_;  ///< the screen whose targets were logged
  bool dirty_ = true;
  bool quit_ = false;
  std::uint64_t frames_ = 0;
  std::uint64_t touches_ = 0;
};

}  // namespace earshot::kiosk
