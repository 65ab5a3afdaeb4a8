#include "tests/fakes/hostile_toml.h"
#include "tools/traffic/feedback_map.h"

namespace earshot::traffic {
namespace {

TEST(FeedbackMaps, ThatAreHostileAreRefusedInertly) {
  test::expect_hostile_toml_is_refused_inertly(
      [](const std::string& text) { return parse_map(text, "map.toml"); });
}

}  // namespace
}  // namespace earshot::traffic
