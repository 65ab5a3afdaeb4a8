#include "tools/train/options.h"

#include <CLI/CLI.hpp>

namespace earshot::train {
namespace {

constexpr const char* kAbout =
    "Teaches Earshot labels of your own from comments that people have labelled, and prints how\n"
    "well it reads comments that it has not seen. Takes minutes; nothing leaves this machine.";
constexpr const char* kFooter =
    "Exit codes: 0 the model is written; 1 a file could not be used; 2 wrong usage, or too little\n"
    "to learn from. Read with it: earshot-analyse --topics-only --model MODEL. See docs/text.md.";
constexpr int kWrongUsage = 2;

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CLI::App app(kAbout, "earshot-train");
  app.footer(kFooter);
  app.set_version_flag("--version", EARSHOT_VERSION);
  Options options;
  CsvColumns& columns = options.columns;
  std::string separator = "|";
  app.add_option("--in", options.in, "A CSV file with a header")->required()->type_name("FILE");
  app.add_option("--text-column", columns.text, "The column with the comment")
      ->required()
      ->type_name("NAME");
  app.add_option("--labels-column", columns.labels, "The column with its labels")
      ->required()
      ->type_name("NAME");
  app.add_option("--context-column", columns.contexts,
                 "The column with the question that was asked (may be given several times)")
      ->type_name("NAME");
  app.add_option("--group-column", columns.group,
                 "Rows with the same value here (a respondent) stay on one side of the split")
      ->type_name("NAME");
  app.add_option("--separator", separator, "What stands between two labels (default |)")
      ->type_name("CHAR")
      ->check([](const std::string& s) { return s.size() == 1 ? "" : "one character, please"; });
  app.add_flag("--single", columns.single, "Each comment has exactly one label");
  app.add_option("--out", options.out, "The model to write")->required()->type_name("MODEL");
  app.add_option("--seed", options.seed, "The same seed gives the same bytes (default 1)");
  app.add_option("--label-count-min", options.label_count_min,
                 "Labels with fewer different comments are left out (default 8)")
      ->check(CLI::Range(2, 100'000));
  app.add_option("--words", options.words, "A word table instead of the one that came along")
      ->type_name("FILE");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return {std::nullopt, code == 0 ? 0 : kWrongUsage};
  }
  columns.separator = separator.front();
  return {options, 0};
}

}  // namespace earshot::train
