#include "aggregator/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::hq {
namespace {

using ::testing::HasSubstr;

const std::string kGood = R"(device = "hq"
data = "state"
org = "../org.toml"
[broker]
host = "localhost"
port = 1883
password_file = "hq.password"
[http]
port = 8081
)";

class ConfigTest : public ::testing::Test {
 protected:
  Result<Config> load(const std::string& text) {
    EXPECT_TRUE(system::write_file_atomically(folder_ / "aggregator.toml", text));
    EXPECT_TRUE(system::write_file_atomically(folder_ / "hq.password", "secret\n"));
    return load_config(folder_ / "aggregator.toml");
  }
  static std::string with(const std::string& from, const std::string& to) {
    std::string text = kGood;
    return text.replace(text.find(from), from.size(), to);
  }
  fakes::TempFolder folder_;
};

TEST_F(ConfigTest, ReadsPathsRelativeToTheFile) {
  const auto config = load(kGood);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->device.str(), "hq");
  EXPECT_EQ(config->data, folder_ / "state");
  EXPECT_EQ(config->org, folder_.path().parent_path() / "org.toml");
  EXPECT_EQ(config->broker_password, "secret");
  EXPECT_EQ(config->broker_port, 1883);
  EXPECT_EQ(config->http_host, "127.0.0.1");
  EXPECT_EQ(config->http_port, 8081);
}

TEST_F(ConfigTest, RefusesMistakesWithFileAndLine) {
  struct {
    std::string text, where, reason;
  } const kMistakes[]{
      {with("data", "date"), "2", "no 'date'"},
      {with("\"hq\"", "\"H Q\""), "1", "is not a name"},
      {with("\"hq\"", "7"), "1", "not a text"},
      {with("port = 1883", "port = \"1883\""), "6", "not a number from 1"},
      {with("port = 1883", "port = 0"), "6", "not a number from 1"},
      {with("port = 8081", "port = 70000"), "9", "not a number from 0"},
      {with("port = 8081", "prot = 8081"), "9", "no 'prot'"},
      {with("hq.password", "none.password"), "7", "none.password"},
      {with("[http]\nport = 8081", ""), "1", "[http] is missing"},
      {with("device = \"hq\"\n", ""), "1", "'device' is missing"},
      {"surveys = \"a\"\n" + kGood, "1", "not a list"},
      {with("[http]", "[http"), "8", "Check the quotes"},
  };
  for (const auto& mistake : kMistakes) {
    const auto config = load(mistake.text);
    ASSERT_FALSE(config) << mistake.reason;
    EXPECT_THAT(config.error().message, HasSubstr("aggregator.toml:" + mistake.where + ": "));
    EXPECT_THAT(config.error().message, HasSubstr(mistake.reason));
  }
}

TEST_F(ConfigTest, NamesAFileThatIsNotThere) {
  const auto config = load_config(folder_ / "nowhere.toml");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().message, HasSubstr("nowhere.toml"));
}

}  // namespace
}  // namespace earshot::hq
