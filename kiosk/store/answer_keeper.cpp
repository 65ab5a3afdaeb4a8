#include "kiosk/store/answer_keeper.h"

#include <utility>

#include "core/wire/codec.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kPruneRecordsMax = 500;

}  // namespace

AnswerKeeper::AnswerKeeper(LocationId location, KeeperPorts ports, Retention retention,
                           sqlite::Database::Opened opened)
    : location_(location),
      ports_(std::move(ports)),
      retention_(retention),
      set_aside_(std::move(opened.set_aside)),
      database_(std::move(opened.database)) {}

Result<std::unique_ptr<AnswerKeeper>> AnswerKeeper::open(const std::filesystem::path& path,
                                                         DeviceId device, LocationId location,
                                                         KeeperPorts ports,
                                                         relay::CourierLimits limits,
                                                         Retention retention) {
  auto opened = sqlite::Database::open(path, sqlite::relay_migrations(), ports.clock.wall_now());
  if (!opened) return tl::unexpected(opened.error());
  std::unique_ptr<AnswerKeeper> keeper(
      new AnswerKeeper(location, std::move(ports), retention, *std::move(opened)));
  auto& on = keeper->ports_;
  auto outbox = sqlite::SqliteOutbox::open(*keeper->database_, device, on.random);
  if (!outbox) return tl::unexpected(outbox.error());
  keeper->outbox_ = *std::move(outbox);
  keeper->courier_ = std::make_unique<relay::Courier>(
      device, std::vector{relay::Stream::urgent, relay::Stream::responses}, *keeper->outbox_,
      on.link, on.random, limits);
  return keeper;
}

Result<void> AnswerKeeper::save(const response::Response& response) {
  const auto head = outbox_->head(relay::Stream::urgent);
  if (!head) return tl::unexpected(head.error());
  const auto stream =
      relay::stream_for(response::is_unhappy(response), head->last_seq - head->received_seq);
  const auto payload = wire::encode_record(wire::ResponseRecord{location_, response});
  // One transaction of its own: durable when it returns.
  const auto seq = outbox_->append(stream, payload, 1, ports_.clock.wall_now());
  if (!seq) return tl::unexpected(seq.error());
  return {};
}

void AnswerKeeper::on_connected(std::uint16_t receive_maximum) {
  courier_->on_connected(ports_.clock.mono_now(), receive_maximum);
}

void AnswerKeeper::on_disconnected() { courier_->on_disconnected(); }

Result<void> AnswerKeeper::on_receipt(const relay::Receipt& receipt) {
  return courier_->on_receipt(receipt, ports_.clock.mono_now());
}

Result<void> AnswerKeeper::pump() {
  return courier_->pump(ports_.clock.mono_now(), ports_.stamp());
}

Result<void> AnswerKeeper::tidy() {
  const auto pruned = outbox_->prune(ports_.clock.wall_now() - retention_.keep_received,
                                     retention_.keep_received_bytes, kPruneRecordsMax);
  if (!pruned) return tl::unexpected(pruned.error());
  return database_->checkpoint();
}

}  // namespace earshot::kiosk
