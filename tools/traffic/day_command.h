// earshot-traffic day: plays plausible days in made-up stores.
// Owner: main. Threads: the main thread, which runs the event loop.
#pragma once

#include "tools/traffic/options.h"

namespace earshot::traffic {

/// Returns the program's exit code.
int run_day(const DayOptions& options);

}  // namespace earshot::traffic
