#include "platform/system/event_loop.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace earshot::system {

namespace {
// With nothing due, the loop still looks up now and then: a wait without end is undefined on some
// library versions, and a suspended machine's clock may have moved.
constexpr Duration kRestMax = std::chrono::minutes(1);
}  // namespace

EventLoop::EventLoop(Clock& clock, std::size_t tasks_max) : clock_(clock), tasks_max_(tasks_max) {}

bool EventLoop::post(Task task, Priority priority) {
  {
    const std::lock_guard lock(mutex_);
    auto& queue = priority == Priority::urgent ? urgent_ : normal_;
    if (stopping_ || queue.size() >= tasks_max_) return false;
    queue.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

std::uint64_t EventLoop::at(MonoTime when, Task task) {
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = next_timer_++;
    timers_.emplace(when, Timer{id, std::move(task)});
  }
  wake_.notify_one();
  return id;
}

void EventLoop::cancel(std::uint64_t timer) {
  Task dropped;  // destroyed after the lock is released: it may own anything
  const std::lock_guard lock(mutex_);
  for (auto it = timers_.begin(); it != timers_.end(); ++it) {
    if (it->second.id != timer) continue;
    dropped = std::move(it->second.task);
    timers_.erase(it);
    return;
  }
}

void EventLoop::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    // One timer, then one task, in turn: a flood of tasks cannot starve the timers, nor can a timer
    // that sets itself again at once starve the tasks.
    auto timer = take_due_timer();
    if (timer) run_one(lock, std::move(*timer));
    if (stopping_) break;
    auto task = take_waiting();
    if (task) run_one(lock, std::move(*task));
    if (!timer && !task) wait_for_work(lock);
  }
  // Dropped outside the lock: a waiting `call` is answered by its promise's end.
  const auto urgent = std::exchange(urgent_, {});
  const auto normal = std::exchange(normal_, {});
  const auto timers = std::exchange(timers_, {});
  lock.unlock();
}

void EventLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

std::size_t EventLoop::waiting() const {
  const std::lock_guard lock(mutex_);
  return urgent_.size() + normal_.size();
}

std::uint64_t EventLoop::slow_tasks() const {
  const std::lock_guard lock(mutex_);
  return slow_tasks_;
}

std::optional<EventLoop::Task> EventLoop::take_due_timer() {
  const auto first = timers_.begin();
  if (first == timers_.end() || first->first > clock_.mono_now()) return std::nullopt;
  auto task = std::move(first->second.task);
  timers_.erase(first);
  return task;
}

std::optional<EventLoop::Task> EventLoop::take_waiting() {
  auto& queue = urgent_.empty() ? normal_ : urgent_;
  if (queue.empty()) return std::nullopt;
  auto task = std::move(queue.front());
  queue.pop_front();
  return task;
}

void EventLoop::wait_for_work(std::unique_lock<std::mutex>& lock) {
  auto wait = kRestMax;
  if (!timers_.empty()) {
    const auto until_due = timers_.begin()->first - clock_.mono_now();
    wait = std::clamp(until_due, Duration::zero(), kRestMax);
  }
  wake_.wait_for(lock, wait);
}

void EventLoop::run_one(std::unique_lock<std::mutex>& lock, Task task) {
  lock.unlock();
  const auto before = clock_.mono_now();
  task();
  task = nullptr;  // what it holds goes now, not while the lock is held
  const auto took = clock_.mono_now() - before;
  if (took > kTaskTimeMax) {
    spdlog::warn("a task kept the event loop for {} ms; everything else waited", took.count());
  }
  lock.lock();
  if (took > kTaskTimeMax) ++slow_tasks_;
}

}  // namespace earshot::system
