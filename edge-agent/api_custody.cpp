// The part of the API about what is kept, set aside, left out of scores and forgotten.
#include <limits>
#include <nlohmann/json.hpp>

#include "edge-agent/api.h"
#include "edge-agent/api_answers.h"
#include "edge-agent/base64.h"

namespace earshot::edge {
namespace {

using http::Request;
using http::Response;

constexpr auto kNewest = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view kNoResponse = "there is no response with this id";

Response list_noted(const ApiSources& sources, const Request& request) {
  const auto limit = parameter(request, "limit", 1, kListLimitMax, kListLimitDefault);
  if (!limit) return bad_limit();
  const auto before = parameter(request, "before", 1, kNewest, kNewest);
  if (!before) return http::problem(400, "before is the next of an earlier answer");
  const auto list = sources.archive.incidents(*before, static_cast<int>(*limit));
  if (!list) return trouble(list.error());
  Json incidents = Json::array();
  for (const auto& noted : *list) incidents.push_back(incident_json(noted));
  const bool more = static_cast<std::int64_t>(list->size()) == *limit && list->back().number > 1;
  return answer({{"incidents", std::move(incidents)},
                 {"next", more ? Json(std::to_string(list->back().number)) : Json(nullptr)}});
}

Response list_quarantine(const ApiSources& sources, const Request& request) {
  const auto limit = parameter(request, "limit", 1, kListLimitMax, kListLimitDefault);
  if (!limit) return bad_limit();
  const auto after = parameter(request, "after", 0, kNewest, 0);
  if (!after) return http::problem(400, "after is the next of an earlier answer");
  const auto payloads = parameter(request, "payloads", 0, 1, 0);
  if (!payloads) return http::problem(400, "payloads is 0 or 1");
  const auto list = sources.quarantine.list(*after, static_cast<std::size_t>(*limit));
  if (!list) return trouble(list.error());
  Json records = Json::array();
  for (const auto& record : *list) {
    Json one = quarantined_json(record);
    if (*payloads == 1) {
      const auto bytes = sources.quarantine.payload(record.id);
      if (!bytes && bytes.error().code == ErrorCode::not_found) continue;  // filed in between
      if (!bytes) return trouble(bytes.error());
      one["payload"] = to_base64(*bytes);
    }
    records.push_back(std::move(one));
  }
  const bool more = static_cast<std::int64_t>(list->size()) == *limit;
  return answer({{"records", std::move(records)},
                 {"next", more ? Json(std::to_string(list->back().id)) : Json(nullptr)}});
}

Response retry_one(const ApiSources& sources, const Request& request) {
  const auto id = number_in(request.captures.empty() ? "" : request.captures[0], 1, kNewest);
  if (!id) return http::problem(404, "there is no record with this id in quarantine");
  const auto done = sources.quarantine.retry(*id);
  if (done) return answer({{"applied", 1}, {"still_quarantined", 0}});
  switch (done.error().code) {
    case ErrorCode::not_found:
      return http::problem(404, "there is no record with this id in quarantine");
    case ErrorCode::invalid:
    case ErrorCode::conflict:
    case ErrorCode::unsupported:
      return http::problem(409, "it still cannot be filed: " + done.error().message);
    default:
      return trouble(done.error());
  }
}

Response retry_all(const ApiSources& sources) {
  std::uint64_t applied = 0;
  std::uint64_t still = 0;
  for (std::int64_t after = 0;;) {
    const auto some = sources.quarantine.retry_behind(after);
    if (!some) return trouble(some.error());
    applied += some->applied;
    still += some->still_poison;
    if (some->last_id == 0) break;
    after = some->last_id;
  }
  return answer({{"applied", applied}, {"still_quarantined", still}});
}

/// The flags of {"flags": ["burst", …]}; none when the body is something else.
std::optional<std::uint32_t> flags_in(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("flags") || !json["flags"].is_array()) {
    return std::nullopt;
  }
  std::uint32_t flags = 0;
  for (const auto& word : json["flags"]) {
    const auto flag = word.is_string() ? misuse_flag(word.get<std::string>()) : std::nullopt;
    if (!flag) return std::nullopt;
    flags |= *flag;
  }
  return flags;
}

std::optional<ResponseId> response_in(const Request& request) {
  auto id = ResponseId::parse(request.captures.empty() ? "" : request.captures[0]);
  return id ? std::optional(std::move(*id)) : std::nullopt;
}

Response no_such_flags() {
  return http::problem(400, R"(the body is {"flags": []} to count it again, or names of )"
                            "burst, out_of_hours, staff_pattern, too_fast");
}

Response judge(const ApiSources& sources, const Request& request) {
  const auto id = response_in(request);
  if (!id) return http::problem(404, kNoResponse);
  const auto flags = flags_in(request.body);
  if (!flags) return no_such_flags();
  const auto judged = sources.judge(*id, *flags);
  if (!judged && judged.error().code == ErrorCode::conflict) {
    return http::problem(409, judged.error().message);
  }
  if (!judged) return trouble(judged.error());
  if (!judged->has_value()) return http::problem(404, kNoResponse);
  return answer(response_json(**judged, sources.texts));
}

Response judge_burst(const ApiSources& sources, const Request& request) {
  const auto id = response_in(request);
  if (!id) return http::problem(404, "there is no burst with this id");
  const auto flags = flags_in(request.body);
  if (!flags) return no_such_flags();
  std::uint64_t changed = 0;
  for (std::int64_t after = 0;;) {
    const auto some = sources.judge_burst(*id, *flags, after);
    if (!some) return trouble(some.error());
    changed += some->changed;
    if (some->next == 0) break;
    after = some->next;
  }
  return answer({{"burst", id->str()}, {"changed", changed}});
}

Response erase(const ApiSources& sources, const Request& request) {
  const auto id = response_in(request);
  if (!id) return http::problem(404, kNoResponse);
  const auto erased = sources.erase(*id);
  if (!erased) return trouble(erased.error());
  return answer({{"response", erased->response.str()},
                 {"erased_at", time_json(erased->at)},
                 {"found", erased->found}});
}

}  // namespace

std::vector<Route> custody_routes(const ApiSources& sources) {
  using Method = Route::Method;
  return {
      {Method::get, "/api/v1/incidents", "/api/v1/incidents",
       [sources](const Request& request) { return list_noted(sources, request); }},
      {Method::get, "/api/v1/quarantine", "/api/v1/quarantine",
       [sources](const Request& request) { return list_quarantine(sources, request); }},
      {Method::post, "/api/v1/quarantine/([0-9]+)/retry", "/api/v1/quarantine/{id}/retry",
       [sources](const Request& request) { return retry_one(sources, request); }},
      {Method::post, "/api/v1/quarantine/retry", "/api/v1/quarantine/retry",
       [sources](const Request&) { return retry_all(sources); }},
      {Method::post, "/api/v1/responses/([^/]+)/misuse", "/api/v1/responses/{id}/misuse",
       [sources](const Request& request) { return judge(sources, request); }},
      {Method::post, "/api/v1/bursts/([^/]+)/misuse", "/api/v1/bursts/{id}/misuse",
       [sources](const Request& request) { return judge_burst(sources, request); }},
      {Method::post, "/api/v1/responses/([^/]+)/erase", "/api/v1/responses/{id}/erase",
       [sources](const Request& request) { return erase(sources, request); }},
  };
}

}  // namespace earshot::edge
