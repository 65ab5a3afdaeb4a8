// The kiosk's custody of answers on a real disk, with a link and clocks that the test holds.
#include "kiosk/store/answer_keeper.h"

#include <gtest/gtest.h>

#include <set>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/faulty_disk.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/temp_folder.h"
#include "tests/unit/kiosk/session_fixture.h"

namespace earshot::kiosk {
namespace {

const std::string kBoot(32, 'b');

/// A reserve of this many bytes on a disk whose size the test decides.
class FakeBallast final : public system::Ballast {
 public:
  FakeBallast(fakes::FaultyDisk& disk, std::filesystem::path folder)
      : disk_(disk), folder_(std::move(folder)) {}
  [[nodiscard]] bool held() const override { return held_; }
  bool release() override {
    if (!held_) return false;
    held_ = false;
    disk_.set_capacity(folder_, capacity + kBytes);
    return true;
  }
  bool restore() override {
    if (held_) return true;
    if (capacity < fakes::FaultyDisk::used_bytes(folder_) + 2 * kBytes) return false;
    held_ = true;
    disk_.set_capacity(folder_, capacity);
    return true;
  }
  /// What everybody may have besides the ballast.
  void set_capacity(std::uint64_t bytes) {
    capacity = bytes;
    disk_.set_capacity(folder_, held_ ? bytes : bytes + kBytes);
  }
  static constexpr std::uint64_t kBytes = 4 * 1024 * 1024;
  std::uint64_t capacity = 1 << 30;

 private:
  fakes::FaultyDisk& disk_;
  const std::filesystem::path folder_;
  bool held_ = false;
};

/// An edge agent's receiving side: remembers what it was given, in order.
class Shelf final : public relay::RecordSink {
 public:
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    const auto record = wire::decode_record(payload);
    EXPECT_TRUE(record.has_value());
    responses.push_back(std::get<wire::ResponseRecord>(*record).response);
    origins.push_back(origin);
    return {};
  }
  std::vector<response::Response> responses;
  std::vector<relay::RecordOrigin> origins;
};

class AnswerKeeperTest : public testing::Test {
 protected:
  void open() {
    keeper.reset();
    link.sent.clear();
    auto opened = AnswerKeeper::open(folder / "kiosk.db", DeviceId::trusted("kiosk-1"),
                                     LocationId::trusted("store-14"),
                                     {clock, random, link, [this] { return stamp(); }, &ballast});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    keeper = *std::move(opened);
  }

  relay::Courier::Stamp stamp() { return {clock.wall_now(), kBoot, clock.mono_now().ms}; }

  response::Response response(int rating) {
    response::Response response;
    response.id = *ResponseId::parse(random_hex(random));
    response.touchpoint = TouchpointId::trusted("checkout");
    response.survey = SurveyId::trusted("shop");
    response.language = LanguageTag::trusted("en");
    response.at = clock.wall_now();
    response.boot_id = kBoot;
    response.uptime_ms = clock.mono_now().ms;
    response::Answer answer;
    answer.question = QuestionId::trusted("recommend");
    answer.rating = rating;
    response.answers.push_back(answer);
    if (comment.empty()) return response;
    answer = {};
    answer.question = QuestionId::trusted("why");
    answer.kind = survey::QuestionKind::comment;
    answer.text = comment;
    response.answers.push_back(answer);
    return response;
  }

  void save(int rating) {
    const auto saved = keeper->save(response(rating));
    ASSERT_TRUE(saved.has_value()) << saved.error().message;
  }

  /// Carries frames over and receipts back until nothing moves. Returns how many frames went.
  std::size_t deliver() {
    std::size_t frames = 0;
    EXPECT_TRUE(keeper->pump().has_value());
    while (const auto frame = link.take()) {
      ++frames;
      const auto receipts = receiver.take(std::span(&*frame, 1), clock.wall_now());
      EXPECT_TRUE(receipts.has_value());
      for (const auto& receipt : *receipts) {
        EXPECT_TRUE(keeper->on_receipt(receipt).has_value());
      }
      EXPECT_TRUE(keeper->pump().has_value());
    }
    return frames;
  }

  [[nodiscard]] std::uint64_t waiting() { return keeper->health()->pending.responses; }

  fakes::TempFolder folder{fakes::memory_folder()};
  fakes::FakeClock clock;
  fakes::SeededRandom random{5};
  fakes::FaultyDisk disk{random};
  FakeBallast ballast{disk, folder.path()};
  std::string comment;  ///< goes with every answer
  fakes::FakeFrameLink link;
  fakes::MemoryInbox inbox;
  Shelf shelf;
  relay::Receiver receiver{inbox, shelf};
  fakes::MemoryInbox fresh_inbox;
  Shelf fresh_shelf;
  std::unique_ptr<AnswerKeeper> keeper;
};

TEST_F(AnswerKeeperTest, WhatWasSavedIsThereAfterACrashAndArrivesOnceEach) {
  open();
  for (int i = 0; i < 11; ++i) save(i);
  open();  // the one before it was not asked to finish anything
  EXPECT_EQ(waiting(), 11U);
  keeper->on_connected(20);
  deliver();
  EXPECT_EQ(shelf.responses.size(), 11U);
  EXPECT_EQ(waiting(), 0U);
  open();
  keeper->on_connected(20);
  deliver();
  EXPECT_EQ(shelf.responses.size(), 11U);
}

TEST_F(AnswerKeeperTest, UnhappyAnswersGoAhead) {
  open();
  for (int i = 0; i < 200; ++i) save(9);
  save(0);
  keeper->on_connected(20);
  deliver();
  ASSERT_EQ(shelf.responses.size(), 201U);
  EXPECT_EQ(shelf.origins.front().stream, relay::Stream::urgent);
  EXPECT_EQ(shelf.responses.front().answers.front().rating, 0);
}

TEST_F(AnswerKeeperTest, BootIdAndUptimeGoIntoEveryResponseAndFrameAlsoBeforeTheClockWasSet) {
  clock.set_wall(WallTime{12'000});  // 1970
  open();
  save(3);
  save(9);
  clock.advance(90s);
  keeper->on_connected(20);
  EXPECT_TRUE(keeper->pump().has_value());
  ASSERT_FALSE(link.sent.empty());
  for (const auto& frame : link.sent) {
    EXPECT_EQ(frame.boot_id, kBoot);
    EXPECT_EQ(frame.uptime_ms, clock.mono_now().ms);
    EXPECT_EQ(frame.sent_at, WallTime{102'000});
  }
  deliver();
  ASSERT_EQ(shelf.responses.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(shelf.responses[i].at, WallTime{12'000});
    EXPECT_EQ(shelf.responses[i].boot_id, kBoot);
    EXPECT_EQ(shelf.origins[i].uptime_ms - shelf.responses[i].uptime_ms, 90'000)
        << "so the receiver knows that it was said a minute and a half ago";
  }
}

TEST_F(AnswerKeeperTest, AClockThatJumpsADayNeitherSendsAgainNorReordersNorLetsGo) {
  for (const auto day : {std::chrono::hours(24), std::chrono::hours(-24)}) {
    open();
    const auto before = shelf.responses.size();
    keeper->on_connected(20);
    deliver();
    std::vector<std::string> said;
    for (int i = 0; i < 20; ++i) {
      if (i % 5 == 2) clock.set_wall(clock.wall_now() + day);
      auto answer = response(9);
      said.push_back(answer.id.str());
      ASSERT_TRUE(keeper->save(answer).has_value());
      if (i == 10) {
        deliver();
        const auto due = keeper->next_wakeup();
        clock.set_wall(clock.wall_now() + day);
        EXPECT_EQ(keeper->next_wakeup(), due) << "waits are counted by the monotonic clock";
        EXPECT_EQ(deliver(), 0U) << "nothing is due because the wall says so";
      }
      ASSERT_TRUE(keeper->tidy().has_value());
    }
    deliver();
    std::vector<std::string> arrived;
    for (auto i = before; i < shelf.responses.size(); ++i) {
      arrived.push_back(shelf.responses[i].id.str());
    }
    EXPECT_EQ(arrived, said) << "in the order in which they were said";
    EXPECT_EQ(waiting(), 0U);
  }
}

TEST_F(AnswerKeeperTest, AFullDiskCostsTheBallastThenIsSaidAndEndsWithoutARestart) {
  open();
  save(9);
  EXPECT_EQ(keeper->room(), Room::plenty);
  ballast.set_capacity(fakes::FaultyDisk::used_bytes(folder.path()));  // not one byte more

  // Nobody notices at first: the ballast gives way.
  save(8);
  EXPECT_FALSE(ballast.held());
  EXPECT_EQ(keeper->room(), Room::nearly_full);
  std::size_t saved = 2;
  Result<void> last;
  while ((last = keeper->save(response(7))) && saved < 100'000) ++saved;
  ASSERT_FALSE(last.has_value());
  EXPECT_EQ(last.error().code, ErrorCode::no_space);
  EXPECT_EQ(keeper->room(), Room::full);
  EXPECT_GT(saved, 100U) << "ratings were taken down to the hard floor";
  EXPECT_EQ(waiting(), saved) << "what was refused is not there in part";
  (void)keeper->tidy();
  EXPECT_FALSE(keeper->save(response(7)).has_value());

  // Room for a little, then for all.
  ballast.set_capacity(ballast.capacity + ballast.kBytes);
  save(6);
  EXPECT_EQ(keeper->room(), Room::nearly_full);
  EXPECT_TRUE(keeper->tidy().has_value());
  EXPECT_FALSE(ballast.held());
  ballast.set_capacity(1 << 30);
  EXPECT_TRUE(keeper->tidy().has_value());
  EXPECT_TRUE(ballast.held());
  EXPECT_EQ(keeper->room(), Room::plenty);

  keeper->on_connected(20);
  deliver();
  EXPECT_EQ(shelf.responses.size(), saved + 1) << "every one that was thanked for, and no other";
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(AnswerKeeperTest, OnAFullDiskWhatTheEdgeAgentHasMakesRoomForNewAnswers) {
  comment = std::string(1500, 'x');
  open();
  for (int i = 0; i < 5000; ++i) save(9);
  keeper->on_connected(20);
  deliver();
  ASSERT_EQ(waiting(), 0U);
  open();  // so that no room hides in the write-ahead log
  ballast.set_capacity(fakes::FaultyDisk::used_bytes(folder.path()));
  // The ballast gives the room that letting go needs; from then on there is always some. Alone it
  // would do for half of these answers.
  for (int i = 0; i < 4000; ++i) {
    ASSERT_NO_FATAL_FAILURE(save(7)) << "answer " << i;
    if (i % 20 == 0) (void)keeper->tidy();
  }
  EXPECT_NE(keeper->room(), Room::full);
  EXPECT_EQ(waiting(), 4000U);
}

TEST_F(AnswerKeeperTest, OpensOnAFullDiskByGivingUpTheBallast) {
  ASSERT_TRUE(ballast.restore());
  ballast.set_capacity(0);
  open();
  ASSERT_NE(keeper, nullptr);
  EXPECT_EQ(keeper->room(), Room::nearly_full);
  save(3);
  EXPECT_EQ(waiting(), 1U);
}

TEST_F(AnswerKeeperTest, AClockThatJumpsAYearLetsNothingGoThatWasReceived) {
  open();
  for (int i = 0; i < 10; ++i) save(9);
  keeper->on_connected(20);
  deliver();
  clock.set_wall(clock.wall_now() + 365 * 24h);
  ASSERT_TRUE(keeper->tidy().has_value());
  // The edge agent's disk is exchanged: what the kiosk still has fills it again.
  relay::Receiver fresh{fresh_inbox, fresh_shelf};
  for (int i = 0; i < 20; ++i) {
    clock.advance(20s);
    EXPECT_TRUE(keeper->pump().has_value());
    while (const auto frame = link.take()) {
      const auto receipts = fresh.take(std::span(&*frame, 1), clock.wall_now());
      ASSERT_TRUE(receipts.has_value());
      for (const auto& receipt : *receipts) {
        EXPECT_TRUE(keeper->on_receipt(receipt).has_value());
      }
      EXPECT_TRUE(keeper->pump().has_value());
    }
  }
  EXPECT_EQ(fresh_shelf.responses.size(), 10U);
}

}  // namespace
}  // namespace earshot::kiosk
