// The aggregator as a process: wires Headquarters to the broker, the store, the org file, the page
// and the clock. Owner: main. Threads: made, run and destroyed on one thread, which becomes the
// event loop's; request_stop() from any.
#pragma once

#include <memory>

#include "aggregator/config.h"
#include "core/base/result.h"

namespace earshot::hq {

class Service {
 public:
  /// Opens the store and counts it, reads the org file, binds the page's port. Error: a sentence
  /// for a person: what happened, where, what to do.
  static Result<std::unique_ptr<Service>> open(Config config);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Until request_stop(). Error: corrupt: its store turned out to be damaged, and opening it again
  /// goes on with a new one.
  Result<void> run();
  void request_stop();

 private:
  class Impl;
  explicit Service(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace earshot::hq
