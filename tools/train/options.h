// The command line of earshot-train. Owner: tools/train. Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "tools/train/csv_examples.h"

namespace earshot::train {

struct Options {
  std::filesystem::path in;
  std::filesystem::path out;
  std::filesystem::path words;  ///< the word table; empty: the one that came along
  CsvColumns columns;
  std::uint64_t seed = 1;
  std::size_t label_count_min = 8;
};

struct CommandLine {
  std::optional<Options> options;  ///< none: what was asked for is done, or the usage is wrong
  int exit_code = 0;
};

[[nodiscard]] CommandLine read_command_line(int argc, char** argv);

}  // namespace earshot::train
