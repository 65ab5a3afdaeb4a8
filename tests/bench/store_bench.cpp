// How quick the stores are, beside what this disk and SQLite itself do with the same rows in the
// same run: the two sides take turns, so that a busy machine slows both. earshot-bench-store
// [FOLDER]: the folder's disk is the one that is measured.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/relay/receiver.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/files.h"
#include "platform/system/real_ports.h"

namespace earshot {
namespace {

using Clock = std::chrono::steady_clock;
using relay::Stream;

constexpr int kRounds = 5;
constexpr int kCommitsARound = 400;
constexpr int kFramesARound = 100;
constexpr int kRecordsAFrame = 190;  // of 300 bytes: as many as fit
constexpr int kFramesATransaction = 5;
constexpr int kBacklog = 100'000;
constexpr std::size_t kRecordBytes = 300;
constexpr off_t kBlockFileBytes = 4 * 1024 * 1024;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};
constexpr std::string_view kTable =
    "CREATE TABLE response (id INTEGER PRIMARY KEY, device TEXT NOT NULL, payload BLOB NOT NULL)";
constexpr std::string_view kInsert = "INSERT INTO response (device, payload) VALUES (?, ?)";

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/// Takes many times and tells their percentiles.
class Times {
 public:
  void add(double us) { us_.push_back(us); }
  [[nodiscard]] double at(double part) {
    std::ranges::sort(us_);
    return us_[static_cast<std::size_t>(part * static_cast<double>(us_.size() - 1))];
  }
  void print(const char* what) {
    std::printf("%-44s p50 %7.0f µs   p99 %7.0f µs\n", what, at(0.5), at(0.99));
  }

 private:
  std::vector<double> us_;
};

template <typename T>
T must(Result<T> result) {
  if (!result) std::fprintf(stderr, "earshot-bench-store: %s\n", result.error().message.c_str());
  EARSHOT_CHECK(result.has_value());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::unique_ptr<sqlite::Database> open(const std::filesystem::path& path) {
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> steps(relay.begin(), relay.end());
  steps.push_back({"bench", 1, kTable});
  return must(sqlite::Database::open(path, steps, kNow)).database;
}

/// SQLite alone, set up as ours is: no schema but the one table.
SQLite::Database raw(const std::filesystem::path& path) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = " +
          std::to_string(sqlite::kWalPagesAtCommit));
  db.exec(std::string(kTable));
  return db;
}

void insert(SQLite::Statement& statement, const std::string& payload) {
  statement.bindNoCopy(1, kDevice.str());
  statement.bindNoCopy(2, payload.data(), static_cast<int>(payload.size()));
  statement.exec();
  statement.reset();
}

/// A tap made durable: one record, one commit.
void measure_commits(const std::filesystem::path& folder) {
  system::RealRandom random;
  const std::string payload(kRecordBytes, 'x');
  const std::string block(4096, 'x');
  const int file = ::open((folder / "block").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  EARSHOT_CHECK(file >= 0);
  // Written once before, so that only data is measured, not the file's growing.
  for (off_t at = 0; at < kBlockFileBytes; at += 4096) {
    EARSHOT_CHECK(::pwrite(file, block.data(), block.size(), at) == 4096);
  }
  EARSHOT_CHECK(::fsync(file) == 0);
  auto bare = raw(folder / "raw.db");
  SQLite::Statement bare_insert(bare, std::string(kInsert));
  auto database = open(folder / "ours.db");
  auto outbox = must(sqlite::SqliteOutbox::open(*database, kDevice, random));

  Times disk;
  Times sqlite_alone;
  Times ours;
  const auto timed = [](Times& times, const std::function<void()>& f) {
    for (int i = 0; i < kCommitsARound; ++i) {
      const auto start = Clock::now();
      f();
      times.add(us_since(start));
    }
  };
  off_t at = 0;
  for (int round = 0; round < kRounds; ++round) {
    timed(disk, [&] {
      EARSHOT_CHECK(::pwrite(file, block.data(), block.size(), at) == 4096);
      EARSHOT_CHECK(::fdatasync(file) == 0);
      at = (at + 4096) % kBlockFileBytes;
    });
    timed(sqlite_alone, [&] { insert(bare_insert, payload); });
    timed(ours, [&] { must(outbox->append(Stream::responses, payload, 1, kNow)); });
  }
  ::close(file);
  std::printf("One record of %zu bytes, made durable\n", kRecordBytes);
  disk.print("  this disk: 4 KB written and fdatasync");
  sqlite_alone.print("  SQLite alone: the row inserted");
  ours.print("  outbox: the record appended and chained");
}

class InsertingSink final : public relay::RecordSink {
 public:
  explicit InsertingSink(sqlite::Database& database) : database_(database) {}
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    return sqlite::guarded([&]() -> Result<void> {
      auto& row = database_.prepared(kInsert);
      row.bindNoCopy(1, origin.device.str());
      row.bindNoCopy(2, payload.data(), static_cast<int>(payload.size()));
      row.exec();
      return {};
    });
  }

 private:
  sqlite::Database& database_;
};

/// The frames that a kiosk with a backlog sends next.
std::vector<relay::Frame> next_frames(relay::Seq& seq, relay::Digest& digest) {
  std::vector<relay::Frame> frames(kFramesATransaction);
  for (auto& frame : frames) {
    frame.device = kDevice;
    frame.epoch = 1;
    frame.first_seq = seq + 1;
    frame.digest_before = digest;
    frame.records.assign(kRecordsAFrame, std::string(kRecordBytes, 'x'));
    for (const auto& record : frame.records) digest = relay::chain_next(digest, record);
    seq += kRecordsAFrame;
  }
  return frames;
}

/// A backlog coming in: frames checked, chained, applied and acknowledged, five to a transaction.
void measure_intake(const std::filesystem::path& folder) {
  auto bare = raw(folder / "raw-intake.db");
  SQLite::Statement bare_insert(bare, std::string(kInsert));
  auto database = open(folder / "intake.db");
  sqlite::SqliteInbox inbox(*database);
  InsertingSink sink(*database);
  relay::Receiver receiver(inbox, sink);
  const std::string payload(kRecordBytes, 'x');
  relay::Seq seq = 0;
  auto digest = relay::chain_start(kDevice, 1, Stream::responses);

  double bare_us = 0;
  double our_us = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (int frames = 0; frames < kFramesARound; frames += kFramesATransaction) {
      auto start = Clock::now();
      bare.exec("BEGIN IMMEDIATE");
      for (int i = 0; i < kFramesATransaction * kRecordsAFrame; ++i) insert(bare_insert, payload);
      bare.exec("COMMIT");
      bare_us += us_since(start);

      const auto batch = next_frames(seq, digest);  // the kiosk's work, not the store's
      start = Clock::now();
      must(receiver.take(batch, kNow));
      our_us += us_since(start);
    }
  }
  const double rows = double{kRounds} * kFramesARound * kRecordsAFrame;
  const double bare_rate = rows / bare_us * 1e6;
  const double our_rate = rows / our_us * 1e6;
  std::printf("\nA backlog coming in, %d rows of %zu bytes a transaction\n",
              kFramesATransaction * kRecordsAFrame, kRecordBytes);
  std::printf("  %-42s %9.0f rows/s\n", "SQLite alone: the same rows inserted", bare_rate);
  std::printf("  %-42s %9.0f rows/s   %.0f %%\n", "inbox: frames checked, chained, applied",
              our_rate, 100 * our_rate / bare_rate);
}

void measure_backlog(const std::filesystem::path& folder) {
  system::RealRandom random;
  auto database = open(folder / "backlog.db");
  auto outbox = must(sqlite::SqliteOutbox::open(*database, kDevice, random));
  const std::string payload(kRecordBytes, 'x');
  must(database->begin());
  for (int i = 0; i < kBacklog; ++i) must(outbox->append(Stream::responses, payload, 1, kNow));
  must(database->commit());
  must(outbox->set_received(Stream::responses, 10));

  Times pending;
  Times reading;
  for (relay::Seq first = 11; first < 50'000; first += 100) {
    auto start = Clock::now();
    must(outbox->pending());
    pending.add(us_since(start));
    start = Clock::now();
    must(outbox->read(Stream::responses, first, relay::kFramePayloadBytesMax,
                      relay::kFrameRecordsMax));
    reading.add(us_since(start));
  }
  std::printf("\nA backlog of %d records\n", kBacklog);
  pending.print("  counting what waits");
  reading.print("  reading a frame's worth (60 KB)");
  const auto start = Clock::now();
  must(outbox->begin_epoch(2));
  std::printf("  %-42s %9.0f ms\n", "a new epoch: all renumbered and chained",
              us_since(start) / 1000);
}

int run(const std::filesystem::path& where) {
  auto name = (where / "earshot-bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    const auto error = system::errno_error(errno, "make a folder in '" + where.string() + "'");
    std::fprintf(stderr, "earshot-bench-store: %s\n", error.message.c_str());
    return 1;
  }
  const std::filesystem::path folder(name);
  measure_commits(folder);
  measure_intake(folder);
  measure_backlog(folder);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return 0;
}

}  // namespace
}  // namespace earshot

int main(int argc, char** argv) {
  if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
    const bool asked = std::string_view(argv[1]) == "--help";
    std::fprintf(
        asked ? stdout : stderr,
        "usage: earshot-bench-store [FOLDER]\n"
        "Measures the stores on FOLDER's disk (default: the folder for temporary files).\n");
    return asked ? 0 : 2;
  }
  return earshot::run(argc == 2 ? std::filesystem::path(argv[1])
                                : std::filesystem::temp_directory_path());
}
