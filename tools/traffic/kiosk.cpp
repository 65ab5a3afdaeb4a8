#include "tools/traffic/kiosk.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "platform/system/log.h"
#include "platform/system/real_ports.h"

namespace earshot::traffic {
namespace {

constexpr sqlite::SqliteOutbox::Retention kRetention{
    .keep = std::chrono::hours(24 * 30), .bytes_max = 256ULL * 1024 * 1024, .records_max = 1000};
/// After an error of the disk: long enough not to spin, short enough to go on soon.
constexpr Duration kRetryAfterError = std::chrono::seconds(1);

constexpr std::array<sqlite::Migration, 1> kOwnMigrations = {{
    {"traffic", 1, "CREATE TABLE said (id TEXT PRIMARY KEY) WITHOUT ROWID"},
}};

std::vector<sqlite::Migration> migrations() {
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> all(relay.begin(), relay.end());
  all.insert(all.end(), kOwnMigrations.begin(), kOwnMigrations.end());
  return all;
}

}  // namespace

Result<std::unique_ptr<Kiosk>> Kiosk::open(Machine& machine, KioskSettings settings) {
  const auto path = settings.folder / (settings.place.device.str() + ".db");
  auto opened = sqlite::Database::open(path, migrations(), machine.clock.wall_now());
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->set_aside.empty()) {
    spdlog::warn("{}: its store was damaged and was set aside as {}; going on with a new one",
                 settings.place.device.str(), opened->set_aside);
  }
  auto outbox =
      sqlite::SqliteOutbox::open(*opened->database, settings.place.device, machine.random);
  if (!outbox) return tl::unexpected(outbox.error());
  auto kiosk = std::unique_ptr<Kiosk>(
      new Kiosk(machine, std::move(settings), std::move(opened->database), *std::move(outbox)));
  if (const auto pending = kiosk->refresh(); !pending) return tl::unexpected(pending.error());
  kiosk->waited_at_open_ = kiosk->waiting_;
  return kiosk;
}

Kiosk::Kiosk(Machine& machine, KioskSettings settings, std::unique_ptr<sqlite::Database> database,
             std::unique_ptr<sqlite::SqliteOutbox> outbox)
    : machine_(machine),
      settings_(std::move(settings)),
      database_(std::move(database)),
      outbox_(std::move(outbox)) {
  const DeviceId& device = settings_.place.device;
  mqtt::LinkOptions options;
  options.broker = settings_.broker;
  options.client_id = device.str();
  options.filters = {wire::receipt_topic(device)};
  options.status_topic = wire::status_topic(device);
  link_ =
      std::make_unique<mqtt::MqttLink>(machine_.loop, machine_.clock, machine_.random,
                                       std::move(options), static_cast<mqtt::LinkListener&>(*this));
  frame_link_ = std::make_unique<mqtt::MqttFrameLink>(*link_);
  courier_ = std::make_unique<relay::Courier>(
      device, std::vector{relay::Stream::urgent, relay::Stream::responses}, *outbox_, *frame_link_,
      machine_.random);
}

Kiosk::~Kiosk() {
  if (timer_ != 0) machine_.loop.cancel(timer_);
}

void Kiosk::connect() { link_->start(); }

void Kiosk::disconnect(Duration wait) {
  if (timer_ != 0) machine_.loop.cancel(timer_);
  timer_ = 0;
  link_->stop(wait);
}

Result<std::size_t> Kiosk::say(std::span<const response::Response> responses) {
  if (const auto begun = database_->begin(); !begun) return tl::unexpected(begun.error());
  auto stored = sqlite::guarded([&] { return store(responses); });
  if (!stored) {
    database_->rollback();
    return stored;
  }
  if (const auto committed = database_->commit(); !committed) {
    database_->rollback();
    return tl::unexpected(committed.error());
  }
  waiting_ += *stored;
  pump();
  return stored;
}

Result<std::size_t> Kiosk::store(std::span<const response::Response> responses) {
  const auto urgent = outbox_->head(relay::Stream::urgent);
  if (!urgent) return tl::unexpected(urgent.error());
  std::uint64_t urgent_waiting = urgent->last_seq - urgent->received_seq;
  std::size_t count = 0;
  for (const auto& response : responses) {
    const auto is_new = remember(response.id);
    if (!is_new) return tl::unexpected(is_new.error());
    if (!*is_new) continue;
    const auto stream = relay::stream_for(response::is_unhappy(response), urgent_waiting);
    if (stream == relay::Stream::urgent) ++urgent_waiting;
    const auto record = wire::encode_record({settings_.place.location, response});
    const auto seq = outbox_->append(stream, record, 1, machine_.clock.wall_now());
    if (!seq) return tl::unexpected(seq.error());
    ++count;
  }
  return count;
}

Result<bool> Kiosk::remember(const ResponseId& id) {
  auto& insert = database_->prepared("INSERT OR IGNORE INTO said (id) VALUES (?)");
  insert.bind(1, id.str());
  return insert.exec() == 1;
}

std::string Kiosk::trouble() const {
  if (!store_trouble_.empty()) return store_trouble_;
  if (!refused_.empty()) return "the receiver refuses its responses: " + refused_;
  return link_->trouble();
}

void Kiosk::tidy_up() {
  const auto gone =
      outbox_->prune(kRetention, machine_.clock.wall_now(), machine_.clock.mono_now());
  if (!gone) note(tl::unexpected(gone.error()));
  note(database_->checkpoint());
}

void Kiosk::on_connected(std::uint16_t receive_maximum) {
  spdlog::debug("{} is connected", settings_.place.device.str());
  courier_->on_connected(machine_.clock.mono_now(), receive_maximum);
  pump();
}

void Kiosk::on_disconnected(std::string_view reason) {
  spdlog::debug("{} lost its broker: {}", settings_.place.device.str(), reason);
  courier_->on_disconnected();
  schedule();
}

void Kiosk::on_message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  const DeviceId& device = settings_.place.device;
  if (topic != wire::receipt_topic(device)) return;
  const auto receipt = wire::decode_receipt(device, payload);
  if (!receipt) {
    spdlog::warn("{}: a receipt that cannot be read: {}", device.str(), receipt.error().message);
    return;
  }
  note(courier_->on_receipt(*receipt, machine_.clock.mono_now()));
  note(refresh());
  pump();
}

Result<void> Kiosk::refresh() {
  const auto pending = outbox_->pending();
  if (!pending) return tl::unexpected(pending.error());
  waiting_ = pending->responses;
  return {};
}

relay::Courier::Stamp Kiosk::stamp() const {
  return {machine_.clock.wall_now(), machine_.boot_id, system::uptime_ms()};
}

void Kiosk::pump() {
  note(courier_->pump(machine_.clock.mono_now(), stamp()));
  schedule();
}

/// A timer that goes off too early does no harm, so that one is moved only when it would be too
/// late.
void Kiosk::schedule() {
  MonoTime when = courier_->next_wakeup();
  if (when.ms == std::numeric_limits<std::int64_t>::max()) return;
  if (!store_trouble_.empty()) when = std::max(when, machine_.clock.mono_now() + kRetryAfterError);
  if (timer_ != 0 && timer_at_ <= when) return;
  if (timer_ != 0) machine_.loop.cancel(timer_);
  timer_at_ = when;
  timer_ = machine_.loop.at(when, [this] {
    timer_ = 0;
    pump();
    look_after_link();
  });
}

void Kiosk::look_after_link() {
  const auto health = courier_->health();
  if (!health) return note(tl::unexpected(health.error()));
  refused_ = health->refused_reason;
  if (health->suspect) link_->renew("no receipts come");
}

void Kiosk::note(const Result<void>& result) {
  if (result) {
    store_trouble_.clear();
    return;
  }
  if (store_trouble_ != result.error().message) {
    spdlog::error("{}: {}", settings_.place.device.str(), result.error().message);
  }
  store_trouble_ = result.error().message;
}

}  // namespace earshot::traffic
