#include "edge-agent/edge.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kPersonCodePointsMax = 80;
constexpr Duration kPruneEvery = std::chrono::minutes(1);
constexpr std::size_t kPruneRecordsMax = 2000;
constexpr Duration kHoursShown = std::chrono::hours(23);

}  // namespace

const std::vector<relay::Stream>& Edge::streams_up() {
  static const std::vector<relay::Stream> kStreams = {relay::Stream::urgent, relay::Stream::cells,
                                                      relay::Stream::verbatims};
  return kStreams;
}

Result<std::unique_ptr<Edge>> Edge::open(const LocationFacts& facts, const EdgePorts& ports,
                                         relay::CourierLimits limits) {
  // An edge agent's device id is its location's id.
  auto outbox =
      sqlite::SqliteOutbox::open(ports.database, DeviceId::trusted(facts.id.str()), ports.random);
  if (!outbox) return tl::unexpected(outbox.error());
  std::unique_ptr<Edge> edge(new Edge(facts, ports, std::move(*outbox), limits));
  if (auto loaded = edge->load(); !loaded) return tl::unexpected(loaded.error());
  return edge;
}

Edge::Edge(const LocationFacts& facts, const EdgePorts& ports,
           std::unique_ptr<sqlite::SqliteOutbox> outbox, relay::CourierLimits limits)
    : facts_(facts),
      ports_(ports),
      inbox_(ports.database),
      outbox_(std::move(outbox)),
      responses_(ports.database),
      cells_(ports.database, facts.id),
      alerts_(ports.database, facts.id),
      deliveries_(ports.database),
      kiosks_(ports.database),
      filing_(facts, ports.zone, ports.clock, inbox_,
              {responses_, cells_, alerts_, deliveries_, kiosks_, *outbox_}),
      receiver_(filing_, filing_),
      courier_(DeviceId::trusted(facts.id.str()), streams_up(), *outbox_, ports.headquarters,
               ports.random, limits),
      hq_heard_at_(ports.clock.mono_now()) {}

Result<void> Edge::load() {
  auto counted = responses_.count();
  if (!counted) return tl::unexpected(counted.error());
  responses_at_start_ = *counted;
  return cells_.load().and_then([&] { return deliveries_.load(); }).and_then([&] {
    return kiosks_.load(facts_.kiosks, ports_.clock.mono_now());
  });
}

Result<std::vector<relay::Receipt>> Edge::take(std::span<const relay::Frame> frames) {
  const WallTime now = ports_.clock.wall_now();
  auto receipts = receiver_.take(frames, now);
  if (!receipts) return receipts;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool received = (*receipts)[i].verdict == relay::Verdict::accepted;
    kiosks_.note_frame(frames[i], received, now, ports_.clock.mono_now());
  }
  const auto behind = kiosks_.behind();
  courier_.set_pending_behind(behind.responses, behind.since);
  return receipts;
}

Result<std::optional<alert::Alert>> Edge::acknowledge(const AlertId& id, std::string_view by) {
  return filing_.acknowledge(id, clean_text(by, kPersonCodePointsMax));
}

Result<void> Edge::note(const relay::Incident& incident) {
  if (auto begun = filing_.begin(); !begun) return begun;
  auto done =
      filing_.note(incident, ports_.clock.wall_now()).and_then([&] { return filing_.commit(); });
  if (!done) filing_.rollback();
  return done;
}

void Edge::on_headquarters_connected(std::uint16_t receive_maximum) {
  courier_.on_connected(ports_.clock.mono_now(), receive_maximum);
}

void Edge::on_headquarters_disconnected() { courier_.on_disconnected(); }

Result<void> Edge::on_headquarters_receipt(const relay::Receipt& receipt) {
  hq_heard_at_ = ports_.clock.mono_now();
  return courier_.on_receipt(receipt, ports_.clock.mono_now());
}

Result<void> Edge::pump() { return courier_.pump(ports_.clock.mono_now(), ports_.stamp()); }

Result<void> Edge::tidy() {
  if (deliveries_.has_handed()) {
    if (auto begun = filing_.begin(); !begun) return begun;
    if (auto done = filing_.commit(); !done) {  // the commit deletes what was handed over
      filing_.rollback();
      return done;
    }
  }
  return ports_.clock.mono_now() < prune_at_ ? Result<void>{} : prune();
}

Result<void> Edge::prune() {
  const auto gone = outbox_->prune(ports_.clock.wall_now() - kKeepReceived, kKeepReceivedBytesMax,
                                   kPruneRecordsMax);
  if (!gone) return tl::unexpected(gone.error());
  const bool more = *gone == kPruneRecordsMax;
  prune_at_ = ports_.clock.mono_now() + (more ? Duration{0} : kPruneEvery);
  return {};
}

Result<LocationView> Edge::view() {
  LocationView view;
  view.facts = facts_;
  view.timezone = ports_.zone.name();
  view.now = ports_.clock.wall_now();
  view.all = cells_.scoreboard().all();
  view.today = cells_.scoreboard().day(ports_.zone.local_day(view.now));
  view.hours = cells_.scoreboard().hours(hour_of(view.now - kHoursShown), hour_of(view.now));
  view.responses = responses_at_start_ + filing_.counts().filed;
  view.kiosks = kiosks_.all(ports_.clock.mono_now());
  const auto open = alerts_.open_count();
  if (!open) return tl::unexpected(open.error());
  const auto quarantined = inbox_.quarantined();
  if (!quarantined) return tl::unexpected(quarantined.error());
  const auto incidents = inbox_.incidents();
  if (!incidents) return tl::unexpected(incidents.error());
  view.alerts_open = *open;
  view.quarantined = *quarantined;
  view.incidents = *incidents;
  return view;
}

}  // namespace earshot::edge
