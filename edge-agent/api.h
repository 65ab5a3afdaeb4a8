// The HTTP API as a list of routes, so that a test can call each one without a network and compare
// them all with openapi.json. Owner: the shell. Threads: handlers run on the server's threads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge-agent/archive.h"
#include "edge-agent/edge.h"
#include "edge-agent/question_texts.h"
#include "platform/http/http_server.h"

namespace earshot::edge {

struct Route {
  enum class Method { get, post };
  Method method = Method::get;
  std::string pattern;    ///< a regular expression, as the server wants it
  std::string described;  ///< its path in openapi.json: "/api/v1/alerts/{id}/acknowledge"
  http::Handler handler;
};

/// What the handlers use. All of it must outlive the server. The functions run on the event loop
/// and are waited for; their error is busy when that took too long.
struct ApiSources {
  Archive& archive;
  const Snapshot& snapshot;
  const QuestionTexts& texts;
  Clock& clock;
  std::function<std::string()> metrics_text;
  /// None: no such alert, no such response.
  std::function<Result<std::optional<alert::Alert>>(const AlertId&, std::string by)> acknowledge;
  std::function<Result<std::optional<FiledResponse>>(const ResponseId&, std::uint32_t flags)> judge;
  std::function<Result<Filing::Judged>(const ResponseId& burst, std::uint32_t flags,
                                       std::int64_t after)>
      judge_burst;
  std::function<Result<Filing::Erased>(const ResponseId&)> erase;
  struct Quarantine {
    std::function<Result<std::vector<sqlite::Quarantined>>(std::int64_t after, std::size_t count)>
        list;
    std::function<Result<std::string>(std::int64_t id)> payload;
    std::function<Result<void>(std::int64_t id)> retry;
    std::function<Result<sqlite::SqliteInbox::Retried>(std::int64_t after)> retry_behind;
  } quarantine;
  /// Runs on the event loop and is waited for; what it `changes` is shown before it answers.
  std::function<Result<http::Response>(std::function<http::Response(Edge&)>, bool changes)>
      with_edge;
};

inline constexpr int kListLimitMax = 200;
inline constexpr int kListLimitDefault = 50;

/// Those about what is kept, set aside, left out and forgotten.
[[nodiscard]] std::vector<Route> custody_routes(const ApiSources& sources);

/// Those about what was read in comments.
[[nodiscard]] std::vector<Route> reading_routes(const ApiSources& sources);

/// Every route but the pages and the stream of events, which the server serves itself.
[[nodiscard]] std::vector<Route> routes(const ApiSources& sources);

/// Where the events are.
inline constexpr std::string_view kEventsPath = "/api/v1/events";

/// The OpenAPI 3 description: openapi.json, built in.
[[nodiscard]] std::string_view openapi();

}  // namespace earshot::edge
