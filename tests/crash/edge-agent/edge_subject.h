// The edge agent's core: taking frames of kiosks and what was carried from them on a stick,
// acknowledging alerts, telling headquarters and the site, tidying and restarting. Owner: the test.
// Threads: one.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "edge-agent/edge.h"
#include "edge-agent/schema.h"
#include "platform/system/time_zone.h"
#include "tests/crash/frame_maker.h"
#include "tests/crash/subject.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::crash {

class EdgeSubject final : public Subject {
 public:
  explicit EdgeSubject(std::uint64_t seed, std::size_t steps = 60) : random_(seed) {
    for (const char* const name : {"till-1", "till-2", "till-3"}) {
      for (const auto stream : {relay::Stream::urgent, relay::Stream::responses}) {
        senders_.emplace_back(DeviceId::trusted(name), stream);
      }
    }
    for (std::size_t i = 0; i < steps; ++i) script_.push_back(any_step(i));
    headquarters_after_.resize(steps);
  }

  [[nodiscard]] std::string name() const override { return "edge"; }
  [[nodiscard]] std::size_t steps() const override { return script_.size(); }
  [[nodiscard]] std::size_t steps_per_run() const override { return 47; }
  [[nodiscard]] std::string describe(std::size_t step) const override {
    static constexpr const char* kNames[] = {"take frames", "acknowledge an alert",
                                             "exchange with headquarters", "tidy",
                                             "import what a kiosk exported"};
    return kNames[static_cast<int>(script_[step].kind)];
  }

  Result<void> open(const std::filesystem::path& folder) override {
    std::filesystem::create_directories(folder);
    auto opened = sqlite::Database::open(folder / "edge.db", edge::migrations(), clock_.wall_now());
    if (!opened) return tl::unexpected(opened.error());
    EXPECT_EQ(opened->set_aside, "") << "a power cut or a failed call damages nothing";
    database_ = std::move(opened->database);
    auto made = edge::Edge::open({location_, "High Street", true, {}},
                                 {*database_, zone_, clock_, random_, link_, [this] {
                                    return relay::Courier::Stamp{clock_.wall_now(), "", 0};
                                  }});
    if (!made) {
      database_.reset();
      return tl::unexpected(made.error());
    }
    edge_ = std::move(*made);
    return {};
  }
  void close() override {
    edge_.reset();
    database_.reset();
    link_.sent.clear();
  }
  Result<void> step(std::size_t step) override {
    clock_.advance(kStepTakes);
    auto done = run(script_[step]);
    headquarters_after_[step] = headquarters_.state();
    return done;
  }
  void go_back_to(std::size_t steps) override {
    clock_.set_wall(start_ + kStepTakes * static_cast<std::int64_t>(steps));
    headquarters_.restore(steps == 0 ? fakes::MemoryInbox::State{}
                                     : headquarters_after_[steps - 1]);
  }

  void check(std::span<const Done> done) override {
    const bool thorough = ++checks_ % 16 == 0;
    const auto there = filed();
    ASSERT_NO_FATAL_FAILURE(check_responses(there, done));
    ASSERT_NO_FATAL_FAILURE(check_cells(there));
    ASSERT_NO_FATAL_FAILURE(check_alerts(there, done));
    ASSERT_NO_FATAL_FAILURE(check_cursors(there, done));
    if (!thorough) return;
    ASSERT_NO_FATAL_FAILURE(check_headquarters(done));
    // The kiosks send everything again, to be sure: nothing is counted twice, nothing is missing.
    std::vector<Done> all(done.begin(), done.end());
    for (std::size_t i = 0; i < script_.size(); ++i) {
      if (script_[i].frames.empty() || done[i] == Done::no) continue;
      ASSERT_TRUE(take(script_[i].frames).has_value());
      all[i] = Done::yes;
    }
    const auto healed = filed();
    ASSERT_NO_FATAL_FAILURE(check_responses(healed, all));
    ASSERT_NO_FATAL_FAILURE(check_cells(healed));
    ASSERT_NO_FATAL_FAILURE(check_memory());
  }

  void check_memory() override {
    edge::CellBook afresh(*database_, location_);
    ASSERT_TRUE(afresh.load().has_value());
    ASSERT_TRUE(edge_->cells().scoreboard().all() == afresh.scoreboard().all())
        << "the numbers shown are not those that are stored";
  }

 private:
  enum class Kind { take, acknowledge, exchange, tidy, import };
  struct Step {
    Kind kind = Kind::take;
    std::vector<relay::Frame> frames;
    std::vector<response::Response> said;
    ResponseId response;  ///< whose alert is acknowledged
  };
  static constexpr Duration kStepTakes = std::chrono::seconds(90);

  // ---- the script ----

  Step any_step(std::size_t number) {
    Step step;
    const WallTime now = start_ + kStepTakes * static_cast<std::int64_t>(number + 1);
    const auto choice = random_below(random_, 10);
    if (choice >= 6 && choice < 8 && !unhappy_.empty()) {
      step.kind = Kind::acknowledge;
      step.response = unhappy_[random_below(random_, unhappy_.size())];
      return step;
    }
    if (choice >= 8) {
      step.kind = choice == 8 ? Kind::exchange : Kind::tidy;
      return step;
    }
    if (random_below(random_, 5) == 0) step.kind = Kind::import;
    for (std::uint64_t frames = 1 + random_below(random_, 3); frames > 0; --frames) {
      auto& sender = senders_[random_below(random_, senders_.size())];
      if (random_below(random_, 5) == 0 && !sent_.empty()) {
        step.frames.push_back(sent_[random_below(random_, sent_.size())]);  // once more
        continue;
      }
      std::vector<std::string> records;
      for (std::uint64_t n = 1 + random_below(random_, 2); n > 0; --n) {
        auto response = any_response(sender.device(), now);
        records.push_back(wire::encode_record(wire::ResponseRecord{location_, response}));
        numbered_[{sender.device(), sender.stream()}].emplace_back(
            sender.probe().first_seq + records.size() - 1, response.id);
        step.said.push_back(std::move(response));
      }
      if (random_below(random_, 12) == 0) {
        records.push_back(fmt::format("poison {}", number));
      }
      sent_.push_back(sender.frame(std::move(records)));
      step.frames.push_back(sent_.back());
    }
    return step;
  }

  response::Response any_response(const DeviceId& device, WallTime now) {
    auto& earlier = said_by_[device];
    if (!earlier.empty() && random_below(random_, 5) == 0) {
      auto& again = earlier[random_below(random_, earlier.size())];
      ++again.revision;
      again.duration_ms += 500;
      return again;
    }
    response::Response r;
    r.id = *ResponseId::parse(fmt::format("{:032x}", ++responses_));
    r.touchpoint = TouchpointId::trusted(responses_ % 3 == 0 ? "exit" : "checkout");
    r.survey = SurveyId::trusted("visit");
    r.language = LanguageTag::trusted("en");
    r.at = now;
    r.duration_ms = 4000;
    response::Answer main;
    main.question = QuestionId::trusted("recommend");
    main.rating = static_cast<int>(random_below(random_, 11));
    r.answers.push_back(main);
    if (random_below(random_, 3) == 0) {
      response::Answer why;
      why.question = QuestionId::trusted("why");
      why.kind = survey::QuestionKind::comment;
      why.text.assign(1 + random_below(random_, random_below(random_, 6) == 0 ? 1900 : 200),
                      static_cast<char>('a' + responses_ % 26));
      r.answers.push_back(why);
    }
    if (response::is_unhappy(r)) unhappy_.push_back(r.id);
    earlier.push_back(r);
    return r;
  }

  // ---- the life ----

  /// As kiosks send: stamped anew each time.
  Result<void> take(std::vector<relay::Frame> frames) {
    for (auto& frame : frames) frame.sent_at = clock_.wall_now();
    const auto receipts = edge_->take(frames);
    if (!receipts) return tl::unexpected(receipts.error());
    for (const auto& receipt : *receipts) {
      EXPECT_EQ(receipt.verdict, relay::Verdict::accepted) << receipt.reason;
    }
    return {};
  }

  /// As a file that was carried here on a stick: frame by frame.
  Result<void> import(std::vector<relay::Frame> frames) {
    for (auto& frame : frames) {
      frame.sent_at = clock_.wall_now();
      const auto receipt = edge_->import(frame);
      if (!receipt) return tl::unexpected(receipt.error());
      EXPECT_EQ(receipt->verdict, relay::Verdict::accepted) << receipt->reason;
    }
    return {};
  }

  Result<void> exchange(fakes::MemoryInbox& headquarters) {
    fakes::RecordingSink sink(headquarters);
    relay::Receiver receiver(headquarters, sink);
    edge_->on_headquarters_connected(20);
    auto pumped = edge_->pump();
    while (pumped && !link_.sent.empty()) {
      const auto frame = *link_.take();
      const auto receipts = receiver.take(std::span(&frame, 1), clock_.wall_now());
      EXPECT_TRUE(receipts.has_value());
      for (const auto& receipt : *receipts) {
        EXPECT_NE(receipt.verdict, relay::Verdict::fork) << receipt.reason;
        if (pumped) pumped = edge_->on_headquarters_receipt(receipt);
      }
      if (pumped) pumped = edge_->pump();
    }
    link_.sent.clear();
    edge_->on_headquarters_disconnected();
    return pumped;
  }

  Result<void> run(const Step& step) {
    switch (step.kind) {
      case Kind::take:
        return take(step.frames);
      case Kind::import:
        return import(step.frames);
      case Kind::acknowledge: {
        const auto alert = edge_->acknowledge(alert_of(step.response), "Kim");
        if (!alert) return tl::unexpected(alert.error());
        EXPECT_TRUE(alert->has_value()) << "the alert is not there";
        return {};
      }
      case Kind::exchange:
        return exchange(headquarters_);
      case Kind::tidy:
        edge_->hand_over([](const edge::Delivery&) { return Result<void>{}; });
        return edge_->tidy().and_then([&] { return database_->checkpoint(); });
    }
    return {};
  }

  static AlertId alert_of(const ResponseId& response) {
    return edge::alert_id_for(response, "detractor");
  }

  // ---- what must be there ----

  using Filed = std::vector<edge::FiledResponse>;
  Filed filed() {
    auto all = edge::list_responses(database_->raw(), INT64_MAX, 1'000'000);
    EXPECT_TRUE(all.has_value());
    return all ? std::move(*all) : Filed{};
  }

  void check_responses(const Filed& filed, std::span<const Done> done) {
    // By id: the revisions that may be there, the one that was acknowledged last being the oldest.
    std::map<ResponseId, std::vector<response::Response>> allowed;
    std::set<ResponseId> needed;
    for (std::size_t i = 0; i < script_.size(); ++i) {
      if (done[i] == Done::no) continue;
      for (const auto& said : script_[i].said) {
        auto& revisions = allowed[said.id];
        if (done[i] == Done::yes) {
          revisions.clear();
          needed.insert(said.id);
        }
        revisions.push_back(said);
      }
    }
    for (const auto& one : filed) {
      const auto found = allowed.find(one.response.id);
      ASSERT_NE(found, allowed.end()) << "nobody said " << one.response.id.str();
      ASSERT_TRUE(std::ranges::find(found->second, one.response) != found->second.end())
          << one.response.id.str() << " is not as it was said";
      needed.erase(one.response.id);
    }
    ASSERT_TRUE(needed.empty()) << needed.size() << " receipts were ahead of what is stored";
  }

  std::map<score::CellKey, std::string> stored_cells() {
    std::map<score::CellKey, std::string> cells;
    SQLite::Statement rows(database_->raw(), "SELECT record FROM cells");
    while (rows.executeStep()) {
      const std::string record = rows.getColumn(0).getString();
      const auto any = wire::decode_record(record);
      EXPECT_TRUE(any.has_value());
      if (any) cells.emplace(std::get<wire::CellRecord>(*any).key, record);
    }
    return cells;
  }

  /// Every cell is, byte for byte, what counting the responses again gives.
  void check_cells(const Filed& filed) {
    std::map<score::CellKey, score::CellValue> counted;
    for (const auto& one : filed) {
      for (const auto& [key, value] : edge::contribution_of(one)) counted[key] += value;
    }
    const auto stored = stored_cells();
    for (const auto& [key, record] : stored) {
      const auto cell = std::get<wire::CellRecord>(*wire::decode_record(record));
      const auto value = counted.contains(key) ? counted[key] : score::CellValue{};
      ASSERT_EQ(record, wire::encode_record(wire::CellRecord{location_, key, cell.version, value}))
          << "a cell is not what its responses add up to";
    }
    for (const auto& [key, value] : counted) {
      if (!value.empty()) {
        ASSERT_TRUE(stored.contains(key)) << "a cell is missing";
      }
    }
  }

  void check_alerts(const Filed& filed, std::span<const Done> done) {
    std::map<AlertId, alert::Alert> alerts;
    const auto all_alerts = edge::list_alerts(database_->raw(), false, 1'000'000);
    ASSERT_TRUE(all_alerts.has_value());
    for (const auto& alert : *all_alerts) {
      ASSERT_TRUE(alerts.emplace(alert.id, alert).second);
    }
    for (const auto& one : filed) {
      if (one.historical || !response::is_unhappy(one.response)) continue;
      ASSERT_TRUE(alerts.contains(alert_of(one.response.id)))
          << "a response without its alert: " << one.response.id.str();
    }
    std::set<AlertId> may_be_acknowledged;
    for (std::size_t i = 0; i < script_.size(); ++i) {
      if (script_[i].kind != Kind::acknowledge || done[i] == Done::no) continue;
      const auto id = alert_of(script_[i].response);
      may_be_acknowledged.insert(id);
      if (done[i] != Done::yes) continue;
      ASSERT_TRUE(alerts.contains(id) && alerts[id].acknowledged()) << "somebody took it up";
      ASSERT_EQ(alerts[id].acknowledged_by, "Kim");
    }
    for (const auto& [id, alert] : alerts) {
      ASSERT_TRUE(!alert.acknowledged() || may_be_acknowledged.contains(id));
    }
  }

  /// Where each stream's cursor stands is neither behind a receipt nor ahead of the responses.
  void check_cursors(const Filed& filed, std::span<const Done> done) {
    std::map<std::pair<DeviceId, relay::Stream>, relay::Seq> acknowledged;
    for (std::size_t i = 0; i < script_.size(); ++i) {
      if (done[i] != Done::yes) continue;
      for (const auto& frame : script_[i].frames) {
        auto& seq = acknowledged[{frame.device, frame.stream}];
        seq = std::max(seq, frame.first_seq + frame.records.size() - 1);
      }
    }
    sqlite::SqliteInbox inbox(*database_);
    std::set<ResponseId> there;
    for (const auto& one : filed) there.insert(one.response.id);
    for (const auto& sender : senders_) {
      const auto cursor = inbox.cursor(sender.device(), FrameMaker::kEpoch, sender.stream());
      ASSERT_TRUE(cursor.has_value());
      const relay::Seq seq = *cursor ? (*cursor)->seq : 0;
      const auto least = acknowledged[{sender.device(), sender.stream()}];
      ASSERT_GE(seq, least) << "the cursor is behind a receipt";
      for (const auto& [record, response] : numbered_[{sender.device(), sender.stream()}]) {
        ASSERT_TRUE(record > seq || there.contains(response))
            << "the cursor is ahead of what is stored";
      }
    }
  }

  /// Once everything has been sent, headquarters has the newest state of every cell and alert.
  void check_headquarters(std::span<const Done> done) {
    std::size_t begun = done.size();
    while (begun > 0 && done[begun - 1] == Done::no) --begun;
    fakes::MemoryInbox headquarters;
    if (begun > 0) headquarters.restore(headquarters_after_[begun - 1]);
    ASSERT_TRUE(exchange(headquarters).has_value());
    ASSERT_TRUE(headquarters.state().incidents.empty())
        << headquarters.state().incidents.front().detail;
    std::map<score::CellKey, std::string> newest;
    std::map<AlertId, bool> alerts;
    for (const auto& applied : headquarters.state().applied) {
      const auto any = wire::decode_record(applied.payload);
      ASSERT_TRUE(any.has_value());
      if (const auto* cell = std::get_if<wire::CellRecord>(&*any)) {
        newest[cell->key] = applied.payload;
      }
      if (const auto* alert = std::get_if<wire::AlertRecord>(&*any)) {
        alerts[alert->alert.id] = alert->alert.acknowledged();
      }
    }
    for (const auto& [key, record] : stored_cells()) {
      ASSERT_EQ(newest[key], record) << "headquarters does not hear of a cell";
    }
    const auto all_alerts = edge::list_alerts(database_->raw(), false, 1'000'000);
    for (const auto& alert : *all_alerts) {
      ASSERT_TRUE(alerts.contains(alert.id)) << "headquarters does not hear of an alert";
      ASSERT_EQ(alerts[alert.id], alert.acknowledged());
    }
  }

  const LocationId location_ = LocationId::trusted("store-7");
  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  fakes::SeededRandom random_;
  fakes::FakeClock clock_;
  const WallTime start_ = clock_.wall_now();
  fakes::FakeFrameLink link_;
  fakes::MemoryInbox headquarters_;
  std::vector<Step> script_;
  std::vector<FrameMaker> senders_;
  std::vector<relay::Frame> sent_;
  std::map<std::pair<DeviceId, relay::Stream>, std::vector<std::pair<relay::Seq, ResponseId>>>
      numbered_;  ///< which record of which stream says which response
  std::map<DeviceId, std::vector<response::Response>> said_by_;
  std::vector<ResponseId> unhappy_;
  std::uint64_t responses_ = 0;
  std::uint64_t checks_ = 0;
  std::vector<fakes::MemoryInbox::State> headquarters_after_;  ///< by step
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<edge::Edge> edge_;
};

}  // namespace earshot::crash
