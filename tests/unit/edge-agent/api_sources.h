// What the API's handlers use, straight from a core without an event loop.
// Owner: the test. Threads: one at a time.
// Everything that is handed in must outlive the result.
#pragma once

#include <string>
#include <utility>

#include "edge-agent/api.h"
#include "edge-agent/edge.h"

namespace earshot::edge {

inline ApiSources api_sources(Edge& edge, Archive& archive, const Snapshot& snapshot,
                              const QuestionTexts& texts, Clock& clock) {
  ApiSources::Quarantine quarantine;
  quarantine.list = [&edge](std::int64_t after, std::size_t count) {
    return edge.quarantined(after, count);
  };
  quarantine.payload = [&edge](std::int64_t id) { return edge.quarantined_payload(id); };
  quarantine.retry = [&edge](std::int64_t id) { return edge.retry_quarantined(id); };
  quarantine.retry_behind = [&edge](std::int64_t after) {
    return edge.retry_quarantined_behind(after);
  };
  return {archive,
          snapshot,
          texts,
          clock,
          [] { return std::string("earshot_up 1\n"); },
          [&edge](const AlertId& id, const std::string& by) { return edge.acknowledge(id, by); },
          [&edge](const ResponseId& id, std::uint32_t flags) { return edge.judge(id, flags); },
          [&edge](const ResponseId& id, std::uint32_t flags, std::int64_t after) {
            return edge.judge_burst(id, flags, after);
          },
          [&edge](const ResponseId& id) { return edge.erase(id); },
          std::move(quarantine),
          [&edge](std::function<http::Response(Edge&)> work, bool) -> Result<http::Response> {
            return work(edge);
          }};
}

}  // namespace earshot::edge
