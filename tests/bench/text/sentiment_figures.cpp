// Sentiment on texts that the weights had not seen, read as the program reads, beside VADER's
// rules; and how often a confidence is right.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "core/text/learnt.h"
#include "tests/bench/text/baselines.h"
#include "tests/bench/text/figures.h"
#include "tools/train/models/build.h"

namespace earshot::bench {
namespace {

namespace fs = std::filesystem;
using text::Polarity;

/// Round 1 of DynaSent's development set; what follows is round 2 (Potts et al. 2021, table 3).
constexpr std::size_t kDynaSentFirst = 3600;

/// Says of every comment what it was told to: probabilities by weights that had not seen it.
class HeldOutHeads : public text::LearntHeads {
 public:
  std::array<float, 3> three{};

  void read(const text::Tokens&, const text::Tokens&, std::string_view,
            text::Learnt& out) const override {
    out.three = three;
    out.sentiment = text::sentiment_of(three);
  }
  [[nodiscard]] float polarity(const text::Tokens&, std::uint32_t, std::uint32_t) const override {
    return three[2] - three[0];
  }
  [[nodiscard]] std::string_view version() const override { return "held out"; }
};

/// What was read of the texts of one origin.
class Count {
 public:
  void add(std::size_t truth, const text::Sentiment& read, std::size_t other) {
    const auto said = static_cast<std::size_t>(read.label);
    ++ours_[truth][said];
    ++other_[truth][other];
    if (!read.unsure) {
      ++sure_;
      sure_right_ += said == truth ? 1 : 0;
    }
    Bin& bin = bins_[std::min<std::size_t>(9, static_cast<std::size_t>(read.confidence * 10))];
    ++bin.texts;
    bin.right += said == truth ? 1 : 0;
    bin.confidence += static_cast<double>(read.confidence);
    ++texts_;
  }

  void print_as(const std::string& name) const {
    const std::string texts = std::to_string(texts_) + " texts; VADER ";
    print_figure(name + ", accuracy", accuracy(ours_), texts + shown(accuracy(other_)));
    print_figure(name + ", macro-F1", macro(ours_), texts + shown(macro(other_)));
    double error = 0;
    for (const Bin& bin : bins_) error += std::abs(bin.confidence - bin.right) / texts_;
    print_figure("  confidence off by, mean (ECE, ten bins)", error,
                 "sure of " + shown(sure_ / texts_) + ", of these right " +
                     shown(sure_right_ / std::max(1.0, sure_)));
  }

 private:
  struct Bin {
    double texts = 0, right = 0, confidence = 0;
  };
  using Table = std::array<std::array<double, 3>, 3>;  ///< [truth][said]

  static std::string shown(double x) {
    std::ostringstream out;
    out.precision(3);
    out << std::fixed << x;
    return out.str();
  }
  [[nodiscard]] double accuracy(const Table& t) const {
    return (t[0][0] + t[1][1] + t[2][2]) / std::max(1.0, texts_);
  }
  [[nodiscard]] static double macro(const Table& t) {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      double all = 0;
      for (std::size_t i = 0; i < 3; ++i) all += t[k][i] + t[i][k];
      sum += 2 * t[k][k] / std::max(1.0, all) / 3;
    }
    return sum;
  }

  Table ours_{};
  Table other_{};
  std::array<Bin, 10> bins_{};
  double texts_ = 0, sure_ = 0, sure_right_ = 0;
};

std::size_t class_of(std::string_view label) {
  return label.starts_with("neg") ? 0 : label.starts_with("neu") ? 1 : 2;
}

std::size_t class_of(double compound) { return compound >= 0.05 ? 2 : compound <= -0.05 ? 0 : 1; }

void print_held_out(text::Analyser::Parts parts, const Vader& vader, const train::Taught& taught) {
  const auto heads = std::make_shared<HeldOutHeads>();
  parts.learnt = heads;
  text::Analyser analyser(parts);
  text::Analysis analysis;
  const auto labels = taught.trained.model.labels();
  const auto begin =
      std::find(taught.sources.origins.begin(), taught.sources.origins.end(), "dynasent") -
      taught.sources.origins.begin();
  std::map<std::string, Count> counts;
  Count main;
  for (std::size_t i = 0; i < taught.trained.kept.size(); ++i) {
    const std::size_t at = taught.trained.kept[i];
    const text::Example& example = taught.sources.set.examples[at];
    heads->three = {};
    for (std::size_t label = 0; label < labels.size(); ++label) {
      heads->three[class_of(labels[label])] +=
          taught.trained.probabilities[i * labels.size() + label];
    }
    analyser.analyse(example.text, "", analysis);
    const std::size_t truth = class_of(taught.sources.set.labels[example.labels.front()]);
    const std::size_t other = class_of(vader.compound(example.text));
    const std::string& origin = taught.sources.origins[at];
    counts[origin].add(truth, analysis.sentiment, other);
    if (origin == "dynasent") {
      const bool first = at - static_cast<std::size_t>(begin) < kDynaSentFirst;
      counts[first ? "dynasent, round 1" : "dynasent, round 2"].add(truth, analysis.sentiment,
                                                                    other);
    }
    const bool shops = origin == "patient-feedback" || origin == "dynasent" ||
                       origin == "amazonReviewSnippets" || origin == "tweets";
    if (shops) main.add(truth, analysis.sentiment, other);
  }
  for (const auto& [origin, count] : counts) count.print_as("sentiment, " + origin);
  main.print_as("sentiment, answers, DynaSent, products, tweets");
}

/// Sentences of which none was learnt from, two classes by the sign of the score.
void print_unseen(const text::Analyser::Parts& parts, const Vader& vader, const fs::path& file) {
  text::Analyser analyser(parts);
  text::Analysis analysis;
  double all = 0, right = 0, other = 0;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    const bool good = line.starts_with("positive");
    const std::string text = line.substr(tab + 1);
    analyser.analyse(text, "", analysis);
    ++all;
    right += (analysis.sentiment.score > 0) == good ? 1 : 0;
    other += (vader.compound(text) > 0) == good ? 1 : 0;
  }
  print_figure("clear review sentences, two classes, accuracy", right / std::max(1.0, all),
               std::to_string(static_cast<int>(all)) + " texts, none learnt from");
  print_figure("  VADER", other / std::max(1.0, all), "");
}

}  // namespace

void print_sentiment_figures(const text::Analyser::Parts& parts, const text::WordTable& words,
                             const fs::path& data) {
  const Vader vader(data / "comments/vader");
  print_unseen(parts, vader, data / "comments/uci_amazon_imdb.tsv");
  const auto taught = train::teach("sentiment", data, words);
  if (!taught) {
    std::cout << "sentiment: " << taught.error().message << '\n';
    return;
  }
  print_held_out(parts, vader, *taught);
}

}  // namespace earshot::bench
