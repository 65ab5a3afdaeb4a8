#include "tests/sim/run.h"

#include <spdlog/spdlog.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

namespace earshot::sim {
namespace {

namespace fs = std::filesystem;

/// A folder of this run's own, in memory where that is possible: syncs are only noted anyway.
class RunFolder {
 public:
  RunFolder() {
    std::error_code ignored;
    const fs::path memory = "/dev/shm";
    const fs::path base = fs::is_directory(memory, ignored) && ::access("/dev/shm", W_OK) == 0
                              ? memory
                              : fs::temp_directory_path();
    auto name = (base / "earshot-sim-XXXXXX").string();
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

void count_disk_faults(World& world) {
  const auto& counts = world.scene.disk.counts();
  auto& effective = world.scene.faults.effective;
  effective[static_cast<std::size_t>(Fault::disk_full)] += counts.full;
  effective[static_cast<std::size_t>(Fault::io_error)] += counts.all_failed();
  world.scene.coverage.reach(Mark::unsynced_lost, counts.fates.changes_lost);
  world.scene.coverage.reach(Mark::unsynced_torn, counts.fates.changes_torn);
  world.scene.coverage.reach(Mark::unsynced_reordered, counts.fates.reordered);
}

}  // namespace

Outcome run(const Plan& plan, std::size_t lines_max) {
  spdlog::set_level(spdlog::level::off);
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
    outcome.failure = check_all(world);
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
  figures.peaks.broker_queue = world.scene.net.longest_queue;
  outcome.story = world.scene.story.lines();
  return outcome;
}

}  // namespace earshot::sim
