#include "tools/train/models/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "platform/reading/reading.h"
#include "tools/train/models/language_build.h"
#include "tools/train/models/sources.h"
#include "tools/train/models/urgent_comments.h"
#include "tools/train/models/vectors.h"
#include "tools/train/models/written_comments.h"
#include "tools/train/report.h"
#include "tools/train/side_by_side.h"

namespace earshot::train {
namespace {

/// Accuracy and macro F1 of each origin by itself: the mean of all hides the hard ones.
void print_origins(const Sources& sources, const text::Trained& trained, std::ostream& out) {
  struct Count {
    std::size_t all = 0;
    std::size_t right = 0;
    std::map<std::size_t, std::array<double, 3>> labels;  ///< right, said, so
  };
  std::map<std::string, Count> counts;
  const std::size_t n = trained.model.labels().size();
  std::vector<std::size_t> plain(n);  // the sentiment of each label, without its origin
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string& label = trained.model.labels()[i];
    const std::string name = label.substr(0, label.find(' '));
    const auto known = std::ranges::find(names, name);
    plain[i] = static_cast<std::size_t>(known - names.begin());
    if (known == names.end()) names.push_back(name);
  }
  for (std::size_t i = 0; i < trained.kept.size(); ++i) {
    Count& count = counts[sources.origins[trained.kept[i]]];
    std::vector<double> sums(names.size(), 0);
    for (std::size_t label = 0; label < n; ++label)
      sums[plain[label]] += static_cast<double>(trained.probabilities[i * n + label]);
    const auto guess = static_cast<std::size_t>(std::ranges::max_element(sums) - sums.begin());
    const std::string& given =
        sources.set.labels[sources.set.examples[trained.kept[i]].labels.front()];
    const auto truth = static_cast<std::size_t>(
        std::ranges::find(names, given.substr(0, given.find(' '))) - names.begin());
    ++count.all;
    count.right += guess == truth ? 1 : 0;
    count.labels[truth][0] += guess == truth ? 1 : 0;
    count.labels[guess][1] += 1;
    count.labels[truth][2] += 1;
  }
  for (const auto& [origin, count] : counts) {
    double macro = 0;
    for (const auto& [label, c] : count.labels)
      macro += 2 * c[0] / (c[1] + c[2]) / static_cast<double>(count.labels.size());
    out << fmt::format("  {:<24} {:>6} texts  accuracy {:.3f}  macro F1 {:.3f}\n", origin,
                       count.all, static_cast<double>(count.right) / static_cast<double>(count.all),
                       macro);
  }
}

struct Part {
  const char* name;
  text::LabelTask task;
  unsigned bits;
  std::size_t folds;
  float cost;
  std::uint32_t hidden;
  std::size_t label_count_min;
  Result<Sources> (*read)(const std::filesystem::path&);
  bool clauses = false;  ///< texts of one sentence gain nothing by it
  int faint_max = 0;
};

constexpr Part kParts[] = {
    {"gist", text::LabelTask::one, 16, 2, 1, 32, 20, comment_topics},
    {"sentiment", text::LabelTask::one, 19, 3, 1, 64, 8, three_sentiments, false, 2},
    {"sentiment-five", text::LabelTask::ordinal, 17, 5, 0.5F, 64, 8, five_sentiments},
    {"emotions", text::LabelTask::many, 16, 5, 0.5F, 64, 8, emotions},
    {"urgent", text::LabelTask::many, 20, 3, 1, 32, 8, urgent_or_not, true, 2},
    {"urgent-kinds", text::LabelTask::one, 16, 2, 1, 16, 8, urgent_kinds, false, 2},
    {"topics", text::LabelTask::many, 18, 5, 0.5F, 64, 8, written_topics, true, 1},
};

Result<Taught> teach_part(const Part& part, const std::filesystem::path& data,
                          const text::WordTable& words) {
  auto sources = part.read(data);
  if (!sources) return tl::unexpected(sources.error());
  text::TrainingOptions how;
  how.name = std::string(part.name) + "-1";
  how.task = part.task;
  how.bits = part.bits;
  how.cost = part.cost;
  how.folds = part.folds;
  how.hidden = part.hidden;
  how.label_count_min = part.label_count_min;
  how.linear_rounds = 8;
  how.networks = 1;
  how.clauses = part.clauses;
  how.faint_max = part.faint_max;
  how.positive_power = part.task == text::LabelTask::many ? 0.5F : 0.2F;
  auto trained = text::train(sources->set, how, words, side_by_side);
  if (!trained) return tl::unexpected(trained.error());
  return Taught{*std::move(sources), *std::move(trained)};
}

Result<void> build_part(const Part& part, const BuildOptions& options, std::ostream& out) {
  const auto words = reading::load_words(options.out / reading::kWordsFile);
  if (!words) return tl::unexpected(words.error());
  const auto taught = teach_part(part, options.data, **words);
  if (!taught) return tl::unexpected(taught.error());
  out << "\n== " << part.name << " ==\n";
  print_report(taught->trained.report, part.task, out);
  if (part.read == three_sentiments || part.read == five_sentiments)
    print_origins(taught->sources, taught->trained, out);
  out.flush();
  return reading::save_weights(options.out / (std::string(part.name) + ".model"),
                               taught->trained.model.bytes());
}

}  // namespace

Result<Taught> teach(const std::string& part, const std::filesystem::path& data,
                     const text::WordTable& words) {
  for (const Part& each : kParts) {
    if (part == each.name) return teach_part(each, data, words);
  }
  return fail(ErrorCode::not_found, "there is no part \"" + part + "\"");
}

Result<void> build_models(const BuildOptions& options, std::ostream& out) {
  if (options.only.empty() || options.only == "words") {
    const auto vader = options.data / "comments/vader";
    const auto words = make_word_table(
        {options.vectors, vader / "vader_lexicon.txt", vader / "emoji_utf8_lexicon.txt"});
    if (!words) return tl::unexpected(words.error());
    out << words->size() << " words in the word table\n";
    const auto written = reading::save_weights(options.out / reading::kWordsFile, words->bytes());
    if (!written) return written;
  }
  if (options.only.empty() || options.only == "language") {
    const auto files = reading::built_in_files();
    if (!files) return tl::unexpected(files.error());
    const auto built =
        build_language(options.data, files->taxonomy, options.out / reading::kLanguageFile, out);
    if (!built) return built;
  }
  for (const Part& part : kParts) {
    if (!options.only.empty() && options.only != part.name) continue;
    if (const auto built = build_part(part, options, out); !built) return built;
  }
  return {};
}

}  // namespace earshot::train
