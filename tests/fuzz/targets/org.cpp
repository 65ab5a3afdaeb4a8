// The org file of headquarters.
#include "aggregator/org_tree.h"
#include "core/base/check.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(org) {
  const auto tree =
      within_memory(kTomlBound, input.size(), [&] { return hq::parse_org(input, "org.toml"); });
  if (!tree) return expect_readable(tree.error());
  const auto& nodes = tree->nodes();
  EARSHOT_CHECK(!nodes.empty() && nodes.front().end == nodes.size());
  std::size_t locations = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = nodes[i];
    EARSHOT_CHECK(tree->find(node.id) == i);
    expect_inert(node.name, 80);
    expect_inert(node.kind, 80);
    EARSHOT_CHECK(!node.name.empty() && !node.kind.empty());
    EARSHOT_CHECK(node.parent.has_value() == (i > 0));
    EARSHOT_CHECK(node.end > i && node.end <= nodes.size());
    if (i > 0) {
      const auto& parent = nodes[*node.parent];
      EARSHOT_CHECK(*node.parent < i && node.end <= parent.end && !parent.is_location());
      EARSHOT_CHECK(node.depth == parent.depth + 1);
    }
    if (node.is_location()) ++locations;
  }
  EARSHOT_CHECK(nodes.front().locations == locations && tree->locations().size() == locations);
}

}  // namespace earshot::fuzz
