#include "tools/traffic/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace earshot::traffic {
namespace {

using Json = nlohmann::ordered_json;

/// 1234567 → "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), ",");
  }
  return digits;
}

double rate(const ReplayReport& report) {
  return report.seconds > 0 ? static_cast<double>(report.sending.received()) / report.seconds : 0;
}

Json bad_json(const ReplayReport& report) {
  Json by_reason = Json::object();
  for (int i = 0; i < kFaultCount; ++i) {
    const auto count = report.rows.bad[static_cast<std::size_t>(i)];
    if (count > 0) by_reason[std::string(to_string(static_cast<Fault>(i)))] = count;
  }
  Json list = Json::array();
  for (const auto& row : report.bad_rows) {
    list.push_back(
        {{"line", row.line}, {"fault", std::string(to_string(row.fault))}, {"reason", row.reason}});
  }
  return {{"total", report.rows.bad_rows()}, {"by_reason", by_reason}, {"first_rows", list}};
}

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int exit_code(const ReplayReport& report) {
  if (!report.failure.empty() || report.sending.waiting > 0) return 1;
  return report.rows.bad_rows() > 0 ? 3 : 0;
}

std::string to_text(const ReplayReport& report) {
  const auto& rows = report.rows;
  std::string text = fmt::format(
      "{}: {} rows: {} responses, {} further rows of the same respondents, "
      "{} not a rating, {} bad\n",
      report.file, grouped(rows.rows), grouped(report.responses), grouped(rows.further_rows),
      grouped(rows.not_a_rating), grouped(rows.bad_rows()));
  for (int i = 0; i < kFaultCount; ++i) {
    const auto count = rows.bad[static_cast<std::size_t>(i)];
    if (count > 0)
      text += fmt::format("  {}: {}\n", to_string(static_cast<Fault>(i)), grouped(count));
  }
  if (report.comments_cut > 0) {
    text += fmt::format("  {} comments were longer than {} characters and were cut\n",
                        grouped(report.comments_cut), response::kCommentCodePointsMax);
  }
  if (report.dry_run) return text + "nothing was sent (--dry-run)\n";

  const auto& sending = report.sending;
  text += fmt::format("{} sent from {} kiosks in {} locations, {} received, {} wait",
                      grouped(sending.said + sending.left_over), sending.kiosks, report.locations,
                      grouped(sending.received()), grouped(sending.waiting));
  if (sending.repeated > 0) text += fmt::format("; {} were said before", grouped(sending.repeated));
  text += fmt::format(" ({:.1f} s, {:.0f} a second)\n", report.seconds, rate(report));
  if (!report.failure.empty()) text += report.failure + "\n";
  return text;
}

std::string to_json(const ReplayReport& report) {
  const auto& sending = report.sending;
  return dump({{"file", report.file},
               {"map", report.map},
               {"rows", report.rows.rows},
               {"responses", report.responses},
               {"further_rows", report.rows.further_rows},
               {"not_a_rating", report.rows.not_a_rating},
               {"bad", bad_json(report)},
               {"comments_cut", report.comments_cut},
               {"locations", report.locations},
               {"kiosks", sending.kiosks},
               {"dry_run", report.dry_run},
               {"sent", sending.said + sending.left_over},
               {"said_before", sending.repeated},
               {"received", sending.received()},
               {"waiting", sending.waiting},
               {"seconds", report.seconds},
               {"responses_per_second", rate(report)},
               {"failure", report.failure.empty() ? Json(nullptr) : Json(report.failure)},
               {"exit_code", exit_code(report)}});
}

std::string devices_json(std::span<const Places::Named> locations,
                         std::span<const Places::Named> touchpoints, std::span<const Place> kiosks,
                         const FeedbackMap* map) {
  Json json = {
      {"locations", Json::array()}, {"touchpoints", Json::array()}, {"kiosks", Json::array()}};
  for (const auto& location : locations) {
    Json own = Json::array();
    for (const auto& kiosk : kiosks) {
      if (kiosk.location.str() == location.id) own.push_back(kiosk.device.str());
    }
    json["locations"].push_back({{"id", location.id}, {"name", location.name}, {"kiosks", own}});
  }
  for (const auto& touchpoint : touchpoints) {
    json["touchpoints"].push_back({{"id", touchpoint.id}, {"name", touchpoint.name}});
  }
  for (const auto& kiosk : kiosks) {
    json["kiosks"].push_back({{"device", kiosk.device.str()},
                              {"location", kiosk.location.str()},
                              {"touchpoint", kiosk.touchpoint.str()}});
  }
  if (map != nullptr) {
    json["survey"] = {{"id", map->survey.str()}, {"version", map->survey_version}};
    json["questions"] = Json::array({{{"id", map->question.str()},
                                      {"kind", std::string(to_string(map->kind))},
                                      {"text", map->question_text}}});
    if (map->comment) {
      json["questions"].push_back(
          {{"id", map->comment_question.str()}, {"kind", "comment"}, {"text", map->comment_text}});
    }
  }
  return dump(json);
}

}  // namespace earshot::traffic
