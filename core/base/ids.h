// Ids: every kind of id is a type of its own, so that no two can be swapped by mistake.
// Owner: core/base. Threads: plain values, any thread.
// Names (devices, locations, …) are safe in an MQTT topic, a file name, a URL and a log line.
#pragma once

#include <compare>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot {

/// The longest name that a device, location, survey, question … may have, in characters.
inline constexpr std::size_t kNameLengthMax = 64;

/// What parsing says of a text that is no name. It quotes no more than a name may be long, on one
/// line and inert, whatever the bytes are: it goes to logs, pages and headquarters.
[[nodiscard]] Error not_a_name(std::string_view text);

/// True for 1 to 64 characters of a–z, 0–9, '-', '_' and '.', the first one a letter or digit.
[[nodiscard]] bool is_name(std::string_view text);

/// A checked name. An empty one means "none" and is made only by the default constructor.
template <typename Tag>
class Name {
 public:
  Name() = default;

  /// Error: invalid, saying which characters a name may have.
  static Result<Name> parse(std::string_view text) {
    if (!is_name(text)) return tl::unexpected(not_a_name(text));
    return Name(std::string(text));
  }

  /// For names written in the code or read back from our own store. Asserts that it is a name or
  /// "".
  static Name trusted(std::string text);

  [[nodiscard]] const std::string& str() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  auto operator<=>(const Name&) const = default;

 private:
  explicit Name(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Aborts with a message unless `text` is a name or empty: a programmer's error.
void assert_name(std::string_view text);

template <typename Tag>
Name<Tag> Name<Tag>::trusted(std::string text) {
  assert_name(text);
  return Name(std::move(text));
}

template <typename Tag>
std::ostream& operator<<(std::ostream& out, const Name<Tag>& name) {
  return out << name.str();
}

using DeviceId = Name<struct DeviceTag>;      ///< a kiosk, or an edge agent (named as its location)
using LocationId = Name<struct LocationTag>;  ///< one store or branch
using NodeId = Name<struct NodeTag>;          ///< any node of the org tree; a location is one
using TouchpointId = Name<struct TouchpointTag>;  ///< where in the journey a kiosk stands
using SurveyId = Name<struct SurveyTag>;
using QuestionId = Name<struct QuestionTag>;
using OptionId = Name<struct OptionTag>;    ///< one option of a choice question, or one topic chip
using VariantId = Name<struct VariantTag>;  ///< one arm of an A/B test
using TopicId = Name<struct TopicTag>;
using LanguageTag = Name<struct LanguageTagTag>;  ///< BCP 47, lower case: "en", "pt-br"

/// 128 random bits, written as 32 hexadecimal digits: responses, alerts.
template <typename Tag>
class RandomId {
 public:
  RandomId() = default;
  /// Error: invalid unless `hex` is 32 lower-case hexadecimal digits.
  static Result<RandomId> parse(std::string_view hex) {
    if (!is_hex(hex)) return fail(ErrorCode::invalid, "an id is 32 hexadecimal digits");
    return RandomId(std::string(hex));
  }
  [[nodiscard]] const std::string& str() const { return hex_; }
  [[nodiscard]] bool empty() const { return hex_.empty(); }
  auto operator<=>(const RandomId&) const = default;

 private:
  static bool is_hex(std::string_view hex) {
    return hex.size() == 32 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  }
  explicit RandomId(std::string hex) : hex_(std::move(hex)) {}
  std::string hex_;
};

using ResponseId = RandomId<struct ResponseTag>;
using AlertId = RandomId<struct AlertTag>;

}  // namespace earshot

template <typename Tag>
struct std::hash<earshot::Name<Tag>> {
  std::size_t operator()(const earshot::Name<Tag>& name) const noexcept {
    return std::hash<std::string>{}(name.str());
  }
};
template <typename Tag>
struct std::hash<earshot::RandomId<Tag>> {
  std::size_t operator()(const earshot::RandomId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
