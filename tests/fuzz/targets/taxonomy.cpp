// Taxonomy files.
#include "core/text/taxonomy.h"

#include <set>

#include "core/base/check.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(taxonomy) {
  const auto taxonomy = within_memory(kTomlBound, input.size(),
                                      [&] { return text::parse_taxonomy(input, "topics.toml"); });
  if (!taxonomy) return expect_readable(taxonomy.error());
  EARSHOT_CHECK(!taxonomy->topics().empty() && taxonomy->topics().size() <= text::kTopicsMax);
  std::set<TopicId> ids;
  for (const auto& topic : taxonomy->topics()) {
    EARSHOT_CHECK(!topic.id.empty() && ids.insert(topic.id).second && !topic.names.empty());
  }
  // What it accepts, it can look for: in its own words.
  text::Tokens tokens;
  text::tokenise(input, tokens);
  std::vector<text::TopicMention> mentions;
  taxonomy->find(tokens, "", mentions);
  for (const auto& mention : mentions) {
    EARSHOT_CHECK(mention.topic < taxonomy->topics().size());
    EARSHOT_CHECK(mention.first <= mention.last && mention.last < tokens.tokens.size());
  }
}

}  // namespace earshot::fuzz
