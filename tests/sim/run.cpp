#include "tests/sim/run.h"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

#include "tests/sim/hearing.h"

namespace earshot::sim {
namespace {

namespace fs = std::filesystem;

std::string prefix_of(int pid) { return fmt::format("earshot-sim-{}-", pid); }

/// A folder of this run's own.
class RunFolder {
 public:
  RunFolder() {
    auto name = (run_folders() / (prefix_of(::getpid()) + "XXXXXX")).string();
    EARSHOT_CHECK(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~RunFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  fs::path path;
};

const system::TimeZone& zone() {
  static const auto kZone = *system::TimeZone::load("Europe/London");
  return kZone;
}

/// What costs time and is of no use here: locks in SQLite and its count of the memory in use, log
/// lines, and memory that goes to the system and comes back. Of no effect once SQLite is in use.
void prepare_process() {
  static const bool kDone = [] {
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    ::mallopt(M_TOP_PAD, 16 << 20);
    spdlog::set_level(spdlog::level::off);
    return true;
  }();
  static_cast<void>(kDone);
}

void count_disk_faults(World& world) {
  const auto& counts = world.scene.disk.counts();
  auto& effective = world.scene.faults.effective;
  effective[static_cast<std::size_t>(Fault::disk_full)] += counts.full;
  effective[static_cast<std::size_t>(Fault::io_error)] += counts.all_failed();
  for (const Machine* machine : world.machines()) {
    world.scene.coverage.reach(Mark::reserves_spent, machine->reserve().released());
  }
  world.scene.coverage.reach(Mark::unsynced_lost, counts.fates.changes_lost);
  world.scene.coverage.reach(Mark::unsynced_torn, counts.fates.changes_torn);
  world.scene.coverage.reach(Mark::unsynced_reordered, counts.fates.reordered);
}

}  // namespace

fs::path run_folders() {
  std::error_code ignored;
  const fs::path memory = "/dev/shm";
  return fs::is_directory(memory, ignored) && ::access("/dev/shm", W_OK) == 0
             ? memory
             : fs::temp_directory_path();
}

void remove_run_folders(int pid) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(run_folders(), ignored)) {
    if (!entry.path().filename().string().starts_with(prefix_of(pid))) continue;
    fs::remove_all(entry.path(), ignored);
  }
}

Outcome run(const Plan& plan, std::size_t lines_max) {
  prepare_process();
  RunFolder folder;
  Outcome outcome;
  World world(plan, folder.path, zone());
  world.scene.story.keep_lines(lines_max);
  world.live();
  world.heal();
  const bool rested = world.settle();
  if (!world.scene.wrong.empty()) {
    outcome.failure = Failure{"receipts tell the truth", world.scene.wrong};
  } else if (rested) {
    const Lap lap(world.scene.stopwatch, Part::checks);
    outcome.failure = check_all(world);
    if (!outcome.failure) outcome.failure = check_hearing(world);
  } else {
    outcome.failure = Failure{"progress", world.unrest()};
  }
  if (outcome.failure) {
    world.scene.story.tell("BROKEN: {}: {}", outcome.failure->check, outcome.failure->words);
  }
  for (Machine* machine : world.machines()) machine->kill();
  count_disk_faults(world);
  Figures& figures = outcome.figures;
  figures.seed = plan.seed;
  figures.hash = world.scene.story.hash();
  figures.steps = world.scene.queue.steps();
  figures.lived_ms = world.scene.queue.now();
  figures.settled_ms = world.quiet_at - world.healed_at;
  figures.locations = plan.locations;
  figures.kiosks = plan.kiosks;
  figures.thanked = world.scene.oracle.thanked_count();
  figures.lost = world.scene.oracle.lost_count();
  figures.faults = world.scene.faults;
  figures.coverage = world.scene.coverage;
  figures.peaks = world.scene.peaks;
  figures.split = world.scene.stopwatch.split();
  figures.peaks.broker_queue = world.scene.net.longest_queue;
  outcome.story = world.scene.story.lines();
  return outcome;
}

}  // namespace earshot::sim
