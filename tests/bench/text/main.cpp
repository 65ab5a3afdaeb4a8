// earshot-bench-text [--data FOLDER] [--only rules|sentiment|labels] [--errors]: how well and how
// fast comments are read, beside what others read of them.
#include <iomanip>
#include <iostream>
#include <string_view>

#include "platform/reading/reading.h"
#include "tests/bench/text/figures.h"

namespace earshot::bench {

void print_figure(const std::string& what, double value, const std::string& note) {
  std::cout << std::left << std::setw(56) << what << std::right << std::fixed
            << std::setprecision(3) << std::setw(8) << value << "  " << note << std::endl;
}

void print_absent(const std::string& what, const std::string& baseline) {
  std::cout << "SKIPPED beside " << what << ": " << baseline << " is not installed\n";
}

}  // namespace earshot::bench

int main(int argc, char** argv) {
  namespace bench = earshot::bench;
  std::filesystem::path shared;
  std::string_view only;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--data" && i + 1 < argc) shared = argv[++i];
    if (std::string_view(argv[i]) == "--only" && i + 1 < argc) only = argv[++i];
    if (std::string_view(argv[i]) == "--errors") verbose = true;
  }
  const auto files = earshot::reading::built_in_files();
  if (!files) {
    std::cerr << files.error().message << '\n';
    return 1;
  }
  const auto parts = earshot::reading::load_reading(*files);
  const auto words = earshot::reading::load_words(files->models / earshot::reading::kWordsFile);
  const auto gist = earshot::reading::load_gist(files->models / earshot::reading::kGistFile);
  if (!parts || !words || !gist) {
    std::cerr << (!parts ? parts.error() : !words ? words.error() : gist.error()).message << '\n';
    return 1;
  }
  const auto wanted = [&](std::string_view part) { return only.empty() || only == part; };
  if (wanted("rules")) bench::print_rules_figures(*parts, EARSHOT_TEXT_DATA, shared, verbose);
  if (!std::filesystem::exists(shared / "comments")) {
    std::cout << "SKIPPED: learnt sentiment and labels, language and public personal data; give "
                 "the folder with the public data: --data FOLDER\n";
    return 0;
  }
  if (wanted("sentiment")) bench::print_sentiment_figures(*parts, **words, shared);
  if (wanted("labels")) bench::print_label_figures(**words, gist->get(), shared);
}
