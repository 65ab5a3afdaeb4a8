// What made-up customers write: short sentences put together from parts, in several languages.
// All words are our own. Owner: the plan. Threads: pure functions, any thread.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/survey/survey.h"
#include "tools/traffic/seeded.h"
#include "tools/traffic/store_life.h"

namespace earshot::traffic {

/// The parts in one language. A comment is: [opener] about [closer], with the language's spaces.
struct Phrases {
  using Lines = std::span<const std::string_view>;
  std::string_view language;
  std::array<Lines, kTopicCount> praise;
  std::array<Lines, kTopicCount> complaint;
  Lines happy_openers, unhappy_openers;
  Lines happy_closers, unhappy_closers;
  Lines neutral;
  std::string_view space = " ";
};

/// All that are built in; the first is English.
[[nodiscard]] std::span<const Phrases> all_phrases();

/// Null when there are none in this language ("pt-br" takes "pt").
[[nodiscard]] const Phrases* phrases_in(std::string_view language);

/// A comment about `topic` from somebody in this mood.
[[nodiscard]] std::string comment_about(const Phrases& phrases, Topic topic, survey::Mood mood,
                                        Seeded& random);

}  // namespace earshot::traffic
