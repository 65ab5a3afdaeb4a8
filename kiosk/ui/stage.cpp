#include "kiosk/ui/stage.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>
#include <utility>

#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

constexpr Duration kFrame = std::chrono::milliseconds(16);
/// The chosen answer stands alone for a moment before what comes next: others fade meanwhile.
constexpr Duration kOthersFade = std::chrono::milliseconds(90);
/// Saving takes a few milliseconds; only when it takes this long is there something to say.
constexpr Duration kPatience = std::chrono::milliseconds(400);
/// How often what runs out is drawn: a ring of three seconds, a finger that rests on a key.
constexpr Duration kRingFrame = std::chrono::milliseconds(50);
constexpr Duration kHoldFrame = std::chrono::milliseconds(40);
constexpr Duration kSecond = std::chrono::seconds(1);

/// Another language, another word typed: it changes in place and nothing slides.
bool same_place(const Screen& a, const Screen& b) {
  return a.kind == b.kind && a.asked == b.asked && a.survey == b.survey;
}

void draw_view(View& view) {
  switch (view.screen.kind) {
    case ScreenKind::attract:
      return draw_attract(view);
    case ScreenKind::language:
      return draw_language(view);
    case ScreenKind::question:
    case ScreenKind::saving:
      return draw_question(view);
    case ScreenKind::choice:
    case ScreenKind::topics:
      return draw_options(view);
    case ScreenKind::comment:
      return draw_comment(view);
    case ScreenKind::contact:
      return draw_contact(view);
    case ScreenKind::closing:
      return draw_closing(view);
    case ScreenKind::thanks:
      return draw_thanks(view);
    case ScreenKind::help:
      return draw_help(view);
    case ScreenKind::claim:
      return draw_claim_reading(view);
    case ScreenKind::idle:
      return draw_idle(view);
    case ScreenKind::pin:
      return draw_pin(view);
    case ScreenKind::service:
      return draw_service(view);
    case ScreenKind::touch_test:
      return draw_touch_test(view);
    case ScreenKind::resting:
      return draw_resting(view);
    case ScreenKind::closed:
      return draw_closed(view);
  }
}

std::vector<std::string> stop_names(const Screen& screen) {
  std::vector<std::string> names;
  for (auto& row : stops(screen)) {
    for (auto& stop : row) names.push_back(std::move(stop.name));
  }
  return names;
}

}  // namespace

Stage::Stage(Theme theme, Type type, Panel panel)
    : theme_(std::move(theme)),
      high_contrast_(in_high_contrast(theme_)),
      type_(std::move(type)),
      panel_(panel) {}

std::vector<LanguageTag> Stage::drawable_languages(const survey::Survey& survey) {
  std::vector<LanguageTag> drawable;
  for (const auto& language : survey.languages) {
    bool all = type_.can_draw(own_name(language), language);
    const auto look_at = [&](const survey::Texts& texts) {
      const auto text = texts.find(language);
      all = all && (text == texts.end() || type_.can_draw(text->second, language));
    };
    for (const auto* texts : {&survey.title, &survey.thanks, &survey.next_step}) look_at(*texts);
    for (const auto& question : survey.questions) {
      for (const auto* texts :
           {&question.texts, &question.low_label, &question.high_label, &question.purpose}) {
        look_at(*texts);
      }
      for (const auto& option : question.options) look_at(option.texts);
    }
    if (all) drawable.push_back(language);
  }
  return drawable;
}

const Theme& Stage::theme_of(const Screen& screen) const {
  return screen.access.high_contrast ? high_contrast_ : theme_;
}

void Stage::notice(const Screen& screen, MonoTime now) {
  if (!shown_) {
    shown_ = screen;
    appears_at_ = now - theme_.fade;
    return;
  }
  if (same_place(*shown_, screen)) {
    shown_ = screen;
    return;
  }
  // What a customer typed is gone from here too when the next one is waited for.
  if (screen.kind == ScreenKind::attract) type_.forget();
  hand_ = {};
  if (screen.kind == ScreenKind::saving) {
    answered_at_ = now;
    leaving_.reset();
    appears_at_ = now - theme_.fade;
  } else {
    leaving_ = std::exchange(shown_, std::nullopt);
    backwards_ = screen.step > 0 && screen.step < leaving_->step;
    appears_at_ = now;
    if (leaving_->kind == ScreenKind::saving && moves()) {
      appears_at_ = std::max(now, answered_at_ + kOthersFade);
    }
  }
  shown_ = screen;
}

double Stage::eased(MonoTime begin, MonoTime now) const {
  if (!moves()) return now >= begin ? 1 : 0;
  const double t = std::clamp(
      static_cast<double>((now - begin).count()) / static_cast<double>(theme_.fade.count()), 0.0,
      1.0);
  return 1 - std::pow(1 - t, 3);
}

void Stage::dress(Canvas& canvas, const Screen& screen) {
  canvas.set_language(screen.language);
  canvas.set_letters(letters_);
  const auto arrangement = arrangement_of(panel_);
  // What staff look up is all on one screen: a small panel has no room for it in larger letters.
  const bool dense = screen.kind == ScreenKind::service && arrangement == Arrangement::small;
  type_.set_sizes(type_sizes(arrangement, screen.access.large_text && !dense),
                  type_sizes(arrangement));
}

Action Stage::draw(const Screen& screen, MonoTime now) {
  type_.atlas().begin_frame();
  notice(screen, now);
  const double arrived = eased(appears_at_, now);
  if (arrived >= 1) leaving_.reset();

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("stage", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  auto& list = *ImGui::GetWindowDrawList();
  const Theme& theme = theme_of(*shown_);
  const double way = (backwards_ ? -1 : 1) * theme.slide_mm;
  texts_.clear();
  targets_.clear();
  mark_.reset();
  {
    Canvas back(list, theme, type_, panel_);
    draw_backdrop(back);
  }
  if (leaving_) {
    Canvas canvas(list, theme_of(*leaving_), type_, panel_);
    dress(canvas, *leaving_);
    canvas.set_alpha(leaving_->access.blank ? 0 : 1 - arrived);
    canvas.set_shift(-way * arrived);
    Touches none(false, targets_, hand_, now);
    draw_one(canvas, none, *leaving_, now);
    place_mark(*leaving_, 1 - arrived, -way * arrived);
  }
  Canvas canvas(list, theme, type_, panel_, &texts_);
  dress(canvas, *shown_);
  if (shown_->access.blank) canvas.fill({0, 0, 0});
  canvas.set_alpha(shown_->access.blank ? 0 : arrived);
  canvas.set_shift(way * (1 - arrived));
  Touches touches(shown_->kind != ScreenKind::saving, targets_, hand_, now);
  draw_one(canvas, touches, *shown_, now);
  canvas.put_letters_on_top();
  place_mark(*shown_, arrived, way * (1 - arrived));
  canvas.set_shift(0);
  canvas.set_alpha(1);
  for (const auto& target : targets_) {
    if (!shown_->focus.empty() && target.name == shown_->focus && !shown_->access.blank) {
      focus_ring(canvas, target);
    }
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
  if (!ImGui::GetIO().MouseDown[0]) hand_ = {};
  if (touches.action()) return *touches.action();
  if (touches.fired().empty()) return {};
  return action_of(screen, touches.fired()).value_or(Action{});
}

void Stage::place_mark(const Screen& screen, double opacity, double shift) {
  const bool waits = screen.kind == ScreenKind::attract || screen.kind == ScreenKind::closed ||
                     screen.kind == ScreenKind::resting;
  if (!logo_ || !waits || screen.access.high_contrast || screen.access.blank) return;
  const bool mirrored = is_right_to_left(screen.language);
  const auto can = [&](std::string_view name) { return action_of(screen, name).has_value(); };
  const bool has_code = can("have code");
  auto room = logo_room(frame_of(panel_, screen.access.large_text, screen.access.low_reach),
                        has_code, can("languages"));
  if (mirrored) room.x = panel_.width_mm - room.right();
  auto box = logo_->fitted(room, mirrored != has_code);
  box.x += mirrored ? -shift : shift;
  mark_ = Mark{box, opacity};
}

std::optional<Box> Stage::logo_at() const {
  return mark_ ? std::optional<Box>(mark_->box) : std::nullopt;
}

void Stage::finish(const Image& image) {
  if (mark_) logo_->draw(image, mark_->box, panel_.px_per_mm(), mark_->opacity);
}

void Stage::draw_one(Canvas& canvas, Touches& touches, const Screen& screen, MonoTime now) {
  View view{canvas,
            touches,
            screen,
            frame_of(panel_, screen.access.large_text, screen.access.low_reach),
            stop_names(screen),
            now};
  view.arrived = touches.live() ? eased(appears_at_, now) : 1;
  if (screen.kind == ScreenKind::saving) {
    const double gone = static_cast<double>((now - answered_at_).count()) /
                        static_cast<double>(kOthersFade.count());
    view.others = moves() ? 1 - std::clamp(gone, 0.0, 1.0) : 0;
    const bool late = !leaving_ && now - answered_at_ >= kPatience;
    view.patience = late ? 1 : 0;
    view.arrived = 1;
  }
  draw_view(view);
}

std::optional<MonoTime> Stage::next_frame(MonoTime now) const {
  if (!shown_ || type_.atlas().full()) return now;
  std::optional<MonoTime> due;
  const auto want = [&](MonoTime at) { due = due ? std::min(*due, at) : at; };
  // One frame at or after the end, so that the last one shows the screen at rest.
  if (leaving_) want(now + kFrame);
  if (shown_->kind == ScreenKind::saving) {
    if (now - answered_at_ < kOthersFade) {
      want(now + kFrame);
    } else if (now - answered_at_ < kPatience) {
      want(answered_at_ + kPatience);
    }
  }
  if (shown_->undo && shown_->undo->left(now).count() > 0) want(now + kRingFrame);
  const auto tick = [&](const std::optional<Countdown>& countdown) {
    if (!countdown || countdown->left(now).count() <= 0) return;
    want(countdown->ends_at - (countdown->seconds_left(now) - 1) * kSecond);
  };
  if (shown_->kind == ScreenKind::idle) tick(shown_->countdown);
  if (shown_->kind == ScreenKind::pin) tick(shown_->pin.locked);
  if (shown_->kind == ScreenKind::claim) tick(shown_->claim.wait);
  const bool typing = shown_->kind == ScreenKind::comment || shown_->kind == ScreenKind::contact;
  if (!hand_.on.empty() && (typing || shown_->kind == ScreenKind::attract)) want(now + kHoldFrame);
  return due;
}

void prepare_imgui() {
  auto& io = ImGui::GetIO();
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.MouseDragThreshold = FLT_MAX;
  // A keyboard has more corners than an index can count: the raster takes them in portions.
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  // Shapes are geometry with soft edges, and letters are the stage's own: of ImGui's picture only
  // the white pixel is used.
  ImGui::GetStyle().AntiAliasedLinesUseTex = false;
  auto& fonts = *io.Fonts;
  fonts.Flags |= ImFontAtlasFlags_NoBakedLines | ImFontAtlasFlags_NoMouseCursors;
  static constexpr ImWchar kSpace[] = {' ', ' ', 0};
  ImFontConfig config;
  config.SizePixels = 13;
  config.GlyphRanges = kSpace;
  fonts.AddFontDefault(&config);
  fonts.Build();
  fonts.SetTexID(&fonts);  // any: there is one texture
}

}  // namespace earshot::kiosk
