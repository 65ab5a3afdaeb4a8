#include "aggregator/filing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "aggregator/erasing.h"

namespace earshot::hq {
namespace {

/// Bytes of series that are known without decoding them; a series has one spelling, mostly.
constexpr std::size_t kSeriesRememberedMax = 200'000;
constexpr HourUtc kHourFirst = 0;                // 1970
constexpr HourUtc kHourLast = 230 * 366LL * 24;  // 2200: a clock that says so is broken

/// What no honest edge agent sends, whatever its clock says. Error: invalid.
Result<void> check(HourUtc hour, LocalDay business_day, const score::CellValue& value) {
  if (hour < kHourFirst || hour > kHourLast) {
    return fail(ErrorCode::invalid,
                fmt::format("a cell of the hour {} since 1970, which no clock shows", hour));
  }
  const std::int64_t utc_day = hour / 24;
  if (business_day < utc_day - 1 || business_day > utc_day + 1) {
    return fail(ErrorCode::invalid,
                fmt::format("a cell of the hour {} since 1970 with the business day {}, which is "
                            "another one everywhere on Earth",
                            hour, business_day));
  }
  const auto too_many = [](const auto& counts) {
    return std::any_of(counts.begin(), counts.end(),
                       [](std::uint64_t count) { return count > kCellCountMax; });
  };
  if (value.responses > kCellCountMax || value.comments > kCellCountMax ||
      value.heard > kCellCountMax || too_many(value.ratings) || too_many(value.misuse) ||
      too_many(value.sentiment) || too_many(value.emotions)) {
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

namespace {

std::uint64_t left_out_of(const score::CellValue& value) {
  return std::accumulate(value.misuse.begin(), value.misuse.end(), std::uint64_t{0});
}

}  // namespace

std::uint64_t heard_in(const score::CellValue& value) {
  if (value.heard != 0) return value.heard;
  return value.responses + left_out_of(value);
}

bool replaces(Life life, std::uint64_t version, const score::CellValue& value,
              const StoredCell& stored) {
  if (life == stored.life) return version > stored.version;
  // Whoever heard more of what was tapped next to it finds more of it to be misuse, never less.
  const auto told = std::tuple(heard_in(value), value.revisions, left_out_of(value));
  const auto before =
      std::tuple(heard_in(stored.value), stored.value.revisions, left_out_of(stored.value));
  return told != before ? told > before : life > stored.life;
}

alert::Alert newest_state(const alert::Alert& stored, alert::Alert told) {
  // What is told to be graver than what somebody took up is open again.
  const bool graver = told.severity > stored.severity;
  const bool was_first = !graver && stored.acknowledged() &&
                         (!told.acknowledged() || stored.acknowledged_at <= told.acknowledged_at);
  if (was_first) {
    told.acknowledged_at = stored.acknowledged_at;
    told.acknowledged_by = stored.acknowledged_by;
  }
  if (told.words.empty()) told.words = stored.words;
  return told;
}

Result<void> Filing::apply(const relay::RecordOrigin& origin, std::string_view payload) {
  const auto view = origin.stream == relay::Stream::cells ? wire::view_cell(payload) : std::nullopt;
  if (view) {
    if (auto filed = file_quickly(origin, *view)) return std::move(*filed);
  }
  auto record = wire::decode_record(payload);
  if (!record) return tl::unexpected(record.error());
  auto filed = std::visit(
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
  if (view && filed) remember(*view, std::get<wire::CellRecord>(*record));
  return filed;
}

/// Whatever is unusual takes the long way, where it is named.
std::optional<Result<void>> Filing::file_quickly(const relay::RecordOrigin& origin,
                                                 const wire::CellView& view) {
  if (view.location != origin.device.str() || view.version == 0) return std::nullopt;
  const auto series = series_of_bytes_.find(view.series);
  if (series == series_of_bytes_.end()) return std::nullopt;
  if (!check(view.hour, view.business_day, view.value)) return std::nullopt;
  if (sender_.numbers == nullptr || sender_.epoch != origin.epoch ||
      sender_.device != origin.device || rollups_.is_full(*sender_.numbers)) {
    return std::nullopt;
  }
  return file(series->second, view.hour, view.business_day, view.version, view.value);
}

void Filing::remember(const wire::CellView& view, const wire::CellRecord& record) {
  const auto number = cells_.find_series(record.key);
  if (!number || !*number) return;
  if (series_of_bytes_.size() >= kSeriesRememberedMax) series_of_bytes_.clear();
  series_of_bytes_.insert_or_assign(std::string(view.series), known(**number, record.key));
}

Result<void> Filing::listen_to(const relay::RecordOrigin& origin, const LocationId& location) {
  if (sender_.numbers != nullptr && sender_.epoch == origin.epoch &&
      sender_.device == origin.device) {
    return {};
  }
  auto speaker = cells_.speaker(location, origin.epoch, clock_.wall_now());
  if (!speaker) return tl::unexpected(speaker.error());
  const auto [known, first] = newest_.try_emplace(location, speaker->newest);
  const bool began = speaker->newest > known->second;
  known->second = speaker->newest;
  sender_ = {origin.device, origin.epoch, *speaker, &rollups_.location(location),
             &topics_.location(location)};
  if (speaker->life < speaker->newest) {
    lives_heard_.push_back({location, false, true});
  } else if ((began || first) && speaker->newest > 1) {
    lives_heard_.push_back({location, true, false});
  }
  return {};
}

Rollups::Asked& Filing::asked_of(Number series, const score::CellKey& key) {
  const auto index = static_cast<std::size_t>(series);
  if (index >= asked_.size()) asked_.resize(index + 1);
  if (!asked_[index]) asked_[index] = rollups_.asked(key);
  return *asked_[index];
}

TopicCounts::Asked& Filing::asked_topic_of(Number series, const score::CellKey& key) {
  const auto index = static_cast<std::size_t>(series);
  if (index >= asked_topics_.size()) asked_topics_.resize(index + 1);
  if (!asked_topics_[index]) asked_topics_[index] = topics_.asked(key);
  return *asked_topics_[index];
}

Filing::KnownSeries Filing::known(Number series, const score::CellKey& key) {
  KnownSeries known{series, {}, {}, !key.topic.empty()};
  if (known.of_topic) {
    known.asked_topic = asked_topic_of(series, key);
  } else {
    known.asked = asked_of(series, key);
  }
  return known;
}

/// Error: invalid, when it would be one too many, here or in the store.
Result<Number> Filing::series_of(const wire::CellRecord& record) {
  auto known = cells_.find_series(record.key);
  if (!known) return tl::unexpected(known.error());
  if (!*known || rollups_.is_full(*sender_.numbers)) {
    auto admitted = rollups_.admits(record.location, record.key);
    if (!admitted) return tl::unexpected(admitted.error());
  }
  if (*known) return **known;
  return cells_.new_series(sender_.speaker.location, record.key);
}

VoiceSummary& Filing::changing(const LocationId& location) {
  return voice_changes_.try_emplace(location, voices_of(location)).first->second;
}

Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::CellRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::cells, "a cell"); !stream) return stream;
  auto checked = check(record.key.hour, record.key.business_day, record.value);
  if (!checked) return checked;
  if (auto heard = listen_to(origin, record.location); !heard) return heard;
  const auto series = series_of(record);
  if (!series) return tl::unexpected(series.error());
  return file(known(*series, record.key), record.key.hour, record.key.business_day, record.version,
              record.value);
}

Result<void> Filing::file(const KnownSeries& series, HourUtc hour, LocalDay business_day,
                          std::uint64_t version, const score::CellValue& value) {
  const auto [cell, fresh] =
      gathered_.at({sender_.speaker.location, series.number, hour, business_day, series.of_topic});
  if (fresh) {
    auto stored = cells_.find(cell->place);
    if (!stored) {
      gathered_.take_back();
      return tl::unexpected(stored.error());
    }
    cell->numbers = sender_.numbers;
    cell->asked = series.asked;
    cell->topics = sender_.topics;
    cell->asked_topic = series.asked_topic;
    if (*stored) {
      cell->known = true;
      cell->now = **stored;
      cell->before = (*stored)->value.ratings;
      cell->topic_before = topic_count((*stored)->value);
    }
  }
  return take(*cell, {sender_.speaker.life, version, value});
}

Result<void> Filing::take(Gathering::Cell& cell, const StoredCell& told) {
  if (cell.known && !replaces(told.life, told.version, told.value, cell.now)) {
    if (told.life == cell.now.life) {
      ++counts_.cells_older;
      return {};
    }
    ++(told.life > cell.now.life ? counts_.cells_refilling : counts_.cells_aside);
    return cells_.set_aside({cell.place, &told});
  }
  if (cell.known && told.life != cell.now.life) {
    if (auto aside = cells_.set_aside({cell.place, &cell.now}); !aside) return aside;
  }
  cell.now = told;
  cell.known = true;
  cell.changed = true;
  ++counts_.cells_kept;
  return {};
}

/// First the ledger, whose line is on the disk when add() returns: what it holds is carried out at
/// the next start even if this transaction never commits.
Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::ErasureRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::urgent, "an erasure"); !stream) {
    return stream;
  }
  if (erasures_ != nullptr) {
    if (auto added = erasures_->add(record.response, record.at); !added) return added;
  }
  if (auto gone = voices_.erase(record.location, record.response); !gone) return gone;
  erased_here_.push_back(record.response);
  ++counts_.erasures;
  return {};
}

Result<void> Filing::file(const relay::RecordOrigin& origin, const wire::AlertRecord& record) {
  if (auto stream = expect_stream(origin, relay::Stream::urgent, "an alert"); !stream) {
    return stream;
  }
  auto stored = voices_.find_alert(record.location, record.alert.id);
  if (!stored) return tl::unexpected(stored.error());
  alert::Alert now = *stored ? newest_state(**stored, record.alert) : record.alert;
  if (is_erased(now.response)) take_words_out(now);
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
  const auto known = voices_.find_response(record.location, record.response.id);
  if (!known) return tl::unexpected(known.error());
  if (*known && (*known)->revision >= record.response.revision) {
    // Said once more only because it was left out as misuse since, or counts again.
    const bool judged_anew = (*known)->revision == record.response.revision &&
                             (*known)->misuse != record.response.misuse;
    if (!judged_anew) return {};
  }
  StoredVoice voice{record.location, clock_.wall_now(), record.response};
  if (is_erased(voice.response.id)) take_words_out(voice.response);
  if (auto put = voices_.put_response(voice); !put) return put;
  VoiceSummary& summary = changing(record.location);
  if (!response::comment_of(voice.response).empty()) {
    summary.newest_comment = std::max(summary.newest_comment, record.response.at);
  }
  ++counts_.responses;
  return {};
}

Result<void> Filing::write() {
  changed_.clear();
  for (std::size_t i = 0; i < gathered_.size(); ++i) {
    const Gathering::Cell& cell = gathered_[i];
    if (cell.changed) changed_.push_back({cell.place, &cell.now});
  }
  return cells_.put(changed_);
}

void Filing::committed() {
  for (std::size_t i = 0; i < gathered_.size(); ++i) {
    const Gathering::Cell& cell = gathered_[i];
    if (!cell.changed) continue;
    if (cell.place.of_topic) {
      topics_.change(*cell.topics, cell.asked_topic, cell.place.hour, cell.place.business_day,
                     cell.topic_before, topic_count(cell.now.value));
      continue;
    }
    rollups_.change(*cell.numbers, cell.asked, cell.place.hour, cell.place.business_day,
                    cell.before, cell.now.value.ratings);
  }
  for (auto& [location, summary] : voice_changes_) summaries_[location] = summary;
  std::move(alert_changes_.begin(), alert_changes_.end(), std::back_inserter(alerts_));
  std::move(erased_here_.begin(), erased_here_.end(), std::back_inserter(erased_));
  std::move(lives_heard_.begin(), lives_heard_.end(), std::back_inserter(lives_));
  counts_before_ = counts_;
  forget_transaction();
}

void Filing::rolled_back() {
  counts_ = counts_before_;
  series_of_bytes_.clear();
  asked_topics_.clear();
  asked_.clear();  // a series that this transaction brought in gives its number to another one
  newest_.clear();
  forget_transaction();
}

void Filing::forget_transaction() {
  sender_ = {};
  gathered_.clear();
  changed_.clear();
  voice_changes_.clear();
  alert_changes_.clear();
  lives_heard_.clear();
  erased_here_.clear();
}

class Filing::Counting final : public CellVisitor {
 public:
  explicit Counting(Filing& filing) : filing_(filing) {}
  void location(const LocationId& id) override {
    numbers_ = &filing_.rollups_.location(id);
    topics_ = &filing_.topics_.location(id);
  }
  void cell(Number series, const score::CellKey& key, HourUtc hour, LocalDay business_day,
            const score::Histogram& ratings) override {
    filing_.rollups_.change(*numbers_, filing_.asked_of(series, key), hour, business_day,
                            score::Histogram{}, ratings);
  }
  void topic(Number series, const score::CellKey& key, HourUtc hour, LocalDay business_day,
             const score::CellValue& value) override {
    filing_.topics_.change(*topics_, filing_.asked_topic_of(series, key), hour, business_day, {},
                           topic_count(value));
  }

 private:
  Filing& filing_;
  Rollups::Location* numbers_ = nullptr;
  TopicCounts::Location* topics_ = nullptr;
};

Result<void> Filing::recount(WallTime now) {
  rollups_.forget(now);
  topics_.forget(now);
  sender_ = {};
  Counting counting(*this);
  if (auto counted = cells_.each_total(counting); !counted) return counted;
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
