#include "tests/sim/checks.h"

#include <algorithm>
#include <map>
#include <span>
#include <variant>

#include "core/response/misuse.h"
#include "core/wire/codec.h"
#include "edge-agent/archive.h"
#include "edge-agent/response_book.h"
#include "tests/sim/alarms.h"
#include "tests/sim/checks_hq.h"
#include "tests/sim/times.h"

namespace earshot::sim {
namespace {

constexpr int kRowsMax = 10'000'000;
/// Bytes: of the simulator itself, of a machine (SQLite keeps at most 8 MB of a store's pages), and
/// of what the oracle writes down of a customer.
constexpr std::size_t kMemoryOfAll = 16 << 20, kMemoryOfAMachine = 10 << 20, kMemoryOfOne = 4096;

std::optional<Failure> failure(std::string check, std::string words) {
  return Failure{std::move(check), std::move(words)};
}

/// Everything that was thanked for, exactly once, as it was said; and nothing else.
std::optional<Failure> everything_once(World& world, const Site& site, const Filed& filed) {
  for (const auto& [id, row] : filed) {
    const auto& voices = world.scene.oracle.voices();
    const auto voice = voices.find(id);
    if (voice == voices.end() || voice->second.location != site.id) {
      return failure(
          "nothing that nobody said",
          fmt::format("{} has response {}, which nobody said there", site.id.str(), id.str()));
    }
    const auto utterance = voice->second.revisions.find(row.response.revision);
    if (utterance == voice->second.revisions.end()) {
      return failure("nothing that nobody said",
                     fmt::format("{} has revision {} of customer {}, who said no such thing",
                                 site.id.str(), row.response.revision, voice->second.number));
    }
    if (auto f = check_time(world, site, voice->second, row)) return f;
    if (auto f = check_clock_alarms(world, site, row)) return f;
    // When it was said may have been put right, and misuse found.
    response::Response said = row.response;
    said.at = row.said_at;
    said.misuse = utterance->second.response.misuse;
    if (said != utterance->second.response) {
      return failure("as it was said",
                     fmt::format("{} has something else of customer {} than was said",
                                 site.id.str(), voice->second.number));
    }
  }
  for (const auto& [id, voice] : world.scene.oracle.voices()) {
    if (voice.location != site.id) continue;
    const auto owed = voice.owed();
    if (!owed) continue;
    const auto row = filed.find(id);
    if (row == filed.end()) {
      return failure(
          "everything thanked for",
          fmt::format("customer {} was thanked at {} ({}), and {} does not know of it",
                      voice.number, voice.device.str(), time_words(voice.first_at), site.id.str()));
    }
    if (row->second.response.revision < *owed) {
      return failure(
          "the newest revision",
          fmt::format("customer {} was thanked for revision {}, and {} has {}", voice.number, *owed,
                      site.id.str(), row->second.response.revision));
    }
  }
  return std::nullopt;
}

/// The stored cells are what counting the raw responses again gives, byte for byte.
std::optional<Failure> cells_are_a_recount(const Site& site, const Filed& filed) {
  std::map<score::CellKey, score::CellValue> recount;
  for (const auto& [id, row] : filed) {
    for (const auto& [key, value] : edge::contribution_of(row)) recount[key] += value;
  }
  std::map<score::CellKey, std::string> stored;
  SQLite::Statement rows(site.edge().database().raw(), "SELECT record FROM cells");
  while (rows.executeStep()) {
    const std::string bytes = rows.getColumn(0).getString();
    const auto any = wire::decode_record(bytes);
    const auto* cell = any ? std::get_if<wire::CellRecord>(&*any) : nullptr;
    if (cell == nullptr) return failure("edge cells", site.id.str() + " has an unreadable cell");
    if (cell->value.empty()) continue;
    const auto counted = recount.find(cell->key);
    if (counted == recount.end()) {
      return failure("edge cells",
                     fmt::format("{} has a cell of {} in hour {} that no response "
                                 "makes",
                                 site.id.str(), cell->key.question.str(), cell->key.hour));
    }
    if (wire::encode_record(wire::CellRecord{site.id, cell->key, cell->version, counted->second}) !=
        bytes) {
      return failure("edge cells",
                     fmt::format("{}: the cell of {} in hour {} counts {} responses, counting "
                                 "again gives {}",
                                 site.id.str(), cell->key.question.str(), cell->key.hour,
                                 cell->value.responses, counted->second.responses));
    }
    recount.erase(counted);
  }
  std::erase_if(recount, [](const auto& one) { return one.second.empty(); });
  if (recount.empty()) return std::nullopt;
  return failure("edge cells", fmt::format("{} lacks {} cells that its responses make",
                                           site.id.str(), recount.size()));
}

/// Who is left out as a part of a crowd is so because of what was said, whatever the order in which
/// it came, what was lost on the way and how often the edge agent began anew.
std::optional<Failure> crowds_are_found(const World& world, const Site& site, const Filed& filed) {
  const Plan& plan = world.scene.plan;
  using Around = response::Places (*)(std::span<const WallTime>, std::size_t);
  const auto look = [&](bool praise, std::uint32_t flag, Around around) -> std::optional<Failure> {
    std::map<DeviceId, std::vector<const edge::FiledResponse*>> kiosks;
    for (const auto& [id, row] : filed) {
      if (row.praised || !praise) kiosks[row.device].push_back(&row);
    }
    for (auto& [device, rows] : kiosks) {
      // A time that is put right later moves one away.
      if (clock_was_wrong(world, site, device)) continue;
      std::sort(rows.begin(), rows.end(),
                [](const auto* a, const auto* b) { return a->response.at < b->response.at; });
      std::vector<WallTime> times;
      for (const auto* row : rows) times.push_back(row->response.at);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool is_part = !around(times, i).empty();
        if (is_part == ((rows[i]->response.misuse & flag) != 0)) continue;
        return failure(
            "crowds",
            fmt::format("{} {} customer {} of {}, who is {} of a {}", site.id.str(),
                        is_part ? "counts" : "leaves out",
                        world.scene.oracle.voices().at(rows[i]->response.id).number, device.str(),
                        is_part ? "a part" : "no part", praise ? "run of praise" : "burst"));
      }
    }
    return std::nullopt;
  };
  if (plan.watch_bursts) {
    if (auto f = look(false, response::kMisuseBurst, response::burst_around)) return f;
  }
  if (!plan.watch_patterns) return std::nullopt;
  return look(true, response::kMisuseStaffPattern, response::staff_run_around);
}

/// What a kiosk wrote later on a stream was filed later. What was taken over from a damaged store
/// was written twice, and the second time each stream as a whole; what was said before a kiosk was
/// copied is in two histories, of which one may have let go of its beginning.
std::optional<Failure> in_order(World& world, const Site& site, const Filed& filed) {
  for (const auto& kiosk : site.kiosks) {
    const auto twice = {Fault::damaged_store, Fault::kiosk_cloned};
    if (world.scene.happened.times(kiosk->device_name(), twice) > 0) continue;
    std::map<ResponseId, int> streams;  // a response on both streams may overtake itself
    std::vector<std::pair<int, ResponseId>> firsts;
    auto reader = sqlite::open_reader(kiosk->store());
    if (!reader) return failure("order", "a kiosk's store cannot be read");
    SQLite::Statement rows(**reader, "SELECT id >> 56, payload FROM outbox ORDER BY id");
    while (rows.executeStep()) {
      const int stream = rows.getColumn(0).getInt();
      const auto any = wire::decode_record(rows.getColumn(1).getString());
      const auto* said = any ? std::get_if<wire::ResponseRecord>(&*any) : nullptr;
      if (said == nullptr) continue;
      streams[said->response.id] |= 1 << stream;
      if (said->response.revision == 1) firsts.emplace_back(stream, said->response.id);
    }
    std::map<int, std::int64_t> newest;
    for (const auto& [stream, id] : firsts) {
      const auto row = filed.find(id);
      if (row == filed.end() || streams[id] != 1 << stream) continue;
      if (row->second.number < newest[stream]) {
        return failure(
            "order",
            fmt::format("{} filed customer {} of {} before somebody earlier", site.id.str(),
                        world.scene.oracle.voices().at(id).number, kiosk->name()));
      }
      newest[stream] = row->second.number;
    }
  }
  return std::nullopt;
}

std::optional<Failure> bounds(World& world) {
  const Peaks& peaks = world.scene.peaks;
  const auto within = [](std::string_view what, std::size_t is,
                         std::size_t most) -> std::optional<Failure> {
    if (is <= most) return std::nullopt;
    return failure("bounds", fmt::format("{}: {} of at most {}", what, is, most));
  };
  if (auto f = within("frames waiting at an edge agent", peaks.edge_waiting,
                      2 * edge::Intake::kWaitingMax)) {
    return f;
  }
  if (auto f = within("frames waiting at headquarters", peaks.hq_waiting, hq::kWaitingFramesMax)) {
    return f;
  }
  if (auto f = within("bytes of memory for the whole world", peaks.memory,
                      kMemoryOfAll + kMemoryOfAMachine * world.machines().size() +
                          kMemoryOfOne * world.scene.oracle.voices().size())) {
    return f;
  }
  if (auto f = within("responses unsaved at a kiosk", peaks.unsaved, 1)) return f;
  if (auto f = within("messages held back by a client", peaks.outbound, 1024)) return f;
  return within("messages in a broker's queue", world.scene.net.longest_queue,
                world.scene.plan.queue_max + 1);  // and its repetition
}

}  // namespace

std::optional<Failure> check_all(World& world) {
  for (Machine* machine : world.machines()) world.collect_alarms(*machine);
  for (Site& site : world.sites) {
    const auto rows = edge::list_responses(site.edge().database().raw(), INT64_MAX, kRowsMax);
    if (!rows) return failure("edge store", rows.error().message);
    Filed filed;
    for (const auto& row : *rows) filed.emplace(row.response.id, row);
    if (filed.size() != rows->size()) return failure("counted once", "a response is filed twice");
    if (auto f = everything_once(world, site, filed)) return f;
    if (auto f = cells_are_a_recount(site, filed)) return f;
    if (auto f = in_order(world, site, filed)) return f;
    if (auto f = crowds_are_found(world, site, filed)) return f;
    if (auto f = check_cells_at_hq(world, site, filed)) return f;
  }
  if (auto f = check_numbers_of_hq(world)) return f;
  if (auto f = bounds(world)) return f;
  return check_alarms(world);
}

}  // namespace earshot::sim
