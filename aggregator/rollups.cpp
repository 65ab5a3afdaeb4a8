#include "aggregator/rollups.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>

namespace earshot::hq {
namespace {

constexpr std::int64_t kDayMs = 24 * kHourMs;
/// Hours and days that are held, so that every window fits; and what may lie ahead, for clocks that
/// differ and for calendars that are a day ahead of UTC.
constexpr std::int32_t kHoursHeld = 48;
constexpr std::int32_t kDaysHeld = 62;
constexpr std::int32_t kHoursAhead = 1;
constexpr std::int32_t kDaysAhead = 1;
constexpr std::int32_t kMonthsShownMax = 120;
constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

std::int32_t day_of(WallTime t) {
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(Duration(t.ms)).count());
}

std::int32_t month_of(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return static_cast<int>(date.year()) * 12 +
         static_cast<std::int32_t>(static_cast<unsigned>(date.month())) - 1;
}

std::int32_t first_day_of(std::int32_t month) {
  const std::chrono::year_month_day date{std::chrono::year(month / 12),
                                         std::chrono::month(static_cast<unsigned>(month % 12 + 1)),
                                         std::chrono::day(1)};
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

Tally difference_of(const score::Histogram& before, const score::Histogram& after) {
  Tally tally;
  for (std::size_t i = 0; i < tally.ratings.size(); ++i) {
    tally.ratings[i] = static_cast<std::uint32_t>(after[i] - before[i]);
  }
  return tally;
}

void add(score::Histogram& total, const score::Histogram& more) {
  for (std::size_t i = 0; i < total.size(); ++i) total[i] += more[i];
}

void add(score::Histogram& total, const Tally& more) {
  for (std::size_t i = 0; i < total.size(); ++i) total[i] += more.ratings[i];
}

}  // namespace

std::string_view to_string(Window window) {
  switch (window) {
    case Window::day:
      return "day";
    case Window::week:
      return "week";
    case Window::month:
      return "month";
    case Window::all:
      return "all";
  }
  return "all";
}

std::optional<Window> parse_window(std::string_view text) {
  for (const Window window : kWindows) {
    if (to_string(window) == text) return window;
  }
  return std::nullopt;
}

void Tally::add(const Tally& other) {
  for (std::size_t i = 0; i < ratings.size(); ++i) ratings[i] += other.ratings[i];
}

score::Histogram Tally::histogram() const {
  score::Histogram wide{};
  std::copy(ratings.begin(), ratings.end(), wide.begin());
  return wide;
}

WallTime Axis::at(std::int32_t index) const {
  const std::int64_t point = first + index;
  switch (grain) {
    case Grain::hour:
      return {point * kHourMs};
    case Grain::day:
      return {point * kDayMs};
    case Grain::month:
      return {first_day_of(static_cast<std::int32_t>(point)) * kDayMs};
  }
  return {};
}

Sums::Entry& Sums::entry(std::uint32_t question, std::size_t points) {
  for (Entry& entry : entries_) {
    if (entry.question == question) return entry;
  }
  entries_.push_back({question, {}, std::vector<Tally>(points)});
  return entries_.back();
}

void Sums::add(const Sums& other) {
  for (const Entry& from : other.entries_) {
    Entry& to = entry(from.question, from.trend.size());
    hq::add(to.total, from.total);
    for (std::size_t i = 0; i < from.trend.size(); ++i) to.trend[i].add(from.trend[i]);
  }
}

Rollups::Rollups(WallTime now) { forget(now); }

Rollups::Span Rollups::hours_kept(WallTime now) {
  const auto hour = static_cast<std::int32_t>(hour_of(now));
  return {hour - kHoursHeld + 1, hour + kHoursAhead};
}

Rollups::Span Rollups::days_kept(WallTime now) {
  return {day_of(now) - kDaysHeld + 1, day_of(now) + kDaysAhead};
}

void Rollups::forget(WallTime now) {
  now_ = now;
  hours_ = hours_kept(now);
  days_ = days_kept(now);
  early_hour_ = kNever;
  early_day_ = kNever;
  locations_.clear();
}

bool Rollups::advance(WallTime now) {
  const Span hours = hours_kept(now);
  const Span days = days_kept(now);
  if (hours.first < hours_.first || days.first < days_.first || hours.last >= early_hour_ ||
      days.last >= early_day_) {
    return true;
  }
  now_ = now;
  if (hours == hours_) return false;  // days move only when hours do
  hours_ = hours;
  days_ = days;
  for (auto& [id, location] : locations_) {
    for (Series& series : location.all_) {
      let_go(series.hours, hours.first);
      let_go(series.days, days.first);
    }
  }
  return false;
}

void Rollups::let_go(Buckets& buckets, std::int32_t first) {
  const auto kept = std::find_if(buckets.begin(), buckets.end(),
                                 [&](const Bucket& bucket) { return bucket.at >= first; });
  buckets.erase(buckets.begin(), kept);
}

void Rollups::change(Buckets& buckets, std::int32_t at, const Tally& difference) {
  auto place = buckets.end();
  while (place != buckets.begin() && std::prev(place)->at >= at) --place;  // mostly the newest
  if (place == buckets.end() || place->at != at) {
    buckets.insert(place, {at, difference});
    return;
  }
  place->tally.add(difference);
  if (place->tally.empty()) buckets.erase(place);
}

Rollups::Location& Rollups::location(const LocationId& id) { return locations_[id]; }

Rollups::Asked Rollups::asked(const score::CellKey& key) {
  const auto [touchpoint, fresh] =
      touchpoint_index_.emplace(key.touchpoint, static_cast<std::uint32_t>(touchpoints_.size()));
  if (fresh) touchpoints_.push_back(key.touchpoint);
  const QuestionKey question{key.question, key.kind};
  const auto known = std::find(questions_.begin(), questions_.end(), question);
  const auto index = static_cast<std::uint32_t>(known - questions_.begin());
  if (known == questions_.end()) questions_.push_back(question);
  return {touchpoint->second, index, survey::scale_of(key.kind).has_value()};
}

Result<void> Rollups::admits(const LocationId& id, const score::CellKey& key) {
  const std::vector<Series>& all = location(id).all_;
  if (all.size() < kSeriesPerLocationMax) return {};
  for (const Series& series : all) {
    if (touchpoints_[series.touchpoint] == key.touchpoint &&
        questions_[series.question] == QuestionKey{key.question, key.kind}) {
      return {};
    }
  }
  return fail(
      ErrorCode::invalid,
      fmt::format("'{}' already has {} different touchpoints and questions; '{}' at '{}' "
                  "would be one more",
                  id.str(), kSeriesPerLocationMax, key.question.str(), key.touchpoint.str()));
}

Rollups::Series& Rollups::Location::series(const Asked& asked) {
  for (Series& series : all_) {
    if (series.touchpoint == asked.touchpoint && series.question == asked.question) return series;
  }
  return all_.emplace_back(Series{asked.touchpoint, asked.question, {}, {}, {}, {}});
}

void Rollups::change(Location& location, const Asked& asked, HourUtc hour_utc,
                     LocalDay business_day, const score::Histogram& before,
                     const score::Histogram& after) {
  if (!asked.counts || before == after) return;
  Series& of = location.series(asked);
  const Tally difference = difference_of(before, after);
  const auto hour = static_cast<std::int32_t>(hour_utc);
  const std::int32_t day = business_day;
  if (hours_.holds(hour)) change(of.hours, hour, difference);
  if (days_.holds(day)) change(of.days, day, difference);
  if (hour > hours_.last) early_hour_ = std::min(early_hour_, hour);
  if (day > days_.last) early_day_ = std::min(early_day_, day);
  change(of.months, month_of(day), difference);
  for (std::size_t i = 0; i < of.total.size(); ++i) of.total[i] += after[i] - before[i];
}

Axis Rollups::axis(Window window) const {
  const auto hour = static_cast<std::int32_t>(hour_of(now_));
  const std::int32_t today = day_of(now_);
  switch (window) {
    case Window::day:
      return {Axis::Grain::hour, hour - 23, 24 + kHoursAhead};
    case Window::week:
      return {Axis::Grain::day, today - 6, 7 + kDaysAhead};
    case Window::month:
      return {Axis::Grain::day, today - 29, 30 + kDaysAhead};
    case Window::all:
      break;
  }
  std::int32_t first = kNever;
  std::int32_t last = month_of(today);
  for (const auto& [id, location] : locations_) {
    for (const Series& series : location.all_) {
      if (!series.months.empty()) first = std::min(first, series.months.front().at);
    }
  }
  if (first == kNever || first_day_of(first) >= days_.first) {
    return {Axis::Grain::day, days_.first, days_.last - days_.first + 1};
  }
  first = std::max(first, last - kMonthsShownMax + 1);
  last = std::max(last, month_of(days_.last));
  return {Axis::Grain::month, first, last - first + 1};
}

const Rollups::Buckets& Rollups::buckets_of(const Series& series, Axis::Grain grain) {
  switch (grain) {
    case Axis::Grain::hour:
      return series.hours;
    case Axis::Grain::day:
      return series.days;
    case Axis::Grain::month:
      return series.months;
  }
  return series.days;
}

void Rollups::add_to(Sums& sums, const LocationId& location, Window window,
                     const Axis& axis) const {
  const auto found = locations_.find(location);
  if (found == locations_.end()) return;
  for (const Series& series : found->second.all_) {
    const Buckets& buckets = buckets_of(series, axis.grain);
    if (buckets.empty() && (window != Window::all || score::total(series.total) == 0)) continue;
    Sums::Entry* entry = nullptr;
    for (const Bucket& bucket : buckets) {
      const std::int32_t index = bucket.at - axis.first;
      if (index < 0 || index >= axis.count) continue;
      if (entry == nullptr) {
        entry = &sums.entry(series.question, static_cast<std::size_t>(axis.count));
      }
      entry->trend[static_cast<std::size_t>(index)].add(bucket.tally);
      if (window != Window::all) add(entry->total, bucket.tally);
    }
    if (window != Window::all) continue;
    add(sums.entry(series.question, static_cast<std::size_t>(axis.count)).total, series.total);
  }
}

void Rollups::add_to(TouchpointSums& sums, const LocationId& location, Window window) const {
  const auto found = locations_.find(location);
  if (found == locations_.end()) return;
  const Axis axis = this->axis(window == Window::all ? Window::day : window);
  for (const Series& series : found->second.all_) {
    score::Histogram total{};
    if (window == Window::all) {
      total = series.total;
    } else {
      for (const Bucket& bucket : buckets_of(series, axis.grain)) {
        if (bucket.at >= axis.first && bucket.at < axis.first + axis.count)
          add(total, bucket.tally);
      }
    }
    if (score::total(total) == 0) continue;
    const TouchpointId& id = touchpoints_[series.touchpoint];
    auto place = std::lower_bound(sums.begin(), sums.end(), id,
                                  [](const auto& pair, const auto& to) { return pair.first < to; });
    if (place == sums.end() || place->first != id) place = sums.insert(place, {id, Sums{}});
    add(place->second.entry(series.question, 0).total, total);
  }
}

std::string Rollups::text() const {
  std::vector<std::string> lines;
  const auto write = [](std::string& line, std::string_view grain, const Buckets& buckets) {
    for (const Bucket& bucket : buckets) {
      fmt::format_to(std::back_inserter(line), " {}{}={}", grain, bucket.at,
                     fmt::join(bucket.tally.ratings, ","));
    }
  };
  for (const auto& [id, location] : locations_) {
    for (const Series& series : location.all_) {
      if (score::total(series.total) == 0) continue;
      const QuestionKey& question = questions_[series.question];
      std::string line = fmt::format("{} {} {} {} {}", id.str(),
                                     touchpoints_[series.touchpoint].str(), question.question.str(),
                                     to_string(question.kind), fmt::join(series.total, ","));
      write(line, "h", series.hours);
      write(line, "d", series.days);
      write(line, "m", series.months);
      lines.push_back(std::move(line));
    }
  }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace earshot::hq
