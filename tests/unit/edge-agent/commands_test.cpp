// The commands beside the daemon, over a real connection to its API.
#include "edge-agent/commands.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "edge-agent/corrections_command.h"
#include "tests/unit/edge-agent/api_sources.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using ::testing::HasSubstr;

class Commands : public Location {
 protected:
  Commands() {
    archive_ = std::move(*Archive::open(store()));
    http::ServerOptions options;
    options.threads = 4;
    options.event_clients_max = 1;
    server_ = std::make_unique<http::Server>(options);
    for (auto& route : routes(api_sources(*edge_, *archive_, snapshot_, texts_, clock_))) {
      if (route.method == Route::Method::get) {
        server_->get(route.pattern, std::move(route.handler));
      } else {
        server_->post(route.pattern, std::move(route.handler));
      }
    }
    EARSHOT_CHECK(server_->start().has_value());
    config_.http_port = server_->port();
  }
  ~Commands() override { server_->stop(); }

  QuestionTexts texts_;
  Snapshot snapshot_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<http::Server> server_;
  Config config_;
  std::ostringstream out_;
  TestKiosk kiosk_{"till-1"};
};

TEST_F(Commands, QuarantineIsListedExportedAndTriedAgain) {
  ASSERT_TRUE(quarantine_command(config_, QuarantineAction::list, {}, out_).has_value());
  EXPECT_EQ(out_.str(), "Nothing is set aside.\n");
  std::vector<std::string> records;
  for (int i = 0; i < 45; ++i) records.push_back("poison " + std::to_string(i));
  take(kiosk_.frame(records));
  out_.str("");
  ASSERT_TRUE(quarantine_command(config_, QuarantineAction::list, {}, out_).has_value());
  EXPECT_THAT(out_.str(), HasSubstr("till-1 responses 45: "));
  EXPECT_THAT(out_.str(), HasSubstr("45 set aside.\n"));
  out_.str("");
  ASSERT_TRUE(quarantine_command(config_, QuarantineAction::export_all, {}, out_).has_value());
  const auto exported = nlohmann::json::parse(out_.str());
  ASSERT_EQ(exported.size(), 45u);  // three pages
  EXPECT_EQ(exported[0]["payload"], "cG9pc29uIDA=");
  out_.str("");
  ASSERT_TRUE(quarantine_command(config_, QuarantineAction::retry, {}, out_).has_value());
  EXPECT_EQ(out_.str(), "0 filed, 45 still set aside.\n");
  const auto one = quarantine_command(config_, QuarantineAction::retry, 1, out_);
  ASSERT_FALSE(one.has_value());
  EXPECT_THAT(one.error().message, HasSubstr("it still cannot be filed"));
}

TEST_F(Commands, AnErasureIsDoneAndSaid) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now(), "I am Kim")));
  ASSERT_TRUE(erase_command(config_, response_id(1).str(), out_).has_value());
  EXPECT_THAT(out_.str(), HasSubstr(response_id(1).str() + " was erased at 2026-03-02T09:00:00"));
  EXPECT_EQ(response::comment_of(responses()[0].response), "");
  EXPECT_EQ(erase_command(config_, "Kim", out_).error().code, ErrorCode::invalid);
}

TEST_F(Commands, SayWhenTheDaemonDoesNotRun) {
  server_->stop();
  const auto done = quarantine_command(config_, QuarantineAction::list, {}, out_);
  ASSERT_FALSE(done.has_value());
  EXPECT_THAT(done.error().message, HasSubstr("the edge agent does not answer at 127.0.0.1:"));
  config_.http_port = 0;
  EXPECT_THAT(erase_command(config_, response_id(1).str(), out_).error().message,
              HasSubstr("leaves the port to chance"));
}

TEST_F(Commands, CorrectionsAreWrittenAsATrainersFile) {
  reader_ = std::make_unique<CommentReader>(text::Analyser::Parts{}, nullptr, "1");
  edge_->read_with(*reader_);
  for (int i = 1; i <= 250; ++i) {
    take(kiosk_.frame(said(i, 9, clock_.wall_now(), "=1+1, \"said\" ann@example.com")));
    wire::Correction correction;
    correction.sentiment = text::Polarity::positive;
    if (i == 1)
      correction.topics = {{TopicId::trusted("price"), text::Polarity::negative},
                           {TopicId::trusted("staff"), text::Polarity::positive}};
    ASSERT_TRUE(edge_->correct(response_id(i), {}, correction).has_value());
  }
  ASSERT_TRUE(corrections_command(config_, CorrectionLabels::topics, out_).has_value());
  const std::string rows = out_.str();
  EXPECT_EQ(rows.substr(0, rows.find('\n', 20) + 1),
            "text,labels,context\n\"'=1+1, \"\"said\"\" [email]\",\"price|staff\",\"\"\n");
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 251) << "two pages, and the header";
  EXPECT_THAT(rows, HasSubstr("\"none\""));
  out_.str("");
  ASSERT_TRUE(corrections_command(config_, CorrectionLabels::sentiment, out_).has_value());
  EXPECT_THAT(out_.str(), HasSubstr("[email]\",\"positive\",\"\"\n"));
}

}  // namespace
}  // namespace earshot::edge
