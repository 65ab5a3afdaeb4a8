// A new survey file while the broker is gone and while somebody stands at the kiosk: nothing that
// was stored is dropped, and every response names the survey that its customer saw.
#include "kiosk/app/session.h"
#include "tests/integration/kiosk/collector_fixture.h"

namespace earshot::kiosk {
namespace {

/// A kiosk without its glass: the real session and the real collector, and a customer who acts.
class SurveyPush : public CollectorTest {
 protected:
  struct Kiosk {
    Kiosk(Clock& clock, Random& random, CollectorOptions options)
        : clock(clock),
          collector(clock, random, std::move(options), listener),
          session({TouchpointId::trusted("checkout"), LanguageTag::trusted("en"), ""}, collector,
                  random) {
      collector.start();
    }

    /// The shell's part: a survey is handed over as soon as it is told.
    bool wait_for_survey(int version) {
      if (!listener.wait([&] { return listener.version == version; })) return false;
      session.set_survey(listener.newest, {LanguageTag::trusted("en")}, moment());
      return true;
    }
    void begin() { session.act({Action::Kind::begin, {}, 0}, moment()); }
    /// Rates and waits until the answer is durable; its id.
    std::string rate(int rating) {
      std::set<std::string> already;
      EXPECT_TRUE(listener.wait([&] {
        already = listener.saved;
        return true;
      }));
      later += 1s;
      session.act({Action::Kind::rate, {}, rating}, moment());
      EXPECT_EQ(session.screen().kind, ScreenKind::saving);
      EXPECT_TRUE(listener.wait([&] { return listener.saved.size() > already.size(); }));
      for (const auto& id : listener.saved) {
        if (already.contains(id)) continue;
        session.saved(*ResponseId::parse(id), 1, moment());
        EXPECT_EQ(session.screen().kind, ScreenKind::thanks);
        later += 12s;
        session.tick(moment());
        EXPECT_EQ(session.screen().kind, ScreenKind::attract);
        return id;
      }
      return "";
    }
    Moment moment() { return {clock.mono_now() + later, clock.wall_now(), 60'000}; }

    Clock& clock;
    Listener listener;
    Collector collector;
    Session session;
    Duration later{0};  ///< the session's time goes faster than the test's
  };
};

TEST_F(SurveyPush, InTheMiddleOfAnOutageAndOfASessionDropsNothingAndOldResponsesKeepTheirVersion) {
  PlainBroker broker;  // not started: the outage
  std::map<std::string, std::uint32_t> version_of;
  {
    Kiosk kiosk(clock_, random_, options(broker.port()));
    ASSERT_TRUE(kiosk.wait_for_survey(1));
    kiosk.begin();
    version_of[kiosk.rate(9)] = 1;

    kiosk.begin();
    push_survey(2, "smiley");
    ASSERT_TRUE(kiosk.wait_for_survey(2));
    EXPECT_EQ(kiosk.session.screen().kind, ScreenKind::question);
    EXPECT_EQ(kiosk.session.screen().survey->version, 1U) << "nobody's question changes";
    version_of[kiosk.rate(10)] = 1;  // ten does not exist on the new scale

    kiosk.begin();
    EXPECT_EQ(kiosk.session.screen().survey->version, 2U);
    version_of[kiosk.rate(5)] = 2;

    ASSERT_TRUE(system::write_file_atomically(folder_ / "survey.toml", "broken").has_value());
    kiosk.begin();
    version_of[kiosk.rate(1)] = 2;
    EXPECT_EQ(kiosk.collector.tally().waiting, 4U);
  }
  // The power was away too: the kiosk begins with the last good survey, and all is still there.
  Kiosk kiosk(clock_, random_, options(broker.port()));
  ASSERT_TRUE(kiosk.wait_for_survey(2));
  push_survey(3);
  ASSERT_TRUE(kiosk.wait_for_survey(3));
  kiosk.begin();
  version_of[kiosk.rate(0)] = 3;

  broker.start();
  EdgeDouble edge(broker.port());
  ASSERT_TRUE(eventually([&] { return edge.records() == version_of.size(); }));
  const auto received = edge.responses();
  ASSERT_EQ(received.size(), version_of.size());
  for (const auto& [id, version] : version_of) {
    ASSERT_TRUE(received.contains(id));
    EXPECT_EQ(received.at(id).survey_version, version);
    EXPECT_EQ(received.at(id).answers.front().kind,
              version == 2 ? survey::QuestionKind::smiley : survey::QuestionKind::nps);
  }
  ASSERT_TRUE(eventually([&] { return kiosk.collector.tally().waiting == 0; }));
}

}  // namespace
}  // namespace earshot::kiosk
