// What a store's owner does to it now and then: a new epoch, receipts, letting go, erasing for
// good, quarantine and its retries, a whole rewrite. Each is one step, and after a power cut the
// store must be as a whole number of steps left it. Owner: the test. Threads: one.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/sqlite/relay_store.h"
#include "tests/crash/subject.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::crash {

class UpkeepSubject final : public Subject {
 public:
  explicit UpkeepSubject(std::uint64_t seed, std::size_t steps = 120) : random_(seed) {
    for (std::size_t i = 0; i < steps; ++i) {
      const auto choice = random_below(random_, 20);
      // Half of them fill the store, so that the others have something to do.
      script_.push_back(
          {choice < kKinds ? static_cast<Kind>(choice) : Kind::append,
           random_below(random_, 2) == 0 ? relay::Stream::urgent : relay::Stream::responses,
           random_below(random_, 1 << 20)});
    }
    after_.resize(steps);
  }

  [[nodiscard]] std::string name() const override { return "upkeep"; }
  [[nodiscard]] std::size_t steps() const override { return script_.size(); }
  [[nodiscard]] std::size_t steps_per_run() const override { return 53; }
  [[nodiscard]] std::string describe(std::size_t step) const override {
    static constexpr const char* kNames[] = {"begin an epoch",
                                             "take a receipt",
                                             "let go",
                                             "withhold",
                                             "set aside",
                                             "retry a record in quarantine",
                                             "erase from it",
                                             "write the store anew",
                                             "move the log over",
                                             "append"};
    return kNames[static_cast<int>(script_[step].kind)];
  }

  Result<void> open(const std::filesystem::path& folder) override {
    std::filesystem::create_directories(folder);
    auto opened = sqlite::Database::open(folder / "s.db", sqlite::relay_migrations(), kNow);
    if (!opened) return tl::unexpected(opened.error());
    EXPECT_EQ(opened->set_aside, "") << "a power cut or a failed call damages nothing";
    database_ = std::move(opened->database);
    auto outbox = sqlite::SqliteOutbox::open(*database_, kDevice, random_);
    if (!outbox) {
      database_.reset();
      return tl::unexpected(outbox.error());
    }
    outbox_ = std::move(*outbox);
    inbox_ = std::make_unique<sqlite::SqliteInbox>(*database_);
    return {};
  }
  void close() override {
    inbox_.reset();
    outbox_.reset();
    database_.reset();
  }
  Result<void> step(std::size_t step) override {
    auto done = run(script_[step], step);
    after_[step] = content();
    return done;
  }
  void go_back_to(std::size_t) override {}

  void check(std::span<const Done> done) override {
    std::size_t yes = 0;
    while (yes < done.size() && done[yes] == Done::yes) ++yes;
    if (yes == 0) return;  // not even its epoch needs to be there
    const auto now = content();
    if (now == after_[yes - 1]) return;
    ASSERT_TRUE(yes < done.size() && done[yes] == Done::begun && now == after_[yes])
        << "after " << yes
        << " steps, the next: " << (yes < done.size() ? describe(yes) : std::string("none"));
  }

 private:
  enum class Kind {
    begin_epoch,
    receipt,
    prune,
    withhold,
    quarantine,
    retry,
    erase,
    scrub,
    checkpoint,
    append
  };
  static constexpr std::uint64_t kKinds = 9;  ///< but for append
  struct Step {
    Kind kind;
    relay::Stream stream;
    std::uint64_t chance;
  };
  /// Applies a record by noting it: an effect that lives and dies with the transaction.
  class Noting final : public relay::RecordSink {
   public:
    explicit Noting(relay::Inbox& inbox) : inbox_(inbox) {}
    Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
      return inbox_.note({relay::Incident::Kind::quarantined, origin.device, origin.stream,
                          "applied after all: " + std::string(payload.substr(0, 20))},
                         kNow);
    }

   private:
    relay::Inbox& inbox_;
  };

  Result<void> run(const Step& step, std::size_t number) {
    const auto head = outbox_->head(step.stream);
    if (!head) return tl::unexpected(head.error());
    const auto written = head->last_seq;
    switch (step.kind) {
      case Kind::begin_epoch:
        return outbox_->begin_epoch(number + 1);
      case Kind::receipt:
        return written == 0 ? Result<void>{}
                            : outbox_->set_received(step.stream, 1 + step.chance % written);
      case Kind::prune:
        return outbox_->prune(kNow + Duration{static_cast<std::int64_t>(number) - 20}, 1 << 20, 25)
            .map([](auto) {});
      case Kind::withhold:
        return written < head->oldest_seq
                   ? Result<void>{}
                   : outbox_->withhold(
                         step.stream,
                         head->oldest_seq + step.chance % (written - head->oldest_seq + 1));
      case Kind::scrub:
        return database_->scrub();
      case Kind::checkpoint:
        return database_->checkpoint();
      case Kind::append:
        return append(step, number);
      default:
        return in_quarantine(step, number);
    }
  }

  Result<void> append(const Step& step, std::size_t number) {
    return database_->in_one_transaction([&] {
      return outbox_
          ->append(step.stream,
                   fmt::format("answer {} {}", number, std::string(step.chance % 6000, 'a')), 1,
                   kNow + Duration{static_cast<std::int64_t>(number)})
          .map([](auto) {});
    });
  }

  Result<void> in_quarantine(const Step& step, std::size_t number) {
    if (step.kind == Kind::quarantine) {
      const relay::RecordOrigin origin{kDevice, 7, step.stream, number + 1, kNow, "boot", 1};
      auto done = inbox_->begin()
                      .and_then([&] {
                        return inbox_->quarantine(origin, fmt::format("poison {}", step.chance % 4),
                                                  "no record", kNow);
                      })
                      .and_then([&] { return inbox_->commit(); });
      if (!done) inbox_->rollback();
      return done;
    }
    if (step.kind == Kind::erase) {
      return inbox_->erase_quarantined(fmt::format("poison {}", step.chance % 4)).map([](auto) {});
    }
    const auto waiting = inbox_->list_quarantined(0, 1);
    if (!waiting) return tl::unexpected(waiting.error());
    if (waiting->empty()) return {};
    Noting sink(*inbox_);
    return inbox_->retry(waiting->front().id, *inbox_, sink);
  }

  /// All that the store is for.
  std::vector<std::string> content() {
    std::vector<std::string> rows;
    for (const char* const sql :
         {"SELECT id || ' ' || withheld || ' ' || hex(digest) || ' ' || hex(payload) FROM outbox "
          "ORDER BY id",
          "SELECT stream || ' ' || received_seq || ' ' || pruned_seq || ' ' || hex(pruned_digest) "
          "FROM outbox_stream ORDER BY stream",
          "SELECT epoch FROM outbox_epoch",
          "SELECT id || ' ' || reason || ' ' || hex(payload) FROM quarantine ORDER BY id",
          "SELECT kind || ' ' || device || ' ' || detail FROM incident ORDER BY id"}) {
      SQLite::Statement found(database_->raw(), sql);
      while (found.executeStep()) rows.push_back(found.getColumn(0).getString());
      rows.emplace_back("--");
    }
    return rows;
  }

  static constexpr WallTime kNow{1'772'442'000'000};
  const DeviceId kDevice = DeviceId::trusted("kiosk-1");
  fakes::SeededRandom random_;
  std::vector<Step> script_;
  std::vector<std::vector<std::string>> after_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
  std::unique_ptr<sqlite::SqliteInbox> inbox_;
};

}  // namespace earshot::crash
