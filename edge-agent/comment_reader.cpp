#include "edge-agent/comment_reader.h"

#include <algorithm>

#include "core/text/personal_data.h"
#include "core/text/taxonomy.h"
#include "core/text/tokens.h"

namespace earshot::edge {
namespace {

bool is_comment(const response::Answer& answer) {
  return answer.kind == survey::QuestionKind::comment && !answer.text.empty();
}

/// None: there is no comment to this question.
const response::Answer* comment_to(const response::Response& response, const QuestionId& question) {
  for (const auto& answer : response.answers) {
    if (answer.question == question && is_comment(answer)) return &answer;
  }
  return nullptr;
}

score::SentimentClass class_of(const text::Sentiment& sentiment) {
  if (sentiment.unsure) return score::SentimentClass::unsure;
  return static_cast<score::SentimentClass>(sentiment.five - 1);
}

bool says_nothing(text::Unusable unusable) {
  return unusable == text::Unusable::empty || unusable == text::Unusable::mash ||
         unusable == text::Unusable::spam;
}

/// The place in very negative … very positive that agrees with what a person says.
std::uint8_t five_of(text::Polarity polarity, std::uint8_t read) {
  switch (polarity) {
    case text::Polarity::negative:
      return std::min<std::uint8_t>(read, 2);
    case text::Polarity::neutral:
      return 3;
    case text::Polarity::positive:
      return std::max<std::uint8_t>(read, 4);
  }
  return 3;
}

}  // namespace

CommentReader::CommentReader(const text::Analyser::Parts& parts, QuestionText question,
                             std::string analyser)
    : taxonomy_(parts.taxonomy),
      question_(std::move(question)),
      analyser_(std::move(analyser)),
      model_(parts.learnt ? parts.learnt->version() : std::string_view()),
      taxonomy_version_(parts.taxonomy ? parts.taxonomy->version() : std::string()),
      version_(analyser_ + "|" + model_ + "|" + taxonomy_version_),
      reader_(parts) {}

wire::Readings CommentReader::read(const response::Response& response) {
  wire::Readings readings{analyser_, model_, taxonomy_version_, {}};
  for (const auto& answer : response.answers) {
    if (!is_comment(answer)) continue;
    reader_.analyse(answer.text, question_ ? question_(answer.question) : "", analysis_);
    auto& comment = readings.comments.emplace_back();
    comment.question = answer.question;
    // The words stand in the response; the versions stand once for all comments.
    analysis_.text.clear();
    analysis_.redacted.clear();
    analysis_.model.clear();
    analysis_.taxonomy.clear();
    comment.analysis = analysis_;
  }
  return readings;
}

bool CommentReader::is_current(const wire::Readings& readings) const {
  return readings.analyser == analyser_ && readings.model == model_ &&
         readings.taxonomy == taxonomy_version_;
}

text::Analysis effective(const wire::ReadComment& comment) {
  text::Analysis says = comment.analysis;
  if (!comment.correction) return says;
  const wire::Correction& person = *comment.correction;
  says.sentiment = {person.sentiment, 0, 1, five_of(person.sentiment, says.sentiment.five), false};
  says.sentiment.score = static_cast<float>(says.sentiment.five - 3) / 2;
  says.topics.clear();
  for (const auto& [topic, polarity] : person.topics) {
    const auto& read = comment.analysis.topics;
    const auto found =
        std::find_if(read.begin(), read.end(),
                     [&, &id = topic](const text::TopicReading& each) { return each.id == id; });
    says.topics.push_back({topic, polarity, 1, found == read.end() ? text::Span{} : found->span});
  }
  const bool same_kind = says.urgent && person.urgent && says.urgent->kind == *person.urgent;
  if (!same_kind) {
    says.urgent.reset();
    if (person.urgent) says.urgent = {*person.urgent, {}};
  }
  says.unusable = text::Unusable::no;
  return says;
}

std::vector<score::Reading> counted(const wire::Readings& readings) {
  std::vector<score::Reading> all;
  for (const auto& comment : readings.comments) {
    const auto says = effective(comment);
    auto& reading = all.emplace_back();
    if (says_nothing(says.unusable)) continue;
    reading.sentiment = class_of(says.sentiment);
    for (const auto& emotion : says.emotions) {
      if (!emotion.weak) reading.emotions.push_back(emotion.id);
    }
    for (const auto& topic : says.topics) reading.topics.emplace_back(topic.id, topic.polarity);
  }
  return all;
}

std::optional<UrgentWords> urgent_in(const response::Response& response,
                                     const wire::Readings& readings) {
  for (const auto& comment : readings.comments) {
    const auto says = effective(comment);
    if (!says.urgent) continue;
    const auto* answer = comment_to(response, comment.question);
    return UrgentWords{says.urgent->kind,
                       answer == nullptr ? std::string_view() : std::string_view(answer->text)};
  }
  return std::nullopt;
}

void keep_corrections(const response::Response& old_words, const wire::Readings& old,
                      const response::Response& words, wire::Readings& now) {
  for (const auto& before : old.comments) {
    if (!before.correction) continue;
    const auto* said = comment_to(old_words, before.question);
    const auto* says = comment_to(words, before.question);
    if (said == nullptr || says == nullptr || said->text != says->text) continue;
    for (auto& comment : now.comments) {
      if (comment.question == before.question) comment.correction = before.correction;
    }
  }
}

void forget_places(wire::Readings& readings) {
  for (auto& comment : readings.comments) {
    auto& read = comment.analysis;
    for (auto& topic : read.topics) topic.span = {};
    if (read.urgent) read.urgent->span = {};
    read.personal.clear();
  }
}

std::string redacted(std::string_view words) {
  if (words.empty()) return {};
  text::Tokens tokens;
  text::tokenise(words, tokens);
  std::vector<text::PersonalSpan> found;
  text::find_personal_data(tokens, found);
  std::string out;
  text::redact(tokens.text, found, out);
  return out;
}

void redact_comments(response::Response& response) {
  for (auto& answer : response.answers) {
    if (is_comment(answer)) answer.text = redacted(answer.text);
  }
}

}  // namespace earshot::edge
