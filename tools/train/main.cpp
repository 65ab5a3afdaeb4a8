// earshot-train: teaches labels from a CSV file. This file wires and nothing more.
#include <iostream>

#include "tools/train/command.h"
#include "tools/train/options.h"

int main(int argc, char** argv) {
  using namespace earshot::train;
  const CommandLine command = read_command_line(argc, argv);
  if (!command.options) return command.exit_code;
  return run(*command.options, std::cout, std::cerr);
}
