// What stands around the questions of a survey file: after the thanks, when and where, how long,
// and the variants.
#include <algorithm>
#include <chrono>

#include "core/survey/survey_reader.h"

namespace earshot::survey {
namespace {

constexpr std::size_t kUrlBytesMax = 200;
constexpr std::size_t kHoursMax = 50;
constexpr std::size_t kTouchpointsMax = 100;
constexpr std::size_t kVariantsMin = 2;
constexpr std::size_t kVariantsMax = 10;
constexpr std::int64_t kWeightMax = 1000;

/// Visible ASCII without what could end or break a link.
bool is_url(std::string_view text) {
  return text.starts_with("https://") && text.size() > 8 && text.size() <= kUrlBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7F &&
                  std::string_view("\"'<>\\^`{|}").find(c) == std::string_view::npos;
         });
}

/// "09:00" in minutes; none: that is no time of day. 24:00 is one at the end.
std::optional<int> minutes_of(std::string_view text, bool end) {
  const auto digit = [&](std::size_t i) { return text[i] - '0'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int minutes = (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
  const bool valid = digit(3) < 6 && (end ? minutes <= kMinutesInDay : minutes < kMinutesInDay);
  return valid ? std::optional(minutes) : std::nullopt;
}

int read_minutes(const toml::table& table, std::string_view key, const std::string& what) {
  const bool end = key == "to";
  const std::string hint = end ? "Write to = \"18:00\"" : "Write from = \"09:00\"";
  const auto& node = required(table, key, what, hint);
  const auto minutes = minutes_of(read_string(node, std::string(key) + " of " + what), end);
  if (!minutes) refuse(node, std::string(key) + " of " + what + " is not a time of day", hint);
  return end && *minutes == 0 ? kMinutesInDay : *minutes;
}

std::optional<int> weekday_named(std::string_view name) {
  for (int day = 0; day < 7; ++day) {
    if (to_string(static_cast<Weekday>(day)) == name) return day;
  }
  return std::nullopt;
}

/// "mon", or "mon-fri"; over the week's end too: "sat-mon".
void add_days(std::string_view word, const toml::node& where, std::uint8_t& days) {
  const auto dash = word.find('-');
  const auto from = weekday_named(word.substr(0, dash));
  const auto to = dash == std::string_view::npos ? from : weekday_named(word.substr(dash + 1));
  if (!from || !to) {
    refuse(where, quoted(word) + " is no weekday",
           "Use mon, tue, wed, thu, fri, sat, sun, or mon-fri");
  }
  for (int day = *from;; day = (day + 1) % 7) {
    days = static_cast<std::uint8_t>(days | 1U << day);
    if (day == *to) return;
  }
}

Hours read_hours(const toml::table& table) {
  const std::string what = "hours of the schedule";
  check_keys(table, what, {"days", "from", "to"});
  Hours hours;
  if (const auto* days = table.get("days")) {
    hours.days = 0;
    for (const auto& [word, where] : read_strings(*days, "days of " + what)) {
      add_days(word, *where, hours.days);
    }
  }
  hours.from = read_minutes(table, "from", what);
  hours.to = read_minutes(table, "to", what);
  return hours;
}

std::optional<LocalDay> read_day(const toml::table& table, std::string_view key) {
  const auto* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const auto* date = node->as_date();
  if (date == nullptr) {
    refuse(*node, std::string(key) + " of the schedule is not a date",
           "Write it without quotes: " + std::string(key) + " = 2026-12-01");
  }
  namespace ch = std::chrono;
  const auto& day = date->get();
  const ch::year_month_day ymd{ch::year(day.year), ch::month(day.month), ch::day(day.day)};
  return static_cast<LocalDay>(ch::sys_days(ymd).time_since_epoch().count());
}

}  // namespace

void SurveyReader::read_after(const toml::table& file) {
  for (const auto mood : kMoods) {
    const std::string key = "thanks_" + std::string(to_string(mood));
    auto texts = read_texts_if_any(file, key, "the survey", kSentenceMax);
    if (!texts.empty()) survey_.thanks_by_mood[mood] = std::move(texts);
  }
  survey_.next_step = read_texts_if_any(file, "next_step", "the survey", kParagraphMax);
  survey_.help_offered = read_flag(file, "help", false);
  survey_.claim_offered = read_flag(file, "claim", false);
  survey_.language_first = read_flag(file, "language_first", false);
  const auto* review = find_table(file, "review", "the survey",
                                  "Write review = { url = \"https://…\", text = { … } }");
  if (review == nullptr) return;
  check_keys(*review, "review", {"url", "text"});
  const auto& node = required(*review, "url", "review", "Add url = \"https://…\"");
  Review invited;
  invited.url = read_string(node, "the url of review");
  if (!is_url(invited.url)) {
    refuse(node,
           "the url of review is not a web address of at most " + std::to_string(kUrlBytesMax) +
               " characters",
           "Begin with https:// and write letters with accents as %…");
  }
  invited.texts = read_texts(*review, "text", "review", kParagraphMax);
  survey_.review = std::move(invited);
}

void SurveyReader::read_opening(const toml::table& file) {
  if (const auto* node = file.get("opened_by")) {
    const auto word = read_string(*node, "opened_by");
    if (word == "staff-pin") {
      survey_.opened_by = OpenedBy::staff_pin;
    } else if (word != "anybody") {
      refuse(*node, "opened_by is " + quoted(word) + ", which does not exist",
             hint_for(word, {"anybody", "staff-pin"}));
    }
    if (survey_.opened_by == OpenedBy::staff_pin && survey_.audience != Audience::employee) {
      refuse(*node, "the staff PIN opens a survey whose audience is customer",
             "Set audience = \"employee\", or take opened_by out");
    }
  }
  const auto* schedule = find_table(file, "schedule", "the survey", "Write [schedule]");
  if (schedule != nullptr) read_schedule(*schedule);
  const auto* patience = find_table(file, "patience", "the survey", "Write [patience]");
  if (patience != nullptr) read_patience(*patience);
}

void SurveyReader::read_schedule(const toml::table& table) {
  check_keys(table, "the schedule", {"hours", "touchpoints", "first_day", "last_day"});
  auto& schedule = survey_.schedule;
  const auto spans = read_tables(table, "hours", "times",
                                 "Write hours = [{ days = \"mon-fri\", from = \"09:00\", to = "
                                 "\"18:00\" }]");
  if (spans.size() > kHoursMax) {
    refuse(*table.get("hours"), "the schedule has " + std::to_string(spans.size()) + " hours",
           "Use at most " + std::to_string(kHoursMax));
  }
  for (const auto* span : spans) schedule.hours.push_back(read_hours(*span));
  if (const auto* node = table.get("touchpoints")) {
    const auto names = read_strings(*node, "a touchpoint of the schedule");
    if (names.size() > kTouchpointsMax) {
      refuse(*node, "the schedule has " + std::to_string(names.size()) + " touchpoints",
             "Name at most " + std::to_string(kTouchpointsMax) + ", or none for all");
    }
    for (const auto& [name, where] : names) {
      schedule.touchpoints.push_back(read_name<TouchpointId>(*where, "the touchpoint"));
    }
  }
  schedule.first_day = read_day(table, "first_day");
  schedule.last_day = read_day(table, "last_day");
  if (schedule.first_day && schedule.last_day && *schedule.last_day < *schedule.first_day) {
    refuse(*table.get("last_day"), "the schedule's last_day is before its first_day",
           "Swap them, or correct one");
  }
}

void SurveyReader::read_patience(const toml::table& table) {
  check_keys(table, "patience", {"idle", "react", "thanks"});
  const auto read = [&](std::string_view key, Duration& into, int lowest, int highest) {
    const auto* node = table.get(key);
    if (node == nullptr) return;
    const std::string what = std::string(key) + " of patience, in seconds,";
    into = std::chrono::seconds(read_integer(*node, what, lowest, highest));
  };
  read("idle", survey_.patience.idle, 10, 300);
  read("react", survey_.patience.react, 20, 120);
  read("thanks", survey_.patience.thanks, 4, 60);
}

void SurveyReader::read_variants(const toml::table& file) {
  const auto tables = read_tables(file, "variant", "variants",
                                  "Begin each variant with [[variant]], in double brackets");
  if (file.get("variant") == nullptr) return;
  if (tables.size() < kVariantsMin || tables.size() > kVariantsMax) {
    refuse(*file.get("variant"), "the survey has " + std::to_string(tables.size()) + " variants",
           "Compare 2 to " + std::to_string(kVariantsMax) +
               "; one without changes is the survey as it is");
  }
  for (const auto* table : tables) {
    auto variant = read_variant(*table);
    const bool twice = std::any_of(survey_.variants.begin(), survey_.variants.end(),
                                   [&](const Variant& other) { return other.id == variant.id; });
    if (twice) {
      refuse(*table->get("id"), "the variant id " + quoted(variant.id.str()) + " is used twice",
             "Give each variant an id of its own");
    }
    survey_.variants.push_back(std::move(variant));
  }
}

Variant SurveyReader::read_variant(const toml::table& table) {
  Variant variant;
  variant.id = read_id<VariantId>(table, "a variant", "Add id = \"…\" below [[variant]]");
  const std::string what = "variant " + quoted(variant.id.str());
  check_keys(table, what, {"id", "weight", "title", "leaves_out", "question"});
  if (const auto* node = table.get("weight")) {
    variant.weight =
        static_cast<std::uint32_t>(read_integer(*node, "weight of " + what, 1, kWeightMax));
  }
  variant.title = read_texts_if_any(table, "title", what, kSentenceMax);
  if (const auto* node = table.get("leaves_out")) {
    for (const auto& [name, where] : read_strings(*node, "leaves_out of " + what)) {
      auto id = read_question_id(*where, what + " leaves out");
      if (id == survey_.questions.front().id) {
        refuse(*where, what + " leaves out the first question", "Every variant begins with it");
      }
      variant.leaves_out.push_back(std::move(id));
    }
  }
  const auto questions = read_tables(table, "question", "questions",
                                     "Begin each with [[variant.question]], in double brackets");
  for (const auto* question : questions) {
    const std::string name = "a question of " + what;
    check_keys(*question, name, {"id", "text"});
    const auto& node = required(*question, "id", name, "Add the id of the question that it words");
    auto id = read_question_id(node, what + " words");
    auto texts = read_texts(*question, "text", name, kSentenceMax);
    if (!variant.texts.emplace(std::move(id), std::move(texts)).second) {
      refuse(node, what + " words one question twice", "Take one out");
    }
  }
  return variant;
}

QuestionId SurveyReader::read_question_id(const toml::node& node, const std::string& what) {
  auto id = read_name<QuestionId>(node, what + " a question: its id");
  if (find_question(survey_, id) == nullptr) {
    refuse(node, what + " the question " + quoted(id.str()) + ", which the survey does not have",
           "Use the id of one of its questions");
  }
  return id;
}

}  // namespace earshot::survey
