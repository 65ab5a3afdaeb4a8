#include "tools/analyse/printed.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace earshot::analyse {
namespace {

using Json = nlohmann::ordered_json;

/// Three digits are more than any of these numbers is worth.
double rounded(float value) {
  constexpr double kThousand = 1000;
  return std::round(static_cast<double>(value) * kThousand) / kThousand;
}

Json topic(const text::TopicReading& reading) {
  Json json;
  json["id"] = reading.id.str();
  json["polarity"] = text::to_string(reading.polarity);
  const bool spanned = reading.span.end_code_point > reading.span.first_code_point;
  json["start"] = spanned ? Json(reading.span.first_code_point) : Json(nullptr);
  json["end"] = spanned ? Json(reading.span.end_code_point) : Json(nullptr);
  json["confidence"] = rounded(reading.confidence);
  return json;
}

Json topics(const text::Analysis& analysis) {
  Json list = Json::array();
  for (const auto& reading : analysis.topics) list.push_back(topic(reading));
  return list;
}

Json labels(const text::Analysis& analysis) {
  Json list = Json::array();
  for (const auto& reading : analysis.labels) {
    list.push_back({{"id", reading.label}, {"confidence", rounded(reading.confidence)}});
  }
  return list;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string printed(const text::Analysis& analysis) {
  Json json;
  json["language"] = analysis.language.empty() ? "unsure" : analysis.language.str();
  json["language_confidence"] = rounded(analysis.language_confidence);
  const auto& sentiment = analysis.sentiment;
  json["sentiment"] = {{"label", text::to_string(sentiment.label)},
                       {"score", rounded(sentiment.score)},
                       {"confidence", rounded(sentiment.confidence)},
                       {"five", sentiment.five},
                       {"unsure", sentiment.unsure}};
  json["topics"] = topics(analysis);
  if (!analysis.labels.empty()) json["labels"] = labels(analysis);
  json["emotions"] = Json::array();
  for (const auto& emotion : analysis.emotions) {
    json["emotions"].push_back({{"id", text::to_string(emotion.id)},
                                {"confidence", rounded(emotion.confidence)},
                                {"weak", emotion.weak}});
  }
  json["urgent"] = nullptr;
  if (analysis.urgent) {
    json["urgent"] = {{"kind", text::to_string(analysis.urgent->kind)},
                      {"start", analysis.urgent->span.first_code_point},
                      {"end", analysis.urgent->span.end_code_point}};
  }
  json["redacted"] = analysis.redacted;
  json["personal"] = Json::array();
  for (const auto& personal : analysis.personal) {
    json["personal"].push_back({{"kind", text::to_string(personal.kind)},
                                {"start", personal.span.first_code_point},
                                {"end", personal.span.end_code_point}});
  }
  json["usable"] = analysis.unusable == text::Unusable::no;
  if (analysis.unusable != text::Unusable::no) {
    json["unusable"] = text::to_string(analysis.unusable);
  }
  json["profanity"] = analysis.profanity;
  if (analysis.repaired) json["repaired"] = true;
  json["model"] = analysis.model;
  json["taxonomy"] = analysis.taxonomy;
  return dumped(json);
}

std::string printed_topics(const text::Analysis& analysis, bool taught) {
  Json json;
  json["topics"] = taught ? labels(analysis) : topics(analysis);
  return dumped(json);
}

std::string printed_error(std::string_view message) { return dumped(Json{{"error", message}}); }

}  // namespace earshot::analyse
