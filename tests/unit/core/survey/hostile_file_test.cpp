#include "core/survey/survey_file.h"
#include "tests/fakes/hostile_toml.h"

namespace earshot::survey {
namespace {

TEST(SurveyFile, ThatIsHostileIsRefusedInertly) {
  test::expect_hostile_toml_is_refused_inertly(
      [](const std::string& text) { return parse_survey(text, "shop.toml"); });
}

}  // namespace
}  // namespace earshot::survey
