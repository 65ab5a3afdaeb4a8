// The numbers in memory: what each location's customers said, by hour, day, month and in all,
// changed by the difference that each cell makes; sums up the org tree are made when somebody asks.
// Owner: Headquarters. Threads: the event loop's only.
//
// Numbers belong to locations and the tree is applied when adding up, so a location that moves
// takes its whole history along. What is held of a (location, touchpoint, question): hours of the
// last two days, days of the last two months, months for ever, 48 bytes each; a year of 10,000
// locations with three touchpoints stays near 200 MB, and the cells themselves stay on the disk.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/score/cell.h"

namespace earshot::hq {

/// What a page may look at. day: the last 24 hours; week, month: the business days of the last 7
/// and 30 days, today among them; all: everything.
enum class Window : std::uint8_t { day, week, month, all };
inline constexpr std::array<Window, 4> kWindows{Window::day, Window::week, Window::month,
                                                Window::all};
[[nodiscard]] std::string_view to_string(Window window);
[[nodiscard]] std::optional<Window> parse_window(std::string_view text);

/// The most different (touchpoint, question) that one location may have.
inline constexpr std::size_t kSeriesPerLocationMax = 256;

struct QuestionKey {
  QuestionId question;
  survey::QuestionKind kind = survey::QuestionKind::nps;
  auto operator<=>(const QuestionKey&) const = default;
};

/// Ratings in 32 bits each. Adding wraps around, so taking away what was added is always exact.
struct Tally {
  std::array<std::uint32_t, 11> ratings{};
  bool operator==(const Tally&) const = default;
  void add(const Tally& other);
  [[nodiscard]] bool empty() const { return *this == Tally{}; }
  [[nodiscard]] score::Histogram histogram() const;
};

/// The points in time of a trend: hours since 1970, days since 1970, or months since year 0.
struct Axis {
  enum class Grain : std::uint8_t { hour, day, month } grain = Grain::day;
  std::int32_t first = 0;
  std::int32_t count = 0;
  /// When point `index` begins, in UTC.
  [[nodiscard]] WallTime at(std::int32_t index) const;
};

/// Some part of the organisation in one window: for each question what was said, in all and over
/// time.
class Sums {
 public:
  struct Entry {
    std::uint32_t question;  ///< Rollups::question() knows its name
    score::Histogram total{};
    std::vector<Tally> trend;  ///< one for each point of the axis
  };
  Entry& entry(std::uint32_t question, std::size_t points);
  void add(const Sums& other);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

class Rollups {
  struct Bucket {
    std::int32_t at;
    Tally tally;
  };
  using Buckets = std::vector<Bucket>;  ///< by time, none empty
  struct Series {
    std::uint32_t touchpoint;
    std::uint32_t question;
    Buckets hours, days, months;
    score::Histogram total{};
  };

 public:
  explicit Rollups(WallTime now);

  /// What was asked, and where: good for ever. `counts`: it is a rating, so that there is a score.
  struct Asked {
    std::uint32_t touchpoint = 0;
    std::uint32_t question = 0;
    bool counts = false;
  };
  /// One location's numbers; good until the next forget().
  class Location {
    friend class Rollups;
    Series& series(const Asked& asked);
    std::vector<Series> all_;
  };
  [[nodiscard]] Location& location(const LocationId& id);
  [[nodiscard]] Asked asked(const score::CellKey& key);

  [[nodiscard]] bool is_full(const Location& location) const {
    return location.all_.size() >= kSeriesPerLocationMax;
  }
  /// Error: invalid when this cell would be one series too many for its location.
  [[nodiscard]] Result<void> admits(const LocationId& id, const score::CellKey& key);

  /// A cell of all topics went from `before` to `after`.
  void change(Location& location, const Asked& asked, HourUtc hour, LocalDay business_day,
              const score::Histogram& before, const score::Histogram& after);

  /// Moves the windows on and lets go of what left them. True: the clock made a leap, or what came
  /// too early is due now; forget() and change() everything again.
  [[nodiscard]] bool advance(WallTime now);
  void forget(WallTime now);

  /// How a trend of `window` runs. For all: by day while all data is that new, else by month.
  [[nodiscard]] Axis axis(Window window) const;
  /// Adds what a location has in `window` to `sums`; `axis` must be that window's.
  void add_to(Sums& sums, const LocationId& location, Window window, const Axis& axis) const;
  /// The same by touchpoint, without trends.
  using TouchpointSums = std::vector<std::pair<TouchpointId, Sums>>;
  void add_to(TouchpointSums& sums, const LocationId& location, Window window) const;
  [[nodiscard]] const QuestionKey& question(std::uint32_t index) const { return questions_[index]; }

  /// Everything, in a fixed order: two equal rollups give the same text.
  [[nodiscard]] std::string text() const;

 private:
  struct Span {
    std::int32_t first, last;
    [[nodiscard]] bool holds(std::int32_t at) const { return first <= at && at <= last; }
    bool operator==(const Span&) const = default;
  };

  static void change(Buckets& buckets, std::int32_t at, const Tally& difference);
  static void let_go(Buckets& buckets, std::int32_t first);
  [[nodiscard]] static const Buckets& buckets_of(const Series& series, Axis::Grain grain);
  [[nodiscard]] static Span hours_kept(WallTime now);
  [[nodiscard]] static Span days_kept(WallTime now);

  WallTime now_;
  Span hours_;
  Span days_;
  std::int32_t early_hour_;  ///< the earliest one that was passed over because it had not come
  std::int32_t early_day_;
  std::unordered_map<LocationId, Location> locations_;
  std::vector<TouchpointId> touchpoints_;
  std::unordered_map<TouchpointId, std::uint32_t> touchpoint_index_;
  std::vector<QuestionKey> questions_;
};

}  // namespace earshot::hq
