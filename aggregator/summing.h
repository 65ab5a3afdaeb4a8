// Adds the locations' numbers up the org tree, for the nodes that a page shows.
// Owner: Headquarters. Threads: pure functions over its state, the event loop's only.
#pragma once

#include <vector>

#include "aggregator/filing.h"
#include "aggregator/views.h"

namespace earshot::hq {

/// What the sums are made of.
struct Numbers {
  const OrgTree& tree;
  const Filing& filing;
  const std::vector<Completeness>& completeness;  ///< one for each node of the tree
};

/// Views of `shown` (indices of nodes, ascending): a node's own part of the tree added up.
[[nodiscard]] std::vector<NodeView> views_of(const Numbers& numbers,
                                             const std::vector<std::size_t>& shown, Window window);

[[nodiscard]] std::vector<TouchpointView> touchpoints_of(const Numbers& numbers, std::size_t node,
                                                         Window window);

/// What is spoken of in a node's part of the tree: by question, the most spoken of first, at most
/// kTopicsListed each.
[[nodiscard]] std::vector<TopicView> topics_of(const Numbers& numbers, std::size_t node,
                                               Window window);

/// The nodes of a tree page: all, or the upper levels that hold at most `nodes_max` together.
[[nodiscard]] std::vector<std::size_t> upper_levels(const OrgTree& tree, std::size_t nodes_max);

}  // namespace earshot::hq
