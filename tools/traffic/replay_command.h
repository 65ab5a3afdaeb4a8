// earshot-traffic replay: reads a CSV file with its map, and sends it as kiosks would have.
// Owner: main. Threads: the main thread, which runs the event loop.
#pragma once

#include "tools/traffic/options.h"

namespace earshot::traffic {

/// Returns the program's exit code.
int run_replay(const ReplayOptions& options);

}  // namespace earshot::traffic
