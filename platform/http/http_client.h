// One request to a daemon on this machine: how a program's own commands reach the one that runs.
// Owner: whoever calls. Threads: any; the call waits.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/http/http_server.h"

namespace earshot::http {

struct Daemon {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string name;  ///< for sentences: "the edge agent"
};

/// `method` is GET or POST; the answer may have any status. Error: busy when nobody listens there
/// ("the edge agent does not answer at 127.0.0.1:8080; is it running?"), or no answer came in time.
[[nodiscard]] Result<Response> ask(const Daemon& daemon, const std::string& method,
                                   const std::string& path, const std::string& body = {},
                                   Duration wait = std::chrono::seconds(60));

/// The sentence of a problem() answer; the whole body when it is none.
[[nodiscard]] std::string problem_words(const Response& answer);

}  // namespace earshot::http
