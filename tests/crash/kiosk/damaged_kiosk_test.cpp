// A kiosk that was offline for long, whose disk spoils its store: every answer that can be read
// still arrives, and what cannot is told.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <set>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "kiosk/store/answer_keeper.h"
#include "platform/sqlite/set_aside.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

namespace fs = std::filesystem;

class DamagedKiosk : public testing::Test {
 protected:
  static constexpr int kAnswers = 120;
  static constexpr const char* kBoot = "0123456789abcdef0123456789abcdef";

  /// Thanked, never sent; some in the file, the newest in the log alone, as a kill leaves it.
  void SetUp() override {
    spdlog::set_level(spdlog::level::off);  // each fault is told of
    const fakes::TempFolder before(fakes::memory_folder());
    auto keeper = open(before.path());
    for (int i = 0; i < kAnswers; ++i) {
      const auto said = answer(i);
      ASSERT_TRUE(keeper->save(said).has_value());
      thanked_.insert(said.id);
      if (i == 70) keeper.reset();  // stopped: the log goes into the file
      if (i == 70) keeper = open(before.path());
    }
    file_ = content_of(before / "kiosk.db");
    log_ = content_of(before / "kiosk.db-wal");
    ASSERT_GT(log_.size(), 40u * 4096);
  }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }

  std::unique_ptr<kiosk::AnswerKeeper> open(const fs::path& folder) {
    auto opened = kiosk::AnswerKeeper::open(
        folder / "kiosk.db", DeviceId::trusted("till-1"), LocationId::trusted("store-7"),
        {clock_, random_, link_, [this] {
           return relay::Courier::Stamp{clock_.wall_now(), kBoot, clock_.mono_now().ms};
         }});
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return opened ? *std::move(opened) : nullptr;
  }
  response::Response answer(int number) {
    response::Response r;
    r.id = *ResponseId::parse(fmt::format("{:032x}", number + 1));
    r.touchpoint = TouchpointId::trusted("checkout");
    r.survey = SurveyId::trusted("visit");
    r.language = LanguageTag::trusted("en");
    r.at = clock_.wall_now();
    r.boot_id = kBoot;
    response::Answer main;
    main.question = QuestionId::trusted("recommend");
    main.rating = number % 11;
    r.answers.push_back(main);
    return r;
  }
  static std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// What an edge agent gets of a kiosk with these files.
  struct Arrived {
    std::set<ResponseId> ids;
    std::string incident;
    bool set_aside = false;
  };
  Arrived arrive(const std::string& file, const std::string& log) {
    const fakes::TempFolder after(fakes::memory_folder());
    std::ofstream(after / "kiosk.db", std::ios::binary) << file;
    std::ofstream(after / "kiosk.db-wal", std::ios::binary) << log;
    Arrived arrived;
    for (int start = 0; start < 2; ++start) {  // taken over once, told of as long as it is there
      const auto keeper = open(after.path());
      if (!keeper) return arrived;
      if (start == 0) arrived.incident = keeper->incident();
      arrived.set_aside = arrived.set_aside || !keeper->set_aside().empty();
      if (arrived.set_aside) {
        EXPECT_EQ(keeper->incident(), arrived.incident);
      }
      EXPECT_EQ(sqlite::set_aside_stores(after / "kiosk.db").size(), arrived.set_aside ? 1u : 0u);
      if (start == 0) continue;
      fakes::MemoryInbox edge;
      fakes::RecordingSink sink(edge);
      relay::Receiver receiver(edge, sink);
      keeper->on_connected(20);
      EXPECT_TRUE(keeper->pump().has_value());
      while (const auto frame = link_.take()) {
        const auto receipts = receiver.take(std::span(&*frame, 1), clock_.wall_now());
        for (const auto& receipt : *receipts) EXPECT_TRUE(keeper->on_receipt(receipt).has_value());
        EXPECT_TRUE(keeper->pump().has_value());
      }
      for (const auto& record : edge.state().applied) {
        const auto any = wire::decode_record(record.payload);
        EXPECT_TRUE(any.has_value()) << any.error().message;
        if (!any) continue;
        const auto& said = std::get<wire::ResponseRecord>(*any).response;
        EXPECT_TRUE(arrived.ids.insert(said.id).second) << "twice";
        EXPECT_TRUE(thanked_.contains(said.id)) << "nobody said it";
      }
    }
    return arrived;
  }
  /// At most so many are gone, and never in silence.
  void expect_at_most_lost(std::size_t lost, const std::string& file, const std::string& log) {
    const auto arrived = arrive(file, log);
    EXPECT_GE(arrived.ids.size() + lost, thanked_.size());
    if (arrived.ids.size() == thanked_.size()) return;
    EXPECT_TRUE(arrived.set_aside);
    EXPECT_NE(arrived.incident.find("lost"), std::string::npos) << arrived.incident;
  }

  fakes::SeededRandom random_{8};
  fakes::FakeClock clock_;
  fakes::FakeFrameLink link_;
  std::set<ResponseId> thanked_;
  std::string file_, log_;
};

TEST_F(DamagedKiosk, WithASoundStoreTellsNothing) {
  const auto arrived = arrive(file_, log_);
  EXPECT_EQ(arrived.ids.size(), thanked_.size());
  EXPECT_EQ(arrived.incident, "");
}

TEST_F(DamagedKiosk, WithHeadersOfGarbageLosesNothing) {
  auto file = file_;
  file.replace(0, 100, std::string(100, '\x5a'));
  expect_at_most_lost(0, file, log_);
  auto log = log_;
  log.replace(0, 32, std::string(32, '\x5a'));
  expect_at_most_lost(0, file_, log);
  const auto arrived = arrive(file, log);
  EXPECT_EQ(arrived.ids.size(), thanked_.size());
  EXPECT_TRUE(arrived.set_aside);
  EXPECT_NE(arrived.incident.find("120 answers were taken over"), std::string::npos)
      << arrived.incident;
}

TEST_F(DamagedKiosk, WithAPageOfGarbageLosesNoMoreThanThat) {
  for (std::size_t at = 0; at + 4096 <= file_.size(); at += 4096) {
    SCOPED_TRACE("page " + std::to_string(at / 4096 + 1));
    auto file = file_;
    file.replace(at, 4096, std::string(4096, '\xa7'));
    expect_at_most_lost(40, file, log_);
  }
}

TEST_F(DamagedKiosk, WithRotOfSyncedBytesInItsLogLosesNoMoreThanThat) {
  // What belongs to the newest transaction could as well have been cut off by the power.
  const auto older = log_.size() - 4 * (24 + 4096);
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    auto log = log_;
    if (round % 2 == 0) {
      auto& byte = log[random_below(random_, older)];
      byte = static_cast<char>(byte ^ (1 << random_below(random_, 8)));
    } else {
      log.replace(random_below(random_, older / 512) * 512, 512, std::string(512, '\x31'));
    }
    // A record is on the page after page that it shares with others: a later one has it too.
    expect_at_most_lost(1, file_, log);
  }
}

}  // namespace
}  // namespace earshot::crash
