#include "core/relay/courier.h"

#include <gtest/gtest.h>

#include "tests/unit/core/relay/hop.h"

namespace earshot::relay {
namespace {

using std::chrono::seconds;

TEST(Courier, SendsNothingBeforeItIsConnectedAndAllOfItAfterwards) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.pump();
  EXPECT_TRUE(hop.link.sent.empty());
  hop.connect();
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), std::vector<std::string>{"a"});
  EXPECT_EQ(hop.outbox.pending()->records, 0u);
}

TEST(Courier, AsksWhereTheReceiverStandsBeforeItSendsRecords) {
  Hop hop;
  for (int i = 0; i < 1000; ++i) hop.say(Stream::responses, "r" + std::to_string(i));
  hop.connect();
  ASSERT_EQ(hop.link.sent.size(), 2u) << "one probe a stream";
  for (const Frame& frame : hop.link.sent) EXPECT_TRUE(frame.records.empty());
}

TEST(Courier, KeepsItsWindowBelowTheBrokersReceiveMaximum) {
  Hop hop;
  for (int i = 0; i < 60'000; ++i) hop.say(Stream::responses, std::string(100, 'x'));
  hop.connect(10);
  for (int i = 0; i < 40; ++i) {
    hop.deliver();
    hop.answer();
    EXPECT_LE(hop.link.sent.size(), 6u);
  }
  EXPECT_GE(hop.link.sent.size(), 4u);
}

// A receiver that many devices come home to: what it has not read yet delays the urgent too.
TEST(Courier, KeepsFewFramesInFlightToAReceiverThatIsSlowWithItsReceipts) {
  Hop hop;
  for (int i = 0; i < 200'000; ++i) hop.say(Stream::responses, "r");
  hop.connect();
  const auto in_flight_after = [&](Duration each, int frames) {
    for (int i = 0; i < frames; ++i) {
      hop.deliver();
      hop.pass(each);
      hop.answer();
    }
    return hop.link.sent.size();
  };
  EXPECT_GE(in_flight_after(std::chrono::milliseconds(1), 60), 12u);
  EXPECT_LE(in_flight_after(std::chrono::milliseconds(200), 60), 4u);
  EXPECT_GE(in_flight_after(std::chrono::milliseconds(1), 60), 12u);
  EXPECT_EQ(hop.courier.health()->timeouts, 0u);
}

TEST(Courier, NeverSendsMoreThanAFrameHolds) {
  Hop hop;
  for (int i = 0; i < 3000; ++i) hop.say(Stream::responses, std::string(i % 500, 'x'));
  hop.connect();
  for (int i = 0; i < 2; ++i) hop.deliver();
  hop.answer();
  for (const Frame& frame : hop.link.sent) {
    std::size_t bytes = 0;
    for (const auto& record : frame.records) bytes += record.size();
    EXPECT_LE(bytes, kFramePayloadBytesMax);
    EXPECT_LE(frame.records.size(), kFrameRecordsMax);
  }
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses).size(), 3000u);
}

TEST(Courier, LetsAnUrgentRecordOvertakeABacklogAtOnce) {
  Hop hop;
  for (int i = 0; i < 60'000; ++i) hop.say(Stream::responses, std::string(100, 'x'));
  hop.connect();
  hop.deliver();
  hop.deliver();
  hop.answer();
  hop.answer();
  const auto full = hop.link.sent.size();
  hop.say(Stream::urgent, "now");
  hop.pump();
  ASSERT_EQ(hop.link.sent.size(), full + 1) << "a reserved place was free for it";
  EXPECT_EQ(hop.link.sent.back().stream, Stream::urgent);
}

TEST(Courier, GoesBackWhenFramesWereLostOnTheWay) {
  Hop hop;
  for (int i = 0; i < 5000; ++i) hop.say(Stream::responses, "r" + std::to_string(i));
  hop.connect();
  hop.deliver();
  hop.deliver();
  hop.answer();
  hop.answer();
  hop.link.sent.pop_front();  // the broker's queue was full
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses).size(), 5000u);
  EXPECT_EQ(hop.receiver.counts().records_duplicate, 0u) << "no echo of the gap was answered";
  EXPECT_EQ(hop.courier.health()->rewinds, 1u);
}

TEST(Courier, IsHeardOnEveryStreamThroughAQueueThatHoldsOneFrame) {  // seed 600927
  Hop hop;
  const auto through_the_narrow_queue = [&] {
    while (!hop.link.sent.empty()) {
      hop.link.sent.resize(1);  // of those that left at once
      hop.deliver();
      while (!hop.receipts.empty()) hop.answer();
    }
  };
  hop.connect();
  through_the_narrow_queue();
  for (int i = 0; i < 20; ++i) {
    hop.say(Stream::urgent, "now");
    hop.say(Stream::responses, "later");
    hop.pass(seconds(1));
    through_the_narrow_queue();
  }
  for (int i = 0; i < 120; ++i) {
    hop.pass(seconds(1));
    through_the_narrow_queue();
  }
  EXPECT_EQ(hop.applied(Stream::urgent).size(), 20u);
  EXPECT_EQ(hop.applied(Stream::responses).size(), 20u);
}

TEST(Courier, SendsNoPileToAReceiverThatDoesNotAnswer) {
  Hop hop;
  for (int i = 0; i < 60'000; ++i) hop.say(Stream::responses, std::string(100, 'x'));
  hop.connect();
  hop.deliver();
  hop.answer();
  std::size_t frames = hop.link.sent.size();
  for (int minute = 0; minute < 60; ++minute) hop.pass(seconds(60));
  EXPECT_LE(hop.link.sent.size(), frames + 2 * 61) << "an hour of silence costs probes only";
  for (std::size_t i = frames; i < hop.link.sent.size(); ++i) {
    EXPECT_TRUE(hop.link.sent[i].records.empty());
  }
  EXPECT_TRUE(hop.courier.health()->suspect);
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses).size(), 60'000u);
}

TEST(Courier, DistrustsALinkWithoutReceiptsWithin30Seconds) {
  Hop hop;
  hop.connect();
  hop.settle();
  Duration silent{0};
  while (!hop.courier.health()->suspect && silent < seconds(60)) {
    hop.pass(seconds(1));
    silent += seconds(1);
  }
  EXPECT_LE(silent, seconds(30));
}

TEST(Courier, WakesInTimeForWhatItWaitsFor) {
  Hop hop;
  EXPECT_EQ(hop.courier.next_wakeup().ms, INT64_MAX) << "offline there is nothing to do";
  hop.connect();
  EXPECT_LE(hop.courier.next_wakeup() - hop.now, seconds(5)) << "a receipt is due";
  hop.settle();
  EXPECT_LE(hop.courier.next_wakeup() - hop.now, seconds(15)) << "the next probe";
  hop.link.busy = true;
  hop.say(Stream::urgent, "x");
  hop.pump();
  EXPECT_LE(hop.courier.next_wakeup() - hop.now, Duration{50}) << "the link was full";
  hop.link.busy = false;
  hop.pass(Duration{50});
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::urgent).size(), 1u);
}

TEST(Courier, SendsAgainEverythingThatARestoredReceiverNoLongerHas) {
  Hop hop;
  hop.connect();
  hop.say(Stream::responses, "a");
  hop.pump();
  hop.settle();
  const auto backup = hop.inbox.state();
  hop.say(Stream::responses, "b");
  hop.say(Stream::responses, "c");
  hop.pump();
  hop.settle();
  hop.inbox.restore(backup);
  hop.pass(seconds(16));  // the next probe finds out
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(hop.courier.health()->forks, 0u);
}

TEST(Courier, RefillsAReceiverWithAnEmptyDiskAndTheHoleIsNamed) {
  Hop hop;
  hop.connect();
  for (int i = 1; i <= 9; ++i) hop.say(Stream::responses, std::to_string(i));
  hop.pump();
  hop.settle();
  hop.outbox.prune(Stream::responses, 4);
  hop.inbox.restore({});
  hop.pass(seconds(16));
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"5", "6", "7", "8", "9"}));
  ASSERT_EQ(hop.incidents(Incident::Kind::hole), 1u);
  EXPECT_NE(hop.inbox.state().incidents.back().detail.find("1 to 4"), std::string::npos)
      << hop.inbox.state().incidents.back().detail;
}

TEST(Courier, BeginsANewEpochWhenItIsItselfRestoredFromABackup) {
  Hop hop;
  hop.connect();
  for (const char* word : {"a", "b", "c"}) hop.say(Stream::responses, word);
  hop.pump();
  hop.settle();
  // The device's disk goes back to before "b" and "c"; then a customer says "d".
  hop.outbox = fakes::MemoryOutbox(hop.device, 99);
  hop.say(Stream::responses, "a");
  EARSHOT_CHECK(hop.outbox.set_received(Stream::responses, 1).has_value());
  hop.say(Stream::responses, "d");
  hop.connect();
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "b", "c", "a", "d"}))
      << "what is kept is sent again in the new epoch: it may be missing in the receiver's past";
  EXPECT_EQ(hop.courier.health()->forks, 1u);
  EXPECT_NE(hop.outbox.head(Stream::responses)->epoch, 99u);
  EXPECT_EQ(hop.incidents(Incident::Kind::new_epoch), 1u)
      << "somebody must look, and once is enough";
}

TEST(Courier, KeepsBothHistoriesOfAClonedDevice) {
  Hop one(1);
  Hop two(2);
  one.connect();
  two.connect();
  for (Hop* hop : {&one, &two}) hop->settle();
  one.say(Stream::responses, "of one");
  two.say(Stream::responses, "of two");
  one.pump();
  one.settle();
  // Both send to the same receiver.
  two.inbox.restore(one.inbox.state());
  two.pump();
  two.settle();
  EXPECT_EQ(two.applied(Stream::responses), (std::vector<std::string>{"of one", "of two"}));
  EXPECT_EQ(two.incidents(Incident::Kind::fork), 1u);
  EXPECT_NE(two.outbox.head(Stream::responses)->epoch, 99u);
}

TEST(Courier, LetsAPoisonRecordNeverBlockItsNeighbours) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.say(Stream::responses, hop.poison);
  hop.say(Stream::responses, "b");
  hop.connect();
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(hop.inbox.state().quarantine.size(), 1u);
  EXPECT_EQ(hop.inbox.state().quarantine[0].payload, hop.poison);
  EXPECT_EQ(hop.inbox.state().quarantine[0].origin.seq, 2u);
  EXPECT_EQ(hop.incidents(Incident::Kind::quarantined), 1u);
}

TEST(Courier, SendsAgainWhenTheReceiverCouldNotCommit) {
  Hop hop;
  hop.connect();
  hop.settle();
  hop.say(Stream::responses, "a");
  hop.pump();
  hop.inbox.fail_commits_with(Error{ErrorCode::no_space, "disk full"});
  while (!hop.link.sent.empty()) hop.deliver();
  EXPECT_TRUE(hop.receipts.empty()) << "no commit, no receipt";
  EXPECT_EQ(hop.receiver.counts().records_applied, 0u);
  hop.inbox.fail_commits_with(std::nullopt);
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), std::vector<std::string>{"a"});
}

TEST(Courier, IsPatientWithAReceiverThatRefusesIt) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.connect();
  const Frame probe = hop.link.sent.back();
  hop.link.sent.clear();
  const Receipt refused{hop.device, Stream::responses, Verdict::refused,
                        Cursor{probe.epoch, 0, probe.digest_before}, "this device is unknown here"};
  ASSERT_TRUE(hop.courier.on_receipt(refused, hop.now));
  hop.pump();
  EXPECT_TRUE(hop.link.sent.empty()) << "no records for whoever does not want them";
  EXPECT_EQ(hop.courier.health()->refused_reason, "this device is unknown here");
  hop.pass(seconds(16));
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), std::vector<std::string>{"a"});
  EXPECT_EQ(hop.courier.health()->refused_reason, "");
}

TEST(Courier, ComesBackByItselfWhenTheFullQuarantineWasEmptied) {
  Hop hop;
  hop.inbox.quarantine_holds(2);
  const auto poison = [&](int i) { return hop.poison + std::to_string(i); };
  hop.say(Stream::responses, "a");
  for (int i = 0; i < 3; ++i) hop.say(Stream::responses, poison(i));
  hop.say(Stream::responses, "b");
  hop.connect();
  for (int i = 0; i < 300; ++i) {
    while (!hop.link.sent.empty()) hop.deliver();
    while (!hop.receipts.empty()) hop.answer();
    hop.pass(seconds(1));
  }
  EXPECT_EQ(hop.applied(Stream::responses), std::vector<std::string>{"a"});
  EXPECT_EQ(hop.inbox.state().quarantine.size(), 2u);
  EXPECT_EQ(hop.outbox.head(Stream::responses)->received_seq, 3u) << "what is before it arrived";
  EXPECT_EQ(hop.outbox.pending()->records, 2u) << "nothing behind it is lost";
  EXPECT_NE(hop.courier.health()->refused_reason.find("is full"), std::string::npos);
  EXPECT_EQ(hop.incidents(Incident::Kind::refused), 1u) << "told once, not with every probe";
  EXPECT_LE(hop.courier.health()->frames_sent, 100u) << "a frame and some probes each 15 s";

  hop.inbox.empty_quarantine();
  hop.pass(seconds(16));
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(hop.outbox.pending()->records, 0u);
  EXPECT_EQ(hop.courier.health()->refused_reason, "");

  for (int i = 10; i < 13; ++i) hop.say(Stream::responses, poison(i));
  hop.pump();
  hop.settle();
  EXPECT_EQ(hop.incidents(Incident::Kind::refused), 2u) << "it is full again: told again";
}

TEST(Courier, FindsOutThatAnUrgentFrameWasLostWhileABacklogDrains) {
  Hop hop;
  hop.connect();
  hop.settle();
  hop.say(Stream::urgent, "now");
  hop.pump();
  hop.link.sent.pop_back();  // the broker's queue was full
  for (int second = 0; second < 25; ++second) {
    hop.say(Stream::responses, "busy");
    hop.pump();
    while (!hop.link.sent.empty()) hop.deliver();
    while (!hop.receipts.empty()) hop.answer();
    hop.pass(seconds(1));
  }
  EXPECT_EQ(hop.applied(Stream::urgent), std::vector<std::string>{"now"})
      << "the other stream's receipts say nothing of this one";
}

TEST(Courier, AProbeThatIsLostAfterARefusalDoesNotHoldItsStreamBackWhileAnotherIsBusy) {
  Hop hop;
  hop.inbox.quarantine_holds(0);
  hop.say(Stream::urgent, hop.poison);
  hop.connect();
  const auto run = [&](Duration time, bool lose_urgent) {
    for (const MonoTime end = hop.now + time; hop.now < end; hop.pass(seconds(1))) {
      hop.say(Stream::responses, "busy");
      hop.pump();
      while (!hop.link.sent.empty()) {
        const bool lost = lose_urgent && hop.link.sent.front().stream == Stream::urgent;
        lost ? hop.link.sent.pop_front() : hop.deliver();
      }
      while (!hop.receipts.empty()) hop.answer();
    }
  };
  run(seconds(5), false);
  ASSERT_NE(hop.courier.health()->refused_reason, "");
  run(seconds(20), true);
  hop.inbox.quarantine_holds(10);
  run(seconds(40), false);
  EXPECT_EQ(hop.inbox.state().quarantine.size(), 1u);
  EXPECT_EQ(hop.courier.health()->refused_reason, "");
}

TEST(Courier, KnowsAtOnceWhatWasTakenOfARefusedFrame) {
  Hop hop;
  hop.inbox.quarantine_holds(0);
  hop.connect();
  hop.settle();
  for (const std::string& word : {std::string("a"), std::string("b"), hop.poison}) {
    hop.say(Stream::responses, word);
  }
  hop.pump();
  hop.deliver();
  hop.answer();
  EXPECT_EQ(hop.outbox.head(Stream::responses)->received_seq, 2u);
}

TEST(Courier, SendsOneFrameAtATimeAfterARefusal) {
  Hop hop;
  hop.inbox.quarantine_holds(0);
  hop.say(Stream::responses, hop.poison);
  for (int i = 0; i < 5000; ++i) hop.say(Stream::responses, "x");
  hop.connect();
  while (!hop.link.sent.empty()) hop.deliver();
  while (!hop.receipts.empty()) hop.answer();
  while (!hop.link.sent.empty()) hop.deliver();
  while (!hop.receipts.empty()) hop.answer();
  ASSERT_TRUE(hop.link.sent.empty()) << "refused";
  hop.pass(seconds(16));
  while (!hop.link.sent.empty()) hop.deliver();
  while (!hop.receipts.empty()) hop.answer();
  const auto records = [](const Frame& frame) { return !frame.records.empty(); };
  EXPECT_EQ(std::count_if(hop.link.sent.begin(), hop.link.sent.end(), records), 1)
      << "the receiver may still refuse what it refused before";
}

TEST(Courier, DeliversAWithheldRecordAsNothing) {
  Hop hop;
  for (const char* word : {"a", "secret", "c"}) hop.say(Stream::responses, word);
  ASSERT_TRUE(hop.outbox.withhold(Stream::responses, 2));
  hop.connect();
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(hop.receiver.counts().records_withheld, 1u);
  EXPECT_EQ(hop.outbox.pending()->records, 0u);
  EXPECT_TRUE(hop.inbox.state().quarantine.empty());
}

TEST(Courier, RefillsAReceiverWithoutWhatWasErasedMeanwhile) {
  Hop hop;
  for (const char* word : {"a", "secret", "c"}) hop.say(Stream::responses, word);
  hop.connect();
  hop.settle();
  ASSERT_TRUE(hop.outbox.withhold(Stream::responses, 2));
  hop.inbox.restore({});
  hop.pass(seconds(16));
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(hop.courier.health()->forks, 0u);
}

TEST(Courier, TellsOfEachStreamHowOldItsOldestRecordIs) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.now = hop.now + seconds(10);
  hop.say(Stream::urgent, "b");
  hop.connect();
  ASSERT_EQ(hop.link.sent.size(), 2u);
  EXPECT_EQ(hop.link.sent[0].stream_since, WallTime{1'010'000});
  EXPECT_EQ(hop.link.sent[1].stream_since, WallTime{1'000'000});
  const auto waiting = hop.courier.health()->waiting;
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0].stream, Stream::urgent);
  EXPECT_EQ(waiting[0].since, WallTime{1'010'000});
  EXPECT_EQ(waiting[1].since, WallTime{1'000'000});
  for (int i = 0; i < 2; ++i) hop.deliver();
  for (int i = 0; i < 2; ++i) hop.answer();
  for (const Frame& frame : hop.link.sent) {
    EXPECT_EQ(frame.stream_since.ms, 0) << "nothing waits once this frame has arrived";
  }
  hop.settle();
  EXPECT_EQ(hop.courier.health()->waiting[1].since.ms, 0);
}

TEST(Courier, TellsHowManyResponsesWaitAndSinceWhen) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.say(Stream::urgent, "b");
  hop.courier.set_pending_behind(35, WallTime{500});
  hop.connect();
  EXPECT_EQ(hop.link.sent.front().pending_responses, 37u);
  EXPECT_EQ(hop.link.sent.front().pending_since, WallTime{500});
}

TEST(Courier, TellsWithItsLastFrameThatNothingWaitsBehindIt) {
  Hop hop;
  for (int i = 0; i < 1000; ++i) hop.say(Stream::responses, "x");
  hop.connect();
  hop.deliver();
  hop.answer();
  std::vector<std::uint64_t> told;
  for (const Frame& frame : hop.link.sent) {
    if (!frame.records.empty()) told.push_back(frame.pending_responses);
  }
  EXPECT_EQ(told, (std::vector<std::uint64_t>{1000 - 512, 0}));
}

TEST(StreamFor, SendsTheUnhappyAheadUntilThatWouldBeABacklogItself) {
  EXPECT_EQ(stream_for(false, 0), Stream::responses);
  EXPECT_EQ(stream_for(true, 0), Stream::urgent);
  EXPECT_EQ(stream_for(true, kUrgentWaitingMax - 1), Stream::urgent);
  EXPECT_EQ(stream_for(true, kUrgentWaitingMax), Stream::responses);
}

}  // namespace
}  // namespace earshot::relay
