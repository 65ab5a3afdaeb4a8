#include "core/wire/readings.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/response/response.h"
#include "core/wire/bounds.h"
#include "core/wire/readings.pb.h"

namespace earshot::wire {
namespace {

/// Twenty comments with 64 topics each, their spans, and what else there is of each.
constexpr std::size_t kFieldsMax = 64 * 1024;
constexpr std::size_t kBytesMax = 1024 * 1024;
constexpr std::size_t kVersionCodePointsMax = 200;
constexpr std::size_t kPersonCodePointsMax = 80;
constexpr std::uint32_t kPolarityLast = 2;
constexpr std::uint32_t kUnusableLast = static_cast<std::uint32_t>(text::Unusable::emoji);

void to_wire(const text::Span& span, pb::Span* out) {
  out->set_begin(span.begin);
  out->set_end(span.end);
  out->set_first_code_point(span.first_code_point);
  out->set_end_code_point(span.end_code_point);
}

template <typename Kind>
void to_wire(Kind kind, const text::Span& span, pb::Marked* out) {
  out->set_kind(static_cast<std::uint32_t>(kind));
  if (span != text::Span{}) to_wire(span, out->mutable_span());
}

void to_wire(const Correction& correction, pb::Correction* out) {
  out->set_at_ms(correction.at.ms);
  out->set_by(correction.by);
  out->set_sentiment(static_cast<std::uint32_t>(correction.sentiment));
  for (const auto& [topic, polarity] : correction.topics) {
    auto* to = out->add_topics();
    to->set_id(topic.str());
    to->set_polarity(static_cast<std::uint32_t>(polarity));
  }
  if (correction.urgent) to_wire(*correction.urgent, {}, out->mutable_urgent());
}

void to_wire(const ReadComment& comment, pb::CommentReading* out) {
  const text::Analysis& read = comment.analysis;
  out->set_question(comment.question.str());
  out->set_language(read.language.str());
  out->set_language_confidence(read.language_confidence);
  out->set_sentiment(static_cast<std::uint32_t>(read.sentiment.label));
  out->set_score(read.sentiment.score);
  out->set_confidence(read.sentiment.confidence);
  out->set_five(read.sentiment.five);
  out->set_unsure(read.sentiment.unsure);
  for (const auto& topic : read.topics) {
    auto* to = out->add_topics();
    to->set_id(topic.id.str());
    to->set_polarity(static_cast<std::uint32_t>(topic.polarity));
    to->set_confidence(topic.confidence);
    if (topic.span != text::Span{}) to_wire(topic.span, to->mutable_span());
  }
  for (const auto& emotion : read.emotions) {
    auto* to = out->add_emotions();
    to->set_id(static_cast<std::uint32_t>(emotion.id));
    to->set_confidence(emotion.confidence);
    to->set_weak(emotion.weak);
  }
  if (read.urgent) to_wire(read.urgent->kind, read.urgent->span, out->mutable_urgent());
  for (const auto& found : read.personal) to_wire(found.kind, found.span, out->add_personal());
  out->set_unusable(static_cast<std::uint32_t>(read.unusable));
  out->set_profanity(read.profanity);
  if (comment.correction) to_wire(*comment.correction, out->mutable_correction());
}

/// Reads values and remembers whether one of them cannot be.
class Reader {
 public:
  template <typename Enum>
  Enum value(std::uint32_t number, std::uint32_t last) {
    sound_ = sound_ && number <= last;
    return static_cast<Enum>(std::min(number, last));
  }
  text::Polarity polarity(std::uint32_t number) {
    return value<text::Polarity>(number, kPolarityLast);
  }
  template <typename Id>
  Id name(const std::string& bytes) {
    auto id = Id::parse(bytes);
    sound_ = sound_ && id.has_value();
    return id ? *std::move(id) : Id();
  }
  text::Span span(const pb::Span& in) {
    const text::Span span{in.begin(), in.end(), in.first_code_point(), in.end_code_point()};
    sound_ = sound_ && span.begin <= span.end && span.first_code_point <= span.end_code_point &&
             span.end <= text::kCommentBytesMax && span.end_code_point <= span.end;
    return span;
  }
  /// A probability, or a score from −1 to 1; what is no number is 0.
  static float share(float value) { return value == value ? std::clamp(value, -1.0F, 1.0F) : 0; }
  void expect(bool sound) { sound_ = sound_ && sound; }
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  bool sound_ = true;
};

text::UrgentKind urgent_kind(std::uint32_t kind, Reader& read) {
  return read.value<text::UrgentKind>(kind, text::kUrgentKindCount - 1);
}

Correction from_wire(const pb::Correction& in, Reader& read) {
  Correction out;
  read.expect(in.at_ms() >= 0 && in.at_ms() <= kWallMsMax);
  out.at = {in.at_ms()};
  out.by = clean_text(in.by(), kPersonCodePointsMax);
  out.sentiment = read.polarity(in.sentiment());
  for (const auto& topic : in.topics()) {
    out.topics.emplace_back(read.name<TopicId>(topic.id()), read.polarity(topic.polarity()));
  }
  if (in.has_urgent()) out.urgent = urgent_kind(in.urgent().kind(), read);
  return out;
}

ReadComment from_wire(const pb::CommentReading& in, Reader& read) {
  ReadComment out;
  text::Analysis& to = out.analysis;
  out.question = read.name<QuestionId>(in.question());
  if (!in.language().empty()) to.language = read.name<LanguageTag>(in.language());
  to.language_confidence = read.share(in.language_confidence());
  to.sentiment.label = read.polarity(in.sentiment());
  to.sentiment.score = read.share(in.score());
  to.sentiment.confidence = read.share(in.confidence());
  read.expect(in.five() >= 1 && in.five() <= 5);
  to.sentiment.five = static_cast<std::uint8_t>(std::clamp(in.five(), 1U, 5U));
  to.sentiment.unsure = in.unsure();
  for (const auto& topic : in.topics()) {
    to.topics.push_back({read.name<TopicId>(topic.id()), read.polarity(topic.polarity()),
                         read.share(topic.confidence()), read.span(topic.span())});
  }
  for (const auto& emotion : in.emotions()) {
    to.emotions.push_back({read.value<text::Emotion>(emotion.id(), text::kEmotionCount - 1),
                           read.share(emotion.confidence()), emotion.weak()});
  }
  if (in.has_urgent()) {
    to.urgent = {urgent_kind(in.urgent().kind(), read), read.span(in.urgent().span())};
  }
  for (const auto& found : in.personal()) {
    to.personal.push_back(
        {read.value<text::PersonalKind>(found.kind(), text::kPersonalKindCount - 1),
         read.span(found.span())});
  }
  to.unusable = read.value<text::Unusable>(in.unusable(), kUnusableLast);
  to.profanity = in.profanity();
  if (in.has_correction()) out.correction = from_wire(in.correction(), read);
  return out;
}

}  // namespace

std::string encode_readings(const Readings& readings) {
  pb::Readings out;
  out.set_analyser(readings.analyser);
  out.set_model(readings.model);
  out.set_taxonomy(readings.taxonomy);
  for (const auto& comment : readings.comments) to_wire(comment, out.add_comments());
  return out.SerializeAsString();
}

Result<Readings> decode_readings(std::string_view bytes) {
  pb::Readings in;
  if (bytes.size() > kBytesMax || !is_bounded(bytes, *pb::Readings::descriptor(), kFieldsMax) ||
      !in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(ErrorCode::invalid, "the bytes are no readings of comments");
  }
  if (in.comments_size() > static_cast<int>(response::kAnswersMax)) {
    return fail(ErrorCode::invalid, "no response has as many comments");
  }
  Reader read;
  Readings out;
  out.analyser = clean_text(in.analyser(), kVersionCodePointsMax);
  out.model = clean_text(in.model(), kVersionCodePointsMax);
  out.taxonomy = clean_text(in.taxonomy(), kVersionCodePointsMax);
  for (const auto& comment : in.comments()) out.comments.push_back(from_wire(comment, read));
  if (!read.sound()) return fail(ErrorCode::invalid, "a reading of a comment makes no sense");
  return out;
}

}  // namespace earshot::wire
