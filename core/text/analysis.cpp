#include "core/text/analysis.h"

#include "core/text/urgent_names.h"

namespace earshot::text {
namespace {

template <typename Enum, std::size_t kCount>
std::string_view name_in(const std::array<std::string_view, kCount>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view to_string(Polarity polarity) {
  static constexpr std::array<std::string_view, 3> kNames{"negative", "neutral", "positive"};
  return name_in(kNames, polarity);
}

std::string_view to_string(Emotion emotion) {
  static constexpr std::array<std::string_view, kEmotionCount> kNames{
      "grateful",   "delighted", "valued",       "confident", "disappointed",
      "frustrated", "angry",     "disrespected", "worried",   "confused"};
  return name_in(kNames, emotion);
}

std::string_view to_string(UrgentKind kind) {
  static constexpr std::array<std::string_view, kUrgentKindCount> kNames{
      "illness", "allergy", "injury",  "fire",   "violence",       "harassment",
      "theft",   "child",   "medical", "hazard", "discrimination", "privacy"};
  return name_in(kNames, kind);
}

std::optional<UrgentKind> urgent_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kUrgentKindCount; ++i) {
    if (to_string(static_cast<UrgentKind>(i)) == name) return static_cast<UrgentKind>(i);
  }
  return std::nullopt;
}

std::string_view to_string(PersonalKind kind) {
  static constexpr std::array<std::string_view, kPersonalKindCount> kNames{
      "email", "phone", "card", "iban", "national_id", "address", "plate", "ip", "name"};
  return name_in(kNames, kind);
}

std::string_view to_string(Unusable unusable) {
  static constexpr std::array<std::string_view, 5> kNames{"no", "empty", "mash", "spam", "emoji"};
  return name_in(kNames, unusable);
}

}  // namespace earshot::text
