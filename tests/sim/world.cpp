#include "tests/sim/world.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// After everything is healed it must come to rest within this, and some probes.
constexpr Duration kRestWithin = 40min;
constexpr Duration kLook = 5s;
constexpr std::uint64_t kStepsPerLook = 256;
/// Machines under one name take turns of minutes at their broker.
constexpr Duration kTurns = 2h;
/// A receipt that was under way when everything was healed has come by then.
constexpr Duration kLastEcho = 60s;

hq::OrgTree org_of(int locations) {
  std::vector<hq::OrgNode> nodes;
  const auto add = [&](std::string id, const char* kind, std::optional<std::size_t> parent) {
    hq::OrgNode node;
    node.name = id;
    node.id = NodeId::trusted(std::move(id));
    node.kind = kind;
    node.parent = parent;
    nodes.push_back(std::move(node));
  };
  add("acme", "organisation", std::nullopt);
  add("north", "region", 0);
  for (int i = 1; i <= locations; ++i) {
    add("store-" + std::to_string(i), "location", i % 2 == 1 ? 1 : 0);
  }
  return hq::OrgTree(std::move(nodes));
}

}  // namespace

World::World(const Plan& plan, fs::path root, const system::TimeZone& zone)
    : scene{plan, std::move(root), zone},
      hq_broker(scene.net, "hq-broker"),
      lonely_broker_(scene.net, "nowhere-broker") {
  build();
  scene.let_go = [this](const LocationId& location, const Holding& before) {
    const Lap lap(scene.stopwatch, Part::disks);
    const fakes::FaultyDisk::Calm calm(scene.disk);
    scene.oracle.destroyed(location, before, holding_at(site_of(location), nullptr));
  };
  // Even what SQLite draws by itself is the seed's.
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(plan.seed & 0x7fffffff),
                       static_cast<sqlite3*>(nullptr));
}

World::~World() {
  for (Machine* machine : machines()) machine->kill();
  scene.graveyard.clear();
  sites.clear();
  hq.reset();
  stranger.reset();
  // With what is still in the queue goes what it holds on to.
  scene.queue.clear();
}

void World::build() {
  const Plan& plan = scene.plan;
  hq = std::make_unique<HqMachine>(scene, org_of(plan.locations), hq_broker);
  static const std::vector<const char*> kTouchpoints{"checkout", "fitting-room", "washroom",
                                                     "checkout"};
  for (int l = 1; l <= plan.locations; ++l) {
    Site site;
    site.id = LocationId::trusted("store-" + std::to_string(l));
    site.broker = std::make_unique<Broker>(scene.net, site.id.str() + "-broker");
    edge::LocationFacts facts;
    facts.id = site.id;
    facts.name = "Store " + std::to_string(l);
    facts.verbatims = plan.verbatims;
    facts.watch_bursts = plan.watch_bursts;
    facts.watch_patterns = plan.watch_patterns;
    facts.opening_hours = {{0x7F, kOpensMinute, kClosesMinute}};
    for (int k = 1; k <= plan.kiosks; ++k) {
      const auto device =
          DeviceId::trusted("s" + std::to_string(l) + "-kiosk-" + std::to_string(k));
      if (plan.kiosks_listed) facts.kiosks.insert(device);
      site.kiosks.push_back(std::make_unique<KioskMachine>(
          scene, device.str(), device, site.id,
          TouchpointId::trusted(kTouchpoints[static_cast<std::size_t>(k - 1) % 4]), *site.broker));
    }
    site.edges.push_back(
        std::make_unique<EdgeMachine>(scene, site.id.str(), facts, *site.broker, hq_broker));
    sites.push_back(std::move(site));
  }
  if (!plan.empty_disks) {
    for (Machine* machine : machines()) machine->deliver_with_store();
  }
  if (plan.faults.contains(Fault::stranger)) {
    edge::LocationFacts nowhere;
    nowhere.id = LocationId::trusted("nowhere");
    nowhere.name = "Nowhere";
    stranger = std::make_unique<EdgeMachine>(scene, "nowhere", nowhere, lonely_broker_, hq_broker);
  }
}

std::vector<Machine*> World::machines() {
  std::vector<Machine*> all{hq.get()};
  for (Site& site : sites) {
    for (auto& edge : site.edges) all.push_back(edge.get());
    for (auto& kiosk : site.kiosks) all.push_back(kiosk.get());
  }
  if (stranger) all.push_back(stranger.get());
  return all;
}

Site& World::site_of(const LocationId& id) {
  const auto site = std::find_if(sites.begin(), sites.end(),
                                 [&](const Site& candidate) { return candidate.id == id; });
  EARSHOT_CHECK(site != sites.end());
  return *site;
}

// ---- life

void World::step_until(SimTime until) {
  while (scene.queue.step(until)) {
    scene.graveyard.clear();
    if (scene.queue.steps() % kStepsPerLook == 0) look_at_memory();
  }
}

void World::look_at_memory() {
  const auto now = fakes::memory_in_use();
  scene.peaks.memory = std::max(scene.peaks.memory, now - std::min(now, memory_before_));
}

void World::live() {
  Dice dice(scene.plan.seed, "start");
  for (Machine* machine : machines()) {
    if (machine == stranger.get()) continue;
    scene.queue.at(dice.between(0, 5'000), [machine] { machine->boot(); });
  }
  for (Site& site : sites) {
    for (auto& kiosk : site.kiosks) open_doors(*kiosk, kiosk->name());
  }
  for (std::size_t i = 0; i < sites.size(); ++i) manager(i, 0);
  schedule_mishaps(*this);
  step_until(scene.plan.lives.count());
}

void World::open_doors(KioskMachine& kiosk, std::string_view plan_name) {
  const int day = static_cast<int>((scene.queue.now() + kDayBegins) / kDayMs);
  open_day(kiosk, std::string(plan_name), day);
}

/// Only a day's customers wait in the queue at a time.
void World::open_day(KioskMachine& kiosk, std::string plan_name, int day) {
  for (Visit& visit : visits(scene.plan, plan_name, day)) {
    if (visit.at < scene.queue.now()) continue;
    scene.queue.at(visit.at, [this, &kiosk, visit = std::move(visit)] { customer(kiosk, visit); });
  }
  const SimTime next = (day + 1) * kDayMs - kDayBegins;
  if (next >= scene.plan.lives.count()) return;
  scene.queue.at(next, [this, &kiosk, plan_name = std::move(plan_name), day] {
    open_day(kiosk, plan_name, day + 1);
  });
}

void World::manager(std::size_t site, int times) {
  Dice dice(scene.plan.seed, sites[site].id.str() + " manager", static_cast<std::uint64_t>(times));
  if (times > 0) sites[site].edge().look_at_alerts(dice);
  const auto pause = dice.between(scene.plan.lives / 24, scene.plan.lives / 6);
  if (scene.queue.now() + pause.count() >= scene.plan.lives.count()) return;
  scene.queue.after(pause, [this, site, times] { manager(site, times + 1); });
}

void World::customer(KioskMachine& kiosk, const Visit& visit) {
  response::Response first = visit.steps.front().response;
  if (!kiosk.begin_visit(first)) return;
  for (std::size_t i = 1; i < visit.steps.size(); ++i) {
    response::Response more = visit.steps[i].response;
    more.touchpoint = first.touchpoint;
    more.at = first.at;
    more.boot_id = first.boot_id;
    more.uptime_ms = first.uptime_ms;
    // The screen has forgotten a session when the kiosk started again meanwhile; so has this.
    scene.queue.after(visit.steps[i].after, [&kiosk, more = std::move(more)] {
      if (kiosk.boot_id() == more.boot_id) static_cast<void>(kiosk.say(more));
    });
  }
}

// ---- destroyed disks

std::optional<Holding> World::holding_of(Machine& machine) {
  prepare_look(machine);
  if (const auto* kiosk = dynamic_cast<KioskMachine*>(&machine)) {
    auto held = held_by_kiosk(machine.store());
    if (kiosk->still_to_read()) add_to(held, *kiosk->still_to_read());
    return held;
  }
  if (dynamic_cast<EdgeMachine*>(&machine) != nullptr) return held_by_edge(machine.store());
  return std::nullopt;
}

void World::destroy_disk(Machine& machine, const fs::path* successor) {
  EARSHOT_CHECK(!machine.runs());
  const Lap lap(scene.stopwatch, Part::disks);
  // A read that failed here once made a disk look empty that held what somebody was thanked for.
  const fakes::FaultyDisk::Calm calm(scene.disk);
  collect_alarms(machine);
  const auto gone = holding_of(machine);
  if (!gone) return;  // headquarters holds nothing that an edge agent could not send again
  for (Site& site : sites) {
    const auto of_site = [&](const auto& each) { return each.get() == &machine; };
    if (std::none_of(site.edges.begin(), site.edges.end(), of_site) &&
        std::none_of(site.kiosks.begin(), site.kiosks.end(), of_site)) {
      continue;
    }
    Holding left = holding_at(site, &machine);
    if (successor != nullptr) {
      const auto file = *successor / machine.store().filename();
      add_to(left,
             machine.store().filename() == "edge.db" ? held_by_edge(file) : held_by_kiosk(file));
    }
    scene.oracle.destroyed(site.id, *gone, left);
  }
}

Holding World::holding_at(Site& site, const Machine* but) {
  Holding all;
  for (auto& edge : site.edges) {
    if (edge.get() != but) add_to(all, *holding_of(*edge));
  }
  for (auto& kiosk : site.kiosks) {
    if (kiosk.get() != but) add_to(all, *holding_of(*kiosk));
  }
  return all;
}

void World::collect_alarms(Machine& machine) {
  std::string where;
  if (&machine == hq.get()) where = "hq";
  if (const auto* edge = dynamic_cast<EdgeMachine*>(&machine)) where = edge->location().str();
  if (where.empty() || !fs::exists(machine.store())) return;
  prepare_look(machine);
  try {
    SQLite::Database database(machine.store().string(), SQLite::OPEN_READWRITE, 1000);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    SQLite::Statement rows(database, "SELECT DISTINCT kind, device FROM incident");
    while (rows.executeStep()) {
      alarms.insert({where, static_cast<relay::Incident::Kind>(rows.getColumn(0).getInt()),
                     rows.getColumn(1).getString()});
    }
  } catch (const SQLite::Exception&) {
    // A damaged disk tells nothing.
  }
}

void World::prepare_look(Machine& machine) {
  if (machine.runs()) return;
  scene.graveyard.clear();
  scene.disk.restart(machine.folder());
}

// ---- the end

void World::heal() {
  scene.story.tell("everything is healed");
  healed_at = scene.queue.now();
  scene.net.message_faults = false;
  scene.disk.mend();
  hq_broker.start();
  for (Site& site : sites) {
    site.broker->start();
    for (auto& edge : site.edges) edge->slow_down(Duration{0});
  }
  hq->slow_down(Duration{0});
  if (stranger) {
    stranger->kill();
    scene.graveyard.clear();
  }
  for (Machine* machine : machines()) {
    scene.disk.set_capacity(machine->folder(), std::nullopt);
    scene.disk.crash_at_change(machine->folder(), INT64_MAX, fakes::Fate::kept);
    machine->die_at_step(0);
    for (Road* road : machine->roads()) *road = {};
    machine->thaw();
    if (machine == stranger.get()) continue;
    if (machine->clock().is_unset()) machine->clock().set_error(0);
    if (!machine->runs()) machine->boot();
  }
  // The alarm was heard: of two edge agents with one name one is taken away.
  for (Site& site : sites) {
    while (site.edges.size() > 1) {
      auto& clone = *site.edges.back();
      clone.kill();
      clone.retire();
      destroy_disk(clone, nullptr);
      scene.story.tell("{} is taken away", clone.name());
      retired_.push_back(std::move(site.edges.back()));
      site.edges.pop_back();
    }
  }
}

bool World::quiet() {
  if (!hq->quiet()) return false;
  for (Site& site : sites) {
    for (auto& edge : site.edges) {
      if (!edge->quiet()) return false;
    }
    for (auto& kiosk : site.kiosks) {
      if (!kiosk->quiet() || !kiosk->heard_since(healed_at + kLastEcho.count())) return false;
    }
  }
  return true;
}

std::string World::unrest() {
  std::string words = "not at rest in time:";
  for (Machine* machine : machines()) {
    if (machine != stranger.get() && !machine->quiet()) words += " " + machine->name();
  }
  return words;
}

/// Receivers with an older disk than their senders think ask again with the next probe: so it is
/// not over before everybody had two of them, nor before the last frame in a queue has come.
bool World::settle() {
  const Duration probes = scene.plan.probe_every * 2 + 60s;
  int clones = 0;
  for (const Site& site : sites) {
    clones += static_cast<int>(site.kiosks.size()) - scene.plan.kiosks;
  }
  const SimTime latest = healed_at + (kRestWithin + 3 * probes + clones * kTurns).count();
  step_until(scene.queue.now() + probes.count());
  int looks = 0;
  while (scene.queue.now() < latest) {
    step_until(scene.queue.now() + kLook.count());
    looks = quiet() ? looks + 1 : 0;
    if (looks == 1) quiet_at = scene.queue.now();
    if (looks * kLook > probes) {
      scene.story.tell("all is quiet");
      return true;
    }
  }
  return false;
}

}  // namespace earshot::sim
