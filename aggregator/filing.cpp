#include "aggregator/filing.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace earshot::hq {
namespace {

constexpr HourUtc kHourFirst = 0;                // 1970
constexpr HourUtc kHourLast = 230 * 366LL * 24;  // 2200: a clock that says so is broken

/// What no honest edge agent sends, whatever its clock says. Error: invalid.
Result<void> check(const wire::CellRecord& record) {
  if (record.key.hour < kHourFirst || record.key.hour > kHourLast) {
    return fail(
        ErrorCode::invalid,
        fmt::format("a cell of the hour {} since 1970, which no clock shows", record.key.hour));
  }
  const std::int64_t utc_day = record.key.hour / 24;
  if (record.key.business_day < utc_day - 1 || record.key.business_day > utc_day + 1) {
    return fail(ErrorCode::invalid,
                fmt::format("a cell of the hour {} since 1970 with the business day {}, which is "
                            "another one everywhere on Earth",
                            record.key.hour, record.key.business_day));
  }
  const score::CellValue& value = record.value;
  const auto too_many = [](const auto& counts) {
    return std::any_of(counts.begin(), counts.end(),
                       [](std::uint64_t count) { return count > kCellCountMax; });
  };
  if (value.responses > kCellCountMax || value.comments > kCellCountMax ||
      too_many(value.ratings) || too_many(value.misuse) || too_many(value.sentiment) ||
      too_many(value.emotions)) {
    return fail(ErrorCode::invalid,
                fmt::format("a cell that counts more than {} in one hour", kCellCountMax));
  }
  return {};
}

Result<void> expect_stream(const relay::RecordOrigin& origin, relay::Stream stream,
                           std::string_view what) {
  if (origin.stream == stream) return {};
  return fail(ErrorCode::invalid, fmt::format("{} came on the stream '{}' and belongs on '{}'",
                                              what, to_string(origin.stream), to_string(stream)));
}

}  // namespace

std::uint64_t people_in(const score::CellValue& value) {
  std::uint64_t people = value.responses;
  for (const std::uint64_t flagged : value.misuse) people += flagged;
  return people;
}

bool replaces(relay::Epoch epoch, std::uint64_t version, const score::CellValue& value,
              const StoredCell& stored) {
  if (epoch == stored.epoch) return version > stored.version;
  return people_in(value) >= people_in(stored.value);
}

alert::Alert newest_state(const alert::Alert& a, const alert::Alert& b) {
  if (a.acknowledged() != b.acknowledged()) return a.acknowledged() ? a : b;
  const auto rank = [](const alert::Alert& alert) {
    return std::tie(alert.acknowledged_at.ms, alert.acknowledged_by, alert.raised_at.ms,
                    alert.severity, alert.sentence, alert.words, alert.next_step);
  };
  return rank(a) <= rank(b) ? a : b;
}

std::size_t Filing::PlaceHash::operator()(const Place& place) const noexcept {
  const score::CellKey& key = place.second;
  std::size_t hash = std::hash<LocationId>{}(place.first);
  const auto mix = [&](std::size_t more) { hash = (hash ^ more) * 0x9E3779B97F4A7C15ULL; };
  mix(static_cast<std::size_t>(key.hour));
  mix(std::hash<TouchpointId>{}(key.touchpoint));
  mix(std::hash<QuestionId>{}(key.question));
  mix(std::hash<TopicId>{}(key.topic));
  mix(std::hash<LanguageTag>{}(key.language));
  return hash ^ (hash >> 29);
}

Result<void> Filing::apply(const relay::RecordOrigin& origin, std::string_view payload) {
  auto record = wire::decode_record(payload);
  if (!record) return tl::unexpected(record.error());
  return std::visit(
      [&](const auto& known) -> Result<void> {
        if (known.location.str() != origin.device.str()) {
          ++counts_.forged_location;
          return fail(ErrorCode::invalid,
                      fmt::format("'{}' sent a record that says it is from the location '{}'",
                                  origin.device.str(), known.location.str()));
        }
        return file(origin, known);
      },
      *record);
}

Result<Filing::Cells::value_type*> Filing::gathered(const LocationId& location,
                                                    const score::CellKey& key) {
  const auto [place, fresh] = gathered_.try_emplace(Place{location, key});
  if (!fresh) return &*place;
  auto stored = cells_.find(location, key);
  if (!stored) {
    gathered_.erase(place);
    return tl::unexpected(stored.error());
  }
  if (*stored) {
    place->second.known = true;
    place->second.now = **stored;
    place->second.before = (*stored)->value.ratings;
  }
  return &*place;
}

VoiceSummary& Filing::changing(const LocationId& location) {
  return voice_changes_.try_emplace(location, voices_of(location)).first->second;
}

Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::CellRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::cells, "a cell"); !stream) return stream;
  if (auto checked = check(record); !checked) return checked;
  if (auto admitted = rollups_.admits(record.location, record.key); !admitted) return admitted;
  auto place = gathered(record.location, record.key);
  if (!place) return tl::unexpected(place.error());
  Cell& cell = (*place)->second;
  if (cell.known && !replaces(origin.epoch, record.version, record.value, cell.now)) {
    ++(origin.epoch == cell.now.epoch ? counts_.cells_older : counts_.cells_refilling);
    return {};
  }
  cell.now = {origin.epoch, record.version, record.value};
  cell.known = true;
  if (!std::exchange(cell.changed, true)) {
    changed_.push_back({&(*place)->first.first, &(*place)->first.second, &cell.now});
    changes_.push_back(&cell);
  }
  ++counts_.cells_kept;
  return {};
}

Result<void> Filing::file(const relay::RecordOrigin& /*origin*/, const wire::ErasureRecord&) {
  return fail(ErrorCode::unsupported, "erasures are not carried out by this version");
}

Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::AlertRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::urgent, "an alert"); !stream) {
    return stream;
  }
  auto stored = voices_.find_alert(record.location, record.alert.id);
  if (!stored) return tl::unexpected(stored.error());
  const alert::Alert now = *stored ? newest_state(**stored, record.alert) : record.alert;
  if (*stored && now == **stored) return {};
  if (auto put = voices_.put_alert(record.location, now); !put) return put;
  VoiceSummary& summary = changing(record.location);
  if (*stored && !(*stored)->acknowledged()) --summary.alerts_open;
  if (!now.acknowledged()) ++summary.alerts_open;
  summary.newest_alert = std::max(summary.newest_alert, now.raised_at);
  alert_changes_.push_back({record.location, now});
  ++counts_.alerts;
  return {};
}

Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::ResponseRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::verbatims, "a response"); !stream) {
    return stream;
  }
  auto revision = voices_.find_revision(record.location, record.response.id);
  if (!revision) return tl::unexpected(revision.error());
  if (*revision && **revision >= record.response.revision) return {};
  const StoredVoice voice{record.location, clock_.wall_now(), record.response};
  if (auto put = voices_.put_response(voice); !put) return put;
  VoiceSummary& summary = changing(record.location);
  if (!response::comment_of(record.response).empty()) {
    summary.newest_comment = std::max(summary.newest_comment, record.response.at);
  }
  ++counts_.responses;
  return {};
}

Result<void> Filing::write() { return cells_.put(changed_); }

void Filing::committed() {
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    const PlacedCell& placed = changed_[i];
    if (!placed.key->topic.empty()) continue;
    rollups_.change(*placed.location, *placed.key, changes_[i]->before, placed.cell->value.ratings);
  }
  for (auto& [location, summary] : voice_changes_) summaries_[location] = summary;
  std::move(alert_changes_.begin(), alert_changes_.end(), std::back_inserter(alerts_));
  counts_before_ = counts_;
  changed_.clear();
  changes_.clear();
  gathered_.clear();
  voice_changes_.clear();
  alert_changes_.clear();
}

void Filing::rolled_back() {
  counts_ = counts_before_;
  changed_.clear();
  changes_.clear();
  gathered_.clear();
  voice_changes_.clear();
  alert_changes_.clear();
}

Result<void> Filing::recount(WallTime now) {
  rollups_.forget(now);
  auto counted = cells_.each_total(
      [&](const LocationId& location, const score::CellKey& key, const score::Histogram& ratings) {
        rollups_.change(location, key, score::Histogram{}, ratings);
      });
  if (!counted) return counted;
  summaries_.clear();
  return voices_.each_summary([&](const LocationId& location, const VoiceSummary& summary) {
    summaries_[location] = summary;
  });
}

const VoiceSummary& Filing::voices_of(const LocationId& location) const {
  static const VoiceSummary kNone;
  const auto found = summaries_.find(location);
  return found == summaries_.end() ? kNone : found->second;
}

Result<void> FilingInbox::commit() {
  if (auto written = filing_.write(); !written) return written;
  if (auto committed = inner_.commit(); !committed) return committed;
  filing_.committed();
  return {};
}

void FilingInbox::rollback() {
  inner_.rollback();
  filing_.rolled_back();
}

}  // namespace earshot::hq
