#include "tools/traffic/plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/base/utf8.h"
#include "core/survey/survey_file.h"
#include "core/wire/codec.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/phrases.h"
#include "tools/traffic/play_clock.h"
#include "tools/traffic/seeded.h"

namespace earshot::traffic {
namespace {

constexpr std::int64_t kThursday = 20'517;  // 2026-03-05
constexpr std::int64_t kMinutesOfDay = 1440;

StoreTime at(std::int64_t day, int hour, int minute = 0) {
  return {((day * 24 + hour) * 60 + minute) * 60'000};
}

/// All that is said in a day at a place, as bytes.
std::string day_as_bytes(std::uint64_t seed, const Place& place) {
  const Plan plan(seed, built_in_survey());
  std::string bytes;
  for (std::int64_t minute = kThursday * kMinutesOfDay; minute < (kThursday + 1) * kMinutesOfDay;
       ++minute) {
    std::size_t index = 0;
    for (auto visit : plan.visits(place, minute)) {
      visit.response.id = plan.id_of(place, minute, index++);
      visit.response.at = WallTime{visit.at.ms};
      bytes += wire::encode_record({place.location, visit.response});
    }
  }
  return bytes;
}

TEST(Plan, IsTheSameBitForBitForTheSameSeed) {
  const auto places = made_up_places("store-", 1, 2, 2);
  EXPECT_EQ(day_as_bytes(7, places[0]), day_as_bytes(7, places[0]));
  EXPECT_NE(day_as_bytes(7, places[0]), day_as_bytes(8, places[0]));
  EXPECT_NE(day_as_bytes(7, places[0]), day_as_bytes(7, places[1]));
  EXPECT_NE(day_as_bytes(7, places[0]), day_as_bytes(7, places[2]));
}

TEST(Plan, IsTheSameOnEveryMachine) {
  // A change here is a change of what every seed plays: say so where seeds are written down.
  const auto place = made_up_places("store-", 1, 1, 1).front();
  EXPECT_EQ(digest_hex({day_as_bytes(7, place)}), "664f31b23a76ee4a4e7e3f345fdfe76d");
}

TEST(Plan, SaysOnlyWhatAKioskMaySay) {
  const Plan plan(3, built_in_survey());
  std::set<std::string> languages;
  std::map<survey::Mood, int> moods;
  int comments = 0;
  int visits = 0;
  for (const auto& place : made_up_places("store-", 1, 5, 5)) {
    for (std::int64_t minute = kThursday * kMinutesOfDay; minute < (kThursday + 2) * kMinutesOfDay;
         ++minute) {
      for (auto visit : plan.visits(place, minute)) {
        EXPECT_EQ(visit.at.minute(), minute);
        visit.response.id = plan.id_of(place, minute, 0);
        const auto valid = response::validate(visit.response);
        ASSERT_TRUE(valid.has_value()) << valid.error().message;
        const auto* rating = response::main_rating(visit.response);
        ASSERT_NE(rating, nullptr);
        ++moods[survey::mood_of(rating->kind, *rating->rating)];
        languages.insert(visit.response.language.str());
        comments += response::comment_of(visit.response).empty() ? 0 : 1;
        ++visits;
      }
    }
  }
  EXPECT_GT(visits, 2000);
  EXPECT_EQ(languages.size(), 7U);
  EXPECT_GT(comments, visits / 10);
  EXPECT_LT(comments, visits / 2);
  EXPECT_GT(moods[survey::Mood::happy], moods[survey::Mood::unhappy]);
  EXPECT_GT(moods[survey::Mood::unhappy], visits / 20);
}

TEST(Plan, AnswersEverySurveyThatShips) {
  const std::filesystem::path folder = EARSHOT_SOURCE_DIR "/firmware-config/surveys";
  int surveys = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const auto survey = survey::parse_survey(text.str(), entry.path().string());
    ASSERT_TRUE(survey.has_value()) << survey.error().message;
    const Plan plan(5, *survey);
    const auto place = made_up_places("store-", 1, 1, 1).front();
    int visits = 0;
    for (std::int64_t minute = kThursday * kMinutesOfDay; minute < (kThursday + 2) * kMinutesOfDay;
         ++minute) {
      for (auto visit : plan.visits(place, minute)) {
        visit.response.id = plan.id_of(place, minute, 0);
        const auto valid = response::validate(visit.response);
        ASSERT_TRUE(valid.has_value()) << entry.path() << ": " << valid.error().message;
        EXPECT_NE(response::main_rating(visit.response), nullptr);
        ++visits;
      }
    }
    EXPECT_GT(visits, 20);
    ++surveys;
  }
  EXPECT_GT(surveys, 0);
}

TEST(Plan, NamesPlacesAsTheyWereAskedFor) {
  const auto places = made_up_places("shop-", 9, 2, 2);
  ASSERT_EQ(places.size(), 4U);
  EXPECT_EQ(places[0].device.str(), "shop-009-k1");
  EXPECT_EQ(places[0].touchpoint.str(), "checkout");
  EXPECT_EQ(places[3].device.str(), "shop-010-k2");
  EXPECT_EQ(places[3].location.str(), "shop-010");
  EXPECT_EQ(places[3].touchpoint.str(), "fitting-room");
}

TEST(StoreTime, KnowsTheWeekday) {
  EXPECT_EQ((StoreTime{0}).weekday(), 3) << "1970-01-01 was a Thursday";
  EXPECT_EQ(at(kThursday, 12).weekday(), 3);
  EXPECT_EQ(at(kThursday + 3, 12).weekday(), 6);
}

TEST(OpeningHours, AreKeptByEveryCustomer) {
  const Plan plan(11, built_in_survey());
  for (const auto& place : made_up_places("store-", 1, 6, 1)) {
    for (std::int64_t day = kThursday; day < kThursday + 7; ++day) {
      const auto hours = opening_hours(11, place.location.str(), at(day, 12));
      EXPECT_GE(hours.opens, kAnyStore.opens);
      EXPECT_LE(hours.closes, kAnyStore.closes);
      for (int minute = 0; minute < kMinutesOfDay; ++minute) {
        if (hours.contains(minute)) continue;
        EXPECT_TRUE(plan.visits(place, day * kMinutesOfDay + minute).empty()) << minute;
      }
    }
  }
}

TEST(OpeningHours, HaveARushAtLunchAndInTheLateAfternoon) {
  const auto busy = [](int hour) {
    return visits_an_hour(5, "store-001", at(kThursday, hour, 30));
  };
  EXPECT_GT(busy(12), 1.5 * busy(10));
  EXPECT_GT(busy(17), 1.5 * busy(14));
  EXPECT_EQ(busy(3), 0);
  EXPECT_GT(visits_an_hour(5, "store-001", at(kThursday + 2, 12)), busy(12)) << "Saturday";
}

TEST(Incidents, HappenInSomeStoresAndPass) {
  int stores_with_one = 0;
  for (const auto& place : made_up_places("store-", 1, 100, 1)) {
    int minutes = 0;
    for (int minute = 0; minute < kMinutesOfDay; ++minute) {
      const auto incident = incident_at(9, place.location.str(), at(kThursday, 0, minute));
      if (incident) ++minutes;
    }
    if (minutes == 0) continue;
    ++stores_with_one;
    EXPECT_GE(minutes, 40);
    EXPECT_LE(minutes, 90);
  }
  EXPECT_GT(stores_with_one, 20);
  EXPECT_LT(stores_with_one, 50);
}

TEST(Incidents, MakeCustomersUnhappyWhereTheyAreFelt) {
  const Plan plan(9, built_in_survey());
  int during = 0, during_unhappy = 0, otherwise = 0, otherwise_unhappy = 0;
  for (const auto& place : made_up_places("store-", 1, 60, 1)) {
    for (std::int64_t minute = kThursday * kMinutesOfDay; minute < (kThursday + 7) * kMinutesOfDay;
         ++minute) {
      const auto incident = incident_at(9, place.location.str(), {minute * 60'000});
      const bool felt = incident && incident->cause == Topic::queue;  // they stand at the checkout
      for (const auto& visit : plan.visits(place, minute)) {
        const bool unhappy = response::is_unhappy(visit.response);
        ++(felt ? during : otherwise);
        if (unhappy) ++(felt ? during_unhappy : otherwise_unhappy);
      }
    }
  }
  ASSERT_GT(during, 100);
  EXPECT_GT(during_unhappy * 10, during * 5);
  EXPECT_LT(otherwise_unhappy * 10, otherwise * 4);
}

TEST(Mood, DriftsSlowly) {
  for (std::int64_t hour = 0; hour < 24 * 30; ++hour) {
    const double now = mood_at(2, "store-004", {hour * kHourMs});
    const double soon = mood_at(2, "store-004", {(hour + 1) * kHourMs});
    EXPECT_LT(std::abs(now - soon), 0.25);
    EXPECT_LE(std::abs(now), 2.0);
  }
}

TEST(Phrases, AreCleanAndFitForEveryTopicAndMood) {
  Seeded random(1, "phrases");
  for (const auto& phrases : all_phrases()) {
    EXPECT_EQ(phrases_in(phrases.language), &phrases);
    for (int topic = 0; topic < kTopicCount; ++topic) {
      for (const auto mood : {survey::Mood::unhappy, survey::Mood::neutral, survey::Mood::happy}) {
        for (int i = 0; i < 20; ++i) {
          const auto text = comment_about(phrases, static_cast<Topic>(topic), mood, random);
          EXPECT_FALSE(text.empty());
          EXPECT_EQ(clean_text(text, response::kCommentCodePointsMax), text);
        }
      }
    }
  }
  EXPECT_EQ(phrases_in("de-at")->language, "de");
  EXPECT_EQ(phrases_in("xx"), nullptr);
}

TEST(Seeded, HasThePoissonMeanThatWasAskedFor) {
  for (const double mean : {0.05, 0.4, 3.0, 18.0}) {
    Seeded random(4, "poisson");
    double sum = 0;
    for (int i = 0; i < 20'000; ++i) sum += random.poisson(mean);
    EXPECT_NEAR(sum / 20'000, mean, 4 * std::sqrt(mean / 20'000));
  }
}

TEST(PlayClock, LiveRunsFasterAndSkipsTheNight) {
  const WallTime midnight{kThursday * 24 * kHourMs + 3 * kHourMs};
  auto clock = PlayClock::live(midnight, 3600);
  EXPECT_EQ(clock.now(), at(kThursday, 10));
  clock.advance(std::chrono::milliseconds(500), midnight);
  EXPECT_EQ(clock.now(), at(kThursday, 10, 30));
  for (int i = 0; i < 10; ++i) clock.advance(std::chrono::seconds(1), midnight);
  EXPECT_EQ(clock.now(), at(kThursday, 20, 30));
  clock.advance(std::chrono::seconds(1), midnight);
  EXPECT_EQ(clock.now(), at(kThursday + 1, 8));
}

TEST(PlayClock, DoesNotMakeUpForAPause) {
  const WallTime now{kThursday * 24 * kHourMs};
  auto clock = PlayClock::live(now, 60);
  clock.advance(std::chrono::hours(5), now);
  EXPECT_EQ(clock.now(), at(kThursday, 10, 1));
}

TEST(PlayClock, FromAStartNeverRunsAheadOfThePresent) {
  const WallTime start{at(kThursday, 9).ms};
  const WallTime now{at(kThursday, 9, 10).ms};
  auto clock = PlayClock::from(start, 600);
  clock.advance(std::chrono::milliseconds(500), now);
  EXPECT_EQ(clock.now(), at(kThursday, 9, 5));
  clock.advance(std::chrono::seconds(1), now);
  EXPECT_EQ(clock.now(), at(kThursday, 9, 10));
}

}  // namespace
}  // namespace earshot::traffic
