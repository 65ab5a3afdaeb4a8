#include <fmt/format.h>

#include <google/protobuf/arena.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/utf8.h"
#include "core/wire/bounds.h"
#include "core/wire/codec.h"
#include "core/wire/records.pb.h"

namespace earshot::wire {
namespace {

constexpr std::size_t kSentenceCodePointsMax = 500;
constexpr std::size_t kPersonCodePointsMax = 80;
constexpr std::size_t kBootIdCodePointsMax = 64;
constexpr std::size_t kSealedBytesMax = 4096;
/// Twenty answers with twelve options each are 400; above this it is an attempt on our memory.
constexpr std::size_t kRecordFieldsMax = 1024;
/// No location has a million million answers in an hour; the bound keeps every sum of cells exact.
constexpr std::uint64_t kCountMax = 1'000'000'000'000;
constexpr std::uint64_t kRevisionsMax = 1000;  // of one person, see score::trace_of

/// Collects the first mistake of a record, so that decoding reads as a list of fields.
class Reader {
 public:
  template <typename Id>
  Id name(std::string_view what, const std::string& bytes) {
    if (bytes.empty()) {
      note(fmt::format("it has no {}", what));
      return {};
    }
    return optional_name<Id>(what, bytes);
  }

  /// A name that may be left out.
  template <typename Id>
  Id optional_name(std::string_view what, const std::string& bytes) {
    if (bytes.empty()) return {};
    auto id = Id::parse(bytes);  // nearly always one as it stands: cleaning costs ten times as much
    if (!id) id = Id::parse(clean_text(bytes, kNameLengthMax + 1));
    if (id) return std::move(*id);
    note(fmt::format("its {}: {}", what, id.error().message));
    return {};
  }

  template <typename Enum>
  Enum value(std::string_view what, std::uint32_t number, Enum last) {
    if (number >= 1 && number <= static_cast<std::uint32_t>(last)) {
      return static_cast<Enum>(number);
    }
    note(fmt::format("its {} {} is unknown", what, number));
    return last;
  }

  /// Outside of the years 1970 to 9999 there is no calendar day to count it on.
  WallTime time(std::int64_t ms) {
    if (ms < 0 || ms > kWallMsMax) note("its time is impossible");
    return {ms};
  }

  void note(std::string mistake) {
    if (mistake_.empty()) mistake_ = std::move(mistake);
  }
  [[nodiscard]] Result<void> finish(std::string_view kind) const {
    if (mistake_.empty()) return {};
    return fail(ErrorCode::invalid, fmt::format("this is no usable {}: {}", kind, mistake_));
  }

 private:
  std::string mistake_;
};

pb::Answer to_wire(const response::Answer& answer) {
  pb::Answer out;
  out.set_question(answer.question.str());
  out.set_kind(static_cast<std::uint32_t>(answer.kind));
  if (answer.rating) out.set_rating(*answer.rating);
  for (const OptionId& option : answer.chosen) out.add_chosen(option.str());
  out.set_text(answer.text);
  return out;
}

response::Answer from_wire(const pb::Answer& in, Reader& read) {
  response::Answer out;
  out.question = read.name<QuestionId>("question", in.question());
  out.kind = read.value("kind of question", in.kind(), survey::QuestionKind::contact);
  if (in.has_rating()) out.rating = in.rating();
  for (const auto& option : in.chosen())
    out.chosen.push_back(read.name<OptionId>("option", option));
  if (out.kind == survey::QuestionKind::contact) {
    if (in.text().size() > kSealedBytesMax) read.note("its sealed contact details are too long");
    out.text = in.text();
  } else {
    out.text = clean_text(in.text(), response::kCommentCodePointsMax);
  }
  return out;
}

Result<AnyRecord> from_wire(const pb::Response& in) {
  Reader read;
  ResponseRecord out;
  response::Response& r = out.response;
  out.location = read.name<LocationId>("location", in.location());
  r.id = read.name<ResponseId>("id", in.id());
  r.revision = in.revision();
  r.withdrawn = in.withdrawn();
  r.partial = in.partial();
  r.touchpoint = read.name<TouchpointId>("touchpoint", in.touchpoint());
  r.survey = read.name<SurveyId>("survey", in.survey());
  r.survey_version = in.survey_version();
  r.variant = read.optional_name<VariantId>("variant", in.variant());
  r.language = read.name<LanguageTag>("language", in.language());
  r.audience = read.value("audience", in.audience(), survey::Audience::employee);
  r.channel = read.value("channel", in.channel(), response::Channel::import);
  r.at = read.time(in.at_ms());
  r.boot_id = clean_text(in.boot_id(), kBootIdCodePointsMax);
  r.uptime_ms = in.uptime_ms();
  r.duration_ms = in.duration_ms();
  r.misuse = in.misuse();
  for (const auto& answer : in.answers()) r.answers.push_back(from_wire(answer, read));
  if (auto sound = read.finish("response"); !sound) return tl::unexpected(sound.error());
  if (auto valid = response::validate(r); !valid) return tl::unexpected(valid.error());
  return out;
}

template <typename Repeated, std::size_t N>
void counts_to_wire(const std::array<std::uint64_t, N>& counts, Repeated* out) {
  std::size_t used = N;
  while (used > 0 && counts[used - 1] == 0) --used;
  for (std::size_t i = 0; i < used; ++i) out->Add(counts[i]);
}

template <typename Repeated, std::size_t N>
void counts_from_wire(const Repeated& in, std::array<std::uint64_t, N>& out, std::string_view what,
                      Reader& read) {
  if (static_cast<std::size_t>(in.size()) > N) {
    read.note(fmt::format("it counts more {} than there are", what));
    return;
  }
  for (const std::uint64_t count : in) {
    if (count > kCountMax) read.note(fmt::format("it counts impossibly many {}", what));
  }
  std::copy(in.begin(), in.end(), out.begin());
}

pb::CellKey to_wire(const score::CellKey& key) {
  pb::CellKey out;
  out.set_hour(key.hour);
  out.set_business_day(key.business_day);
  out.set_touchpoint(key.touchpoint.str());
  out.set_question(key.question.str());
  out.set_kind(static_cast<std::uint32_t>(key.kind));
  out.set_audience(static_cast<std::uint32_t>(key.audience));
  out.set_channel(static_cast<std::uint32_t>(key.channel));
  out.set_language(key.language.str());
  out.set_variant(key.variant.str());
  out.set_topic(key.topic.str());
  return out;
}

score::CellKey from_wire(const pb::CellKey& in, Reader& read) {
  score::CellKey out;
  out.hour = in.hour();
  out.business_day = in.business_day();
  out.touchpoint = read.name<TouchpointId>("touchpoint", in.touchpoint());
  out.question = read.name<QuestionId>("question", in.question());
  out.kind = read.value("kind of question", in.kind(), survey::QuestionKind::contact);
  out.audience = read.value("audience", in.audience(), survey::Audience::employee);
  out.channel = read.value("channel", in.channel(), response::Channel::import);
  out.language = read.name<LanguageTag>("language", in.language());
  out.variant = read.optional_name<VariantId>("variant", in.variant());
  out.topic = read.optional_name<TopicId>("topic", in.topic());
  // A cell outside of any calendar would be summed, but never shown: refuse it (years 1970 to
  // 9999).
  constexpr HourUtc kHourMax = 70'000'000;
  if (out.hour < 0 || out.hour > kHourMax) read.note("its hour is impossible");
  return out;
}

Result<AnyRecord> from_wire(const pb::Cell& in) {
  Reader read;
  CellRecord out;
  out.location = read.name<LocationId>("location", in.location());
  out.key = from_wire(in.key(), read);
  out.version = in.version();
  if (out.version == 0) read.note("it has no version");
  out.value.responses = in.value().responses();
  out.value.comments = in.value().comments();
  out.value.duration_ms = in.value().duration_ms();
  out.value.heard = in.value().heard();
  out.value.revisions = in.value().revisions();
  if (out.value.responses > kCountMax || out.value.comments > kCountMax ||
      out.value.heard > kCountMax || out.value.revisions > kCountMax * kRevisionsMax ||
      out.value.duration_ms > kCountMax * kHourMs) {
    read.note("it counts impossibly many responses");
  }
  counts_from_wire(in.value().ratings(), out.value.ratings, "ratings", read);
  counts_from_wire(in.value().sentiment(), out.value.sentiment, "sentiments", read);
  counts_from_wire(in.value().emotions(), out.value.emotions, "emotions", read);
  counts_from_wire(in.value().misuse(), out.value.misuse, "reasons to leave out", read);
  if (auto sound = read.finish("cell"); !sound) return tl::unexpected(sound.error());
  return out;
}

Result<AnyRecord> from_wire(const pb::Alert& in) {
  Reader read;
  AlertRecord out;
  alert::Alert& a = out.alert;
  out.location = read.name<LocationId>("location", in.location());
  a.id = read.name<AlertId>("id", in.id());
  a.severity = read.value("severity", in.severity(), alert::Severity::urgent);
  a.rule = clean_text(in.rule(), kNameLengthMax);
  a.response = read.optional_name<ResponseId>("response", in.response());
  a.touchpoint = read.name<TouchpointId>("touchpoint", in.touchpoint());
  a.at = read.time(in.at_ms());
  a.raised_at = read.time(in.raised_at_ms());
  a.sentence = clean_text(in.sentence(), kSentenceCodePointsMax);
  a.words = clean_text(in.words(), response::kCommentCodePointsMax);
  a.next_step = clean_text(in.next_step(), kSentenceCodePointsMax);
  a.acknowledged_at = read.time(in.acknowledged_at_ms());
  a.acknowledged_by = clean_text(in.acknowledged_by(), kPersonCodePointsMax);
  if (auto sound = read.finish("alert"); !sound) return tl::unexpected(sound.error());
  return out;
}

Result<AnyRecord> from_wire(const pb::Erasure& in) {
  Reader read;
  ErasureRecord out;
  out.location = read.name<LocationId>("location", in.location());
  out.response = read.name<ResponseId>("response", in.response());
  out.at = read.time(in.at_ms());
  if (auto sound = read.finish("erasure"); !sound) return tl::unexpected(sound.error());
  return out;
}

/// What everybody may read of a sealed response: a response, and never another box.
Result<AnyRecord> plain_part(std::string_view bytes) {
  pb::Record in;
  if (!is_bounded(bytes, *pb::Record::descriptor(), kRecordFieldsMax) ||
      !in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !in.has_response()) {
    return fail(ErrorCode::invalid, "a sealed record has no response outside of its box");
  }
  return from_wire(in.response());
}

}  // namespace

std::string encode_record(const ResponseRecord& record) {
  const response::Response& r = record.response;
  pb::Record any;
  pb::Response& out = *any.mutable_response();
  out.set_id(r.id.str());
  out.set_revision(r.revision);
  out.set_withdrawn(r.withdrawn);
  out.set_partial(r.partial);
  out.set_location(record.location.str());
  out.set_touchpoint(r.touchpoint.str());
  out.set_survey(r.survey.str());
  out.set_survey_version(r.survey_version);
  out.set_variant(r.variant.str());
  out.set_language(r.language.str());
  out.set_audience(static_cast<std::uint32_t>(r.audience));
  out.set_channel(static_cast<std::uint32_t>(r.channel));
  out.set_at_ms(r.at.ms);
  out.set_boot_id(r.boot_id);
  out.set_uptime_ms(r.uptime_ms);
  out.set_duration_ms(r.duration_ms);
  out.set_misuse(r.misuse);
  for (const response::Answer& answer : r.answers) *out.add_answers() = to_wire(answer);
  return any.SerializeAsString();
}

std::string encode_record(const CellRecord& record) {
  pb::Record any;
  pb::Cell& out = *any.mutable_cell();
  out.set_location(record.location.str());
  *out.mutable_key() = to_wire(record.key);
  out.set_version(record.version);
  pb::CellValue& value = *out.mutable_value();
  value.set_responses(record.value.responses);
  value.set_comments(record.value.comments);
  value.set_duration_ms(record.value.duration_ms);
  counts_to_wire(record.value.ratings, value.mutable_ratings());
  counts_to_wire(record.value.sentiment, value.mutable_sentiment());
  counts_to_wire(record.value.emotions, value.mutable_emotions());
  counts_to_wire(record.value.misuse, value.mutable_misuse());
  value.set_heard(record.value.heard);
  value.set_revisions(record.value.revisions);
  return any.SerializeAsString();
}

std::string encode_record(const AlertRecord& record) {
  const alert::Alert& a = record.alert;
  pb::Record any;
  pb::Alert& out = *any.mutable_alert();
  out.set_location(record.location.str());
  out.set_id(a.id.str());
  out.set_severity(static_cast<std::uint32_t>(a.severity));
  out.set_rule(a.rule);
  out.set_response(a.response.str());
  out.set_touchpoint(a.touchpoint.str());
  out.set_at_ms(a.at.ms);
  out.set_raised_at_ms(a.raised_at.ms);
  out.set_sentence(a.sentence);
  out.set_words(a.words);
  out.set_next_step(a.next_step);
  out.set_acknowledged_at_ms(a.acknowledged_at.ms);
  out.set_acknowledged_by(a.acknowledged_by);
  return any.SerializeAsString();
}

std::string encode_record(const ErasureRecord& record) {
  pb::Record any;
  pb::Erasure& out = *any.mutable_erasure();
  out.set_location(record.location.str());
  out.set_response(record.response.str());
  out.set_at_ms(record.at.ms);
  return any.SerializeAsString();
}

Result<AnyRecord> decode_record(std::string_view bytes) {
  if (bytes.size() > relay::kRecordBytesMax ||
      !is_bounded(bytes, *pb::Record::descriptor(), kRecordFieldsMax)) {
    return fail(ErrorCode::invalid, "the bytes are not a record");
  }
  // A record is a dozen little messages and texts: one block on the stack instead of as many
  // allocations, which were a quarter of the time that headquarters takes for a cell.
  std::array<char, 2048> block;
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  google::protobuf::Arena arena(options);
  auto& in = *google::protobuf::Arena::CreateMessage<pb::Record>(&arena);
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(ErrorCode::invalid, "the bytes are not a record");
  }
  switch (in.kind_case()) {
    case pb::Record::kResponse:
      return from_wire(in.response());
    case pb::Record::kCell:
      return from_wire(in.cell());
    case pb::Record::kAlert:
      return from_wire(in.alert());
    case pb::Record::kErasure:
      return from_wire(in.erasure());
    case pb::Record::kSealed:
      return plain_part(in.sealed().plain());
    case pb::Record::kHelp:
      return fail(ErrorCode::unsupported, "a call for help is for the edge agent alone");
    case pb::Record::KIND_NOT_SET:
      break;
  }
  return fail(ErrorCode::unsupported, "this kind of record is from a newer version");
}

}  // namespace earshot::wire
