// The maps that say what the columns of a stranger's CSV file mean.
#include "tools/traffic/feedback_map.h"
#include "core/base/check.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(feedback_map) {
  const auto map = within_memory(kTomlBound, input.size(),
                                 [&] { return traffic::parse_map(input, "map.toml"); });
  if (!map) return expect_readable(map.error());
  EARSHOT_CHECK(is_name(map->id) && !map->survey.empty() && !map->question.empty());
  EARSHOT_CHECK(!map->language.empty() && map->survey_version >= 1);
  expect_inert(map->question_text, 200);
  expect_inert(map->comment_text, 200);
  const auto scale = survey::scale_of(map->kind);
  EARSHOT_CHECK(scale.has_value() && !map->rating_values.empty());
  for (const auto& [word, rating] : map->rating_values) {
    EARSHOT_CHECK(rating >= scale->lowest && rating <= scale->highest);
  }
  for (const auto* places : {&map->locations, &map->touchpoints}) {
    for (const auto& [value, id] : places->ids) EARSHOT_CHECK(is_name(id));
  }
}

}  // namespace earshot::fuzz
