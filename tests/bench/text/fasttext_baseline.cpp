#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/bench/text/baselines.h"
#include "tests/fakes/temp_folder.h"

#ifdef EARSHOT_HAS_FASTTEXT
#include <fasttext/args.h>
#include <fasttext/fasttext.h>

namespace earshot::bench {
namespace {

constexpr const char* kMark = "__label__";

/// The texts of one side of a fold, as fastText reads them.
void write_examples(const Dealt& dealt, std::size_t left_out, const std::filesystem::path& path) {
  std::ofstream out(path);
  for (std::size_t i = 0; i < dealt.texts.size(); ++i) {
    if (dealt.folds[i] == left_out) continue;
    for (std::size_t label = 0; label < dealt.labels; ++label) {
      if (dealt.truth[i * dealt.labels + label] != 0) out << kMark << label << ' ';
    }
    out << dealt.texts[i] << '\n';
  }
}

fasttext::Args how_to_train(const std::filesystem::path& examples) {
  fasttext::Args args;
  args.parseArgs({"fasttext", "supervised", "-input", examples, "-output", "none"});
  args.loss = fasttext::loss_name::ova;
  args.wordNgrams = 2;
  args.epoch = 25;
  args.lr = 0.5;
  args.dim = 50;
  args.bucket = 200'000;
  args.thread = 1;  // with more it is another model in each run
  args.verbose = 0;
  return args;
}

}  // namespace

std::vector<float> fasttext_held_out(const Dealt& dealt) {
  const fakes::TempFolder folder;
  std::vector<float> all(dealt.truth.size(), 0);
  for (std::size_t fold = 0; fold < dealt.fold_count; ++fold) {
    write_examples(dealt, fold, folder / "examples");
    fasttext::FastText model;
    model.train(how_to_train(folder / "examples"));
    for (std::size_t i = 0; i < dealt.texts.size(); ++i) {
      if (dealt.folds[i] != fold) continue;
      std::istringstream line(dealt.texts[i] + '\n');
      std::vector<std::pair<fasttext::real, std::string>> said;
      model.predictLine(line, said, static_cast<int>(dealt.labels), 0);
      for (const auto& [probability, name] : said) {
        const auto label = std::strtoul(name.c_str() + std::string_view(kMark).size(), nullptr, 10);
        all[i * dealt.labels + label] = probability;
      }
    }
  }
  return all;
}

}  // namespace earshot::bench

#else

namespace earshot::bench {

std::vector<float> fasttext_held_out(const Dealt&) { return {}; }

}  // namespace earshot::bench

#endif
