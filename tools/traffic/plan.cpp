#include "tools/traffic/plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/check.h"
#include "core/survey/branching.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/phrases.h"

namespace earshot::traffic {
namespace {

constexpr std::array<std::string_view, 8> kTouchpoints = {
    "checkout", "fitting-room", "entrance", "washroom", "cafe", "service-desk", "parking", "exit"};

/// What people at a touchpoint talk about; others are about the product.
struct TalkOf {
  std::string_view touchpoint;
  std::array<Topic, 4> topics;
};
constexpr std::array<TalkOf, 8> kTalk = {{
    {"checkout", {Topic::queue, Topic::queue, Topic::staff, Topic::price}},
    {"fitting-room", {Topic::fitting, Topic::fitting, Topic::staff, Topic::product}},
    {"entrance", {Topic::cleanliness, Topic::product, Topic::staff, Topic::price}},
    {"washroom", {Topic::washroom, Topic::washroom, Topic::washroom, Topic::cleanliness}},
    {"cafe", {Topic::food, Topic::food, Topic::queue, Topic::staff}},
    {"service-desk", {Topic::staff, Topic::staff, Topic::queue, Topic::product}},
    {"parking", {Topic::cleanliness, Topic::price, Topic::staff, Topic::product}},
    {"exit", {Topic::queue, Topic::product, Topic::price, Topic::staff}},
}};

std::span<const Topic> talk_at(std::string_view touchpoint) {
  const auto it = std::ranges::find(kTalk, touchpoint, &TalkOf::touchpoint);
  return it == kTalk.end() ? kTalk.back().topics : it->topics;
}

/// The one in front of the kiosk.
class Customer {
 public:
  Customer(std::uint64_t seed, const Place& place, StoreTime at, Seeded& random)
      : place_(place), random_(random) {
    feeling_ = mood_at(seed, place.location.str(), at) + random_.normal();
    topic_ = random_.pick(talk_at(place.touchpoint.str()));
    if (const auto incident = incident_at(seed, place.location.str(), at)) meet(*incident);
  }

  [[nodiscard]] int rate(survey::QuestionKind kind) const {
    const auto scale = *survey::scale_of(kind);
    // Most are content: the middle of an ordinary store lies well above the scale's middle.
    const double span = scale.highest - scale.lowest;
    const double rating = scale.lowest + span * (0.80 + 0.22 * feeling_);
    return static_cast<int>(
        std::clamp(std::floor(rating + 0.5), double(scale.lowest), double(scale.highest)));
  }

  [[nodiscard]] bool wants_to_say(survey::Mood mood) {
    constexpr std::array<double, 3> kChance = {0.45, 0.12, 0.22};
    return random_.chance(kChance[static_cast<std::size_t>(mood)]);
  }

  [[nodiscard]] Topic topic() const { return topic_; }

 private:
  /// Most of those at a touchpoint that it concerns notice it, and few elsewhere.
  void meet(const Incident& incident) {
    const auto talk = talk_at(place_.touchpoint.str());
    const bool here = std::ranges::find(talk, incident.cause) != talk.end();
    if (!random_.chance(here ? 0.85 : 0.25)) return;
    feeling_ -= here ? incident.weight : incident.weight / 2;
    topic_ = incident.cause;
  }

  const Place& place_;
  Seeded& random_;
  double feeling_ = 0;
  Topic topic_ = Topic::product;
};

/// The survey's first language is the store's own; every fifth customer takes another.
LanguageTag choose_language(const survey::Survey& survey, Seeded& random) {
  const auto& languages = survey.languages;
  if (languages.size() < 2 || !random.chance(0.2)) return languages.front();
  return languages[1 + random.below(languages.size() - 1)];
}

std::vector<OptionId> choose(const survey::Question& question, Seeded& random) {
  const std::size_t count = question.kind == survey::QuestionKind::choice ? 1 : 1 + random.below(2);
  std::vector<OptionId> chosen;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& option = question.options[random.below(question.options.size())].id;
    if (std::ranges::find(chosen, option) == chosen.end()) chosen.push_back(option);
  }
  return chosen;
}

/// None when the customer passes the question over.
std::optional<response::Answer> answer(const survey::Question& question, Customer& customer,
                                       std::optional<survey::Mood> mood, const Phrases* phrases,
                                       Seeded& random) {
  response::Answer answer{question.id, question.kind, std::nullopt, {}, ""};
  if (survey::scale_of(question.kind)) {
    answer.rating = customer.rate(question.kind);
    return answer;
  }
  switch (question.kind) {
    case survey::QuestionKind::choice:
    case survey::QuestionKind::topics:
      if (!random.chance(0.4)) return std::nullopt;
      answer.chosen = choose(question, random);
      return answer;
    case survey::QuestionKind::comment:
      if (!mood || phrases == nullptr || !customer.wants_to_say(*mood)) return std::nullopt;
      answer.text = comment_about(*phrases, customer.topic(), *mood, random);
      return answer;
    default:
      return std::nullopt;  // nobody who is made up leaves an address
  }
}

/// By its branch. Samples and variants fall to a response's id, which comes later.
bool is_asked(const survey::Question& question, const std::vector<survey::Said>& said) {
  const auto& when = question.when;
  return when.empty() || std::any_of(when.begin(), when.end(), [&](const survey::Condition& c) {
           return survey::holds(c, said);
         });
}

Visit visit(std::uint64_t seed, const survey::Survey& survey, const Place& place, StoreTime at,
            Seeded& random) {
  Customer customer(seed, place, at, random);
  Visit visit;
  visit.at = at;
  auto& response = visit.response;
  response.touchpoint = place.touchpoint;
  response.survey = survey.id;
  response.survey_version = survey.version;
  response.audience = survey.audience;
  response.language = choose_language(survey, random);
  const Phrases* phrases = phrases_in(response.language.str());
  std::optional<survey::Mood> mood;
  std::vector<survey::Said> said;
  response.duration_ms = 900 + static_cast<std::int64_t>(random.below(4000));
  for (const auto& question : survey.questions) {
    // Some walk off after the first tap.
    if (!response.answers.empty() && random.chance(0.06)) {
      response.partial = true;
      break;
    }
    if (!is_asked(question, said)) continue;
    auto given = answer(question, customer, mood, phrases, random);
    if (!given) continue;
    said.push_back({given->question, given->kind, given->rating, given->chosen});
    if (given->rating && !mood) mood = survey::mood_of(question.kind, *given->rating);
    response.duration_ms += 1200 + static_cast<std::int64_t>(random.below(2500)) +
                            static_cast<std::int64_t>(given->text.size()) * 90;
    response.answers.push_back(*std::move(given));
  }
  return visit;
}

}  // namespace

std::vector<Visit> Plan::visits(const Place& place, std::int64_t minute) const {
  const StoreTime begins{minute * 60'000};
  const double mean = visits_an_hour(seed_, place.location.str(), begins) / 60;
  if (mean == 0) return {};
  Seeded random(seed_, place.device.str(), {static_cast<std::uint64_t>(minute)});
  std::vector<StoreTime> times(static_cast<std::size_t>(random.poisson(mean)));
  for (auto& time : times) time.ms = begins.ms + static_cast<std::int64_t>(random.below(60'000));
  std::ranges::sort(times);
  std::vector<Visit> all;
  for (const StoreTime at : times) all.push_back(visit(seed_, survey_, place, at, random));
  return all;
}

ResponseId Plan::id_of(const Place& place, std::int64_t minute, std::size_t index) const {
  auto id =
      ResponseId::parse(digest_hex({"earshot-day-1", std::to_string(seed_), place.device.str(),
                                    std::to_string(minute), std::to_string(index)}));
  EARSHOT_CHECK(id.has_value());
  return *std::move(id);
}

std::vector<Place> made_up_places(const std::string& prefix, int first, int count, int kiosks,
                                  int first_kiosk) {
  std::vector<Place> places;
  for (int i = first; i < first + count; ++i) {
    std::string digits = std::to_string(i);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    const std::string location = prefix + digits;
    for (int k = first_kiosk; k < first_kiosk + kiosks; ++k) {
      const auto touchpoint = kTouchpoints[static_cast<std::size_t>(k - 1) % kTouchpoints.size()];
      places.push_back({DeviceId::trusted(location + "-k" + std::to_string(k)),
                        LocationId::trusted(location),
                        TouchpointId::trusted(std::string(touchpoint))});
    }
  }
  return places;
}

survey::Survey built_in_survey() {
  const LanguageTag english = LanguageTag::trusted("en");
  survey::Survey survey;
  survey.id = SurveyId::trusted("made-up-visit");
  survey.version = 1;
  for (const auto& phrases : all_phrases()) {
    survey.languages.push_back(LanguageTag::trusted(std::string(phrases.language)));
  }
  survey::Question recommend;
  recommend.id = QuestionId::trusted("recommend");
  recommend.kind = survey::QuestionKind::nps;
  recommend.texts[english] = "How likely are you to recommend us to a friend?";
  survey::Question why;
  why.id = QuestionId::trusted("why");
  why.kind = survey::QuestionKind::comment;
  why.texts[english] = "Why did you give this answer?";
  survey.questions = {recommend, why};
  return survey;
}

}  // namespace earshot::traffic
