// What the aggregator's tests share: a headquarters on a real store with a clock that is turned by
// hand, and a sender that frames records as an edge agent does. Owner: the tests. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aggregator/headquarters.h"
#include "aggregator/sqlite_store.h"
#include "core/wire/codec.h"
#include "platform/sqlite/relay_store.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::hq::test {

inline LocationId location(const std::string& id) { return LocationId::trusted(id); }

/// An organisation with two regions, a district and the locations leeds, york, hull (north) and
/// bath.
inline constexpr std::string_view kOrg = R"(
[[node]]
id = "acme"
name = "Acme"
kind = "organisation"
[[node]]
id = "north"
name = "North"
kind = "region"
parent = "acme"
[[node]]
id = "coast"
name = "Coast"
kind = "district"
parent = "north"
[[node]]
id = "south"
name = "South"
kind = "region"
parent = "acme"
[[node]]
id = "leeds"
name = "Leeds"
kind = "location"
parent = "north"
[[node]]
id = "york"
name = "York"
kind = "location"
parent = "north"
[[node]]
id = "hull"
name = "Hull"
kind = "location"
parent = "coast"
[[node]]
id = "bath"
name = "Bath"
kind = "location"
parent = "south"
)";

inline OrgTree org(std::string_view toml = kOrg) {
  auto tree = parse_org(toml, "org.toml");
  EXPECT_TRUE(tree) << (tree ? "" : tree.error().message);
  return tree ? *tree : OrgTree{};
}

/// The hour in which FakeClock begins.
inline constexpr HourUtc kHour = 1'772'442'000'000 / kHourMs;

inline wire::CellRecord cell(const std::string& where, std::uint64_t version,
                             std::initializer_list<int> ratings, HourUtc hour = kHour,
                             const std::string& touchpoint = "checkout") {
  wire::CellRecord record;
  record.location = location(where);
  record.key.hour = hour;
  record.key.business_day = static_cast<LocalDay>(hour / 24);
  record.key.touchpoint = TouchpointId::trusted(touchpoint);
  record.key.question = QuestionId::trusted("recommend");
  record.key.language = LanguageTag::trusted("en");
  record.version = version;
  for (const int rating : ratings) {
    ++record.value.responses;
    ++record.value.ratings[static_cast<std::size_t>(rating)];
  }
  return record;
}

inline wire::AlertRecord alert_of(const std::string& where, char id, WallTime at) {
  wire::AlertRecord record;
  record.location = location(where);
  record.alert.id = *AlertId::parse(std::string(32, id));
  record.alert.rule = "detractor";
  record.alert.response = *ResponseId::parse(std::string(32, id));
  record.alert.touchpoint = TouchpointId::trusted("checkout");
  record.alert.at = at;
  record.alert.raised_at = at;
  record.alert.sentence = "Checkout: a customer is unhappy.";
  record.alert.next_step = "Go and ask.";
  return record;
}

inline wire::ResponseRecord comment_of(const std::string& where, char id, WallTime at,
                                       const std::string& words) {
  wire::ResponseRecord record;
  record.location = location(where);
  record.response.id = *ResponseId::parse(std::string(32, id));
  record.response.touchpoint = TouchpointId::trusted("checkout");
  record.response.survey = SurveyId::trusted("visit");
  record.response.language = LanguageTag::trusted("en");
  record.response.at = at;
  response::Answer rating;
  rating.question = QuestionId::trusted("recommend");
  rating.rating = 3;
  response::Answer comment;
  comment.question = QuestionId::trusted("why");
  comment.kind = survey::QuestionKind::comment;
  comment.text = words;
  record.response.answers = {rating, comment};
  return record;
}

/// One stream of one device, as its outbox would frame it.
class Sender {
 public:
  Sender(const std::string& device, relay::Stream stream, relay::Epoch epoch = 7)
      : device_(DeviceId::trusted(device)), stream_(stream), epoch_(epoch) {
    digest_ = relay::chain_start(device_, epoch_, stream_);
  }

  relay::Frame probe(WallTime now) {
    relay::Frame frame;
    frame.device = device_;
    frame.epoch = epoch_;
    frame.stream = stream_;
    frame.first_seq = next_;
    frame.digest_before = digest_;
    frame.sent_at = now;
    return frame;
  }
  relay::Frame raw(std::vector<std::string> records, WallTime now = {}) {
    relay::Frame frame = probe(now);
    for (const std::string& record : records) digest_ = relay::chain_next(digest_, record);
    next_ += records.size();
    frame.records = std::move(records);
    return frame;
  }
  template <typename... Records>
  relay::Frame frame(const Records&... records) {
    return raw({wire::encode_record(records)...});
  }

 private:
  DeviceId device_;
  relay::Stream stream_;
  relay::Epoch epoch_;
  relay::Seq next_ = 1;
  relay::Digest digest_{};
};

/// Headquarters over a real SQLite file.
class Bench {
 public:
  explicit Bench(OrgTree tree = org()) : tree_(std::move(tree)) { open(); }

  /// As after a crash: nothing is carried over but the files, with which `meanwhile` may meddle.
  void restart(const std::function<void()>& meanwhile = [] {}) {
    hq.reset();
    store.reset();
    inbox.reset();
    database.reset();
    meanwhile();
    open();
  }

  /// Takes frames to the end. Returns the receipts, refusals included, in the order they came.
  std::vector<relay::Receipt> take(std::vector<relay::Frame> frames) {
    std::vector<relay::Receipt> receipts;
    for (relay::Frame& frame : frames) {
      if (auto refusal = hq->offer(std::move(frame))) receipts.push_back(std::move(*refusal));
    }
    while (hq->waiting() > 0) {
      auto work = hq->work();
      EXPECT_TRUE(work) << (work ? "" : work.error().message);
      if (!work) break;
      for (auto& receipt : work->receipts) receipts.push_back(std::move(receipt));
      for (auto& alert : work->alerts) alerts.push_back(std::move(alert));
    }
    return receipts;
  }

  NodeView node(const std::string& id, Window window = Window::all) {
    auto detail = hq->node(NodeId::trusted(id), window);
    EXPECT_TRUE(detail) << (detail ? "" : detail.error().message);
    return detail ? detail->node : NodeView{};
  }
  /// How many ratings a node has in all.
  std::uint64_t ratings(const std::string& id, Window window = Window::all) {
    std::uint64_t sum = 0;
    for (const ScoreView& one : node(id, window).scores) sum += score::total(one.ratings);
    return sum;
  }

  fakes::TempFolder folder;
  fakes::FakeClock clock;
  std::unique_ptr<sqlite::Database> database;
  std::unique_ptr<sqlite::SqliteInbox> inbox;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Headquarters> hq;
  std::vector<LocatedAlert> alerts;
  std::optional<system::ErasureLedger> erasures;
  system::Ballast* ballast = nullptr;  ///< set it, then restart()

 private:
  void open() {
    auto ledger = system::ErasureLedger::open(folder / "erasures.txt");
    ASSERT_TRUE(ledger) << ledger.error().message;
    erasures = std::move(*ledger);
    std::vector<sqlite::Migration> migrations;
    for (const auto part : {sqlite::relay_migrations(), hq_migrations()}) {
      migrations.insert(migrations.end(), part.begin(), part.end());
    }
    auto opened = sqlite::Database::open(folder / "hq.db", migrations, clock.wall_now());
    ASSERT_TRUE(opened) << opened.error().message;
    database = std::move(opened->database);
    inbox = std::make_unique<sqlite::SqliteInbox>(*database);
    auto made = SqliteStore::open(*database);
    ASSERT_TRUE(made) << made.error().message;
    store = std::move(*made);
    auto headquarters =
        Headquarters::open({clock, *inbox, *store, *store, *store, &*erasures, ballast}, tree_);
    ASSERT_TRUE(headquarters) << headquarters.error().message;
    hq = std::move(*headquarters);
  }
  OrgTree tree_;
};

}  // namespace earshot::hq::test
