// What the customer sees right now, as plain values: a view draws one and returns what was touched.
// Owner: Session makes them. Threads: plain values, any thread.
// No pixels, no fonts, no clock: those are the view's.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/survey/survey.h"

namespace earshot::kiosk {

enum class ScreenKind {
  attract,   ///< waits for a customer
  question,  ///< asks
  saving,    ///< answered, and not yet durable: nothing is promised
  thanks,    ///< the answer is durable
  resting,   ///< answers cannot be kept: the honest "out of service"
};

struct Screen {
  ScreenKind kind = ScreenKind::resting;
  std::shared_ptr<const survey::Survey> survey;  ///< null only while resting
  LanguageTag language;
  std::vector<LanguageTag> languages;  ///< to choose from; fewer than two: no choice is shown
  std::optional<int> chosen;           ///< saving, thanks: the rating

  [[nodiscard]] const survey::Question& question() const { return survey->questions.front(); }
  bool operator==(const Screen&) const = default;
};

/// What the customer did on a screen.
struct Action {
  enum class Kind { none, begin, language, rate, dismiss };
  Kind kind = Kind::none;
  LanguageTag language;  ///< Kind::language
  int rating = 0;        ///< Kind::rate
};

}  // namespace earshot::kiosk
