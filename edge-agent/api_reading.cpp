// The part of the API about what was read in comments: the topics there are, a person's
// corrections, and all of these for teaching a model.
#include <limits>
#include <nlohmann/json.hpp>

#include "edge-agent/api.h"
#include "edge-agent/api_answers.h"
#include "edge-agent/reading_json.h"

namespace earshot::edge {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kNoResponse = "there is no response with this id";

const text::Taxonomy* taxonomy_of(Edge& edge) {
  return edge.reader() == nullptr ? nullptr : edge.reader()->taxonomy();
}

Response topics(const ApiSources& sources) {
  const auto answered = sources.with_edge(
      [](Edge& edge) {
        return answer(
            topics_json(taxonomy_of(edge), edge.reader() == nullptr ? "" : edge.reader()->model()));
      },
      false);
  return answered ? *answered : trouble(answered.error());
}

Response correct_in(Edge& edge, const QuestionTexts& texts, const ResponseId& id,
                    const std::string& body) {
  const auto asked = parse_correction(body, taxonomy_of(edge));
  if (!asked) return http::problem(400, asked.error().message);
  const auto done = edge.correct(id, asked->question, asked->correction);
  if (done) {
    return *done ? answer(response_json(**done, texts)) : http::problem(404, kNoResponse);
  }
  switch (done.error().code) {
    case ErrorCode::not_found:
    case ErrorCode::conflict:
      return http::problem(409, done.error().message);
    default:
      return trouble(done.error());
  }
}

Response correct(const ApiSources& sources, const Request& request) {
  const auto id = ResponseId::parse(request.captures.empty() ? "" : request.captures[0]);
  if (!id) return http::problem(404, kNoResponse);
  const auto answered =
      sources.with_edge([&texts = sources.texts, id = *id, body = request.body](
                            Edge& edge) { return correct_in(edge, texts, id, body); },
                        true);
  return answered ? *answered : trouble(answered.error());
}

Response list_corrections(const ApiSources& sources, const Request& request) {
  constexpr auto kNewest = std::numeric_limits<std::int64_t>::max();
  const auto limit = parameter(request, "limit", 1, kListLimitMax, kListLimitDefault);
  if (!limit) return bad_limit();
  const auto after = parameter(request, "after", 0, kNewest, 0);
  if (!after) return http::problem(400, "after is the next of an earlier answer");
  const auto list = sources.archive.corrected(*after, static_cast<int>(*limit));
  if (!list) return trouble(list.error());
  Json corrections = Json::array();
  for (const auto& filed : *list) {
    for (auto& one : corrections_json(filed, sources.texts)) corrections.push_back(std::move(one));
  }
  const bool more = static_cast<std::int64_t>(list->size()) == *limit;
  return answer({{"corrections", std::move(corrections)},
                 {"next", more ? Json(std::to_string(list->back().number)) : Json(nullptr)}});
}

}  // namespace

std::vector<Route> reading_routes(const ApiSources& sources) {
  using Method = Route::Method;
  return {
      {Method::get, "/api/v1/topics", "/api/v1/topics",
       [sources](const Request&) { return topics(sources); }},
      {Method::get, "/api/v1/corrections", "/api/v1/corrections",
       [sources](const Request& request) { return list_corrections(sources, request); }},
      {Method::post, "/api/v1/responses/([^/]+)/reading", "/api/v1/responses/{id}/reading",
       [sources](const Request& request) { return correct(sources, request); }},
  };
}

}  // namespace earshot::edge
