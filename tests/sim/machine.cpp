#include "tests/sim/machine.h"

#include <chrono>
#include <fstream>
#include <map>

#include "core/base/check.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// How soon a process that could not open its store is started again.
constexpr Duration kStartAgain = 5s;

}  // namespace

std::string_view words_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::no_space:
      return "no space";
    case ErrorCode::io:
      return "the disk failed";
    case ErrorCode::corrupt:
      return "damaged";
    case ErrorCode::busy:
      return "busy";
    default:
      return "refused";
  }
}

std::string_view words_of(relay::Verdict verdict) {
  switch (verdict) {
    case relay::Verdict::accepted:
      return "received";
    case relay::Verdict::gap:
      return "a gap,";
    case relay::Verdict::fork:
      return "a fork,";
    case relay::Verdict::refused:
      return "refused,";
  }
  return "?";
}

Machine::Machine(Scene& scene, std::string name)
    : scene_(scene),
      reserve_(scene.disk, scene.root / name),
      name_(std::move(name)),
      folder_(scene.root / name_),
      clock_(scene.queue) {
  fs::create_directories(folder_);
}

void Machine::deliver_with_store() {
  EARSHOT_CHECK(boots_ == 0);
  scene_.disk.put_back(folder_, {{store().filename(), new_store(scene_.root, *this)}});
}

void Machine::boot() {
  clock_.boot();
  DiceRandom random(Dice(scene_.plan.seed, name_ + " boot", ++boots_));
  boot_id_ = random_hex(random);
  start();
}

void Machine::start() {
  if (retired_) return;
  wanted_ = true;
  if (running_) return;
  const Lap lap(scene_.stopwatch, Part::starts);
  scene_.graveyard.clear();
  scene_.disk.restart(folder_);
  ++life_;
  running_ = true;
  const auto opened = open();
  if (opened) {
    scene_.story.tell("{} starts", name_);
    return;
  }
  scene_.story.tell("{} cannot start: {}", name_, words_of(opened.error().code));
  stop(fakes::Fate::kept, false);
  wanted_ = true;
  scene_.queue.after(kStartAgain, [this, life = life_] {
    if (life == life_ && wanted_) start();
  });
}

void Machine::stop(fakes::Fate fate, bool power_went) {
  wanted_ = false;
  ++life_;
  if (frozen_) {
    frozen_ = false;
    held_.clear();
  }
  die_in_ = 0;
  power_cut_due_ = false;
  if (!running_) return;
  const Lap lap(scene_.stopwatch, Part::disks);
  running_ = false;
  auto process = take_process(power_went);  // while its counters can still be read
  if (!scene_.disk.crashed(folder_)) scene_.disk.crash(folder_, fate);
  if (process) scene_.graveyard.push_back(std::move(process));
}

void Machine::at(SimTime when, std::function<void()> f) {
  if (when == INT64_MAX) return;
  scene_.queue.at(when, [this, life = life_, f = std::move(f)] {
    if (life != life_ || !running_) return;
    if (frozen_) {
      held_.push_back(f);
    } else {
      work(f);
    }
  });
}

void Machine::work(const std::function<void()>& f) {
  if (!running_) return;
  const Lap lap(scene_.stopwatch, part());
  f();
  if (!running_ || !power_cut_due_ || !scene_.disk.crashed(folder_)) return;
  scene_.story.tell("{}: the power went in the middle of a write", name_);
  scene_.faults.took_effect(Fault::power_cut);
  lose_power(fakes::Fate::any);
  scene_.queue.after(Dice(scene_.plan.seed, name_, life_).between(1s, 60s), [this, life = life_] {
    if (life == life_) boot();
  });
}

bool Machine::dies_here(std::string_view where) {
  if (die_in_ == 0 || --die_in_ > 0) return false;
  scene_.story.tell("{} is killed {}", name_, where);
  scene_.faults.took_effect(Fault::kill_midway);
  kill();
  scene_.queue.after(Dice(scene_.plan.seed, name_, life_).between(100ms, 30s),
                     [this, life = life_] {
                       if (life == life_) start();
                     });
  return true;
}

void Machine::lose_power_at_change(std::uint64_t nth, fakes::Fate fate) {
  if (!running_) return;
  power_cut_due_ = true;
  scene_.disk.crash_at_change(folder_, nth, fate);
}

void Machine::freeze() {
  if (!running_ || frozen_) return;
  frozen_ = true;
  for (Link* link : links()) link->freeze();
}

void Machine::thaw() {
  if (!frozen_) return;
  frozen_ = false;
  const auto life = life_;
  for (Link* link : links()) {
    if (life == life_) link->thaw();
  }
  for (auto held = std::exchange(held_, {}); !held.empty() && life == life_; held.pop_front()) {
    work(held.front());
  }
}

void Machine::replace_disk(const fs::path* copy_of) {
  EARSHOT_CHECK(!running_);
  scene_.graveyard.clear();
  scene_.disk.restart(folder_);
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  if (copy_of != nullptr) fs::copy(*copy_of, folder_, fs::copy_options::recursive);
  disk_replaced();
}

fs::path Machine::copy_disk(const std::string& as) {
  EARSHOT_CHECK(!running_);
  scene_.graveyard.clear();
  scene_.disk.restart(folder_);
  const fs::path target = scene_.root / as;
  fs::remove_all(target);
  fs::copy(folder_, target, fs::copy_options::recursive);
  return target;
}

const std::string& new_store(const fs::path& folder, const Machine& machine) {
  static std::map<std::string, std::string> made;
  auto& bytes = made[machine.store().filename()];
  if (!bytes.empty()) return bytes;
  const fs::path path = folder / "new" / machine.store().filename();
  fs::create_directories(path.parent_path());
  EARSHOT_CHECK(sqlite::Database::open(path, machine.schema(), {kWorldBegins}).has_value());
  bytes.resize(fs::file_size(path));
  EARSHOT_CHECK(std::ifstream(path, std::ios::binary)
                    .read(bytes.data(), static_cast<std::streamsize>(bytes.size()))
                    .good());
  EARSHOT_CHECK(!fs::exists(path.string() + "-wal"));
  return bytes;
}

bool plant_in(Scene& scene, Machine& machine, const DeviceId& device, relay::Stream stream,
              std::string_view record) {
  EARSHOT_CHECK(!machine.runs());
  scene.graveyard.clear();
  scene.disk.restart(machine.folder());
  const WallTime now = machine.clock().wall_now();
  auto opened = sqlite::Database::open(machine.store(), machine.schema(), now);
  if (!opened) return false;
  DiceRandom random(Dice(scene.plan.seed, machine.name() + " planted"));
  auto outbox = sqlite::SqliteOutbox::open(*opened->database, device, random);
  if (!outbox || !(*outbox)->append(stream, record, 1, now)) return false;
  scene.story.tell("{} holds a record that no program of ours writes", machine.name());
  return true;
}

void Machine::check_receipt(sqlite::Database& database, const relay::Receipt& receipt) {
  if (receipt.verdict == relay::Verdict::refused || receipt.cursor.seq == 0) return;
  if (!scene_.wrong.empty()) return;
  const Lap lap(scene_.stopwatch, Part::checks);
  std::int64_t stored = 0;
  try {
    auto& row = database.prepared(
        "SELECT seq FROM inbox_cursor WHERE device = ? AND epoch = ? AND stream = ?");
    row.bind(1, receipt.device.str());
    row.bind(2, static_cast<std::int64_t>(receipt.cursor.epoch));
    row.bind(3, static_cast<int>(receipt.stream));
    if (row.executeStep()) stored = row.getColumn(0).getInt64();
    static_cast<void>(row.tryReset());
  } catch (const SQLite::Exception&) {
    return;  // a disk that fails just now shows nothing
  }
  if (stored >= static_cast<std::int64_t>(receipt.cursor.seq)) return;
  scene_.wrong = fmt::format("{} confirms record {} of {} and has {} in its store", name_,
                             receipt.cursor.seq, receipt.device.str(), stored);
}

relay::Courier::Stamp Machine::stamp() { return {clock_.wall_now(), boot_id_, clock_.uptime_ms()}; }

}  // namespace earshot::sim
