// Which topics a comment's phrases name, as words behind it: so the model of topics learns how far
// each phrase can be believed, and what is said beside it. Owner: core/text. Threads: const calls
// from any thread.
#pragma once

#include <span>
#include <vector>

#include "core/text/aside.h"
#include "core/text/taxonomy.h"

namespace earshot::text {

class TopicAsides {
 public:
  TopicAsides() = default;  ///< of no topics
  explicit TopicAsides(const Taxonomy& taxonomy);

  /// A word for each topic that is named, once, and another for each that a thing may stand for.
  /// `mentions` are what the taxonomy found in a comment.
  [[nodiscard]] std::vector<Aside> of(std::span<const TopicMention> mentions) const;

  /// Puts them behind the comment.
  void append(std::span<const TopicMention> mentions, Tokens& comment) const;

 private:
  template <typename Use>
  void each(std::span<const TopicMention> mentions, const Use& use) const;

  std::vector<Aside> named_;  ///< by topic
  std::vector<Aside> things_;
};

}  // namespace earshot::text
