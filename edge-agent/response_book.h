// The responses that a location keeps, one row each, the newest revision of each.
// Owner: the edge core. Threads: the event loop; the free functions, any thread with its own
// reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/response/clock_correction.h"
#include "core/response/response.h"
#include "core/score/cell.h"
#include "core/wire/readings.h"
#include "edge-agent/retention.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// A response as filed: what was said, and what the edge agent knows about it.
struct FiledResponse {
  std::int64_t number = 0;  ///< order of arrival; a revision keeps its response's number
  DeviceId device;
  LocalDay business_day = 0;
  WallTime received_at;
  bool historical = false;  ///< it came too late to be news
  WallTime said_at;         ///< as the kiosk's clock had it
  response::ClockVerdict clock = response::ClockVerdict::as_said;
  bool praised = false;         ///< quick praise at a shift's edge, whoever gave it
  bool judged = false;          ///< a person decided the misuse flags
  std::uint32_t decisions = 0;  ///< how often; its cells count each as one more revision
  ResponseId burst;  ///< the first response of the burst of taps it is a part of; empty: none
  bool words_gone = false;  ///< it had words, and they were removed
  WallTime erased_at;       ///< at the customer's wish; ms 0: not
  /// Cells that another revision counts in, and this one does not; at most kLeftMax.
  std::vector<score::CellKey> left = {};
  /// What was read in its comments, also of those whose words are gone.
  wire::Readings readings = {};
  /// Its `at` and `misuse` are those that hold: put right or judged where that had to be.
  response::Response response;
};

[[nodiscard]] inline bool has_words(const response::Response& response) {
  return !response::comment_of(response).empty();
}

/// Nobody changes their mind as often; what a mad kiosk leaves beyond is no longer followed.
inline constexpr std::size_t kLeftMax = 200;

using Contribution = std::vector<std::pair<score::CellKey, score::CellValue>>;
/// What a filed response adds to which cells, by what was read in its comments too. A duration
/// counts as one hour at most, so that no single response can drown the sum that it goes into.
/// Words that were removed still count, and the cells that it left keep its trace. What a person
/// decided about it is something more that was said, so that headquarters takes no history for the
/// fuller one that never heard of the decision.
[[nodiscard]] Contribution contribution_of(const FiledResponse& filed);

class ResponseBook {
 public:
  explicit ResponseBook(sqlite::Database& database) : database_(database) {}

  /// Inside a transaction: a new row. False, with nothing written, if the id is there already.
  Result<bool> insert(FiledResponse& filed, std::string_view record);
  /// None: never heard of it. Error: unsupported if its record cannot be decoded; the lists below
  /// leave such a one out, and say so in the log.
  Result<std::optional<FiledResponse>> find(const ResponseId& id);
  /// Inside a transaction: a newer revision replaces the row of `filed.number`.
  Result<void> replace(const FiledResponse& filed, std::string_view record);

  struct Tap {
    ResponseId id;
    WallTime at;
    ResponseId burst;
    std::uint32_t misuse = 0;
  };
  /// What was tapped on one kiosk, ascending, and where in it `filed` is.
  struct Taps {
    std::vector<Tap> all;
    std::size_t place = 0;
    [[nodiscard]] std::vector<WallTime> times() const;
  };
  enum class Kind { any, praise };
  /// Tapped on the same kiosk as `filed`, with itself: at most `each` before it and after it, and
  /// none further than `within` from it.
  Result<Taps> taps_around(const FiledResponse& filed, Kind kind, Duration within,
                           std::size_t each);

  /// Inside a transaction: the misuse flags, who judged and the burst of `filed.number`, as they
  /// are in `filed`.
  Result<void> set_misuse(const FiledResponse& filed);
  /// Inside a transaction: the cells that `filed.number` has left, as they are in `filed`.
  Result<void> set_left(const FiledResponse& filed);
  /// The parts of a burst with numbers above `after`, at most `limit`, in the order of arrival.
  Result<std::vector<FiledResponse>> parts_of(const ResponseId& burst, std::int64_t after,
                                              int limit);
  /// The newest `limit` responses with numbers below `before`, newest first.
  Result<std::vector<FiledResponse>> newest(std::int64_t before, int limit);

  /// Inside a transaction: the record of `filed.number` becomes `record`, without its words.
  Result<void> remove_words(const FiledResponse& filed, std::string_view record);
  /// The record as it is stored. Error: not_found.
  Result<std::string> record_of(std::int64_t number);
  /// What goes after a time of its own: all words, or contact details alone.
  enum class Aging { words, contacts };
  /// The overdue ones behind the newest one that `removed_up_to` has seen, in the order of arrival.
  Result<std::vector<FiledResponse>> to_be_stripped(Aging what, const Overdue& overdue, int limit);
  /// Inside a transaction.
  Result<void> removed_up_to(Aging what, std::int64_t number);

  /// Inside a transaction: what was read in the comments of `filed.number`, corrected or not, and
  /// the cells that it has left, as they are in `filed`.
  Result<void> set_readings(const FiledResponse& filed);
  /// Responses with numbers above `after`, at most `limit`, in the order of arrival.
  Result<std::vector<FiledResponse>> behind(std::int64_t after, int limit);
  /// How far the history is read by the versions `version`: up to which number; 0 for others than
  /// the last one that was noted.
  Result<std::int64_t> reread_up_to(const std::string& version);
  /// Inside a transaction.
  Result<void> note_reread(const std::string& version, std::int64_t number);

  Result<std::uint64_t> count();

 private:
  sqlite::Database& database_;
};

/// At most `limit` responses, newest arrival first, with numbers below `before`.
Result<std::vector<FiledResponse>> list_responses(SQLite::Database& reader, std::int64_t before,
                                                  int limit);

/// Those in which a person corrected a reading, with numbers above `after`, in the order of
/// arrival.
Result<std::vector<FiledResponse>> list_corrected(SQLite::Database& reader, std::int64_t after,
                                                  int limit);

}  // namespace earshot::edge
