#include "tests/sim/alarms.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;
using Kind = relay::Incident::Kind;
namespace fs = std::filesystem;

/// A turn that both sides of it outlived is no restart: longer than any frame is under way.
constexpr Duration kTurn = 3min;

using Seqs = std::map<std::pair<std::int64_t, int>, std::int64_t>;  ///< by epoch and stream

/// What a sender's outbox has, by stream, in its one epoch.
struct Heads {
  Seqs last, let_go;
};

/// A look of our own into a store; `f` gets the database. False: there is none, or it is
/// unreadable.
template <typename F>
bool look_into(const fs::path& store, F f) {
  if (!fs::exists(store)) return false;
  try {
    SQLite::Database database(store.string(), SQLite::OPEN_READWRITE, 1000);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    f(database);
    return true;
  } catch (const SQLite::Exception&) {
    return false;
  }
}

std::optional<Heads> heads_in(const fs::path& store) {
  Heads heads;
  const bool read = look_into(store, [&](SQLite::Database& database) {
    SQLite::Statement rows(
        database,
        "SELECT e.epoch, s.stream, s.pruned_seq, ifnull((SELECT max(id) & ((1 << 56) - 1) FROM "
        "outbox WHERE id >> 56 = s.stream), s.pruned_seq) FROM outbox_stream s, outbox_epoch e");
    while (rows.executeStep()) {
      const std::pair key{rows.getColumn(0).getInt64(), rows.getColumn(1).getInt()};
      heads.let_go[key] = rows.getColumn(2).getInt64();
      heads.last[key] = rows.getColumn(3).getInt64();
    }
  });
  return read ? std::optional(heads) : std::nullopt;
}

/// How far a receiver has heard a device.
Seqs cursors_in(const fs::path& store, const std::string& device) {
  Seqs cursors;
  look_into(store, [&](SQLite::Database& database) {
    SQLite::Statement rows(database,
                           "SELECT epoch, stream, seq FROM inbox_cursor WHERE device = ?");
    rows.bind(1, device);
    while (rows.executeStep()) {
      cursors[{rows.getColumn(0).getInt64(), rows.getColumn(1).getInt()}] =
          rows.getColumn(2).getInt64();
    }
  });
  return cursors;
}

std::int64_t at_or_0(const Seqs& seqs, const Seqs::key_type& key) {
  const auto found = seqs.find(key);
  return found == seqs.end() ? 0 : found->second;
}

/// The receiver may have lost what it saw, or the device what it had to say, before it was told of.
bool is_excused(const World& world, const AlarmDue& due) {
  const auto& happened = world.scene.happened;
  const auto later = due.since + 1;
  // Of two edge agents one is taken away in the end, with what it had heard and had to say; who of
  // them heard whom before that is chance.
  for (const auto& name : {due.where, due.device}) {
    if (happened.times(name, {Fault::edge_cloned}) > 0) return true;
  }
  // A hole is due for what the edge agent itself has just lost; else its disk may have gone at the
  // very moment at which the device's did.
  const bool by_itself = due.kinds == std::vector{Kind::hole};
  if (happened.times(due.where, kEdgeLosses, by_itself ? later : due.since) > 0) return true;
  if (happened.times(due.where, {Fault::hq_restored}, later) > 0) return true;
  if (happened.times(due.device, kEdgeLosses, later) > 0) return true;
  if (happened.times(due.device, {Fault::kiosk_reimaged, Fault::kiosk_restored}, later) > 0) {
    return true;
  }
  if (!due.once_said) return false;
  const auto& voices = world.scene.oracle.voices();
  return std::none_of(voices.begin(), voices.end(), [&](const auto& each) {
    const Voice& voice = each.second;
    return voice.device.str() == due.device && voice.first_at > due.since &&
           voice.owed().has_value();
  });
}

/// The receiver began to know this boot with which of the turns up to `at`.
std::size_t first_turn_of(const std::vector<Turn>& turns, std::size_t at) {
  std::size_t first = at;
  for (std::size_t i = at; i-- > 0 && !turns[i].boot_id.empty();) {
    if (turns[i].boot_id == turns[at].boot_id) first = i;
  }
  return first;
}

/// Two machines took turns under one name, and the first one of them went on when the other, which
/// its receiver had met last of all, had spoken for minutes: its receiver has heard it all. Where
/// the one that goes on was met last, what the other said may have waited on its way.
bool took_turns(const std::vector<Turn>& turns) {
  for (std::size_t i = 0; i + 2 < turns.size(); ++i) {
    const Turn &first = turns[i], &other = turns[i + 1], &again = turns[i + 2];
    if (first.boot_id.empty() || other.boot_id.empty() || first.boot_id != again.boot_id) continue;
    const auto met = first_turn_of(turns, i + 1);
    const auto is_older = [&](std::size_t turn) { return first_turn_of(turns, turn) <= met; };
    bool newest = first_turn_of(turns, i) < met;
    for (std::size_t k = i; newest && k-- > 0 && !turns[k].boot_id.empty();) newest = is_older(k);
    const auto lasted = Duration{other.last_ms - other.first_ms};
    if (newest && lasted >= kTurn && Duration{again.first_ms - first.last_ms} >= kTurn) return true;
  }
  return false;
}

std::string_view name_of(Kind kind) { return relay::to_string(kind); }

/// Whether something of the plan may lead to an incident of this kind.
bool may_alarm(const Plan& plan, Kind kind) {
  const auto any = [&](std::initializer_list<Fault> faults) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](Fault fault) { return plan.faults.contains(fault); });
  };
  switch (kind) {
    case Kind::fork:
      return any(
          {Fault::kiosk_cloned, Fault::kiosk_restored, Fault::edge_cloned, Fault::edge_restored});
    case Kind::new_epoch:
      return any({Fault::kiosk_cloned, Fault::kiosk_restored, Fault::kiosk_reimaged,
                  Fault::edge_cloned, Fault::edge_restored, Fault::edge_reimaged,
                  Fault::damaged_store, Fault::garbage});  // a mad kiosk makes epochs up
    case Kind::hole:
      return any({Fault::edge_restored, Fault::edge_reimaged, Fault::edge_cloned,
                  Fault::kiosk_cloned, Fault::kiosk_restored, Fault::hq_restored,
                  Fault::damaged_store});
    case Kind::quarantined:
      return any({Fault::poison, Fault::forged_location});
    case Kind::refused:
      return any({Fault::garbage, Fault::stranger});
    case Kind::two_devices:
      return any(
          {Fault::kiosk_cloned, Fault::edge_cloned, Fault::kiosk_restored, Fault::edge_restored});
    case Kind::clock:
      return any({Fault::clock_drift, Fault::clock_forward, Fault::clock_back, Fault::clock_unset});
    case Kind::disk:
      return any({Fault::disk_full, Fault::io_error});
    default:
      return true;
  }
}

std::optional<Failure> lacks(const std::string& where, std::string_view kinds,
                             const std::string& device) {
  return Failure{"alarm", fmt::format("{} noted no '{}' of {}", where, kinds, device)};
}

std::optional<Failure> check_turns(const World& world) {
  for (const auto& [pair, turns] : world.scene.turns) {
    const auto& [where, device] = pair;
    if (!took_turns(turns) || world.alarms.contains({where, Kind::two_devices, device})) continue;
    if (world.scene.happened.times(where, {Fault::edge_cloned}) > 0) continue;  // who heard whom?
    return lacks(where, name_of(Kind::two_devices), device);
  }
  return std::nullopt;
}

}  // namespace

void expect_other_history(World& world, Machine& machine, const fs::path* successor) {
  std::string where = "hq";
  fs::path receiver = world.hq->store();
  if (const auto* kiosk = dynamic_cast<KioskMachine*>(&machine)) {
    where = kiosk->location().str();
    receiver = world.site_of(kiosk->location()).edge().store();
  } else if (&machine == world.hq.get()) {
    return;
  }
  const fakes::FaultyDisk::Calm calm(world.scene.disk);
  world.prepare_look(where == "hq" ? static_cast<Machine&>(*world.hq)
                                   : world.site_of(LocationId::trusted(where)).edge());
  const auto device = machine.device_name();
  const auto heard = cursors_in(receiver, device);
  if (heard.empty()) return;
  AlarmDue due{world.scene.queue.now(), where, {Kind::new_epoch}, device};
  const auto heads =
      successor == nullptr ? std::nullopt : heads_in(*successor / machine.store().filename());
  if (heads) {
    due.kinds = {Kind::new_epoch, Kind::fork};
    const bool behind = std::any_of(heard.begin(), heard.end(), [&](const auto& each) {
      return heads->last.contains(each.first) && each.second > heads->last.at(each.first);
    });
    if (!behind) return;
  }
  world.scene.alarms_due.push_back(std::move(due));
}

void expect_holes(World& world, EdgeMachine& edge, const fs::path* successor) {
  Site& site = world.site_of(edge.location());
  const fakes::FaultyDisk::Calm calm(world.scene.disk);
  for (const auto& kiosk : site.kiosks) {
    const auto device = kiosk->device_name();
    world.prepare_look(*kiosk);
    const auto heads = heads_in(kiosk->store());
    if (!heads || world.scene.happened.times(device, {Fault::kiosk_cloned}) > 0) continue;
    const auto heard =
        successor == nullptr ? Seqs{} : cursors_in(*successor / edge.store().filename(), device);
    const bool hole = std::any_of(heads->let_go.begin(), heads->let_go.end(), [&](const auto& s) {
      return s.second > at_or_0(heard, s.first);
    });
    if (!hole) continue;
    world.scene.alarms_due.push_back(
        {world.scene.queue.now(), site.id.str(), {Kind::hole}, device});
  }
}

std::optional<Failure> check_alarms(World& world) {
  for (const AlarmRow& alarm : world.alarms) {
    if (may_alarm(world.scene.plan, alarm.kind)) continue;
    return Failure{"no false alarm",
                   fmt::format("{} noted '{}' of {}, and nothing of the kind was done", alarm.where,
                               name_of(alarm.kind), alarm.device)};
  }
  for (const AlarmDue& due : world.scene.alarms_due) {
    const bool told = std::any_of(due.kinds.begin(), due.kinds.end(), [&](Kind kind) {
      return world.alarms.contains({due.where, kind, due.device});
    });
    if (told || is_excused(world, due)) continue;
    std::vector<std::string_view> names;
    for (const Kind kind : due.kinds) names.push_back(name_of(kind));
    return lacks(due.where, fmt::format("{}", fmt::join(names, "' or '")), due.device);
  }
  return check_turns(world);
}

std::optional<Failure> check_clock_alarms(World& world, const Site& site,
                                          const edge::FiledResponse& row) {
  if (row.clock == response::ClockVerdict::as_said) return std::nullopt;
  const AlarmRow told{site.id.str(), Kind::clock, row.device.str()};
  if (world.alarms.contains(told)) return std::nullopt;
  return lacks(told.where, name_of(Kind::clock), told.device);
}

}  // namespace earshot::sim
