// The steps of training, each by itself so that it can be tested: what examples look like as
// numbers, the linear part, the network, and the rules that make decisions of their scores.
// Owner: core/text. Threads: a call uses only what it is handed. Used by training.cpp alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/text/model.h"
#include "core/text/training.h"

namespace earshot::text {

/// Random numbers that are the same everywhere for one seed (SplitMix64, Steele et al. 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Even in 0 … count−1; count > 0.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  /// Even in 0 … 1.
  float unit() { return static_cast<float>(next() >> 40) / static_cast<float>(1U << 24); }
  /// About normal, mean 0, deviation 1.
  float normal();
  void shuffle(std::vector<std::uint32_t>& order);

 private:
  std::uint64_t state_;
};

/// The hashed features that a FeatureReader saw of texts, one after the other.
class Readings {
 public:
  void add(const FeatureReader& reader) {
    features_.insert(features_.end(), reader.hashed().begin(), reader.hashed().end());
    ends_.push_back(features_.size());
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::span<const HashedFeature> features(std::size_t text) const {
    const std::size_t begin = text == 0 ? 0 : ends_[text - 1];
    return std::span(features_).subspan(begin, ends_[text] - begin);
  }

 private:
  std::vector<std::size_t> ends_;  ///< of each text's features
  std::vector<HashedFeature> features_;
};

/// Examples as numbers, one after the other.
struct Corpus {
  std::size_t labels = 0;
  Readings whole;             ///< one for each example
  std::vector<float> pooled;  ///< kPooledNumbers for each example
  /// The clauses of the examples that have several, where clauses are read by themselves too.
  Readings clauses;
  std::vector<std::size_t> first_clause;  ///< of each example, and the end
  std::vector<std::uint8_t> truth;        ///< `labels` for each example: 0 or 1
  std::vector<float> weights;

  [[nodiscard]] std::size_t size() const { return weights.size(); }
  [[nodiscard]] bool holds(std::size_t example, std::size_t label) const {
    return truth[example * labels + label] != 0;
  }
  [[nodiscard]] std::span<const HashedFeature> features_of(std::size_t example) const {
    return whole.features(example);
  }
  [[nodiscard]] std::span<const float> pooled_of(std::size_t example) const {
    return std::span(pooled).subspan(example * kPooledNumbers, kPooledNumbers);
  }
};

/// Support vector machines with squared hinge loss, one for each label, by dual coordinate descent
/// (Hsieh et al. 2008, algorithm 1), all labels in step: a row of weights is fetched once for all.
/// Where the corpus has clauses, a second time with them: of a comment's clauses the one that
/// scores highest for a label of the comment is taken to have it, so is any with a clear score, and
/// the others may or may not (after Andrews et al. 2002, mi-SVM; one round).
[[nodiscard]] LinearPart train_linear(const Corpus& corpus, std::span<const std::uint32_t> examples,
                                      const TrainingOptions& options, std::uint64_t seed);

/// `options.networks` networks by Adam (Kingma & Ba 2015), joined: their mean is one network.
[[nodiscard]] NetworkPart train_network(const Corpus& corpus,
                                        std::span<const std::uint32_t> examples,
                                        const TrainingOptions& options, std::uint64_t seed);

/// Scores of all examples by models that had not seen them, `labels` for each example.
struct HeldOut {
  std::vector<float> linear;
  std::vector<float> network;
  std::vector<float> clause;  ///< the linear score of the clause that scores highest

  /// `labels` of each, from `at` on.
  [[nodiscard]] LabelScores from(std::size_t at, std::size_t labels) const {
    const auto part = [&](const std::vector<float>& all) {
      return std::span(all).subspan(at, labels);
    };
    return {part(linear), part(network), part(clause)};
  }
};

/// Logistic regression of the truth on the scores, for each label (or of all labels together where
/// just one holds), shrunk towards the mean of the labels; thresholds that give the best F1.
[[nodiscard]] std::vector<LabelRule> fit_rules(const Corpus& corpus,
                                               std::span<const std::uint32_t> examples,
                                               const HeldOut& scores,
                                               const TrainingOptions& options);

/// What `rules` make of one example's scores.
void apply_rules(LabelTask task, std::span<const LabelRule> rules, const LabelScores& scores,
                 std::span<float> out);

/// Fills everything in `report` but what was given, left out and used.
void measure(const Corpus& corpus, std::span<const std::uint8_t> said,
             const TrainingOptions& options, TrainingReport& report);

}  // namespace earshot::text
