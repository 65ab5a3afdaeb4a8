#include "aggregator/org_tree.h"

#include "aggregator/toml_reading.h"
#include "core/base/check.h"
#include "core/base/utf8.h"

namespace earshot::hq {
namespace {

constexpr std::size_t kNodeNameCodePointsMax = 80;

/// A [[node]] as written, with the line to point at.
struct Written {
  OrgNode node;
  std::optional<std::string> parent;
  std::uint32_t line = 0;
  std::vector<std::size_t> children;  ///< places in the file
};

using Places = std::unordered_map<std::string, std::size_t>;

Result<Written> read_node(const toml::node& item, std::string_view file) {
  const toml::table* table = item.as_table();
  if (table == nullptr) {
    return mistake(file, line_of(item), "'node' is not a table", "Begin each node with [[node]]");
  }
  if (auto known = only_keys(*table, file, "a node", {"id", "name", "kind", "parent"}); !known) {
    return tl::unexpected(known.error());
  }
  Written written;
  written.line = line_of(*table);
  auto id = text_needed(*table, file, "id");
  if (!id) return tl::unexpected(id.error());
  auto checked = NodeId::parse(*id);
  if (!checked) {
    return mistake(file, line_of(*table->get("id")), checked.error().message,
                   "A location's id is its edge agent's device id");
  }
  written.node.id = std::move(*checked);
  for (auto [key, target] : {std::pair{"name", &written.node.name}, {"kind", &written.node.kind}}) {
    auto text = text_needed(*table, file, key);
    if (!text) return tl::unexpected(text.error());
    *target = clean_text(*text, kNodeNameCodePointsMax + 1);
    if (target->empty() || count_code_points(*target) > kNodeNameCodePointsMax) {
      return mistake(
          file, line_of(*table->get(key)),
          fmt::format("'{}' is empty or longer than {} characters", key, kNodeNameCodePointsMax),
          "Shorten it: it is shown on every page");
    }
  }
  auto parent = text_at(*table, file, "parent");
  if (!parent) return tl::unexpected(parent.error());
  written.parent = std::move(*parent);
  return written;
}

Result<std::vector<Written>> read_nodes(const toml::table& table, std::string_view file) {
  if (auto known = only_keys(table, file, "an org file", {"node"}); !known) {
    return tl::unexpected(known.error());
  }
  const toml::array* items = table.get_as<toml::array>("node");
  if (items == nullptr || items->empty()) {
    return mistake(file, 1, "there is no [[node]]",
                   "Begin with the organisation itself: [[node]] id, name, kind, and no parent");
  }
  if (items->size() > kOrgNodesMax) {
    return mistake(file, line_of((*items)[kOrgNodesMax]),
                   fmt::format("more than {} nodes", kOrgNodesMax),
                   "Split the organisation over several aggregators");
  }
  std::vector<Written> all;
  all.reserve(items->size());
  for (const toml::node& item : *items) {
    auto written = read_node(item, file);
    if (!written) return tl::unexpected(written.error());
    all.push_back(std::move(*written));
  }
  return all;
}

/// Finds each node's parent. Error: duplicate ids, unknown parents, not exactly one root, locations
/// with children.
Result<std::size_t> link_nodes(std::vector<Written>& all, std::string_view file) {
  Places places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [first, fresh] = places.emplace(all[i].node.id.str(), i);
    if (!fresh) {
      return mistake(file, all[i].line,
                     fmt::format("the id '{}' is used twice, first on line {}", first->first,
                                 all[first->second].line),
                     "Give one of them another id");
    }
  }
  std::optional<std::size_t> root;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Written& written = all[i];
    if (!written.parent) {
      if (root) {
        return mistake(file, written.line,
                       fmt::format("'{}' is a second root beside '{}'", written.node.id.str(),
                                   all[*root].node.id.str()),
                       "Give it a parent: only the organisation itself has none");
      }
      root = i;
      continue;
    }
    const auto parent = places.find(*written.parent);
    if (parent == places.end()) {
      return mistake(
          file, written.line,
          fmt::format("the parent '{}' of '{}' is not in this file",
                      clean_text(*written.parent, kNameLengthMax), written.node.id.str()),
          "Add a node with that id, or correct the spelling");
    }
    if (all[parent->second].node.is_location()) {
      return mistake(file, written.line,
                     fmt::format("the location '{}' cannot be the parent of '{}'", parent->first,
                                 written.node.id.str()),
                     "Only regions, districts and the like have children");
    }
    all[parent->second].children.push_back(i);
  }
  if (!root) {
    return mistake(file, all.front().line, "no node is the root: every one has a parent",
                   "Take the parent away from the organisation itself");
  }
  return *root;
}

/// Pre-order from the root, without recursion: the depth is whatever the file says.
std::vector<OrgNode> in_order(std::vector<Written>& all, std::size_t root,
                              std::vector<bool>& reached) {
  std::vector<OrgNode> nodes;
  nodes.reserve(all.size());
  std::vector<std::pair<std::size_t, std::optional<std::size_t>>> waiting{{root, std::nullopt}};
  while (!waiting.empty()) {
    const auto [place, parent] = waiting.back();
    waiting.pop_back();
    reached[place] = true;
    const std::size_t own = nodes.size();
    nodes.push_back(all[place].node);
    nodes.back().parent = parent;
    const auto& children = all[place].children;
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
      waiting.emplace_back(*child, own);
    }
  }
  return nodes;
}

/// What nobody reached from the root hangs in a circle.
tl::unexpected<Error> circle(const std::vector<Written>& all, const std::vector<bool>& reached,
                             std::string_view file) {
  Places places;
  for (std::size_t i = 0; i < all.size(); ++i) places.emplace(all[i].node.id.str(), i);
  auto place =
      static_cast<std::size_t>(std::find(reached.begin(), reached.end(), false) - reached.begin());
  std::vector<bool> seen(all.size(), false);
  while (!seen[place]) {  // walks into the circle
    seen[place] = true;
    place = places.at(*all[place].parent);
  }
  const std::size_t first = place;
  std::string story = all[first].node.id.str();
  int told = 0;
  do {
    place = places.at(*all[place].parent);
    if (++told <= 8 || place == first) story += " → " + all[place].node.id.str();
  } while (place != first);
  return mistake(file, all[first].line, "these nodes are each other's parents: " + story,
                 "Give one of them a parent nearer to the root");
}

}  // namespace

OrgTree::OrgTree(std::vector<OrgNode> nodes) : nodes_(std::move(nodes)) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    OrgNode& node = nodes_[i];
    EARSHOT_CHECK(node.parent.has_value() == (i > 0));
    node.depth = i > 0 ? nodes_[*node.parent].depth + 1 : 0;
    node.end = i + 1;
    node.locations = node.is_location() ? 1 : 0;
    index_.emplace(node.id, i);
  }
  for (std::size_t i = nodes_.size(); i-- > 1;) {
    OrgNode& parent = nodes_[*nodes_[i].parent];
    parent.end = std::max(parent.end, nodes_[i].end);
    parent.locations += nodes_[i].locations;
  }
}

std::optional<std::size_t> OrgTree::find(const NodeId& id) const {
  const auto found = index_.find(id);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

bool OrgTree::has_location(const LocationId& id) const {
  if (id.empty()) return false;
  const auto index = find(NodeId::trusted(id.str()));
  return index && nodes_[*index].is_location();
}

std::vector<LocationId> OrgTree::locations() const {
  std::vector<LocationId> ids;
  for (const OrgNode& node : nodes_) {
    if (node.is_location()) ids.push_back(LocationId::trusted(node.id.str()));
  }
  return ids;
}

Result<OrgTree> parse_org(std::string_view toml, std::string_view file_name) {
  if (toml.size() > kOrgFileBytesMax) {
    return mistake(file_name, 1, "the file is too large",
                   fmt::format("{} bytes at most", kOrgFileBytesMax));
  }
  auto table = parse_toml(toml, file_name);
  if (!table) return tl::unexpected(table.error());
  auto all = read_nodes(*table, file_name);
  if (!all) return tl::unexpected(all.error());
  const auto root = link_nodes(*all, file_name);
  if (!root) return tl::unexpected(root.error());
  std::vector<bool> reached(all->size(), false);
  std::vector<OrgNode> nodes = in_order(*all, *root, reached);
  if (nodes.size() < all->size()) return circle(*all, reached, file_name);
  return OrgTree(std::move(nodes));
}

}  // namespace earshot::hq
