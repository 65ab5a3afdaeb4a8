// Capped exponential backoff with full jitter ("Exponential Backoff And Jitter", M. Brooker, AWS
// Architecture Blog 2015): wait = random(0, min(cap, base · 2^attempt)).
// Owner: whoever retries. Threads: one.
#pragma once

#include "core/base/ports.h"

namespace earshot::relay {

class Backoff {
 public:
  /// 0 < base ≤ cap.
  Backoff(Duration base, Duration cap, Random& random) : base_(base), cap_(cap), random_(random) {}

  /// The wait before the next attempt, at least 1 ms and at most the cap.
  Duration next();
  void reset() { attempt_ = 0; }

 private:
  Duration base_;
  Duration cap_;
  Random& random_;
  int attempt_ = 0;
};

}  // namespace earshot::relay
