#include "edge-agent/json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/score/score.h"
#include "edge-agent/health.h"
#include "edge-agent/reading_json.h"
#include "platform/system/time_zone.h"

namespace earshot::edge {
namespace {

using survey::QuestionKind;

void put_estimate(Json& out, const char* value, const char* low, const char* high,
                  const std::optional<score::Estimate>& estimate) {
  out[value] = estimate ? Json(estimate->value) : Json(nullptr);
  out[low] = estimate ? Json(estimate->low) : Json(nullptr);
  out[high] = estimate ? Json(estimate->high) : Json(nullptr);
}

Json histogram_json(const score::Histogram& ratings, QuestionKind kind) {
  const auto scale = survey::scale_of(kind);
  Json counts = Json::array();
  for (int r = scale->lowest; r <= scale->highest; ++r) {
    counts.push_back(ratings[static_cast<std::size_t>(r)]);
  }
  return counts;
}

void put_nps(Json& out, const score::Histogram& ratings) {
  const auto nps = score::nps(ratings).value_or(score::Nps{});
  out["n"] = nps.n;
  out["promoters"] = nps.promoters;
  out["passives"] = nps.passives;
  out["detractors"] = nps.detractors;
}

void put_csat(Json& out, const score::Histogram& ratings, QuestionKind kind) {
  const auto csat = score::csat(ratings);
  out["n"] = csat ? csat->n : 0;
  out["satisfied"] = csat ? csat->satisfied : 0;
  put_estimate(out, "mean", "mean_low", "mean_high",
               csat ? std::optional(csat->mean) : std::nullopt);
  out["histogram"] = histogram_json(ratings, kind);
}

Json score_json(const AskedAs& asked, const score::Histogram& ratings, const QuestionTexts& texts) {
  Json out = {{"question", asked.question.str()},
              {"kind", survey::to_string(asked.kind)},
              {"text", texts.text_of(asked.question)}};
  put_estimate(out, "score", "low", "high", score::headline(asked.kind, ratings));
  switch (asked.kind) {
    case QuestionKind::nps:
    case QuestionKind::enps:
      put_nps(out, ratings);
      break;
    case QuestionKind::csat:
    case QuestionKind::smiley:
      put_csat(out, ratings, asked.kind);
      break;
    default:
      out["n"] = score::total(ratings);
      out["histogram"] = histogram_json(ratings, asked.kind);
  }
  return out;
}

std::string_view mood_word(const response::Response& response) {
  const auto* main = response::main_rating(response);
  if (main == nullptr) return "none";
  switch (survey::mood_of(main->kind, *main->rating)) {
    case survey::Mood::unhappy:
      return "unhappy";
    case survey::Mood::neutral:
      return "neutral";
    case survey::Mood::happy:
      return "happy";
  }
  return "none";
}

constexpr std::array<std::pair<std::uint32_t, std::string_view>, response::kMisuseFlagCount>
    kMisuseWords = {{{response::kMisuseBurst, "burst"},
                     {response::kMisuseOutOfHours, "out_of_hours"},
                     {response::kMisuseStaffPattern, "staff_pattern"},
                     {response::kMisuseTooFast, "too_fast"}}};

Json misuse_json(std::uint32_t flags) {
  Json words = Json::array();
  for (const auto& [flag, word] : kMisuseWords) {
    if ((flags & flag) != 0) words.push_back(word);
  }
  return words;
}

Json answer_json(const response::Answer& answer, const QuestionTexts& texts) {
  Json out = {{"question", answer.question.str()},
              {"kind", survey::to_string(answer.kind)},
              {"text", texts.text_of(answer.question)}};
  if (answer.rating) out["rating"] = *answer.rating;
  if (!answer.chosen.empty()) {
    out["chosen"] = Json::array();
    for (const auto& option : answer.chosen) out["chosen"].push_back(option.str());
  }
  // Sealed contact details are for whoever holds the location's key, never for a list.
  if (answer.kind == QuestionKind::contact) out["contact_left"] = !answer.text.empty();
  if (answer.kind == QuestionKind::comment) out["comment"] = answer.text;
  return out;
}

double seconds(Duration span) { return static_cast<double>(span.count()) / 1000.0; }

Json hours_json(const LocationView& view) {
  Json hours = Json::array();
  for (const auto& [hour, tally] : view.hours) {
    for (const auto& [asked, ratings] : tally) {
      const auto estimate = score::headline(asked.kind, ratings);
      if (!estimate) continue;
      hours.push_back({{"hour", system::to_iso8601({hour * kHourMs})},
                       {"question", asked.question.str()},
                       {"score", estimate->value},
                       {"n", score::total(ratings)}});
    }
  }
  return hours;
}

/// The oldest record without a receipt, by stream.
Json streams_json(const std::map<relay::Stream, WallTime>& waiting, WallTime now) {
  Json streams = Json::array();
  for (const auto& [stream, since] : waiting) {
    const Duration age = since.ms == 0 ? Duration{0} : std::max(Duration{0}, now - since);
    streams.push_back({{"stream", relay::to_string(stream)},
                       {"oldest_unreceived", time_json(since)},
                       {"oldest_unreceived_seconds", seconds(age)}});
  }
  return streams;
}

Json kiosks_json(const LocationView& view, const system::TimeZone& zone) {
  Json kiosks = Json::array();
  for (const auto& [device, kiosk] : view.kiosks) {
    kiosks.push_back(
        {{"device", device.str()},
         {"touchpoint", kiosk.touchpoint.empty() ? Json(nullptr) : Json(kiosk.touchpoint.str())},
         {"last_heard", time_json(kiosk.last_heard)},
         {"pending", kiosk.pending},
         {"pending_since", time_json(kiosk.pending_since)},
         {"streams", streams_json(kiosk.waiting, view.now)},
         {"clock_error_seconds", seconds(kiosk.clock_error)},
         {"disk", to_string(kiosk.status.disk)},
         {"disk_words", kiosk.status.words},
         {"words", kiosk_trouble(kiosk, view.now, zone)}});
  }
  return kiosks;
}

}  // namespace

Json time_json(WallTime t) { return t.ms == 0 ? Json(nullptr) : Json(system::to_iso8601(t)); }

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json scores_json(const Tally& tally, const QuestionTexts& texts) {
  Json scores = Json::array();
  for (const AskedAs& asked : texts.ratings()) {
    const auto found = tally.find(asked);
    scores.push_back(
        score_json(asked, found == tally.end() ? score::Histogram{} : found->second, texts));
  }
  for (const auto& [asked, ratings] : tally) {
    const auto& known = texts.ratings();
    if (std::find(known.begin(), known.end(), asked) != known.end()) continue;
    if (survey::scale_of(asked.kind)) scores.push_back(score_json(asked, ratings, texts));
  }
  return scores;
}

Json response_json(const FiledResponse& filed, const QuestionTexts& texts) {
  const auto& said = filed.response;
  Json answers = Json::array();
  for (const auto& answer : said.answers) {
    answers.push_back(answer_json(answer, texts));
    if (answer.kind == QuestionKind::comment) {
      answers.back()["reading"] = reading_json(filed, answer.question);
    }
  }
  return {{"id", said.id.str()},
          {"at", time_json(said.at)},
          {"said_at", time_json(filed.said_at)},
          {"clock", response::to_string(filed.clock)},
          {"received_at", time_json(filed.received_at)},
          {"touchpoint", said.touchpoint.str()},
          {"language", said.language.str()},
          {"channel", response::to_string(said.channel)},
          {"mood", mood_word(said)},
          {"answers", std::move(answers)},
          {"comment", response::comment_of(said)},
          {"partial", said.partial},
          {"withdrawn", said.withdrawn},
          {"misuse", misuse_json(said.misuse)},
          {"judged", filed.judged},
          {"burst", filed.burst.empty() ? Json(nullptr) : Json(filed.burst.str())},
          {"erased_at", time_json(filed.erased_at)},
          {"historical", filed.historical}};
}

std::optional<std::uint32_t> misuse_flag(std::string_view word) {
  for (const auto& [flag, name] : kMisuseWords) {
    if (name == word) return flag;
  }
  return std::nullopt;
}

Json incident_json(const relay::NotedIncident& noted) {
  return {{"id", std::to_string(noted.number)},
          {"at", time_json(noted.at)},
          {"kind", relay::to_string(noted.incident.kind)},
          {"device", noted.incident.device.str()},
          {"stream", relay::to_string(noted.incident.stream)},
          {"words", noted.incident.detail}};
}

Json quarantined_json(const sqlite::Quarantined& record) {
  return {{"id", std::to_string(record.id)},
          {"at", time_json(record.at)},
          {"device", record.device.str()},
          {"stream", relay::to_string(record.stream)},
          {"seq", record.seq},
          {"reason", record.reason},
          {"bytes", record.bytes}};
}

Json alert_json(const alert::Alert& alert) {
  return {{"id", alert.id.str()},
          {"severity", alert::to_string(alert.severity)},
          {"rule", alert.rule},
          {"response", alert.response.empty() ? Json(nullptr) : Json(alert.response.str())},
          {"touchpoint", alert.touchpoint.str()},
          {"at", time_json(alert.at)},
          {"raised_at", time_json(alert.raised_at)},
          {"sentence", alert.sentence},
          {"words", alert.words},
          {"next_step", alert.next_step},
          {"acknowledged", alert.acknowledged()},
          {"acknowledged_at", time_json(alert.acknowledged_at)},
          {"acknowledged_by", alert.acknowledged_by}};
}

Json location_json(const LocationView& view, const QuestionTexts& texts,
                   const system::TimeZone& zone) {
  Json incidents = Json::array();
  for (const auto& noted : view.last_incidents) incidents.push_back(incident_json(noted));
  return {{"id", view.facts.id.str()},
          {"name", view.facts.name},
          {"timezone", view.timezone},
          {"now", time_json(view.now)},
          {"scores", scores_json(view.all, texts)},
          {"today", scores_json(view.today, texts)},
          {"hours", hours_json(view)},
          {"alerts_open", view.alerts_open},
          {"responses", view.responses},
          {"kiosks", kiosks_json(view, zone)},
          {"headquarters",
           {{"connected", view.headquarters.connected},
            {"pending", view.headquarters.pending},
            {"pending_since", time_json(view.headquarters.pending_since)},
            {"streams", streams_json(view.headquarters.waiting, view.now)},
            {"words", view.headquarters.words}}},
          {"quarantined", view.quarantined},
          {"incidents", view.incidents},
          {"last_incidents", std::move(incidents)},
          {"health", {{"ok", view.health.ok}, {"words", view.health.words}}}};
}

Json site_score_json(const LocationView& view, const QuestionTexts& texts) {
  return {{"location", view.facts.id.str()},
          {"at", time_json(view.now)},
          {"scores", scores_json(view.all, texts)},
          {"today", scores_json(view.today, texts)}};
}

}  // namespace earshot::edge
