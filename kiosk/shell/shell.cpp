#include "kiosk/shell/shell.h"

#include <SDL.h>
#include <imgui.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cfloat>
#include <utility>

#include "platform/system/real_ports.h"

namespace earshot::kiosk {
namespace {

/// While a finger is down, look now and then whether it is still there.
constexpr Duration kContactCheck = std::chrono::seconds(1);
/// A bound on the wait, so that a clock that was set cannot hold the loop.
constexpr Duration kWaitMax = std::chrono::seconds(60);
/// Keys of the pad that may wait for one round; nobody presses faster.
constexpr std::size_t kPadMax = 64;

}  // namespace

Shell::Shell(Window& window, Stage stage, Session& session, Notices& notices, Clock& clock,
             std::vector<survey::Hours> night, const survey::LocalCalendar* calendar)
    : window_(window),
      stage_(std::move(stage)),
      session_(session),
      notices_(notices),
      clock_(clock),
      input_(window.width(), window.height()),
      imgui_(ImGui::CreateContext()),
      night_(std::move(night)),
      calendar_(calendar),
      quit_event_(SDL_RegisterEvents(1)) {
  const auto& panel = stage_.panel();
  session_.set_touch_test(TouchTest::of_panel(panel.width_mm, panel.height_mm()));
  ImGui::SetCurrentContext(imgui_);
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.DisplaySize = {static_cast<float>(window.width()), static_cast<float>(window.height())};
  prepare_imgui();
}

Shell::~Shell() { ImGui::DestroyContext(imgui_); }

void Shell::start(Duration survey_wait) {
  const auto until = clock_.mono_now() + survey_wait;
  while (!new_surveys_ && clock_.mono_now() < until) {
    if (auto notice = notices_.take(std::chrono::milliseconds(20))) take(*std::move(notice));
  }
  if (new_surveys_) use_surveys();
  draw_frames();
}

void Shell::use_surveys() {
  const auto surveys = std::exchange(new_surveys_, std::nullopt).value();
  std::vector<Offer> offers;
  for (const auto& survey : surveys) {
    auto languages = stage_.drawable_languages(*survey);
    for (const auto& language : survey->languages) {
      if (std::find(languages.begin(), languages.end(), language) != languages.end()) continue;
      spdlog::warn("'{}' of survey '{}' is not offered: no font here has all of its letters",
                   language.str(), survey->id.str());
    }
    if (languages.empty()) {
      spdlog::error("none of the languages of survey '{}' can be drawn", survey->id.str());
      continue;
    }
    offers.push_back({survey, std::move(languages)});
  }
  if (offers.empty()) return;
  session_.set_surveys(std::move(offers), moment());
  dirty_ = true;
}

Moment Shell::moment() { return {clock_.mono_now(), clock_.wall_now(), system::uptime_ms()}; }

void Shell::run() {
  while (step(kWaitMax)) {
  }
}

void Shell::quit() {
  SDL_Event event{};
  event.type = quit_event_;
  SDL_PushEvent(&event);
}

bool Shell::step(Duration wait) {
  take_events(wait_until_due(wait));
  if (quit_) return false;
  take_notices();
  for (const auto kind : std::exchange(pad_, {})) {
    session_.act({.kind = kind}, moment());
    dirty_ = true;
  }
  const auto now = clock_.mono_now();
  if (now >= next_care_ && take_care() && frames_ > 0) window_.present(care_);
  const auto deadline = session_.next_deadline();
  if (deadline && now >= *deadline) {
    session_.tick(moment());
    dirty_ = true;
  }
  dirty_ = dirty_ || (next_frame_ && now >= *next_frame_);
  if (input_.expire(SDL_GetTicks())) spdlog::warn("a touch was held too long and was let go");
  if (new_surveys_ && waits()) use_surveys();
  draw_frames();
  if (follower_) follower_(session_.screen(), clock_.mono_now());
  return true;
}

Duration Shell::wait_until_due(Duration wait) {
  if (dirty_ || !input_.empty()) return Duration{0};
  const auto now = clock_.mono_now();
  if (input_.in_contact()) wait = std::min(wait, kContactCheck);
  if (next_frame_) wait = std::min(wait, *next_frame_ - now);
  wait = std::min(wait, next_care_ - now);
  if (const auto deadline = session_.next_deadline()) wait = std::min(wait, *deadline - now);
  return std::clamp(wait, Duration{0}, kWaitMax);
}

void Shell::take_events(Duration wait) {
  SDL_Event event;
  int have = wait.count() > 0 ? SDL_WaitEventTimeout(&event, static_cast<int>(wait.count()))
                              : SDL_PollEvent(&event);
  for (; have != 0; have = SDL_PollEvent(&event)) {
    // A locked window is not closed by whatever a window manager sends.
    const bool closed = event.type == SDL_QUIT || (event.type == SDL_WINDOWEVENT &&
                                                   event.window.event == SDL_WINDOWEVENT_CLOSE);
    window_.heed(event);
    if (event.type == quit_event_ || (closed && !window_.locked())) quit_ = true;
    if (event.type == SDL_KEYDOWN) press_key(event.key);
    if (screen().kind == ScreenKind::touch_test) note_touch(event);
    const bool uncovered =
        event.type == SDL_WINDOWEVENT && (event.window.event == SDL_WINDOWEVENT_EXPOSED ||
                                          event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED);
    if (uncovered && frames_ > 0) window_.present(care_);
    (void)input_.push(event);
  }
  if (!display_gone().empty()) quit_ = true;
}

void Shell::take_notices() {
  while (auto notice = notices_.take()) take(*std::move(notice));
}

void Shell::take(Notice notice) {
  const auto now = moment();
  dirty_ = true;
  switch (notice.kind) {
    case Notice::Kind::saved:
      saved_at_ = notice.at;
      return session_.saved(notice.id, notice.revision, now);
    case Notice::Kind::save_failed:
      return session_.save_failed(notice.id, notice.revision, now);
    case Notice::Kind::store_failed:
      return session_.store_failed(now);
    case Notice::Kind::store_recovered:
      return session_.store_recovered(now);
    case Notice::Kind::surveys:
      new_surveys_ = std::move(notice.surveys);
      return;
    case Notice::Kind::news:
      return notice.news(session_, now);
    case Notice::Kind::panel:
      picture_percent_ = notice.panel.picture_percent;
      next_care_ = clock_.mono_now();  // it is seen at once
      if (volume_follower_) volume_follower_(notice.panel.volume);
      return;
  }
}

void Shell::draw_frames() {
  if (!dirty_ && input_.empty()) return;
  do {
    const auto edge = input_.next();
    hand_to_imgui(edge);
    dirty_ = false;
    const auto action = draw(session_.screen());
    if (action.kind != Action::Kind::none) {
      ++touches_;
      session_.act(action, moment());
      dirty_ = true;
    }
    // A frame that the next edge will change at once need not reach the glass.
    if (input_.empty()) show();
    if (edge && edge->kind != Edge::Kind::press && edge->kind != Edge::Kind::move) {
      ImGui::GetIO().MousePos = {-FLT_MAX, -FLT_MAX};  // a lifted finger hovers over nothing
      dirty_ = true;
    }
  } while (!input_.empty() || dirty_);
  next_frame_ = stage_.next_frame(clock_.mono_now());
  if (stage_.arrived()) tell_targets();
}

/// Once for each screen, and only where things will stay: a tap by the log must not miss.
void Shell::tell_targets() {
  const auto& shown = screen();
  const bool whole_code = shown.claim.code.size() == kClaimSigns;
  Told now{shown.kind,   shown.asked,           shown.survey,      shown.language,
           shown.access, shown.contact.writing, shown.claim.state, whole_code};
  if (told_ == now) return;
  told_ = std::move(now);
  const double scale = stage_.panel().px_per_mm();
  for (const auto& target : stage_.targets()) {
    spdlog::debug("touch '{}' at {:.0f} {:.0f}", target.name, target.ring.center_x() * scale,
                  target.ring.center_y() * scale);
  }
}

void Shell::hand_to_imgui(const std::optional<Edge>& edge) {
  if (!edge) return;
  auto& io = ImGui::GetIO();
  io.MousePos = {edge->x, edge->y};
  switch (edge->kind) {
    case Edge::Kind::press:
      io.MouseDown[0] = true;
      break;
    case Edge::Kind::move:
      break;
    case Edge::Kind::cancel:
      io.MousePos = {-FLT_MAX, -FLT_MAX};
      io.MouseDown[0] = false;
      break;
    case Edge::Kind::release:
      io.MouseDown[0] = false;
      break;
  }
}

Action Shell::draw(const Screen& screen) {
  const auto now = clock_.mono_now();
  auto& io = ImGui::GetIO();
  io.DeltaTime = std::max(0.001F, static_cast<float>((now - last_frame_).count()) / 1000.0F);
  last_frame_ = now;
  ImGui::NewFrame();
  const auto action = stage_.draw(screen, now);
  ImGui::Render();
  return action;
}

void Shell::show() {
  // The mark is drawn over the picture, so the rows that it stands on are made anew each time.
  Repaint::Rows over;
  if (const auto mark = stage_.logo_at()) {
    const double scale = stage_.panel().px_per_mm();
    over = {static_cast<int>(mark->y * scale) - 1, static_cast<int>(mark->bottom() * scale) + 2};
  }
  const auto& atlas = stage_.atlas();
  repaint_.draw(*ImGui::GetDrawData(), letters_of(atlas), atlas.edition(), window_.image(), over);
  stage_.finish(window_.image());
  (void)take_care();
  window_.present(care_);
  ++frames_;
}

/// What the panel reports, every place of it: the queue for the screens leaves out what a frame
/// does not need.
void Shell::note_touch(const SDL_Event& event) {
  const auto of_width = [&](int x) { return static_cast<double>(x) / window_.width(); };
  const auto of_height = [&](int y) { return static_cast<double>(y) / window_.height(); };
  TouchPlace place{-1, -1};
  if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERMOTION) {
    place = {event.tfinger.x, event.tfinger.y};
  } else if (event.type == SDL_MOUSEBUTTONDOWN) {
    place = {of_width(event.button.x), of_height(event.button.y)};
  } else if (event.type == SDL_MOUSEMOTION && (event.motion.state & SDL_BUTTON_LMASK) != 0) {
    place = {of_width(event.motion.x), of_height(event.motion.y)};
  } else {
    return;
  }
  session_.touch(place, moment());
  dirty_ = true;
}

void Shell::press_key(const SDL_KeyboardEvent& key) {
  if (pad_.size() >= kPadMax) return;
  switch (key.keysym.scancode) {
    case SDL_SCANCODE_UP:
      return pad_.push_back(Action::Kind::up);
    case SDL_SCANCODE_DOWN:
      return pad_.push_back(Action::Kind::down);
    case SDL_SCANCODE_LEFT:
      return pad_.push_back(Action::Kind::left);
    case SDL_SCANCODE_RIGHT:
      return pad_.push_back(Action::Kind::right);
    case SDL_SCANCODE_RETURN:
    case SDL_SCANCODE_KP_ENTER:
    case SDL_SCANCODE_SELECT:
      return pad_.push_back(key.repeat == 0 ? Action::Kind::select : Action::Kind::hold);
    default:
      return;  // no other key does anything
  }
}

bool Shell::take_care() {
  const auto now = clock_.mono_now();
  next_care_ = next_care(now);
  const auto wall = clock_.wall_now();
  const bool night = !night_.empty() && calendar_ != nullptr && wall >= survey::kClockSetFrom &&
                     survey::hold(night_, calendar_->local_time(wall));
  auto care = panel_care(now, waits() && night);
  care.light = care.light * picture_percent_ / 100;
  return std::exchange(care_, care) != care_;
}

bool Shell::waits() const {
  const auto kind = screen().kind;
  return kind == ScreenKind::attract || kind == ScreenKind::closed || kind == ScreenKind::resting;
}

bool Shell::at_rest() const { return !dirty_ && input_.empty() && !next_frame_; }

void Shell::draw_instead(const Screen& screen) {
  (void)draw(screen);
  for (int frame = 0; frame < 64 && stage_.next_frame(clock_.mono_now()); ++frame) {
    SDL_Delay(16);
    (void)draw(screen);
  }
  show();
  dirty_ = true;
}

}  // namespace earshot::kiosk
