// earshot-edge-agent: a location's daemon. Wires and nothing more.
#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>
#include <string>

#include "edge-agent/agent.h"
#include "edge-agent/commands.h"
#include "edge-agent/config.h"
#include "edge-agent/corrections_command.h"
#include "platform/system/log.h"
#include "platform/system/stop_signal.h"

namespace {

namespace edge = earshot::edge;

/// What the command line asks for.
struct Asked {
  std::string config_file;
  std::string level = "info";
  std::string action;  ///< of the quarantine
  std::int64_t record = 0;
  std::string response;
  std::string file;               ///< to import
  std::string labels = "topics";  ///< of corrections
};

/// A command: its result is the exit code, its trouble one line.
int ask_daemon(const Asked& asked, bool erase) {
  const auto config = edge::load_config(asked.config_file);
  auto done = config ? earshot::Result<void>{} : tl::unexpected(config.error());
  if (done && erase) done = edge::erase_command(*config, asked.response, std::cout);
  if (done && !erase) {
    const auto action = asked.action == "list"     ? edge::QuarantineAction::list
                        : asked.action == "export" ? edge::QuarantineAction::export_all
                                                   : edge::QuarantineAction::retry;
    done = edge::quarantine_command(
        *config, action, asked.record == 0 ? std::nullopt : std::optional(asked.record), std::cout);
  }
  if (!done) std::cerr << "earshot-edge-agent: " << done.error().message << "\n";
  return done ? 0 : 1;
}

/// A command that needs no more than the configuration.
template <typename Command>
int do_command(const Asked& asked, Command command) {
  const auto config = edge::load_config(asked.config_file);
  const auto done =
      config ? command(*config) : earshot::Result<void>(tl::unexpected(config.error()));
  if (!done) std::cerr << "earshot-edge-agent: " << done.error().message << "\n";
  return done ? 0 : 1;
}

edge::CorrectionLabels labels_of(const Asked& asked) {
  return asked.labels == "sentiment" ? edge::CorrectionLabels::sentiment
         : asked.labels == "urgency" ? edge::CorrectionLabels::urgency
                                     : edge::CorrectionLabels::topics;
}

int work(const std::string& config_file) {
  const auto config = earshot::edge::load_config(config_file);
  if (!config) {
    spdlog::error("{}", config.error().message);
    return 1;
  }
  std::atomic<bool> stopping = false;
  while (true) {
    const auto agent = earshot::edge::Agent::open(*config);
    if (!agent) {
      spdlog::error("{}", agent.error().message);
      return 1;
    }
    // Before run() starts the first other thread, so that all inherit the blocked signals.
    const earshot::system::StopSignal stop([&] {
      stopping = true;
      (*agent)->request_stop();
    });
    const auto done = (*agent)->run();
    if (done || stopping) return 0;
    // Damage that shows while it works: opening sets the store aside, and the kiosks send again.
    if (done.error().code == earshot::ErrorCode::corrupt) continue;
    spdlog::error("{}", done.error().message);
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "The edge agent of one location: receives from its kiosks, files and scores responses, "
      "alerts "
      "the manager, and sends cells to headquarters.");
  Asked asked;
  app.add_option("--config", asked.config_file, "The configuration file (edge.toml)")->required();
  app.add_option("--log-level", asked.level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.set_version_flag("--version", "earshot-edge-agent " EARSHOT_VERSION);
  app.fallthrough();  // --config may stand behind a command too
  auto* quarantine = app.add_subcommand(
      "quarantine", "Records that could not be filed: asks the agent that runs here");
  quarantine->add_option("action", asked.action, "list, export (JSON with the bytes) or retry")
      ->required()
      ->check(CLI::IsMember({"list", "export", "retry"}));
  quarantine->add_option("--id", asked.record, "Only this record (retry)")
      ->check(CLI::PositiveNumber);
  auto* erase = app.add_subcommand(
      "erase", "Forgets a customer's words and contact details; the rating stays counted");
  erase->add_option("--id", asked.response, "The response's id")->required();
  auto* keys = app.add_subcommand(
      "keys", "Makes the location's keys if there are none, and says where the public one is");
  auto* importing = app.add_subcommand("import", "Files what a kiosk wrote to a USB stick");
  importing->add_option("file", asked.file, "The file of the export")->required();
  auto* corrections = app.add_subcommand(
      "corrections", "Writes the comments whose reading was corrected as CSV for earshot-train");
  corrections->add_option("--labels", asked.labels, "topics, sentiment or urgency")
      ->check(CLI::IsMember({"topics", "sentiment", "urgency"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (*quarantine || *erase) return ask_daemon(asked, static_cast<bool>(*erase));
  if (*keys) {
    return do_command(asked,
                      [](const auto& config) { return edge::keys_command(config, std::cout); });
  }
  if (*importing) {
    return do_command(asked, [&](const auto& config) {
      return edge::import_command(config, asked.file, std::cout);
    });
  }
  if (*corrections) {
    return do_command(asked, [&](const auto& config) {
      return edge::corrections_command(config, labels_of(asked), std::cout);
    });
  }
  earshot::system::start_logging("earshot-edge-agent", asked.level);
  return work(asked.config_file);
}
