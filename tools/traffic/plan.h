// Who comes to which kiosk, when, and what they say: a pure function of the seed and the time, so
// that a run can be played again bit for bit. Owner: the day command. Threads: const methods, any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/response/response.h"
#include "core/survey/survey.h"
#include "tools/traffic/places.h"
#include "tools/traffic/store_life.h"

namespace earshot::traffic {

/// One customer at one kiosk.
struct Visit {
  StoreTime at;                 ///< the first tap
  response::Response response;  ///< without id, time and boot: they are the player's
  bool operator==(const Visit&) const = default;
};

class Plan {
 public:
  /// `survey` must have a rating question, as every survey that was read from a file has.
  Plan(std::uint64_t seed, survey::Survey survey) : seed_(seed), survey_(std::move(survey)) {}

  /// The visits at a kiosk in the minute that begins at minute `minute` of store time, in order.
  [[nodiscard]] std::vector<Visit> visits(const Place& place, std::int64_t minute) const;

  /// The id of the visit that is number `index` of its minute: the same whenever it is played.
  [[nodiscard]] ResponseId id_of(const Place& place, std::int64_t minute, std::size_t index) const;

  [[nodiscard]] const survey::Survey& survey() const { return survey_; }

 private:
  std::uint64_t seed_;
  survey::Survey survey_;
};

/// `count` locations named `prefix` and three digits or more from `first` on, each with `kiosks` of
/// them, `<location>-k<first_kiosk>` and so on, at checkout, fitting-room, entrance, washroom, cafe
/// ….
[[nodiscard]] std::vector<Place> made_up_places(const std::string& prefix, int first, int count,
                                                int kiosks, int first_kiosk = 1);

/// The survey that is played when none is named: an NPS question and why, in seven languages.
[[nodiscard]] survey::Survey built_in_survey();

}  // namespace earshot::traffic
