// Lets the Nth call to the disk fail, for N = 1, 2, 3 … until all goes well, in everything that a
// subject does: each call is done for good or says honestly that it is not, it works again once the
// fault is gone, without a restart, and nothing promised is lost to a power cut after that.
// Owner: the test. Threads: one.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/crash/crash_points.h"

namespace earshot::crash {

/// The log is silent while it lives: thousands of warnings that the test itself causes.
class QuietLog {
 public:
  QuietLog() { spdlog::set_level(spdlog::level::off); }
  ~QuietLog() { spdlog::set_level(level_); }
  QuietLog(const QuietLog&) = delete;
  QuietLog& operator=(const QuietLog&) = delete;

 private:
  const spdlog::level::level_enum level_ = spdlog::get_level();
};

/// On a disk that lies about its syncs, promises are broken and the checks must say so: else they
/// would prove nothing. Returns how often they did.
inline int failures_on_a_lying_disk(Subject& subject) {
  const QuietLog quiet;
  testing::TestPartResultArray failures;
  {
    using Reporter = testing::ScopedFakeTestPartResultReporter;
    const Reporter reporter(Reporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    CrashFigures figures;
    cut_everywhere(subject, 1, 1, figures, true);
  }
  return failures.size();
}

struct SweepFigures {
  std::uint64_t runs = 0;     ///< with a fault that struck
  std::uint64_t refused = 0;  ///< calls that said so
  std::uint64_t done_all_the_same = 0;
  fakes::DiskCounts disk;
};

class FaultSweep {
 public:
  FaultSweep(Subject& subject, std::uint64_t seed) : subject_(subject), random_(seed) {}
  FaultSweep(const FaultSweep&) = delete;
  FaultSweep& operator=(const FaultSweep&) = delete;

  /// Sweeps over `of_each` steps of each kind, from the step `from` on; and over opening and
  /// closing the store there. A later step finds a longer log, which upkeep then moves into the
  /// file.
  SweepFigures run(std::size_t from, int of_each, bool opening) {
    std::map<std::string, int> swept;
    disk_.put_back(folder_ / "life", {});
    subject_.go_back_to(0);
    EXPECT_TRUE(subject_.open(folder_ / "life").has_value());
    for (std::size_t i = 0; i + 1 < subject_.steps() && !testing::Test::HasFailure(); ++i) {
      if (i >= from && ++swept[subject_.describe(i)] <= of_each) {
        base_ = files_of(folder_ / "life");
        subject_.close();
        sweep_step(i);
        fill_up_in(i);
        if (opening) {
          opening = false;
          sweep_opening(i);
          sweep_closing(i);
        }
        disk_.put_back(folder_ / "life", base_);
        subject_.go_back_to(i);
        EXPECT_TRUE(subject_.open(folder_ / "life").has_value());
      }
      EXPECT_TRUE(subject_.step(i).has_value());
      subject_.check_memory();
    }
    subject_.close();
    figures_.disk = disk_.counts();
    return figures_;
  }

 private:
  static constexpr std::uint64_t kCallsMax = 5'000;
  static constexpr std::uint64_t kRoomStep = 1'500;  ///< bytes: a page is not a multiple of it

  static std::vector<fakes::DiskFault> flavours() {
    using Kind = fakes::DiskFault::Kind;
    using fakes::DiskOp;
    fakes::DiskFault once;
    fakes::DiskFault from_then_on;
    from_then_on.times = fakes::kForEver;
    fakes::DiskFault short_write;
    short_write.ops = {DiskOp::write};
    short_write.kind = Kind::short_write;
    fakes::DiskFault full;
    full.ops = {DiskOp::write};
    full.kind = Kind::full;
    full.times = fakes::kForEver;
    fakes::DiskFault no_sync;
    no_sync.ops = {DiskOp::sync};
    no_sync.times = fakes::kForEver;
    return {once, from_then_on, short_write, full, no_sync};
  }

  static fakes::DiskImage files_of(const std::filesystem::path& folder) {
    fakes::DiskImage files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return files;
  }

  /// `run(n, flavour)` answers whether the nth call failed, so that there may be an n + 1.
  template <typename Run>
  void sweep(const std::string& what, Run run) {
    int number = 0;
    for (auto flavour : flavours()) {
      ++number;
      flavour.folder = folder_ / "swept";
      for (flavour.nth = 1; flavour.nth < kCallsMax; ++flavour.nth) {
        SCOPED_TRACE(
            fmt::format("{}: {}, fault {}, call {}", subject_.name(), what, number, flavour.nth));
        const bool struck = run(flavour);
        if (testing::Test::HasFailure()) return subject_.close();
        if (!struck) break;
        ++figures_.runs;
      }
      EXPECT_LT(flavour.nth, kCallsMax);
    }
  }

  std::vector<Done> done_before(std::size_t step) {
    std::vector<Done> done(subject_.steps(), Done::no);
    std::fill_n(done.begin(), step, Done::yes);
    return done;
  }
  void begin(std::size_t step) {
    disk_.put_back(swept_, base_);
    subject_.go_back_to(step);
  }
  /// Does `f` with the fault. True: it struck.
  template <typename F>
  bool with(const fakes::DiskFault& fault, F f) {
    const auto number = disk_.add(fault);
    f();
    const bool struck = disk_.struck(number) > 0;
    disk_.mend();
    return struck;
  }
  void expect_honest(const Error& error) {
    ++figures_.refused;
    EXPECT_TRUE(error.code == ErrorCode::io || error.code == ErrorCode::no_space ||
                error.code == ErrorCode::busy)
        << "the disk failed, and it said: " << error.message;
    EXPECT_FALSE(error.message.empty());
  }
  static void expect_done(const Result<void>& done, const char* what) {
    EXPECT_TRUE(done.has_value()) << what << ": " << (done ? "" : done.error().message);
  }
  /// Goes on with the open subject, without a fault; then the power goes.
  void go_on(std::size_t step, std::vector<Done> done) {
    subject_.check_memory();
    if (done[step] != Done::yes) {
      expect_done(subject_.step(step), "again, without a restart");
      done[step] = Done::yes;
    }
    expect_done(subject_.step(step + 1), "the next step");
    done[step + 1] = Done::yes;
    subject_.check_memory();
    if (testing::Test::HasFailure()) return;
    disk_.crash(swept_, random_below(random_, 2) == 0 ? fakes::Fate::any : fakes::Fate::lost);
    subject_.close();
    disk_.restart(swept_);
    look(done);
  }
  void look(const std::vector<Done>& done) {
    const auto opened = subject_.open(swept_);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    subject_.check(done);
    subject_.close();
  }

  void sweep_step(std::size_t step) {
    sweep(subject_.describe(step), [&](const fakes::DiskFault& fault) {
      begin(step);
      expect_done(subject_.open(swept_), "open");
      auto done = done_before(step);
      const bool struck = with(fault, [&] {
        const auto result = subject_.step(step);
        done[step] = result ? Done::yes : Done::begun;
        if (!result) expect_honest(result.error());
      });
      if (struck && done[step] == Done::yes) ++figures_.done_all_the_same;
      go_on(step, done);
      return struck;
    });
  }

  /// Ever more room, from none at all to enough.
  void fill_up_in(std::size_t step) {
    for (std::uint64_t room = 0; !testing::Test::HasFailure(); room += kRoomStep) {
      SCOPED_TRACE(fmt::format("{}: {}, with room for {} more bytes", subject_.name(),
                               subject_.describe(step), room));
      begin(step);
      disk_.set_capacity(swept_, fakes::FaultyDisk::used_bytes(swept_) + room);
      const auto full_before = disk_.counts().full;
      expect_done(subject_.open(swept_), "open on a full disk");
      auto done = done_before(step);
      if (testing::Test::HasFailure()) return subject_.close();
      const auto result = subject_.step(step);
      done[step] = result ? Done::yes : Done::begun;
      if (!result) {
        expect_honest(result.error());
        EXPECT_EQ(result.error().code, ErrorCode::no_space) << result.error().message;
      }
      disk_.set_capacity(swept_, std::nullopt);
      const bool was_full = disk_.counts().full > full_before;
      go_on(step, done);
      if (testing::Test::HasFailure()) return subject_.close();
      if (!was_full) return;
      ++figures_.runs;
      if (result) ++figures_.done_all_the_same;
    }
  }

  void sweep_opening(std::size_t step) {
    sweep("open", [&](const fakes::DiskFault& fault) {
      begin(step);
      bool open = false;
      const bool struck = with(fault, [&] {
        const auto result = subject_.open(swept_);
        open = result.has_value();
        if (!result) expect_honest(result.error());
      });
      if (!open) expect_done(subject_.open(swept_), "open again");
      if (!testing::Test::HasFailure()) go_on(step, done_before(step));
      return struck;
    });
  }

  void sweep_closing(std::size_t step) {
    sweep("close", [&](const fakes::DiskFault& fault) {
      begin(step);
      expect_done(subject_.open(swept_), "open");
      auto done = done_before(step);
      expect_done(subject_.step(step), "before the end");
      done[step] = Done::yes;
      const bool struck = with(fault, [&] { subject_.close(); });
      if (random_below(random_, 2) == 0) {
        disk_.crash(swept_, fakes::Fate::any);
        disk_.restart(swept_);
      }
      look(done);
      return struck;
    });
  }

  Subject& subject_;
  fakes::SeededRandom random_;
  fakes::TempFolder folder_{fakes::memory_folder()};
  fakes::FaultyDisk disk_{random_};
  const std::filesystem::path swept_ = folder_ / "swept";
  fakes::DiskImage base_;
  SweepFigures figures_;
  const QuietLog quiet_;
};

inline void print(const std::string& name, const SweepFigures& figures) {
  std::string by_op;
  for (std::size_t i = 0; i < fakes::kDiskOps; ++i) {
    by_op += fmt::format(" {} {}", fakes::to_string(static_cast<fakes::DiskOp>(i)),
                         figures.disk.failed[i]);
  }
  fmt::print(
      "disk faults: {} {} sweeps (failed calls:{}; short writes {}; no room {}; lost by failed "
      "syncs {}), "
      "refused honestly {}, done all the same {}; lost 0\n",
      name, figures.runs, by_op, figures.disk.short_writes, figures.disk.full,
      figures.disk.sync_losses, figures.refused, figures.done_all_the_same);
}

}  // namespace earshot::crash
