#include "tests/sim/oracle.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <variant>

#include "core/wire/codec.h"

namespace earshot::sim {
namespace {

std::string what(const response::Response& response) {
  std::string words;
  for (const auto& answer : response.answers) {
    if (answer.rating) words += fmt::format(" {}={}", answer.question.str(), *answer.rating);
    if (!answer.text.empty()) words += " and words";
    if (!answer.chosen.empty()) words += fmt::format(" and {} topics", answer.chosen.size());
  }
  return response.withdrawn ? words + ", taken back" : words;
}

Holding held_by(const std::filesystem::path& store, const char* sql) {
  Holding holding;
  if (!std::filesystem::exists(store)) return holding;
  try {
    // Not read-only: after a crash the log must be read into memory that SQLite shares by a file.
    SQLite::Database database(store.string(), SQLite::OPEN_READWRITE, 1000);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    SQLite::Statement rows(database, sql);
    while (rows.executeStep()) {
      const auto column = rows.getColumn(0);
      const std::string_view bytes(static_cast<const char*>(column.getBlob()),
                                   static_cast<std::size_t>(column.getBytes()));
      const auto any = wire::decode_record(bytes);
      if (!any) continue;
      const auto* said = std::get_if<wire::ResponseRecord>(&*any);
      if (said == nullptr) continue;
      auto& revision = holding[said->response.id];
      revision = std::max(revision, said->response.revision);
    }
  } catch (const SQLite::Exception&) {
    // A disk that cannot be read holds nothing.
  }
  return holding;
}

}  // namespace

std::optional<std::uint32_t> Voice::owed() const {
  for (auto it = revisions.rbegin(); it != revisions.rend(); ++it) {
    if (it->second.thanked && !it->second.lost) return it->first;
  }
  return std::nullopt;
}

void Oracle::said(const LocationId& location, const DeviceId& device,
                  const response::Response& response, SimTime now) {
  auto [it, fresh] = voices_.try_emplace(response.id);
  Voice& voice = it->second;
  if (fresh) {
    voice.number = static_cast<int>(voices_.size());
    voice.location = location;
    voice.device = device;
    voice.first_at = now;
  }
  voice.revisions[response.revision].response = response;
  story_.tell("customer {} at {} says {}:{}", voice.number, device.str(), response.revision,
              what(response));
}

void Oracle::thanked(const response::Response& response) {
  Voice& voice = voices_.at(response.id);
  Utterance& utterance = voice.revisions.at(response.revision);
  EARSHOT_CHECK(!utterance.thanked);
  utterance.thanked = true;
  ++thanked_;
  story_.tell("customer {} is thanked for {}", voice.number, response.revision);
}

std::size_t Oracle::destroyed(const LocationId& location, const Holding& gone,
                              const Holding& left) {
  std::size_t lost = 0;
  for (const auto& [id, newest] : gone) {
    const auto known = voices_.find(id);
    if (known == voices_.end() || known->second.location != location) continue;
    const auto elsewhere = left.find(id);
    const std::uint32_t safe = elsewhere == left.end() ? 0 : elsewhere->second;
    for (auto& [revision, utterance] : known->second.revisions) {
      if (revision <= safe || revision > newest || utterance.lost) continue;
      utterance.lost = true;
      if (!utterance.thanked) continue;
      ++lost;
      story_.tell("with that disk goes what customer {} said: {}", known->second.number, revision);
    }
  }
  lost_ += lost;
  if (lost > 0) losses_.insert(location);
  return lost;
}

Holding held_by_kiosk(const std::filesystem::path& store) {
  return held_by(store, "SELECT payload FROM outbox");
}

Holding held_by_edge(const std::filesystem::path& store) {
  return held_by(store, "SELECT record FROM responses");
}

void add_to(Holding& holding, const Holding& more) {
  for (const auto& [id, revision] : more) {
    auto& newest = holding[id];
    newest = std::max(newest, revision);
  }
}

}  // namespace earshot::sim
