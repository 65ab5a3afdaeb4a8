// earshot-traffic: plays kiosks. This file wires and nothing more.
#include "platform/system/log.h"
#include "tools/traffic/day_command.h"
#include "tools/traffic/options.h"
#include "tools/traffic/replay_command.h"

int main(int argc, char** argv) {
  using namespace earshot::traffic;
  const CommandLine command = read_command_line(argc, argv);
  if (!command.options) return command.exit_code;
  if (const auto* day = std::get_if<DayOptions>(&*command.options)) {
    earshot::system::start_logging("earshot-traffic", day->common.log_level);
    return run_day(*day);
  }
  const auto& replay = std::get<ReplayOptions>(*command.options);
  earshot::system::start_logging("earshot-traffic", replay.common.log_level);
  return run_replay(replay);
}
