// Labels that earshot-train learns, beside fastText on the same texts and folds.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/text/tokens.h"
#include "core/text/training.h"
#include "platform/reading/reading.h"
#include "tests/bench/text/baselines.h"
#include "tests/bench/text/figures.h"
#include "tools/train/csv_examples.h"
#include "tools/train/side_by_side.h"

namespace earshot::bench {
namespace {

namespace fs = std::filesystem;

struct F1 {
  double micro = 0;
  double macro = 0;
};

F1 f1_of(const std::vector<std::uint8_t>& truth, const std::vector<std::uint8_t>& said,
         std::size_t labels) {
  std::vector<double> right(labels), told(labels), spoke(labels);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    right[i % labels] += truth[i] & said[i];
    told[i % labels] += truth[i];
    spoke[i % labels] += said[i];
  }
  F1 f1;
  double all_right = 0, all = 0;
  for (std::size_t label = 0; label < labels; ++label) {
    all_right += right[label];
    all += told[label] + spoke[label];
    f1.macro +=
        2 * right[label] / std::max(1.0, told[label] + spoke[label]) / static_cast<double>(labels);
  }
  f1.micro = 2 * all_right / std::max(1.0, all);
  return f1;
}

/// What is said from a threshold on; where every text has a label, the likeliest at least.
std::vector<std::uint8_t> said_from(const std::vector<float>& p, std::size_t labels, float least,
                                    bool never_none) {
  std::vector<std::uint8_t> said(p.size());
  for (std::size_t at = 0; at < p.size(); at += labels) {
    std::size_t best = at;
    bool any = false;
    for (std::size_t i = at; i < at + labels; ++i) {
      said[i] = p[i] >= least ? 1 : 0;
      any = any || said[i] != 0;
      if (p[i] > p[best]) best = i;
    }
    if (never_none && !any) said[best] = 1;
  }
  return said;
}

template <typename T>
std::vector<T> of_folds(const std::vector<T>& all, const Dealt& dealt, std::size_t fold, bool in) {
  std::vector<T> part;
  for (std::size_t i = 0; i < dealt.folds.size(); ++i) {
    if ((dealt.folds[i] == fold) != in) continue;
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i * dealt.labels);
    part.insert(part.end(), begin, begin + static_cast<std::ptrdiff_t>(dealt.labels));
  }
  return part;
}

/// The baseline gets the threshold that is best for the other folds, as ours does.
F1 f1_of_baseline(const Dealt& dealt, const std::vector<float>& p, bool never_none) {
  std::vector<std::uint8_t> truth, said;
  for (std::size_t fold = 0; fold < dealt.fold_count; ++fold) {
    const auto others = of_folds(p, dealt, fold, false);
    const auto others_truth = of_folds(dealt.truth, dealt, fold, false);
    float best = 0.5F;
    double merit = -1;
    for (float least = 0.1F; least < 0.7F; least += 0.05F) {
      const F1 f1 =
          f1_of(others_truth, said_from(others, dealt.labels, least, never_none), dealt.labels);
      if (f1.micro + f1.macro <= merit) continue;
      merit = f1.micro + f1.macro;
      best = least;
    }
    const auto ours = said_from(of_folds(p, dealt, fold, true), dealt.labels, best, never_none);
    const auto ours_truth = of_folds(dealt.truth, dealt, fold, true);
    said.insert(said.end(), ours.begin(), ours.end());
    truth.insert(truth.end(), ours_truth.begin(), ours_truth.end());
  }
  return f1_of(truth, said, dealt.labels);
}

/// Lower-case words; the question as one more.
std::string words_of(const text::Example& example) {
  text::Tokens tokens;
  text::tokenise(example.text, tokens);
  std::string words;
  for (const text::Token& token : tokens.tokens) {
    if (token.kind == text::TokenKind::punctuation) continue;
    words += (words.empty() ? "" : " ") + std::string(tokens.word(token));
  }
  if (!example.context.empty())
    words += " asked" + std::to_string(std::hash<std::string>()(example.context));
  return words;
}

Dealt dealt_as(const text::TrainingSet& set, const text::Trained& trained, std::size_t folds) {
  Dealt dealt;
  const auto labels = trained.model.labels();
  dealt.labels = labels.size();
  dealt.folds = trained.folds;
  dealt.fold_count = folds;
  for (const std::size_t at : trained.kept) {
    const text::Example& example = set.examples[at];
    dealt.texts.push_back(words_of(example));
    for (const std::string& label : labels) {
      dealt.truth.push_back(std::any_of(example.labels.begin(), example.labels.end(),
                                        [&](auto l) { return set.labels[l] == label; })
                                ? 1
                                : 0);
    }
  }
  return dealt;
}

std::string interval(const text::Interval& of) {
  std::ostringstream out;
  out.precision(3);
  out << std::fixed << of.low << "–" << of.high;
  return out.str();
}

void print_task(const std::string& name, const text::TrainingSet& set, std::size_t count_min,
                const text::WordTable& words, const text::Gist* gist) {
  text::TrainingOptions how;  // as earshot-train does
  how.label_count_min = count_min;
  const auto trained = text::train(set, how, words, train::side_by_side, gist);
  if (!trained) {
    std::cout << name << ": " << trained.error().message << '\n';
    return;
  }
  const text::TrainingReport& report = trained->report;
  const std::string size = std::to_string(report.used) + " texts, " +
                           std::to_string(report.labels.size()) + " labels, 95 %: ";
  print_figure(name + ", micro-F1", report.micro_f1, size + interval(report.micro_interval));
  print_figure(name + ", macro-F1", report.macro_f1, size + interval(report.macro_interval));
  const Dealt dealt = dealt_as(set, *trained, how.folds);
  const auto p = fasttext_held_out(dealt);
  if (p.empty()) return print_absent(name, "fastText (libfasttext-dev)");
  const F1 f1 = f1_of_baseline(dealt, p, trained->model.parts().never_none);
  print_figure("  fastText, micro-F1", f1.micro, "same texts and folds");
  print_figure("  fastText, macro-F1", f1.macro, "");
}

/// "labels TAB text"; of a label only what stands before its colon.
text::TrainingSet lines_of(const fs::path& file, char separator) {
  text::TrainingSet set;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    text::Example& example = set.examples.emplace_back();
    example.text = line.substr(tab + 1);
    std::istringstream labels(line.substr(0, tab));
    for (std::string label; std::getline(labels, label, separator);) {
      label = label.substr(0, label.find(':'));
      auto at = std::find(set.labels.begin(), set.labels.end(), label);
      if (at == set.labels.end()) at = set.labels.insert(at, label);
      const auto index = static_cast<std::uint16_t>(at - set.labels.begin());
      if (std::find(example.labels.begin(), example.labels.end(), index) == example.labels.end())
        example.labels.push_back(index);
    }
  }
  return set;
}

}  // namespace

void print_label_figures(const text::WordTable& words, const text::Gist* gist,
                         const fs::path& data) {
  const fs::path answers = data / "patient-feedback/responses.csv";
  std::ifstream in(answers, std::ios::binary);
  const auto read = train::read_examples(
      in, answers.string(), {"comment", "topics", {"question"}, "respondent_id", '|', false});
  if (read) {
    print_task("patients' labels", read->set, 20, words, gist);
  } else {
    std::cout << read.error().message << '\n';
  }
  print_task("restaurants' aspects (MAMS)", lines_of(data / "comments/mams_acsa_train.tsv", '|'), 8,
             words, gist);
  print_task("GoEmotions, 28", lines_of(data / "comments/goemotions_train.tsv", ','), 8, words,
             gist);
}

}  // namespace earshot::bench
