#include "tools/traffic/feedback_map.h"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"
#include "tools/traffic/slug.h"

namespace earshot::traffic {
namespace {

constexpr std::size_t kTextCodePointsMax = 200;
constexpr std::size_t kReasonCodePointsMax = 300;

using Words = std::initializer_list<std::string_view>;

/// A mistake in the map. Reading is several calls deep and only the first mistake is told, so
/// inside this file it is thrown; parse_map turns it into an Error, and it never leaves.
struct Mistake {
  std::size_t line;
  std::string reason;
};

[[noreturn]] void refuse(const toml::source_region& where, std::string reason) {
  throw Mistake{std::max<std::size_t>(where.begin.line, 1), std::move(reason)};
}
[[noreturn]] void refuse(const toml::node& where, std::string reason) {
  refuse(where.source(), std::move(reason));
}

void check_keys(const toml::table& table, const std::string& where, Words known) {
  for (const auto& [key, value] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    std::string list;
    for (const auto word : known) list += (list.empty() ? "" : ", ") + std::string(word);
    refuse(key.source(),
           where + " has no key '" + std::string(key.str()) + "'; it may have: " + list);
  }
}

const toml::table& section(const toml::table& file, std::string_view name) {
  const toml::node* node = file.get(name);
  if (node == nullptr) refuse(file, "the section [" + std::string(name) + "] is missing");
  if (!node->is_table())
    refuse(*node, "'" + std::string(name) + "' must be a section: [" + std::string(name) + "]");
  return *node->as_table();
}

const toml::table* section_if_any(const toml::table& file, std::string_view name) {
  return file.contains(name) ? &section(file, name) : nullptr;
}

const std::string& text_of(const toml::node& node, const std::string& what) {
  if (!node.is_string()) refuse(node, what + " must be a text in double quotes");
  return node.as_string()->get();
}

const std::string& text_at(const toml::table& table, std::string_view key,
                           const std::string& where) {
  const toml::node* node = table.get(key);
  if (node == nullptr) refuse(table, where + " needs '" + std::string(key) + "'");
  return text_of(*node, where + " '" + std::string(key) + "'");
}

template <typename Id>
Id id_at(const toml::table& table, std::string_view key, const std::string& where) {
  auto id = Id::parse(text_at(table, key, where));
  if (!id) refuse(*table.get(key), where + ": " + id.error().message);
  return *std::move(id);
}

std::string shown_text_at(const toml::table& table, std::string_view key,
                          const std::string& where) {
  const std::string& text = text_at(table, key, where);
  if (text.empty() || clean_text(text, kTextCodePointsMax) != text) {
    refuse(*table.get(key), where + " '" + std::string(key) + "' must have 1 to " +
                                std::to_string(kTextCodePointsMax) +
                                " characters and no control characters");
  }
  return text;
}

class Reader {
 public:
  explicit Reader(FeedbackMap& map) : map_(map) {}

  void read(const toml::table& file) {
    check_keys(file, "the map",
               {"map", "columns", "date", "survey", "question", "comment", "rating", "location",
                "touchpoint"});
    const auto& head = section(file, "map");
    check_keys(head, "[map]", {"id"});
    map_.id = id_at<Name<struct MapTag>>(head, "id", "[map]").str();
    read_columns(section(file, "columns"));
    if (const auto* date = section_if_any(file, "date")) read_date(*date);
    read_survey(section(file, "survey"));
    read_question(section(file, "question"));
    read_comment(file);
    read_rating(section(file, "rating"));
    if (const auto* table = section_if_any(file, "location")) {
      read_names(*table, "[location]", map_.locations);
    }
    if (const auto* table = section_if_any(file, "touchpoint")) {
      read_names(*table, "[touchpoint]", map_.touchpoints);
    }
  }

 private:
  void read_columns(const toml::table& columns) {
    check_keys(columns, "[columns]",
               {"location", "touchpoint", "respondent", "rating", "date", "comment"});
    const auto column = [&](std::string_view key) {
      const auto& name = text_at(columns, key, "[columns]");
      return FeedbackMap::Column{name, static_cast<int>(columns.get(key)->source().begin.line)};
    };
    map_.location = column("location");
    map_.touchpoint = column("touchpoint");
    map_.respondent = column("respondent");
    map_.rating = column("rating");
    map_.date = column("date");
    if (columns.contains("comment")) map_.comment = column("comment");
  }

  void read_date(const toml::table& date) {
    check_keys(date, "[date]", {"format"});
    auto format = DateFormat::parse(text_at(date, "format", "[date]"));
    if (!format) refuse(*date.get("format"), "[date] 'format': " + format.error().message);
    map_.date_format = *std::move(format);
  }

  void read_survey(const toml::table& survey) {
    check_keys(survey, "[survey]", {"id", "version", "language", "audience"});
    map_.survey = id_at<SurveyId>(survey, "id", "[survey]");
    map_.language = id_at<LanguageTag>(survey, "language", "[survey]");
    if (const auto* version = survey.get("version")) {
      const auto number = version->value<std::int64_t>();
      if (!version->is_integer() || *number < 1 || *number > 1'000'000) {
        refuse(*version, "[survey] 'version' must be a whole number from 1 to 1000000");
      }
      map_.survey_version = static_cast<std::uint32_t>(*number);
    }
    if (survey.contains("audience")) {
      const auto& word = text_at(survey, "audience", "[survey]");
      if (word != "customer" && word != "employee") {
        refuse(*survey.get("audience"), "[survey] 'audience' must be customer or employee");
      }
      if (word == "employee") map_.audience = survey::Audience::employee;
    }
  }

  void read_question(const toml::table& question) {
    check_keys(question, "[question]", {"id", "kind", "text"});
    map_.question = id_at<QuestionId>(question, "id", "[question]");
    const auto kind = survey::parse_kind(text_at(question, "kind", "[question]"));
    if (!kind || !survey::scale_of(*kind)) {
      refuse(*question.get("kind"),
             "[question] 'kind' must be one that is rated: nps, csat, ces, smiley or enps");
    }
    map_.kind = *kind;
    map_.question_text = shown_text_at(question, "text", "[question]");
  }

  void read_comment(const toml::table& file) {
    const auto* comment = section_if_any(file, "comment");
    if (!map_.comment) {
      if (comment != nullptr) refuse(*comment, "[comment] needs [columns] 'comment'");
      return;
    }
    if (comment == nullptr) {
      throw Mistake{static_cast<std::size_t>(map_.comment->line),
                    "[columns] 'comment' needs a section [comment] with 'id' and 'text'"};
    }
    check_keys(*comment, "[comment]", {"id", "text"});
    map_.comment_question = id_at<QuestionId>(*comment, "id", "[comment]");
    map_.comment_text = shown_text_at(*comment, "text", "[comment]");
    if (map_.comment_question == map_.question) {
      refuse(*comment->get("id"), "[comment] 'id' must differ from the question's");
    }
  }

  void read_rating(const toml::table& rating) {
    check_keys(rating, "[rating]", {"values", "not_a_rating"});
    const auto* values = rating.get("values");
    if (values == nullptr || !values->is_table() || values->as_table()->empty()) {
      refuse(rating, "[rating.values] must say what each rating in the file means");
    }
    const auto scale = *survey::scale_of(map_.kind);
    for (const auto& [key, node] : *values->as_table()) {
      const auto ours = node.value<std::int64_t>();
      if (!node.is_integer() || *ours < scale.lowest || *ours > scale.highest) {
        refuse(node, "[rating.values] must be whole numbers from " + std::to_string(scale.lowest) +
                         " to " + std::to_string(scale.highest) + ", as a question of kind " +
                         std::string(to_string(map_.kind)) + " has them");
      }
      map_.rating_values[std::string(key.str())] = static_cast<int>(*ours);
    }
    if (const auto* list = rating.get("not_a_rating")) read_not_a_rating(*list);
  }

  void read_not_a_rating(const toml::node& list) {
    if (!list.is_array()) refuse(list, "[rating] 'not_a_rating' must be a list of texts");
    for (const auto& node : *list.as_array()) {
      const auto& word = text_of(node, "[rating] 'not_a_rating'");
      if (map_.rating_values.contains(word)) {
        refuse(node, "'" + word + "' cannot be a rating and not a rating");
      }
      map_.not_a_rating.insert(word);
    }
  }

  static void read_names(const toml::table& table, const std::string& where, PlaceNames& names) {
    check_keys(table, where, {"ids", "when_empty"});
    if (table.contains("when_empty")) {
      names.when_empty = text_at(table, "when_empty", where);
      if (slug(*names.when_empty).empty()) {
        refuse(*table.get("when_empty"), where + " 'when_empty' must be a name");
      }
    }
    const auto* ids = table.get("ids");
    if (ids == nullptr) return;
    if (!ids->is_table()) refuse(*ids, where + " 'ids' must be a section");
    for (const auto& [key, node] : *ids->as_table()) {
      const auto& id = text_of(node, where + " ids");
      if (!is_name(id)) refuse(node, LocationId::parse(id).error().message);
      names.ids[std::string(key.str())] = id;
    }
  }

  FeedbackMap& map_;
};

}  // namespace

Result<FeedbackMap> parse_map(std::string_view toml, std::string_view file_name) {
  const auto mistake = [&](std::size_t line, std::string_view reason) {
    return fail(ErrorCode::invalid, std::string(file_name) + ":" + std::to_string(line) + ": " +
                                        one_line(reason, kReasonCodePointsMax));
  };
  if (toml.size() > kMapBytesMax) return mistake(1, "larger than 256 KiB: is this a map?");
  if (const auto line = line_of_too_deep_key(toml); line > 0) {
    return mistake(line, "a key has too many parts; nothing in a map has more than two");
  }
  try {
    FeedbackMap map;
    map.file_name = file_name;
    Reader(map).read(toml::parse(toml, file_name));
    return map;
  } catch (const Mistake& m) {
    return mistake(m.line, m.reason);
  } catch (const toml::parse_error& e) {
    return mistake(e.source().begin.line, e.description());
  }
}

}  // namespace earshot::traffic
