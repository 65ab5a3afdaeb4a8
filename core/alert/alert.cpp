#include "core/alert/alert.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::alert {

std::string place_name(const TouchpointId& touchpoint) {
  std::string name = touchpoint.str();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '_' || c == '.'; }, ' ');
  return name;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::notice:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::urgent:
      return "urgent";
  }
  EARSHOT_CHECK(false && "a severity that does not exist");
  return {};
}

std::optional<Severity> parse_severity(std::string_view text) {
  for (const auto severity : {Severity::notice, Severity::warning, Severity::urgent}) {
    if (to_string(severity) == text) return severity;
  }
  return std::nullopt;
}

std::optional<Alert> detractor_rule(const response::Response& response, WallTime now,
                                    const AlertId& id) {
  if (response.withdrawn || response.misuse != 0) return std::nullopt;
  if (response.audience != survey::Audience::customer) return std::nullopt;
  if (now - response.at > kUsefulness) return std::nullopt;
  if (!response::is_unhappy(response)) return std::nullopt;

  const auto* main = response::main_rating(response);
  const auto scale = survey::scale_of(main->kind);
  const std::string place = place_name(response.touchpoint);
  Alert alert;
  alert.id = id;
  alert.severity = Severity::warning;
  alert.rule = "detractor";
  alert.response = response.id;
  alert.touchpoint = response.touchpoint;
  alert.at = response.at;
  alert.raised_at = now;
  alert.sentence = capitalised(place) + ": a customer gave " + std::to_string(*main->rating) +
                   " of " + std::to_string(scale->highest) + ".";
  alert.words = std::string(response::comment_of(response));
  alert.next_step = "Go to the " + place + " and ask how you can help.";
  return alert;
}

}  // namespace earshot::alert
