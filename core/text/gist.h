// What a comment is about in the terms of other comments that people labelled before. A small model
// says it, and it is put behind the comment as words of its own: so a model that is taught with few
// examples finds comments alike that share no word. Owner: core/text. Threads: const calls from any
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/text/aside.h"
#include "core/text/model.h"

namespace earshot::text {

class Gist {
 public:
  /// Exactly one of the model's labels holds of a comment. EARSHOT_CHECKs that.
  explicit Gist(std::shared_ptr<const Model> model);

  /// Appends to `comment`, as one more sentence, a word for each label that is likely and another
  /// for each that is very likely. `reader` has read the comment as it was, without a question.
  void append(const FeatureReader& reader, Tokens& comment) const;

  /// Names a word table and this, for a model that was taught with both.
  [[nodiscard]] std::uint64_t fingerprint_with(std::uint64_t words) const;

  /// The word table that it belongs to.
  [[nodiscard]] std::uint64_t words() const { return model_->words(); }

 private:
  std::shared_ptr<const Model> model_;
  std::vector<Aside> likely_;  ///< of each label
  std::vector<Aside> sure_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace earshot::text
