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
