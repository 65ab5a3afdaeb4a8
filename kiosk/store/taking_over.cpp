#include "kiosk/store/taking_over.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <variant>

#include "core/wire/care_records.h"
#include "core/wire/codec.h"
#include "platform/sqlite/salvage.h"
#include "platform/sqlite/set_aside.h"

namespace earshot::kiosk {
namespace {

constexpr std::uint64_t kRecordsAtOnce = 500;

/// Puts records into the outbox, some hundred in a transaction.
class TakingOver {
 public:
  TakingOver(sqlite::Database& database, sqlite::SqliteOutbox& outbox, BootClocks& clocks,
             TakenSoFar& so_far)
      : database_(database), outbox_(outbox), clocks_(clocks), so_far_(so_far) {}
  ~TakingOver() { database_.rollback(); }
  TakingOver(const TakingOver&) = delete;
  TakingOver& operator=(const TakingOver&) = delete;

  Result<void> take(const sqlite::SalvagedRecord& record) {
    const auto any = wire::decode_record(record.payload);
    const auto* said = any ? std::get_if<wire::ResponseRecord>(&*any) : nullptr;
    if (said == nullptr) {
      // A call for help was of its moment; whatever else cannot be read was an answer once.
      const auto call = wire::decode_help_call(record.payload);
      if (!call || !*call) ++undecodable_;
      return {};
    }
    if (++seen_ <= so_far_.records) return {};
    if (!database_.in_transaction()) {
      if (auto begun = database_.begin(); !begun) return begun;
    }
    const auto head = outbox_.head(relay::Stream::urgent);
    if (!head) return tl::unexpected(head.error());
    const auto stream = relay::stream_for(response::is_unhappy(said->response),
                                          head->last_seq - head->received_seq);
    auto stored = sqlite::guarded([&] { return clocks_.enter(said->response.boot_id); });
    if (!stored) return stored;
    const auto seq = outbox_.append(stream, record.payload, record.responses, record.at);
    if (!seq) return tl::unexpected(seq.error());
    return seen_ % kRecordsAtOnce == 0 ? commit() : Result<void>{};
  }
  Result<void> finish() { return database_.in_transaction() ? commit() : Result<void>{}; }
  [[nodiscard]] std::uint64_t answers() const { return seen_; }
  [[nodiscard]] std::uint64_t undecodable() const { return undecodable_; }

 private:
  Result<void> commit() {
    return database_.commit().map([this] { so_far_.records = seen_; });
  }

  sqlite::Database& database_;
  sqlite::SqliteOutbox& outbox_;
  BootClocks& clocks_;
  TakenSoFar& so_far_;
  std::uint64_t seen_ = 0, undecodable_ = 0;
};

std::string words_for(std::uint64_t answers, std::uint64_t lost, const std::string& name) {
  const auto rest =
      lost == 0 ? std::string("All its answers are there.")
                : fmt::format("About {} could not be read, or not be checked, and are lost.", lost);
  return fmt::format(
      "This kiosk's disk had spoilt its store. {} answers were taken over into a new one and are "
      "sent again; what is known already is not counted twice. {} The spoilt store is kept as "
      "'{}'. Have the disk looked at.",
      answers, rest, name);
}

Result<std::string> take_over_one(const std::filesystem::path& folder, const DeviceId& device,
                                  sqlite::Database& database, sqlite::SqliteOutbox& outbox,
                                  BootClocks& clocks, TakenSoFar& so_far) {
  if (so_far.folder != folder) so_far = {folder, 0};
  TakingOver taking(database, outbox, clocks, so_far);
  auto salvaged = sqlite::salvage_outbox(
      folder, device, [&](const sqlite::SalvagedRecord& record) { return taking.take(record); });
  if (!salvaged) return tl::unexpected(salvaged.error());
  if (auto done = taking.finish(); !done) return tl::unexpected(done.error());
  auto words = words_for(taking.answers(), salvaged->missing + taking.undecodable(),
                         folder.filename().string());
  spdlog::warn("{}", words);
  return sqlite::note_salvaged(folder, words).map([&] { return words; });
}

}  // namespace

Result<std::string> take_over(const std::filesystem::path& path, const DeviceId& device,
                              sqlite::Database& database, sqlite::SqliteOutbox& outbox,
                              BootClocks& clocks, TakenSoFar& so_far) {
  std::string newest;
  for (const auto& folder : sqlite::set_aside_stores(path)) {
    newest = sqlite::salvaged_words(folder);
    if (!newest.empty()) continue;
    auto words = take_over_one(folder, device, database, outbox, clocks, so_far);
    if (!words) return words;
    newest = std::move(*words);
  }
  if (auto few = sqlite::keep_few_set_aside(path); !few) spdlog::warn("{}", few.error().message);
  return newest;
}

}  // namespace earshot::kiosk
