#include "aggregator/topic_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "core/score/reading.h"

namespace earshot::hq {
namespace {

constexpr std::int32_t kHoursHeld = 25;
constexpr std::int32_t kDaysHeld = 32;

std::int32_t first_hour(WallTime now) {
  return static_cast<std::int32_t>(hour_of(now)) - kHoursHeld + 1;
}

std::int32_t first_day(WallTime now) {
  const auto today = std::chrono::floor<std::chrono::days>(Duration(now.ms)).count();
  return static_cast<std::int32_t>(today) - kDaysHeld + 1;
}

std::uint32_t count_in(const score::CellValue& value, score::SentimentClass sentiment) {
  return static_cast<std::uint32_t>(value.sentiment[static_cast<std::size_t>(sentiment)]);
}

/// The place of `value` in `all`, where it is added if it was not there.
template <typename T>
std::uint32_t index_of(std::vector<T>& all, const T& value) {
  const auto known = std::find(all.begin(), all.end(), value);
  const auto index = static_cast<std::uint32_t>(known - all.begin());
  if (known == all.end()) all.push_back(value);
  return index;
}

}  // namespace

void TopicCount::add(const TopicCount& other) {
  responses += other.responses;
  negative += other.negative;
  neutral += other.neutral;
  positive += other.positive;
}

void TopicCount::take(const TopicCount& other) {
  responses -= other.responses;
  negative -= other.negative;
  neutral -= other.neutral;
  positive -= other.positive;
}

TopicCount topic_count(const score::CellValue& value) {
  return {static_cast<std::uint32_t>(value.responses),
          count_in(value, score::SentimentClass::negative),
          count_in(value, score::SentimentClass::neutral),
          count_in(value, score::SentimentClass::positive)};
}

TopicCounts::Asked TopicCounts::asked(const score::CellKey& key) {
  return {index_of(questions_, QuestionKey{key.question, key.kind}), index_of(topics_, key.topic)};
}

void TopicCounts::change(Buckets& buckets, std::int32_t at, const TopicCount& before,
                         const TopicCount& after) {
  auto place = buckets.end();
  while (place != buckets.begin() && std::prev(place)->at >= at) --place;  // mostly the newest
  if (place == buckets.end() || place->at != at) place = buckets.insert(place, {at, {}});
  place->count.add(after);
  place->count.take(before);
  if (place->count.empty()) buckets.erase(place);
}

void TopicCounts::change(Location& location, const Asked& asked, HourUtc hour,
                         LocalDay business_day, const TopicCount& before, const TopicCount& after) {
  if (before == after) return;
  auto& all = location.all_;
  auto of = std::find_if(all.begin(), all.end(),
                         [&](const auto& series) { return series.asked == asked; });
  if (of == all.end()) of = all.insert(of, {asked, {}, {}, {}});
  const auto at = static_cast<std::int32_t>(hour);
  if (at >= first_hour_) change(of->hours, at, before, after);
  if (business_day >= first_day_) change(of->days, business_day, before, after);
  of->total.add(after);
  of->total.take(before);
}

void TopicCounts::advance(WallTime now) {
  if (first_hour(now) <= first_hour_) return;
  first_hour_ = first_hour(now);
  first_day_ = first_day(now);
  const auto let_go = [](Buckets& buckets, std::int32_t first) {
    std::erase_if(buckets, [&](const Bucket& bucket) { return bucket.at < first; });
  };
  for (auto& [id, location] : locations_) {
    for (auto& series : location.all_) {
      let_go(series.hours, first_hour_);
      let_go(series.days, first_day_);
    }
  }
}

void TopicCounts::forget(WallTime now) {
  first_hour_ = first_hour(now);
  first_day_ = first_day(now);
  locations_.clear();
}

void TopicCounts::add_to(Sums& sums, const LocationId& location, Window window,
                         const Axis& axis) const {
  const auto found = locations_.find(location);
  if (found == locations_.end()) return;
  for (const auto& series : found->second.all_) {
    TopicCount count = window == Window::all ? series.total : TopicCount{};
    if (window != Window::all) {
      for (const Bucket& bucket : window == Window::day ? series.hours : series.days) {
        const std::int32_t index = bucket.at - axis.first;
        if (index >= 0 && index < axis.count) count.add(bucket.count);
      }
    }
    if (count.empty()) continue;
    sums[{questions_[series.asked.question], topics_[series.asked.topic]}].add(count);
  }
}

std::string TopicCounts::text() const {
  std::vector<std::string> lines;
  const auto write = [](std::string& line, std::string_view name, const TopicCount& count) {
    fmt::format_to(std::back_inserter(line), " {}={},{},{},{}", name, count.responses,
                   count.negative, count.neutral, count.positive);
  };
  for (const auto& [id, location] : locations_) {
    for (const auto& series : location.all_) {
      if (series.total.empty()) continue;
      const QuestionKey& question = questions_[series.asked.question];
      std::string line = fmt::format("topic {} {} {} {}", id.str(), question.question.str(),
                                     to_string(question.kind), topics_[series.asked.topic].str());
      write(line, "all", series.total);
      for (const Bucket& bucket : series.hours)
        write(line, fmt::format("h{}", bucket.at), bucket.count);
      for (const Bucket& bucket : series.days)
        write(line, fmt::format("d{}", bucket.at), bucket.count);
      lines.push_back(std::move(line));
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines.empty() ? std::string() : fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace earshot::hq
