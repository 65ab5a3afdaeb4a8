// Reads a comment with every reader there is: one pass over its words for each, and one answer.
// Owner: core/text. Threads: one at a time; each thread takes an Analyser of its own (the parts are
// shared and never change).
#pragma once

#include <memory>
#include <string_view>

#include "core/text/analysis.h"
#include "core/text/learnt.h"
#include "core/text/tokens.h"

namespace earshot::text {

class LanguageModel;
class Taxonomy;

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
  void read_topics(Analysis& out);

  const Parts parts_;
  Tokens tokens_;
  Learnt learnt_;
};

}  // namespace earshot::text
