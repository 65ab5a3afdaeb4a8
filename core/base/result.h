// Results: how every fallible call across modules answers.
// Owner: core/base. Threads: plain values, any thread.
// Exceptions of libraries stop in platform/; from there on an Error travels as a value.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace earshot {

/// What kind of thing went wrong, for code that must choose what to do next.
enum class ErrorCode {
  invalid,      ///< the input breaks a rule; trying again with the same input is pointless
  not_found,    ///< there is no such thing
  conflict,     ///< it contradicts what is already there
  busy,         ///< not now; the same call may go through later
  no_space,     ///< the disk is full; nothing was written
  corrupt,      ///< stored bytes are not what was once written
  io,           ///< the machine failed: disk, network, permission
  unsupported,  ///< from a newer version, or not built in
};

/// An error that a person may read: what happened, where, and what to do next.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::invalid;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::invalid, "…")` from any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace earshot
