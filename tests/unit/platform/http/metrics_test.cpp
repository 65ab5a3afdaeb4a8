#include "platform/http/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, AreWrittenInPrometheusTextFormat) {
  Metrics metrics;
  metrics.gauge("earshot_outbox_oldest_seconds", "Age of the oldest record.", 12.5);
  metrics.counter("earshot_records_total", "Records.", 3, {{"stream", "urgent"}});
  metrics.observe("earshot_commit_seconds", "Commits.", 0.002, {0.001, 0.01});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# HELP earshot_outbox_oldest_seconds Age of the oldest record.\n"
                              "# TYPE earshot_outbox_oldest_seconds gauge\n"
                              "earshot_outbox_oldest_seconds 12.5\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE earshot_records_total counter\n"
                              "earshot_records_total{stream=\"urgent\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("earshot_commit_seconds_bucket{le=\"0.001\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("earshot_commit_seconds_bucket{le=\"0.01\"} 1\n"));
}

TEST(Metrics, ACounterIsSetToItsTotalAndNeverFalls) {
  Metrics metrics;
  metrics.counter("earshot_x_total", "X.", 5);
  metrics.counter("earshot_x_total", "X.", 7);
  EXPECT_THAT(metrics.text(), HasSubstr("earshot_x_total 7\n"));
  metrics.counter("earshot_x_total", "X.", 2);
  EXPECT_THAT(metrics.text(), HasSubstr("earshot_x_total 7\n"));
}

TEST(Metrics, LabelValuesAreEscaped) {
  Metrics metrics;
  metrics.gauge("earshot_g", "G.", 1, {{"name", "a\"b\\c\nd"}});
  EXPECT_THAT(metrics.text(), HasSubstr(R"(earshot_g{name="a\"b\\c\nd"} 1)"));
}

}  // namespace
}  // namespace earshot::http
