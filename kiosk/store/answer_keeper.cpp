#include "kiosk/store/answer_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "core/wire/codec.h"
#include "kiosk/store/taking_over.h"
#include "platform/sqlite/set_aside.h"

namespace earshot::kiosk {
namespace {

/// On a full disk: records that are let go in one transaction, and such transactions in one call.
constexpr std::size_t kRoomRecords = 50;
constexpr int kRoomSteps = 20;

/// For callers that have no ballast.
class NoBallast final : public system::Ballast {
 public:
  [[nodiscard]] bool held() const override { return false; }
  bool release() override { return false; }
  bool restore() override { return false; }
};

template <typename F>
auto spending(system::Ballast* ballast, F write) {
  NoBallast none;
  return system::spending(ballast != nullptr ? *ballast : none, write);
}

}  // namespace

std::vector<sqlite::Migration> keeper_migrations() {
  std::vector<sqlite::Migration> all;
  for (const auto part : {sqlite::relay_migrations(), kiosk_migrations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

AnswerKeeper::AnswerKeeper(DeviceId device, LocationId location, KeeperPorts ports,
                           Retention retention, sqlite::Database::Opened opened)
    : device_(std::move(device)),
      location_(location),
      ports_(std::move(ports)),
      retention_(retention),
      set_aside_(std::move(opened.set_aside)),
      database_(std::move(opened.database)) {
  incident_ = sqlite::mended_words(database_->path());
}

Result<std::unique_ptr<AnswerKeeper>> AnswerKeeper::open(const std::filesystem::path& path,
                                                         DeviceId device, LocationId location,
                                                         KeeperPorts ports,
                                                         relay::CourierLimits limits,
                                                         Retention retention) {
  auto opened = spending(ports.ballast, [&] {
    return sqlite::Database::open(path, keeper_migrations(), ports.clock.wall_now());
  });
  if (!opened) return tl::unexpected(opened.error());
  std::unique_ptr<AnswerKeeper> keeper(
      new AnswerKeeper(device, location, std::move(ports), retention, *std::move(opened)));
  auto& on = keeper->ports_;
  auto outbox = spending(on.ballast, [&] {
    return sqlite::SqliteOutbox::open(*keeper->database_, device, on.random);
  });
  if (!outbox) return tl::unexpected(outbox.error());
  keeper->outbox_ = *std::move(outbox);
  auto clocks =
      BootClocks::open(*keeper->database_, on.stamp,
                       [ballast = on.ballast](const std::function<Result<void>()>& write) {
                         return spending(ballast, write);
                       });
  if (!clocks) return tl::unexpected(clocks.error());
  keeper->boot_clocks_ = *std::move(clocks);
  keeper->take_over();
  keeper->courier_ = std::make_unique<relay::Courier>(
      device, std::vector{relay::Stream::urgent, relay::Stream::responses}, *keeper->outbox_,
      on.link, on.random, limits, keeper->boot_clocks_.get());
  if (on.ballast != nullptr && !on.ballast->restore()) keeper->room_ = Room::nearly_full;
  return keeper;
}

/// What fails here costs nobody his next answer: it is tried again when there is nothing to do.
void AnswerKeeper::take_over() {
  const auto& path = database_->path();
  auto taken = spending(ports_.ballast, [&] {
    return kiosk::take_over(path, device_, *database_, *outbox_, *boot_clocks_, taken_so_far_);
  });
  taken_over_ = taken.has_value();
  if (!taken) {
    incident_ =
        "This kiosk's disk had spoilt its store, and what is in it could not be taken over "
        "yet: " +
        taken.error().message;
    spdlog::error("{}", incident_);
  } else if (!taken->empty()) {
    incident_ = std::move(*taken);
  }
}

Result<void> AnswerKeeper::save(const response::Response& response) {
  auto saved = spending(ports_.ballast, [&] { return append(response); });
  note_room(!saved && saved.error().code == ErrorCode::no_space);
  return saved;
}

Result<void> AnswerKeeper::ring(const wire::HelpCallRecord& call) {
  auto rung = spending(ports_.ballast, [&]() -> Result<void> {
    const auto seq = outbox_->append(relay::Stream::urgent, wire::encode_record(call), 0,
                                     ports_.clock.wall_now());
    if (!seq) return tl::unexpected(seq.error());
    return {};
  });
  note_room(!rung && rung.error().code == ErrorCode::no_space);
  return rung;
}

Result<wire::ExportFile> AnswerKeeper::unsent(std::size_t bytes_max) {
  wire::ExportFile file{device_, {}};
  std::size_t bytes = 0;
  for (const auto stream : {relay::Stream::urgent, relay::Stream::responses}) {
    const auto head = outbox_->head(stream);
    if (!head) return tl::unexpected(head.error());
    for (auto seq = std::max(head->received_seq + 1, head->oldest_seq);
         seq <= head->last_seq && bytes < bytes_max;) {
      auto batch =
          outbox_->read(stream, seq, relay::kFramePayloadBytesMax, relay::kFrameRecordsMax);
      if (!batch) return tl::unexpected(batch.error());
      relay::Frame frame;
      frame.device = device_;
      frame.epoch = head->epoch;
      frame.stream = stream;
      frame.first_seq = seq;
      frame.digest_before = batch->digest_before;
      frame.oldest_seq = std::min(head->oldest_seq, seq);
      const auto stamp = ports_.stamp();
      frame.sent_at = stamp.wall;
      frame.boot_id = stamp.boot_id;
      frame.uptime_ms = stamp.uptime_ms;
      for (auto& record : batch->records) {
        if (record.withheld) frame.withheld.push_back({frame.records.size(), *record.withheld});
        frame.records.push_back(std::move(record.payload));
      }
      // What cannot be judged here is judged by whoever imports it.
      if (const auto judged = boot_clocks_->join(frame); judged > 0) {
        frame.records.resize(judged);
        std::erase_if(frame.withheld, [&](const auto& held) { return held.index >= judged; });
      } else {
        frame.boot_times.clear();
      }
      seq += frame.records.size();
      file.frames.push_back({stream, wire::encode_frame(frame)});
      bytes += file.frames.back().bytes.size();
    }
  }
  return file;
}

void AnswerKeeper::note_room(bool no_space) {
  const bool spent = ports_.ballast != nullptr && !ports_.ballast->held();
  pressed_ = pressed_ || no_space || (spent && room_ == Room::plenty);
  room_ = no_space ? Room::full : spent ? Room::nearly_full : Room::plenty;
  if (room_ == Room::plenty) pressed_ = false;
}

Result<void> AnswerKeeper::append(const response::Response& response) {
  const auto head = outbox_->head(relay::Stream::urgent);
  if (!head) return tl::unexpected(head.error());
  const auto stream =
      relay::stream_for(response::is_unhappy(response), head->last_seq - head->received_seq);
  const wire::ResponseRecord record{location_, response};
  const auto payload = ports_.encode ? ports_.encode(record) : wire::encode_record(record);
  // One transaction of its own: durable when it returns.
  auto saved = database_->in_one_transaction([&]() -> Result<void> {
    if (auto entered = boot_clocks_->enter(response.boot_id); !entered) return entered;
    const auto seq = outbox_->append(stream, payload, 1, ports_.clock.wall_now());
    if (!seq) return tl::unexpected(seq.error());
    return {};
  });
  if (saved) boot_clocks_->entered(response.boot_id);
  return saved;
}

void AnswerKeeper::on_connected(std::uint16_t receive_maximum) {
  boot_clocks_->on_connected();
  courier_->on_connected(ports_.clock.mono_now(), receive_maximum);
}

void AnswerKeeper::on_disconnected() { courier_->on_disconnected(); }

Result<void> AnswerKeeper::on_receipt(const relay::Receipt& receipt) {
  if (boot_clocks_->heard(receipt)) courier_->ask();
  return courier_->on_receipt(receipt, ports_.clock.mono_now());
}

Result<void> AnswerKeeper::pump() {
  return courier_->pump(ports_.clock.mono_now(), ports_.stamp());
}

Result<void> AnswerKeeper::tidy() {
  if (ports_.ballast != nullptr && ports_.ballast->restore()) note_room(false);
  if (!taken_over_) take_over();
  if (pressed_) return make_room();
  const auto pruned = outbox_->prune({retention_.keep_received, retention_.keep_received_bytes},
                                     ports_.clock.wall_now(), ports_.clock.mono_now());
  if (!pruned) return tl::unexpected(pruned.error());
  if (auto forgot = boot_clocks_->forget_unused(*outbox_); !forgot) return forgot;
  if (taken_over_) {
    const auto until = ports_.clock.wall_now() - retention_.keep_received;
    if (auto gone = sqlite::delete_set_aside(database_->path(), until); !gone) return gone;
  }
  return database_->checkpoint();
}

Result<void> AnswerKeeper::make_room() {
  // Copies of what the edge agent has are worth less than the next customer's answer. Few at a
  // time: letting go needs room in the log beside the database, which is used again at once.
  for (int step = 0; step < kRoomSteps; ++step) {
    const auto moved = database_->checkpoint();
    const auto pruned = outbox_->prune({retention_.keep_received, 0, kRoomRecords},
                                       ports_.clock.wall_now(), ports_.clock.mono_now());
    if (!pruned) return tl::unexpected(pruned.error());
    if (*pruned < kRoomRecords) return moved;
  }
  return database_->checkpoint();
}

}  // namespace earshot::kiosk
