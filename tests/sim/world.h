// One simulated world: headquarters, locations with a broker, an edge agent and kiosks each, the
// customers of a plan, and what goes wrong. Lives, is healed, settles down, and is then checked.
// Owner: the run. Threads: one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/memory_in_use.h"
#include "tests/sim/customers.h"
#include "tests/sim/edge_machine.h"
#include "tests/sim/hq_machine.h"
#include "tests/sim/kiosk_machine.h"
#include "tests/sim/scene.h"

namespace earshot::sim {

struct Site {
  LocationId id;
  std::unique_ptr<Broker> broker;
  std::vector<std::unique_ptr<EdgeMachine>> edges;    ///< the second and further ones are clones
  std::vector<std::unique_ptr<KioskMachine>> kiosks;  ///< clones among them, with the same device
  [[nodiscard]] EdgeMachine& edge() const { return *edges.front(); }
};

/// What somebody was told of by an incident, collected also from disks that are no more.
struct AlarmRow {
  std::string where;  ///< the location, or "hq"
  relay::Incident::Kind kind;
  std::string device;
  auto operator<=>(const AlarmRow&) const = default;
};

class World {
 public:
  World(const Plan& plan, std::filesystem::path root, const system::TimeZone& zone);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Lives until the plan's end, faults and all.
  void live();
  /// Ends every fault and starts whoever is down.
  void heal();
  /// Goes on until nothing is on its way any more. False: it does not come to rest in the time that
  /// it may take.
  bool settle();
  /// Who is not at rest, in words.
  [[nodiscard]] std::string unrest();

  Scene scene;
  Broker hq_broker;
  std::unique_ptr<HqMachine> hq;
  std::vector<Site> sites;
  std::set<AlarmRow> alarms;  ///< incidents that were noted anywhere, at any time
  SimTime healed_at = 0, quiet_at = 0;

  // For what goes wrong (mishaps.cpp).
  [[nodiscard]] std::vector<Machine*> machines();
  [[nodiscard]] Site& site_of(const LocationId& id);
  /// The disk will be no more: what is on it alone is lost, but for what its `successor` brings.
  void destroy_disk(Machine& machine, const std::filesystem::path* successor);
  void collect_alarms(Machine& machine);
  /// Before somebody else's look at its store, whether it runs or not.
  void prepare_look(Machine& machine);
  void open_doors(KioskMachine& kiosk, std::string_view plan_name);
  /// A stranger's edge agent, which no org file knows.
  std::unique_ptr<EdgeMachine> stranger;

 private:
  void build();
  void open_day(KioskMachine& kiosk, std::string plan_name, int day);
  void customer(KioskMachine& kiosk, const Visit& visit);
  /// A location's manager comes by some dozen times in the world's life.
  void manager(std::size_t site, int times);
  void step_until(SimTime until);
  void look_at_memory();
  [[nodiscard]] bool quiet();
  [[nodiscard]] std::optional<Holding> holding_of(Machine& machine);
  /// What the disks of a site hold, but for one machine's.
  [[nodiscard]] Holding holding_at(Site& site, const Machine* but);

  const std::size_t memory_before_ = fakes::memory_in_use();
  std::vector<std::unique_ptr<EdgeMachine>> retired_;
  Broker lonely_broker_;  ///< the stranger's site
};

/// Schedules what the plan says goes wrong.
void schedule_mishaps(World& world);

}  // namespace earshot::sim
