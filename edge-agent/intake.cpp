#include "edge-agent/intake.h"

#include "core/wire/codec.h"
#include "core/wire/envelope.h"
#include "core/wire/topics.h"

namespace earshot::edge {

std::optional<relay::Receipt> Intake::add(std::string_view topic, std::string_view payload) {
  const auto up = wire::parse_up_topic(topic);
  if (!up) return std::nullopt;
  // At a broker that is shared with headquarters, agents' own streams pass by: not ours to take.
  if (up->stream != relay::Stream::urgent && up->stream != relay::Stream::responses) {
    return std::nullopt;
  }
  const bool listed = kiosks_.empty() || kiosks_.contains(up->device);
  auto frame = wire::decode_frame(up->device, up->stream, payload);
  if (!frame) {
    ++counts_.undecodable;
    if (listed) edge_.note_unread(up->device, up->stream);
    auto refusal = wire::refuse_unreadable(up->device, up->stream, payload, frame.error().message);
    note(refusal);
    return refusal;
  }
  if (!listed || !edge_.has_room_for(up->device)) {
    ++counts_.unwelcome;
    return refuse(*frame, listed ? "this location already has as many kiosks as it can have"
                                 : "this kiosk is not in the location's list of kiosks");
  }
  auto& queue = up->stream == relay::Stream::urgent ? urgent_ : normal_;
  if (queue.size() >= kWaitingMax) {
    ++counts_.dropped;
    return std::nullopt;
  }
  queue.push_back(std::move(*frame));
  return std::nullopt;
}

/// An incident, but for a device that had one lately.
void Intake::note(const relay::Receipt& refusal) {
  const MonoTime now = clock_.mono_now();
  const auto last = incident_at_.find(refusal.device);
  if (last != incident_at_.end() && now - last->second < kIncidentEvery) return;
  if (incident_at_.size() >= KioskBook::kKiosksMax) incident_at_.clear();
  // An incident that cannot be stored is no reason to stop: the count has it, and the next refusal
  // tries again.
  if (edge_.note(
          {relay::Incident::Kind::refused, refusal.device, refusal.stream, refusal.reason})) {
    incident_at_[refusal.device] = now;
  } else {
    ++counts_.failed;
  }
}

relay::Receipt Intake::refuse(const relay::Frame& frame, const std::string& reason) {
  relay::Receipt receipt;
  receipt.device = frame.device;
  receipt.stream = frame.stream;
  receipt.verdict = relay::Verdict::refused;
  receipt.cursor.epoch = frame.epoch;
  receipt.reason = reason;
  receipt.now = clock_.wall_now();
  receipt.boot_id = frame.boot_id;
  receipt.uptime_ms = frame.uptime_ms;
  note(receipt);
  return receipt;
}

Result<std::vector<relay::Receipt>> Intake::take_batch() {
  auto& queue = urgent_.empty() ? normal_ : urgent_;
  std::vector<relay::Frame> batch;
  std::size_t records = 0;
  while (!queue.empty() && batch.size() < kBatchFramesMax) {
    records += queue.front().records.size();
    if (!batch.empty() && records > kBatchRecordsMax) break;
    batch.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  if (batch.empty()) return std::vector<relay::Receipt>{};
  ++counts_.batches;
  auto receipts = edge_.take(batch);
  if (!receipts) ++counts_.failed;
  return receipts;
}

}  // namespace earshot::edge
