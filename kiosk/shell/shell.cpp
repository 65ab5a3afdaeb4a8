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

}  // namespace

Shell::Shell(Window& window, Stage stage, Session& session, Notices& notices, Clock& clock)
    : window_(window),
      stage_(std::move(stage)),
      session_(session),
      notices_(notices),
      clock_(clock),
      input_(window.width(), window.height()),
      imgui_(ImGui::CreateContext()) {
  ImGui::SetCurrentContext(imgui_);
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.DisplaySize = {static_cast<float>(window.width()), static_cast<float>(window.height())};
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.MouseDragThreshold = FLT_MAX;
  // Shapes are geometry with soft edges; the atlas holds letters only.
  ImGui::GetStyle().AntiAliasedLinesUseTex = false;
}

Shell::~Shell() { ImGui::DestroyContext(imgui_); }

void Shell::start(Duration survey_wait) {
  const auto until = clock_.mono_now() + survey_wait;
  while (!new_survey_ && clock_.mono_now() < until) {
    if (auto notice = notices_.take(std::chrono::milliseconds(20))) take(*std::move(notice));
  }
  if (new_survey_) {
    use_survey();
  } else {
    make_letters(nullptr);
  }
  draw_frames();
}

void Shell::make_letters(const survey::Survey* survey) {
  stage_.prepare(survey);
  auto& atlas = *ImGui::GetIO().Fonts;
  unsigned char* coverage = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&coverage, &width, &height);
  raster_.set_atlas(atlas, coverage, width, height);
  atlas.SetTexID(this);  // any: there is one texture, and the raster knows it
}

void Shell::use_survey() {
  const auto survey = std::exchange(new_survey_, std::nullopt).value();
  if (!survey) {
    make_letters(nullptr);
    return;
  }
  auto languages = stage_.drawable_languages(*survey);
  for (const auto& language : survey->languages) {
    if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
      spdlog::warn(
          "the survey's language '{}' is not offered: its letters cannot be drawn here yet",
          language.str());
    }
  }
  make_letters(survey.get());
  if (languages.empty()) {
    spdlog::error("none of the languages of survey '{}' can be drawn", survey->id.str());
    return;
  }
  // The first question is all that the views can draw.
  auto first = std::make_shared<survey::Survey>(*survey);
  first->questions.resize(1);
  session_.set_survey(std::move(first), std::move(languages), moment());
  dirty_ = true;
}

Moment Shell::moment() { return {clock_.mono_now(), clock_.wall_now(), system::uptime_ms()}; }

void Shell::run() {
  while (step(kWaitMax)) {
  }
}

void Shell::quit() {
  SDL_Event event{};
  event.type = SDL_QUIT;
  SDL_PushEvent(&event);
}

bool Shell::step(Duration wait) {
  take_events(wait_until_due(wait));
  if (quit_) return false;
  take_notices();
  const auto now = clock_.mono_now();
  const auto deadline = session_.next_deadline();
  if (deadline && now >= *deadline) {
    session_.tick(moment());
    dirty_ = true;
  }
  dirty_ = dirty_ || (next_frame_ && now >= *next_frame_);
  if (input_.expire(SDL_GetTicks())) spdlog::warn("a touch was held too long and was let go");
  const auto kind = session_.screen().kind;
  if (new_survey_ && (kind == ScreenKind::attract || kind == ScreenKind::resting)) use_survey();
  draw_frames();
  return true;
}

Duration Shell::wait_until_due(Duration wait) {
  if (dirty_ || !input_.empty()) return Duration{0};
  const auto now = clock_.mono_now();
  if (input_.in_contact()) wait = std::min(wait, kContactCheck);
  if (next_frame_) wait = std::min(wait, *next_frame_ - now);
  if (const auto deadline = session_.next_deadline()) wait = std::min(wait, *deadline - now);
  return std::clamp(wait, Duration{0}, kWaitMax);
}

void Shell::take_events(Duration wait) {
  SDL_Event event;
  int have = wait.count() > 0 ? SDL_WaitEventTimeout(&event, static_cast<int>(wait.count()))
                              : SDL_PollEvent(&event);
  for (; have != 0; have = SDL_PollEvent(&event)) {
    if (event.type == SDL_QUIT) quit_ = true;
    const bool uncovered =
        event.type == SDL_WINDOWEVENT && (event.window.event == SDL_WINDOWEVENT_EXPOSED ||
                                          event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED);
    if (uncovered && frames_ > 0) window_.present();
    (void)input_.push(event);
  }
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
    case Notice::Kind::survey:
      new_survey_ = std::move(notice.survey);
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
  if (std::exchange(told_, screen().kind) != screen().kind) tell_targets();
}

void Shell::tell_targets() const {
  const double scale = stage_.panel().px_per_mm();
  for (const auto& [name, box] : stage_.targets()) {
    spdlog::debug("touch '{}' at {:.0f} {:.0f}", name, box.center_x() * scale,
                  box.center_y() * scale);
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
  raster_.draw(*ImGui::GetDrawData(), window_.image());
  window_.present();
  ++frames_;
}

bool Shell::at_rest() const { return !dirty_ && input_.empty() && !next_frame_; }

void Shell::draw_instead(const Screen& screen) {
  (void)draw(screen);
  clock_.mono_now();
  for (int frame = 0; frame < 64 && stage_.next_frame(clock_.mono_now()); ++frame) {
    SDL_Delay(16);
    (void)draw(screen);
  }
  show();
  dirty_ = true;
}

}  // namespace earshot::kiosk
