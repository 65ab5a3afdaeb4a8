#include "tools/train/command.h"

#include <fstream>

#include "core/base/utf8.h"
#include "platform/reading/reading.h"
#include "platform/system/files.h"
#include "tools/train/report.h"
#include "tools/train/side_by_side.h"

namespace earshot::train {
namespace {

/// What is known before the examples are seen.
struct Known {
  std::shared_ptr<const text::WordTable> words;
  std::shared_ptr<const text::Gist> gist;  ///< null where there is none
};

/// A word table of one's own goes without a gist: that belongs to the one that
/// came along.
Result<Known> known_of(const Options& options) {
  Known known;
  std::filesystem::path words = options.words;
  if (words.empty()) {
    const auto files = reading::built_in_files();
    if (!files) return tl::unexpected(files.error());
    words = files->models / reading::kWordsFile;
    auto gist = reading::load_gist(files->models / reading::kGistFile);
    if (!gist) return tl::unexpected(gist.error());
    known.gist = *std::move(gist);
  }
  auto loaded = reading::load_words(words);
  if (!loaded) return tl::unexpected(loaded.error());
  known.words = *std::move(loaded);
  return known;
}

Result<CsvExamples> examples_of(const Options& options) {
  std::ifstream in(options.in, std::ios::binary);
  if (!in) {
    return fail(ErrorCode::not_found,
                options.in.string() + " cannot be opened. Is the path right?");
  }
  return read_examples(in, options.in.string(), options.columns);
}

Result<text::Trained> train_with(const Options& options, const CsvExamples& examples) {
  const auto known = known_of(options);
  if (!known) return tl::unexpected(known.error());
  text::TrainingOptions how;
  how.name = one_line(options.out.stem().string(), text::kModelNameBytesMax / 4);
  if (how.name.empty()) how.name = "model";
  how.task = options.columns.single ? text::LabelTask::one : text::LabelTask::many;
  how.seed = options.seed;
  how.label_count_min = options.label_count_min;
  return text::train(examples.set, how, *known->words, side_by_side, known->gist.get());
}

}  // namespace

int run(const Options& options, std::ostream& out, std::ostream& complaints) {
  const auto complain = [&](const Error& error) {
    complaints << "earshot-train: " << error.message << '\n';
    return error.code == ErrorCode::invalid ? kWrong : kFailed;
  };
  const auto examples = examples_of(options);
  if (!examples) return complain(examples.error());
  for (const std::string& fault : examples->first_faults) complaints << fault << '\n';
  if (examples->bad > 0)
    complaints << examples->bad << " rows could not be read and were passed over.\n";
  const auto trained = train_with(options, *examples);
  if (!trained) return complain(trained.error());
  const auto written = system::write_file_atomically(options.out, trained->model.bytes());
  if (!written) return complain(written.error());
  out << examples->rows << " rows, " << examples->unlabelled << " of them without text or label.\n";
  print_report(trained->report, trained->model.task(), out);
  out << "\nWritten: " << options.out.string() << '\n';
  return kDone;
}

}  // namespace earshot::train
