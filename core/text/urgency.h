// What cannot wait: illness, injury, fire, violence and their kin, in nine languages.
// Owner: core/text. Threads: const calls from any thread.
// Rather one too many than one missed; what is negated or a figure of speech is left out.
#pragma once

#include <optional>
#include <vector>

#include "core/text/analysis.h"
#include "core/text/learnt.h"
#include "core/text/phrases.h"
#include "core/text/polarity.h"
#include "core/text/tokens.h"

namespace earshot::text {

class UrgencyReader {
 public:
  /// The gravest urgent thing that `comment` tells of, with the words that say so. `polarities`
  /// have read the same comment: a word such as "allergy" in praise is no alarm. Only the words of
  /// `language` count; with "" or one that the lists do not have, those of all languages do. What
  /// the heads `heard` finds what no phrase does, and drops a phrase that they think harmless.
  std::optional<UrgentReading> read(const Tokens& comment, const Polarities& polarities,
                                    std::string_view language,
                                    const std::optional<LearntUrgency>& heard = {});

 private:
  /// The gravest phrase, or null. With `heard` below a bar a phrase does not count.
  [[nodiscard]] const PhraseMatch* gravest(const Tokens& comment, const Polarities& polarities,
                                           std::uint32_t spoken, float heard) const;
  [[nodiscard]] bool negated(const Tokens& comment, std::uint32_t token, std::uint32_t reach) const;

  std::vector<PhraseMatch> matches_;
  std::vector<std::uint32_t> figures_;  ///< tokens inside figures of speech
};

}  // namespace earshot::text
