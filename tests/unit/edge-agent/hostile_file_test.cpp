#include "edge-agent/config.h"
#include "platform/system/files.h"
#include "tests/fakes/hostile_toml.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::edge {
namespace {

TEST(EdgeFiles, ThatAreHostileAreRefusedInertly) {
  const fakes::TempFolder folder;
  test::expect_hostile_toml_is_refused_inertly([&](const std::string& text) {
    EXPECT_TRUE(system::write_file_atomically(folder / "edge.toml", text));
    return load_config(folder / "edge.toml");
  });
}

}  // namespace
}  // namespace earshot::edge
