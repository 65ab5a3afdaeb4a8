#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/relay/receiver.h"

namespace earshot::relay {
namespace {

const DeviceId kKiosk = DeviceId::trusted("kiosk-1");
constexpr Epoch kEpoch = 7;
constexpr Stream kStream = Stream::responses;

/// A sender's history, from which frames can be cut.
class History {
 public:
  explicit History(std::vector<std::string> records) : records_(std::move(records)) {
    digests_.push_back(chain_start(kKiosk, kEpoch, kStream));
    for (const auto& record : records_) digests_.push_back(chain_next(digests_.back(), record));
  }
  [[nodiscard]] Frame cut(Seq first, std::size_t count, Seq oldest = 1) const {
    Frame frame;
    frame.device = kKiosk;
    frame.epoch = kEpoch;
    frame.stream = kStream;
    frame.first_seq = first;
    frame.oldest_seq = oldest;
    frame.digest_before = digests_.at(first - 1);
    for (std::size_t i = 0; i < count; ++i) frame.records.push_back(records_.at(first - 1 + i));
    return frame;
  }
  /// The same, with the records whose sequence numbers are given withheld.
  [[nodiscard]] Frame cut_without(const std::vector<Seq>& gone, Seq first,
                                  std::size_t count) const {
    Frame frame = cut(first, count);
    for (const Seq seq : gone) {
      if (seq < first || seq >= first + count) continue;
      frame.records.at(seq - first).clear();
      frame.withheld.push_back({seq - first, digests_.at(seq)});
    }
    return frame;
  }
  [[nodiscard]] Cursor at(Seq seq) const { return {kEpoch, seq, digests_.at(seq)}; }

 private:
  std::vector<std::string> records_;
  std::vector<Digest> digests_;
};

const History kHistory({"a", "b", "c", "d", "e", "f"});

TEST(Admission, TakesTheFirstFrameOfAnUnknownDevice) {
  const Admission a = admit(std::nullopt, kHistory.cut(1, 3));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.skip, 0u);
  EXPECT_EQ(a.cursor, kHistory.at(3));
}

TEST(Admission, TakesTheNextFrame) {
  const Admission a = admit(kHistory.at(3), kHistory.cut(4, 2));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.cursor, kHistory.at(5));
}

TEST(Admission, TrimsWhatItHasAlready) {
  const Admission a = admit(kHistory.at(3), kHistory.cut(2, 4));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.skip, 2u);
  EXPECT_EQ(a.cursor, kHistory.at(5));
}

TEST(Admission, AnswersAWholeDuplicateWithTheCursor) {
  for (const Frame& frame : {kHistory.cut(1, 2), kHistory.cut(2, 3), kHistory.cut(4, 1)}) {
    const Admission a = admit(kHistory.at(4), frame);
    EXPECT_EQ(a.verdict, Verdict::accepted);
    EXPECT_EQ(a.skip, frame.records.size());
    EXPECT_EQ(a.cursor, kHistory.at(4));
  }
}

TEST(Admission, AnswersAGapWithTheCursor) {
  const Admission a = admit(kHistory.at(2), kHistory.cut(4, 2));
  EXPECT_EQ(a.verdict, Verdict::gap);
  EXPECT_EQ(a.cursor, kHistory.at(2));
}

TEST(Admission, NamesTheHoleWhenTheSenderHasNothingOlder) {
  const Admission a = admit(kHistory.at(2), kHistory.cut(5, 2, 5));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.hole_first, 3u);
  EXPECT_EQ(a.hole_last, 4u);
  EXPECT_EQ(a.cursor, kHistory.at(6));
}

TEST(Admission, CallsAnotherHistoryAFork) {
  const History other({"a", "b", "X", "d", "e", "f"});
  EXPECT_EQ(admit(kHistory.at(3), other.cut(4, 2)).verdict, Verdict::fork) << "right behind it";
  EXPECT_EQ(admit(kHistory.at(3), other.cut(2, 3)).verdict, Verdict::fork) << "across it";
  EXPECT_EQ(admit(kHistory.at(3), other.cut(1, 3)).verdict, Verdict::fork) << "up to it";
  EXPECT_EQ(admit(kHistory.at(2), other.cut(3, 2)).verdict, Verdict::accepted) << "same so far";
}

TEST(Admission, AnswersAProbeWithoutMoving) {
  EXPECT_EQ(admit(kHistory.at(3), kHistory.cut(4, 0)).verdict, Verdict::accepted);
  EXPECT_EQ(admit(kHistory.at(3), kHistory.cut(4, 0)).cursor, kHistory.at(3));
  EXPECT_EQ(admit(kHistory.at(2), kHistory.cut(4, 0)).verdict, Verdict::gap);
  EXPECT_EQ(admit(kHistory.at(5), kHistory.cut(4, 0)).cursor, kHistory.at(5));
  EXPECT_EQ(admit(std::nullopt, kHistory.cut(1, 0)).cursor, kHistory.at(0));
}

TEST(Admission, TakesWithheldRecordsAndTheChainGoesOn) {
  const Admission a = admit(kHistory.at(1), kHistory.cut_without({3}, 2, 3));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.skip, 0u);
  EXPECT_EQ(a.cursor, kHistory.at(4));
  EXPECT_EQ(admit(a.cursor, kHistory.cut(5, 1)).cursor, kHistory.at(5));
}

TEST(Admission, TakesAWithheldRecordAtTheVeryStart) {
  const Admission a = admit(std::nullopt, kHistory.cut_without({1}, 1, 2));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.cursor, kHistory.at(2));
}

TEST(Admission, TakesAFrameOfNothingButWithheldRecords) {
  const Admission a = admit(kHistory.at(2), kHistory.cut_without({3, 4, 5}, 3, 3));
  EXPECT_EQ(a.verdict, Verdict::accepted);
  EXPECT_EQ(a.skip, 0u);
  EXPECT_EQ(a.cursor, kHistory.at(5));
}

TEST(Admission, TrimsARecordThatWasWithheldAfterItWasReceived) {
  const Admission at_border = admit(kHistory.at(3), kHistory.cut_without({3}, 2, 3));
  EXPECT_EQ(at_border.verdict, Verdict::accepted);
  EXPECT_EQ(at_border.skip, 2u);
  EXPECT_EQ(at_border.cursor, kHistory.at(4));
  const Admission before_it = admit(kHistory.at(3), kHistory.cut_without({2}, 1, 4));
  EXPECT_EQ(before_it.verdict, Verdict::accepted);
  EXPECT_EQ(before_it.skip, 3u);
  const Admission behind_it = admit(kHistory.at(3), kHistory.cut_without({4}, 3, 3));
  EXPECT_EQ(behind_it.verdict, Verdict::accepted);
  EXPECT_EQ(behind_it.skip, 1u);
  EXPECT_EQ(behind_it.cursor, kHistory.at(5));
}

TEST(Admission, CallsAForgedDigestOfAWithheldRecordAForkWhereItCanBeChecked) {
  Frame forged = kHistory.cut_without({3}, 2, 2);
  forged.withheld[0].digest[0] ^= std::byte{1};
  EXPECT_EQ(admit(kHistory.at(3), forged).verdict, Verdict::fork) << "at the cursor";
  // Where it is new nothing can be compared: what a device says of its own history counts, and a
  // false word breaks its own chain at the next frame.
  const Admission believed = admit(kHistory.at(1), forged);
  EXPECT_EQ(believed.verdict, Verdict::accepted);
  EXPECT_EQ(admit(believed.cursor, kHistory.cut(4, 1)).verdict, Verdict::fork);
}

RC_GTEST_PROP(Admission, EndsAtTheSameCursorWhateverIsWithheld, ()) {
  const auto records = *rc::gen::nonEmpty<std::vector<std::string>>();
  const History history(records);
  const auto gone_flags = *rc::gen::arbitrary<std::vector<bool>>();
  std::vector<Seq> gone;
  for (std::size_t i = 0; i < std::min(records.size(), gone_flags.size()); ++i) {
    if (gone_flags[i]) gone.push_back(i + 1);
  }
  const auto received = *rc::gen::inRange<Seq>(0, records.size() + 1);
  const auto first = *rc::gen::inRange<Seq>(1, received + 2);
  RC_PRE(first <= records.size());
  const std::size_t count = records.size() - first + 1;
  const Admission plain = admit(history.at(received), history.cut(first, count));
  const Admission without = admit(history.at(received), history.cut_without(gone, first, count));
  RC_ASSERT(without.verdict == Verdict::accepted);
  RC_ASSERT(without.cursor == plain.cursor);
  RC_ASSERT(without.skip == plain.skip);
}

RC_GTEST_PROP(Admission, EndsAtTheSameCursorWhateverTheFramesOverlap, ()) {
  const auto records = *rc::gen::nonEmpty<std::vector<std::string>>();
  const History history(records);
  std::optional<Cursor> cursor;
  std::vector<std::string> applied;
  const auto steps = *rc::gen::arbitrary<std::vector<std::pair<Seq, std::size_t>>>();
  const auto take = [&](Seq first, std::size_t count) {
    const Frame frame = history.cut(first, count);
    const Admission a = admit(cursor, frame);
    RC_ASSERT(a.verdict == Verdict::accepted);
    applied.insert(applied.end(), frame.records.begin() + static_cast<std::ptrdiff_t>(a.skip),
                   frame.records.end());
    cursor = a.cursor;
    RC_ASSERT(cursor->seq == applied.size());
  };
  for (const auto& [where, how_many] : steps) {
    const Seq first = where % (applied.size() + 1) + 1;
    take(first, how_many % (records.size() - first + 2));
  }
  take(applied.size() + 1, records.size() - applied.size());
  RC_ASSERT(applied == records);
  RC_ASSERT(*cursor == history.at(records.size()));
}

}  // namespace
}  // namespace earshot::relay
