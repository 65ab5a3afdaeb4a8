// Where the rows of a file become responses before they are sent: grouped by respondent, on disk,
// so that a file of any size needs little memory and the rows of one respondent may stand anywhere
// in it. Owner: the replay command. Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/sqlite/database.h"
#include "tools/traffic/feedback_row.h"

namespace earshot::traffic {

/// One respondent's rows, made one.
struct StagedResponse {
  std::int64_t position = 0;  ///< order of the respondents' first good rows
  std::string respondent;
  int rating = 0;
  WallTime at;
  std::string comment;  ///< the rows' comments, a line each; at most kCommentCodePointsMax
};

class Staging {
 public:
  /// Opens or makes the file; what an earlier run left there goes. Error: as sqlite::Database (busy
  /// when another process uses it).
  static Result<std::unique_ptr<Staging>> create(const std::filesystem::path& path, WallTime now);

  enum class Added { first, joined, conflicting };
  struct Outcome {
    Added added = Added::first;
    std::uint64_t first_line = 0;  ///< of the respondent's first good row
  };
  /// `row` has a rating. The first row of a respondent in a location decides rating, time and
  /// kiosk; later ones add their comments. conflicting: it has another rating, and was not added.
  Result<Outcome> add(const FeedbackRow& row, const LocationId& location, std::size_t kiosk);

  /// After the last row: makes reading by kiosk fast.
  Result<void> seal();

  /// The kiosk's next responses behind `position` (0: from the first), at most `count`.
  Result<std::vector<StagedResponse>> read(std::size_t kiosk, std::int64_t position, int count);

  Result<std::uint64_t> responses();
  /// Responses whose comments were longer than kCommentCodePointsMax together and were cut.
  Result<std::uint64_t> comments_cut();

 private:
  explicit Staging(std::unique_ptr<sqlite::Database> database) : database_(std::move(database)) {}
  Result<Outcome> add_guarded(const FeedbackRow& row, const LocationId& location,
                              std::size_t kiosk);
  void insert(const FeedbackRow& row, const LocationId& location, std::size_t kiosk);
  void join_comment(std::int64_t position, const std::string& before, const std::string& comment);
  Result<std::uint64_t> count(std::string_view sql);
  Result<void> commit_now_and_then();

  std::unique_ptr<sqlite::Database> database_;
  int rows_in_transaction_ = 0;
};

}  // namespace earshot::traffic
