#include "edge-agent/api_answers.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "edge-agent/api.h"

namespace earshot::edge {

std::optional<std::int64_t> number_in(const std::string& text, std::int64_t low,
                                      std::int64_t high) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number < low || number > high) return std::nullopt;
  return number;
}

std::optional<std::int64_t> parameter(const http::Request& request, const std::string& name,
                                      std::int64_t low, std::int64_t high, std::int64_t otherwise) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? otherwise : number_in(found->second, low, high);
}

http::Response answer(const Json& json) { return {200, to_text(json), "application/json"}; }

http::Response trouble(const Error& error) {
  const bool later = error.code == ErrorCode::busy || error.code == ErrorCode::no_space;
  return http::problem(later ? 503 : 500, error.message);
}

http::Response bad_limit() {
  return http::problem(400, "limit is a number from 1 to " + std::to_string(kListLimitMax));
}

}  // namespace earshot::edge
