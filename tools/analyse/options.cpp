#include "tools/analyse/options.h"

#include <CLI/CLI.hpp>

namespace earshot::analyse {
namespace {

constexpr const char* kAbout =
    "Reads comments from standard input, one a line, and prints one JSON object for each:\n"
    "language, sentiment, topics, emotions, urgent, redacted, usable. Offsets are in Unicode\n"
    "code points. Nothing leaves this machine.";
constexpr const char* kFooter =
    "Exit codes: 0 all lines were read; 1 a line was refused or a file could not be used;\n"
    "2 wrong usage, or a taxonomy with a mistake. Everything is explained in docs/text.md.";
constexpr int kWrongUsage = 2;

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CLI::App app(kAbout, "earshot-analyse");
  app.footer(kFooter);
  app.set_version_flag("--version", EARSHOT_VERSION);
  Options options;
  app.add_option("--model", options.model, "A model made by earshot-train, whose labels to print")
      ->type_name("FILE");
  app.add_option("--taxonomy", options.taxonomy, "A taxonomy instead of the built-in one")
      ->type_name("FILE");
  app.add_option("--weights", options.weights, "The folder of the built-in weights")
      ->type_name("DIR");
  app.add_flag("--topics-only", options.topics_only,
               "Print the topics alone; with --model, that model's labels");
  app.add_flag("--jsonl", options.jsonl,
               "Lines are {\"text\": …, \"context\": …}: the comment and the question asked");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return {std::nullopt, code == 0 ? 0 : kWrongUsage};
  }
  return {options, 0};
}

}  // namespace earshot::analyse
