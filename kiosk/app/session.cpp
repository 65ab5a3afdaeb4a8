#include "kiosk/app/session.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace earshot::kiosk {

Session::Session(Place place, Saver& saver, Random& random, SessionTimes times)
    : place_(std::move(place)), saver_(saver), random_(random), times_(times) {
  screen_.language = place_.language;
}

void Session::set_survey(std::shared_ptr<const survey::Survey> survey,
                         std::vector<LanguageTag> languages, MonoTime now) {
  EARSHOT_CHECK(survey && !survey->questions.empty() && !languages.empty());
  EARSHOT_CHECK(survey::scale_of(survey->questions.front().kind));
  offer_ = {std::move(survey), std::move(languages)};
  const bool waits_for_survey = screen_.kind == ScreenKind::resting && !store_failed_;
  if (screen_.kind == ScreenKind::attract || waits_for_survey) to_attract(now);
}

void Session::act(const Action& action, const Moment& now) {
  switch (action.kind) {
    case Action::Kind::none:
      return;
    case Action::Kind::begin:
      if (screen_.kind == ScreenKind::attract) begin(now.mono);
      return;
    case Action::Kind::language:
      return choose_language(action.language, now.mono);
    case Action::Kind::rate:
      return rate(action.rating, now);
    case Action::Kind::dismiss:
      if (screen_.kind == ScreenKind::thanks && now.mono - shown_at_ >= times_.thanks_min) {
        to_attract(now.mono);
      }
      return;
  }
}

void Session::begin(MonoTime now) {
  began_at_ = now;
  to(ScreenKind::question, now);
}

void Session::choose_language(const LanguageTag& language, MonoTime now) {
  const auto& offered = screen_.languages;
  if (std::find(offered.begin(), offered.end(), language) == offered.end()) return;
  if (screen_.kind == ScreenKind::attract) {
    screen_.language = language;
    begin(now);
  } else if (screen_.kind == ScreenKind::question) {
    screen_.language = language;
    touched_at_ = now;
  }
}

void Session::rate(int rating, const Moment& now) {
  if (screen_.kind != ScreenKind::question || now.mono - shown_at_ < times_.settle) return;
  const auto scale = survey::scale_of(screen_.question().kind);
  if (rating < scale->lowest || rating > scale->highest) return;
  auto response = make_response(rating, now);
  saving_ = response.id;
  screen_.chosen = rating;
  to(ScreenKind::saving, now.mono);
  saver_.save(std::move(response));
}

response::Response Session::make_response(int rating, const Moment& now) {
  const auto& survey = *screen_.survey;
  const auto& question = survey.questions.front();
  response::Response response;
  response.id = *ResponseId::parse(random_hex(random_));
  response.touchpoint = place_.touchpoint;
  response.survey = survey.id;
  response.survey_version = survey.version;
  response.language = screen_.language;
  response.audience = survey.audience;
  response.channel = response::Channel::kiosk;
  response.at = now.wall;
  response.boot_id = place_.boot_id;
  response.uptime_ms = now.uptime_ms;
  response.duration_ms = std::max<std::int64_t>(0, (now.mono - began_at_).count());
  response::Answer answer;
  answer.question = question.id;
  answer.kind = question.kind;
  answer.rating = rating;
  response.answers.push_back(std::move(answer));
  return response;
}

void Session::saved(const ResponseId& id, MonoTime now) {
  if (id != saving_) return;
  saving_ = {};
  // Too late for the one who gave it: the screen has said since that it rests, so it does not thank
  // whoever stands there now.
  if (screen_.kind == ScreenKind::saving) to(ScreenKind::thanks, now);
}

void Session::save_failed(const ResponseId& id, MonoTime now) {
  if (id == saving_) store_failed(now);
}

void Session::store_failed(MonoTime now) {
  store_failed_ = true;
  if (screen_.kind == ScreenKind::thanks) return;  // that one is durable; rest afterwards
  screen_.chosen.reset();
  to(ScreenKind::resting, now);
}

void Session::store_recovered(MonoTime now) {
  store_failed_ = false;
  if (screen_.kind == ScreenKind::resting) to_attract(now);
}

void Session::tick(MonoTime now) {
  const auto deadline = next_deadline();
  if (!deadline || now < *deadline) return;
  switch (screen_.kind) {
    case ScreenKind::question:
    case ScreenKind::thanks:
      return to_attract(now);
    case ScreenKind::saving:
      return store_failed(now);
    case ScreenKind::attract:
    case ScreenKind::resting:
      return;
  }
}

std::optional<MonoTime> Session::next_deadline() const {
  switch (screen_.kind) {
    case ScreenKind::question:
      return touched_at_ + times_.question_idle;
    case ScreenKind::saving:
      return shown_at_ + times_.saving_max;
    case ScreenKind::thanks:
      return shown_at_ + times_.thanks;
    case ScreenKind::attract:
    case ScreenKind::resting:
      return std::nullopt;
  }
  return std::nullopt;
}

void Session::to_attract(MonoTime now) {
  screen_.chosen.reset();
  if (store_failed_ || !offer_.survey) return to(ScreenKind::resting, now);
  screen_.survey = offer_.survey;
  screen_.languages = offer_.languages;
  screen_.language = first_language();
  to(ScreenKind::attract, now);
}

LanguageTag Session::first_language() const {
  const auto& offered = offer_.languages;
  const bool preferred =
      std::find(offered.begin(), offered.end(), place_.language) != offered.end();
  return preferred ? place_.language : offered.front();
}

void Session::to(ScreenKind kind, MonoTime now) {
  screen_.kind = kind;
  shown_at_ = now;
  touched_at_ = now;
}

}  // namespace earshot::kiosk
