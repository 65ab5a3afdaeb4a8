// What goes wrong: each mishap of the plan, done to a victim at its time, and undone when it ends.
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "core/wire/codec.h"
#include "tests/sim/alarms.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class Mishaps {
 public:
  Mishaps(World& world, const Mishap& mishap)
      : world_(world), scene_(world.scene), mishap_(mishap), dice_(mishap.chance) {}

  void happen();

 private:
  void later(Duration wait, std::function<void()> f) const {
    scene_.queue.after(wait, std::move(f));
  }
  template <typename T>
  T& victim(const std::vector<T*>& all) const {
    return *all[mishap_.where % all.size()];
  }
  Machine& any_machine() const {
    auto all = world_.machines();
    std::erase(all, world_.stranger.get());
    return victim(all);
  }
  KioskMachine& a_kiosk() const {
    std::vector<KioskMachine*> all;
    for (Site& site : world_.sites) {
      for (auto& kiosk : site.kiosks) all.push_back(kiosk.get());
    }
    return victim(all);
  }
  EdgeMachine& an_edge() const {
    std::vector<EdgeMachine*> all;
    for (Site& site : world_.sites) {
      for (auto& edge : site.edges) all.push_back(edge.get());
    }
    return victim(all);
  }
  void tell(std::string_view where) const {
    scene_.story.tell("! {} ({}) at {}", to_string(mishap_.fault), mishap_.number, where);
  }

  /// It changed something on this machine.
  void took_effect(const Machine& machine) const {
    scene_.faults.took_effect(mishap_.fault);
    scene_.happened.note(mishap_.fault, machine.device_name(), scene_.queue.now());
  }

  void network();
  void process();
  void disk();
  void clock();
  void history();
  void content();
  void flood(KioskMachine& kiosk);
  void end_later(Machine& machine, bool boots) const;
  void damage(Machine& machine);
  void spoil(const fs::path& file, int bytes);
  /// Of what is deserved when the machine goes on with `successor`, or with nothing.
  void expect(Machine& machine, const fs::path* successor);
  void reimage(Machine& machine);
  void restore(Machine& machine, const fs::path& backup);
  void clone_kiosk(KioskMachine& original);
  void clone_edge(EdgeMachine& original);

  World& world_;
  Scene& scene_;
  const Mishap& mishap_;
  Dice dice_;
};

void Mishaps::happen() {
  scene_.faults.inject(mishap_.fault);
  if (mishap_.fault <= Fault::queue_overflow) return network();
  if (mishap_.fault <= Fault::slow_store) return process();
  if (mishap_.fault <= Fault::damaged_store) return disk();
  if (mishap_.fault <= Fault::clock_unset) return clock();
  if (mishap_.fault <= Fault::hq_restored) return history();
  content();
}

void Mishaps::network() {
  if (mishap_.fault == Fault::queue_overflow) return;  // the plan's small queues do it
  if (mishap_.fault == Fault::broker_restart) {
    std::vector<Broker*> all{&world_.hq_broker};
    for (Site& site : world_.sites) all.push_back(site.broker.get());
    Broker& broker = victim(all);
    if (!broker.is_up()) return;
    scene_.faults.took_effect(Fault::broker_restart);
    broker.stop();
    return later(mishap_.lasts, [&broker] { broker.start(); });
  }
  Machine& machine = any_machine();
  const auto roads = machine.roads();
  Road& road = *roads[dice_.below(roads.size())];
  tell(machine.name());
  if (mishap_.fault == Fault::partition) {
    road.cut = true;
  } else {
    (dice_.below(2) == 0 ? road.upward_lost : road.downward_lost) = true;
  }
  later(mishap_.lasts, [&road] { road = {}; });
}

void Mishaps::process() {
  Machine& machine = any_machine();
  tell(machine.name());
  if (!machine.runs()) return;
  switch (mishap_.fault) {
    case Fault::kill:
      scene_.faults.took_effect(Fault::kill);
      machine.kill();
      return end_later(machine, false);
    case Fault::kill_midway:
      return machine.die_at_step(1 + static_cast<int>(dice_.below(6)));
    case Fault::freeze:
      scene_.faults.took_effect(Fault::freeze);
      machine.freeze();
      return later(mishap_.lasts, [&machine] { machine.thaw(); });
    default:
      break;
  }
  const Duration slow = dice_.between(Duration{1s}, Duration{20s});
  if (dice_.below(3) == 0) {
    world_.hq->slow_down(slow);
  } else {
    an_edge().slow_down(slow);
  }
  scene_.faults.took_effect(Fault::slow_store);
  later(mishap_.lasts, [&world = world_] {
    world.hq->slow_down(Duration{0});
    for (Site& site : world.sites) site.edge().slow_down(Duration{0});
  });
}

void Mishaps::end_later(Machine& machine, bool boots) const {
  later(std::max<Duration>(mishap_.lasts, 100ms), [&machine, boots] {
    if (machine.runs() || machine.retired()) return;
    boots ? machine.boot() : machine.start();
  });
}

void Mishaps::disk() {
  Machine& machine = any_machine();
  tell(machine.name());
  switch (mishap_.fault) {
    case Fault::power_cut: {
      if (!machine.runs()) return;
      const auto fate = fakes::kFates[dice_.below(std::size(fakes::kFates))];
      if (dice_.below(2) == 0) {
        scene_.faults.took_effect(Fault::power_cut);
        machine.lose_power(fate);
        return end_later(machine, true);
      }
      return machine.lose_power_at_change(1 + dice_.below(60), fate);
    }
    case Fault::disk_full: {
      scene_.happened.note(Fault::disk_full, machine.device_name(), scene_.queue.now());
      const auto used = fakes::FaultyDisk::used_bytes(machine.folder());
      scene_.disk.set_capacity(machine.folder(), used + dice_.below(64 * 1024));
      return later(mishap_.lasts, [&disk = scene_.disk, folder = machine.folder()] {
        disk.set_capacity(folder, std::nullopt);
      });
    }
    case Fault::io_error: {
      scene_.happened.note(Fault::io_error, machine.device_name(), scene_.queue.now());
      fakes::DiskFault fault;
      fault.folder = machine.folder();
      static const std::vector<std::vector<fakes::DiskOp>> kOps{
          {}, {fakes::DiskOp::write}, {fakes::DiskOp::sync}, {fakes::DiskOp::read}};
      fault.ops = dice_.one_of(kOps);
      static const std::vector<fakes::DiskFault::Kind> kKinds{fakes::DiskFault::Kind::error,
                                                              fakes::DiskFault::Kind::short_write,
                                                              fakes::DiskFault::Kind::full};
      fault.kind = dice_.one_of(kKinds);
      static const std::vector<std::uint32_t> kChances{5'000, 50'000, 500'000};
      fault.per_million = dice_.one_of(kChances);
      scene_.disk.add(fault);
      return later(mishap_.lasts, [&disk = scene_.disk] { disk.mend(); });
    }
    default:
      return damage(machine);
  }
}

/// The first page of the database and the header of its log become noise: SQLite cannot open that
/// any more. What a kiosk said is behind it still, and nothing of that may be lost; an edge agent
/// and headquarters begin anew.
void Mishaps::damage(Machine& machine) {
  machine.kill();
  world_.prepare_look(machine);
  if (!fs::exists(machine.store())) return end_later(machine, true);
  expect(machine, nullptr);
  if (auto* kiosk = dynamic_cast<KioskMachine*>(&machine)) {
    const fakes::FaultyDisk::Calm calm(scene_.disk);
    kiosk->spoilt(held_by_kiosk(machine.store()));
  } else {
    world_.destroy_disk(machine, nullptr);
  }
  spoil(machine.store(), 4096);
  const fs::path log = machine.store().string() + "-wal";
  std::error_code none;
  if (fs::file_size(log, none) > 0 && !none) spoil(log, 32);
  took_effect(machine);
  end_later(machine, true);
}

void Mishaps::spoil(const fs::path& file, int bytes) {
  std::fstream noise(file, std::ios::in | std::ios::out | std::ios::binary);
  for (int i = 0; i < bytes; ++i) noise.put(static_cast<char>(dice_.next()));
}

void Mishaps::clock() {
  Machine& machine = any_machine();
  tell(machine.name());
  took_effect(machine);
  switch (mishap_.fault) {
    case Fault::clock_drift:
      return machine.clock().set_drift(dice_.between(-20'000, 20'000));
    case Fault::clock_forward:
      return machine.clock().set_error(kDayMs);
    case Fault::clock_back:
      return machine.clock().set_error(-kDayMs);
    default:
      break;
  }
  // It starts without a battery, and learns the time only later.
  machine.kill();
  machine.clock().unset();
  machine.boot();
  later(mishap_.lasts, [&machine] {
    if (machine.clock().is_unset()) machine.clock().set_error(0);
  });
}

// ---- identity and history

void Mishaps::history() {
  switch (mishap_.fault) {
    case Fault::kiosk_cloned:
      return clone_kiosk(a_kiosk());
    case Fault::edge_cloned:
      return clone_edge(an_edge());
    case Fault::kiosk_reimaged:
      return reimage(a_kiosk());
    case Fault::edge_reimaged:
      return reimage(an_edge());
    default:
      break;
  }
  Machine& machine = mishap_.fault == Fault::kiosk_restored  ? static_cast<Machine&>(a_kiosk())
                     : mishap_.fault == Fault::edge_restored ? static_cast<Machine&>(an_edge())
                                                             : static_cast<Machine&>(*world_.hq);
  // The backup is made now, with the service stopped; it comes back later.
  tell(machine.name());
  const bool ran = machine.runs();
  machine.kill();
  const auto backup = machine.copy_disk("backup-" + std::to_string(mishap_.number));
  if (ran) machine.start();
  later(std::max<Duration>(mishap_.lasts, 1s),
        [this_copy = *this, &machine, backup]() mutable { this_copy.restore(machine, backup); });
}

void Mishaps::expect(Machine& machine, const fs::path* successor) {
  expect_other_history(world_, machine, successor);
  if (auto* edge = dynamic_cast<EdgeMachine*>(&machine)) expect_holes(world_, *edge, successor);
}

void Mishaps::reimage(Machine& machine) {
  tell(machine.name());
  if (machine.retired()) return;
  machine.kill();
  expect(machine, nullptr);
  world_.destroy_disk(machine, nullptr);
  machine.replace_disk(nullptr);
  took_effect(machine);
  machine.boot();
}

void Mishaps::restore(Machine& machine, const fs::path& backup) {
  if (machine.retired() || world_.healed_at != 0) return;
  scene_.story.tell("! {} gets its backup ({})", machine.name(), mishap_.number);
  machine.kill();
  expect(machine, &backup);
  world_.destroy_disk(machine, &backup);
  machine.replace_disk(&backup);
  took_effect(machine);
  machine.boot();
}

void Mishaps::clone_kiosk(KioskMachine& original) {
  tell(original.name());
  Site& site = world_.site_of(original.location());
  if (site.kiosks.size() >= 6) return;
  const bool ran = original.runs();
  original.kill();
  const auto copy = original.copy_disk("clone-" + std::to_string(mishap_.number));
  const auto name = original.name() + "-clone-" + std::to_string(mishap_.number);
  site.kiosks.push_back(std::make_unique<KioskMachine>(
      scene_, name, original.device(), site.id, TouchpointId::trusted("exit"), *site.broker));
  KioskMachine& clone = *site.kiosks.back();
  clone.replace_disk(&copy);
  if (ran) original.start();
  clone.boot();
  took_effect(original);
  using Kind = relay::Incident::Kind;
  scene_.alarms_due.push_back({scene_.queue.now(),
                               site.id.str(),
                               {Kind::fork, Kind::new_epoch},
                               original.device_name(),
                               true});
  world_.open_doors(clone, name);
}

void Mishaps::clone_edge(EdgeMachine& original) {
  tell(original.name());
  Site& site = world_.site_of(original.location());
  if (site.edges.size() > 1) return;
  const bool ran = original.runs();
  original.kill();
  const auto copy = original.copy_disk("clone-" + std::to_string(mishap_.number));
  const auto name = original.name() + "-clone-" + std::to_string(mishap_.number);
  site.edges.push_back(original.cloned(name));
  EdgeMachine& clone = *site.edges.back();
  clone.replace_disk(&copy);
  if (ran) original.start();
  clone.boot();
  took_effect(original);
}

// ---- what is sent

/// A kiosk gone mad asks the same thing a thousand times, while the edge agent is busy.
void Mishaps::flood(KioskMachine& kiosk) {
  world_.site_of(kiosk.location()).edge().slow_down(Duration{20s});
  relay::Frame probe;
  probe.epoch = 1 + dice_.below(1000);
  probe.stream = relay::Stream::responses;
  probe.digest_before = relay::chain_start(kiosk.device(), probe.epoch, probe.stream);
  const std::string bytes = wire::encode_frame(probe);
  for (int i = 0; i < 900; ++i) {
    if (kiosk.babble(bytes)) scene_.faults.took_effect(Fault::garbage);
  }
  later(60s, [&world = world_] {
    for (Site& site : world.sites) site.edge().slow_down(Duration{0});
  });
}

void Mishaps::content() {
  if (mishap_.fault == Fault::stranger) {
    tell("headquarters' broker");
    if (!world_.stranger->runs()) world_.stranger->boot();
    scene_.faults.took_effect(Fault::stranger);
    return;
  }
  if (mishap_.fault == Fault::garbage) {
    Machine& machine = any_machine();
    tell(machine.name());
    if (dice_.below(3) == 0) return flood(a_kiosk());
    std::string noise(dice_.below(400), '\0');
    for (char& c : noise) c = static_cast<char>(dice_.next());
    scene_.noise.insert(noise);
    if (machine.babble(noise)) scene_.faults.took_effect(Fault::garbage);
    return;
  }
  Machine& machine =
      dice_.below(3) == 0 ? static_cast<Machine&>(an_edge()) : static_cast<Machine&>(a_kiosk());
  tell(machine.name());
  machine.kill();
  std::string record = "\x01 no record at all";
  if (mishap_.fault == Fault::forged_location) {
    wire::ResponseRecord forged;
    forged.location = LocationId::trusted("elsewhere");
    DiceRandom random(Dice(dice_.next()));
    forged.response.id = *ResponseId::parse(random_hex(random));
    forged.response.survey = SurveyId::trusted("visit");
    forged.response.touchpoint = TouchpointId::trusted("checkout");
    forged.response.language = LanguageTag::trusted("en");
    forged.response.at = machine.clock().wall_now();
    response::Answer answer;
    answer.question = QuestionId::trusted("recommend");
    answer.rating = 10;
    forged.response.answers.push_back(answer);
    record = wire::encode_record(forged);
  }
  if (machine.plant(record)) {
    scene_.faults.took_effect(mishap_.fault);
    const auto* kiosk = dynamic_cast<KioskMachine*>(&machine);
    const auto* edge = dynamic_cast<EdgeMachine*>(&machine);
    // A copy of an edge agent may be taken away before it was its turn (seeds 1001768, 1002177).
    if (edge != nullptr && edge != world_.site_of(edge->location()).edges.front().get()) {
      return machine.start();
    }
    scene_.alarms_due.push_back({scene_.queue.now(),
                                 kiosk != nullptr ? kiosk->location().str() : "hq",
                                 {relay::Incident::Kind::quarantined},
                                 machine.device_name()});
  }
  machine.start();
}

}  // namespace

void schedule_mishaps(World& world) {
  for (const Mishap& mishap : world.scene.plan.mishaps) {
    world.scene.queue.at(mishap.at, [&world, &mishap] { Mishaps(world, mishap).happen(); });
  }
}

}  // namespace earshot::sim
