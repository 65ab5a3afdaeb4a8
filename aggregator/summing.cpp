#include "aggregator/summing.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/score/score.h"

namespace earshot::hq {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

std::vector<ScoreView> scores_of(const Rollups& rollups, const Sums& sums) {
  std::vector<ScoreView> scores;
  for (const Sums::Entry& entry : sums.entries()) {
    scores.push_back({rollups.question(entry.question), entry.total});
  }
  std::sort(scores.begin(), scores.end(),
            [](const ScoreView& a, const ScoreView& b) { return a.question < b.question; });
  return scores;
}

std::vector<TrendView> trend_of(const Rollups& rollups, const Sums& sums, const Axis& axis) {
  std::vector<const Sums::Entry*> entries;
  for (const Sums::Entry& entry : sums.entries()) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [&](const auto* a, const auto* b) {
    return rollups.question(a->question) < rollups.question(b->question);
  });
  std::vector<TrendView> trend;
  for (const Sums::Entry* entry : entries) {
    const QuestionKey& question = rollups.question(entry->question);
    for (std::size_t i = 0; i < entry->trend.size(); ++i) {
      if (entry->trend[i].empty()) continue;
      const score::Histogram ratings = entry->trend[i].histogram();
      const auto estimate = score::headline(question.kind, ratings);
      if (!estimate) continue;
      trend.push_back({axis.at(static_cast<std::int32_t>(i)), question, estimate->value,
                       score::total(ratings)});
    }
  }
  return trend;
}

}  // namespace

std::vector<NodeView> views_of(const Numbers& numbers, const std::vector<std::size_t>& shown,
                               Window window) {
  const std::vector<OrgNode>& nodes = numbers.tree.nodes();
  const Rollups& rollups = numbers.filing.rollups();
  const Axis axis = rollups.axis(window);
  std::vector<std::size_t> slot_of(nodes.size(), kNowhere);
  for (std::size_t slot = 0; slot < shown.size(); ++slot) slot_of[shown[slot]] = slot;
  // The nearest shown node at or above each node takes its numbers.
  std::vector<std::size_t> taker(nodes.size(), kNowhere);
  std::vector<Sums> sums(shown.size());
  std::vector<std::uint64_t> alerts(shown.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    taker[i] = slot_of[i] != kNowhere ? slot_of[i]
               : nodes[i].parent      ? taker[*nodes[i].parent]
                                      : kNowhere;
    if (taker[i] == kNowhere || !nodes[i].is_location()) continue;
    const LocationId location = LocationId::trusted(nodes[i].id.str());
    rollups.add_to(sums[taker[i]], location, window, axis);
    alerts[taker[i]] += numbers.filing.voices_of(location).alerts_open;
  }
  std::vector<NodeView> views(shown.size());
  for (std::size_t slot = shown.size(); slot-- > 0;) {
    const std::size_t index = shown[slot];
    const OrgNode& node = nodes[index];
    NodeView& view = views[slot];
    view.id = node.id;
    view.name = node.name;
    view.kind = node.kind;
    if (node.parent) view.parent = nodes[*node.parent].id;
    view.locations = node.locations;
    view.scores = scores_of(rollups, sums[slot]);
    view.trend = trend_of(rollups, sums[slot], axis);
    view.alerts_open = alerts[slot];
    view.completeness = numbers.completeness[index];
    const std::size_t above = node.parent ? taker[*node.parent] : kNowhere;
    if (above == kNowhere) continue;
    sums[above].add(sums[slot]);
    alerts[above] += alerts[slot];
  }
  return views;
}

std::vector<TouchpointView> touchpoints_of(const Numbers& numbers, std::size_t node,
                                           Window window) {
  const std::vector<OrgNode>& nodes = numbers.tree.nodes();
  Rollups::TouchpointSums sums;
  for (std::size_t i = node; i < nodes[node].end; ++i) {
    if (!nodes[i].is_location()) continue;
    numbers.filing.rollups().add_to(sums, LocationId::trusted(nodes[i].id.str()), window);
  }
  std::vector<TouchpointView> views;
  for (const auto& [touchpoint, of] : sums) {
    views.push_back({touchpoint, scores_of(numbers.filing.rollups(), of)});
  }
  return views;
}

std::vector<TopicView> topics_of(const Numbers& numbers, std::size_t node, Window window) {
  const std::vector<OrgNode>& nodes = numbers.tree.nodes();
  const Axis axis = numbers.filing.rollups().axis(window);
  TopicCounts::Sums sums;
  for (std::size_t i = node; i < nodes[node].end; ++i) {
    if (!nodes[i].is_location()) continue;
    numbers.filing.topics().add_to(sums, LocationId::trusted(nodes[i].id.str()), window, axis);
  }
  std::vector<TopicView> views;
  for (const auto& [of, count] : sums) views.push_back({of.first, of.second, count});
  std::stable_sort(views.begin(), views.end(), [](const TopicView& a, const TopicView& b) {
    if (a.question != b.question) return a.question < b.question;
    return std::pair(a.count.comments(), a.count.responses) >
           std::pair(b.count.comments(), b.count.responses);
  });
  std::vector<TopicView> listed;
  std::size_t of_question = 0;
  for (TopicView& view : views) {
    of_question = listed.empty() || listed.back().question != view.question ? 0 : of_question + 1;
    if (of_question < kTopicsListed) listed.push_back(std::move(view));
  }
  return listed;
}

std::vector<std::size_t> upper_levels(const OrgTree& tree, std::size_t nodes_max) {
  const std::vector<OrgNode>& nodes = tree.nodes();
  std::vector<std::size_t> on_level;
  for (const OrgNode& node : nodes) {
    if (on_level.size() <= node.depth) on_level.resize(node.depth + 1);
    ++on_level[node.depth];
  }
  std::size_t levels = 0;
  for (std::size_t sum = 0; levels < on_level.size(); ++levels) {
    sum += on_level[levels];
    if (sum > nodes_max && levels > 0) break;
  }
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].depth < levels) shown.push_back(i);
  }
  return shown;
}

}  // namespace earshot::hq
