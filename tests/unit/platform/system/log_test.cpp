#include "platform/system/log.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace earshot::system {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class LogTest : public testing::Test {
 protected:
  /// What logging `message` at level info writes on standard error.
  static std::string written(const std::string& message, const std::string& level = "info") {
    testing::internal::CaptureStderr();
    start_logging("earshot-test", level);
    spdlog::info("{}", message);
    return testing::internal::GetCapturedStderr();
  }
};

TEST_F(LogTest, WritesTimeLevelProgramAndMessageOnStandardError) {
  EXPECT_THAT(written("all is well"),
              MatchesRegex("[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+\\.[0-9]+Z info "
                           "earshot-test: all is well\n"));
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
  EXPECT_EQ(written("quiet", "warn"), "");
  EXPECT_THAT(written("heard", "no such level"), HasSubstr("heard"));
}

TEST_F(LogTest, AStrangersWordsCannotForgeALineOrMoveTheCursor) {
  const auto line = written("nice\n2026-03-01 error earshot: all is lost\x1b[2J\r");
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  EXPECT_THAT(line, Not(HasSubstr("\x1b")));
  EXPECT_THAT(line, Not(HasSubstr("\r")));
  EXPECT_THAT(line, HasSubstr("nice\\n2026"));
}

TEST_F(LogTest, BrokenUtf8AndBidirectionalOverridesAreMadeHarmless) {
  const auto line = written(
      "a\xff"
      "b\xe2\x80\xae"
      "c");
  EXPECT_THAT(line, HasSubstr("a\xef\xbf\xbd"
                              "bc"));
}

TEST_F(LogTest, CutsAMessageWithoutEnd) {
  EXPECT_LT(written(std::string(100'000, 'x')).size(), 5'000u);
}

}  // namespace
}  // namespace earshot::system
