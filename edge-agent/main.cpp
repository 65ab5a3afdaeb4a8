// earshot-edge-agent: a location's daemon. Wires and nothing more.
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "edge-agent/agent.h"
#include "edge-agent/config.h"
#include "platform/system/log.h"
#include "platform/system/stop_signal.h"

namespace {

int work(const std::string& config_file) {
  const auto config = earshot::edge::load_config(config_file);
  if (!config) {
    spdlog::error("{}", config.error().message);
    return 1;
  }
  const auto agent = earshot::edge::Agent::open(*config);
  if (!agent) {
    spdlog::error("{}", agent.error().message);
    return 1;
  }
  // Before run() starts the first other thread, so that all inherit the blocked signals.
  const earshot::system::StopSignal stop([&agent] { (*agent)->request_stop(); });
  if (const auto done = (*agent)->run(); !done) {
    spdlog::error("{}", done.error().message);
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "The edge agent of one location: receives from its kiosks, files and scores responses, "
      "alerts "
      "the manager, and sends cells to headquarters.");
  std::string config_file;
  std::string level = "info";
  app.add_option("--config", config_file, "The configuration file (edge.toml)")->required();
  app.add_option("--log-level", level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.set_version_flag("--version", "earshot-edge-agent " EARSHOT_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  earshot::system::start_logging("earshot-edge-agent", level);
  return work(config_file);
}
