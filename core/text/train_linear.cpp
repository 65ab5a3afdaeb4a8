#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text/training_parts.h"

namespace earshot::text {
namespace {

/// Labels are worked on in blocks of this size, so that a loop over a block has a fixed length.
constexpr std::size_t kBlock = 8;

/// How telling each row is: log of how few examples have it; 0 where fewer than two do.
std::vector<float> row_weights(const Corpus& corpus, std::span<const std::uint32_t> examples,
                               unsigned bits) {
  std::vector<std::uint32_t> counts(std::size_t{1} << bits, 0);
  std::vector<std::uint32_t> last(counts.size(), UINT32_MAX);
  for (const std::uint32_t example : examples) {
    for (const HashedFeature& f : corpus.features_of(example)) {
      const std::uint32_t row = f.id >> (32 - bits);
      if (last[row] == example) continue;
      last[row] = example;
      ++counts[row];
    }
  }
  std::vector<float> weights(counts.size(), 0);
  const auto n = static_cast<float>(examples.size());
  for (std::size_t row = 0; row < counts.size(); ++row) {
    if (counts[row] >= 2)
      weights[row] = (std::log((n + 1) / (static_cast<float>(counts[row]) + 1)) + 1) / 6;
  }
  return weights;
}

class Descent {
 public:
  Descent(const Corpus& corpus, std::span<const std::uint32_t> examples,
          const TrainingOptions& options)
      : corpus_(corpus),
        examples_(examples),
        bits_(options.bits),
        columns_((corpus.labels + kBlock - 1) / kBlock * kBlock),
        row_weights_(row_weights(corpus, examples, options.bits)),
        weights_(columns_ << options.bits, 0),
        biases_(columns_, 0),
        alphas_(columns_ * examples.size(), 0) {
    weigh_sides(options);
  }

  void round(Dice& dice) {
    std::vector<std::uint32_t> order(examples_.size());
    std::iota(order.begin(), order.end(), 0U);
    dice.shuffle(order);
    for (const std::uint32_t at : order) step(at);
  }

  [[nodiscard]] LinearPart part() const {
    const std::size_t labels = corpus_.labels;
    std::vector<float> folded(labels << bits_, 0);
    for (std::size_t row = 0; row < row_weights_.size(); ++row) {
      for (std::size_t label = 0; label < labels; ++label)
        folded[row * labels + label] = weights_[row * columns_ + label] * row_weights_[row];
    }
    LinearPart part;
    part.bits = bits_;
    quantise(folded, labels, part.weights, part.scales);
    part.biases.assign(biases_.begin(), biases_.begin() + static_cast<std::ptrdiff_t>(labels));
    return part;
  }

 private:
  /// 1 / (2 C) for a text that has the label and one that has not.
  void weigh_sides(const TrainingOptions& options) {
    for (std::size_t label = 0; label < columns_; ++label) {
      float yes = 0;
      float all = 0;
      for (const std::uint32_t example : examples_) {
        all += 1;
        if (label < corpus_.labels && corpus_.holds(example, label)) yes += 1;
      }
      const float dearer =
          std::pow(std::max(1.0F, (all - yes) / std::max(1.0F, yes)), options.positive_power);
      slack_yes_.push_back(0.5F / (options.cost * dearer));
      slack_no_.push_back(0.5F / options.cost);
    }
  }

  void step(std::size_t at) {
    const std::uint32_t example = examples_[at];
    const std::span<const HashedFeature> features = corpus_.features_of(example);
    scores_.assign(biases_.begin(), biases_.end());
    float length = 1;
    for (const HashedFeature& f : features) {
      const std::uint32_t row = f.id >> (32 - bits_);
      const float x = f.value * row_weights_[row];
      if (x == 0) continue;
      length += x * x;
      add(weights_.data() + row * columns_, x, scores_.data());
    }
    bool changed = false;
    float* alphas = alphas_.data() + at * columns_;
    for (std::size_t label = 0; label < corpus_.labels; ++label) {
      const bool holds = corpus_.holds(example, label);
      const float y = holds ? 1.0F : -1.0F;
      const float slack = (holds ? slack_yes_[label] : slack_no_[label]) / corpus_.weights[example];
      const float gradient = y * scores_[label] - 1 + alphas[label] * slack;
      const float next = std::max(alphas[label] - gradient / (length + slack), 0.0F);
      scores_[label] = (next - alphas[label]) * y;
      changed = changed || scores_[label] != 0;
      alphas[label] = next;
    }
    if (!changed) return;
    std::fill(scores_.begin() + static_cast<std::ptrdiff_t>(corpus_.labels), scores_.end(), 0.0F);
    add(scores_.data(), 1, biases_.data());
    for (const HashedFeature& f : features) {
      const std::uint32_t row = f.id >> (32 - bits_);
      const float x = f.value * row_weights_[row];
      if (x != 0) add(scores_.data(), x, weights_.data() + row * columns_);
    }
  }

  void add(const float* __restrict from, float times, float* __restrict to) const {
    for (std::size_t block = 0; block < columns_; block += kBlock) {
      for (std::size_t i = 0; i < kBlock; ++i) to[block + i] += times * from[block + i];
    }
  }

  const Corpus& corpus_;
  const std::span<const std::uint32_t> examples_;
  const unsigned bits_;
  const std::size_t columns_;
  std::vector<float> row_weights_;
  std::vector<float> weights_;
  std::vector<float> biases_;
  std::vector<float> alphas_;
  std::vector<float> slack_yes_;
  std::vector<float> slack_no_;
  std::vector<float> scores_;
};

}  // namespace

LinearPart train_linear(const Corpus& corpus, std::span<const std::uint32_t> examples,
                        const TrainingOptions& options, std::uint64_t seed) {
  Dice dice(seed);
  Descent descent(corpus, examples, options);
  for (std::size_t i = 0; i < options.linear_rounds; ++i) descent.round(dice);
  return descent.part();
}

}  // namespace earshot::text
