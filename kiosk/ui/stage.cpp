#include "kiosk/ui/stage.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "kiosk/app/words.h"
#include "kiosk/ui/views.h"

namespace earshot::kiosk {
namespace {

constexpr Duration kFrame = std::chrono::milliseconds(16);
/// The chosen answer stands alone for a moment before the thanks come: others fade meanwhile.
constexpr Duration kOthersFade = std::chrono::milliseconds(90);
/// Saving takes a few milliseconds; only when it takes this long is there something to say.
constexpr Duration kPatience = std::chrono::milliseconds(400);

void collect(const survey::Texts& from, std::vector<std::string>& into) {
  for (const auto& [language, text] : from) into.push_back(text);
}

std::vector<std::string> kiosk_words(const LanguageTag& language) {
  // The tag stands for a name that has no room, the dash in a scale's labels.
  std::vector<std::string> words{own_name(language), language.str(), "–"};
  for (const auto phrase : {Phrase::touch_to_begin, Phrase::one_moment, Phrase::answer_is_safe,
                            Phrase::resting, Phrase::staff_can_help}) {
    words.emplace_back(words_for(phrase, language));
  }
  return words;
}

}  // namespace

Stage::Stage(Theme theme, Type type, Panel panel)
    : theme_(std::move(theme)), type_(std::move(type)), panel_(panel) {}

void Stage::prepare(const survey::Survey* survey) {
  auto texts = kiosk_words(LanguageTag::trusted("en"));
  if (survey != nullptr) {
    const auto& question = survey->questions.front();
    for (const auto* from : {&survey->title, &survey->thanks, &question.texts, &question.low_label,
                             &question.high_label}) {
      collect(*from, texts);
    }
    for (const auto& language : survey->languages) {
      for (auto& word : kiosk_words(language)) texts.push_back(std::move(word));
    }
  }
  type_.build(panel_, texts);
}

std::vector<LanguageTag> Stage::drawable_languages(const survey::Survey& survey) const {
  const auto& question = survey.questions.front();
  std::vector<LanguageTag> drawable;
  for (const auto& language : survey.languages) {
    bool all = type_.can_draw(own_name(language));
    for (const auto* texts : {&survey.title, &survey.thanks, &question.texts, &question.low_label,
                              &question.high_label}) {
      const auto text = texts->find(language);
      all = all && (text == texts->end() || type_.can_draw(text->second));
    }
    if (all) drawable.push_back(language);
  }
  return drawable;
}

void Stage::notice(const Screen& screen, MonoTime now) {
  if (!shown_) {
    shown_ = screen;
    appears_at_ = now - theme_.fade;
    return;
  }
  if (shown_->kind == screen.kind) {
    shown_ = screen;  // another language: the words change in place
    return;
  }
  if (screen.kind == ScreenKind::saving) {
    answered_at_ = now;
    leaving_.reset();
    appears_at_ = now - theme_.fade;
  } else {
    leaving_ = std::exchange(shown_, std::nullopt);
    appears_at_ = now;
    if (leaving_->kind == ScreenKind::saving && !theme_.reduced_motion) {
      appears_at_ = std::max(now, answered_at_ + kOthersFade);
    }
  }
  shown_ = screen;
}

double Stage::eased(MonoTime begin, MonoTime now) const {
  if (theme_.reduced_motion || theme_.fade.count() == 0) return now >= begin ? 1 : 0;
  const double t = std::clamp(
      static_cast<double>((now - begin).count()) / static_cast<double>(theme_.fade.count()), 0.0,
      1.0);
  return 1 - std::pow(1 - t, 3);
}

Action Stage::draw(const Screen& screen, MonoTime now) {
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
  Canvas canvas(*ImGui::GetWindowDrawList(), theme_, type_, panel_);
  draw_backdrop(canvas);
  if (leaving_) {
    canvas.set_alpha(1 - arrived);
    canvas.set_shift(-theme_.slide_mm * arrived);
    draw_one(canvas, *leaving_, false, now);
  }
  canvas.set_alpha(arrived);
  canvas.set_shift(theme_.slide_mm * (1 - arrived));
  targets_.clear();
  const Action action = draw_one(canvas, *shown_, true, now);
  ImGui::End();
  ImGui::PopStyleVar(2);
  return action;
}

Action Stage::draw_one(Canvas& canvas, const Screen& screen, bool live, MonoTime now) {
  Touches touches(live, targets_);
  switch (screen.kind) {
    case ScreenKind::attract:
      return draw_attract(canvas, touches, screen);
    case ScreenKind::question:
      return draw_question(canvas, touches, screen, 1, 0);
    case ScreenKind::saving:
    case ScreenKind::closing: {
      Touches none(false, targets_);
      const double gone = std::clamp(static_cast<double>((now - answered_at_).count()) /
                                         static_cast<double>(kOthersFade.count()),
                                     0.0, 1.0);
      const bool late = live && now - answered_at_ >= kPatience;
      return draw_question(canvas, none, screen, theme_.reduced_motion ? 0 : 1 - gone,
                           late ? 1 : 0);
    }
    case ScreenKind::thanks:
      return draw_thanks(canvas, touches, screen, live ? eased(appears_at_, now) : 1);
    case ScreenKind::idle:
      return draw_attract(canvas, touches, screen);  // whatever is touched: somebody is there
    default:
      draw_resting(canvas, screen);
      return {};
  }
  return {};
}

std::optional<MonoTime> Stage::next_frame(MonoTime now) const {
  if (!shown_) return now;
  // One frame at or after the end, so that the last one shows the screen at rest.
  if (leaving_) return now + kFrame;
  if (shown_->kind == ScreenKind::saving) {
    if (now - answered_at_ < kOthersFade) return now + kFrame;
    if (now - answered_at_ < kPatience) return answered_at_ + kPatience;
  }
  return std::nullopt;
}

}  // namespace earshot::kiosk
