#include "tests/sim/customers.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "tests/sim/device_clock.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;
using survey::QuestionKind;

response::Answer rated(QuestionKind kind, const char* question, Dice& dice) {
  response::Answer answer;
  answer.question = QuestionId::trusted(question);
  answer.kind = kind;
  const auto scale = *survey::scale_of(kind);
  // Moods: most are content, some are not, few are in between.
  const auto mood = dice.below(10);
  const int lowest = mood < 3 ? scale.lowest : (scale.lowest + scale.highest + 1) / 2;
  const int highest = mood < 3 ? (scale.lowest + scale.highest) / 2 : scale.highest;
  answer.rating = static_cast<int>(dice.between(lowest, highest));
  return answer;
}

response::Answer topics(Dice& dice) {
  response::Answer answer;
  answer.question = QuestionId::trusted("about");
  answer.kind = QuestionKind::topics;
  for (const char* topic : {"queue", "staff", "price", "clean"}) {
    if (dice.below(3) == 0) answer.chosen.push_back(OptionId::trusted(topic));
  }
  if (answer.chosen.empty()) answer.chosen.push_back(OptionId::trusted("queue"));
  return answer;
}

response::Answer words(Dice& dice) {
  static const std::vector<std::string> kWords{"Cold.",
                                               "The staff were lovely, the queue was long",
                                               "Dirty washroom, and there is a fire in it!",
                                               "Nobody at the till for ten minutes",
                                               "Très bien, merci à l’équipe 🙂",
                                               "'); DROP TABLE responses; -- =1+1 <b>%s%n</b>",
                                               "الخدمة ممتازة",
                                               "Lang, aber freundlich: " + std::string(600, 'x')};
  response::Answer answer;
  answer.question = QuestionId::trusted("why");
  answer.kind = QuestionKind::comment;
  answer.text = dice.one_of(kWords);
  return answer;
}

response::Response first_tap(const Plan& plan, Dice& dice) {
  response::Response response;
  DiceRandom random(Dice(dice.next()));
  response.id = *ResponseId::parse(random_hex(random));
  response.survey = SurveyId::trusted("visit");
  response.survey_version = static_cast<std::uint32_t>(1 + plan.seed % 3);
  response.language = LanguageTag::trusted(dice.below(3) == 0 ? "ar" : "en");
  if (dice.below(4) == 0) response.variant = VariantId::trusted("b");
  response.partial = true;
  response.duration_ms = dice.between(800, 4'000);
  static const std::vector<std::pair<QuestionKind, const char*>> kMain{
      {QuestionKind::smiley, "service"},
      {QuestionKind::nps, "recommend"},
      {QuestionKind::csat, "visit"},
      {QuestionKind::ces, "easy"}};
  const auto& [kind, question] = kMain[plan.seed % kMain.size()];
  response.answers.push_back(rated(kind, question, dice));
  return response;
}

Visit visit(const Plan& plan, SimTime at, Dice dice) {
  Visit visit{at, {}};
  auto response = first_tap(plan, dice);
  visit.steps.push_back({0ms, response});
  Duration after{0};
  const auto more = [&](auto change) {
    const auto pause = dice.between(400ms, 15s);
    after += pause;
    ++response.revision;
    response.duration_ms += pause.count();
    change();
    visit.steps.push_back({after, response});
  };
  if (dice.below(10) == 0) {  // a mis-tap, undone at once, and perhaps tapped anew
    more([&] { response.withdrawn = true; });
    return visit;
  }
  if (dice.below(2) == 0) more([&] { response.answers.push_back(topics(dice)); });
  if (dice.below(4) == 0) {
    more([&] { response.answers.push_back(rated(QuestionKind::nps, "again", dice)); });
  }
  if (dice.below(3) == 0) more([&] { response.answers.push_back(words(dice)); });
  if (dice.below(2) == 0) more([&] { response.partial = false; });
  if (dice.below(25) == 0) more([&] { response.withdrawn = true; });
  return visit;
}

/// Somebody who works there taps the best face again and again, around opening time.
void praise_oneself(const Plan& plan, SimTime opens, SimTime closes, Dice dice,
                    std::vector<Visit>& all) {
  const auto times = dice.between(5, 14);
  const auto pause = dice.between(3'000, 40'000);
  SimTime at = opens + dice.between(0, kHourMs / 2);
  for (std::int64_t i = 0; i < times && at <= closes; ++i, at += dice.between(2'000, pause)) {
    Dice own(dice.next());
    auto response = first_tap(plan, own);
    auto& main = response.answers.front();
    main.rating = survey::scale_of(main.kind)->highest;
    Visit visit{at, {{0ms, response}}};
    ++response.revision;
    response.partial = false;
    visit.steps.push_back({500ms, response});
    all.push_back(std::move(visit));
  }
}

}  // namespace

std::vector<Visit> visits(const Plan& plan, std::string_view kiosk, int day) {
  // Open from 8 to 20 o'clock; the world begins at 9.
  const SimTime opens = std::max<SimTime>(0, day * kDayMs + 8 * kHourMs - kDayBegins);
  const SimTime closes = std::min(day * kDayMs + 20 * kHourMs - kDayBegins, plan.lives.count());
  std::vector<Visit> all;
  if (closes <= opens) return all;
  Dice dice(plan.seed, kiosk, static_cast<std::uint64_t>(day));
  const auto customers = dice.between((plan.visits + 1) / 2, plan.visits);
  const bool rush = dice.below(3) == 0;
  const SimTime rush_at = dice.between(opens, closes);
  for (int i = 0; i < customers; ++i) {
    Dice own(dice.next());
    SimTime at = own.between(opens, closes);
    if (rush && i % 2 == 0) at = std::min(rush_at + own.between(0, 120'000), closes);
    all.push_back(visit(plan, at, own));
  }
  Dice staff(plan.seed, std::string(kiosk) + "/staff", static_cast<std::uint64_t>(day));
  if (plan.watch_patterns && staff.below(2) == 0) {
    praise_oneself(plan, opens, closes, Dice(staff.next()), all);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Visit& a, const Visit& b) { return a.at < b.at; });
  return all;
}

}  // namespace earshot::sim
