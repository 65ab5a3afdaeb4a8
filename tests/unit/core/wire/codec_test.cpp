#include "core/wire/codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "core/base/utf8.h"
#include "core/relay/outbox.h"
#include "core/wire/records.pb.h"
#include "core/wire/relay.pb.h"
#include "core/wire/topics.h"

namespace earshot::wire {
namespace {

const DeviceId kKiosk = DeviceId::trusted("kiosk-1");
const LocationId kStore = LocationId::trusted("store-1");

relay::Frame sample_frame(std::vector<std::string> records) {
  relay::Frame frame;
  frame.device = kKiosk;
  frame.epoch = 77;
  frame.stream = relay::Stream::responses;
  frame.first_seq = 5;
  frame.digest_before = relay::chain_start(kKiosk, 77, relay::Stream::responses);
  frame.records = std::move(records);
  frame.oldest_seq = 2;
  frame.pending_responses = 9;
  frame.pending_since = WallTime{1000};
  frame.sent_at = WallTime{2000};
  frame.boot_id = "boot";
  frame.uptime_ms = 3000;
  frame.stream_since = WallTime{900};
  return frame;
}

response::Response sample_response() {
  response::Response r;
  r.id = ResponseId::parse("00112233445566778899aabbccddeeff").value();
  r.touchpoint = TouchpointId::trusted("checkout");
  r.survey = SurveyId::trusted("shop");
  r.language = LanguageTag::trusted("en");
  r.at = WallTime{1'700'000'000'000};
  r.duration_ms = 4200;
  r.answers.push_back({QuestionId::trusted("recommend"), survey::QuestionKind::nps, 3, {}, ""});
  r.answers.push_back(
      {QuestionId::trusted("why"), survey::QuestionKind::comment, std::nullopt, {}, "Too slow"});
  return r;
}

Result<relay::Frame> decode(const std::string& bytes) {
  return decode_frame(kKiosk, relay::Stream::responses, bytes);
}

RC_GTEST_PROP(Frames, DecodeToWhatWasEncoded, (const std::vector<std::string>& records)) {
  RC_PRE(records.size() <= relay::kFrameRecordsMax);
  const relay::Frame frame = sample_frame(records);
  const auto decoded = decode(encode_frame(frame));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(decoded->records == frame.records);
  RC_ASSERT(decoded->epoch == frame.epoch);
  RC_ASSERT(decoded->first_seq == frame.first_seq);
  RC_ASSERT(decoded->oldest_seq == frame.oldest_seq);
  RC_ASSERT(decoded->digest_before == frame.digest_before);
  RC_ASSERT(decoded->pending_responses == frame.pending_responses);
  RC_ASSERT(decoded->boot_id == frame.boot_id);
  RC_ASSERT(decoded->stream_since == frame.stream_since);
  RC_ASSERT(decoded->withheld.empty());
}

relay::Digest some_digest(int seed) {
  return relay::chain_next(relay::Digest{}, std::to_string(seed));
}

RC_GTEST_PROP(Frames, WithWithheldRecordsDecodeToWhatWasEncoded,
              (std::vector<std::string> records, const std::vector<bool>& withhold)) {
  RC_PRE(records.size() <= relay::kFrameRecordsMax);
  std::vector<relay::Withheld> withheld;
  for (std::size_t i = 0; i < std::min(records.size(), withhold.size()); ++i) {
    if (!withhold[i]) continue;
    records[i].clear();
    withheld.push_back({i, some_digest(static_cast<int>(i))});
  }
  relay::Frame frame = sample_frame(records);
  frame.withheld = withheld;
  const auto decoded = decode(encode_frame(frame));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(decoded->records == records);
  RC_ASSERT(decoded->withheld == withheld);
}

TEST(Frames, OfNothingButWithheldRecordsFitTheLimit) {
  constexpr std::size_t kMost = relay::kFramePayloadBytesMax / relay::kWithheldBytes;
  constexpr std::size_t kCount = std::min(kMost, relay::kFrameRecordsMax);
  relay::Frame frame = sample_frame(std::vector<std::string>(kCount));
  for (std::size_t i = 0; i < kCount; ++i) {
    frame.withheld.push_back({i, some_digest(static_cast<int>(i))});
  }
  const std::string bytes = encode_frame(frame);
  EXPECT_LE(bytes.size(), relay::kFrameBytesMax);
  EXPECT_EQ(decode(bytes)->withheld, frame.withheld);
}

TEST(Frames, ThatWithholdWhatTheyDoNotHoldAreRefused) {
  const auto with = [](std::vector<relay::Withheld> withheld) {
    relay::Frame frame = sample_frame({"", "words", ""});
    frame.withheld = std::move(withheld);
    return decode(encode_frame(frame)).has_value();
  };
  EXPECT_TRUE(with({{0, {}}, {2, {}}})) << "the sample itself is sound";
  EXPECT_FALSE(with({{3, {}}})) << "behind the last";
  EXPECT_FALSE(with({{1, {}}})) << "its words are there";
  EXPECT_FALSE(with({{2, {}}, {0, {}}})) << "not ascending";
  EXPECT_FALSE(with({{0, {}}, {0, {}}})) << "twice";
  pb::Frame short_digest;
  short_digest.ParseFromString(encode_frame(sample_frame({""})));
  pb::RecordBatch batch;
  batch.add_record("");
  batch.add_withheld()->set_digest("short");
  short_digest.set_records(batch.SerializeAsString());
  EXPECT_FALSE(decode(short_digest.SerializeAsString()));
}

TEST(Frames, OfASenderThatKnowsOfNeitherAgeNorWithholdingAreRead) {
  pb::Frame old;
  old.ParseFromString(encode_frame(sample_frame({"a", ""})));
  old.clear_stream_since_ms();
  const auto decoded = decode(old.SerializeAsString());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->stream_since.ms, 0);
  EXPECT_TRUE(decoded->withheld.empty());
  EXPECT_EQ(decoded->records, (std::vector<std::string>{"a", ""}));
}

TEST(Frames, OfManyAlikeRecordsTravelCompressedAndFitTheLimit) {
  const std::string record = encode_record(ResponseRecord{kStore, sample_response()});
  std::vector<std::string> records(relay::kFramePayloadBytesMax / record.size(), record);
  const std::string bytes = encode_frame(sample_frame(records));
  EXPECT_LT(bytes.size(), relay::kFramePayloadBytesMax / 4);
  EXPECT_EQ(decode(bytes)->records, records);
}

TEST(Frames, OfNoiseStillFitTheLimitOnTheWire) {
  std::string noise(relay::kFramePayloadBytesMax / 2, '\0');
  std::uint32_t x = 1;
  for (char& c : noise) c = static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
  const std::string bytes = encode_frame(sample_frame({noise, noise}));
  EXPECT_LE(bytes.size(), relay::kFrameBytesMax);
  EXPECT_TRUE(decode(bytes));
}

TEST(Frames, ThatClaimToUnpackToMuchAreRefusedBeforeMemoryIsTaken) {
  pb::Frame bomb;
  bomb.set_epoch(1);
  bomb.set_stream(2);
  bomb.set_first_seq(1);
  bomb.set_oldest_seq(1);
  bomb.set_digest_before(std::string(32, '\0'));
  // A zstd header with an eight-byte content size of 2^40 and nothing behind it.
  bomb.set_records_zstd(std::string("\x28\xB5\x2F\xFD\xE0\x00\x00\x00\x00\x00\x01\x00\x00", 13));
  const auto refused = decode(bomb.SerializeAsString());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("unpack"), std::string::npos);
}

TEST(Frames, AboveTheSizeLimitAreRefusedUnread) {
  EXPECT_FALSE(decode(std::string(relay::kFrameBytesMax + 1, '\0')));
  EXPECT_FALSE(decode(std::string(10'000'000, 'x')));
}

TEST(Frames, WithImpossibleNumbersAreRefused) {
  const auto broken = [](auto change) {
    pb::Frame frame;
    frame.ParseFromString(encode_frame(sample_frame({"a"})));
    change(frame);
    return decode(frame.SerializeAsString()).has_value();
  };
  EXPECT_TRUE(broken([](pb::Frame&) {})) << "the sample itself is sound";
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_epoch(0); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_stream(3); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_first_seq(0); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_first_seq(UINT64_MAX); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_oldest_seq(0); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_oldest_seq(6); }));
  EXPECT_FALSE(broken([](pb::Frame& f) { f.set_digest_before("short"); }));
}

RC_GTEST_PROP(Decoders, TakeAnyBytesWithoutHarm, (const std::string& bytes)) {
  (void)decode(bytes);
  (void)decode_receipt(kKiosk, bytes);
  (void)decode_record(bytes);
  RC_SUCCEED();
}

RC_GTEST_PROP(Decoders, TakeDamagedFramesWithoutHarm, (std::size_t where, char what)) {
  std::string bytes = encode_frame(sample_frame(
      std::vector<std::string>(20, encode_record(ResponseRecord{kStore, sample_response()}))));
  bytes[where % bytes.size()] = what;
  (void)decode(bytes);
  (void)decode(bytes.substr(0, where % bytes.size()));
  RC_SUCCEED();
}

TEST(Receipts, DecodeToWhatWasEncoded) {
  relay::Receipt receipt{kKiosk,
                         relay::Stream::urgent,
                         relay::Verdict::gap,
                         relay::Cursor{9, 41, relay::chain_start(kKiosk, 9, relay::Stream::urgent)},
                         "records from 42 on are missing",
                         WallTime{1'772'442'000'000},
                         "boot",
                         77'000};
  const auto decoded = decode_receipt(kKiosk, encode_receipt(receipt));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->cursor, receipt.cursor);
  EXPECT_EQ(decoded->verdict, receipt.verdict);
  EXPECT_EQ(decoded->stream, receipt.stream);
  EXPECT_EQ(decoded->reason, receipt.reason);
  EXPECT_EQ(decoded->now, receipt.now);
  EXPECT_EQ(decoded->boot_id, receipt.boot_id);
  EXPECT_EQ(decoded->uptime_ms, receipt.uptime_ms);
}

TEST(Receipts, OfAReceiverThatDoesNotTellTheTimeSayNone) {
  pb::Receipt old;
  old.set_stream(2);
  old.set_verdict(1);
  old.set_epoch(9);
  old.set_digest(std::string(32, 'd'));
  const auto decoded = decode_receipt(kKiosk, old.SerializeAsString());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->now.ms, 0);
  EXPECT_TRUE(decoded->boot_id.empty());
}

std::vector<response::BootTime> sample_boot_times(std::size_t count) {
  std::vector<response::BootTime> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({std::string(response::kBootIdBytesMax - 2, 'b') + std::to_string(10 + i),
                   static_cast<std::int64_t>(i) * 1'000'000'000,
                   static_cast<response::BootTime::Kind>(1 + i % 3),
                   WallTime{1'772'442'000'000 + static_cast<std::int64_t>(i)}});
  }
  return all;
}

TEST(Frames, TellOfTheirRecordsBootsAndStillFitTheLimit) {
  std::string noise(relay::kRecordBytesMax, '\0');
  std::mt19937 seed(3);
  for (char& c : noise) c = static_cast<char>(seed());
  relay::Frame frame =
      sample_frame({noise, noise.substr(0, relay::kFramePayloadBytesMax - relay::kRecordBytesMax)});
  frame.boot_times = sample_boot_times(relay::kFrameBootTimesMax);
  const auto bytes = encode_frame(frame);
  EXPECT_LE(bytes.size(), relay::kFrameBytesMax);
  const auto decoded = decode(bytes);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->boot_times, frame.boot_times);
}

TEST(Frames, OfMoreBootsThanAFrameHasAreRefusedAndKindsFromANewerVersionPassedOver) {
  relay::Frame frame = sample_frame({"one"});
  frame.boot_times = sample_boot_times(relay::kFrameBootTimesMax + 1);
  EXPECT_FALSE(decode(encode_frame(frame)));
  frame.boot_times = sample_boot_times(3);
  frame.boot_times[1].kind = static_cast<response::BootTime::Kind>(9);
  const auto decoded = decode(encode_frame(frame));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->boot_times.size(), 2u);
}

TEST(Records, OfEachKindDecodeToWhatWasEncoded) {
  const ResponseRecord response{kStore, sample_response()};
  const auto r = decode_record(encode_record(response));
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(std::get<ResponseRecord>(*r).response, response.response);
  EXPECT_EQ(std::get<ResponseRecord>(*r).location, kStore);

  CellRecord cell{kStore, {}, 12, {}};
  const auto parts = score::contribution(sample_response(), 19'000);
  ASSERT_FALSE(parts.empty());
  cell.key = parts.front().first;
  cell.value = parts.front().second;
  const auto c = decode_record(encode_record(cell));
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(std::get<CellRecord>(*c).key, cell.key);
  EXPECT_EQ(std::get<CellRecord>(*c).value, cell.value);
  EXPECT_EQ(std::get<CellRecord>(*c).version, 12u);

  AlertRecord alert{kStore, {}};
  alert.alert.id = AlertId::parse("ffeeddccbbaa99887766554433221100").value();
  alert.alert.touchpoint = TouchpointId::trusted("checkout");
  alert.alert.sentence = "Checkout: a customer gave 3 of 10.";
  alert.alert.rule = "detractor";
  const auto a = decode_record(encode_record(alert));
  ASSERT_TRUE(a) << a.error().message;
  EXPECT_EQ(std::get<AlertRecord>(*a).alert, alert.alert);

  const ErasureRecord erasure{kStore, sample_response().id, WallTime{1'700'000'000'001}};
  const auto e = decode_record(encode_record(erasure));
  ASSERT_TRUE(e) << e.error().message;
  EXPECT_EQ(std::get<ErasureRecord>(*e), erasure);
}

TEST(Records, OfAnErasureNameTheirResponse) {
  pb::Record record;
  record.mutable_erasure()->set_location("store-1");
  EXPECT_EQ(decode_record(record.SerializeAsString()).error().code, ErrorCode::invalid);
  record.mutable_erasure()->set_response("not an id");
  EXPECT_EQ(decode_record(record.SerializeAsString()).error().code, ErrorCode::invalid);
}

TEST(Records, KeepAPoisonedCommentAsCleanText) {
  response::Response r = sample_response();
  r.answers[1].text = "bad\xFF\x00bytes\u202E";
  const auto decoded = decode_record(encode_record(ResponseRecord{kStore, r}));
  ASSERT_TRUE(decoded);
  const std::string& text = std::get<ResponseRecord>(*decoded).response.answers[1].text;
  EXPECT_TRUE(is_utf8(text));
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
}

TEST(Records, FromANewerVersionAreSaidToBeSo) {
  pb::Record record;
  record.mutable_response();
  std::string bytes = record.SerializeAsString();
  bytes[0] = static_cast<char>(15 << 3 | 2);  // field 15: a kind that this version does not know
  const auto refused = decode_record(bytes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST(Records, WithAMistakeNameIt) {
  response::Response r = sample_response();
  r.answers[0].rating = 11;
  const auto refused = decode_record(encode_record(ResponseRecord{kStore, r}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_NE(refused.error().message.find("recommend"), std::string::npos)
      << refused.error().message;
}

TEST(Topics, AreTakenApartAsTheyWereMade) {
  const auto parsed = parse_up_topic(up_topic(kKiosk, relay::Stream::cells));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->device, kKiosk);
  EXPECT_EQ(parsed->stream, relay::Stream::cells);
  EXPECT_EQ(up_filter(DeviceId{}, relay::Stream::cells), "earshot/1/up/+/cells");
  EXPECT_EQ(parse_status_topic(status_topic(kKiosk)), kKiosk);
  for (const char* bad :
       {"", "earshot/1/up/", "earshot/1/up/kiosk-1", "earshot/1/up/kiosk-1/nope",
        "earshot/1/up/K!/cells", "earshot/2/up/kiosk-1/cells", "earshot/1/up/kiosk-1/cells/more"}) {
    EXPECT_FALSE(parse_up_topic(bad)) << bad;
  }
}

}  // namespace
}  // namespace earshot::wire
