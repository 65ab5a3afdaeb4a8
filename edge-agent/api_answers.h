// What the API's handlers share: parameters, answers, refusals.
// Owner: the API's own files. Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "edge-agent/json.h"
#include "platform/http/http_server.h"

namespace earshot::edge {

/// None unless `text` is a number from `low` to `high` and nothing else.
[[nodiscard]] std::optional<std::int64_t> number_in(const std::string& text, std::int64_t low,
                                                    std::int64_t high);

/// The number of parameter `name`, or `otherwise` without it; none if it is not a number in range.
[[nodiscard]] std::optional<std::int64_t> parameter(const http::Request& request,
                                                    const std::string& name, std::int64_t low,
                                                    std::int64_t high, std::int64_t otherwise);

[[nodiscard]] http::Response answer(const Json& json);
/// An error of the store or the event loop: 503 when busy or out of room, else 500.
[[nodiscard]] http::Response trouble(const Error& error);
[[nodiscard]] http::Response bad_limit();

}  // namespace earshot::edge
