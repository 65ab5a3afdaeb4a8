// Headquarters: taking cells, alerts and comments of several locations, noting who was heard,
// counting again and restarting. Owner: the test. Threads: one.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/crash/frame_maker.h"
#include "tests/crash/subject.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/seeded_random.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::crash {

class HqSubject final : public Subject {
 public:
  explicit HqSubject(std::uint64_t seed, std::size_t steps = 60) : random_(seed) {
    for (const char* const name : kLocations) {
      for (const auto stream :
           {relay::Stream::urgent, relay::Stream::cells, relay::Stream::verbatims}) {
        senders_.emplace_back(DeviceId::trusted(name), stream);
      }
    }
    cursors_after_.emplace_back(senders_.size(), 0);
    for (std::size_t i = 0; i < steps; ++i) {
      script_.push_back(any_step(i));
      cursors_after_.push_back(cursors_after_.back());
      for (const auto& [sender, frame] : script_.back().frames) {
        auto& seq = cursors_after_.back()[sender];
        seq = std::max(seq, frame.first_seq + frame.records.size() - 1);
      }
    }
    seen_after_.resize(steps + 1);
  }

  [[nodiscard]] std::string name() const override { return "HQ"; }
  [[nodiscard]] std::size_t steps() const override { return script_.size(); }
  [[nodiscard]] std::size_t steps_per_run() const override { return 59; }
  [[nodiscard]] std::string describe(std::size_t step) const override {
    return script_[step].frames.empty() ? "upkeep" : "take frames";
  }

  Result<void> open(const std::filesystem::path& folder) override {
    std::filesystem::create_directories(folder);
    std::vector<sqlite::Migration> migrations;
    for (const auto part : {sqlite::relay_migrations(), hq::hq_migrations()}) {
      migrations.insert(migrations.end(), part.begin(), part.end());
    }
    auto opened = sqlite::Database::open(folder / "hq.db", migrations, clock_.wall_now());
    if (!opened) return tl::unexpected(opened.error());
    EXPECT_EQ(opened->set_aside, "") << "a power cut or a failed call damages nothing";
    database_ = std::move(opened->database);
    inbox_ = std::make_unique<sqlite::SqliteInbox>(*database_);
    auto done = hq::SqliteStore::open(*database_).and_then([&](auto store) {
      store_ = std::move(store);
      return hq::Headquarters::open({clock_, *inbox_, *store_, *store_, *store_}, tree_);
    });
    if (!done) {
      close();
      return tl::unexpected(done.error());
    }
    hq_ = std::move(*done);
    return {};
  }
  void close() override {
    hq_.reset();
    store_.reset();
    inbox_.reset();
    database_.reset();
  }
  Result<void> step(std::size_t step) override {
    if (step == 0 && seen_after_[0].empty()) seen_after_[0] = seen();
    clock_.advance(kStepTakes);
    auto done = run(script_[step]);
    // Looked at by check_memory: the disk may be failing just now.
    to_see_ = done ? std::optional(step + 1) : std::nullopt;
    return done;
  }
  void go_back_to(std::size_t steps) override {
    clock_.set_wall(start_ + kStepTakes * static_cast<std::int64_t>(steps));
  }

  /// What one sees is exactly what was seen after the last step that was done, or after the one
  /// that was just being done; and so are the cursors.
  void check(std::span<const Done> done) override {
    std::size_t yes = done.size();
    while (yes > 0 && done[yes - 1] != Done::yes) --yes;
    std::size_t begun = done.size();
    while (begun > yes && done[begun - 1] == Done::no) --begun;
    const auto text = seen();
    const auto cursors = cursors_now();
    std::optional<std::size_t> after;
    for (std::size_t i = yes; i <= begun; ++i) {
      if (text == seen_after_[i] && cursors == cursors_after_[i]) after = i;
    }
    ASSERT_TRUE(after.has_value())
        << "after step " << yes << " (" << begun - yes << " more begun) one sees\n"
        << text << "\nbut was promised\n"
        << seen_after_[yes] << (cursors == cursors_after_[yes] ? "" : "\nand other cursors");
    if (++checks_ % 16 != 0) return;
    // The locations send everything again, to be sure: nothing is counted twice or missing.
    for (std::size_t i = 0; i < script_.size(); ++i) {
      ASSERT_TRUE(run(script_[i]).has_value());
    }
    if (!seen_after_.back().empty()) {
      ASSERT_EQ(seen(), seen_after_.back());
    }
    ASSERT_NO_FATAL_FAILURE(check_memory());
  }

  /// The numbers that were kept up to date are those of counting everything again. What one sees
  /// after a step is remembered the first time.
  void check_memory() override {
    if (to_see_ && seen_after_[*to_see_].empty()) seen_after_[*to_see_] = seen();
    to_see_.reset();
    const auto kept = hq_->numbers_text();
    ASSERT_TRUE(hq_->recount().has_value());
    ASSERT_EQ(kept, hq_->numbers_text());
  }

 private:
  static constexpr std::array kLocations{"leeds", "york", "hull", "bath"};
  static constexpr Duration kStepTakes = std::chrono::seconds(20);
  struct Step {
    std::vector<std::pair<std::size_t, relay::Frame>> frames;  ///< with their senders' numbers
  };

  // ---- the script ----

  std::string any_record(std::size_t sender, WallTime now) {
    const std::string where = senders_[sender].device().str();
    switch (senders_[sender].stream()) {
      case relay::Stream::urgent: {
        auto& mine = alerts_[sender];
        if (mine.empty() || random_below(random_, 3) != 0) {
          auto record = hq::test::alert_of(where, 'a', now);
          record.alert.id = *AlertId::parse(fmt::format("{:032x}", ++numbers_));
          mine.push_back(record);
          return wire::encode_record(record);
        }
        auto& record = mine[random_below(random_, mine.size())];
        if (!record.alert.acknowledged()) {
          record.alert.acknowledged_at = now;
          record.alert.acknowledged_by = "Kim";
        }
        return wire::encode_record(record);
      }
      case relay::Stream::verbatims: {
        auto record = hq::test::comment_of(
            where, 'a', now,
            std::string(1 + random_below(random_, random_below(random_, 6) == 0 ? 1900 : 200),
                        static_cast<char>('a' + numbers_ % 26)));
        record.response.id = *ResponseId::parse(fmt::format("{:032x}", ++numbers_));
        return wire::encode_record(record);
      }
      default: {
        const auto hours_ago = static_cast<HourUtc>(random_below(random_, 5) * 20);
        auto& record = cells_
                           .try_emplace({sender, hours_ago},
                                        hq::test::cell(where, 0, {}, hq::test::kHour - hours_ago))
                           .first->second;
        ++record.version;
        ++record.value.responses;
        ++record.value.ratings[random_below(random_, 11)];
        return wire::encode_record(record);
      }
    }
  }

  Step any_step(std::size_t number) {
    Step step;
    if (random_below(random_, 6) == 0) return step;
    const WallTime now = start_ + kStepTakes * static_cast<std::int64_t>(number + 1);
    for (std::uint64_t frames = 1 + random_below(random_, 4); frames > 0; --frames) {
      if (random_below(random_, 5) == 0 && !sent_.empty()) {
        step.frames.push_back(sent_[random_below(random_, sent_.size())]);  // once more
        continue;
      }
      const auto sender = random_below(random_, senders_.size());
      std::vector<std::string> records;
      for (std::uint64_t n = 1 + random_below(random_, 4); n > 0; --n) {
        records.push_back(any_record(sender, now));
      }
      sent_.emplace_back(sender, senders_[sender].frame(std::move(records)));
      step.frames.push_back(sent_.back());
    }
    return step;
  }

  // ---- the life ----

  Result<void> run(const Step& step) {
    if (step.frames.empty()) {
      return hq_->tick().and_then([&] { return hq_->save_heard(); }).and_then([&] {
        return database_->checkpoint();
      });
    }
    for (const auto& [sender, frame] : step.frames) {
      auto stamped = frame;
      stamped.sent_at = clock_.wall_now();
      EXPECT_FALSE(hq_->offer(std::move(stamped)).has_value());
    }
    const auto work = hq_->work();
    if (!work) return tl::unexpected(work.error());
    for (const auto& receipt : work->receipts) {
      EXPECT_EQ(receipt.verdict, relay::Verdict::accepted) << receipt.reason;
    }
    return {};
  }

  // ---- what one sees ----

  /// Numbers, alerts and comments, in words.
  std::string seen() {
    auto text = hq_->numbers_text();
    for (const char* const name : kLocations) {
      const auto detail = hq_->node(NodeId::trusted(name), hq::Window::all);
      EXPECT_TRUE(detail.has_value());
      if (!detail) continue;
      text += fmt::format("{}: {} open\n", name, detail->node.alerts_open);
      for (const auto& [location, alert] : detail->alerts) {
        text += fmt::format("alert {} {} {}\n", alert.id.str(), alert.acknowledged_by,
                            alert.acknowledged_at.ms);
      }
      for (const auto& voice : detail->comments) {
        text += fmt::format("comment {} {}\n", voice.response.id.str(),
                            response::comment_of(voice.response));
      }
    }
    return text;
  }

  std::vector<relay::Seq> cursors_now() {
    std::vector<relay::Seq> all;
    for (const auto& sender : senders_) {
      const auto cursor = inbox_->cursor(sender.device(), FrameMaker::kEpoch, sender.stream());
      EXPECT_TRUE(cursor.has_value());
      all.push_back(cursor && *cursor ? (*cursor)->seq : 0);
    }
    return all;
  }

  fakes::SeededRandom random_;
  fakes::FakeClock clock_;
  const WallTime start_ = clock_.wall_now();
  const hq::OrgTree tree_ = hq::test::org();
  std::vector<FrameMaker> senders_;
  std::vector<std::pair<std::size_t, relay::Frame>> sent_;
  std::map<std::size_t, std::vector<wire::AlertRecord>> alerts_;
  std::map<std::pair<std::size_t, HourUtc>, wire::CellRecord> cells_;
  std::uint64_t numbers_ = 0;
  std::uint64_t checks_ = 0;
  std::vector<Step> script_;
  std::vector<std::vector<relay::Seq>> cursors_after_;  ///< after so many steps, by sender
  std::vector<std::string> seen_after_;                 ///< after so many steps
  std::optional<std::size_t> to_see_;                   ///< the steps that are done by now
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteInbox> inbox_;
  std::unique_ptr<hq::SqliteStore> store_;
  std::unique_ptr<hq::Headquarters> hq_;
};

}  // namespace earshot::crash
