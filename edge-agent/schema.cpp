#include "edge-agent/schema.h"

#include "edge-agent/care_book.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::edge {
namespace {

// responses: `number` is the order of arrival and the cursor of lists. `record` is what the kiosk
// sent, untouched. `business_day` is kept because taking a revision's counts back must find the
// very cells that they went to, even when the location's time zone was corrected since.
// cells: `record` is the encoded CellRecord, the very bytes that go to headquarters.
// alerts: `record` is an encoded AlertRecord, always with the customer's words (they stay here).
// deliveries: what still has to be said on the site's topics, oldest first; AUTOINCREMENT, so that
// a number is never used twice and "everything up to here was handed over" stays true.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE responses (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  device TEXT NOT NULL,
  business_day INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL,
  historical INTEGER NOT NULL,
  record BLOB NOT NULL
);
CREATE TABLE cells (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  record BLOB NOT NULL
);
CREATE TABLE alerts (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  acknowledged_at_ms INTEGER NOT NULL,
  record BLOB NOT NULL
);
CREATE INDEX alerts_open ON alerts (number) WHERE acknowledged_at_ms = 0;
CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  payload BLOB NOT NULL
);
CREATE TABLE kiosks (
  device TEXT PRIMARY KEY,
  touchpoint TEXT NOT NULL,
  last_heard_ms INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  pending_since_ms INTEGER NOT NULL
) WITHOUT ROWID;
)sql";

// responses.at_ms: the filed time where it is not the one that the kiosk said (NULL: as said), and
// `clock` what it is worth (response::ClockVerdict). kiosks.clock_told_ms: the error of its clock
// that the last incident told of, so that a restart does not tell it again.
constexpr std::string_view kClock = R"sql(
ALTER TABLE responses ADD COLUMN at_ms INTEGER;
ALTER TABLE responses ADD COLUMN clock INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kiosks ADD COLUMN clock_told_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kiosks ADD COLUMN clock_told_at_ms INTEGER NOT NULL DEFAULT 0;
)sql";

// responses.misuse: the flags that hold where they are not those in the record (NULL: as said);
// `judged`: a person decided them, and nothing but a person changes them again; `burst`: the id of
// the first response of the burst of taps that this one is a part of.
constexpr std::string_view kMisuse = R"sql(
ALTER TABLE responses ADD COLUMN misuse INTEGER;
ALTER TABLE responses ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE responses ADD COLUMN burst TEXT;
CREATE INDEX responses_burst ON responses (burst, number) WHERE burst IS NOT NULL;
)sql";

// responses.words_gone: it had words, and they were removed; its cells still count it among those
// with words. `erased_at_ms`: they went at the customer's wish. retention: how far the removal of
// old words has come.
constexpr std::string_view kWords = R"sql(
ALTER TABLE responses ADD COLUMN words_gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE responses ADD COLUMN erased_at_ms INTEGER NOT NULL DEFAULT 0;
CREATE TABLE retention (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  words_removed_up_to INTEGER NOT NULL
);
INSERT INTO retention VALUES (1, 0);
)sql";

// response_age: up to which number there were responses when programs had run so long on this store
// (outbox_running).
constexpr std::string_view kAges = R"sql(
CREATE TABLE response_age (
  running_ms INTEGER PRIMARY KEY,
  last_number INTEGER NOT NULL
);
)sql";

// cells_owed: headquarters lost cells that the outbox no longer holds; up to which number they were
// sent again (NULL: none are owed).
constexpr std::string_view kOwed = R"sql(
CREATE TABLE cells_owed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  up_to INTEGER
);
INSERT INTO cells_owed VALUES (1, NULL);
)sql";

// responses.left_cells: keys of cells, a line each, that an earlier revision counted in and the
// newest one no longer does (NULL: none): they go on telling how far they were heard.
// cells_heard.counted: 0 while the cells are of a version that did not count it.
constexpr std::string_view kHeard = R"sql(
ALTER TABLE responses ADD COLUMN left_cells TEXT;
CREATE TABLE cells_heard (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  counted INTEGER NOT NULL
);
INSERT INTO cells_heard SELECT 1, NOT EXISTS (SELECT 1 FROM responses);
)sql";

// responses.tapped_at_ms: the filed time of what was tapped on a kiosk, by which its neighbours are
// found (NULL: another channel, an uncertain time, or filed by an older version). `decisions`: how
// often a person decided about its misuse, as its cells count it.
constexpr std::string_view kTaps = R"sql(
ALTER TABLE responses ADD COLUMN tapped_at_ms INTEGER;
ALTER TABLE responses ADD COLUMN decisions INTEGER NOT NULL DEFAULT 0;
CREATE INDEX responses_tapped ON responses (device, tapped_at_ms) WHERE tapped_at_ms IS NOT NULL;
)sql";

// responses.praised_at_ms: the filed time of quick praise at a shift's edge, by which staff's runs
// are found (NULL: it is none, or was filed by an older version).
constexpr std::string_view kPraise = R"sql(
ALTER TABLE responses ADD COLUMN praised_at_ms INTEGER;
CREATE INDEX responses_praised ON responses (device, praised_at_ms) WHERE praised_at_ms IS NOT NULL;
)sql";

// responses.readings: what was read in its comments (wire::Readings; NULL: nothing yet, or there
// are none). `corrected_at_ms`: when a person corrected that last (NULL: never). rereading: up to
// which number the history is read by the versions that are in use; an older store begins at its
// first.
constexpr std::string_view kReadings = R"sql(
ALTER TABLE responses ADD COLUMN readings BLOB;
ALTER TABLE responses ADD COLUMN corrected_at_ms INTEGER;
CREATE INDEX responses_corrected ON responses (number) WHERE corrected_at_ms IS NOT NULL;
CREATE TABLE rereading (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version TEXT NOT NULL,
  up_to INTEGER NOT NULL
);
INSERT INTO rereading VALUES (1, '', 0);
)sql";

}  // namespace

std::vector<sqlite::Migration> migrations() {
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> all(relay.begin(), relay.end());
  all.push_back({"edge", 1, kFirst});
  all.push_back({"edge", 2, kClock});
  all.push_back({"edge", 3, kMisuse});
  all.push_back({"edge", 4, kWords});
  all.push_back({"edge", 5, kHeard});
  all.push_back({"edge", 6, kTaps});
  all.push_back({"edge", 7, kPraise});
  all.push_back({"edge", 8, kAges});
  all.push_back({"edge", 9, kOwed});
  const auto care = care_migrations();
  all.insert(all.end(), care.begin(), care.end());
  all.push_back({"reading", 1, kReadings});
  return all;
}

}  // namespace earshot::edge
