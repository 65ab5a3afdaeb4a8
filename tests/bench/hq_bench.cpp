// earshot-bench-hq: how fast headquarters takes cells in, beside raw SQLite writing the same rows
// in the same transactions, and how long a page waits for an answer over a large organisation.
// Usage: earshot-bench-hq [LOCATIONS [DAYS [PART …]]] — of the organisation that is asked; 1000 and
// 90. Parts: rush, backlog, pages; without any of them all.
// Owner: developers. Threads: one.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "aggregator/headquarters.h"
#include "aggregator/sqlite_store.h"
#include "aggregator/view_json.h"
#include "core/base/check.h"
#include "core/wire/codec.h"
#include "platform/sqlite/relay_store.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::hq {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kSenders = 200;
constexpr int kResponses = 40'000;
constexpr int kResponsesPerFrame = 20;
constexpr int kRounds = 5;
constexpr int kRatingsPerHourAndTouchpoint = 3;
constexpr HourUtc kHourNow = 1'772'442'000'000 / kHourMs;
const char* const kTouchpoints[] = {"checkout", "fitting-room", "washroom"};
const char* const kTopics[] = {"queue", "staff", "price", "clean", "choice"};

double seconds_since(Steady::time_point begun) {
  return std::chrono::duration<double>(Steady::now() - begun).count();
}

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

template <typename T>
T must(Result<T> result) {
  if (!result) fmt::print(stderr, "{}\n", result.error().message);
  EARSHOT_CHECK(result.has_value());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

OrgTree organisation(int locations) {
  std::string text = "[[node]]\nid = \"top\"\nname = \"Top\"\nkind = \"organisation\"\n";
  const auto add = [&](const std::string& id, const std::string& parent, const char* kind) {
    text +=
        fmt::format("[[node]]\nid = \"{0}\"\nname = \"{0}\"\nkind = \"{2}\"\nparent = \"{1}\"\n",
                    id, parent, kind);
  };
  for (int i = 0; i < 10; ++i) add(fmt::format("region-{}", i), "top", "region");
  for (int i = 0; i < 100; ++i) {
    add(fmt::format("district-{}", i), fmt::format("region-{}", i % 10), "district");
  }
  for (int i = 0; i < locations; ++i) {
    add(fmt::format("store-{}", i), fmt::format("district-{}", i % 100), "location");
  }
  return must(parse_org(text, "org.toml"));
}

/// What the senders say, framed and encoded, and the same cells as plain rows for raw SQLite.
struct Input {
  struct Row {
    std::int64_t location, series;
    wire::CellRecord record;
  };
  struct Frame {
    DeviceId device;
    std::string bytes;
    std::vector<Row> rows;
  };
  std::vector<Frame> frames;
};

/// `spread_hours`: over how many hours the responses lie. Few: many versions of the same cells, as
/// in a rush; many: mostly cells of their own, as in a backlog.
Input make_input(int spread_hours, unsigned seed) {
  std::mt19937 random(seed);
  struct Sender {
    relay::Seq next = 1;
    relay::Digest digest{};
    std::vector<std::string> records;
    std::vector<Input::Row> rows;
  };
  std::vector<Sender> senders(kSenders);
  std::unordered_map<std::string, std::pair<std::uint64_t, score::CellValue>> cells;
  Input input;
  const auto device = [](int i) { return DeviceId::trusted(fmt::format("store-{}", i)); };
  const auto flush = [&](int i) {
    Sender& sender = senders[static_cast<std::size_t>(i)];
    relay::Frame frame;
    frame.device = device(i);
    frame.epoch = seed;
    frame.stream = relay::Stream::cells;
    frame.first_seq = sender.next;
    frame.digest_before = sender.digest;
    frame.records = std::move(sender.records);
    for (const auto& record : frame.records) {
      sender.digest = relay::chain_next(sender.digest, record);
    }
    sender.next += frame.records.size();
    input.frames.push_back({frame.device, wire::encode_frame(frame), std::move(sender.rows)});
    sender.records.clear();
    sender.rows.clear();
  };
  for (int i = 0; i < kSenders; ++i) {
    senders[static_cast<std::size_t>(i)].digest =
        relay::chain_start(device(i), seed, relay::Stream::cells);
  }
  for (int n = 0; n < kResponses; ++n) {
    const int i = n % kSenders;
    Sender& sender = senders[static_cast<std::size_t>(i)];
    const auto touchpoint = random() % 3;
    const auto topic = random() % 5;
    const HourUtc hour =
        kHourNow - spread_hours + 1 + static_cast<HourUtc>(n) * spread_hours / kResponses;
    const auto rating = random() % 11;
    for (const bool with_topic : {false, true}) {
      wire::CellRecord record;
      record.location = LocationId::trusted(device(i).str());
      record.key.hour = hour;
      record.key.business_day = static_cast<LocalDay>(hour / 24);
      record.key.touchpoint = TouchpointId::trusted(kTouchpoints[touchpoint]);
      record.key.question = QuestionId::trusted("recommend");
      record.key.language = LanguageTag::trusted("en");
      if (with_topic) record.key.topic = TopicId::trusted(kTopics[topic]);
      const std::int64_t series =
          static_cast<std::int64_t>(touchpoint * 6 + (with_topic ? topic + 1 : 0));
      auto& [version, value] = cells[fmt::format("{} {} {}", i, hour, series)];
      ++value.responses;
      ++value.ratings[rating];
      record.version = ++version;
      record.value = value;
      sender.records.push_back(wire::encode_record(record));
      sender.rows.push_back({i, series, std::move(record)});
    }
    if (sender.records.size() == 2 * kResponsesPerFrame) flush(i);
  }
  for (int i = 0; i < kSenders; ++i) {
    if (!senders[static_cast<std::size_t>(i)].records.empty()) flush(i);
  }
  return input;
}

std::unique_ptr<sqlite::Database> open_database(const std::filesystem::path& path) {
  std::vector<sqlite::Migration> migrations;
  for (const auto part : {sqlite::relay_migrations(), hq_migrations()}) {
    migrations.insert(migrations.end(), part.begin(), part.end());
  }
  return must(sqlite::Database::open(path, migrations, WallTime{})).database;
}

/// Responses a second when nothing is decoded, checked, compared or added up: one upsert a record.
double raw_sqlite(const Input& input) {
  const auto upsert_into = [](const std::string& table) {
    return "INSERT INTO " + table +
           " VALUES (?,?,?,?, ?,?, ?,?,?, ?,?,?,?,?,?,?,?,?,?,?, NULL, ?,?) "
           "ON CONFLICT DO UPDATE SET life = excluded.life, version = excluded.version, "
           "responses = excluded.responses, comments = excluded.comments, "
           "duration_ms = excluded.duration_ms, r0 = excluded.r0, r1 = excluded.r1, "
           "r2 = excluded.r2, r3 = excluded.r3, r4 = excluded.r4, r5 = excluded.r5, "
           "r6 = excluded.r6, r7 = excluded.r7, r8 = excluded.r8, r9 = excluded.r9, "
           "r10 = excluded.r10, heard = excluded.heard, revisions = excluded.revisions "
           "WHERE excluded.version > version";
  };
  const std::string kTotal = upsert_into("hq_total"), kTopic = upsert_into("hq_topic");
  fakes::TempFolder folder;
  const auto database = open_database(folder / "raw.db");
  const auto begun = Steady::now();
  for (std::size_t frame = 0; frame < input.frames.size(); frame += kFramesPerCommitMax) {
    must(database->begin());
    const std::size_t end = std::min(frame + kFramesPerCommitMax, input.frames.size());
    for (std::size_t i = frame; i < end; ++i) {
      for (const Input::Row& row : input.frames[i].rows) {
        // The same tables: one for cells of all topics, one for those of a topic.
        auto& upsert = database->prepared(row.record.key.topic.empty() ? kTotal : kTopic);
        const wire::CellRecord& record = row.record;
        upsert.bind(1, row.location);
        upsert.bind(2, record.key.hour);
        upsert.bind(3, row.series);
        upsert.bind(4, record.key.business_day);
        upsert.bind(5, 1);
        upsert.bind(6, static_cast<std::int64_t>(record.version));
        upsert.bind(7, static_cast<std::int64_t>(record.value.responses));
        upsert.bind(8, static_cast<std::int64_t>(record.value.comments));
        upsert.bind(9, static_cast<std::int64_t>(record.value.duration_ms));
        for (int r = 0; r < 11; ++r) {
          upsert.bind(10 + r,
                      static_cast<std::int64_t>(record.value.ratings[static_cast<std::size_t>(r)]));
        }
        upsert.bind(21, static_cast<std::int64_t>(record.value.heard));
        upsert.bind(22, static_cast<std::int64_t>(record.value.revisions));
        upsert.exec();
      }
    }
    must(database->commit());
  }
  return kResponses / seconds_since(begun);
}

/// The whole way: bytes → frame → custody → cells → numbers; and how long counting it again takes.
double headquarters(const Input& input, double& recount_ms) {
  fakes::TempFolder folder;
  fakes::FakeClock clock;
  const auto database = open_database(folder / "hq.db");
  sqlite::SqliteInbox inbox(*database);
  const auto store = must(SqliteStore::open(*database));
  const auto hq =
      must(Headquarters::open({clock, inbox, *store, *store, *store}, organisation(kSenders)));
  const auto begun = Steady::now();
  std::size_t received = 0;
  for (std::size_t i = 0; i < input.frames.size(); ++i) {
    auto frame = must(
        wire::decode_frame(input.frames[i].device, relay::Stream::cells, input.frames[i].bytes));
    EARSHOT_CHECK(!hq->offer(std::move(frame)));
    if (hq->waiting() < kFramesPerCommitMax && i + 1 < input.frames.size()) continue;
    received += must(hq->work()).receipts.size();
  }
  const double rate = kResponses / seconds_since(begun);
  EARSHOT_CHECK(received == input.frames.size());
  std::uint64_t n = 0;
  for (const auto& score : hq->tree_view(Window::all)->nodes.front().scores) {
    n += score::total(score.ratings);
  }
  EARSHOT_CHECK(n == kResponses);
  const auto counting = Steady::now();
  must(hq->recount());
  recount_ms = seconds_since(counting) * 1e3;
  return rate;
}

void bench_intake(const char* name, int spread_hours) {
  std::vector<double> raw, ours, ratios;
  double recount_ms = 0;
  for (unsigned round = 1; round <= kRounds; ++round) {
    const Input input = make_input(spread_hours, round);
    raw.push_back(raw_sqlite(input));
    ours.push_back(headquarters(input, recount_ms));
    ratios.push_back(ours.back() / raw.back());
  }
  fmt::print("{:<28} {:>9.0f} responses/s   raw SQLite {:>9.0f}   {:>4.0f} % (median of {})\n",
             name, percentile(ours, 0.5), percentile(raw, 0.5), percentile(ratios, 0.5) * 100,
             kRounds);
}

/// An organisation's whole history without a disk: cells as they would be read back.
class GeneratedCells final : public CellStore {
 public:
  GeneratedCells(int locations, int days) : locations_(locations), days_(days) {}
  Result<Speaker> speaker(const LocationId&, relay::Epoch, WallTime) override {
    return Speaker{1, 1, 1};
  }
  Result<std::optional<Number>> find_series(const score::CellKey&) override { return 1; }
  Result<Number> new_series(Number, const score::CellKey&) override { return 1; }
  Result<std::optional<StoredCell>> find(const CellPlace&) override { return std::nullopt; }
  Result<void> put(std::span<const PlacedCell>) override { return {}; }
  Result<void> set_aside(const PlacedCell&) override { return {}; }
  Result<void> each_total(CellVisitor& visitor) override {
    std::mt19937 random(1);
    score::CellKey keys[std::size(kTouchpoints)];
    for (std::size_t i = 0; i < std::size(kTouchpoints); ++i) {
      keys[i].question = QuestionId::trusted("recommend");
      keys[i].touchpoint = TouchpointId::trusted(kTouchpoints[i]);
    }
    for (int i = 0; i < locations_; ++i) {
      visitor.location(LocationId::trusted(fmt::format("store-{}", i)));
      for (int day = days_ - 1; day >= 0; --day) {
        topics_of(day, visitor);
        for (int hour = 8; hour < 22; ++hour) {
          for (std::size_t at = 0; at < std::size(kTouchpoints); ++at) {
            const HourUtc utc = (kHourNow / 24 - day) * 24 + hour;
            score::Histogram ratings{};
            for (int r = 0; r < kRatingsPerHourAndTouchpoint; ++r) ++ratings[random() % 11];
            visitor.cell(static_cast<Number>(at), keys[at], utc, static_cast<LocalDay>(utc / 24),
                         ratings);
            ++cells;
          }
        }
      }
    }
    return {};
  }
  std::uint64_t cells = 0;

 private:
  /// A dozen comments a day, of ten topics.
  void topics_of(int day, CellVisitor& visitor) {
    for (int topic = 0; topic < 10; ++topic) {
      score::CellKey key;
      key.question = QuestionId::trusted("recommend");
      key.topic = TopicId::trusted(fmt::format("topic-{}", topic));
      score::CellValue value;
      value.responses = 2;
      value.sentiment[1] = value.sentiment[3] = 1;
      const HourUtc utc = (kHourNow / 24 - day) * 24 + 8 + topic;
      visitor.topic(topic, key, utc, static_cast<LocalDay>(utc / 24), value);
      ++cells;
    }
  }

  int locations_;
  int days_;
};

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * 4096 / (1024 * 1024);
}

void bench_queries(int locations, int days) {
  fakes::TempFolder folder;
  fakes::FakeClock clock;
  clock.advance(std::chrono::hours(12));
  const auto database = open_database(folder / "hq.db");
  fakes::MemoryInbox inbox;
  const auto store = must(SqliteStore::open(*database));
  GeneratedCells cells(locations, days);
  ::malloc_trim(0);
  const double before_mib = resident_mib();
  const auto begun = Steady::now();
  const auto hq =
      must(Headquarters::open({clock, inbox, cells, *store, *store}, organisation(locations)));
  fmt::print("\n{} locations × {} days: {} cells counted in {:.1f} s, {:.0f} MiB\n", locations,
             days, cells.cells, seconds_since(begun), resident_mib() - before_mib);
  std::mt19937 random(2);
  for (const Window window : kWindows) {
    std::vector<double> tree_ms, node_ms;
    std::size_t bytes = 0;
    for (int i = 0; i < 40; ++i) {
      clock.advance(std::chrono::milliseconds(1'500));  // nothing is answered from before
      const auto asked = Steady::now();
      bytes = to_json(*hq->tree_view(window), {}).size();
      tree_ms.push_back(seconds_since(asked) * 1e3);
      const std::string ids[] = {"top", fmt::format("region-{}", random() % 10),
                                 fmt::format("district-{}", random() % 100),
                                 fmt::format("store-{}", random() % 100)};
      for (const std::string& id : ids) {
        const auto node_asked = Steady::now();
        static_cast<void>(to_json(must(hq->node(NodeId::trusted(id), window)), {}));
        node_ms.push_back(seconds_since(node_asked) * 1e3);
      }
    }
    fmt::print(
        "window {:<6} tree p50 {:>6.1f} p95 {:>6.1f} ms ({:.1f} MB)   node p50 {:>6.1f} p95 "
        "{:>6.1f} ms\n",
        to_string(window), percentile(tree_ms, 0.5), percentile(tree_ms, 0.95),
        static_cast<double>(bytes) / 1e6, percentile(node_ms, 0.5), percentile(node_ms, 0.95));
  }
}

int number_of(const char* text, int fallback) {
  int value = fallback;
  const std::string_view digits(text);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return std::max(value, 1);
}

}  // namespace
}  // namespace earshot::hq

int main(int argc, char** argv) {
  using namespace earshot::hq;
  const std::vector<std::string_view> parts(argv + std::min(argc, 3), argv + argc);
  const auto wanted = [&](std::string_view part) {
    return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
  };
  fmt::print(
      "Headquarters: {} responses' worth of cells from {} locations, SQLite FULL, {} frames a "
      "commit\n",
      kResponses, kSenders, kFramesPerCommitMax);
  if (wanted("rush")) bench_intake("rush (same cells again)", 2);
  if (wanted("backlog")) bench_intake("backlog (cells of 30 days)", 30 * 24);
  if (wanted("pages")) {
    bench_queries(argc > 1 ? number_of(argv[1], 1000) : 1000,
                  argc > 2 ? number_of(argv[2], 90) : 90);
  }
  return 0;
}
