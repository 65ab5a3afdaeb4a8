// A whole location for tests: the real core over a real SQLite file, with a clock, randomness and a
// way to headquarters that the test holds in its hand; and kiosks that speak the real protocol.
// Owner: the test. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/check.h"
#include "core/wire/codec.h"
#include "edge-agent/archive.h"
#include "edge-agent/edge.h"
#include "edge-agent/schema.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::edge {

inline const LocationId kHere = LocationId::trusted("store-7");

/// A response id that is easy to tell from others.
inline ResponseId response_id(int number) {
  std::string hex = std::to_string(number);
  return *ResponseId::parse(std::string(32 - hex.size(), '0') + hex);
}

/// A customer's NPS answer at the checkout, in English.
inline response::Response said(int number, int rating, WallTime at, std::string words = {}) {
  response::Response r;
  r.id = response_id(number);
  r.touchpoint = TouchpointId::trusted("checkout");
  r.survey = SurveyId::trusted("visit");
  r.language = LanguageTag::trusted("en");
  r.at = at;
  r.duration_ms = 4000;
  response::Answer main;
  main.question = QuestionId::trusted("recommend");
  main.rating = rating;
  r.answers.push_back(main);
  if (!words.empty()) {
    response::Answer why;
    why.question = QuestionId::trusted("why");
    why.kind = survey::QuestionKind::comment;
    why.text = std::move(words);
    r.answers.push_back(why);
  }
  return r;
}

inline std::string record_of(const response::Response& response,
                             const LocationId& location = kHere) {
  return wire::encode_record(wire::ResponseRecord{location, response});
}

/// Numbers and chains records as a kiosk's outbox does.
class TestKiosk {
 public:
  explicit TestKiosk(const std::string& name, relay::Stream stream = relay::Stream::responses)
      : device_(DeviceId::trusted(name)),
        stream_(stream),
        digest_(relay::chain_start(device_, kEpoch, stream)) {}

  relay::Frame frame(std::vector<std::string> records) {
    relay::Frame frame;
    frame.device = device_;
    frame.epoch = kEpoch;
    frame.stream = stream_;
    frame.first_seq = next_;
    frame.digest_before = digest_;
    for (const auto& record : records) digest_ = relay::chain_next(digest_, record);
    next_ += records.size();
    frame.records = std::move(records);
    return frame;
  }
  relay::Frame frame(const response::Response& response) { return frame({record_of(response)}); }
  /// What the next frames say of the kiosk's clock.
  void stamp(relay::Frame& frame, const relay::Courier::Stamp& stamp) const {
    frame.sent_at = stamp.wall;
    frame.boot_id = stamp.boot_id;
    frame.uptime_ms = stamp.uptime_ms;
  }

 private:
  static constexpr relay::Epoch kEpoch = 77;
  const DeviceId device_;
  const relay::Stream stream_;
  relay::Seq next_ = 1;
  relay::Digest digest_;
};

class Location : public ::testing::Test {
 protected:
  Location() { start(); }

  /// Opens the store as a new process would.
  void start() {
    auto opened = sqlite::Database::open(store(), migrations(), clock_.wall_now());
    EARSHOT_CHECK(opened.has_value());
    database_ = std::move(opened->database);
    auto ledger = system::ErasureLedger::open(folder_ / "erasures.txt");
    EARSHOT_CHECK(ledger.has_value());
    erasures_ = std::move(*ledger);
    auto edge = Edge::open(
        {kHere, "High Street", verbatims_, listed_, watch_bursts_, watch_patterns_, opening_hours_},
        {*database_, zone_, clock_, random_, headquarters_,
         [this] {
           return relay::Courier::Stamp{clock_.wall_now(), "", 0};
         },
         &*erasures_, ballast_, key_});
    EARSHOT_CHECK(edge.has_value());
    edge_ = std::move(*edge);
    if (reader_) edge_->read_with(*reader_);
  }
  /// The process dies; what the disk has stays.
  void restart() {
    edge_.reset();
    database_.reset();
    start();
  }
  [[nodiscard]] std::filesystem::path store() const { return folder_ / "edge.db"; }

  relay::Receipt take(const relay::Frame& frame) {
    const auto receipts = edge_->take(std::span(&frame, 1));
    EARSHOT_CHECK(receipts.has_value());
    return receipts->front();
  }

  std::vector<std::string> incidents() {
    std::vector<std::string> details;
    SQLite::Statement rows(database_->raw(), "SELECT detail FROM incident ORDER BY id");
    while (rows.executeStep()) details.push_back(rows.getColumn(0).getString());
    return details;
  }

  std::int64_t count(const std::string& table) {
    return database_->raw().execAndGet("SELECT count(*) FROM " + table).getInt64();
  }

  std::vector<FiledResponse> responses() {
    return *list_responses(database_->raw(), INT64_MAX, 1'000'000);
  }
  std::vector<alert::Alert> alerts() { return *list_alerts(database_->raw(), false, 1'000'000); }

  /// The records that leave for headquarters on a stream, decoded, with their weights.
  template <typename Record>
  std::vector<std::pair<Record, std::uint32_t>> sent_up(relay::Stream stream) {
    auto outbox = sqlite::SqliteOutbox::open(*database_, DeviceId::trusted("store-7"), random_);
    EARSHOT_CHECK(outbox.has_value());
    const auto batch = (*outbox)->read(stream, 1, 1 << 30, 1 << 20);
    EARSHOT_CHECK(batch.has_value());
    std::vector<std::pair<Record, std::uint32_t>> all;
    for (const auto& record : batch->records) {
      auto any = wire::decode_record(record.payload);
      EARSHOT_CHECK(any.has_value());
      all.emplace_back(std::get<Record>(*any), record.responses);
    }
    return all;
  }

  /// Every stored cell that is not empty, by key: what the increments made of it.
  std::map<score::CellKey, score::CellValue> stored_cells() {
    std::map<score::CellKey, score::CellValue> cells;
    SQLite::Statement rows(database_->raw(), "SELECT record FROM cells");
    while (rows.executeStep()) {
      const auto any = wire::decode_record(rows.getColumn(0).getString());
      EARSHOT_CHECK(any.has_value());
      const auto& cell = std::get<wire::CellRecord>(*any);
      if (!cell.value.empty()) cells.emplace(cell.key, cell.value);
    }
    return cells;
  }
  /// The same, counted from the raw responses alone.
  std::map<score::CellKey, score::CellValue> recount() {
    std::map<score::CellKey, score::CellValue> cells;
    for (const auto& filed : responses()) {
      EARSHOT_CHECK(filed.business_day == zone_.local_day(filed.response.at));
      for (const auto& [key, value] : contribution_of(filed)) cells[key] += value;
    }
    return cells;
  }

  score::Histogram tally() {
    const auto& all = edge_->cells().scoreboard().all();
    const auto found = all.find({QuestionId::trusted("recommend"), survey::QuestionKind::nps});
    return found == all.end() ? score::Histogram{} : found->second;
  }

  bool verbatims_ = true;
  bool watch_bursts_ = false;
  bool watch_patterns_ = false;
  std::vector<survey::Hours> opening_hours_;
  const crypto::KeyPair* key_ = nullptr;  ///< null: nothing that is closed can be opened
  std::set<DeviceId> listed_;
  fakes::TempFolder folder_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_;
  fakes::FakeFrameLink headquarters_;
  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  std::unique_ptr<sqlite::Database> database_;
  std::optional<system::ErasureLedger> erasures_;
  system::Ballast* ballast_ = nullptr;
  std::unique_ptr<CommentReader> reader_;  ///< null: comments are not read
  std::unique_ptr<Edge> edge_;
};

}  // namespace earshot::edge
