#include "platform/mqtt/reaper.h"

namespace earshot::mqtt {

Reaper::Reaper() : thread_([this] { work(); }) {}

Reaper::~Reaper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Reaper::end(std::unique_ptr<Connection> connection, Duration wait) {
  if (!connection) return;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({std::move(connection), wait});
  }
  wake_.notify_all();
}

std::size_t Reaper::waiting() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size() + (busy_ ? 1 : 0);
}

void Reaper::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    busy_ = true;
    lock.unlock();
    job.connection->close(job.wait);
    job.connection.reset();
    lock.lock();
    busy_ = false;
  }
}

}  // namespace earshot::mqtt
