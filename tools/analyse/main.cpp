// earshot-analyse: reads comments, prints what they say. This file wires and nothing more.
#include <iostream>

#include "tools/analyse/command.h"
#include "tools/analyse/options.h"

int main(int argc, char** argv) {
  using namespace earshot::analyse;
  std::ios::sync_with_stdio(false);
  const CommandLine command = read_command_line(argc, argv);
  if (!command.options) return command.exit_code;
  return run(*command.options, std::cin, std::cout, std::cerr);
}
