#include "aggregator/headquarters.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "aggregator/summing.h"
#include "core/wire/codec.h"
#include "core/wire/envelope.h"

namespace earshot::hq {
namespace {

constexpr Duration kViewAgeMax = std::chrono::seconds(1);
constexpr Duration kRefillLook = std::chrono::minutes(1);
constexpr HourUtc kRefillHours = kRefillFor / std::chrono::hours(1);

std::size_t bytes_of(const relay::Frame& frame) {
  std::size_t bytes = sizeof(relay::Frame);
  for (const std::string& record : frame.records) bytes += sizeof(std::string) + record.size();
  return bytes;
}

}  // namespace

Headquarters::Headquarters(Ports ports, OrgTree tree)
    : ports_(ports),
      tree_(std::move(tree)),
      filing_(ports.cells, ports.voices, ports.clock, ports.erasures),
      inbox_(ports.inbox, filing_),
      receiver_(inbox_, filing_),
      hearing_(ports.clock),
      refusals_(ports.clock),
      kiosks_told_(ports.clock) {}

Result<std::unique_ptr<Headquarters>> Headquarters::open(Ports ports, OrgTree tree) {
  std::unique_ptr<Headquarters> headquarters(new Headquarters(ports, std::move(tree)));
  if (auto counted = headquarters->recount(); !counted) return tl::unexpected(counted.error());
  auto heard = ports.heard.load();
  if (!heard) return tl::unexpected(heard.error());
  headquarters->hearing_.restore(*heard);
  if (auto lives = headquarters->look_at_lives(); !lives) return tl::unexpected(lives.error());
  return headquarters;
}

std::optional<relay::Receipt> Headquarters::offer(const DeviceId& device, relay::Stream stream,
                                                  std::string_view bytes) {
  auto frame = wire::decode_frame(device, stream, bytes);
  if (frame) return offer(std::move(*frame));
  ++counts_.frames_undecodable;
  auto refusal = wire::refuse_unreadable(device, stream, bytes, frame.error().message);
  const LocationId location = LocationId::trusted(device.str());
  if (tree_.has_location(location) && hearing_.on_unread(location, stream, refusal.reason)) {
    ++version_;
  }
  note_refusal(RefusalKind::unreadable, refusal);
  return refusal;
}

/// One that cannot be stored is asked for again with the next frame; the counts have it anyway.
void Headquarters::note_refusal(RefusalKind kind, const relay::Receipt& refusal) {
  const auto incident = refusals_.note(kind, refusal);
  if (!incident) return;
  if (!ports_.inbox.note(*incident, ports_.clock.wall_now())) return;
  refusals_.is_noted(kind, refusal.device);
  ++version_;
}

std::optional<relay::Receipt> Headquarters::offer(relay::Frame frame) {
  const LocationId location = LocationId::trusted(frame.device.str());
  if (!tree_.has_location(location)) {
    ++counts_.frames_unknown_device;
    relay::Receipt receipt;
    receipt.device = frame.device;
    receipt.stream = frame.stream;
    receipt.verdict = relay::Verdict::refused;
    receipt.cursor.epoch = frame.epoch;
    receipt.reason = fmt::format(
        "headquarters has no location '{}' in its org file; add it there, or correct this "
        "location's id",
        location.str());
    note_refusal(RefusalKind::stranger, receipt);
    return receipt;
  }
  hearing_.on_frame(frame);
  const std::size_t bytes = bytes_of(frame);
  if (waiting() >= kWaitingFramesMax || waiting_bytes_ + bytes > kWaitingBytesMax) {
    ++counts_.frames_dropped_full;
    return std::nullopt;
  }
  waiting_bytes_ += bytes;
  (frame.stream == relay::Stream::urgent ? urgent_ : others_).push_back(std::move(frame));
  return std::nullopt;
}

std::vector<relay::Frame> Headquarters::next_batch() {
  std::vector<relay::Frame> batch;
  for (auto* queue : {&urgent_, &others_}) {
    while (!queue->empty() && batch.size() < kFramesPerCommitMax) {
      waiting_bytes_ -= bytes_of(queue->front());
      batch.push_back(std::move(queue->front()));
      queue->pop_front();
    }
  }
  return batch;
}

/// A full disk is tried once more with the room that the ballast gives, and somebody is told.
Result<std::vector<relay::Receipt>> Headquarters::take(const std::vector<relay::Frame>& batch,
                                                       WallTime now) {
  auto receipts = receiver_.take(batch, now);
  if (receipts || receipts.error().code != ErrorCode::no_space || ports_.ballast == nullptr ||
      !ports_.ballast->release()) {
    return receipts;
  }
  ++counts_.ballast_spent;
  receipts = receiver_.take(batch, now);
  if (!receipts) return receipts;
  relay::Incident incident;
  incident.kind = relay::Incident::Kind::disk;
  incident.device = DeviceId::trusted("hq");
  incident.detail =
      "the disk of headquarters is full; its reserve was given up, and will not last. Free some "
      "space on the disk of the data folder";
  static_cast<void>(ports_.inbox.note(incident, now));  // the health says it too
  return receipts;
}

Result<Headquarters::Work> Headquarters::work() {
  const std::vector<relay::Frame> batch = next_batch();
  if (batch.empty()) return Work{};
  const WallTime now = ports_.clock.wall_now();
  auto receipts = take(batch, now);
  if (!receipts) {
    ++counts_.failed_commits;
    trouble_ = receipts.error().message;
    return tl::unexpected(receipts.error());
  }
  ++counts_.commits;
  trouble_.clear();
  look_at_filing();
  for (std::size_t i = 0; i < batch.size(); ++i) {  // receipts are in the frames' order
    if (hearing_.on_answered(batch[i], (*receipts)[i])) ++version_;
  }
  Work work{std::move(*receipts), {}};
  for (LocatedAlert& one : filing_.take_alerts()) {
    const WallTime newest = std::max(one.alert.raised_at, one.alert.acknowledged_at);
    if (now - newest < alert::kUsefulness) work.alerts.push_back(std::move(one));
  }
  return work;
}

void Headquarters::look_at_filing() {
  const FilingCounts& now = filing_.counts();
  if (now.cells_kept != filing_seen_.cells_kept || now.alerts != filing_seen_.alerts ||
      now.responses != filing_seen_.responses || now.erasures != filing_seen_.erasures) {
    ++version_;
  }
  filing_seen_ = now;
  for (const LivesHeard& heard : filing_.take_lives()) {
    lives_to_read_ = lives_to_read_ || heard.began;
    if (heard.earlier && hearing_.on_earlier_life(heard.location)) ++version_;
  }
}

void Headquarters::on_status(const LocationId& location, bool online) {
  if (tree_.has_location(location) && hearing_.on_status(location, online)) ++version_;
}

void Headquarters::on_kiosks(const LocationId& location, const SiteStatus& status, bool retained) {
  if (tree_.has_location(location) && kiosks_told_.take(location, status, retained)) ++version_;
}

void Headquarters::set_tree(OrgTree tree) {
  tree_ = std::move(tree);
  ++version_;
}

Result<void> Headquarters::tick() {
  if (filing_.advance(ports_.clock.wall_now()) || recount_due_) {
    if (auto counted = recount(); !counted) return counted;
  }
  if (hearing_.changed_by_time()) ++version_;
  if (lives_to_read_) {
    if (auto read = look_at_lives(); !read) return read;
  }
  return look_after_refills();
}

Result<void> Headquarters::look_at_lives() {
  auto lives = ports_.heard.later_lives();
  if (!lives) return tl::unexpected(lives.error());
  lives_to_read_ = false;
  for (const auto& [location, life] : *lives) hearing_.on_life(location, life);
  refills_seen_.reset();
  ++version_;
  return {};
}

/// Once a minute, for locations whose edge agent began anew: what still counts as the store before
/// told it; and when that is nothing, and nothing is on its way, then nothing is missing either.
Result<void> Headquarters::look_after_refills() {
  const MonoTime now = ports_.clock.mono_now();
  if (refills_seen_ && now - *refills_seen_ < kRefillLook) return {};
  refills_seen_ = now;
  for (const Hearing::Refill& refill : hearing_.refills()) {
    const auto told = ports_.heard.told_before(refill.location, refill.life.life,
                                               hour_of(refill.life.began) - kRefillHours);
    if (!told) return tl::unexpected(told.error());
    if (hearing_.on_told_before(refill.location, *told)) ++version_;
    if (*told > 0 || !refill.quiet || refill.life.missing_most == 0) continue;
    auto done = ports_.heard.nothing_missing(refill.location, refill.life.life);
    if (!done) return done;
    lives_to_read_ = true;
  }
  return {};
}

Result<void> Headquarters::recount() {
  ++counts_.recounts;
  ++version_;
  // One that fails half-way leaves half of the numbers: it stays due until one succeeds.
  recount_due_ = true;
  auto counted = filing_.recount(ports_.clock.wall_now());
  if (counted) recount_due_ = false;
  return counted;
}

Result<void> Headquarters::save_heard() {
  const std::vector<Heard> unsaved = hearing_.take_unsaved();
  if (unsaved.empty()) return {};
  return ports_.heard.save(unsaved);
}

std::size_t Headquarters::silent_locations() const {
  const auto all = hearing_.of(tree_);
  return all.empty() ? 0 : all.front().silent_count;
}

std::shared_ptr<const TreeView> Headquarters::tree_view(Window window) {
  CachedTree& cached = cached_[static_cast<std::size_t>(window)];
  const MonoTime begun = ports_.clock.mono_now();
  const Duration age = begun - cached.made_at;
  const Duration age_max =
      cached.version == version_ ? kViewAgeMax : std::min(kViewAgeMax, cached.took * 10);
  if (cached.view && age >= Duration{0} && age < age_max) return cached.view;
  auto view = std::make_shared<TreeView>();
  view->now = ports_.clock.wall_now();
  view->window = window;
  const auto completeness = this->completeness();
  const auto shown = upper_levels(tree_, kTreeNodesMax);
  view->cut = shown.size() < tree_.nodes().size();
  view->nodes = views_of({tree_, filing_, completeness}, shown, window);
  const MonoTime done = ports_.clock.mono_now();
  cached = {std::move(view), version_, done, done - begun};
  return cached.view;
}

std::vector<Completeness> Headquarters::completeness() const {
  auto all = hearing_.of(tree_);
  add_kiosks_that_hold(all, tree_, kiosks_told_);
  return all;
}

Result<NodeDetail> Headquarters::node(const NodeId& id, Window window) {
  const auto index = tree_.find(id);
  if (!index) {
    return fail(ErrorCode::not_found,
                fmt::format("there is no node '{}' in the org file", id.str()));
  }
  const std::vector<OrgNode>& nodes = tree_.nodes();
  NodeDetail detail;
  detail.now = ports_.clock.wall_now();
  detail.window = window;
  std::vector<std::size_t> shown{*index};
  for (std::size_t child = *index + 1; child < nodes[*index].end; child = nodes[child].end) {
    shown.push_back(child);
  }
  const auto completeness = this->completeness();
  const Numbers numbers{tree_, filing_, completeness};
  detail.children = views_of(numbers, shown, window);
  detail.node = std::move(detail.children.front());
  detail.children.erase(detail.children.begin());
  detail.touchpoints = touchpoints_of(numbers, *index, window);
  detail.topics = topics_of(numbers, *index, window);
  detail.devices = devices_of(tree_, *index, hearing_, kiosks_told_, refusals_);
  for (std::optional<std::size_t> part = *index; part; part = nodes[*part].parent) {
    detail.path.emplace_back(nodes[*part].id, nodes[*part].name);
  }
  std::reverse(detail.path.begin(), detail.path.end());
  if (auto added = add_voices(detail, *index); !added) return tl::unexpected(added.error());
  return detail;
}

// The newest k of a whole region are among the newest k of the k locations that have the newest
// one: no need to look into the others.
std::vector<LocationId> Headquarters::newest_in(std::size_t index, std::size_t limit,
                                                WallTime VoiceSummary::*newest) const {
  std::vector<std::pair<WallTime, LocationId>> found;
  for (std::size_t i = index; i < tree_.nodes()[index].end; ++i) {
    if (!tree_.nodes()[i].is_location()) continue;
    LocationId location = LocationId::trusted(tree_.nodes()[i].id.str());
    const WallTime at = filing_.voices_of(location).*newest;
    if (at.ms != 0) found.emplace_back(at, std::move(location));
  }
  const std::size_t kept = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    std::greater<>());
  std::vector<LocationId> locations;
  for (std::size_t i = 0; i < kept; ++i) locations.push_back(std::move(found[i].second));
  return locations;
}

Result<void> Headquarters::add_voices(NodeDetail& detail, std::size_t index) {
  for (const LocationId& location : newest_in(index, kAlertsListed, &VoiceSummary::newest_alert)) {
    auto alerts = ports_.voices.alerts(location, kAlertsListed);
    if (!alerts) return tl::unexpected(alerts.error());
    for (alert::Alert& one : *alerts) detail.alerts.emplace_back(location, std::move(one));
  }
  std::stable_sort(detail.alerts.begin(), detail.alerts.end(), [](const auto& a, const auto& b) {
    return a.second.raised_at > b.second.raised_at;
  });
  if (detail.alerts.size() > kAlertsListed) {
    detail.alerts.erase(detail.alerts.begin() + kAlertsListed, detail.alerts.end());
  }
  for (const LocationId& location :
       newest_in(index, kCommentsListed, &VoiceSummary::newest_comment)) {
    auto comments = ports_.voices.comments(location, kCommentsListed);
    if (!comments) return tl::unexpected(comments.error());
    std::move(comments->begin(), comments->end(), std::back_inserter(detail.comments));
  }
  std::stable_sort(
      detail.comments.begin(), detail.comments.end(),
      [](const StoredVoice& a, const StoredVoice& b) { return a.response.at > b.response.at; });
  if (detail.comments.size() > kCommentsListed) {
    detail.comments.erase(detail.comments.begin() + kCommentsListed, detail.comments.end());
  }
  return {};
}

}  // namespace earshot::hq
