#include "edge-agent/filing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <variant>

#include "core/alert/urgent.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "edge-agent/json.h"

namespace earshot::edge {
namespace {

using relay::Stream;

constexpr std::string_view kDetractor = "detractor";
/// Who acknowledged an alert whose customer took the answer back, or was none.
constexpr std::string_view kTakenBack = "The customer took the answer back";
constexpr std::string_view kLeftOut = "Left out as misuse";
constexpr std::string_view kReadWrongly = "Read wrongly, and corrected";

bool has_text(const response::Response& response) {
  return std::any_of(response.answers.begin(), response.answers.end(),
                     [](const response::Answer& answer) { return !answer.text.empty(); });
}

/// Who acknowledges an alert that a response no longer deserves.
std::string_view closer_of(const FiledResponse& filed) {
  if (filed.response.withdrawn) return kTakenBack;
  if (filed.response.misuse != 0) return kLeftOut;
  const auto& comments = filed.readings.comments;
  const bool corrected = std::any_of(comments.begin(), comments.end(),
                                     [](const auto& each) { return each.correction.has_value(); });
  return corrected ? kReadWrongly : kTakenBack;
}

/// The alert of a response as it stands at `now`: what is urgent in its words comes first.
std::optional<alert::Alert> alert_of(const FiledResponse& filed, WallTime now, const AlertId& id) {
  if (const auto urgent = urgent_in(filed.response, filed.readings)) {
    auto raised = alert::urgent_rule(filed.response, urgent->kind, urgent->words, now, id);
    if (raised) return raised;
  }
  return alert::detractor_rule(filed.response, now, id);
}

/// The rules as they would have judged at the very moment: does the response deserve an alert at
/// all, whatever its age by now?
std::optional<alert::Alert> deserved_alert(const FiledResponse& filed, const AlertId& id) {
  return alert_of(filed, filed.response.at, id);
}

/// Once something of a record was written, no error may pass for poison: what was written would
/// stay.
Result<void> after_writing(Result<void> done) {
  if (done || done.error().code == ErrorCode::no_space || done.error().code == ErrorCode::corrupt) {
    return done;
  }
  return fail(ErrorCode::io, done.error().message);
}

/// The same tap: its time was found when it was fresher.
void keep_time(const FiledResponse& old, FiledResponse& filed) {
  if (filed.said_at != old.said_at || old.clock == response::ClockVerdict::uncertain) return;
  filed.response.at = old.response.at;
  filed.clock = old.clock;
  filed.business_day = old.business_day;
}

/// What could not be opened when it came: the same revision again, now with its words.
bool brings_words(const FiledResponse& old, const FiledResponse& filed) {
  return filed.response.revision == old.response.revision && filed.device == old.device &&
         has_text(filed.response) && !has_text(old.response) && !old.words_gone &&
         old.erased_at.ms == 0;
}

/// Those of `cells` in which `filed` does not count.
std::vector<score::CellKey> cells_left(const Contribution& cells, const FiledResponse& filed) {
  const auto counted = contribution_of(filed);
  std::vector<score::CellKey> left;
  for (const auto& [key, value] : cells) {
    const bool counts = std::any_of(counted.begin(), counted.end(),
                                    [&, &k = key](const auto& each) { return each.first == k; });
    if (!counts && left.size() < kLeftMax) left.push_back(key);
  }
  return left;
}

}  // namespace

void News::add(FiledResponse filed) {
  if (responses.size() == kResponsesMax) responses.pop_front();
  responses.push_back(std::move(filed));
}

Result<void> Filing::apply(const relay::RecordOrigin& origin, std::string_view payload) {
  auto any = wire::decode_record(payload);
  if (!any) return tl::unexpected(any.error());
  auto* said = std::get_if<wire::ResponseRecord>(&*any);
  if (said == nullptr) {
    return fail(ErrorCode::invalid, "kiosks send responses, and this record is none");
  }
  if (said->location != location_.id) {
    ++counts_.forged;
    return fail(ErrorCode::conflict,
                fmt::format("kiosk {} says that it stands at {}, but this is {}; check the kiosk's "
                            "configuration",
                            origin.device.str(), said->location.str(), location_.id.str()));
  }
  FiledResponse filed;
  if (reader_ != nullptr) filed.readings = reader_->read(said->response);
  counts_.comments_read += filed.readings.comments.size();
  std::string stripped;
  if (erasures_ != nullptr && erasures_->contains(said->response.id)) {
    filed.erased_at = erasures_->entries().at(said->response.id);
    filed.words_gone = has_words(said->response);
    response::remove_words(said->response);
    forget_places(filed.readings);
    stripped = wire::encode_record(*said);
    payload = stripped;
  }
  filed.device = origin.device;
  filed.received_at = came_at_.ms == 0 ? now_ : came_at_;
  filed.response = std::move(said->response);
  filed.said_at = filed.response.at;
  // As the kiosk has judged it once for all; else as it looks to us now.
  const auto judged = response::time_said(filed.response, origin.boot_times);
  const auto said_then =
      judged
          ? *judged
          : response::time_said(filed.response, {origin.sent_at, origin.boot_id, origin.uptime_ms},
                                filed.received_at);
  filed.response.at = said_then.at;
  filed.clock = said_then.verdict;
  filed.business_day = zone_.local_day(filed.response.at);
  // Nobody runs to a customer who may have been there days ago.
  filed.historical = filed.clock == response::ClockVerdict::uncertain ||
                     now_ - filed.response.at > alert::kUsefulness;

  const auto flags_said = filed.response.misuse;
  judge_alone(filed);
  auto is_new = books_.responses.insert(filed, payload);
  if (!is_new) return tl::unexpected(is_new.error());
  if (!*is_new) {
    filed.response.misuse = flags_said;
    return revise(std::move(filed), payload);
  }
  return after_writing(file_new(origin, std::move(filed)));
}

/// A clock that is wrong is told once, with the first response that it spoilt.
Result<void> Filing::note_clock(const relay::RecordOrigin& origin, const FiledResponse& filed) {
  using response::ClockVerdict;
  if (filed.clock == ClockVerdict::corrected) ++counts_.clock_corrected;
  if (filed.clock == ClockVerdict::uncertain) ++counts_.clock_uncertain;
  const auto words =
      books_.kiosks.note_clock(origin.device, filed.clock, filed.said_at - filed.response.at, now_);
  if (!words) return {};
  return inbox_.note({relay::Incident::Kind::clock, origin.device, origin.stream, *words}, now_);
}

Result<void> Filing::file_new(const relay::RecordOrigin& origin, FiledResponse filed) {
  ++counts_.filed;
  if (filed.historical) ++counts_.historical;
  if (auto noted = note_clock(origin, filed); !noted) return noted;
  if (auto looked = look_for_burst(filed); !looked) return looked;
  if (auto looked = look_for_staff_run(filed); !looked) return looked;
  if (filed.response.misuse != 0) ++counts_.flagged;
  if (auto counted = count_in(contribution_of(filed)); !counted) return counted;
  books_.kiosks.note_touchpoint(filed.device, filed.response.touchpoint);
  return tell_of(std::move(filed), nullptr);
}

Result<void> Filing::revise(FiledResponse filed, std::string_view payload) {
  const auto found = books_.responses.find(filed.response.id);
  if (!found) return tl::unexpected(found.error());
  const FiledResponse& old = **found;
  if (filed.response.revision <= old.response.revision && !brings_words(old, filed)) {
    ++counts_.repeated;
    return note_late(old, std::move(filed));
  }
  if (filed.device != old.device) {
    ++counts_.forged;
    return fail(ErrorCode::conflict,
                fmt::format("kiosk {} would change a response that kiosk {} took",
                            filed.device.str(), old.device.str()));
  }
  const auto taken_back = contribution_of(old);
  const auto held = books_.cells.holds(taken_back);
  if (!held) return tl::unexpected(held.error());
  if (!*held) {
    return fail(ErrorCode::conflict,
                fmt::format("response {} cannot be revised: its cells no longer hold what it once "
                            "added",
                            filed.response.id.str()));
  }
  return after_writing(replace(old, std::move(filed), taken_back, payload));
}

Result<void> Filing::replace(const FiledResponse& old, FiledResponse filed,
                             const Contribution& taken_back, std::string_view payload) {
  filed.number = old.number;
  filed.received_at = old.received_at;
  filed.historical = old.historical;
  keep_time(old, filed);
  keep_corrections(old.response, old.readings, filed.response, filed.readings);
  filed.left = cells_left(taken_back, filed);
  filed.burst = old.burst;
  filed.judged = old.judged;
  filed.decisions = old.decisions;
  judge_alone(filed);
  constexpr auto kStays = response::kMisuseBurst | response::kMisuseStaffPattern;
  if (old.judged) {
    filed.response.misuse = old.response.misuse;
  } else {
    filed.response.misuse |= old.response.misuse & kStays;
  }
  if (auto kept = books_.responses.replace(filed, payload); !kept) return kept;
  if (auto looked = look_for_staff_run(filed); !looked) return looked;
  if (filed.response.misuse != 0 && old.response.misuse == 0) ++counts_.flagged;
  for (const auto& [key, value] : taken_back) {
    if (auto taken = books_.cells.subtract(key, value); !taken) return taken;
  }
  ++counts_.revised;
  if (auto counted = count_in(contribution_of(filed)); !counted) return counted;
  return tell_of(std::move(filed), &old.response);
}

/// An older revision that comes after a newer one changes nothing but how far the cells were heard
/// in which it alone counts: that must not depend on which of the two came first.
Result<void> Filing::note_late(FiledResponse old, FiledResponse late) {
  if (late.response.revision == old.response.revision || late.device != old.device) return {};
  keep_time(old, late);
  auto more = cells_left(contribution_of(late), old);
  more.resize(std::min(more.size(), kLeftMax - std::min(kLeftMax, old.left.size())));
  if (more.empty()) return {};
  auto trace = score::trace_of(old.response);
  trace.revisions += old.decisions;
  for (const auto& key : more) {
    if (auto done = books_.cells.add(key, trace); !done) return after_writing(std::move(done));
  }
  old.left.insert(old.left.end(), more.begin(), more.end());
  return after_writing(books_.responses.set_left(old));
}

Result<void> Filing::count_heard() {
  constexpr int kAtOnce = 500;
  const auto counted = books_.cells.heard_is_counted();
  if (!counted) return tl::unexpected(counted.error());
  if (*counted) return {};
  const auto count = [&]() -> Result<void> {
    for (std::int64_t before = INT64_MAX;;) {
      const auto some = books_.responses.newest(before, kAtOnce);
      if (!some) return tl::unexpected(some.error());
      for (const auto& filed : *some) {
        const auto trace = score::trace_of(filed.response);
        for (const auto& [key, value] : contribution_of(filed)) {
          if (auto added = books_.cells.add(key, trace); !added) return added;
        }
      }
      if (some->empty()) return books_.cells.note_heard_counted();
      before = some->back().number;
    }
  };
  if (auto begun = begin(); !begun) return begun;
  auto done = count().and_then([&] { return commit(); });
  if (!done) rollback();
  return done;
}

Result<void> Filing::count_in(const Contribution& added) {
  for (const auto& [key, value] : added) {
    if (auto done = books_.cells.add(key, value); !done) return done;
  }
  ++weight_;
  return {};
}

/// Everybody who must hear of it: the manager, headquarters, the pages that are open.
Result<void> Filing::tell_of(FiledResponse filed, const response::Response* before) {
  const bool known_before = before != nullptr || filed.response.revision > 1;
  const bool had_words = before != nullptr && has_words(*before);
  if (auto raised = raise_or_change_alert(filed, known_before, !filed.historical); !raised)
    return raised;
  if (location_.verbatims && (had_words || has_words(filed.response))) {
    if (auto owed = owe_words(filed.response); !owed) return owed;
  }
  // A backlog is no news: the pages read it from the list.
  if (!filed.historical) fresh_.add(std::move(filed));
  return {};
}

Result<void> Filing::raise_or_change_alert(const FiledResponse& filed, bool known_before,
                                           bool may_raise) {
  const auto& response = filed.response;
  const bool deserving =
      response::is_unhappy(response) || urgent_in(response, filed.readings).has_value();
  if (!deserving && !known_before) return {};  // nothing to raise, nothing to change
  const AlertId id = alert_id_for(response.id, kDetractor);
  auto known = known_before ? books_.alerts.find(id) : std::nullopt;
  if (!known) return tl::unexpected(known.error());

  if (!known->has_value()) {
    if (!may_raise) return {};
    const auto raised = alert_of(filed, now_, id);
    if (!raised) return {};
    ++counts_.alerts;
    if (auto kept = books_.alerts.insert(*raised); !kept) return kept;
    return owe_alert(*raised);
  }
  alert::Alert changed = **known;
  if (const auto deserved = deserved_alert(filed, id)) {
    // Whoever took up a bad rating does not know of the danger that is told only now.
    if (may_raise && deserved->severity > changed.severity) {
      changed.acknowledged_at = {};
      changed.acknowledged_by.clear();
    }
    changed.severity = deserved->severity;
    changed.rule = deserved->rule;
    changed.sentence = deserved->sentence;
    changed.words = deserved->words;
    changed.next_step = deserved->next_step;
  } else if (!changed.acknowledged()) {
    changed.acknowledged_at = now_;
    changed.acknowledged_by = closer_of(filed);
  }
  if (changed == **known) return {};
  if (auto kept = books_.alerts.replace(changed); !kept) return kept;
  return owe_alert(changed);
}

Result<void> Filing::raise(const alert::Alert& alert) {
  ++counts_.alerts;
  if (auto kept = books_.alerts.insert(alert); !kept) return kept;
  return owe_alert(alert);
}

/// An alert that was raised or changed goes to the site's topic, to headquarters and to the pages;
/// only the pages, which are this location's own, see the words as they were written.
Result<void> Filing::owe_alert(const alert::Alert& alert) {
  wire::AlertRecord up{location_.id, alert};
  up.alert.words = redacted(alert.words);
  auto delivery = books_.deliveries.add(wire::site_alert_topic(location_.id, alert.severity),
                                        to_text(alert_json(up.alert)));
  if (!delivery) return delivery;
  if (!location_.verbatims) up.alert.words.clear();
  auto sent = books_.outbox.append(Stream::urgent, wire::encode_record(up), 0, now_);
  if (!sent) return tl::unexpected(sent.error());
  fresh_.alerts.push_back(alert);
  return {};
}

/// Headquarters may have the words without personal data, and never the contact details: those are
/// for the manager alone.
Result<void> Filing::owe_words(const response::Response& response) {
  wire::ResponseRecord up{location_.id, response};
  std::erase_if(up.response.answers, [](const response::Answer& answer) {
    return answer.kind == survey::QuestionKind::contact;
  });
  redact_comments(up.response);
  const std::string record = wire::encode_record(up);
  if (record.size() > relay::kRecordBytesMax) {  // ill-formed bytes grow when they are repaired
    ++counts_.words_kept_back;
    return {};
  }
  auto sent = books_.outbox.append(Stream::verbatims, record, 0, now_);
  if (!sent) return tl::unexpected(sent.error());
  return {};
}

/// Each changed cell once. The last one carries the count of the responses that are in all of them,
/// so that "on their way" falls only when headquarters has the whole transaction.
Result<void> Filing::owe_cells() {
  const auto records = books_.cells.flush(now_);
  if (!records) return tl::unexpected(records.error());
  for (const std::string& record : *records) {
    const std::uint32_t weight = &record == &records->back() ? weight_ : 0;
    auto sent = books_.outbox.append(Stream::cells, record, weight, now_);
    if (!sent) return tl::unexpected(sent.error());
  }
  return {};
}

Result<void> Filing::write_through() {
  if (auto cells = owe_cells(); !cells) return cells;
  if (auto deliveries = books_.deliveries.flush(); !deliveries) return deliveries;
  return books_.kiosks.flush(now_);
}

Result<std::optional<alert::Alert>> Filing::acknowledge(const AlertId& id, std::string by) {
  auto known = books_.alerts.find(id);
  if (!known) return tl::unexpected(known.error());
  if (!known->has_value() || (*known)->acknowledged()) return *known;
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  alert::Alert taken_up = std::move(**known);
  taken_up.acknowledged_at = now_;
  taken_up.acknowledged_by = std::move(by);
  const auto done =
      books_.alerts.replace(taken_up).and_then([&] { return owe_alert(taken_up); }).and_then([&] {
        return commit();
      });
  if (!done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return taken_up;
}

Result<void> Filing::begin() {
  now_ = clock_.wall_now();
  weight_ = 0;
  before_ = counts_;
  fresh_ = {};
  return inbox_.begin();
}

Result<void> Filing::commit() {
  if (auto written = write_through(); !written) return written;
  if (auto committed = inbox_.commit(); !committed) return committed;
  books_.cells.committed();
  books_.deliveries.committed();
  books_.kiosks.committed();
  news_.any = true;
  std::move(fresh_.alerts.begin(), fresh_.alerts.end(), std::back_inserter(news_.alerts));
  for (auto& filed : fresh_.responses) news_.add(std::move(filed));
  return {};
}

void Filing::rollback() {
  inbox_.rollback();
  books_.cells.rolled_back();
  books_.deliveries.rolled_back();
  books_.kiosks.rolled_back();
  counts_ = before_;
}

}  // namespace earshot::edge
