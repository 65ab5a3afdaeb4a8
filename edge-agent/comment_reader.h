// Reads the comments of responses as they are filed, names the versions that read them, and takes
// personal data out of what leaves the location. Owner: the shell (or a test), which lends it to
// the edge core. Threads: the event loop; the free functions and `taxonomy`, any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/response/response.h"
#include "core/score/reading.h"
#include "core/text/analyser.h"
#include "core/wire/readings.h"

namespace earshot::edge {

class CommentReader {
 public:
  /// The text of a question, which helps to read its answer; "" when it is not known.
  using QuestionText = std::function<std::string_view(const QuestionId&)>;
  /// `analyser`: the version of the rules, which is the program's.
  CommentReader(const text::Analyser::Parts& parts, QuestionText question,
                std::string analyser = EARSHOT_VERSION);

  /// Every comment of `response` that says something, in the order of the answers.
  [[nodiscard]] wire::Readings read(const response::Response& response);

  /// The versions as one line: what was read by another one is read again.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] bool is_current(const wire::Readings& readings) const;
  /// May be null.
  [[nodiscard]] const text::Taxonomy* taxonomy() const { return taxonomy_.get(); }
  [[nodiscard]] const std::string& model() const { return model_; }

 private:
  const std::shared_ptr<const text::Taxonomy> taxonomy_;
  const QuestionText question_;
  const std::string analyser_, model_, taxonomy_version_, version_;
  text::Analyser reader_;
  text::Analysis analysis_;
};

/// What holds of a comment: a person's correction before the machine's reading. A corrected topic
/// keeps the machine's words to underline, where it has them.
[[nodiscard]] text::Analysis effective(const wire::ReadComment& comment);
/// The same as cells count it. Comments that say nothing usable count as unsure, without topics;
/// emotions that are only a hint do not count.
[[nodiscard]] std::vector<score::Reading> counted(const wire::Readings& readings);
/// The first comment that tells of something urgent, and of what.
struct UrgentWords {
  text::UrgentKind kind;
  std::string_view words;  ///< in `response`
};
[[nodiscard]] std::optional<UrgentWords> urgent_in(const response::Response& response,
                                                   const wire::Readings& readings);

/// Corrections of comments whose words did not change go from `old` to `now`.
void keep_corrections(const response::Response& old_words, const wire::Readings& old,
                      const response::Response& words, wire::Readings& now);
/// For words that are gone: what was read of them stays counted, where it stood is forgotten.
void forget_places(wire::Readings& readings);

/// `words` with personal data replaced by typed marks.
[[nodiscard]] std::string redacted(std::string_view words);
/// The same for every comment of a response.
void redact_comments(response::Response& response);

}  // namespace earshot::edge
