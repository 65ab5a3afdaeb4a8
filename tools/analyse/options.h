// The command line of earshot-analyse. Owner: tools/analyse. Threads: one.
#pragma once

#include <filesystem>
#include <optional>

namespace earshot::analyse {

struct Options {
  std::filesystem::path model;     ///< from earshot-train; empty: none
  std::filesystem::path taxonomy;  ///< empty: the built-in one
  std::filesystem::path weights;   ///< the folder of the built-in weights; empty: what came along
  bool topics_only = false;
  bool jsonl = false;
};

struct CommandLine {
  std::optional<Options> options;  ///< none: what was asked for is done, or the usage is wrong
  int exit_code = 0;
};

[[nodiscard]] CommandLine read_command_line(int argc, char** argv);

}  // namespace earshot::analyse
