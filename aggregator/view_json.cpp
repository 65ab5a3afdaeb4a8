#include "aggregator/view_json.h"

#include <array>
#include <span>

#include "aggregator/json_text.h"
#include "core/score/score.h"

namespace earshot::hq {
namespace {

using survey::QuestionKind;

void put_estimate(JsonText& json, const std::optional<score::Estimate>& estimate,
                  std::string_view value = "score", std::string_view low = "low",
                  std::string_view high = "high") {
  for (const auto& [name, member] : {std::pair{value, &score::Estimate::value},
                                     {low, &score::Estimate::low},
                                     {high, &score::Estimate::high}}) {
    json.key(name);
    if (estimate) {
      json.number((*estimate).*member);
    } else {
      json.null();
    }
  }
}

void put_histogram(JsonText& json, std::span<const std::uint64_t> ratings) {
  json.key("histogram").open('[');
  for (const std::uint64_t count : ratings) json.integer(count);
  json.close(']');
}

void put_nps(JsonText& json, const score::Histogram& ratings) {
  const auto nps = score::nps(ratings);
  put_estimate(json, nps ? std::optional(nps->score) : std::nullopt);
  json.key("n").integer(nps ? nps->n : 0);
  json.key("promoters").integer(nps ? nps->promoters : 0);
  json.key("passives").integer(nps ? nps->passives : 0);
  json.key("detractors").integer(nps ? nps->detractors : 0);
}

void put_csat(JsonText& json, const score::Histogram& ratings) {
  const auto csat = score::csat(ratings);
  put_estimate(json, csat ? std::optional(csat->top_two_box) : std::nullopt);
  json.key("n").integer(csat ? csat->n : 0);
  json.key("satisfied").integer(csat ? csat->satisfied : 0);
  put_estimate(json, csat ? std::optional(csat->mean) : std::nullopt, "mean", "mean_low",
               "mean_high");
  put_histogram(json, std::span(ratings).subspan(1, 5));
}

void put_ces(JsonText& json, const score::Histogram& ratings) {
  const auto ces = score::ces(ratings);
  put_estimate(json, ces ? std::optional(ces->mean) : std::nullopt);
  json.key("n").integer(ces ? ces->n : 0);
  put_histogram(json, std::span(ratings).subspan(1, 7));
}

void put_question(JsonText& json, const QuestionKey& question, const QuestionTexts& texts) {
  const auto text = texts.find(question.question);
  json.key("question").text(question.question.str());
  json.key("kind").text(to_string(question.kind));
  json.key("text").text(text != texts.end() ? text->second : question.question.str());
}

void put_scores(JsonText& json, const std::vector<ScoreView>& scores, const QuestionTexts& texts) {
  json.key("scores").open('[');
  for (const ScoreView& score : scores) {
    json.open('{');
    put_question(json, score.question, texts);
    switch (score.question.kind) {
      case QuestionKind::nps:
      case QuestionKind::enps:
        put_nps(json, score.ratings);
        break;
      case QuestionKind::csat:
      case QuestionKind::smiley:
        put_csat(json, score.ratings);
        break;
      case QuestionKind::ces:
        put_ces(json, score.ratings);
        break;
      default:  // no other kind gets into a rollup
        break;
    }
    json.close('}');
  }
  json.close(']');
}

void put_completeness(JsonText& json, const Completeness& of) {
  json.key("completeness").open('{');
  json.key("complete").boolean(of.complete);
  json.key("pending").integer(of.pending);
  json.key("since").time(of.since);
  json.key("last_heard").time(of.last_heard);
  json.key("silent").open('[');
  for (const LocationId& id : of.silent) json.text(id.str());
  json.close(']');
  json.key("silent_count").integer(of.silent_count);
  json.key("oldest_unreceived_seconds").integer(of.oldest_unreceived.count() / 1000);
  json.key("unreceived_since").time(of.unreceived_since);
  json.key("missing_most").integer(of.missing_most);
  json.key("told_before").integer(of.told_before);
  json.key("anew").time(of.anew);
  json.key("two_agents").boolean(of.two_speak);
  json.key("words").text(of.words);
  json.close('}');
}

/// What is thought of it is a score like NPS: good minus bad, with the same interval.
void put_topic(JsonText& json, const TopicView& topic, const QuestionTexts& texts) {
  score::Histogram thought{};
  thought[0] = topic.count.negative;
  thought[7] = topic.count.neutral;
  thought[10] = topic.count.positive;
  const auto net = score::nps(thought);
  json.open('{');
  put_question(json, topic.question, texts);
  json.key("topic").text(topic.topic.str());
  json.key("responses").integer(topic.count.responses);
  json.key("comments").integer(topic.count.comments());
  json.key("negative").integer(topic.count.negative);
  json.key("neutral").integer(topic.count.neutral);
  json.key("positive").integer(topic.count.positive);
  put_estimate(json, net ? std::optional(net->score) : std::nullopt, "net");
  json.close('}');
}

/// The members of a node, without its braces, so that a detail can add to them.
void put_node(JsonText& json, const NodeView& node, const QuestionTexts& texts) {
  json.key("id").text(node.id.str());
  json.key("name").text(node.name);
  json.key("kind").text(node.kind);
  json.key("parent");
  if (node.parent) {
    json.text(node.parent->str());
  } else {
    json.null();
  }
  json.key("locations").integer(node.locations);
  put_scores(json, node.scores, texts);
  json.key("trend").open('[');
  for (const TrendView& point : node.trend) {
    json.open('{');
    json.key("at").time(point.at);
    json.key("question").text(point.question.question.str());
    json.key("score").number(point.score);
    json.key("n").integer(point.n);
    json.close('}');
  }
  json.close(']');
  json.key("alerts_open").integer(node.alerts_open);
  put_completeness(json, node.completeness);
}

void put_nodes(JsonText& json, std::string_view name, const std::vector<NodeView>& nodes,
               const QuestionTexts& texts) {
  json.key(name).open('[');
  for (const NodeView& node : nodes) {
    json.open('{');
    put_node(json, node, texts);
    json.close('}');
  }
  json.close(']');
}

void put_alert(JsonText& json, const LocationId& location, const alert::Alert& alert) {
  json.open('{');
  json.key("id").text(alert.id.str());
  json.key("location").text(location.str());
  json.key("severity").text(to_string(alert.severity));
  json.key("rule").text(alert.rule);
  json.key("response").text(alert.response.str());
  json.key("touchpoint").text(alert.touchpoint.str());
  json.key("at").time(alert.at);
  json.key("raised_at").time(alert.raised_at);
  json.key("sentence").text(alert.sentence);
  json.key("words").text(alert.words);
  json.key("next_step").text(alert.next_step);
  json.key("acknowledged").boolean(alert.acknowledged());
  json.key("acknowledged_at").time(alert.acknowledged_at);
  json.key("acknowledged_by").text(alert.acknowledged_by);
  json.close('}');
}

std::string_view mood_word(const response::Response& response) {
  const response::Answer* main = response::main_rating(response);
  if (main == nullptr) return "none";
  switch (survey::mood_of(main->kind, *main->rating)) {
    case survey::Mood::unhappy:
      return "unhappy";
    case survey::Mood::neutral:
      return "neutral";
    case survey::Mood::happy:
      return "happy";
  }
  return "none";
}

void put_misuse(JsonText& json, std::uint32_t misuse) {
  static constexpr std::array<std::string_view, response::kMisuseFlagCount> kWords{
      "burst", "out_of_hours", "staff_pattern", "too_fast"};
  json.key("misuse").open('[');
  for (std::size_t bit = 0; bit < kWords.size(); ++bit) {
    if ((misuse & (1U << bit)) != 0) json.text(kWords[bit]);
  }
  json.close(']');
}

void put_answer(JsonText& json, const response::Answer& answer, const QuestionTexts& texts) {
  if (answer.kind == QuestionKind::contact) return;  // sealed to its location: nobody reads it here
  json.open('{');
  put_question(json, {answer.question, answer.kind}, texts);
  if (answer.rating) json.key("rating").integer(*answer.rating);
  if (!answer.chosen.empty()) {
    json.key("chosen").open('[');
    for (const OptionId& option : answer.chosen) json.text(option.str());
    json.close(']');
  }
  if (answer.kind == QuestionKind::comment) json.key("comment").text(answer.text);
  json.close('}');
}

void put_response(JsonText& json, const StoredVoice& voice, const QuestionTexts& texts) {
  const response::Response& response = voice.response;
  json.open('{');
  json.key("id").text(response.id.str());
  json.key("location").text(voice.location.str());
  json.key("at").time(response.at);
  json.key("received_at").time(voice.received_at);
  json.key("touchpoint").text(response.touchpoint.str());
  json.key("language").text(response.language.str());
  json.key("channel").text(to_string(response.channel));
  json.key("mood").text(mood_word(response));
  json.key("answers").open('[');
  for (const response::Answer& answer : response.answers) put_answer(json, answer, texts);
  json.close(']');
  json.key("comment").text(response::comment_of(response));
  json.key("partial").boolean(response.partial);
  json.key("withdrawn").boolean(response.withdrawn);
  put_misuse(json, response.misuse);
  json.key("historical").boolean(voice.received_at - response.at > alert::kUsefulness);
  json.close('}');
}

void put_device(JsonText& json, const DeviceHealth& device, WallTime now) {
  json.open('{');
  json.key("location");
  if (device.kind == DeviceHealth::Kind::stranger) {
    json.null();
  } else {
    json.text(device.location.str());
  }
  json.key("device").text(device.device.str());
  json.key("kind").text(to_string(device.kind));
  json.key("last_heard").time(device.last_heard);
  json.key("words").text(device.words);
  json.key("streams").open('[');
  for (const StreamHealth& stream : device.streams) {
    json.open('{').key("stream").text(to_string(stream.stream));
    json.key("oldest_unreceived").time(stream.age > Duration{0} ? now - stream.age : WallTime{});
    json.key("oldest_unreceived_seconds").integer(stream.age.count() / 1000);
    json.key("reason").text(stream.reason);
    json.key("words").text(stream.words).close('}');
  }
  json.close(']').close('}');
}

}  // namespace

std::string to_json(const TreeView& tree, const QuestionTexts& texts) {
  JsonText json;
  json.open('{');
  json.key("now").time(tree.now);
  json.key("window").text(to_string(tree.window));
  json.key("cut").boolean(tree.cut);
  put_nodes(json, "nodes", tree.nodes, texts);
  json.close('}');
  return json.take();
}

std::string to_json(const NodeDetail& detail, const QuestionTexts& texts) {
  JsonText json;
  json.open('{');
  json.key("now").time(detail.now);
  json.key("window").text(to_string(detail.window));
  put_node(json, detail.node, texts);
  json.key("path").open('[');
  for (const auto& [id, name] : detail.path) {
    json.open('{').key("id").text(id.str()).key("name").text(name).close('}');
  }
  json.close(']');
  put_nodes(json, "children", detail.children, texts);
  json.key("touchpoints").open('[');
  for (const TouchpointView& touchpoint : detail.touchpoints) {
    json.open('{').key("touchpoint").text(touchpoint.touchpoint.str());
    put_scores(json, touchpoint.scores, texts);
    json.close('}');
  }
  json.close(']');
  json.key("topics").open('[');
  for (const TopicView& topic : detail.topics) put_topic(json, topic, texts);
  json.close(']');
  json.key("devices").open('[');
  for (const DeviceHealth& device : detail.devices.devices) put_device(json, device, detail.now);
  json.close(']');
  json.key("devices_in_trouble").integer(detail.devices.in_trouble);
  json.key("comments").open('[');
  for (const StoredVoice& voice : detail.comments) put_response(json, voice, texts);
  json.close(']');
  json.key("alerts").open('[');
  for (const auto& [location, alert] : detail.alerts) put_alert(json, location, alert);
  json.close(']').close('}');
  return json.take();
}

std::string to_json(const LocationId& location, const alert::Alert& alert) {
  JsonText json;
  put_alert(json, location, alert);
  return json.take();
}

}  // namespace earshot::hq
