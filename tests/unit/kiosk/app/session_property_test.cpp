// Laws of the session, over random sequences of touches, answers of the store and time.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/unit/kiosk/session_fixture.h"

namespace earshot::kiosk {
namespace {

/// One random thing that happens; returns true if the store said "saved" for what was on the
/// screen.
bool happen(SessionFixture& f, int what, int detail) {
  const auto id = f.saver.saved.empty() ? ResponseId() : f.saver.saved.back().id;
  const auto revision = f.saver.saved.empty() ? 0 : f.saver.saved.back().revision;
  switch (what) {
    case 0:
    case 1:
      f.begin();
      return false;
    case 2:
    case 3:
    case 4:
      f.rate(detail % 14 - 2);
      return false;
    case 5:
    case 6:
      f.session.saved(id, revision, f.moment());
      return true;
    case 7:
      f.session.save_failed(id, revision, f.moment());
      return false;
    case 8:
      f.session.store_recovered(f.moment());
      return false;
    case 9:
      f.language(detail % 3 == 0 ? "de" : detail % 3 == 1 ? "en" : "xx");
      return false;
    case 10:
      f.dismiss();
      return false;
    case 11:
      f.session.set_survey(
          make_survey(detail % 2 == 0 ? survey::QuestionKind::nps : survey::QuestionKind::ces,
                      static_cast<std::uint32_t>(detail + 1)),
          f.languages, f.moment());
      return false;
    default:
      f.wait(Duration(detail * 100));
      return false;
  }
}

RC_GTEST_PROP(SessionLaws, NoSequenceLeavesTheStatesOrThanksWithoutACommit, ()) {
  SessionFixture f;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 16), rc::gen::inRange(0, 100)));
  std::set<std::string> ids;
  std::size_t saves = 0;
  for (const auto& [what, detail] : steps) {
    const auto before = f.kind();
    const bool committed = happen(f, what, detail);
    const auto after = f.kind();
    if (after == ScreenKind::thanks && before != ScreenKind::thanks) {
      RC_ASSERT(committed && before == ScreenKind::saving);
    }
    if (before == ScreenKind::resting) {
      RC_ASSERT(after == ScreenKind::resting || after == ScreenKind::attract);
    }
    RC_ASSERT(f.session.screen().survey != nullptr);
    if (f.saver.saved.size() == saves) continue;
    RC_ASSERT(f.saver.saved.size() == ++saves);
    RC_ASSERT(before == ScreenKind::question && after == ScreenKind::saving);
    RC_ASSERT(response::validate(f.saver.saved.back()).has_value());
    RC_ASSERT(ids.insert(f.saver.saved.back().id.str()).second);
  }
  // Whatever happened: left alone, with a store that works, it waits for the next customer.
  f.session.store_recovered(f.moment());
  for (int i = 0; i < 4; ++i) f.wait(60s);
  f.session.store_recovered(f.moment());
  RC_ASSERT(f.kind() == ScreenKind::attract);
  RC_ASSERT(!f.session.next_deadline().has_value());
}

RC_GTEST_PROP(SessionLaws, TheWallClockDecidesNothing, ()) {
  SessionFixture f, jumping;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 16), rc::gen::inRange(0, 100)));
  for (const auto& [what, detail] : steps) {
    const auto day = std::chrono::hours(detail % 2 == 0 ? 24 : -24);
    jumping.clock.set_wall(jumping.clock.wall_now() + day);
    (void)happen(f, what, detail);
    (void)happen(jumping, what, detail);
    RC_ASSERT(f.kind() == jumping.kind());
    RC_ASSERT(f.session.next_deadline() == jumping.session.next_deadline());
    RC_ASSERT(f.session.screen().chosen == jumping.session.screen().chosen);
    RC_ASSERT(f.session.screen().language == jumping.session.screen().language);
    RC_ASSERT(f.saver.saved.size() == jumping.saver.saved.size());
  }
  for (std::size_t i = 0; i < f.saver.saved.size(); ++i) {
    auto said = jumping.saver.saved[i];
    said.at = f.saver.saved[i].at;
    RC_ASSERT(said == f.saver.saved[i]);
  }
}

}  // namespace
}  // namespace earshot::kiosk
