// Whole files of feedback, read with a map: what each row becomes, and what the places are called.
#include <sstream>

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tools/traffic/feedback_row.h"
#include "tools/traffic/places.h"
#include "tools/traffic/slug.h"

namespace earshot::fuzz {
namespace {

constexpr std::string_view kMap = R"(
[map]
id = "m"
[columns]
location = "l"
touchpoint = "t"
respondent = "r"
rating = "n"
date = "d"
comment = "c"
[date]
format = "%d/%m/%Y"
[survey]
id = "s"
language = "en"
[question]
id = "q"
kind = "csat"
text = "How was it?"
[comment]
id = "w"
text = "Why?"
[rating]
not_a_rating = ["x"]
[rating.values]
1 = 1
2 = 2
5 = 5
[touchpoint]
when_empty = "desk"
)";

const traffic::FeedbackMap& map() {
  static const auto map = traffic::parse_map(kMap, "map.toml");
  EARSHOT_CHECK(map.has_value());
  return *map;
}

void expect_sound(const traffic::FeedbackRow& row, traffic::Places& places) {
  if (!row.rating) return;
  EARSHOT_CHECK(*row.rating >= 1 && *row.rating <= 5);
  EARSHOT_CHECK(!row.location.empty() && !row.touchpoint.empty() && !row.respondent.empty());
  EARSHOT_CHECK(row.at.ms >= 0 && row.at.ms < 4'133'980'800'000);  // before 2101
  expect_inert(row.comment, row.comment.size());
  EARSHOT_CHECK(is_utf8(row.location) && is_utf8(row.touchpoint) && is_utf8(row.respondent));
  const auto kiosk = places.kiosk_at(row.location, row.touchpoint);
  if (!kiosk) return expect_readable(kiosk.error());
  EARSHOT_CHECK(*kiosk < places.kiosks().size());
  EARSHOT_CHECK(places.kiosk_at(row.location, row.touchpoint) == *kiosk);
}

void expect_sound_slug(std::string_view text) {
  const auto name = traffic::slug(text);
  EARSHOT_CHECK(name.empty() || is_name(name));
  EARSHOT_CHECK(traffic::slug(name) == name);
  if (!name.empty()) EARSHOT_CHECK(is_name(traffic::kiosk_name(name, name)));
}

}  // namespace

FUZZ_TARGET(feedback) {
  expect_sound_slug(input.substr(0, 200));
  if (const auto format = traffic::DateFormat::parse(input.substr(0, 20))) {
    static_cast<void>(format->read(input.substr(std::min<std::size_t>(input.size(), 20))));
  } else {
    expect_readable(format.error());
  }
  // Half of the inputs bring a header of their own; the others get the map's.
  const bool own_header = !input.empty() && input.front() == '#';
  if (own_header) input.remove_prefix(1);
  std::istringstream in((own_header ? "" : "l,t,r,n,d,c\n") + std::string(input));
  traffic::CsvReader csv(in);
  const auto header = csv.next();
  if (!header || std::holds_alternative<traffic::BadRow>(*header)) return;
  const auto columns = traffic::find_columns(map(), std::get<traffic::CsvRow>(*header).fields);
  if (!columns) return expect_readable(columns.error());
  csv.expect_columns(columns->width);
  traffic::Places places(map().locations, map().touchpoints);
  while (const auto item = csv.next()) {
    const auto* csv_row = std::get_if<traffic::CsvRow>(&*item);
    if (csv_row == nullptr) continue;
    const auto row = traffic::read_row(map(), *columns, *csv_row);
    if (row) {
      expect_sound(*row, places);
    } else {
      expect_readable({ErrorCode::invalid, row.error().reason});
    }
  }
}

}  // namespace earshot::fuzz
