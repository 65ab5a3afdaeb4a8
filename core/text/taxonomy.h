// The taxonomy: which topics there are, and by which words of each language a comment speaks of
// them. Owner: core/text. Threads: const calls from any thread, once made. It is a file that a
// person may change; docs/text.md documents its format.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/text/analysis.h"
#include "core/text/phrases.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// The largest taxonomy file that is read, in bytes.
inline constexpr std::size_t kTaxonomyFileBytesMax = 512 * 1024;
inline constexpr std::size_t kTopicsMax = 64;

/// One topic that a comment's words name.
struct TopicMention {
  std::uint32_t topic = 0;  ///< index into Taxonomy::topics()
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t last = 0;
  std::int8_t lean = 0;  ///< the phrase itself is good (1) or bad (−1): "out of stock"
  bool thing = false;    ///< "coffee": names the topic only where something is thought of it
};

struct Topic {
  TopicId id;
  std::map<std::string, std::string> names;                  ///< by language tag
  std::map<std::string, std::vector<std::string>> examples;  ///< by language tag
};

class Taxonomy {
 public:
  /// "built-in-1": what analyses carry.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::vector<Topic>& topics() const { return topics_; }

  /// The words of every phrase, without the signs for endings and gaps, by language.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& phrases() const {
    return plain_;
  }

  /// Every mention, in the order of the words, into an emptied `out`. Only the phrases of
  /// `language` and of "any" count; with an empty or unknown language, all of them do.
  void find(const Tokens& comment, std::string_view language, std::vector<TopicMention>& out) const;

 private:
  friend class TaxonomyReader;

  std::string version_;
  std::vector<Topic> topics_;
  std::vector<std::string> languages_;  ///< by the number in a payload; 0 is "any"
  Phrases phrases_;
  std::vector<std::pair<std::string, std::string>> plain_;  ///< language, phrase
};

/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<Taxonomy> parse_taxonomy(std::string_view toml, std::string_view file_name);

}  // namespace earshot::text
