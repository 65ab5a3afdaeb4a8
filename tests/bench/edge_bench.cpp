// How fast is the edge agent beside raw SQLite?
//
// The edge agent takes frames as they come from the broker (bytes on a topic) and files them:
// responses, cells, alerts, outbox, cursor, one transaction a frame, synchronous FULL. Every row
// that it writes is noted in a first, untimed run (SQLite's preupdate hook). Raw SQLite then writes
// exactly these rows, in the same batches, into a file with the same schema and settings, with
// prepared statements and nothing else to do. The two take turns, and the median of each counts.
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "edge-agent/edge.h"
#include "edge-agent/intake.h"
#include "edge-agent/schema.h"
#include "platform/reading/reading.h"
#include "platform/system/real_ports.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"

namespace earshot::edge {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Options {
  int responses = 50'000;
  int records_a_frame = 350;
  int rounds = 5;
  bool every_comment = false;  ///< else one in four has one
  bool verbatims = true;
  CommentReader* reader = nullptr;  ///< null: comments are filed unread
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "earshot-bench-edge";
};

// ---- what the kiosks send ----

response::Response any_response(std::mt19937& seed, WallTime now, bool every_comment) {
  const auto below = [&](unsigned n) { return static_cast<int>(seed() % n); };
  static const char* const kPlaces[] = {"checkout", "fitting-room", "washroom", "entrance"};
  static const char* const kTopics[] = {"queue", "staff", "price", "cleanliness", "stock"};
  static const char* const kWords[] = {
      "We waited a long time at the checkout, but the person who helped us was kind.",
      "Very friendly staff, thank you!",
      "The washroom was dirty and the prices are far too high.",
      "Trop d’attente à la caisse, mais le personnel est aimable.",
      "ok",
      "I could not find the jam, nobody knew where it was, and in the end I left without it. The "
      "music is too loud too."};
  response::Response r;
  std::string id(32, '0');
  for (char& digit : id) digit = "0123456789abcdef"[seed() % 16];
  r.id = *ResponseId::parse(id);
  r.touchpoint = TouchpointId::trusted(kPlaces[below(4)]);
  r.survey = SurveyId::trusted("visit");
  r.language = LanguageTag::trusted(below(5) == 0 ? "fr" : "en");
  r.at = now - std::chrono::seconds(below(1500));
  r.boot_id = "5f0c7a52c1f04d5f9a7be5b0f2a0f9aa";
  r.uptime_ms = 86'400'000 + below(1'000'000);
  r.duration_ms = 2000 + below(20'000);
  response::Answer main;
  main.question = QuestionId::trusted("recommend");
  main.rating = below(5) == 0 ? below(7) : 7 + below(4);
  r.answers.push_back(main);
  if (below(5) < 2) {
    response::Answer topics;
    topics.question = QuestionId::trusted("about");
    topics.kind = survey::QuestionKind::topics;
    topics.chosen = {OptionId::trusted(kTopics[below(5)])};
    r.answers.push_back(topics);
  }
  if (below(4) == 0 || every_comment) {
    response::Answer why;
    why.question = QuestionId::trusted("why");
    why.kind = survey::QuestionKind::comment;
    why.text = kWords[below(6)];
    r.answers.push_back(why);
  }
  return r;
}

/// Frames as a kiosk's courier fills them, encoded as they travel.
std::vector<std::string> frames_of(const Options& options, WallTime now) {
  std::mt19937 seed(7);
  const auto device = DeviceId::trusted("till-1");
  const auto location = LocationId::trusted("store-7");
  relay::Frame frame;
  frame.device = device;
  frame.epoch = 77;
  frame.digest_before = relay::chain_start(device, frame.epoch, frame.stream);
  relay::Digest digest = frame.digest_before;
  std::size_t bytes = 0;
  std::vector<std::string> frames;
  const auto leave = [&] {
    frames.push_back(wire::encode_frame(frame));
    frame.first_seq += frame.records.size();
    frame.digest_before = digest;
    frame.records.clear();
    bytes = 0;
  };
  for (int i = 0; i < options.responses; ++i) {
    auto record = wire::encode_record(
        wire::ResponseRecord{location, any_response(seed, now, options.every_comment)});
    const bool full = static_cast<int>(frame.records.size()) >= options.records_a_frame ||
                      bytes + record.size() > relay::kFramePayloadBytesMax;
    if (full) leave();
    bytes += record.size();
    digest = relay::chain_next(digest, record);
    frame.records.push_back(std::move(record));
  }
  if (!frame.records.empty()) leave();
  return frames;
}

// ---- the rows ----

struct ValueFree {
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Value = std::unique_ptr<sqlite3_value, ValueFree>;

/// One row as it was written: the statement that writes it, and what to bind.
struct RowWrite {
  int statement = 0;
  std::vector<Value> values;
};

/// Notes every row that a connection writes, batch by batch.
class RowRecorder {
 public:
  explicit RowRecorder(sqlite3* db) : db_(db) {
    sqlite3_preupdate_hook(db, &RowRecorder::on_row, this);
  }
  ~RowRecorder() { sqlite3_preupdate_hook(db_, nullptr, nullptr); }
  RowRecorder(const RowRecorder&) = delete;
  RowRecorder& operator=(const RowRecorder&) = delete;

  void next_batch() { batches.emplace_back(); }

  std::vector<std::string> statements;  ///< SQL by number
  std::vector<std::vector<RowWrite>> batches;

 private:
  struct Table {
    std::vector<std::string> columns;
    std::vector<int> key;  ///< columns of its primary key
  };

  static void on_row(void* self, sqlite3*, int op, const char*, const char* table, sqlite3_int64,
                     sqlite3_int64) {
    static_cast<RowRecorder*>(self)->note(op, table);
  }

  void note(int op, const std::string& name) {
    const Table& table = table_of(name);
    RowWrite write;
    std::string sql;
    const auto keep = [&](bool old, int column) {
      sqlite3_value* value = nullptr;
      (old ? sqlite3_preupdate_old : sqlite3_preupdate_new)(db_, column, &value);
      write.values.emplace_back(sqlite3_value_dup(value));
    };
    if (op == SQLITE_INSERT) {
      sql = "INSERT INTO " + name + " VALUES (";
      for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
        sql += i == 0 ? "?" : ", ?";
        keep(false, i);
      }
      sql += ")";
    } else {
      sql = op == SQLITE_UPDATE ? changed_columns(name, table, keep) : "DELETE FROM " + name;
      for (std::size_t k = 0; k < table.key.size(); ++k) {
        sql += (k == 0 ? " WHERE " : " AND ") + table.columns[as_index(table.key[k])] + " = ?";
        keep(true, table.key[k]);
      }
    }
    write.statement = statement_of(sql);
    batches.back().push_back(std::move(write));
  }

  /// "UPDATE t SET …" of the columns whose value changed, which is the least there is to write.
  template <typename Keep>
  std::string changed_columns(const std::string& name, const Table& table, const Keep& keep) {
    std::string sql;
    for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
      sqlite3_value* before = nullptr;
      sqlite3_value* after = nullptr;
      sqlite3_preupdate_old(db_, i, &before);
      sqlite3_preupdate_new(db_, i, &after);
      const bool last_resort = sql.empty() && i + 1 == static_cast<int>(table.columns.size());
      if (same(before, after) && !last_resort) continue;
      sql += (sql.empty() ? " SET " : ", ") + table.columns[as_index(i)] + " = ?";
      keep(false, i);
    }
    return "UPDATE " + name + sql;
  }

  static bool same(sqlite3_value* a, sqlite3_value* b) {
    if (sqlite3_value_type(a) != sqlite3_value_type(b)) return false;
    if (sqlite3_value_type(a) == SQLITE_INTEGER) {
      return sqlite3_value_int64(a) == sqlite3_value_int64(b);
    }
    const auto size = sqlite3_value_bytes(a);
    const auto* left = static_cast<const char*>(sqlite3_value_blob(a));
    const auto* right = static_cast<const char*>(sqlite3_value_blob(b));
    return size == sqlite3_value_bytes(b) && std::equal(left, left + size, right);
  }
  static std::size_t as_index(int i) { return static_cast<std::size_t>(i); }

  int statement_of(const std::string& sql) {
    const auto found = std::find(statements.begin(), statements.end(), sql);
    if (found != statements.end()) return static_cast<int>(found - statements.begin());
    statements.push_back(sql);
    return static_cast<int>(statements.size()) - 1;
  }

  const Table& table_of(const std::string& name) {
    if (const auto found = tables_.find(name); found != tables_.end()) return found->second;
    Table table;
    sqlite3_stmt* rows = nullptr;
    const std::string sql = "SELECT name, pk FROM pragma_table_info('" + name + "') ORDER BY cid";
    EARSHOT_CHECK(sqlite3_prepare_v2(db_, sql.c_str(), -1, &rows, nullptr) == SQLITE_OK);
    for (int i = 0; sqlite3_step(rows) == SQLITE_ROW; ++i) {
      table.columns.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)));
      if (sqlite3_column_int(rows, 1) > 0) table.key.push_back(i);
    }
    sqlite3_finalize(rows);
    return tables_.emplace(name, std::move(table)).first->second;
  }

  sqlite3* db_;
  std::map<std::string, Table> tables_;
};

// ---- the two contestants ----

std::unique_ptr<sqlite::Database> fresh_store(const Options& options, const std::string& name) {
  std::filesystem::create_directories(options.folder);
  const auto path = options.folder / name;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(path.string() + suffix);
  }
  auto opened = sqlite::Database::open(path, migrations(), {0});
  EARSHOT_CHECK(opened.has_value());
  return std::move(opened->database);
}

/// Seconds for all frames. With a recorder it is the untimed run that notes the rows.
double run_edge(const Options& options, const std::vector<std::string>& frames,
                std::vector<std::vector<RowWrite>>* rows, std::vector<std::string>* statements) {
  fakes::FakeClock clock;
  system::RealRandom random;  // also chooses the fastest hash, as in the program
  fakes::FakeFrameLink link;
  const auto zone = *system::TimeZone::load("Europe/London");
  auto database = fresh_store(options, "edge.db");
  auto edge = Edge::open({LocationId::trusted("store-7"), "High Street", options.verbatims},
                         {*database, zone, clock, random, link, [&] {
                            return relay::Courier::Stamp{clock.wall_now(), "", 0};
                          }});
  EARSHOT_CHECK(edge.has_value());
  if (options.reader != nullptr) (*edge)->read_with(*options.reader);
  Intake intake(**edge, clock, {});
  std::unique_ptr<RowRecorder> recorder;
  if (rows != nullptr) recorder = std::make_unique<RowRecorder>(database->raw().getHandle());
  const auto topic = wire::up_topic(DeviceId::trusted("till-1"), relay::Stream::responses);
  const auto begin = SteadyClock::now();
  for (const auto& frame : frames) {
    if (recorder) recorder->next_batch();
    EARSHOT_CHECK(!intake.add(topic, frame).has_value());
    const auto receipts = intake.take_batch();
    EARSHOT_CHECK(receipts.has_value() && receipts->size() == 1);
    EARSHOT_CHECK(receipts->front().verdict == relay::Verdict::accepted);
    static_cast<void>((*edge)->take_news());
  }
  const std::chrono::duration<double> took = SteadyClock::now() - begin;
  EARSHOT_CHECK((*edge)->filing_counts().filed == static_cast<std::uint64_t>(options.responses));
  if (recorder) {
    *rows = std::move(recorder->batches);
    *statements = std::move(recorder->statements);
  }
  return took.count();
}

double run_raw(const Options& options, const std::vector<std::vector<RowWrite>>& batches,
               const std::vector<std::string>& statements) {
  auto database = fresh_store(options, "raw.db");
  sqlite3* db = database->raw().getHandle();
  std::vector<sqlite3_stmt*> prepared(statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    EARSHOT_CHECK(sqlite3_prepare_v3(db, statements[i].c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                     &prepared[i], nullptr) == SQLITE_OK);
  }
  const auto begin = SteadyClock::now();
  for (const auto& batch : batches) {
    EARSHOT_CHECK(database->begin().has_value());
    for (const auto& write : batch) {
      sqlite3_stmt* statement = prepared[static_cast<std::size_t>(write.statement)];
      for (std::size_t i = 0; i < write.values.size(); ++i) {
        sqlite3_bind_value(statement, static_cast<int>(i) + 1, write.values[i].get());
      }
      EARSHOT_CHECK(sqlite3_step(statement) == SQLITE_DONE);
      sqlite3_reset(statement);
    }
    EARSHOT_CHECK(database->commit().has_value());
  }
  const std::chrono::duration<double> took = SteadyClock::now() - begin;
  for (auto* statement : prepared) sqlite3_finalize(statement);
  return took.count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Prints both, and returns the seconds that the edge agent takes for one of these responses.
double run(const Options& options) {
  const auto frames = frames_of(options, fakes::FakeClock().wall_now());
  std::vector<std::vector<RowWrite>> batches;
  std::vector<std::string> statements;
  run_edge(options, frames, &batches, &statements);
  std::size_t rows = 0;
  for (const auto& batch : batches) rows += batch.size();
  std::vector<double> edge;
  std::vector<double> raw;
  for (int round = 0; round < options.rounds; ++round) {
    raw.push_back(run_raw(options, batches, statements));
    edge.push_back(run_edge(options, frames, nullptr, nullptr));
  }
  const double n = options.responses;
  fmt::print("{} responses in {} frames, {} rows; comments are {}, and {}\n", options.responses,
             frames.size(), rows, options.reader == nullptr ? "not read" : "read",
             options.verbatims ? "leave for headquarters" : "stay");
  fmt::print("  raw SQLite, the same rows in the same batches: {:>9.0f} responses/s\n",
             n / median(raw));
  fmt::print("  edge agent, from frame bytes to commit:        {:>9.0f} responses/s\n",
             n / median(edge));
  fmt::print("  ratio: {:.0f} %\n", 100 * median(raw) / median(edge));
  return median(edge) / n;
}

/// As the program reads, with all the weights there are.
std::unique_ptr<CommentReader> built_in_reader() {
  const auto files = reading::built_in_files();
  EARSHOT_CHECK(files.has_value());
  const auto parts = reading::load_reading(*files);
  EARSHOT_CHECK(parts.has_value());
  return std::make_unique<CommentReader>(*parts, nullptr);
}

/// What reading costs, where one response in four has a comment, and where every one has.
void run_comments(Options options, CommentReader& reader) {
  for (const bool every : {false, true}) {
    options.every_comment = every;
    if (every) options.responses /= 4;
    options.reader = nullptr;
    const double unread = run(options);
    options.reader = &reader;
    const double read = run(options);
    fmt::print("{}: reading and counting what was read {:.0f} µs a response\n",
               every ? "with a comment each" : "one comment in four", 1e6 * (read - unread));
  }
}

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    if (name == "--dir") {
      options.folder = value;
    } else if (name == "--responses" && number > 0) {
      options.responses = number;
    } else if (name == "--batch" && number > 0) {
      options.records_a_frame = number;
    } else if (name == "--rounds" && number > 0) {
      options.rounds = number;
    } else {
      return false;
    }
  }
  return argc % 2 == 1;
}

}  // namespace
}  // namespace earshot::edge

int main(int argc, char** argv) {
  earshot::edge::Options options;
  if (!earshot::edge::parse(argc, argv, options)) {
    fmt::print(stderr,
               "usage: earshot-bench-edge [--responses N] [--batch N] [--rounds N] [--dir DIR]\n");
    return 2;
  }
  const auto reader = earshot::edge::built_in_reader();
  earshot::edge::run_comments(options, *reader);
  options.verbatims = false;
  static_cast<void>(earshot::edge::run(options));
  return 0;
}
