// What each location's customers speak of, in memory: by question and topic, how many people, and
// how many comments speak well or badly of it. Owner: Filing. Threads: the event loop's only.
//
// Beside Rollups, with the same windows. Hours of the last day and business days of the last month
// are held, 28 bytes each where something was said, and the sum of everything.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aggregator/rollups.h"
#include "core/score/cell.h"

namespace earshot::hq {

/// Counts wrap around, so that taking away what was added is always exact.
struct TopicCount {
  std::uint32_t responses = 0;  ///< people who chose it or spoke of it
  std::uint32_t negative = 0;   ///< comments that speak of it, by what is thought of it
  std::uint32_t neutral = 0;
  std::uint32_t positive = 0;
  bool operator==(const TopicCount&) const = default;
  void add(const TopicCount& other);
  void take(const TopicCount& other);
  [[nodiscard]] bool empty() const { return *this == TopicCount{}; }
  [[nodiscard]] std::uint32_t comments() const { return negative + neutral + positive; }
};

/// Of a cell of one topic.
[[nodiscard]] TopicCount topic_count(const score::CellValue& value);

class TopicCounts {
  struct Bucket {
    std::int32_t at;
    TopicCount count;
  };
  using Buckets = std::vector<Bucket>;  ///< by time, none empty

 public:
  /// A question and a topic: good for ever.
  struct Asked {
    std::uint32_t question = 0;
    std::uint32_t topic = 0;
    bool operator==(const Asked&) const = default;
  };
  /// One location's counts; good until the next forget().
  class Location {
    friend class TopicCounts;
    struct Series {
      Asked asked;
      Buckets hours, days;
      TopicCount total{};
    };
    std::vector<Series> all_;
  };

  [[nodiscard]] Location& location(const LocationId& id) { return locations_[id]; }
  [[nodiscard]] Asked asked(const score::CellKey& key);

  /// A cell of a topic went from `before` to `after`.
  void change(Location& location, const Asked& asked, HourUtc hour, LocalDay business_day,
              const TopicCount& before, const TopicCount& after);
  /// Lets go of what has left the windows.
  void advance(WallTime now);
  void forget(WallTime now);

  using Sums = std::map<std::pair<QuestionKey, TopicId>, TopicCount>;
  /// Adds what a location has in `window` to `sums`; `axis` must be that window's.
  void add_to(Sums& sums, const LocationId& location, Window window, const Axis& axis) const;

  /// Everything, in a fixed order: equal counts give the same text.
  [[nodiscard]] std::string text() const;

 private:
  static void change(Buckets& buckets, std::int32_t at, const TopicCount& before,
                     const TopicCount& after);

  std::int32_t first_hour_ = 0, first_day_ = 0;  ///< the earliest that are held
  std::unordered_map<LocationId, Location> locations_;
  std::vector<QuestionKey> questions_;
  std::vector<TopicId> topics_;
};

}  // namespace earshot::hq
