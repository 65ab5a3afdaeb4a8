#include "edge-agent/reading_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/text/taxonomy.h"
#include "core/text/urgent_names.h"
#include "edge-agent/comment_reader.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kPersonCodePointsMax = 80;

void put_span(Json& out, const text::Span& span) {
  const bool known = span != text::Span{};
  out["start"] = known ? Json(span.first_code_point) : Json(nullptr);
  out["end"] = known ? Json(span.end_code_point) : Json(nullptr);
}

/// Two digits behind the point are all that a confidence is worth.
double rounded(float value) {
  return static_cast<double>(static_cast<int>(value * 100 + (value < 0 ? -0.5F : 0.5F))) / 100;
}

Json topics_of(const text::Analysis& says) {
  Json topics = Json::array();
  for (const auto& topic : says.topics) {
    Json one = {{"id", topic.id.str()},
                {"polarity", text::to_string(topic.polarity)},
                {"confidence", rounded(topic.confidence)}};
    put_span(one, topic.span);
    topics.push_back(std::move(one));
  }
  return topics;
}

Json emotions_of(const text::Analysis& says) {
  Json emotions = Json::array();
  for (const auto& emotion : says.emotions) {
    emotions.push_back({{"id", text::to_string(emotion.id)},
                        {"confidence", rounded(emotion.confidence)},
                        {"weak", emotion.weak}});
  }
  return emotions;
}

Json urgent_of(const text::Analysis& says) {
  if (!says.urgent) return nullptr;
  Json urgent = {{"kind", text::to_string(says.urgent->kind)}};
  put_span(urgent, says.urgent->span);
  return urgent;
}

Json personal_of(const text::Analysis& says) {
  Json personal = Json::array();
  for (const auto& found : says.personal) {
    Json one = {{"kind", text::to_string(found.kind)}};
    put_span(one, found.span);
    personal.push_back(std::move(one));
  }
  return personal;
}

std::optional<text::Polarity> polarity_in(const nlohmann::json& word) {
  if (!word.is_string()) return std::nullopt;
  for (const auto polarity :
       {text::Polarity::negative, text::Polarity::neutral, text::Polarity::positive}) {
    if (word.get<std::string>() == text::to_string(polarity)) return polarity;
  }
  return std::nullopt;
}

bool knows(const text::Taxonomy* taxonomy, const TopicId& id) {
  if (taxonomy == nullptr) return false;
  const auto& topics = taxonomy->topics();
  return std::any_of(topics.begin(), topics.end(),
                     [&](const text::Topic& topic) { return topic.id == id; });
}

Result<void> read_topics(const nlohmann::json& list, const text::Taxonomy* taxonomy,
                         wire::Correction& to) {
  if (!list.is_array() || list.size() > text::kTopicsMax) {
    return fail(ErrorCode::invalid, R"("topics" is a list of {"id": …, "polarity": …})");
  }
  for (const auto& each : list) {
    const bool whole = each.is_object() && each.contains("id") && each["id"].is_string() &&
                       each.contains("polarity");
    const auto polarity = whole ? polarity_in(each["polarity"]) : std::nullopt;
    if (!polarity) {
      return fail(ErrorCode::invalid,
                  R"(a topic is {"id": …, "polarity": "negative", "neutral" or "positive"})");
    }
    const auto id = TopicId::parse(each["id"].get<std::string>());
    if (!id || !knows(taxonomy, *id)) {
      return fail(ErrorCode::invalid, "the taxonomy has no topic '" +
                                          one_line(each["id"].get<std::string>(), kNameLengthMax) +
                                          "'; /api/v1/topics lists them");
    }
    to.topics.emplace_back(*id, *polarity);
  }
  std::sort(to.topics.begin(), to.topics.end());
  const auto twice =
      std::adjacent_find(to.topics.begin(), to.topics.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != to.topics.end()) {
    return fail(ErrorCode::invalid, "the topic '" + twice->first.str() + "' is there twice");
  }
  return {};
}

}  // namespace

Json reading_json(const FiledResponse& filed, const QuestionId& question) {
  for (const auto& comment : filed.readings.comments) {
    if (comment.question != question) continue;
    const auto says = effective(comment);
    const auto& person = comment.correction;
    return {{"language", says.language.empty() ? Json(nullptr) : Json(says.language.str())},
            {"sentiment",
             {{"label", text::to_string(says.sentiment.label)},
              {"five", says.sentiment.five},
              {"score", rounded(says.sentiment.score)},
              {"confidence", rounded(says.sentiment.confidence)},
              {"unsure", says.sentiment.unsure}}},
            {"topics", topics_of(says)},
            {"emotions", emotions_of(says)},
            {"urgent", urgent_of(says)},
            {"personal", personal_of(says)},
            {"usable", says.unusable == text::Unusable::no},
            {"profanity", says.profanity},
            {"corrected",
             person ? Json({{"at", time_json(person->at)}, {"by", person->by}}) : Json(nullptr)},
            {"analyser", filed.readings.analyser},
            {"model", filed.readings.model},
            {"taxonomy", filed.readings.taxonomy}};
  }
  return nullptr;
}

Result<AskedCorrection> parse_correction(const std::string& body, const text::Taxonomy* taxonomy) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const bool whole = json.is_object() && json.contains("sentiment") && json.contains("topics");
  if (!whole) {
    return fail(ErrorCode::invalid,
                R"(the body is {"sentiment": …, "topics": […], "urgent": a kind or null})");
  }
  AskedCorrection asked;
  const auto sentiment = polarity_in(json["sentiment"]);
  if (!sentiment) {
    return fail(ErrorCode::invalid, R"("sentiment" is "negative", "neutral" or "positive")");
  }
  asked.correction.sentiment = *sentiment;
  if (auto read = read_topics(json["topics"], taxonomy, asked.correction); !read) {
    return tl::unexpected(read.error());
  }
  if (const auto urgent = json.find("urgent"); urgent != json.end() && !urgent->is_null()) {
    if (urgent->is_string())
      asked.correction.urgent = text::urgent_kind_named(urgent->get<std::string>());
    if (!asked.correction.urgent) {
      return fail(ErrorCode::invalid, R"("urgent" is null or a kind; /api/v1/topics lists them)");
    }
  }
  if (const auto question = json.find("question"); question != json.end() && !question->is_null()) {
    auto id = question->is_string() ? QuestionId::parse(question->get<std::string>())
                                    : fail(ErrorCode::invalid, "\"question\" is a question's id");
    if (!id) return tl::unexpected(id.error());
    asked.question = *std::move(id);
  }
  if (const auto by = json.find("by"); by != json.end() && by->is_string()) {
    asked.correction.by = clean_text(by->get<std::string>(), kPersonCodePointsMax);
  }
  return asked;
}

Json topics_json(const text::Taxonomy* taxonomy, const std::string& model) {
  Json topics = Json::array();
  if (taxonomy != nullptr) {
    for (const auto& topic : taxonomy->topics()) {
      Json names = Json::object();
      for (const auto& [language, name] : topic.names) names[language] = name;
      topics.push_back({{"id", topic.id.str()}, {"names", std::move(names)}});
    }
  }
  Json kinds = Json::array();
  for (std::size_t kind = 0; kind < text::kUrgentKindCount; ++kind) {
    kinds.push_back(text::to_string(static_cast<text::UrgentKind>(kind)));
  }
  return {{"taxonomy", taxonomy == nullptr ? Json(nullptr) : Json(taxonomy->version())},
          {"model", model},
          {"topics", std::move(topics)},
          {"urgent_kinds", std::move(kinds)}};
}

Json corrections_json(const FiledResponse& filed, const QuestionTexts& texts) {
  Json list = Json::array();
  for (const auto& comment : filed.readings.comments) {
    const auto& answers = filed.response.answers;
    const auto answer =
        std::find_if(answers.begin(), answers.end(), [&](const response::Answer& each) {
          return each.question == comment.question && !each.text.empty() &&
                 each.kind == survey::QuestionKind::comment;
        });
    if (!comment.correction || answer == answers.end()) continue;
    const auto says = effective(comment);
    Json topics = Json::array();
    for (const auto& topic : says.topics) {
      topics.push_back({{"id", topic.id.str()}, {"polarity", text::to_string(topic.polarity)}});
    }
    list.push_back(
        {{"response", filed.response.id.str()},
         {"question", comment.question.str()},
         {"context", texts.known_text_of(comment.question)},
         {"text", redacted(answer->text)},
         {"sentiment", text::to_string(says.sentiment.label)},
         {"topics", std::move(topics)},
         {"urgent", says.urgent ? Json(text::to_string(says.urgent->kind)) : Json(nullptr)},
         {"at", time_json(comment.correction->at)},
         {"by", comment.correction->by}});
  }
  return list;
}

}  // namespace earshot::edge
