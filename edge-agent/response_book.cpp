#include "edge-agent/response_book.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <variant>

#include "core/wire/codec.h"
#include "edge-agent/cell_key_text.h"
#include "edge-agent/comment_reader.h"

namespace earshot::edge {
namespace {

#define EARSHOT_FILED                                                                       \
  "SELECT number, device, business_day, received_at_ms, historical, record, at_ms, clock, " \
  "misuse, "                                                                                \
  "judged, burst, words_gone, erased_at_ms, left_cells, decisions, readings, "              \
  "praised_at_ms IS NOT NULL FROM responses "
constexpr std::string_view kFind = EARSHOT_FILED "WHERE id = ?";
constexpr std::string_view kPartsOf =
    EARSHOT_FILED "WHERE burst = ? AND number > ? ORDER BY number LIMIT ?";
constexpr std::string_view kToBeStripped = EARSHOT_FILED
    "WHERE number > (SELECT words_removed_up_to FROM retention) ORDER BY number LIMIT ?";
constexpr std::string_view kContactsToGo = EARSHOT_FILED
    "WHERE number > (SELECT contacts_removed_up_to FROM retention) ORDER BY number LIMIT ?";
constexpr std::string_view kBehind = EARSHOT_FILED "WHERE number > ? ORDER BY number LIMIT ?";
constexpr const char* kCorrected =
    EARSHOT_FILED "WHERE corrected_at_ms IS NOT NULL AND number > ? ORDER BY number LIMIT ?";
constexpr const char* kList = EARSHOT_FILED "WHERE number < ? ORDER BY number DESC LIMIT ?";
#undef EARSHOT_FILED
#define EARSHOT_TAPS(when)                                                                         \
  "SELECT id, " when ", burst, misuse FROM responses WHERE device = ? AND " when " >= ? AND " when \
  " <= ? AND number <> ? ORDER BY " when
constexpr std::string_view kTapsBefore = EARSHOT_TAPS("tapped_at_ms") " DESC LIMIT ?";
constexpr std::string_view kTapsAfter = EARSHOT_TAPS("tapped_at_ms") " ASC LIMIT ?";
constexpr std::string_view kPraisesBefore = EARSHOT_TAPS("praised_at_ms") " DESC LIMIT ?";
constexpr std::string_view kPraisesAfter = EARSHOT_TAPS("praised_at_ms") " ASC LIMIT ?";
#undef EARSHOT_TAPS

/// A line each; empty: none.
std::string lines_of(const std::vector<score::CellKey>& keys) {
  std::string lines;
  for (const auto& key : keys) lines += (lines.empty() ? "" : "\n") + key_text(key);
  return lines;
}

std::vector<score::CellKey> keys_of(std::string_view lines) {
  std::vector<score::CellKey> keys;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    if (auto key = parse_key_text(line)) keys.push_back(std::move(*key));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  }
  return keys;
}

void bind_left(SQLite::Statement& row, int place, const FiledResponse& filed) {
  if (filed.left.empty()) {
    row.bind(place);
  } else {
    row.bind(place, lines_of(filed.left));
  }
}

std::string readings_of(const FiledResponse& filed) {
  return filed.readings.comments.empty() ? std::string() : wire::encode_readings(filed.readings);
}

/// `bytes` must live until the statement has run. Without comments there is nothing to keep.
void bind_readings(SQLite::Statement& row, int place, const std::string& bytes) {
  if (bytes.empty()) {
    row.bind(place);
  } else {
    row.bindNoCopy(place, bytes.data(), static_cast<int>(bytes.size()));
  }
}

/// When a person corrected a comment of it last; ms 0: never.
WallTime corrected_at(const FiledResponse& filed) {
  WallTime at;
  for (const auto& comment : filed.readings.comments) {
    if (comment.correction) at = std::max(at, comment.correction->at);
  }
  return at;
}

void bind_corrected(SQLite::Statement& row, int place, const FiledResponse& filed) {
  const WallTime at = corrected_at(filed);
  if (at.ms == 0) {
    row.bind(place);
  } else {
    row.bind(place, at.ms);
  }
}

/// Of one row, in a store that is sound: no reason to refuse its neighbours, nor what comes in, for
/// which it counts as a record that cannot be applied.
tl::unexpected<Error> unreadable(std::string words) {
  return fail(ErrorCode::unsupported, std::move(words));
}

Result<FiledResponse> read_row(SQLite::Statement& row) {
  const auto blob = row.getColumn(5);
  auto any = wire::decode_record(
      {static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())});
  auto* said = any ? std::get_if<wire::ResponseRecord>(&*any) : nullptr;
  if (said == nullptr) {
    return unreadable("stored response " + row.getColumn(0).getString() + " cannot be read" +
                      (any ? std::string() : ": " + any.error().message));
  }
  FiledResponse filed;
  filed.number = row.getColumn(0).getInt64();
  filed.device = DeviceId::trusted(row.getColumn(1).getString());
  filed.business_day = row.getColumn(2).getInt();
  filed.received_at = {row.getColumn(3).getInt64()};
  filed.historical = row.getColumn(4).getInt() != 0;
  filed.response = std::move(said->response);
  filed.said_at = filed.response.at;
  if (const auto at = row.getColumn(6); !at.isNull()) filed.response.at = {at.getInt64()};
  filed.clock = static_cast<response::ClockVerdict>(row.getColumn(7).getInt());
  if (const auto flags = row.getColumn(8); !flags.isNull()) filed.response.misuse = flags.getUInt();
  filed.judged = row.getColumn(9).getInt() != 0;
  if (const auto burst = row.getColumn(10); !burst.isNull()) {
    filed.burst = ResponseId::parse(burst.getString()).value_or(ResponseId());
  }
  filed.words_gone = row.getColumn(11).getInt() != 0;
  filed.erased_at = {row.getColumn(12).getInt64()};
  if (const auto left = row.getColumn(13); !left.isNull()) filed.left = keys_of(left.getString());
  filed.decisions = row.getColumn(14).getUInt();
  if (const auto read = row.getColumn(15); !read.isNull()) {
    auto readings = wire::decode_readings(
        {static_cast<const char*>(read.getBlob()), static_cast<std::size_t>(read.getBytes())});
    if (!readings) {
      return unreadable("what was read in stored response " + std::to_string(filed.number) +
                        " is damaged: " + readings.error().message);
    }
    filed.readings = std::move(*readings);
  }
  filed.praised = row.getColumn(16).getInt() != 0;
  return filed;
}

/// Without those that cannot be read.
Result<std::vector<FiledResponse>> read_rows(SQLite::Statement& rows) {
  std::vector<FiledResponse> list;
  while (rows.executeStep()) {
    auto filed = read_row(rows);
    if (filed) {
      list.push_back(std::move(*filed));
    } else {
      spdlog::warn("left out: {}", filed.error().message);
    }
  }
  return list;
}

/// Where the filed time is one that neighbours can be told by.
void bind_tap(SQLite::Statement& row, int place, const FiledResponse& filed) {
  if (filed.response.channel == response::Channel::kiosk &&
      filed.clock != response::ClockVerdict::uncertain) {
    row.bind(place, filed.response.at.ms);
  } else {
    row.bind(place);
  }
}

void bind_praise(SQLite::Statement& row, int place, const FiledResponse& filed) {
  if (filed.praised) {
    row.bind(place, filed.response.at.ms);
  } else {
    row.bind(place);
  }
}

/// The filed time, where it is not the one in the record.
void bind_time(SQLite::Statement& row, int at, int clock, const FiledResponse& filed) {
  if (filed.clock == response::ClockVerdict::as_said) {
    row.bind(at);
  } else {
    row.bind(at, filed.response.at.ms);
  }
  row.bind(clock, static_cast<int>(filed.clock));
}

}  // namespace

Contribution contribution_of(const FiledResponse& filed) {
  auto added = score::contribution(filed.response, filed.business_day, counted(filed.readings));
  for (auto& [key, value] : added) {
    value.duration_ms = std::min<std::uint64_t>(value.duration_ms, kHourMs);
    if (filed.words_gone) value.comments = value.responses;
    value.revisions += filed.decisions;
  }
  for (const auto& key : filed.left) {
    auto& [left, trace] = added.emplace_back(key, score::trace_of(filed.response));
    trace.revisions += filed.decisions;
  }
  return added;
}

Result<bool> ResponseBook::insert(FiledResponse& filed, std::string_view record) {
  return sqlite::guarded([&]() -> Result<bool> {
    auto& insert = database_.prepared(
        "INSERT INTO responses (id, revision, device, business_day, received_at_ms, historical, "
        "record, at_ms, clock, words_gone, erased_at_ms, tapped_at_ms, readings, misuse, "
        "praised_at_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    const std::string readings = readings_of(filed);
    insert.bindNoCopy(1, filed.response.id.str());
    insert.bind(2, filed.response.revision);
    insert.bindNoCopy(3, filed.device.str());
    insert.bind(4, filed.business_day);
    insert.bind(5, filed.received_at.ms);
    insert.bind(6, filed.historical ? 1 : 0);
    insert.bindNoCopy(7, record.data(), static_cast<int>(record.size()));
    bind_time(insert, 8, 9, filed);
    insert.bind(10, filed.words_gone ? 1 : 0);
    insert.bind(11, filed.erased_at.ms);
    bind_tap(insert, 12, filed);
    bind_readings(insert, 13, readings);
    if (filed.response.misuse == 0) {
      insert.bind(14);
    } else {
      insert.bind(14, filed.response.misuse);
    }
    bind_praise(insert, 15, filed);
    if (insert.exec() == 0) return false;
    filed.number = database_.raw().getLastInsertRowid();
    return true;
  });
}

Result<std::optional<FiledResponse>> ResponseBook::find(const ResponseId& id) {
  return sqlite::guarded([&]() -> Result<std::optional<FiledResponse>> {
    auto& row = database_.prepared(kFind);
    row.bind(1, id.str());
    if (!row.executeStep()) return std::nullopt;
    auto filed = read_row(row);
    row.reset();
    if (!filed) return tl::unexpected(filed.error());
    return std::move(*filed);
  });
}

Result<void> ResponseBook::replace(const FiledResponse& filed, std::string_view record) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE responses SET revision = ?, device = ?, business_day = ?, record = ?, at_ms = ?, "
        "clock = ?, misuse = ?, words_gone = ?, erased_at_ms = ?, left_cells = ?, "
        "tapped_at_ms = ?, readings = ?, corrected_at_ms = ?, praised_at_ms = ? "
        "WHERE number = ?");
    const std::string readings = readings_of(filed);
    update.bind(1, filed.response.revision);
    update.bind(2, filed.device.str());
    update.bind(3, filed.business_day);
    update.bindNoCopy(4, record.data(), static_cast<int>(record.size()));
    bind_time(update, 5, 6, filed);
    update.bind(7, filed.response.misuse);  // what was found here holds, whatever is said now
    update.bind(8, filed.words_gone ? 1 : 0);
    update.bind(9, filed.erased_at.ms);
    bind_left(update, 10, filed);
    bind_tap(update, 11, filed);
    bind_readings(update, 12, readings);
    bind_corrected(update, 13, filed);
    bind_praise(update, 14, filed);
    update.bind(15, filed.number);
    update.exec();
    return {};
  });
}

std::vector<WallTime> ResponseBook::Taps::times() const {
  std::vector<WallTime> times;
  times.reserve(all.size());
  for (const Tap& tap : all) times.push_back(tap.at);
  return times;
}

Result<ResponseBook::Taps> ResponseBook::taps_around(const FiledResponse& filed, Kind kind,
                                                     Duration within, std::size_t each) {
  Taps taps;
  const auto read = [&](std::string_view sql, WallTime from, WallTime to) {
    auto& rows = database_.prepared(sql);
    rows.bind(1, filed.device.str());
    rows.bind(2, from.ms);
    rows.bind(3, to.ms);
    rows.bind(4, filed.number);
    rows.bind(5, static_cast<std::int64_t>(each));
    while (rows.executeStep()) {
      Tap tap;
      tap.id = ResponseId::parse(rows.getColumn(0).getString()).value_or(ResponseId());
      tap.at = {rows.getColumn(1).getInt64()};
      if (const auto burst = rows.getColumn(2); !burst.isNull()) {
        tap.burst = ResponseId::parse(burst.getString()).value_or(ResponseId());
      }
      if (const auto flags = rows.getColumn(3); !flags.isNull()) tap.misuse = flags.getUInt();
      taps.all.push_back(std::move(tap));
    }
    static_cast<void>(rows.tryReset());
  };
  return sqlite::guarded([&]() -> Result<Taps> {
    const bool any = kind == Kind::any;
    const WallTime at = filed.response.at;
    read(any ? kTapsBefore : kPraisesBefore, at - within, at);
    std::reverse(taps.all.begin(), taps.all.end());
    taps.place = taps.all.size();
    taps.all.push_back({filed.response.id, at, filed.burst, filed.response.misuse});
    read(any ? kTapsAfter : kPraisesAfter, at + Duration{1}, at + within);
    return std::move(taps);
  });
}

Result<void> ResponseBook::set_misuse(const FiledResponse& filed) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE responses SET misuse = ?, judged = ?, burst = ?, decisions = ? WHERE number = ?");
    update.bind(1, filed.response.misuse);
    update.bind(2, filed.judged ? 1 : 0);
    if (filed.burst.empty()) {
      update.bind(3);
    } else {
      update.bind(3, filed.burst.str());
    }
    update.bind(4, filed.decisions);
    update.bind(5, filed.number);
    update.exec();
    return {};
  });
}

Result<void> ResponseBook::set_left(const FiledResponse& filed) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared("UPDATE responses SET left_cells = ? WHERE number = ?");
    bind_left(update, 1, filed);
    update.bind(2, filed.number);
    update.exec();
    return {};
  });
}

Result<std::vector<FiledResponse>> ResponseBook::parts_of(const ResponseId& burst,
                                                          std::int64_t after, int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    auto& rows = database_.prepared(kPartsOf);
    rows.bind(1, burst.str());
    rows.bind(2, after);
    rows.bind(3, limit);
    auto parts = read_rows(rows);
    static_cast<void>(rows.tryReset());
    return parts;
  });
}

Result<std::vector<FiledResponse>> ResponseBook::newest(std::int64_t before, int limit) {
  return list_responses(database_.raw(), before, limit);
}

Result<void> ResponseBook::remove_words(const FiledResponse& filed, std::string_view record) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE responses SET record = ?, words_gone = ?, erased_at_ms = ? WHERE number = ?");
    update.bindNoCopy(1, record.data(), static_cast<int>(record.size()));
    update.bind(2, filed.words_gone ? 1 : 0);
    update.bind(3, filed.erased_at.ms);
    update.bind(4, filed.number);
    update.exec();
    return {};
  });
}

Result<std::string> ResponseBook::record_of(std::int64_t number) {
  return sqlite::guarded([&]() -> Result<std::string> {
    auto& row = database_.prepared("SELECT record FROM responses WHERE number = ?");
    row.bind(1, number);
    if (!row.executeStep()) return fail(ErrorCode::not_found, "there is no such response");
    auto record = row.getColumn(0).getString();
    row.reset();
    return record;
  });
}

Result<std::vector<FiledResponse>> ResponseBook::to_be_stripped(Aging what, const Overdue& overdue,
                                                                int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    auto& rows = database_.prepared(what == Aging::words ? kToBeStripped : kContactsToGo);
    rows.bind(1, limit);
    auto old = read_rows(rows);
    static_cast<void>(rows.tryReset());
    // Numbers are in the order of arrival: the first one that is young enough ends the search.
    if (old) {
      const auto young = [&](const auto& filed) {
        return !overdue.contains(filed.number, filed.received_at);
      };
      old->erase(std::find_if(old->begin(), old->end(), young), old->end());
    }
    return old;
  });
}

Result<void> ResponseBook::removed_up_to(Aging what, std::int64_t number) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(what == Aging::words
                                          ? "UPDATE retention SET words_removed_up_to = ?"
                                          : "UPDATE retention SET contacts_removed_up_to = ?");
    update.bind(1, number);
    update.exec();
    return {};
  });
}

Result<void> ResponseBook::set_readings(const FiledResponse& filed) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE responses SET readings = ?, corrected_at_ms = ?, left_cells = ?, decisions = ? "
        "WHERE number = ?");
    const std::string readings = readings_of(filed);
    bind_readings(update, 1, readings);
    bind_corrected(update, 2, filed);
    bind_left(update, 3, filed);
    update.bind(4, filed.decisions);
    update.bind(5, filed.number);
    update.exec();
    return {};
  });
}

Result<std::vector<FiledResponse>> ResponseBook::behind(std::int64_t after, int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    auto& rows = database_.prepared(kBehind);
    rows.bind(1, after);
    rows.bind(2, limit);
    auto some = read_rows(rows);
    static_cast<void>(rows.tryReset());
    return some;
  });
}

Result<std::int64_t> ResponseBook::reread_up_to(const std::string& version) {
  return sqlite::guarded([&]() -> Result<std::int64_t> {
    auto& row = database_.prepared("SELECT version, up_to FROM rereading");
    row.executeStep();
    const std::int64_t up_to =
        row.getColumn(0).getString() == version ? row.getColumn(1).getInt64() : 0;
    row.reset();
    return up_to;
  });
}

Result<void> ResponseBook::note_reread(const std::string& version, std::int64_t number) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared("UPDATE rereading SET version = ?, up_to = ?");
    update.bind(1, version);
    update.bind(2, number);
    update.exec();
    return {};
  });
}

Result<std::uint64_t> ResponseBook::count() {
  return sqlite::guarded([&]() -> Result<std::uint64_t> {
    return static_cast<std::uint64_t>(
        database_.raw().execAndGet("SELECT count(*) FROM responses").getInt64());
  });
}

Result<std::vector<FiledResponse>> list_responses(SQLite::Database& reader, std::int64_t before,
                                                  int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    SQLite::Statement rows(reader, kList);
    rows.bind(1, before);
    rows.bind(2, limit);
    return read_rows(rows);
  });
}

Result<std::vector<FiledResponse>> list_corrected(SQLite::Database& reader, std::int64_t after,
                                                  int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    SQLite::Statement rows(reader, kCorrected);
    rows.bind(1, after);
    rows.bind(2, limit);
    return read_rows(rows);
  });
}

}  // namespace earshot::edge
