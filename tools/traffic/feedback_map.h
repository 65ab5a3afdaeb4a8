// What the columns of somebody's CSV file mean to us: the replay's map, written by a person in
// TOML. Owner: the replay command. Threads: plain values, any thread. The format is documented in
// docs/traffic.md; firmware-config/maps/patient-feedback.toml is an example.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/survey/survey.h"
#include "tools/traffic/date_format.h"

namespace earshot::traffic {

/// The largest map that is read, in bytes.
inline constexpr std::size_t kMapBytesMax = 256 * 1024;

/// How the values of a column that names places become ids.
struct PlaceNames {
  std::map<std::string, std::string> ids;  ///< value → id, where the slug would not do
  std::optional<std::string> when_empty;   ///< the value to read an empty field as; none: a bad row
};

struct FeedbackMap {
  std::string file_name;  ///< for messages
  std::string id;         ///< part of each response's identity: a name (base/ids.h)

  /// Names of columns in the header, with the line of the map that says so.
  struct Column {
    std::string name;
    int line = 0;
  };
  Column location, touchpoint, respondent, rating, date;
  std::optional<Column> comment;

  DateFormat date_format;
  PlaceNames locations, touchpoints;

  SurveyId survey;
  std::uint32_t survey_version = 1;
  LanguageTag language;  ///< of the comments
  survey::Audience audience = survey::Audience::customer;

  QuestionId question;
  survey::QuestionKind kind = survey::QuestionKind::csat;  ///< a rating kind
  std::string question_text;
  QuestionId comment_question;
  std::string comment_text;

  std::map<std::string, int> rating_values;  ///< what the file says → a rating on the kind's scale
  std::set<std::string> not_a_rating;        ///< "don't know": skipped, counted by itself
};

/// Error: invalid, message "<file_name>:<line>: <reason>". A key that the format does not have is
/// refused too, for it is most likely a misspelt one.
[[nodiscard]] Result<FeedbackMap> parse_map(std::string_view toml, std::string_view file_name);

}  // namespace earshot::traffic
