#include "platform/http/guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace earshot::http {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Without the port; brackets of an IPv6 address go too. "" for nonsense.
std::string name_of(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end == std::string_view::npos ? "" : lower(host.substr(1, end - 1));
  }
  return lower(host.substr(0, host.find(':')));
}

bool is_numeric_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

}  // namespace

bool is_own_host(std::string_view host, std::string_view bound,
                 const std::vector<std::string>& allowed) {
  const std::string name = name_of(host);
  if (name.empty()) return false;
  if (name == "localhost" || name == lower(bound) || is_numeric_address(name)) return true;
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& own) { return name == lower(own); });
}

bool is_loopback(std::string_view host) {
  const bool numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && numbers);
}

bool is_same_origin(std::string_view origin, std::string_view host) {
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos || host.empty()) return false;
  const std::string scheme = lower(origin.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return false;
  std::string_view rest = origin.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  return lower(rest) == lower(host);
}

bool is_well_escaped(std::string_view target) {
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] != '%') continue;
    if (i + 2 >= target.size()) return false;
    if (std::isxdigit(static_cast<unsigned char>(target[i + 1])) == 0) return false;
    if (std::isxdigit(static_cast<unsigned char>(target[i + 2])) == 0) return false;
  }
  return true;
}

}  // namespace earshot::http
