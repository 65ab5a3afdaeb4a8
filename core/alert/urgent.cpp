#include "core/alert/urgent.h"

#include <array>

namespace earshot::alert {
namespace {

struct Told {
  std::string_view of;    ///< "somebody wrote of …"
  std::string_view next;  ///< what to do, at the place
};

/// By kind.
constexpr std::array<Told, text::kUrgentKindCount> kTold{{
    {"an illness", "ask who is unwell, and keep what they ate or used."},
    {"an allergy", "ask whether somebody needs help, and have the ingredients at hand."},
    {"an injury", "see whether somebody is hurt, and bring the first-aid kit."},
    {"a fire or smoke",
     "look for smoke and fire; if there is any, clear the place and call the "
     "fire service."},
    {"violence or a threat", "see that everybody is safe, and call the police if they are not."},
    {"harassment", "find out who needs protection, in private, and write down what is said."},
    {"a theft", "speak with whoever was robbed, and have the recordings kept."},
    {"a child in need", "look for the child, and close the doors if it is missing."},
    {"a medical emergency", "see who needs help, and call an ambulance if in doubt."},
    {"a danger to people", "find what is dangerous there, and close it off."},
    {"discrimination", "ask what happened, in private, and write down what is said."},
    {"somebody’s privacy", "find out what was shown or lost, and secure it."},
}};

}  // namespace

std::optional<Alert> urgent_rule(const response::Response& response, text::UrgentKind kind,
                                 std::string_view words, WallTime now, const AlertId& id) {
  if (response.withdrawn || now - response.at > kUsefulness) return std::nullopt;
  const Told& told = kTold[static_cast<std::size_t>(kind)];
  const std::string place = place_name(response.touchpoint);
  const bool staff = response.audience == survey::Audience::employee;
  Alert alert;
  alert.id = id;
  alert.severity = Severity::urgent;
  alert.rule = "urgent-" + std::string(text::to_string(kind));
  alert.response = response.id;
  alert.touchpoint = response.touchpoint;
  alert.at = response.at;
  alert.raised_at = now;
  alert.sentence = capitalised(place) + (staff ? ": a colleague" : ": a customer") + " wrote of " +
                   std::string(told.of) + ".";
  alert.words = std::string(words);
  alert.next_step = "Go to the " + place + " now: " + std::string(told.next);
  return alert;
}

}  // namespace earshot::alert
