// The shell around the core: the event loop, the two brokers' links, the HTTP server, the
// clockwork. Owner: main. Threads: run() is the event loop; request_stop from any thread.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "edge-agent/config.h"

namespace earshot::edge {

class Agent {
 public:
  /// Opens the store and everything else, but connects and listens only in `run`. Error: what is
  /// wrong with the store, the time zone, the port …, in words.
  static Result<std::unique_ptr<Agent>> open(const Config& config);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  /// Works until `request_stop`. Error: io when it cannot listen ("port 8080 is in use; …");
  /// corrupt: its store turned out to be damaged, and opening it again goes on with a new one.
  Result<void> run();
  void request_stop();

 private:
  class Impl;
  explicit Agent(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace earshot::edge
