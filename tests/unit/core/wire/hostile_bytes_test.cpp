// Bytes that once got past the decoders, most of them found by fuzzing (tests/fuzz).
#include <gtest/gtest.h>

#include "core/wire/bounds.h"
#include "core/wire/codec.h"
#include "core/wire/envelope.h"
#include "core/wire/records.pb.h"
#include "core/wire/relay.pb.h"

namespace earshot::wire {
namespace {

const DeviceId kKiosk = DeviceId::trusted("kiosk-1");

pb::Frame sound_frame() {
  pb::Frame frame;
  frame.set_epoch(1);
  frame.set_stream(static_cast<std::uint32_t>(relay::Stream::responses));
  frame.set_first_seq(1);
  frame.set_oldest_seq(1);
  frame.set_digest_before(std::string(32, 'd'));
  return frame;
}

Result<relay::Frame> decode(const pb::Frame& frame) {
  return decode_frame(kKiosk, relay::Stream::responses, frame.SerializeAsString());
}

pb::Record sound_cell() {
  pb::Record record;
  auto& cell = *record.mutable_cell();
  cell.set_location("leeds");
  cell.set_version(1);
  auto& key = *cell.mutable_key();
  key.set_touchpoint("checkout");
  key.set_question("recommend");
  key.set_kind(1);
  key.set_audience(1);
  key.set_channel(1);
  key.set_language("en");
  return record;
}

// Protobuf reserved 164 kB (up to 50 MB) for a text that nine bytes only claimed.
TEST(HostileBytes, NineBytesThatClaimALongTextAreRefusedBeforeProtobufBelievesThem) {
  const std::string claims = "\x0a\xff\xff\x1a\x12\xff\x81\x0a\x1b";
  EXPECT_FALSE(is_bounded(claims, *pb::Record::descriptor(), 100));
  EXPECT_FALSE(decode_record(claims));
}

TEST(HostileBytes, ALengthThatLeavesItsOwnMessageIsRefusedAtAnyDepth) {
  pb::Record record;
  record.mutable_response()->add_answers()->set_text("words");
  std::string bytes = record.SerializeAsString();
  ASSERT_TRUE(is_bounded(bytes, *pb::Record::descriptor(), 100));
  const auto at = bytes.find("words") - 1;  // the innermost length
  bytes[at] = 6;
  EXPECT_FALSE(is_bounded(bytes, *pb::Record::descriptor(), 100));
}

TEST(HostileBytes, FieldsAreCountedOverAllMessagesTogether) {
  pb::Record record;
  for (int i = 0; i < 10; ++i) record.mutable_response()->add_answers()->set_kind(1);
  const std::string bytes = record.SerializeAsString();
  EXPECT_TRUE(is_bounded(bytes, *pb::Record::descriptor(), 21));
  EXPECT_FALSE(is_bounded(bytes, *pb::Record::descriptor(), 20));
}

TEST(HostileBytes, FieldsOfANewerVersionStillPass) {
  std::string bytes = sound_cell().SerializeAsString();
  bytes += std::string(
      "\xfa\x01\x02hi\xf8\x01\x05\xf5\x01"
      "abcd",
      14);  // fields 31 and 30
  EXPECT_TRUE(decode_record(bytes));
}

// 47,000 empty records out of a hundred bytes became 2.5 MB of objects before they were counted.
TEST(HostileBytes, AFrameOfCountlessEmptyRecordsIsRefusedBeforeTheyAreMade) {
  auto frame = sound_frame();
  std::string batch;
  for (int i = 0; i < 40'000; ++i) batch += std::string("\x0a\x00", 2);
  EXPECT_FALSE(is_bounded(batch, *pb::RecordBatch::descriptor(), relay::kFrameRecordsMax * 5));
  frame.set_records(batch.substr(0, 60'000));
  EXPECT_FALSE(decode(frame));
}

// Whoever took such a time from "now" ran over the end of 64 bits.
TEST(HostileBytes, TimesOfAFrameStayInsideTheCalendar) {
  for (const std::int64_t ms : {INT64_MIN, std::int64_t{-1}, kWallMsMax + 1, INT64_MAX}) {
    auto frame = sound_frame();
    frame.set_sent_at_ms(ms);
    frame.set_pending_since_ms(ms);
    frame.set_stream_since_ms(ms);
    const auto decoded = decode(frame);
    ASSERT_TRUE(decoded);
    for (const auto at : {decoded->sent_at, decoded->pending_since, decoded->stream_since}) {
      EXPECT_EQ(at.ms, ms < 0 ? 0 : kWallMsMax);
    }
  }
}

TEST(HostileBytes, ABootIdOfAFrameIsText) {
  auto frame = sound_frame();
  frame.set_boot_id("boot\x1b[2J\xff");
  EXPECT_EQ(decode(frame)->boot_id, "boot[2J\xEF\xBF\xBD");
}

// The sender went on from seq + 1, which was 0.
TEST(HostileBytes, AReceiptAtTheEndOfAllNumbersIsRefused) {
  pb::Receipt receipt;
  receipt.set_stream(2);
  receipt.set_verdict(1);
  receipt.set_epoch(1);
  receipt.set_digest(std::string(32, 'd'));
  receipt.set_seq(9);
  EXPECT_TRUE(decode_receipt(kKiosk, receipt.SerializeAsString()));
  receipt.set_seq(UINT64_MAX);
  EXPECT_FALSE(decode_receipt(kKiosk, receipt.SerializeAsString()));
}

// Ratings had a bound, what stands beside them had none: two such cells no longer added up.
TEST(HostileBytes, ACellThatCountsImpossiblyManyResponsesIsRefused) {
  ASSERT_TRUE(decode_record(sound_cell().SerializeAsString()));
  auto responses = sound_cell();
  responses.mutable_cell()->mutable_value()->set_responses(UINT64_MAX);
  EXPECT_FALSE(decode_record(responses.SerializeAsString()));
  auto comments = sound_cell();
  comments.mutable_cell()->mutable_value()->set_comments(UINT64_MAX);
  EXPECT_FALSE(decode_record(comments.SerializeAsString()));
  auto duration = sound_cell();
  duration.mutable_cell()->mutable_value()->set_duration_ms(UINT64_MAX);
  EXPECT_FALSE(decode_record(duration.SerializeAsString()));
}

TEST(HostileBytes, AnAlertOutsideOfTheCalendarIsRefused) {
  pb::Record record;
  auto& alert = *record.mutable_alert();
  alert.set_location("leeds");
  alert.set_id(std::string(32, 'a'));
  alert.set_severity(1);
  alert.set_touchpoint("checkout");
  ASSERT_TRUE(decode_record(record.SerializeAsString()));
  alert.set_raised_at_ms(INT64_MIN);
  EXPECT_FALSE(decode_record(record.SerializeAsString()));
}

// A refusal that names no epoch was dropped by its sender, which never heard of it.
TEST(Unreadable, AFrameIsRefusedWithTheEpochThatItNames) {
  pb::Frame frame = sound_frame();
  frame.set_epoch(4711);
  frame.set_boot_id("boot");
  std::string bytes = frame.SerializeAsString();
  EXPECT_EQ(epoch_of(bytes), 4711u);
  // Cut short behind it, of a newer version with fields before it, or grown beyond all bounds.
  EXPECT_EQ(epoch_of(bytes.substr(0, 9)), 4711u);
  EXPECT_EQ(epoch_of("\xa2\x06\x03new" + bytes), 4711u);
  EXPECT_EQ(epoch_of(bytes + std::string(10 << 20, 'x')), 4711u);
  EXPECT_EQ(epoch_of(bytes.substr(0, 8)), 0u);
  EXPECT_EQ(epoch_of("garbage"), 0u);
  EXPECT_EQ(epoch_of(""), 0u);
  EXPECT_EQ(epoch_of("\xa2\x06\xff\xff\xff\xff\x0f" + bytes), 0u) << "a length beyond the end";

  const auto refusal =
      refuse_unreadable(kKiosk, relay::Stream::urgent, bytes, "a digest is 32 bytes long");
  EXPECT_EQ(refusal.device, kKiosk);
  EXPECT_EQ(refusal.stream, relay::Stream::urgent);
  EXPECT_EQ(refusal.verdict, relay::Verdict::refused);
  EXPECT_EQ(refusal.cursor.epoch, 4711u);
  EXPECT_EQ(refusal.cursor.seq, 0u);
  EXPECT_NE(refusal.reason.find("a digest is 32 bytes long"), std::string::npos);
  const auto heard = decode_receipt(kKiosk, encode_receipt(refusal));
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->reason, refusal.reason) << "whole, as a person reads it";
}

}  // namespace
}  // namespace earshot::wire
