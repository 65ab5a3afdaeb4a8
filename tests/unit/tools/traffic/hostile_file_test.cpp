#include "tests/fakes/hostile_toml.h"
#include "tools/traffic/feedback_map.h"
#include "tools/traffic/places.h"

namespace earshot::traffic {
namespace {

TEST(FeedbackMaps, ThatAreHostileAreRefusedInertly) {
  test::expect_hostile_toml_is_refused_inertly(
      [](const std::string& text) { return parse_map(text, "map.toml"); });
}

// Eighty bytes of a stranger's name went to the terminal as they came, cut through a character.
TEST(Places, WithAHostileNameAreRefusedInertly) {
  const PlaceNames none;
  Places places(none, none);
  for (const std::string& hostile : {std::string("\x1b[\n"), std::string(8, '\0')}) {
    ASSERT_TRUE(places.kiosk_at("leeds", "desk"));
    const auto refused = places.kiosk_at("leeds", hostile + "\xE2\x80\xAE" + "desk");
    ASSERT_FALSE(refused);
    EXPECT_EQ(one_line(refused.error().message, 1000), refused.error().message);
  }
  std::string long_name;
  for (int i = 0; i < 40; ++i) long_name += "東";
  const auto refused = places.kiosk_at("leeds", long_name + "x\x1b");
  EXPECT_TRUE(refused) << "only its letters make the id";
  const auto nameless = places.kiosk_at("leeds", long_name);
  ASSERT_FALSE(nameless);
  EXPECT_TRUE(is_utf8(nameless.error().message));
}

}  // namespace
}  // namespace earshot::traffic
