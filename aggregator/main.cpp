// earshot-aggregator: headquarters' daemon. Wires and nothing more.
#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <string>

#include "aggregator/config.h"
#include "aggregator/service.h"
#include "platform/system/log.h"
#include "platform/system/stop_signal.h"

namespace {

int work(const std::string& config_file) {
  auto config = earshot::hq::load_config(config_file);
  if (!config) {
    spdlog::error("{}", config.error().message);
    return 1;
  }
  // Before any other thread starts, so that all inherit the blocked signals. A signal that comes
  // while the service is still opening is kept for it.
  std::atomic<earshot::hq::Service*> running = nullptr;
  std::atomic<bool> stopping = false;
  const earshot::system::StopSignal stop([&] {
    stopping = true;
    if (auto* service = running.load()) service->request_stop();
  });
  auto service = earshot::hq::Service::open(std::move(*config));
  if (!service) {
    spdlog::error("{}", service.error().message);
    return 1;
  }
  running = service->get();
  if (!stopping) (*service)->run();
  running = nullptr;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Earshot's headquarters: receives from every location, adds their numbers up the org tree, "
      "and "
      "serves the headquarters page.");
  std::string config_file;
  std::string level = "info";
  app.add_option("--config", config_file, "The configuration file (aggregator.toml)")->required();
  app.add_option("--log-level", level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.set_version_flag("--version", "earshot-aggregator " EARSHOT_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  earshot::system::start_logging("earshot-aggregator", level);
  return work(config_file);
}
