#include "edge-agent/archive.h"

#include <fmt/format.h>

#include "platform/sqlite/incidents.h"

namespace earshot::edge {

Result<std::unique_ptr<Archive>> Archive::open(const std::filesystem::path& store) {
  auto reader = sqlite::open_reader(store);
  if (!reader) return tl::unexpected(reader.error());
  return std::unique_ptr<Archive>(new Archive(std::move(*reader)));
}

Result<std::vector<FiledResponse>> Archive::responses(std::int64_t before, int limit) {
  const std::lock_guard lock(mutex_);
  return list_responses(*reader_, before, limit);
}

Result<std::vector<alert::Alert>> Archive::alerts(bool open_first, int limit) {
  const std::lock_guard lock(mutex_);
  return list_alerts(*reader_, open_first, limit);
}

Result<std::vector<FiledResponse>> Archive::corrected(std::int64_t after, int limit) {
  const std::lock_guard lock(mutex_);
  return list_corrected(*reader_, after, limit);
}

Result<std::vector<relay::NotedIncident>> Archive::incidents(std::int64_t before, int limit) {
  const std::lock_guard lock(mutex_);
  return sqlite::list_incidents(*reader_, before, limit);
}

void Snapshot::set(std::string location_json, HealthView health, MonoTime at) {
  const std::lock_guard lock(mutex_);
  location_ = std::move(location_json);
  health_ = std::move(health);
  at_ = at;
}

std::string Snapshot::location() const {
  const std::lock_guard lock(mutex_);
  return location_;
}

HealthView Snapshot::health(MonoTime now) const {
  const std::lock_guard lock(mutex_);
  if (location_.empty() || now - at_ < kStaleAfter) return health_;
  return {false, fmt::format("The edge agent has done nothing for {} seconds; restart it if this "
                             "stays.",
                             (now - at_).count() / 1000)};
}

}  // namespace earshot::edge
