// What a page shows: nodes of the org tree with scores, trend, alerts and completeness. Made by
// Headquarters as immutable snapshots; turned to JSON (view_json.h) on the reader's own thread.
// Owner: whoever holds the pointer. Threads: plain values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aggregator/devices.h"
#include "aggregator/rollups.h"
#include "aggregator/topic_counts.h"
#include "core/alert/alert.h"

namespace earshot::hq {

/// The most nodes in one tree; a larger organisation is cut below its deepest level that still
/// fits, and read further node by node.
inline constexpr std::size_t kTreeNodesMax = 2'000;
/// The most alerts and comments of one node that are listed.
inline constexpr std::size_t kAlertsListed = 50;
inline constexpr std::size_t kCommentsListed = 50;
/// The most topics of one node and question that are listed.
inline constexpr std::size_t kTopicsListed = 20;

struct ScoreView {
  QuestionKey question;
  score::Histogram ratings{};
};

struct TrendView {
  WallTime at;
  QuestionKey question;
  double score = 0;
  std::uint64_t n = 0;  ///< ≥ 1: points without ratings are left out
};

struct NodeView {
  NodeId id;
  std::string name;
  std::string kind;
  std::optional<NodeId> parent;
  std::size_t locations = 0;
  std::vector<ScoreView> scores;  ///< by question
  std::vector<TrendView> trend;   ///< by question, then time
  std::uint64_t alerts_open = 0;
  Completeness completeness;
};

struct TreeView {
  WallTime now;
  Window window = Window::all;
  bool cut = false;  ///< deeper levels were left out
  std::vector<NodeView> nodes;
};

struct TouchpointView {
  TouchpointId touchpoint;
  std::vector<ScoreView> scores;
};

struct TopicView {
  QuestionKey question;
  TopicId topic;
  TopicCount count;
};

struct NodeDetail {
  WallTime now;
  Window window = Window::all;
  NodeView node;
  std::vector<std::pair<NodeId, std::string>>
      path;  ///< id and name, from the root to the node itself
  std::vector<NodeView> children;
  std::vector<TouchpointView> touchpoints;
  std::vector<TopicView> topics;
  DeviceList devices;
  std::vector<StoredVoice> comments;                        ///< newest first
  std::vector<std::pair<LocationId, alert::Alert>> alerts;  ///< newest first
};

}  // namespace earshot::hq
