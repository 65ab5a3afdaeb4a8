// One channel of server-sent events: a bounded queue for each client, filled by `publish`, emptied
// by the thread that serves the client.
// Owner: Server. Threads: all methods from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "platform/http/http_server.h"

namespace earshot::http {

/// An event as it goes over the wire: name and data, each line of it with its own field.
[[nodiscard]] std::string event_text(std::string_view event, std::string_view json);

/// What one client has not been sent yet.
class EventQueue {
 public:
  enum class Wait { event, quiet, ended };

  /// Beyond its bound the queue ends: the client is too slow and must connect again.
  void push(const std::shared_ptr<const std::string>& text);
  /// Waits up to `wait` for the next event.
  Wait pop(Duration wait, std::shared_ptr<const std::string>& text);
  void end();

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::shared_ptr<const std::string>> events_;
  std::size_t bytes_ = 0;
  bool ended_ = false;
};

class EventChannel final : public Events {
 public:
  void publish(std::string_view event, std::string_view json) override;
  [[nodiscard]] std::size_t clients() const override;

  /// None after `end`.
  [[nodiscard]] std::shared_ptr<EventQueue> join();
  void leave(const std::shared_ptr<EventQueue>& client);
  /// Ends every client, for good.
  void end();

 private:
  mutable std::mutex mutex_;
  std::set<std::shared_ptr<EventQueue>> clients_;
  bool ended_ = false;
};

}  // namespace earshot::http
