#include "tests/fuzz/values.h"

#include <set>

#include "core/base/utf8.h"

namespace earshot::fuzz {
namespace {

using survey::QuestionKind;

relay::Digest make_digest(Chooser& choose) {
  relay::Digest digest{};
  const auto bytes = choose.bytes(digest.size());
  std::transform(bytes.begin(), bytes.end(), digest.begin(),
                 [](char c) { return static_cast<std::byte>(c); });
  return digest;
}

WallTime make_time(Chooser& choose) { return {choose.between(0, kWallMsMax)}; }

std::string make_boot_id(Chooser& choose) { return choose.flag() ? choose.hex(32) : ""; }

std::vector<OptionId> make_chosen(Chooser& choose, QuestionKind kind) {
  const std::size_t count =
      kind == QuestionKind::choice ? 1 : choose.below(response::kChosenMax + 1);
  std::set<OptionId> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.insert(choose.name<OptionId>());
  return {chosen.begin(), chosen.end()};
}

response::Answer make_answer(Chooser& choose) {
  response::Answer answer;
  answer.question = choose.name<QuestionId>();
  answer.kind = static_cast<QuestionKind>(1 + choose.below(9));
  if (const auto scale = survey::scale_of(answer.kind)) {
    answer.rating = static_cast<int>(choose.between(scale->lowest, scale->highest));
  } else if (answer.kind == QuestionKind::choice || answer.kind == QuestionKind::topics) {
    answer.chosen = make_chosen(choose, answer.kind);
  } else if (answer.kind == QuestionKind::contact) {
    answer.text = choose.bytes(4096);
  } else {
    answer.text = choose.text(response::kCommentCodePointsMax);
  }
  return answer;
}

}  // namespace

relay::Stream make_stream(Chooser& choose) {
  return static_cast<relay::Stream>(1 + choose.below(4));
}

relay::Frame make_frame(Chooser& choose) {
  relay::Frame frame;
  frame.device = choose.name<DeviceId>();
  frame.stream = make_stream(choose);
  frame.epoch = std::max<std::uint64_t>(choose.number(), 1);
  frame.first_seq = 1 + choose.number() % (UINT64_MAX / 4);
  frame.oldest_seq = 1 + choose.number() % frame.first_seq;
  frame.digest_before = make_digest(choose);
  frame.pending_responses = choose.number();
  frame.pending_since = make_time(choose);
  frame.sent_at = make_time(choose);
  frame.boot_id = make_boot_id(choose);
  frame.uptime_ms = choose.between(0, INT64_MAX);
  frame.stream_since = make_time(choose);
  for (std::size_t i = choose.below(relay::kFrameBootTimesMax + 1); i > 0; --i) {
    if (choose.rest().empty()) break;
    frame.boot_times.push_back({clean_text(make_boot_id(choose), 16), choose.between(0, INT64_MAX),
                                static_cast<response::BootTime::Kind>(1 + choose.below(3)),
                                make_time(choose)});
  }
  const std::size_t records = choose.below(relay::kFrameRecordsMax + 1);
  std::size_t payload = 0;
  for (std::size_t i = 0; i < records && !choose.rest().empty(); ++i) {
    std::string record(choose.bytes(255));
    // Long records out of short inputs, so that frames also travel compressed.
    for (std::size_t times = choose.below(8); times > 0 && !record.empty(); --times) {
      if (record.size() * 2 <= relay::kRecordBytesMax) record += record;
    }
    payload += record.size();
    if (payload > relay::kFramePayloadBytesMax) break;
    frame.records.push_back(std::move(record));
    if (choose.below(16) != 0) continue;
    payload += sizeof(relay::Digest);  // withheld ones count among the payload
    if (payload > relay::kFramePayloadBytesMax) break;
    frame.records.back().clear();
    frame.withheld.push_back({frame.records.size() - 1, make_digest(choose)});
  }
  return frame;
}

relay::Receipt make_receipt(Chooser& choose) {
  relay::Receipt receipt;
  receipt.device = choose.name<DeviceId>();
  receipt.stream = make_stream(choose);
  receipt.verdict = static_cast<relay::Verdict>(1 + choose.below(4));
  receipt.cursor = {choose.number(), choose.number() % (UINT64_MAX / 4), make_digest(choose)};
  receipt.reason = choose.text(300);
  receipt.now = make_time(choose);
  receipt.boot_id = make_boot_id(choose);
  receipt.uptime_ms = choose.between(0, INT64_MAX);
  return receipt;
}

response::Response make_response(Chooser& choose) {
  response::Response said;
  said.id = choose.random_id<ResponseId>();
  said.revision = static_cast<std::uint32_t>(choose.between(1, UINT32_MAX));
  said.withdrawn = choose.flag();
  said.partial = choose.flag();
  said.touchpoint = choose.name<TouchpointId>();
  said.survey = choose.name<SurveyId>();
  said.survey_version = static_cast<std::uint32_t>(choose.between(1, UINT32_MAX));
  said.variant = choose.name_or_none<VariantId>();
  said.language = choose.name<LanguageTag>();
  said.audience = static_cast<survey::Audience>(1 + choose.below(2));
  said.channel = static_cast<response::Channel>(1 + choose.below(3));
  said.at = make_time(choose);
  said.boot_id = make_boot_id(choose);
  said.uptime_ms = choose.between(0, INT64_MAX);
  said.duration_ms = choose.between(0, INT64_MAX);
  said.misuse = static_cast<std::uint32_t>(choose.below(1U << response::kMisuseFlagCount));
  const std::size_t answers = 1 + choose.below(response::kAnswersMax);
  std::set<QuestionId> asked;
  for (std::size_t i = 0; i < answers; ++i) {
    auto answer = make_answer(choose);
    if (asked.insert(answer.question).second) said.answers.push_back(std::move(answer));
  }
  return said;
}

wire::ResponseRecord make_response_record(Chooser& choose) {
  return {choose.name<LocationId>(), make_response(choose)};
}

wire::CellRecord make_cell_record(Chooser& choose) {
  constexpr std::int64_t kCountMax = 1'000'000'000'000;
  wire::CellRecord record;
  record.location = choose.name<LocationId>();
  record.version = std::max<std::uint64_t>(choose.number(), 1);
  score::CellKey& key = record.key;
  key.hour = choose.between(0, 70'000'000);
  key.business_day = static_cast<LocalDay>(key.hour / 24 + choose.between(-1, 1));
  key.touchpoint = choose.name<TouchpointId>();
  key.question = choose.name<QuestionId>();
  key.kind = static_cast<QuestionKind>(1 + choose.below(9));
  key.audience = static_cast<survey::Audience>(1 + choose.below(2));
  key.channel = static_cast<response::Channel>(1 + choose.below(3));
  key.language = choose.name<LanguageTag>();
  key.variant = choose.name_or_none<VariantId>();
  key.topic = choose.name_or_none<TopicId>();
  const auto count = [&] { return static_cast<std::uint64_t>(choose.between(0, kCountMax)); };
  record.value.responses = count();
  record.value.comments = count();
  record.value.duration_ms = count();
  for (auto& ratings : record.value.ratings) ratings = count();
  for (auto& sentiment : record.value.sentiment) sentiment = count();
  for (auto& emotion : record.value.emotions) emotion = count();
  for (auto& reason : record.value.misuse) reason = count();
  record.value.heard = count();
  record.value.revisions = count();
  return record;
}

wire::AlertRecord make_alert_record(Chooser& choose) {
  wire::AlertRecord record;
  record.location = choose.name<LocationId>();
  alert::Alert& alert = record.alert;
  alert.id = choose.random_id<AlertId>();
  alert.severity = static_cast<alert::Severity>(1 + choose.below(3));
  alert.rule = choose.text(kNameLengthMax);
  if (choose.flag()) alert.response = choose.random_id<ResponseId>();
  alert.touchpoint = choose.name<TouchpointId>();
  alert.at = make_time(choose);
  alert.raised_at = make_time(choose);
  alert.sentence = choose.text(500);
  alert.words = choose.text(response::kCommentCodePointsMax);
  alert.next_step = choose.text(500);
  alert.acknowledged_at = make_time(choose);
  alert.acknowledged_by = choose.text(80);
  return record;
}

wire::ErasureRecord make_erasure_record(Chooser& choose) {
  return {choose.name<LocationId>(), choose.random_id<ResponseId>(), make_time(choose)};
}

}  // namespace earshot::fuzz
