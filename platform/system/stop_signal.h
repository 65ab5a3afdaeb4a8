// SIGINT and SIGTERM, as one ordinary call. SIGPIPE is ignored.
// Owner: main; make it before any other thread starts, so that all inherit the blocked signals.
#pragma once

#include <functional>
#include <thread>

namespace earshot::system {

class StopSignal {
 public:
  /// Blocks the signals in this thread and waits for them in one of its own, which calls `on_stop`
  /// once for each.
  explicit StopSignal(std::function<void()> on_stop);
  ~StopSignal();
  /// No call begins any more, and one that is under way has returned: what `on_stop` uses may go.
  void end();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

 private:
  void wait_for_signals();

  std::function<void()> on_stop_;
  int signal_fd_ = -1;
  int end_fd_ = -1;  ///< wakes the thread when this object goes
  std::thread thread_;
};

}  // namespace earshot::system
