#include <array>

#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

namespace {

// Records are numbered without gaps within a stream, so a stream is one range of rowids: an append
// is an insert at the range's end, a frame is one scan. Every record carries what all records up to
// it add up to (responses_sum, bytes_sum), so that what waits is a subtraction, however long the
// backlog. The payload stands last: reading the columns before it touches no overflow page.
constexpr std::string_view kRelay1 = R"sql(
CREATE TABLE outbox (
  id            INTEGER PRIMARY KEY,  -- stream << 56 | sequence number
  at            INTEGER NOT NULL,     -- ms
  responses     INTEGER NOT NULL,
  responses_sum INTEGER NOT NULL,
  bytes_sum     INTEGER NOT NULL,
  digest        BLOB NOT NULL,
  payload       BLOB NOT NULL
);
CREATE TABLE outbox_stream (
  stream               INTEGER PRIMARY KEY,
  received_seq         INTEGER NOT NULL,
  pruned_seq           INTEGER NOT NULL,  -- the newest record that was let go, and its sums
  pruned_digest        BLOB NOT NULL,
  pruned_responses_sum INTEGER NOT NULL,
  pruned_bytes_sum     INTEGER NOT NULL
);
CREATE TABLE outbox_epoch (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  epoch INTEGER NOT NULL              -- 64 random bits
);
CREATE TABLE inbox_cursor (
  device TEXT NOT NULL,
  epoch  INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  digest BLOB NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (device, epoch, stream)
) WITHOUT ROWID;
CREATE TABLE quarantine (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  device  TEXT NOT NULL,
  epoch   INTEGER NOT NULL,
  stream  INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  payload BLOB NOT NULL
);
CREATE INDEX quarantine_device ON quarantine (device);  -- also what count(*) reads
CREATE TABLE incident (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the newest one's is how many there ever were
  at     INTEGER NOT NULL,
  kind   INTEGER NOT NULL,
  device TEXT NOT NULL,
  stream INTEGER NOT NULL,
  detail TEXT NOT NULL
);
)sql";

// outbox.withheld: the words were erased; the payload is empty, the digest stays.
// outbox_age: at the given running time of this store the stream had so many records; by it a
// record's age is known whatever the clock on the wall says.
// quarantine: what a retry needs to know of the frame, and the payload's size, so that the bound is
// judged by the index alone.
constexpr std::string_view kRelay2 = R"sql(
ALTER TABLE outbox ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
CREATE TABLE outbox_running (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  ms   INTEGER NOT NULL               -- how long programs have run on this store, together
);
CREATE TABLE outbox_age (
  running_ms INTEGER NOT NULL,
  stream     INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL,
  PRIMARY KEY (running_ms, stream)
) WITHOUT ROWID;
ALTER TABLE quarantine ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN boot_id TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN uptime_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE quarantine SET bytes = length(payload);
DROP INDEX quarantine_device;
CREATE INDEX quarantine_device ON quarantine (device, bytes);
)sql";

// quarantine.boot_times: what the frame said of its records' boots, so that a retry files a
// response where it would have been filed: a line each, "from_uptime_ms kind at_ms boot_id".
constexpr std::string_view kRelay3 = R"sql(
ALTER TABLE quarantine ADD COLUMN boot_times TEXT NOT NULL DEFAULT '';
)sql";

constexpr std::array<Migration, 3> kMigrations{
    {{"relay", 1, kRelay1}, {"relay", 2, kRelay2}, {"relay", 3, kRelay3}}};

}  // namespace

std::span<const Migration> relay_migrations() { return kMigrations; }

}  // namespace earshot::sqlite
