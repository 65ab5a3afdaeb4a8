// earshot-aggregator: headquarters' daemon. Wires and nothing more.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aggregator/commands.h"
#include "aggregator/config.h"
#include "aggregator/service.h"
#include "platform/system/log.h"
#include "platform/system/stop_signal.h"

namespace {

namespace hq = earshot::hq;

/// What the command line asks for.
struct Asked {
  std::string config_file;
  std::string level = "info";
  std::string action;  ///< of the quarantine
  std::int64_t record = 0;
};

/// A command: its result is the exit code, its trouble one line.
int ask_daemon(const Asked& asked) {
  const auto config = hq::load_config(asked.config_file);
  auto done = config ? earshot::Result<void>{} : tl::unexpected(config.error());
  if (done) {
    const auto action = asked.action == "list"     ? hq::QuarantineAction::list
                        : asked.action == "export" ? hq::QuarantineAction::export_all
                                                   : hq::QuarantineAction::retry;
    done = hq::quarantine_command(
        *config, action, asked.record == 0 ? std::nullopt : std::optional(asked.record), std::cout);
  }
  if (!done) std::cerr << "earshot-aggregator: " << done.error().message << "\n";
  return done ? 0 : 1;
}

int work(const std::string& config_file) {
  auto config = earshot::hq::load_config(config_file);
  if (!config) {
    spdlog::error("{}", config.error().message);
    return 1;
  }
  // Before any other thread starts, so that all inherit the blocked signals. A signal that comes
  // while the service is still opening is kept for it.
  std::mutex mutex;
  std::unique_ptr<earshot::hq::Service> service;
  bool stopping = false;
  const earshot::system::StopSignal stop([&] {
    const std::lock_guard lock(mutex);
    stopping = true;
    if (service) service->request_stop();
  });
  while (true) {
    auto opened = earshot::hq::Service::open(*config);
    if (!opened) {
      spdlog::error("{}", opened.error().message);
      return 1;
    }
    {
      const std::lock_guard lock(mutex);
      if (stopping) return 0;
      service = std::move(*opened);
    }
    if (service->run()) return 0;
    // Damage that shows while it works: opening sets the store aside, and the locations send again.
    const std::lock_guard lock(mutex);
    service.reset();
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Earshot's headquarters: receives from every location, adds their numbers up the org tree, "
      "and "
      "serves the headquarters page.");
  Asked asked;
  app.add_option("--config", asked.config_file, "The configuration file (aggregator.toml)")
      ->required();
  app.add_option("--log-level", asked.level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.set_version_flag("--version", "earshot-aggregator " EARSHOT_VERSION);
  app.fallthrough();  // --config may stand behind a command too
  auto* quarantine = app.add_subcommand(
      "quarantine", "Records that could not be filed: asks the aggregator that runs here");
  quarantine->add_option("action", asked.action, "list, export (JSON with the bytes) or retry")
      ->required()
      ->check(CLI::IsMember({"list", "export", "retry"}));
  quarantine->add_option("--id", asked.record, "Only this record (retry)")
      ->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (*quarantine) return ask_daemon(asked);
  earshot::system::start_logging("earshot-aggregator", asked.level);
  return work(asked.config_file);
}
