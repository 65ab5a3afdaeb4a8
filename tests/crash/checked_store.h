// A store whose every record can be checked: its payload follows from its number, and a row of the
// program's own is written with it. Owner: the test. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/sqlite/relay_store.h"

namespace earshot::crash {

inline const DeviceId kDevice = DeviceId::trusted("kiosk-1");
inline constexpr WallTime kNow{1'772'442'000'000};
inline constexpr std::array kStreams{relay::Stream::urgent, relay::Stream::responses};

/// The newest record of each stream that was acknowledged: committed, and told so.
using Acknowledged = std::map<relay::Stream, relay::Seq>;

inline std::vector<sqlite::Migration> migrations() {
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> all(relay.begin(), relay.end());
  all.push_back({"crash", 1,
                 "CREATE TABLE companion (stream INTEGER, seq INTEGER, payload BLOB,"
                 " PRIMARY KEY (stream, seq))"});
  return all;
}

struct Store {
  std::unique_ptr<sqlite::Database> database;
  std::unique_ptr<sqlite::SqliteOutbox> outbox;
  std::string set_aside;
};

inline Result<Store> open_store(const std::filesystem::path& path, Random& random) {
  auto opened = sqlite::Database::open(path, migrations(), kNow);
  if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
  auto outbox = sqlite::SqliteOutbox::open(*opened->database, kDevice, random);
  if (!outbox) return tl::unexpected<Error>(std::move(outbox.error()));
  return Store{std::move(opened->database), std::move(*outbox), opened->set_aside};
}

/// Some records are a few bytes, some span pages.
inline std::string payload_of(relay::Stream stream, relay::Seq seq) {
  auto payload = std::string(relay::to_string(stream)) + "-" + std::to_string(seq) + "-";
  payload.append(seq % 7 == 0 ? 9000 : seq * 37 % 400, static_cast<char>('a' + seq % 26));
  return payload;
}

/// Adds the stream's next record and its companion. Call it in a transaction.
inline Result<relay::Seq> put(Store& store, relay::Stream stream) {
  auto head = store.outbox->head(stream);
  if (!head) return tl::unexpected<Error>(std::move(head.error()));
  const auto payload = payload_of(stream, head->last_seq + 1);
  auto seq = store.outbox->append(stream, payload, 1, kNow);
  if (!seq) return seq;
  return sqlite::guarded([&]() -> Result<relay::Seq> {
    auto& row = store.database->prepared("INSERT INTO companion VALUES (?, ?, ?)");
    row.bind(1, static_cast<int>(stream));
    row.bind(2, static_cast<std::int64_t>(*seq));
    row.bind(3, payload);
    row.exec();
    return *seq;
  });
}

/// Every acknowledged record is there and whole, the chain holds, and each record has its companion
/// and each companion its record.
inline void check(Store& store, const Acknowledged& acknowledged) {
  for (const auto stream : kStreams) {
    const auto head = store.outbox->head(stream).value();
    const auto acked = acknowledged.contains(stream) ? acknowledged.at(stream) : 0;
    ASSERT_GE(head.last_seq, acked) << "records were lost";
    auto digest = store.outbox->digest_at(stream, head.oldest_seq - 1).value();
    for (auto seq = head.oldest_seq; seq <= head.last_seq;) {
      const auto batch = store.outbox->read(stream, seq, relay::kFramePayloadBytesMax, 100).value();
      ASSERT_EQ(batch.digest_before, digest);
      ASSERT_FALSE(batch.records.empty());
      for (const auto& record : batch.records) {
        ASSERT_EQ(record.seq, seq++);
        ASSERT_EQ(record.payload, payload_of(stream, record.seq)) << "half a record";
        digest = relay::chain_next(digest, record.payload);
      }
    }
    ASSERT_EQ(digest, head.last_digest);
    SQLite::Statement rows(store.database->raw(),
                           "SELECT seq, payload FROM companion WHERE stream = ? ORDER BY seq");
    rows.bind(1, static_cast<int>(stream));
    relay::Seq expected = 0;
    while (rows.executeStep()) {
      ASSERT_EQ(rows.getColumn(0).getInt64(), static_cast<std::int64_t>(++expected));
      ASSERT_EQ(rows.getColumn(1).getString(), payload_of(stream, expected));
    }
    ASSERT_EQ(expected, head.last_seq) << "a record without its companion, or the reverse";
  }
}

}  // namespace earshot::crash
