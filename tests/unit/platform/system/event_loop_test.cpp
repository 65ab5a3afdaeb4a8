#include "platform/system/event_loop.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/fakes/fake_clock.h"

namespace earshot::system {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using Priority = EventLoop::Priority;

class EventLoopTest : public testing::Test {
 protected:
  /// A task that writes its name down.
  EventLoop::Task note(const std::string& name) {
    return [this, name] { ran_.push_back(name); };
  }
  void post(EventLoop::Task task, Priority priority = Priority::normal) {
    ASSERT_TRUE(loop_.post(std::move(task), priority));
  }
  void run_until_idle() {
    post([this] { loop_.stop(); });
    loop_.run();
  }

  fakes::FakeClock clock_;
  EventLoop loop_{clock_, 4};
  std::vector<std::string> ran_;
};

TEST_F(EventLoopTest, RunsTasksInTheirOrder) {
  post(note("first"));
  post(note("second"));
  run_until_idle();
  EXPECT_THAT(ran_, ElementsAre("first", "second"));
}

TEST_F(EventLoopTest, RunsUrgentTasksBeforeNormalOnes) {
  post(note("normal"));
  post(note("urgent"), Priority::urgent);
  run_until_idle();
  EXPECT_THAT(ran_, ElementsAre("urgent", "normal"));
}

TEST_F(EventLoopTest, RefusesATaskWhenItsQueueIsFullAndTakesOneAgainLater) {
  for (int i = 0; i < 4; ++i) post(note("waiting"));
  EXPECT_FALSE(loop_.post(note("one too many")));
  EXPECT_TRUE(loop_.post([this] { loop_.stop(); }, Priority::urgent)) << "each has its own bound";
  EXPECT_EQ(loop_.waiting(), 5u);
  loop_.run();
  EXPECT_TRUE(ran_.empty());
}

TEST_F(EventLoopTest, RunsATimerWhenItsTimeHasComeAndNotBefore) {
  loop_.at(clock_.mono_now() + 1h, [this] {
    ran_.push_back("timer");
    loop_.stop();
  });
  post(note("before"));
  post([this] { clock_.advance(1h); });
  loop_.run();
  EXPECT_THAT(ran_, ElementsAre("before", "timer"));
}

TEST_F(EventLoopTest, RunsTimersByTheirTimeThenByTheirAge) {
  const auto now = clock_.mono_now();
  loop_.at(now + 2ms, note("later"));
  loop_.at(now + 1ms, note("soon"));
  loop_.at(now + 1ms, note("soon too"));
  loop_.at(now + 3ms, [this] { loop_.stop(); });
  clock_.advance(10ms);
  loop_.run();
  EXPECT_THAT(ran_, ElementsAre("soon", "soon too", "later"));
}

TEST_F(EventLoopTest, ACancelledTimerDoesNotRun) {
  const auto timer = loop_.at(clock_.mono_now(), note("cancelled"));
  loop_.at(clock_.mono_now(), [this] { loop_.stop(); });
  loop_.cancel(timer);
  loop_.cancel(timer);  // once more does no harm
  loop_.run();
  EXPECT_TRUE(ran_.empty());
}

TEST_F(EventLoopTest, ATimeOfThePastIsSoon) {
  loop_.at(clock_.mono_now() - 1h, [this] { loop_.stop(); });
  loop_.run();
}

TEST_F(EventLoopTest, TasksThatPostThemselvesDoNotStarveATimer) {
  std::function<void()> again = [&] {
    clock_.advance(1ms);
    static_cast<void>(loop_.post(again, Priority::urgent));
  };
  post(again, Priority::urgent);
  loop_.at(clock_.mono_now() + 100ms, [this] { loop_.stop(); });
  loop_.run();
}

TEST_F(EventLoopTest, ATimerThatSetsItselfAtOnceDoesNotStarveTasks) {
  std::function<void()> again = [&] { loop_.at(clock_.mono_now(), again); };
  loop_.at(clock_.mono_now(), again);
  run_until_idle();
}

TEST_F(EventLoopTest, StopIsForGood) {
  post(note("waited when it stopped"));
  loop_.stop();
  loop_.run();
  EXPECT_TRUE(ran_.empty());
  EXPECT_FALSE(loop_.post(note("late")));
  EXPECT_EQ(loop_.waiting(), 0u);
}

TEST_F(EventLoopTest, AnswersACallFromAnotherThread) {
  std::optional<std::string> answer;
  std::thread other([&] {
    answer = loop_.call([this] {
      loop_.stop();
      return std::string("answer");
    });
  });
  loop_.run();
  other.join();
  EXPECT_EQ(answer, "answer");
}

TEST_F(EventLoopTest, ACallGivesUpWhenTheLoopDoesNotComeToIt) {
  EXPECT_EQ(loop_.call([] { return 1; }, 1ms), std::nullopt);
}

TEST_F(EventLoopTest, ACallToALoopThatStopsEndsAtOnce) {
  std::optional<int> answer;
  post(
      [this] {
        while (loop_.waiting() == 0) std::this_thread::yield();  // until the call waits
        loop_.stop();
      },
      Priority::urgent);
  std::thread other([&] {
    while (loop_.waiting() != 0) std::this_thread::yield();  // until the task above runs
    answer = loop_.call([] { return 1; }, 1h);
  });
  loop_.run();
  other.join();
  EXPECT_EQ(answer, std::nullopt);
}

TEST_F(EventLoopTest, CountsATaskThatKeepsEverybodyWaiting) {
  post([this] { clock_.advance(EventLoop::kTaskTimeMax); });
  post([this] { clock_.advance(EventLoop::kTaskTimeMax + 1ms); });
  run_until_idle();
  EXPECT_EQ(loop_.slow_tasks(), 1u);
}

TEST_F(EventLoopTest, ATaskIsGoneBeforeTheNextOneRuns) {
  auto held = std::make_shared<int>(1);
  std::weak_ptr<int> seen = held;
  post([held = std::move(held)] {});
  post([&] { EXPECT_TRUE(seen.expired()); });
  run_until_idle();
}

}  // namespace
}  // namespace earshot::system
