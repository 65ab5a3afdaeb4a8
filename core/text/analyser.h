// Reads a comment with every reader there is: one pass over its words for each, and one answer.
// Owner: core/text. Threads: one at a time; each thread takes an Analyser of its own (the parts are
// shared and never change).
#pragma once

#include <memory>
#include <string_view>

#include "core/text/analysis.h"
#include "core/text/learnt.h"
#include "core/text/polarity.h"
#include "core/text/taxonomy.h"
#include "core/text/tokens.h"
#include "core/text/topic_asides.h"
#include "core/text/urgency.h"

namespace earshot::text {

class LanguageModel;

class Analyser {
 public:
  struct Parts {
    std::shared_ptr<const Taxonomy> taxonomy;       ///< none: no topics
    std::shared_ptr<const LanguageModel> language;  ///< none: script and common words answer
    std::shared_ptr<const LearntHeads> learnt;      ///< none: word lists answer
  };
  explicit Analyser(Parts parts);

  /// Reads `comment`, which may be any bytes up to kCommentBytesMax, as the answer to the question
  /// `context` ("" when unknown). `out` is overwritten; its buffers are used again.
  void analyse(std::string_view comment, std::string_view context, Analysis& out);

 private:
  struct TopicSum {
    float opinion = 0;
    float leaning = 0;  ///< of the phrases that say by themselves what is thought
    std::uint32_t mentions = 0;
    std::uint32_t leans = 0;
    std::uint32_t first = 0;  ///< the words to underline
    std::uint32_t last = 0;
    std::uint32_t shown_size = 0;
    bool shown_leans = false;
  };

  void read_language(Analysis& out) const;
  void find_mentions(const Analysis& out);
  void read_topics(Analysis& out);
  void add_learnt_topics(Analysis& out) const;
  void add_taught_topics(Analysis& out) const;
  TopicReading* topic_of(std::string_view id, float confidence, Analysis& out) const;
  [[nodiscard]] float opinion_of(std::uint32_t first, std::uint32_t end) const;
  [[nodiscard]] float opinion_around(std::uint32_t first, std::uint32_t last) const;

  const Parts parts_;
  const TopicAsides asides_;
  Tokens tokens_;
  Tokens with_asides_;
  Learnt learnt_;
  Polarities polarities_;
  UrgencyReader urgency_;
  std::vector<TopicMention> mentions_;
  std::vector<TopicSum> sums_;    ///< by topic
  std::vector<bool> taken_;       ///< by clause: some topic is named in it
  bool learnt_language_ = false;  ///< the heads' sentiment counts in the comment's language
};

}  // namespace earshot::text
