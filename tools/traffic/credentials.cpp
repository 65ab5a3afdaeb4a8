#include "tools/traffic/credentials.h"

#include <algorithm>

namespace earshot::traffic {

Result<Credentials> Credentials::parse(std::string_view text, std::string file_name) {
  Credentials credentials;
  credentials.file_name_ = std::move(file_name);
  const auto mistake = [&](int line, const std::string& reason) {
    return fail(ErrorCode::invalid,
                credentials.file_name_ + ":" + std::to_string(line) + ": " + reason);
  };
  for (int line = 1; !text.empty(); ++line) {
    std::string_view row = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(row.size() + 1, text.size()));
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty() || row.starts_with('#')) continue;
    const auto space = row.find(' ');
    if (space == std::string_view::npos || space == 0 || space + 1 == row.size()) {
      return mistake(line, "expected a user, one space and a password");
    }
    const std::string user(row.substr(0, space));
    if (!credentials.passwords_.emplace(user, row.substr(space + 1)).second) {
      return mistake(line, "'" + user + "' stands here twice");
    }
  }
  if (credentials.empty()) return mistake(1, "there is no user in this file");
  return credentials;
}

std::optional<std::string> Credentials::password_of(const std::string& user) const {
  const auto it = passwords_.find(user);
  if (it == passwords_.end()) return std::nullopt;
  return it->second;
}

}  // namespace earshot::traffic
