#include "aggregator/config.h"
#include "aggregator/org_tree.h"
#include "platform/system/files.h"
#include "tests/fakes/hostile_toml.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::hq {
namespace {

TEST(HeadquartersFiles, ThatAreHostileAreRefusedInertly) {
  const fakes::TempFolder folder;
  earshot::test::expect_hostile_toml_is_refused_inertly([&](const std::string& text) {
    EXPECT_TRUE(system::write_file_atomically(folder / "aggregator.toml", text));
    return load_config(folder / "aggregator.toml");
  });
  earshot::test::expect_hostile_toml_is_refused_inertly(
      [](const std::string& text) { return parse_org(text, "org.toml"); });
}

}  // namespace
}  // namespace earshot::hq
