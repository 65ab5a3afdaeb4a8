// Ends connections where it may take its time: disconnecting and destroying a Paho client can block
// for a second or more.
// Owner: MqttLink. Threads: methods from the owner's thread; the work on the reaper's own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/mqtt/connection.h"
#include "platform/mqtt/library.h"

namespace earshot::mqtt {

class Reaper {
 public:
  Reaper();
  /// Waits until everything is ended (a client takes a second or two at the most).
  ~Reaper();
  Reaper(const Reaper&) = delete;
  Reaper& operator=(const Reaper&) = delete;

  /// Ends `connection`, giving its goodbye at most `wait`.
  void end(std::unique_ptr<Connection> connection, Duration wait);
  /// Connections that are not ended yet.
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Job {
    std::unique_ptr<Connection> connection;
    Duration wait;
  };
  void work();

  const std::shared_ptr<void> library_ = hold_library();  ///< first: it goes last
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace earshot::mqtt
