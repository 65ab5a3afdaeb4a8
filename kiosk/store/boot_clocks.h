// When this kiosk's boots were: judges each once, by what a receipt says of the receiver's clock,
// keeps the judgement and sends it with the records it is for. What was judged never changes, so
// that a response is filed at the same moment by whoever files it, and however often. Owner: the
// AnswerKeeper. Threads: its event loop's only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/relay/courier.h"
#include "core/response/boot_clock.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::kiosk {

class BootClocks final : public relay::Escort {
 public:
  using Stamp = std::function<relay::Courier::Stamp()>;
  /// Runs a write that may give up the ballast.
  using Write = std::function<Result<void>(const std::function<Result<void>()>&)>;

  /// Reads what was judged before. Error: as the database.
  static Result<std::unique_ptr<BootClocks>> open(sqlite::Database& database, Stamp stamp,
                                                  Write write);

  /// Inside the transaction that saves a response of this boot: the boot is known from now on.
  Result<void> enter(const std::string& boot_id);
  /// That transaction was committed.
  void entered(const std::string& boot_id) { entered_ = boot_id; }

  void on_connected() { receiver_ = Receiver::unknown; }
  /// Judges this boot by the receipt, durably, or looks whether the judgement still holds. True: it
  /// told too little; ask again soon.
  [[nodiscard]] bool heard(const relay::Receipt& receipt);

  /// Adds the judgements of the frame's records. Records of a boot that cannot be judged yet stay.
  std::size_t join(relay::Frame& frame) override;

  /// Forgets boots of which the outbox has no record any more. Error: as the database.
  Result<void> forget_unused(sqlite::SqliteOutbox& outbox);

  /// For the tests: what is known of a boot, by ascending uptime.
  [[nodiscard]] std::span<const response::BootTime> of(const std::string& boot_id) const;

  /// How many judgements one boot may have, and how far they lie apart: an edge agent's clock that
  /// jumps to and fro does not fill the disk.
  static constexpr std::size_t kPiecesMax = 64;
  static constexpr Duration kPiecesApart = std::chrono::minutes(10);

 private:
  enum class Receiver : std::uint8_t {
    unknown,  ///< nothing was heard on this connection
    silent,   ///< it does not say what time it is, and judges by itself
    tells,
  };
  BootClocks(sqlite::Database& database, Stamp stamp, Write write)
      : database_(database), stamp_(std::move(stamp)), write_(std::move(write)) {}
  Result<void> read();
  [[nodiscard]] const response::BootTime* newest(const std::string& boot_id) const;
  const response::BootTime* find(const response::Response& response);
  Result<void> keep(const response::BootTime& judged);
  Result<void> store(const response::BootTime& judged);
  Result<std::int64_t> place_of_oldest(sqlite::SqliteOutbox& outbox, relay::Stream stream);

  sqlite::Database& database_;
  const Stamp stamp_;
  const Write write_;
  std::map<std::string, std::vector<response::BootTime>, std::less<>> judged_;
  std::vector<response::BootTime> unstored_;  ///< judged while the disk was full
  std::string entered_;                       ///< the boot that is known to have a row
  Receiver receiver_ = Receiver::unknown;
  std::optional<response::ClockLook> best_;  ///< the quickest of the looks that were too slow
  int looks_ = 0;
};

/// The kiosk's own tables; put them behind the relay's.
[[nodiscard]] std::span<const sqlite::Migration> kiosk_migrations();

}  // namespace earshot::kiosk
