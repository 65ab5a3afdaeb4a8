#include "core/relay/types.h"

#include <utility>

namespace earshot::relay {
namespace {

constexpr std::pair<Stream, std::string_view> kStreams[] = {
    {Stream::urgent, "urgent"},
    {Stream::responses, "responses"},
    {Stream::cells, "cells"},
    {Stream::verbatims, "verbatims"},
};

}  // namespace

std::string_view to_string(Stream stream) {
  for (const auto& [value, name] : kStreams) {
    if (value == stream) return name;
  }
  return "unknown";
}

std::optional<Stream> parse_stream(std::string_view text) {
  for (const auto& [value, name] : kStreams) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace earshot::relay
