// The kiosks' passwords at the broker, from a file with a line "user password" for each.
// Owner: the fleet. Threads: plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"

namespace earshot::traffic {

class Credentials {
 public:
  /// None: every kiosk connects without a name (the broker allows anonymous clients).
  Credentials() = default;

  /// Lines "user password"; the password is the rest of the line. Empty lines and those that begin
  /// with '#' are passed over. Error: invalid, "<file_name>:<line>: <reason>"; no password is
  /// quoted.
  static Result<Credentials> parse(std::string_view text, std::string file_name);

  [[nodiscard]] bool empty() const { return passwords_.empty(); }
  [[nodiscard]] std::optional<std::string> password_of(const std::string& user) const;
  [[nodiscard]] const std::string& file_name() const { return file_name_; }

 private:
  std::string file_name_;
  std::unordered_map<std::string, std::string> passwords_;
};

}  // namespace earshot::traffic
