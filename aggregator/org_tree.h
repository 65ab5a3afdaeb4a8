// The org tree: organisation → region → district → location, any depth, as a person wrote it.
// Owner: Headquarters. Threads: a plain value; const methods from any thread.
// Nodes stand in pre-order (a parent before its children, siblings in the file's order), so that a
// node's whole part of the tree is one run of indices.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace earshot::hq {

/// The largest org file that is read, and the most nodes in one.
inline constexpr std::size_t kOrgFileBytesMax = 16 * 1024 * 1024;
inline constexpr std::size_t kOrgNodesMax = 100'000;
/// The kind that marks a store or branch: a leaf whose id is its edge agent's device id.
inline constexpr std::string_view kLocationKind = "location";

struct OrgNode {
  NodeId id;
  std::string name;
  std::string kind;                   ///< kLocationKind, or any other word
  std::optional<std::size_t> parent;  ///< none: the root, which is nodes()[0]
  std::size_t depth = 0;              ///< of the root: 0
  std::size_t end = 0;                ///< its part of the tree is [own index, end)
  std::size_t locations = 0;          ///< how many locations that part holds
  [[nodiscard]] bool is_location() const { return kind == kLocationKind; }
  bool operator==(const OrgNode&) const = default;
};

class OrgTree {
 public:
  OrgTree() = default;
  /// `nodes` in pre-order with id, name, kind and parent set; the rest is filled in here.
  explicit OrgTree(std::vector<OrgNode> nodes);

  [[nodiscard]] const std::vector<OrgNode>& nodes() const { return nodes_; }
  [[nodiscard]] std::optional<std::size_t> find(const NodeId& id) const;
  [[nodiscard]] bool has_location(const LocationId& id) const;
  /// In the tree's order.
  [[nodiscard]] std::vector<LocationId> locations() const;
  bool operator==(const OrgTree& other) const { return nodes_ == other.nodes_; }

 private:
  std::vector<OrgNode> nodes_;
  std::unordered_map<NodeId, std::size_t> index_;
};

/// Reads the org file: [[node]] tables with id, name, kind and parent (absent for the root only).
/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<OrgTree> parse_org(std::string_view toml, std::string_view file_name);

}  // namespace earshot::hq
