// What HTTP handlers may see: the stored lists through a read-only connection of their own, and the
// latest snapshot that the event loop left for them.
// Owner: the shell. Threads: any; each class has its own lock.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/ports.h"
#include "edge-agent/alert_book.h"
#include "edge-agent/location_view.h"
#include "edge-agent/response_book.h"

namespace earshot::edge {

/// The stored lists. One reader is enough: each list is a few milliseconds' work.
class Archive {
 public:
  /// The file must exist already. Error: as the database.
  static Result<std::unique_ptr<Archive>> open(const std::filesystem::path& store);

  Result<std::vector<FiledResponse>> responses(std::int64_t before, int limit);
  Result<std::vector<alert::Alert>> alerts(bool open_first, int limit);
  /// Those in which a person corrected a reading.
  Result<std::vector<FiledResponse>> corrected(std::int64_t after, int limit);
  Result<std::vector<relay::NotedIncident>> incidents(std::int64_t before, int limit);

 private:
  explicit Archive(std::unique_ptr<SQLite::Database> reader) : reader_(std::move(reader)) {}
  std::mutex mutex_;
  std::unique_ptr<SQLite::Database> reader_;
};

/// The location as the event loop last described it.
class Snapshot {
 public:
  void set(std::string location_json, HealthView health, MonoTime at);

  [[nodiscard]] std::string location() const;
  /// Not ok also when the event loop has not been heard of for `kStaleAfter`: it is stuck.
  [[nodiscard]] HealthView health(MonoTime now) const;
  static constexpr Duration kStaleAfter = std::chrono::seconds(10);

 private:
  mutable std::mutex mutex_;
  std::string location_;
  HealthView health_{false, "The edge agent is starting."};
  MonoTime at_{};
};

}  // namespace earshot::edge
