// earshot-bench-text [--data FOLDER] [--errors]: how well and how fast comments are read.
#include <iostream>
#include <string_view>

#include "platform/reading/reading.h"
#include "tests/bench/text/figures.h"

int main(int argc, char** argv) {
  std::filesystem::path shared;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--data" && i + 1 < argc) shared = argv[++i];
    if (std::string_view(argv[i]) == "--errors") verbose = true;
  }
  const auto files = earshot::reading::built_in_files();
  if (!files) {
    std::cerr << files.error().message << '\n';
    return 1;
  }
  const auto parts = earshot::reading::load_reading(*files);
  if (!parts) {
    std::cerr << parts.error().message << '\n';
    return 1;
  }
  earshot::bench::print_rules_figures(*parts, EARSHOT_TEXT_DATA, shared, verbose);
}
