// What was read in the comments of one response, and what a person says against it: as bytes for
// the store. Owner: core/wire. Threads: plain values and pure functions, any thread. Decoders as in
// codec.h: any bytes, bounded, never throwing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/text/analysis.h"

namespace earshot::wire {

/// A person's word on what a comment says; it stands against every version of every model.
struct Correction {
  WallTime at;
  std::string by;  ///< what the person typed or ""; clean text
  text::Polarity sentiment = text::Polarity::neutral;
  std::vector<std::pair<TopicId, text::Polarity>> topics;  ///< each once, by id
  std::optional<text::UrgentKind> urgent;
  /// Whether the same was said, whoever said it and when.
  [[nodiscard]] bool says_the_same(const Correction& other) const {
    return sentiment == other.sentiment && topics == other.topics && urgent == other.urgent;
  }
};

/// One comment: `analysis` is without the words (`text`, `redacted`) and without the versions,
/// which are the same for all comments of a response.
struct ReadComment {
  QuestionId question;
  text::Analysis analysis;
  std::optional<Correction> correction;
};

struct Readings {
  std::string analyser;  ///< the version of the program that read them
  std::string model;
  std::string taxonomy;
  std::vector<ReadComment> comments;  ///< in the order of the answers
};

[[nodiscard]] std::string encode_readings(const Readings& readings);
/// Error: invalid. Numbers outside of their enums and names that are none are mistakes.
[[nodiscard]] Result<Readings> decode_readings(std::string_view bytes);

}  // namespace earshot::wire
