// Comments are read as they are filed: what comes of it in the cells, in alerts and on the way to
// headquarters; what a person corrects; and what a newer version reads again.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/text/taxonomy.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using score::SentimentClass;
using text::Polarity;

constexpr std::string_view kWaiting = R"toml(
[[topic]]
id = "waiting"
name = { en = "Waiting" }
keywords = { en = ["queue"] }
bad = { en = ["long ~ queue"] }
)toml";
const std::string kTopics = "id = \"test\"\nversion = 1" + std::string(kWaiting) + R"toml(
[[topic]]
id = "staff"
name = { en = "Staff" }
keywords = { en = ["staff"] }
)toml";
const std::string kMoreTopics = "id = \"test\"\nversion = 2" + std::string(kWaiting) + R"toml(
[[topic]]
id = "price"
name = { en = "Price" }
keywords = { en = ["expensive"] }
)toml";

std::unique_ptr<CommentReader> reader_of(std::string_view taxonomy) {
  auto parsed = text::parse_taxonomy(taxonomy, "test.toml");
  EARSHOT_CHECK(parsed.has_value());
  text::Analyser::Parts parts;
  parts.taxonomy = std::make_shared<const text::Taxonomy>(*std::move(parsed));
  return std::make_unique<CommentReader>(parts, nullptr, "1");
}

class Reading : public Location {
 protected:
  Reading() { read_by(kTopics); }
  /// As after a restart with another taxonomy.
  void read_by(std::string_view taxonomy) {
    reader_ = reader_of(taxonomy);
    restart();
  }
  score::CellValue cell_of(const std::string& topic) {
    score::CellValue sum;
    for (const auto& [key, value] : stored_cells()) {
      if (key.topic.str() == topic) sum += value;
    }
    return sum;
  }
  static std::uint64_t count_of(const score::CellValue& cell, SentimentClass sentiment) {
    return cell.sentiment[static_cast<std::size_t>(sentiment)];
  }
  void reread_all() {
    for (int i = 0; i < 1000; ++i) {
      const auto more = edge_->reread_some();
      ASSERT_TRUE(more.has_value());
      if (!*more) return;
    }
    FAIL() << "it never ends";
  }
  FiledResponse correct(int number, Polarity sentiment,
                        std::vector<std::pair<TopicId, Polarity>> topics,
                        std::optional<text::UrgentKind> urgent = {}) {
    wire::Correction correction;
    correction.by = "Front desk";
    correction.sentiment = sentiment;
    correction.topics = std::move(topics);
    correction.urgent = urgent;
    auto done = edge_->correct(response_id(number), {}, correction);
    EARSHOT_CHECK(done.has_value() && done->has_value());
    return **done;
  }

  const TopicId kStaff = TopicId::trusted("staff"), kWaiting = TopicId::trusted("waiting");
  TestKiosk kiosk_{"till-1"};
};

TEST_F(Reading, OfACommentGoesIntoTheCellsWithTheResponse) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "Lovely staff but a very long queue.")));
  take(kiosk_.frame(said(2, 9, clock_.wall_now())));
  const auto all = cell_of(""), waiting = cell_of("waiting"), staff = cell_of("staff");
  EXPECT_EQ(all.responses, 2u);
  EXPECT_EQ(all.comments, 1u);
  EXPECT_EQ(waiting.responses, 1u);
  EXPECT_EQ(count_of(waiting, SentimentClass::negative), 1u);
  EXPECT_EQ(count_of(waiting, SentimentClass::positive), 0u);
  EXPECT_EQ(count_of(staff, SentimentClass::positive), 1u);
  std::uint64_t comments = 0;
  for (const auto count : all.sentiment) comments += count;
  EXPECT_EQ(comments, 1u) << "each comment once";
  EXPECT_EQ(stored_cells(), recount());
  const auto filed = responses().back();
  ASSERT_EQ(filed.readings.comments.size(), 1u);
  EXPECT_EQ(filed.readings.taxonomy, "test-1");
  EXPECT_EQ(filed.readings.analyser, "1");
}

TEST_F(Reading, OfATopicThatWasAlsoChosenIsOneCell) {
  auto r = said(1, 3, clock_.wall_now(), "The staff ignored us.");
  response::Answer about;
  about.question = QuestionId::trusted("about");
  about.kind = survey::QuestionKind::topics;
  about.chosen = {OptionId::trusted("staff"), OptionId::trusted("waiting")};
  r.answers.push_back(about);
  take(kiosk_.frame(r));
  EXPECT_EQ(cell_of("staff").responses, 1u);
  EXPECT_EQ(cell_of("waiting").responses, 1u);
  std::uint64_t spoken = 0;
  for (const auto count : cell_of("waiting").sentiment) spoken += count;
  EXPECT_EQ(spoken, 0u) << "chosen, but nobody spoke of it";
}

TEST_F(Reading, OfARevisionReplacesTheOneBefore) {
  auto r = said(1, 5, clock_.wall_now(), "The staff were rude.");
  take(kiosk_.frame(r));
  r.revision = 2;
  r.answers[1].text = "A long queue.";
  take(kiosk_.frame(r));
  EXPECT_EQ(cell_of("staff").responses, 0u);
  EXPECT_EQ(cell_of("staff").heard, 1u);
  EXPECT_EQ(count_of(cell_of("waiting"), SentimentClass::negative), 1u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Reading, OfErasedWordsStaysCountedAndForgetsWhereItStood) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "Lovely staff. My mail is ann@example.com.")));
  const auto cells = stored_cells();
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  EXPECT_EQ(stored_cells(), cells);
  EXPECT_EQ(stored_cells(), recount());
  const auto read = responses().back().readings.comments.at(0).analysis;
  EXPECT_TRUE(read.personal.empty());
  EXPECT_EQ(read.topics.at(0).span, text::Span{});
  wire::Correction correction;
  const auto done = edge_->correct(response_id(1), {}, correction);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::not_found);
}

TEST_F(Reading, OfSomethingUrgentIsAnUrgentAlertWhateverWasRated) {
  take(kiosk_.frame(said(1, 10, clock_.wall_now(), "There is a fire in the kitchen!")));
  ASSERT_EQ(alerts().size(), 1u);
  const auto alert = alerts()[0];
  EXPECT_EQ(alert.severity, alert::Severity::urgent);
  EXPECT_EQ(alert.rule, "urgent-fire");
  EXPECT_EQ(alert.sentence, "Checkout: a customer wrote of a fire or smoke.");
  EXPECT_EQ(alert.words, "There is a fire in the kitchen!");
}

TEST_F(Reading, OfAnUrgentUnhappyCustomerIsOneAlert) {
  auto r = said(1, 2, clock_.wall_now());
  take(kiosk_.frame(r));
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].rule, "detractor");
  ASSERT_TRUE(edge_->acknowledge(alerts()[0].id, "Front desk").has_value());
  r = said(1, 2, clock_.wall_now(), "My son fell and is bleeding.");
  r.revision = 2;
  take(kiosk_.frame(r));
  ASSERT_EQ(alerts().size(), 1u) << "the same alert, graver";
  EXPECT_EQ(alerts()[0].severity, alert::Severity::urgent);
  EXPECT_FALSE(alerts()[0].acknowledged()) << "who took up a bad rating knows of no injury";
  take(kiosk_.frame(said(2, 9, clock_.wall_now() - std::chrono::hours(5), "There is a fire!")));
  EXPECT_EQ(alerts().size(), 1u) << "history raises no alert";
}

TEST_F(Reading, LetsNoPersonalDataLeaveTheLocation) {
  const std::string words = "Fire! Call me on ann@example.com";
  take(kiosk_.frame(said(1, 1, clock_.wall_now(), words)));
  const auto voices = sent_up<wire::ResponseRecord>(relay::Stream::verbatims);
  ASSERT_EQ(voices.size(), 1u);
  EXPECT_EQ(response::comment_of(voices[0].first.response), "Fire! Call me on [email]");
  const auto told = sent_up<wire::AlertRecord>(relay::Stream::urgent);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].first.alert.words, "Fire! Call me on [email]");
  std::string payload;
  edge_->hand_over([&](const Delivery& delivery) -> Result<void> {
    payload = delivery.payload;
    return {};
  });
  EXPECT_NE(payload.find("[email]"), std::string::npos);
  EXPECT_EQ(payload.find("example.com"), std::string::npos);
  EXPECT_EQ(alerts()[0].words, words) << "the location itself keeps what was said";
  EXPECT_EQ(response::comment_of(responses()[0].response), words);
  ASSERT_TRUE(edge_->acknowledge(alerts()[0].id, "Front desk").has_value());
  const auto again = sent_up<wire::AlertRecord>(relay::Stream::urgent);
  EXPECT_EQ(again.back().first.alert.words, "Fire! Call me on [email]");
}

TEST_F(Reading, IsRedactedAlsoWhereNothingIsRead) {
  reader_.reset();
  restart();
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "Write to ann@example.com")));
  const auto voices = sent_up<wire::ResponseRecord>(relay::Stream::verbatims);
  EXPECT_EQ(response::comment_of(voices.at(0).first.response), "Write to [email]");
}

TEST_F(Reading, ThatAPersonCorrectsEntersTheCellsAndStays) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "Lovely staff but a very long queue.")));
  const auto first = correct(1, Polarity::negative, {{kStaff, Polarity::negative}});
  EXPECT_EQ(count_of(cell_of("staff"), SentimentClass::negative), 1u);
  EXPECT_EQ(count_of(cell_of("staff"), SentimentClass::positive), 0u);
  EXPECT_EQ(cell_of("waiting").responses, 0u);
  EXPECT_EQ(stored_cells(), recount());
  clock_.advance(std::chrono::minutes(3));
  const auto sent = sent_up<wire::CellRecord>(relay::Stream::cells).size();
  const auto again = correct(1, Polarity::negative, {{kStaff, Polarity::negative}});
  EXPECT_EQ(again.readings.comments[0].correction->at, first.readings.comments[0].correction->at);
  EXPECT_EQ(sent_up<wire::CellRecord>(relay::Stream::cells).size(), sent) << "the same: no change";
  read_by(kMoreTopics);
  reread_all();
  EXPECT_EQ(count_of(cell_of("staff"), SentimentClass::negative), 1u) << "against every version";
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(list_corrected(database_->raw(), 0, 10)->size(), 1u);
}

TEST_F(Reading, ThatIsCorrectedToNothingUrgentClosesItsAlert) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "There is a fire in the kitchen!")));
  take(kiosk_.frame(said(2, 2, clock_.wall_now(), "There is a fire in the kitchen!")));
  correct(1, Polarity::positive, {});
  correct(2, Polarity::negative, {});
  const auto all = alerts();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].acknowledged_by, "Read wrongly, and corrected");
  EXPECT_EQ(all[0].rule, "detractor") << "still somebody who is unhappy";
  EXPECT_FALSE(all[0].acknowledged());
  correct(2, Polarity::negative, {}, text::UrgentKind::fire);
  EXPECT_EQ(alerts()[0].rule, "urgent-fire");
}

TEST_F(Reading, OfOtherWordsIsNotCorrectedByWhatWasSaidOfTheFirst) {
  auto r = said(1, 9, clock_.wall_now(), "Lovely staff.");
  take(kiosk_.frame(r));
  correct(1, Polarity::negative, {});
  r.revision = 2;
  r.answers[0].rating = 8;
  take(kiosk_.frame(r));
  EXPECT_TRUE(responses()[0].readings.comments[0].correction.has_value()) << "the same words";
  r.revision = 3;
  r.answers[1].text = "Staff were lovely.";
  take(kiosk_.frame(r));
  EXPECT_FALSE(responses()[0].readings.comments[0].correction.has_value());
  EXPECT_TRUE(list_corrected(database_->raw(), 0, 10)->empty());
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Reading, ByANewerTaxonomyReadsTheHistoryAgainInPiecesThroughARestart) {
  std::vector<std::string> records;
  for (int i = 1; i <= 100; ++i) {
    records.push_back(record_of(said(i, 6, clock_.wall_now(), "Expensive, and a long queue.")));
  }
  take(kiosk_.frame(records));
  EXPECT_EQ(cell_of("price").responses, 0u);
  const auto open = alerts().size();
  read_by(kMoreTopics);
  ASSERT_TRUE(*edge_->reread_some());
  EXPECT_EQ(cell_of("price").responses, static_cast<std::uint64_t>(Filing::kRereadAtOnce));
  EXPECT_EQ(stored_cells(), recount());
  take(kiosk_.frame(said(101, 6, clock_.wall_now(), "Expensive.")));  // in the middle of it
  restart();
  reread_all();
  EXPECT_EQ(cell_of("price").responses, 101u);
  EXPECT_EQ(cell_of("waiting").responses, 100u);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(edge_->filing_counts().reread, 100u - Filing::kRereadAtOnce);
  EXPECT_EQ(alerts().size(), open + 1) << "reading again alerts nobody";
  restart();
  reread_all();
  EXPECT_EQ(edge_->filing_counts().reread, 0u);
}

TEST_F(Reading, BeginsInAStoreOfAnOlderVersionWithWhatIsThere) {
  reader_.reset();
  restart();
  take(kiosk_.frame(said(1, 9, clock_.wall_now(), "Lovely staff.")));
  EXPECT_EQ(cell_of("staff").responses, 0u);
  read_by(kTopics);
  reread_all();
  EXPECT_EQ(cell_of("staff").responses, 1u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Reading, CountsTheSameAsARecountWhateverHappensToIt) {
  static const std::vector<std::string> kWords = {"A long queue.",
                                                  "Lovely staff!",
                                                  "Expensive, and the staff were rude.",
                                                  "asdfgh jkl",
                                                  "The queue was fine but the staff ignored us.",
                                                  "Fire!",
                                                  ":-)",
                                                  ""};
  for (unsigned number = 0; number < 12; ++number) {
    std::mt19937 seed(number);
    const auto below = [&](int n) { return static_cast<int>(seed() % static_cast<unsigned>(n)); };
    for (int i = 0; i < 40; ++i) {
      auto r = said(static_cast<int>(number) * 100 + below(15), below(11), clock_.wall_now(),
                    kWords[static_cast<std::size_t>(below(8))]);
      r.revision = static_cast<std::uint32_t>(1 + below(4));
      if (below(9) == 0) r.withdrawn = true;
      if (below(9) == 0) r.misuse = response::kMisuseTooFast;
      take(kiosk_.frame(r));
      if (below(4) == 0) {
        wire::Correction correction;
        correction.sentiment = static_cast<Polarity>(below(3));
        if (below(2) == 0) correction.topics = {{kStaff, static_cast<Polarity>(below(3))}};
        static_cast<void>(edge_->correct(r.id, {}, correction));
      }
      if (below(15) == 0) EARSHOT_CHECK(edge_->judge(r.id, 0).has_value());
      if (below(15) == 0) EARSHOT_CHECK(edge_->erase(r.id).has_value());
      if (below(10) == 0) read_by(below(2) == 0 ? kTopics : kMoreTopics);
      if (below(2) == 0) EARSHOT_CHECK(edge_->reread_some().has_value());
    }
    ASSERT_EQ(stored_cells(), recount()) << "seed " << number;
  }
}

}  // namespace
}  // namespace earshot::edge
