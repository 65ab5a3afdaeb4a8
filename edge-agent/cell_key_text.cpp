#include "edge-agent/cell_key_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace earshot::edge {
namespace {

template <typename Number>
bool read(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

template <typename Enum>
bool read_value(std::string_view text, Enum& value) {
  int number = 0;
  if (!read(text, number)) return false;
  value = static_cast<Enum>(number);
  return true;
}

}  // namespace

// Names hold no '|'.
std::string key_text(const score::CellKey& key) {
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", key.hour, key.business_day,
                     key.touchpoint.str(), key.question.str(), static_cast<int>(key.kind),
                     static_cast<int>(key.audience), static_cast<int>(key.channel),
                     key.language.str(), key.variant.str(), key.topic.str());
}

std::optional<score::CellKey> parse_key_text(std::string_view text) {
  std::array<std::string_view, 10> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto bar = text.find('|');
    if ((bar == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = text.substr(0, bar);
    if (bar != std::string_view::npos) text.remove_prefix(bar + 1);
  }
  score::CellKey key;
  if (!read(parts[0], key.hour) || !read(parts[1], key.business_day) ||
      !read_value(parts[4], key.kind) || !read_value(parts[5], key.audience) ||
      !read_value(parts[6], key.channel)) {
    return std::nullopt;
  }
  key.touchpoint = TouchpointId::trusted(std::string(parts[2]));
  key.question = QuestionId::trusted(std::string(parts[3]));
  key.language = LanguageTag::trusted(std::string(parts[7]));
  key.variant = VariantId::trusted(std::string(parts[8]));
  key.topic = TopicId::trusted(std::string(parts[9]));
  return key;
}

}  // namespace earshot::edge
