#include "edge-agent/api.h"

#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "edge-agent/api_answers.h"
#include "edge-agent/api_care.h"
#include "edge-agent/json.h"
#include "edge-agent/openapi.inc"

namespace earshot::edge {
namespace {

using http::Request;
using http::Response;

Response list_responses(const ApiSources& sources, const Request& request) {
  constexpr auto kNewest = std::numeric_limits<std::int64_t>::max();
  const auto limit = parameter(request, "limit", 1, kListLimitMax, kListLimitDefault);
  if (!limit) return bad_limit();
  const auto before = parameter(request, "before", 1, kNewest, kNewest);
  if (!before) return http::problem(400, "before is the next of an earlier answer");
  const auto list = sources.archive.responses(*before, static_cast<int>(*limit));
  if (!list) return trouble(list.error());
  Json responses = Json::array();
  for (const auto& filed : *list) responses.push_back(response_json(filed, sources.texts));
  const bool more = static_cast<std::int64_t>(list->size()) == *limit && list->back().number > 1;
  return answer({{"responses", std::move(responses)},
                 {"next", more ? Json(std::to_string(list->back().number)) : Json(nullptr)}});
}

Response list_alerts(const ApiSources& sources, const Request& request) {
  const auto limit = parameter(request, "limit", 1, kListLimitMax, kListLimitDefault);
  if (!limit) return bad_limit();
  const auto open = parameter(request, "open", 0, 1, 0);
  if (!open) return http::problem(400, "open is 0 or 1");
  const auto list = sources.archive.alerts(*open == 1, static_cast<int>(*limit));
  if (!list) return trouble(list.error());
  Json alerts = Json::array();
  for (const auto& alert : *list) alerts.push_back(alert_json(alert));
  return answer({{"alerts", std::move(alerts)}});
}

/// Who acknowledges: "" when the body is empty or does not say; none when it makes no sense.
std::optional<std::string> acknowledger(const std::string& body) {
  if (body.empty()) return "";
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto by = json.find("by");
  if (by == json.end() || by->is_null()) return "";
  if (!by->is_string()) return std::nullopt;
  return by->get<std::string>();
}

Response acknowledge(const ApiSources& sources, const Request& request) {
  const auto id = AlertId::parse(request.captures.empty() ? "" : request.captures[0]);
  if (!id) return http::problem(404, "there is no alert with this id");
  auto by = acknowledger(request.body);
  if (!by) return http::problem(400, R"(the body is {} or {"by": "who takes it up"})");
  const auto alert = sources.acknowledge(*id, std::move(*by));
  if (!alert) return trouble(alert.error());
  if (!alert->has_value()) return http::problem(404, "there is no alert with this id");
  return answer(alert_json(**alert));
}

Response healthz(const ApiSources& sources) {
  const auto health = sources.snapshot.health(sources.clock.mono_now());
  auto response = answer({{"ok", health.ok}, {"words", health.words}});
  response.status = health.ok ? 200 : 503;
  return response;
}

Response location(const ApiSources& sources) {
  auto text = sources.snapshot.location();
  if (text.empty()) return http::problem(503, "the edge agent is starting; try again in a second");
  return {200, std::move(text), "application/json"};
}

}  // namespace

std::string_view openapi() { return kOpenApi; }

std::vector<Route> routes(const ApiSources& sources) {
  using Method = Route::Method;
  const auto get = [](std::string path, http::Handler handler) {
    return Route{Method::get, path, path, std::move(handler)};
  };
  std::vector<Route> all = {
      get("/api/v1/location", [sources](const Request&) { return location(sources); }),
      get("/api/v1/responses",
          [sources](const Request& request) { return list_responses(sources, request); }),
      get("/api/v1/alerts",
          [sources](const Request& request) { return list_alerts(sources, request); }),
      Route{Method::post, "/api/v1/alerts/([^/]+)/acknowledge", "/api/v1/alerts/{id}/acknowledge",
            [sources](const Request& request) { return acknowledge(sources, request); }},
      get("/healthz", [sources](const Request&) { return healthz(sources); }),
      get("/metrics",
          [sources](const Request&) {
            return Response{200, sources.metrics_text(), "text/plain; version=0.0.4"};
          }),
      get("/api/openapi.json",
          [](const Request&) {
            return Response{200, std::string(openapi()), "application/json"};
          }),
  };
  for (auto more : {custody_routes(sources), care_routes(sources), reading_routes(sources)}) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace earshot::edge
