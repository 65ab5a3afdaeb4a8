// The one event loop of a process: tasks and timers run here, one after the other, on the thread
// that called run(). It alone owns the writing database connection and all state. Owner: main.
// Threads: post, call and stop from any thread; the rest only from the loop's thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "core/base/ports.h"

namespace earshot::system {

class EventLoop {
 public:
  using Task = std::function<void()>;

  /// Urgent tasks run before normal ones that wait.
  enum class Priority { normal, urgent };

  /// At most `tasks_max` tasks wait in each priority.
  explicit EventLoop(Clock& clock, std::size_t tasks_max = 8192);

  /// False when the queue is full, or the loop was stopped: the task was not taken, and the caller
  /// counts that.
  [[nodiscard]] bool post(Task task, Priority priority = Priority::normal);

  /// Runs `f` on the loop and waits for its answer, at most `wait`; none when it did not run in
  /// time (it may still run later). Never call it from the loop's own thread.
  template <typename F>
  auto call(F f, Duration wait = std::chrono::seconds(5)) -> std::optional<decltype(f())> {
    using T = decltype(f());
    auto promise = std::make_shared<std::promise<T>>();
    auto answer = promise->get_future();
    // The task alone holds the promise: when it is dropped, the wait below ends.
    Task task = [promise = std::move(promise), f = std::move(f)]() mutable {
      promise->set_value(f());
    };
    if (!post(std::move(task), Priority::urgent)) return std::nullopt;
    if (answer.wait_for(wait) != std::future_status::ready) return std::nullopt;
    try {
      return answer.get();
    } catch (const std::future_error&) {
      return std::nullopt;  // the loop stopped and dropped the task
    }
  }

  /// Runs `task` once at `when`, or soon after. Returns a number for `cancel`.
  std::uint64_t at(MonoTime when, Task task);
  void cancel(std::uint64_t timer);

  /// Runs tasks and timers until `stop`. What still waits then is dropped, as in a power cut: what
  /// was not run was not promised to anybody.
  void run();
  /// For good: from then on `post` refuses and `run` returns at once.
  void stop();

  /// Tasks that wait right now, both priorities: for metrics and tests.
  [[nodiscard]] std::size_t waiting() const;

  /// A task that keeps the loop longer than this is logged and counted: everybody else waited for
  /// it.
  static constexpr Duration kTaskTimeMax{250};
  [[nodiscard]] std::uint64_t slow_tasks() const;

 private:
  struct Timer {
    std::uint64_t id;
    Task task;
  };
  [[nodiscard]] std::optional<Task> take_due_timer();
  [[nodiscard]] std::optional<Task> take_waiting();
  void wait_for_work(std::unique_lock<std::mutex>& lock);
  void run_one(std::unique_lock<std::mutex>& lock, Task task);

  Clock& clock_;
  const std::size_t tasks_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> urgent_;
  std::deque<Task> normal_;
  std::multimap<MonoTime, Timer> timers_;
  std::uint64_t next_timer_ = 1;
  std::uint64_t slow_tasks_ = 0;
  bool stopping_ = false;
};

}  // namespace earshot::system
