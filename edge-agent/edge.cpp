#include "edge-agent/edge.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "platform/sqlite/incidents.h"
#include "platform/sqlite/set_aside.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kPersonCodePointsMax = 80;
constexpr Duration kPruneEvery = std::chrono::minutes(1);
constexpr std::size_t kPruneRecordsMax = 2000;
constexpr int kIncidentsShown = 3;
constexpr Duration kDiskEvery = std::chrono::seconds(15);
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
      retention_(ports.database),
      cells_(ports.database, facts.id),
      alerts_(ports.database, facts.id),
      deliveries_(ports.database),
      kiosks_(ports.database),
      care_book_(ports.database),
      filing_(facts, ports.zone, ports.clock, inbox_,
              {responses_, cells_, alerts_, deliveries_, kiosks_, *outbox_, care_book_},
              ports.erasures),
      care_(facts, ports.clock, ports.key, filing_, care_book_, responses_, alerts_),
      receiver_(filing_, care_),
      ages_(ports.clock.wall_now(), ports.clock.mono_now()),
      courier_(DeviceId::trusted(facts.id.str()), streams_up(), *outbox_, upward_, ports.random,
               limits),
      hq_heard_at_(ports.clock.mono_now()) {}

template <typename F>
auto Edge::durable(F write) -> decltype(write()) {
  auto done = write();
  if (done || done.error().code != ErrorCode::no_space) return done;
  if (ports_.ballast != nullptr && ports_.ballast->release()) {
    disk_ = DiskState::reserve_used;
    const relay::Incident incident{
        relay::Incident::Kind::disk, DeviceId::trusted(facts_.id.str()), relay::Stream::responses,
        "the disk is full: the reserve that was kept for this was given up, and responses are "
        "taken as before; make room on the disk"};
    done = write();
    static_cast<void>(note_now(incident));  // health says so too
    if (done || done.error().code != ErrorCode::no_space) return done;
  }
  disk_ = DiskState::full;
  return done;
}

Result<void> Edge::load() {
  auto counted = responses_.count();
  if (!counted) return tl::unexpected(counted.error());
  responses_at_start_ = *counted;
  if (ports_.ballast != nullptr) ports_.ballast->restore();
  if (auto read = load_books(); !read) return read;
  auto heard = durable([&] { return filing_.count_heard(); });
  if (!heard) return heard;
  auto erased = durable([&] { return filing_.erase_what_came_back(); });
  if (!erased) return tl::unexpected(erased.error());
  scrub_due_ = *erased > 0;
  return {};
}

Result<void> Edge::load_books() {
  return cells_.load().and_then([&] { return deliveries_.load(); }).and_then([&] {
    return kiosks_.load(facts_.kiosks, ports_.clock.wall_now(), ports_.clock.mono_now());
  });
}

/// Looks at both clocks; call it before records are written, and before they are asked for.
void Edge::look_at_clocks() {
  if (ages_.look(ports_.clock.wall_now(), ports_.clock.mono_now())) tell_behind();
}

/// What headquarters hears of the kiosks, in times of the clock as it is set now.
void Edge::tell_behind() {
  const auto behind = kiosks_.behind(ports_.clock.wall_now(), ports_.clock.mono_now());
  behind_since_ = behind.since;
  courier_.set_pending_behind(behind.responses, behind.since);
}

/// When a record with this stamp was written, by the wall's clock as it is set now.
WallTime Edge::written_at(WallTime stamp) {
  return stamp.ms == 0 ? WallTime{} : ports_.clock.wall_now() - ages_.age_of(stamp);
}

/// Headquarters takes ages from the difference to `sent_at`: both must be of one clock.
Result<void> Edge::Upward::send(const relay::Frame& frame) {
  if (!edge_.ages_.stepped()) return edge_.ports_.headquarters.send(frame);
  relay::Frame told = frame;
  told.stream_since = edge_.written_at(frame.stream_since);
  if (frame.pending_since != edge_.behind_since_) {
    told.pending_since = edge_.written_at(frame.pending_since);
  }
  return edge_.ports_.headquarters.send(told);
}

Result<relay::CourierHealth> Edge::headquarters_health() {
  look_at_clocks();
  auto health = courier_.health();
  if (!health) return health;
  health->pending.oldest_at = written_at(health->pending.oldest_at);
  for (auto& waiting : health->waiting) waiting.since = written_at(waiting.since);
  return health;
}

Result<std::vector<relay::Receipt>> Edge::take(std::span<const relay::Frame> frames) {
  look_at_clocks();
  const WallTime now = ports_.clock.wall_now();
  const auto records_before = receiver_.counts().records_applied;
  auto receipts = durable([&] { return receiver_.take(frames, now); });
  if (!receipts) return receipts;
  if (disk_ == DiskState::full && receiver_.counts().records_applied > records_before) {
    // There is room again, if not yet for the ballast.
    disk_ = ports_.ballast == nullptr ? DiskState::fine : DiskState::reserve_used;
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    kiosks_.note_frame(frames[i], (*receipts)[i], now, ports_.clock.mono_now());
  }
  write_delivered(now);
  tell_behind();
  return receipts;
}

/// What is said of kiosks otherwise waits for the next responses; this may be the last that comes.
void Edge::write_delivered(WallTime now) {
  if (!kiosks_.owes_delivered()) return;
  const auto written = ports_.database.in_one_transaction([&] { return kiosks_.flush(now); });
  if (!written) kiosks_.rolled_back();  // the next transaction of responses tries it again
}

Result<relay::Receipt> Edge::import(const relay::Frame& frame) {
  // Days may lie between: when it was written is when it was sent, if that clock was ever set.
  const bool dated =
      frame.sent_at >= survey::kClockSetFrom && frame.sent_at <= ports_.clock.wall_now();
  filing_.came_at(dated ? frame.sent_at : WallTime{});
  care_.imports(true);
  const auto now = ports_.clock.wall_now();
  auto receipts = durable([&] { return receiver_.take(std::span(&frame, 1), now); });
  care_.imports(false);
  filing_.came_at({});
  if (!receipts) return tl::unexpected(receipts.error());
  return std::move(receipts->front());
}

/// The first moment of the next day: days are as long as the time zone says.
WallTime Edge::end_of_day(LocalDay day) const {
  constexpr std::int64_t kDayMs = 24 * kHourMs;
  std::int64_t before = day * kDayMs - kDayMs, after = day * kDayMs + 3 * kDayMs;
  while (after - before > 1) {
    const auto middle = before + (after - before) / 2;
    (ports_.zone.local_day({middle}) > day ? after : before) = middle;
  }
  return {after};
}

std::vector<DeviceId> Edge::kiosks() const {
  std::vector<DeviceId> devices;
  for (const auto& [device, kiosk] :
       kiosks_.all(ports_.clock.wall_now(), ports_.clock.mono_now())) {
    devices.push_back(device);
  }
  return devices;
}

Result<std::optional<alert::Alert>> Edge::acknowledge(const AlertId& id, std::string_view by) {
  return durable([&] { return filing_.acknowledge(id, clean_text(by, kPersonCodePointsMax)); });
}

Result<void> Edge::note_status(const DeviceId& device, std::string_view json) {
  if (device.str() == facts_.id.str()) return {};  // our own, at a broker without headquarters
  if (!facts_.kiosks.empty() && !facts_.kiosks.contains(device)) return {};
  const auto status = parse_kiosk_status(json);
  if (!status) return {};
  if (!status->incident.empty()) {
    const relay::Incident incident{relay::Incident::Kind::disk, device, relay::Stream::responses,
                                   device.str() + ": " + status->incident};
    const auto noted = sqlite::is_noted(ports_.database.raw(), incident);
    if (!noted) return tl::unexpected(noted.error());
    if (!*noted) {
      if (auto done = note(incident); !done) return done;
    }
  }
  if (!kiosks_.note_status(device, *status)) return {};
  return note({relay::Incident::Kind::disk, device, relay::Stream::responses,
               device.str() + "’s disk is full: it takes no answers, and its screen says so. " +
                   status->words});
}

Result<std::optional<FiledResponse>> Edge::judge(const ResponseId& id, std::uint32_t flags) {
  return durable([&] { return filing_.judge(id, flags); });
}

Result<Filing::Judged> Edge::judge_burst(const ResponseId& burst, std::uint32_t flags,
                                         std::int64_t after) {
  return durable([&] { return filing_.judge_burst(burst, flags, after); });
}

Result<std::optional<FiledResponse>> Edge::correct(const ResponseId& id, const QuestionId& question,
                                                   const wire::Correction& correction) {
  return durable([&] { return filing_.correct(id, question, correction); });
}

Result<bool> Edge::reread_some() {
  return durable([&] { return filing_.reread_some(); });
}

Result<Filing::Erased> Edge::erase(const ResponseId& id) {
  auto erased = durable([&] { return filing_.erase(id); });
  if (!erased) return erased;
  scrub_due_ = true;
  static_cast<void>(scrub());  // what a reader holds up is done by tidy
  return erased;
}

Result<void> Edge::scrub() {
  if (!scrub_due_) return {};
  auto done = ports_.database.scrub();
  if (done) scrub_due_ = false;
  return done;
}

Result<void> Edge::retry_quarantined(std::int64_t id) {
  const auto record = inbox_.find_quarantined(id);
  if (!record) return tl::unexpected(record.error());
  filing_.came_at(record->at);
  care_.retries(true);
  auto done = durable([&] { return inbox_.retry(id, filing_, care_); });
  care_.retries(false);
  filing_.came_at({});
  return done;
}

Result<sqlite::SqliteInbox::Retried> Edge::retry_quarantined_behind(std::int64_t after) {
  const auto records = inbox_.list_quarantined(after, kRetriedAtOnce);
  if (!records) return tl::unexpected(records.error());
  sqlite::SqliteInbox::Retried retried;
  for (const auto& record : *records) {
    const auto done = retry_quarantined(record.id);
    const bool poison = !done && (done.error().code == ErrorCode::invalid ||
                                  done.error().code == ErrorCode::conflict ||
                                  done.error().code == ErrorCode::unsupported);
    if (!done && !poison) return tl::unexpected(done.error());
    ++(done ? retried.applied : retried.still_poison);
    retried.last_id = record.id;
  }
  return retried;
}

Result<void> Edge::note(const relay::Incident& incident) {
  return durable([&] { return note_now(incident); });
}

Result<void> Edge::note_now(const relay::Incident& incident) {
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
  const auto lost = headquarters_lost_cells(receipt);
  if (!lost) return tl::unexpected(lost.error());
  if (*lost) {
    auto owed = ports_.database.in_one_transaction([&] { return cells_.owe_all(); });
    if (!owed) return owed;
    cells_owed_ = true;
  }
  return courier_.on_receipt(receipt, ports_.clock.mono_now());
}

/// It asks for records of cells that were let go of long ago, or names them as missing: it was
/// restored from an old backup, or began anew. What the stream no longer has, the store still does.
Result<bool> Edge::headquarters_lost_cells(const relay::Receipt& receipt) {
  using relay::Verdict;
  if (receipt.stream != relay::Stream::cells) return false;
  if (receipt.verdict == Verdict::accepted && !receipt.reason.empty()) return true;
  if (receipt.verdict != Verdict::gap && receipt.verdict != Verdict::accepted) return false;
  const auto head = outbox_->head(relay::Stream::cells);
  if (!head) return tl::unexpected(head.error());
  return receipt.cursor.epoch == head->epoch && receipt.cursor.seq + 1 < head->oldest_seq;
}

/// A piece a call. They keep their versions, so what headquarters has already stays as it is.
Result<void> Edge::tell_owed_cells() {
  if (!cells_owed_) return {};
  std::size_t told = 0;
  auto done = ports_.database.in_one_transaction([&]() -> Result<void> {
    const auto records = cells_.take_owed(kOwedAtOnce);
    if (!records) return tl::unexpected(records.error());
    told = records->size();
    for (const auto& record : *records) {
      auto sent = outbox_->append(relay::Stream::cells, record, 0, ports_.clock.wall_now());
      if (!sent) return tl::unexpected(sent.error());
    }
    return {};
  });
  if (done) cells_owed_ = told > 0;
  return done;
}

Result<void> Edge::pump() {
  look_at_clocks();
  return courier_.pump(ports_.clock.mono_now(), ports_.stamp());
}

Result<void> Edge::tidy() {
  if (deliveries_.has_handed()) {
    if (auto begun = filing_.begin(); !begun) return begun;
    if (auto done = filing_.commit(); !done) {  // the commit deletes what was handed over
      filing_.rollback();
      return done;
    }
  }
  if (auto looked = look_at_disk(); !looked) return looked;
  // A reader may hold it up for a moment: the next call tries again.
  if (auto scrubbed = scrub(); !scrubbed && scrubbed.error().code != ErrorCode::busy)
    return scrubbed;
  if (auto told = tell_owed_cells(); !told) return told;
  if (auto stripped = strip_overdue(); !stripped) return stripped;
  return ports_.clock.mono_now() < prune_at_ ? Result<void>{} : prune();
}

/// Words and contact details, each after a time of its own; a bounded piece a call.
Result<void> Edge::strip_overdue() {
  const MonoTime now = ports_.clock.mono_now();
  const bool words = keep_words_ > Duration{0} && now >= words_at_;
  const bool contacts = keep_contacts_ > Duration{0} && now >= contacts_at_;
  if (!words && !contacts) return {};
  const auto running = outbox_->ran(now);
  if (!running) return tl::unexpected(running.error());
  const auto noted = ports_.database.in_one_transaction(
      [&] { return retention_.note(*running, std::max(keep_words_, keep_contacts_)); });
  if (!noted) return noted;
  const auto strip = [&](Duration keep, MonoTime& again_at, auto remove) -> Result<void> {
    const auto more = retention_.overdue(keep, *running, ports_.clock.wall_now()).and_then(remove);
    if (!more) return tl::unexpected(more.error());
    again_at = now + (*more ? Duration{0} : kPruneEvery);
    return {};
  };
  if (words) {
    auto done = strip(keep_words_, words_at_,
                      [&](const Overdue& overdue) { return filing_.remove_old_words(overdue); });
    if (!done) return done;
  }
  if (!contacts) return {};
  return strip(keep_contacts_, contacts_at_,
               [&](const Overdue& overdue) { return filing_.remove_old_contacts(overdue); });
}

/// Makes the ballast again once there is room for it, and says that all is well.
Result<void> Edge::look_at_disk() {
  const MonoTime now = ports_.clock.mono_now();
  if (ports_.ballast == nullptr || ports_.ballast->held() || now < disk_at_) return {};
  disk_at_ = now + kDiskEvery;
  if (!ports_.ballast->restore() || disk_ == DiskState::fine) return {};
  disk_ = DiskState::fine;
  return note_now({relay::Incident::Kind::disk, DeviceId::trusted(facts_.id.str()),
                   relay::Stream::responses,
                   "there is room on the disk again, and the reserve for the next time is made"});
}

Result<void> Edge::prune() {
  // A damaged store that was set aside holds words and contacts as well.
  const auto keep = keep_words_ > Duration{0} && keep_contacts_ > Duration{0}
                        ? std::min(keep_words_, keep_contacts_)
                        : std::max(keep_words_, keep_contacts_);
  if (keep > Duration{0}) {
    const auto until = ports_.clock.wall_now() - keep;
    if (auto gone = sqlite::delete_set_aside(ports_.database.path(), until); !gone) return gone;
  }
  const auto gone = outbox_->prune({kKeepReceived, kKeepReceivedBytesMax, kPruneRecordsMax},
                                   ports_.clock.wall_now(), ports_.clock.mono_now());
  if (!gone) return tl::unexpected(gone.error());
  if (auto bounded = alerts_.prune(); !bounded) return bounded;
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
  view.kiosks = kiosks_.all(view.now, ports_.clock.mono_now());
  const auto open = alerts_.open_count();
  if (!open) return tl::unexpected(open.error());
  const auto quarantined = inbox_.quarantined();
  if (!quarantined) return tl::unexpected(quarantined.error());
  const auto incidents = inbox_.incidents();
  if (!incidents) return tl::unexpected(incidents.error());
  view.alerts_open = *open;
  view.quarantined = *quarantined;
  view.incidents = *incidents;
  view.disk = disk_;
  auto newest = sqlite::list_incidents(ports_.database.raw(), INT64_MAX, kIncidentsShown);
  if (!newest) return tl::unexpected(newest.error());
  view.last_incidents = std::move(*newest);
  return view;
}

}  // namespace earshot::edge
