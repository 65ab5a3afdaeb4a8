// Hundreds of thousands of random things: taps on what is there and on what is not, keys, the pad,
// time that passes and jumps, saves that fail, surveys that change. Whatever comes: never out of
// the session, always back to the attract screen, every record valid, nobody's words shown to
// anybody else, and no memory that grows.
#include <gmock/gmock.h>

#include <cstdlib>
#include <deque>
#include <map>

#include "tests/fakes/memory_in_use.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

/// The laws of revisions, and what the store was given, without keeping all of it.
class JudgingSaver final : public Saver {
 public:
  void save(response::Response response) override {
    const auto valid = response::validate(response);
    ASSERT_TRUE(valid) << valid.error().message;
    if (response.id == newest.id) {
      ASSERT_EQ(response.revision, newest.revision + 1) << "each revision is the next one";
      ASSERT_EQ(response.at, newest.at);
      ASSERT_EQ(response.variant, newest.variant);
      ASSERT_GE(response.duration_ms, newest.duration_ms);
      ASSERT_EQ(response.misuse & newest.misuse, newest.misuse) << "a flag stays";
    } else {
      ASSERT_EQ(response.revision, 1U);
      ++visits;
    }
    ASSERT_FALSE(response.withdrawn && !response.partial);
    newest = response;
    waiting.push_back({response.id, response.revision});
    ++saves;
  }
  response::Response newest;
  std::deque<std::pair<ResponseId, std::uint32_t>> waiting;
  std::size_t saves = 0, visits = 0;
};

class RandomVisits : public testing::Test {
 protected:
  RandomVisits() {
    const std::string whole(kWholeSurvey);
    offers_ = {VisitFixture::offer(whole), VisitFixture::offer("language_first = true\n" + whole),
               VisitFixture::offer(whole + "[schedule]\nhours = [{ from = \"06:00\", to = "
                                           "\"22:00\" }]\n"),
               VisitFixture::offer(whole + "[[variant]]\nid = \"a\"\n[[variant]]\nid = "
                                           "\"b\"\nleaves_out = [\"words\", \"wrong\"]\n")};
    session_.set_surveys({offers_[0]}, moment());
    session_.set_touch_test(TouchTest::of_panel(217, 136));
    session_.set_service({{"Device", "kiosk-1", ""},
                          {"Volume", "70 %", "louder", "quieter"},
                          {"Touch test", "", std::string(kTouchTestAction)}});
  }

  Moment moment() { return {clock_.mono_now(), clock_.wall_now(), clock_.mono_now().ms}; }
  std::size_t pick(std::size_t bound) { return random_below(random_, bound); }
  const Screen& screen() const { return session_.screen(); }

  void pass(Duration time) {
    clock_.advance(time);
    session_.tick(moment());
  }

  /// Something that the screen offers.
  Action offered() {
    const auto rows = stops(screen());
    const auto& row = rows[pick(rows.size())];
    return row[pick(row.size())].action;
  }

  /// Anything at all.
  Action anything() {
    static const std::vector<std::string> kTexts = {
        "a", "é", "👨‍👩‍👧", "\xFF", "\n", "", "\u202E", "1", std::string(5000, 'x')};
    Action action{.kind = static_cast<Kind>(pick(static_cast<std::size_t>(Kind::leave) + 1))};
    action.language = LanguageTag::trusted(pick(2) == 0 ? "de" : "xx");
    action.rating = static_cast<int>(pick(20)) - 5;
    action.option = OptionId::trusted(pick(2) == 0 ? "staff" : "nothing");
    action.text = kTexts[pick(kTexts.size())];
    action.index = pick(9);
    action.page = static_cast<KeyPage>(pick(3));
    return action;
  }

  void answer_saves() {
    while (!saver_.waiting.empty() && pick(4) != 0) {
      const auto [id, revision] = saver_.waiting.front();
      saver_.waiting.pop_front();
      if (pick(60) == 0) {
        session_.save_failed(id, revision, moment());
        session_.store_failed(moment());
      } else {
        session_.saved(id, revision, moment());
      }
    }
    if (screen().kind == ScreenKind::resting && pick(5) == 0) session_.store_recovered(moment());
  }

  void something_else() {
    switch (pick(7)) {
      case 0:
        return session_.set_surveys({offers_[pick(offers_.size())]}, moment());
      case 1:
        return session_.pin_checked({static_cast<PinVerdict::Kind>(pick(3)), Duration(pick(40000))},
                                    moment());
      case 2:
        return session_.help_news(bell_.rung.empty() ? ResponseId() : bell_.rung.back(),
                                  static_cast<HelpState>(pick(7)), "somebody", moment());
      case 3:
        return clock_.set_wall({static_cast<std::int64_t>(pick(4'000'000'000)) * 1000});
      case 4:
        sealer_.works = pick(3) != 0;
        return;
      case 5:
        return session_.saved(*ResponseId::parse(random_hex(random_)), 1, moment());
      default:
        return pass(std::chrono::hours(pick(30)));
    }
  }

  void step() {
    switch (pick(20)) {
      case 0:
        session_.act(anything(), moment());
        break;
      case 1:
        pass(Duration(pick(90'000)));
        break;
      case 5:
        session_.touch({static_cast<double>(pick(12)) / 10 - 0.05, 0.5}, moment());
        break;
      case 2:
        if (pick(10) == 0) something_else();
        break;
      case 3:
      case 4:
        session_.act({.kind = static_cast<Kind>(static_cast<std::size_t>(Kind::up) + pick(5))},
                     moment());
        break;
      default:
        session_.act(offered(), moment());
        pass(Duration(pick(900)));
    }
    answer_saves();
    if (screen().kind == ScreenKind::attract && pick(200) == 0) {
      session_.act({.kind = Kind::open_pin}, moment());
    }
    if (!pins_.asked.empty() && pick(4) == 0) {
      pins_.asked.clear();
      session_.pin_checked({static_cast<PinVerdict::Kind>(pick(3)), Duration(pick(40'000))},
                           moment());
    }
    if (!claims_.asked.empty() && pick(3) == 0) {
      const ClaimTold told{static_cast<ClaimTold::Verdict>(pick(5)), clock_.wall_now(),
                           std::string(pick(3000), 'w'), "Zoë"};
      session_.claim_told(claims_.asked.back().first - pick(2), told, moment());
      claims_.asked.clear();
    }
    bell_.rung.resize(std::min<std::size_t>(bell_.rung.size(), 1));
  }

  /// What holds on every screen, whoever came here and how.
  void judge() {
    const auto& now = screen();
    const auto kind = now.kind;
    ASSERT_FALSE(stops(now).empty());
    ASSERT_TRUE(kind == ScreenKind::comment || now.text.empty());
    ASSERT_TRUE(kind == ScreenKind::contact || now.contact.entries.empty());
    ASSERT_TRUE(kind == ScreenKind::claim || now.claim == Claim{});
    const bool picks = kind == ScreenKind::choice || kind == ScreenKind::topics;
    ASSERT_TRUE(picks || now.picked.empty());
    const bool whole = !saver_.newest.partial && !saver_.newest.withdrawn;
    ASSERT_TRUE(kind != ScreenKind::thanks || whole);
    ASSERT_TRUE(kind != ScreenKind::idle || now.countdown->whole >= 20s);
    const bool without_survey = kind == ScreenKind::resting || kind == ScreenKind::closed ||
                                kind == ScreenKind::pin || kind == ScreenKind::service ||
                                kind == ScreenKind::touch_test;
    ASSERT_TRUE(now.survey != nullptr || without_survey);
    ASSERT_TRUE(kind == ScreenKind::touch_test || now.touches == TouchTest{});
    ASSERT_TRUE(now.access.speech || !now.access.blank);
    ASSERT_TRUE(now.focus.empty() || action_of(now, now.focus)) << now.focus;
    if (kind == ScreenKind::attract || kind == ScreenKind::closed) {
      ASSERT_FALSE(now.chosen || now.mood || now.undo || now.countdown);
      ASSERT_EQ(now.help, Help{});
      ASSERT_TRUE(now.claim_code.empty());
    }
    ++seen_[kind];
  }

  /// Left alone, with a store that works.
  void come_to_rest() {
    for (int i = 0; i < 8 && screen().kind != ScreenKind::attract; ++i) {
      session_.store_recovered(moment());
      while (!saver_.waiting.empty()) {
        const auto [id, revision] = saver_.waiting.front();
        saver_.waiting.pop_front();
        session_.saved(id, revision, moment());
      }
      pass(6min);
    }
    ASSERT_TRUE(screen().kind == ScreenKind::attract || screen().kind == ScreenKind::closed);
    pass(6min);
    ASSERT_EQ(screen().access, Access{});
  }

  std::vector<Offer> offers_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_{2026};
  JudgingSaver saver_;
  FakeSealer sealer_;
  FakePins pins_;
  FakeBell bell_;
  FakeDesk desk_;
  HourAhead calendar_;
  FakeClaims claims_;
  Session session_{{TouchpointId::trusted("checkout"),
                    LanguageTag::trusted("en"),
                    std::string(32, 'a'),
                    {{0x1F, 540, 1200}}},
                   saver_,
                   random_,
                   {&sealer_, &pins_, &bell_, &desk_, &calendar_, &claims_}};
  std::map<ScreenKind, std::size_t> seen_;
};

TEST_F(RandomVisits, NeverLeaveTheSessionAndAlwaysComeBack) {
  constexpr int kSteps = 300'000;
  std::size_t memory_after_a_tenth = 0;
  for (int i = 0; i < kSteps; ++i) {
    step();
    judge();
    ASSERT_FALSE(HasFatalFailure()) << "at step " << i;
    desk_.done.clear();
    if (i % 1000 == 999) {
      come_to_rest();
      ASSERT_FALSE(HasFatalFailure()) << "left alone at step " << i;
    }
    if (i == kSteps / 10) memory_after_a_tenth = fakes::memory_in_use();
  }
  EXPECT_LT(fakes::memory_in_use(), memory_after_a_tenth + (256U << 10));
  // It was everywhere, and people got through.
  EXPECT_EQ(seen_.size(), 18U) << "kinds of screens";
  EXPECT_GT(saver_.visits, 1000U);
  EXPECT_GT(saver_.saves, saver_.visits);
  EXPECT_GT(seen_[ScreenKind::thanks], 100U);
  std::cout << kSteps << " steps, " << saver_.visits << " visits, " << saver_.saves
            << " revisions, all valid\n";
}

}  // namespace
}  // namespace earshot::kiosk
