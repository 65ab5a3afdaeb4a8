// What every outbox does, whatever it is made of.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <memory>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/memory_outbox.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot {
namespace {

using relay::Digest;
using relay::Outbox;
using relay::Seq;
using relay::Stream;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};

/// An outbox under test, with what differs between its kinds.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual Outbox& outbox() = 0;
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  /// Lets go of the received records of `stream`, all of which were written at `at` or before.
  virtual void prune_received(Stream stream, WallTime at) = 0;
};

class MemorySubject final : public Subject {
 public:
  Outbox& outbox() override { return outbox_; }
  void begin() override { outbox_.begin(); }
  void commit() override { outbox_.commit(); }
  void rollback() override { outbox_.rollback(); }
  void prune_received(Stream stream, WallTime) override { outbox_.prune(stream, UINT64_MAX); }

 private:
  fakes::MemoryOutbox outbox_{kDevice, 42};
};

class SqliteSubject final : public Subject {
 public:
  SqliteSubject() {
    auto opened = sqlite::Database::open(folder_ / "o.db", sqlite::relay_migrations(), kNow);
    EARSHOT_CHECK(opened.has_value());
    database_ = std::move(opened->database);
    // Nobody pulls a plug here (tests/crash does), and the many commits go faster.
    database_->raw().exec("PRAGMA synchronous = OFF");
    auto outbox = sqlite::SqliteOutbox::open(*database_, kDevice, random_);
    EARSHOT_CHECK(outbox.has_value());
    outbox_ = std::move(*outbox);
  }
  Outbox& outbox() override { return *outbox_; }
  void begin() override { EARSHOT_CHECK(database_->begin().has_value()); }
  void commit() override { EARSHOT_CHECK(database_->commit().has_value()); }
  void rollback() override { database_->rollback(); }
  void prune_received(Stream, WallTime at) override {
    EARSHOT_CHECK(outbox_->prune(at + Duration{1}, UINT64_MAX, 1000).has_value());
  }

 private:
  fakes::TempFolder folder_;
  fakes::SeededRandom random_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
};

struct Kind {
  const char* name;
  std::function<std::unique_ptr<Subject>()> make;
};

class OutboxContract : public testing::TestWithParam<Kind> {
 protected:
  Seq put(Stream stream, std::string_view payload, std::uint32_t responses = 1,
          WallTime at = kNow) {
    auto seq = outbox().append(stream, payload, responses, at);
    EXPECT_TRUE(seq.has_value()) << seq.error().message;
    return seq.value_or(0);
  }
  std::vector<std::string> payloads(Stream stream, Seq first) {
    auto batch = outbox().read(stream, first, 1 << 20, 1000);
    EXPECT_TRUE(batch.has_value());
    std::vector<std::string> all;
    for (const auto& record : batch->records) all.push_back(record.payload);
    return all;
  }
  Outbox& outbox() { return subject_->outbox(); }

  std::unique_ptr<Subject> subject_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(
    Kinds, OutboxContract,
    testing::Values(Kind{"Memory", [] { return std::make_unique<MemorySubject>(); }},
                    Kind{"Sqlite", [] { return std::make_unique<SqliteSubject>(); }}),
    [](const auto& kind) { return kind.param.name; });

TEST_P(OutboxContract, BeginsEmptyAtTheChainsStart) {
  const auto head = outbox().head(Stream::responses).value();
  EXPECT_NE(head.epoch, 0u);
  EXPECT_EQ(head.last_seq, 0u);
  EXPECT_EQ(head.received_seq, 0u);
  EXPECT_EQ(head.oldest_seq, 1u);
  EXPECT_EQ(head.last_digest, relay::chain_start(kDevice, head.epoch, Stream::responses));
  EXPECT_TRUE(outbox().read(Stream::responses, 1, 1000, 10).value().records.empty());
}

TEST_P(OutboxContract, NumbersEachStreamFromOne) {
  EXPECT_EQ(put(Stream::responses, "a"), 1u);
  EXPECT_EQ(put(Stream::urgent, "b"), 1u);
  EXPECT_EQ(put(Stream::responses, "c"), 2u);
  EXPECT_EQ(outbox().head(Stream::responses)->last_seq, 2u);
  EXPECT_EQ(outbox().head(Stream::urgent)->last_seq, 1u);
  EXPECT_EQ(outbox().head(Stream::cells)->last_seq, 0u);
}

TEST_P(OutboxContract, ChainsDigests) {
  put(Stream::responses, "a");
  put(Stream::responses, "b");
  const auto head = outbox().head(Stream::responses).value();
  const auto start = relay::chain_start(kDevice, head.epoch, Stream::responses);
  const auto first = relay::chain_next(start, "a");
  EXPECT_EQ(outbox().digest_at(Stream::responses, 0), start);
  EXPECT_EQ(outbox().digest_at(Stream::responses, 1), first);
  EXPECT_EQ(outbox().digest_at(Stream::responses, 2), relay::chain_next(first, "b"));
  EXPECT_EQ(head.last_digest, relay::chain_next(first, "b"));
  EXPECT_EQ(outbox().digest_at(Stream::responses, 3).error().code, ErrorCode::not_found);
  EXPECT_EQ(outbox().digest_at(Stream::responses, UINT64_MAX).error().code, ErrorCode::not_found);
}

TEST_P(OutboxContract, GivesBackWhatWasPutIn) {
  const std::string binary("\0\xff\n'\"; --", 9);
  put(Stream::verbatims, binary, 7, WallTime{5});
  put(Stream::verbatims, "", 0, WallTime{6});
  const auto batch = outbox().read(Stream::verbatims, 1, 1000, 10).value();
  ASSERT_EQ(batch.records.size(), 2u);
  EXPECT_EQ(batch.records[0].seq, 1u);
  EXPECT_EQ(batch.records[0].payload, binary);
  EXPECT_EQ(batch.records[0].responses, 7u);
  EXPECT_EQ(batch.records[0].at, WallTime{5});
  EXPECT_EQ(batch.records[1].payload, "");
}

TEST_P(OutboxContract, ReadsFromTheMiddleWithTheDigestBefore) {
  for (const auto* text : {"a", "b", "c"}) put(Stream::responses, text);
  const auto batch = outbox().read(Stream::responses, 2, 1000, 10).value();
  EXPECT_EQ(batch.digest_before, outbox().digest_at(Stream::responses, 1));
  ASSERT_EQ(batch.records.size(), 2u);
  EXPECT_EQ(batch.records[0].seq, 2u);
  EXPECT_EQ(batch.records[1].payload, "c");
}

TEST_P(OutboxContract, ReadsBehindTheNewestAsNothing) {
  put(Stream::responses, "a");
  const auto batch = outbox().read(Stream::responses, 2, 1000, 10).value();
  EXPECT_TRUE(batch.records.empty());
  EXPECT_EQ(batch.digest_before, outbox().head(Stream::responses)->last_digest);
  EXPECT_EQ(outbox().read(Stream::responses, 3, 1000, 10).error().code, ErrorCode::not_found);
  EXPECT_EQ(outbox().read(Stream::responses, 0, 1000, 10).error().code, ErrorCode::not_found);
}

TEST_P(OutboxContract, BoundsABatchButAlwaysGivesOne) {
  for (int i = 0; i < 5; ++i) put(Stream::responses, std::string(100, 'x'));
  EXPECT_EQ(outbox().read(Stream::responses, 1, 10'000, 3)->records.size(), 3u);
  EXPECT_EQ(outbox().read(Stream::responses, 1, 250, 10)->records.size(), 2u);
  EXPECT_EQ(outbox().read(Stream::responses, 1, 200, 10)->records.size(), 2u);
  EXPECT_EQ(outbox().read(Stream::responses, 1, 1, 10)->records.size(), 1u);
  EXPECT_EQ(outbox().read(Stream::responses, 1, 0, 0)->records.size(), 1u);
}

TEST_P(OutboxContract, TakesTheLargestRecordAndRefusesALargerOne) {
  EXPECT_EQ(put(Stream::responses, std::string(relay::kRecordBytesMax, 'x')), 1u);
  const auto refused =
      outbox().append(Stream::responses, std::string(relay::kRecordBytesMax + 1, 'x'), 1, kNow);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_EQ(outbox().head(Stream::responses)->last_seq, 1u);
}

TEST_P(OutboxContract, RollbackLeavesNothing) {
  put(Stream::responses, "kept");
  const auto before = outbox().head(Stream::responses).value();
  subject_->begin();
  put(Stream::responses, "dropped");
  put(Stream::urgent, "dropped too");
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  subject_->rollback();
  const auto after = outbox().head(Stream::responses).value();
  EXPECT_EQ(after.last_seq, before.last_seq);
  EXPECT_EQ(after.last_digest, before.last_digest);
  EXPECT_EQ(after.received_seq, 0u);
  EXPECT_EQ(outbox().head(Stream::urgent)->last_seq, 0u);
  EXPECT_EQ(outbox().pending()->records, 1u);
  EXPECT_EQ(put(Stream::responses, "next"), 2u);
  EXPECT_EQ(payloads(Stream::responses, 1), (std::vector<std::string>{"kept", "next"}));
  EXPECT_EQ(outbox().digest_at(Stream::responses, 2),
            relay::chain_next(before.last_digest, "next"));
}

TEST_P(OutboxContract, CommitKeepsAll) {
  subject_->begin();
  put(Stream::responses, "a");
  put(Stream::responses, "b");
  subject_->commit();
  EXPECT_EQ(payloads(Stream::responses, 1), (std::vector<std::string>{"a", "b"}));
}

TEST_P(OutboxContract, CountsWhatWaitsOverAllStreams) {
  EXPECT_EQ(outbox().pending()->records, 0u);
  EXPECT_EQ(outbox().pending()->oldest_at.ms, 0);
  put(Stream::responses, "a", 2, WallTime{100});
  put(Stream::responses, "b", 3, WallTime{200});
  put(Stream::urgent, "c", 1, WallTime{150});
  auto waiting = outbox().pending().value();
  EXPECT_EQ(waiting.records, 3u);
  EXPECT_EQ(waiting.responses, 6u);
  EXPECT_EQ(waiting.oldest_at, WallTime{100});

  ASSERT_TRUE(outbox().set_received(Stream::responses, 1).has_value());
  waiting = outbox().pending().value();
  EXPECT_EQ(waiting.records, 2u);
  EXPECT_EQ(waiting.responses, 4u);
  EXPECT_EQ(waiting.oldest_at, WallTime{150});

  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  ASSERT_TRUE(outbox().set_received(Stream::urgent, 1).has_value());
  EXPECT_EQ(outbox().pending()->records, 0u);
  EXPECT_EQ(outbox().pending()->oldest_at.ms, 0);
}

TEST_P(OutboxContract, GoesBackWhenTheReceiverWasRestored) {
  for (const auto* text : {"a", "b", "c"}) put(Stream::responses, text);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 3).has_value());
  ASSERT_TRUE(outbox().set_received(Stream::responses, 1).has_value());
  EXPECT_EQ(outbox().head(Stream::responses)->received_seq, 1u);
  EXPECT_EQ(outbox().pending()->records, 2u);
  EXPECT_EQ(payloads(Stream::responses, 2), (std::vector<std::string>{"b", "c"}));
}

TEST_P(OutboxContract, RefusesAReceiptForWhatWasNeverWritten) {
  put(Stream::responses, "a");
  EXPECT_EQ(outbox().set_received(Stream::responses, 2).error().code, ErrorCode::invalid);
  EXPECT_EQ(outbox().set_received(Stream::responses, UINT64_MAX).error().code, ErrorCode::invalid);
  EXPECT_EQ(outbox().head(Stream::responses)->received_seq, 0u);
}

TEST_P(OutboxContract, BeginsAnEpochWithAllThatIsKeptAndKnowsWhatHasAReceipt) {
  for (const auto* text : {"a", "b", "c"}) put(Stream::responses, text, 2);
  put(Stream::urgent, "u");
  put(Stream::cells, "received");
  ASSERT_TRUE(outbox().set_received(Stream::responses, 1).has_value());
  ASSERT_TRUE(outbox().set_received(Stream::cells, 1).has_value());
  ASSERT_TRUE(outbox().begin_epoch(77).has_value());

  const auto head = outbox().head(Stream::responses).value();
  EXPECT_EQ(head.epoch, 77u);
  EXPECT_EQ(head.last_seq, 3u);
  EXPECT_EQ(head.received_seq, 1u);
  EXPECT_EQ(head.oldest_seq, 1u);
  EXPECT_EQ(payloads(Stream::responses, 1), (std::vector<std::string>{"a", "b", "c"}));
  const auto start = relay::chain_start(kDevice, 77, Stream::responses);
  const auto at_two = relay::chain_next(relay::chain_next(start, "a"), "b");
  EXPECT_EQ(head.last_digest, relay::chain_next(at_two, "c"));
  EXPECT_EQ(outbox().read(Stream::responses, 1, 1000, 10)->digest_before, start);
  EXPECT_EQ(payloads(Stream::urgent, 1), std::vector<std::string>{"u"});
  EXPECT_EQ(outbox().head(Stream::cells)->received_seq, 1u);
  EXPECT_EQ(outbox().pending()->records, 3u);
  EXPECT_EQ(outbox().pending()->responses, 5u);
  EXPECT_EQ(put(Stream::responses, "d"), 4u);
}

TEST_P(OutboxContract, BeginsAnEpochBehindWhatWasLetGo) {
  for (const auto* text : {"a", "b", "c", "d"}) put(Stream::responses, text);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  subject_->prune_received(Stream::responses, kNow);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 3).has_value());
  ASSERT_TRUE(outbox().begin_epoch(77).has_value());
  const auto head = outbox().head(Stream::responses).value();
  EXPECT_EQ(head.last_seq, 2u);
  EXPECT_EQ(head.received_seq, 1u);
  EXPECT_EQ(head.oldest_seq, 1u);
  EXPECT_EQ(payloads(Stream::responses, 1), (std::vector<std::string>{"c", "d"}));
}

TEST_P(OutboxContract, KeepsTheChainWhenReceivedRecordsAreLetGo) {
  for (const auto* text : {"a", "b", "c"}) put(Stream::responses, text);
  const auto at_two = outbox().digest_at(Stream::responses, 2).value();
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  subject_->prune_received(Stream::responses, kNow);
  const auto head = outbox().head(Stream::responses).value();
  EXPECT_EQ(head.oldest_seq, 3u);
  EXPECT_EQ(head.last_seq, 3u);
  EXPECT_EQ(outbox().read(Stream::responses, 2, 1000, 10).error().code, ErrorCode::not_found);
  EXPECT_EQ(outbox().digest_at(Stream::responses, 1).error().code, ErrorCode::not_found);
  EXPECT_EQ(outbox().digest_at(Stream::responses, 2), at_two);
  EXPECT_EQ(outbox().read(Stream::responses, 3, 1000, 10)->digest_before, at_two);
  EXPECT_EQ(outbox().pending()->records, 1u);
}

TEST_P(OutboxContract, GoesOnNumberingWhenNothingIsKept) {
  put(Stream::responses, "a");
  put(Stream::responses, "b");
  const auto last = outbox().head(Stream::responses)->last_digest;
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  subject_->prune_received(Stream::responses, kNow);
  const auto head = outbox().head(Stream::responses).value();
  EXPECT_EQ(head.oldest_seq, 3u);
  EXPECT_EQ(head.last_seq, 2u);
  EXPECT_EQ(head.last_digest, last);
  EXPECT_EQ(put(Stream::responses, "c"), 3u);
  EXPECT_EQ(outbox().digest_at(Stream::responses, 3), relay::chain_next(last, "c"));
}

TEST_P(OutboxContract, AGoneReceiversRecordsCountOnlyWhileTheyAreKept) {
  for (const auto* text : {"a", "b", "c"}) put(Stream::responses, text, 2);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  subject_->prune_received(Stream::responses, kNow);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 0).has_value());
  EXPECT_EQ(outbox().pending()->records, 1u);
  EXPECT_EQ(outbox().pending()->responses, 2u);
  ASSERT_TRUE(outbox().begin_epoch(9).has_value());
  EXPECT_EQ(payloads(Stream::responses, 1), std::vector<std::string>{"c"});
}

TEST_P(OutboxContract, TellsWhenTheOldestThatWaitsWasWritten) {
  EXPECT_EQ(outbox().written_at(Stream::responses, 1)->ms, 0);
  for (const int at : {100, 200, 300}) put(Stream::responses, "x", 1, WallTime{at});
  put(Stream::urgent, "u", 1, WallTime{5});
  EXPECT_EQ(outbox().written_at(Stream::responses, 1), WallTime{100});
  EXPECT_EQ(outbox().written_at(Stream::responses, 3), WallTime{300});
  EXPECT_EQ(outbox().written_at(Stream::responses, 4)->ms, 0);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 1).has_value());
  subject_->prune_received(Stream::responses, WallTime{100});
  EXPECT_EQ(outbox().written_at(Stream::responses, 1), WallTime{200}) << "the oldest still kept";
  EXPECT_EQ(outbox().written_at(Stream::cells, 1)->ms, 0);
}

TEST_P(OutboxContract, WithholdsARecordAndKeepsTheChain) {
  for (const auto* text : {"a", "secret", "c"}) put(Stream::responses, text);
  const auto before = outbox().head(Stream::responses).value();
  const auto at_two = outbox().digest_at(Stream::responses, 2).value();
  ASSERT_TRUE(outbox().withhold(Stream::responses, 2).has_value());
  const auto batch = outbox().read(Stream::responses, 1, 1000, 10).value();
  ASSERT_EQ(batch.records.size(), 3u);
  EXPECT_EQ(batch.records[0].withheld, std::nullopt);
  EXPECT_EQ(batch.records[1].payload, "");
  EXPECT_EQ(batch.records[1].withheld, at_two);
  EXPECT_EQ(batch.records[2].payload, "c");
  EXPECT_EQ(outbox().digest_at(Stream::responses, 2), at_two);
  EXPECT_EQ(outbox().head(Stream::responses)->last_digest, before.last_digest);
  EXPECT_EQ(outbox().pending()->responses, 3u) << "it still has to be delivered, as nothing";
  ASSERT_TRUE(outbox().withhold(Stream::responses, 2).has_value()) << "twice is as once";
  EXPECT_EQ(outbox().read(Stream::responses, 2, 1000, 1)->records[0].withheld, at_two);
}

TEST_P(OutboxContract, WithholdsWhatHasAReceiptTooButNotWhatIsGone) {
  for (const auto* text : {"a", "b"}) put(Stream::responses, text);
  ASSERT_TRUE(outbox().set_received(Stream::responses, 2).has_value());
  EXPECT_TRUE(outbox().withhold(Stream::responses, 2).has_value());
  EXPECT_EQ(outbox().withhold(Stream::responses, 3).error().code, ErrorCode::not_found);
  EXPECT_EQ(outbox().withhold(Stream::responses, 0).error().code, ErrorCode::not_found);
  subject_->prune_received(Stream::responses, kNow);
  EXPECT_EQ(outbox().withhold(Stream::responses, 2).error().code, ErrorCode::not_found);
}

TEST_P(OutboxContract, AWithheldRecordComesBackWithARollback) {
  put(Stream::responses, "words");
  subject_->begin();
  ASSERT_TRUE(outbox().withhold(Stream::responses, 1).has_value());
  subject_->rollback();
  const auto batch = outbox().read(Stream::responses, 1, 1000, 10).value();
  EXPECT_EQ(batch.records.at(0).payload, "words");
  EXPECT_EQ(batch.records.at(0).withheld, std::nullopt);
}

TEST_P(OutboxContract, AWithheldRecordStaysSoInANewEpoch) {
  for (const auto* text : {"a", "secret", "c"}) put(Stream::responses, text);
  ASSERT_TRUE(outbox().withhold(Stream::responses, 2).has_value());
  ASSERT_TRUE(outbox().begin_epoch(77).has_value());
  const auto batch = outbox().read(Stream::responses, 1, 1000, 10).value();
  ASSERT_EQ(batch.records.size(), 3u);
  EXPECT_EQ(batch.records[1].withheld, outbox().digest_at(Stream::responses, 2).value());
  EXPECT_EQ(outbox().head(Stream::responses)->last_digest,
            relay::chain_next(*batch.records[1].withheld, "c"));
}

TEST_P(OutboxContract, AFrameOfManyWithheldRecordsFitsTheWire) {
  for (int i = 0; i < 100; ++i) put(Stream::responses, "x");
  for (Seq seq = 1; seq <= 100; ++seq) {
    ASSERT_TRUE(outbox().withhold(Stream::responses, seq).has_value());
  }
  EXPECT_EQ(outbox().read(Stream::responses, 1, 10 * relay::kWithheldBytes, 100)->records.size(),
            10u);
}

/// Whatever is done to them, both kinds answer alike.
RC_GTEST_PROP(OutboxKinds, AnswerAlikeWhateverIsDone, ()) {
  MemorySubject memory;
  SqliteSubject database;
  // Both from the same epoch on, as each made its own.
  RC_ASSERT(memory.outbox().begin_epoch(5).has_value());
  RC_ASSERT(database.outbox().begin_epoch(5).has_value());
  const auto both = [&](auto f) {
    f(memory);
    f(database);
  };
  bool open = false;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 13), rc::gen::inRange(0, 8)));
  Seq epoch = 5;
  for (const auto& [action, detail] : steps) {
    const auto stream = static_cast<Stream>(1 + detail % 2);
    if (action < 6) {
      const std::string payload(static_cast<std::size_t>(detail), 'x');
      both([&](Subject& s) { RC_ASSERT(s.outbox().append(stream, payload, 2, kNow).has_value()); });
    } else if (action < 8) {
      const auto seq = std::min<Seq>(memory.outbox().head(stream)->last_seq, detail);
      both([&](Subject& s) { RC_ASSERT(s.outbox().set_received(stream, seq).has_value()); });
    } else if (action == 8) {
      both([&](Subject& s) { open ? s.rollback() : s.begin(); });
      open = !open;
    } else if (action == 9 && open) {
      both([&](Subject& s) { s.commit(); });
      open = false;
    } else if (action == 10 && !open) {
      ++epoch;
      both([&](Subject& s) { RC_ASSERT(s.outbox().begin_epoch(epoch).has_value()); });
    } else if (action == 12) {
      const auto seq = static_cast<Seq>(detail);
      const bool kept = memory.outbox().withhold(stream, seq).has_value();
      RC_ASSERT(database.outbox().withhold(stream, seq).has_value() == kept);
    } else if (action == 11) {
      both([&](Subject& s) {
        for (const auto each : {Stream::urgent, Stream::responses}) s.prune_received(each, kNow);
      });
    }
    for (const auto each : {Stream::urgent, Stream::responses}) {
      const auto a = memory.outbox().head(each).value();
      const auto b = database.outbox().head(each).value();
      RC_ASSERT(a.epoch == b.epoch);
      RC_ASSERT(a.last_seq == b.last_seq);
      RC_ASSERT(a.last_digest == b.last_digest);
      RC_ASSERT(a.received_seq == b.received_seq);
      RC_ASSERT(a.oldest_seq == b.oldest_seq);
      RC_ASSERT(memory.outbox().written_at(each, a.received_seq + 1).value() ==
                database.outbox().written_at(each, a.received_seq + 1).value());
      const auto of_a = memory.outbox().read(each, a.oldest_seq, 1 << 20, 1000).value();
      const auto of_b = database.outbox().read(each, a.oldest_seq, 1 << 20, 1000).value();
      RC_ASSERT(of_a.records.size() == of_b.records.size());
      for (std::size_t i = 0; i < of_a.records.size(); ++i) {
        RC_ASSERT(of_a.records[i].payload == of_b.records[i].payload);
        RC_ASSERT(of_a.records[i].withheld == of_b.records[i].withheld);
      }
    }
    const auto a = memory.outbox().pending().value();
    const auto b = database.outbox().pending().value();
    RC_ASSERT(a.records == b.records);
    RC_ASSERT(a.responses == b.responses);
    RC_ASSERT(a.oldest_at == b.oldest_at);
  }
}

}  // namespace
}  // namespace earshot
