// Who may ask: decisions about a request's Host, Origin and target, before anything else sees it.
// Owner: platform/http. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot::http {

/// True if `host` (a Host header) is a numeric address, localhost, `bound` or one of `allowed`.
/// Any page can make its own name lead to this machine, but no numeric address.
[[nodiscard]] bool is_own_host(std::string_view host, std::string_view bound,
                               const std::vector<std::string>& allowed);

/// True if only this machine can reach `host`: 127.x.x.x, ::1 or localhost.
[[nodiscard]] bool is_loopback(std::string_view host);

/// True if `origin` (an Origin or Referer header) is a page of `host` (a Host header).
[[nodiscard]] bool is_same_origin(std::string_view origin, std::string_view host);

/// True if each '%' of a request target stands before two hexadecimal digits.
[[nodiscard]] bool is_well_escaped(std::string_view target);

}  // namespace earshot::http
