#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "core/text/training_parts.h"

namespace earshot::text {
namespace {

/// Labels are worked on in blocks of this size, so that a loop over a block has a fixed length.
constexpr std::size_t kBlock = 8;

/// A text, and which labels it has: 1, has not: 0, or may have: kPerhaps.
struct Lesson {
  std::span<const HashedFeature> features;
  const std::uint8_t* truth = nullptr;
  float weight = 1;
};
constexpr std::uint8_t kPerhaps = 2;
constexpr float kClear = 0.5F;          ///< a clause with this score has the label of its comment
constexpr float kClauseWeight = 0.25F;  ///< of a clause; whose labels are a guess

/// How telling each row is: log of how few lessons have it; 0 where fewer than two do.
std::vector<float> row_weights(std::span<const Lesson> lessons, unsigned bits) {
  std::vector<std::uint32_t> counts(std::size_t{1} << bits, 0);
  std::vector<std::size_t> last(counts.size(), SIZE_MAX);
  for (std::size_t i = 0; i < lessons.size(); ++i) {
    for (const HashedFeature& f : lessons[i].features) {
      const std::uint32_t row = f.id >> (32 - bits);
      if (last[row] == i) continue;
      last[row] = i;
      ++counts[row];
    }
  }
  std::vector<float> weights(counts.size(), 0);
  const auto n = static_cast<float>(lessons.size());
  for (std::size_t row = 0; row < counts.size(); ++row) {
    if (counts[row] >= 2)
      weights[row] = (std::log((n + 1) / (static_cast<float>(counts[row]) + 1)) + 1) / 6;
  }
  return weights;
}

class Descent {
 public:
  Descent(std::size_t labels, std::span<const Lesson> lessons, const TrainingOptions& options)
      : labels_(labels),
        lessons_(lessons),
        bits_(options.bits),
        faint_max_(options.faint_max),
        columns_((labels + kBlock - 1) / kBlock * kBlock),
        row_weights_(row_weights(lessons, options.bits)),
        weights_(columns_ << options.bits, 0),
        biases_(columns_, 0),
        alphas_(columns_ * lessons.size(), 0) {
    weigh_sides(options);
  }

  void round(Dice& dice) {
    std::vector<std::uint32_t> order(lessons_.size());
    std::iota(order.begin(), order.end(), 0U);
    dice.shuffle(order);
    for (const std::uint32_t at : order) step(at);
  }

  [[nodiscard]] LinearPart part() const {
    const std::size_t labels = labels_;
    std::vector<float> folded(labels << bits_, 0);
    for (std::size_t row = 0; row < row_weights_.size(); ++row) {
      for (std::size_t label = 0; label < labels; ++label)
        folded[row * labels + label] = weights_[row * columns_ + label] * row_weights_[row];
    }
    LinearPart part;
    part.bits = bits_;
    quantise(folded, labels, part.weights, part.scales);
    drop_faint(part.weights);
    part.biases.assign(biases_.begin(), biases_.begin() + static_cast<std::ptrdiff_t>(labels));
    return part;
  }

 private:
  void drop_faint(std::vector<std::int8_t>& weights) const {
    for (std::int8_t& w : weights) {
      if (std::abs(w) <= faint_max_) w = 0;
    }
  }

  /// 1 / (2 C) for a text that has the label and one that has not.
  void weigh_sides(const TrainingOptions& options) {
    for (std::size_t label = 0; label < columns_; ++label) {
      float yes = 0;
      float all = 0;
      for (const Lesson& lesson : lessons_) {
        all += 1;
        if (label < labels_ && lesson.truth[label] == 1) yes += 1;
      }
      const float dearer =
          std::pow(std::max(1.0F, (all - yes) / std::max(1.0F, yes)), options.positive_power);
      slack_yes_.push_back(0.5F / (options.cost * dearer));
      slack_no_.push_back(0.5F / options.cost);
    }
  }

  void step(std::size_t at) {
    const Lesson& lesson = lessons_[at];
    scores_.assign(biases_.begin(), biases_.end());
    float length = 1;
    for (const HashedFeature& f : lesson.features) {
      const std::uint32_t row = f.id >> (32 - bits_);
      const float x = f.value * row_weights_[row];
      if (x == 0) continue;
      length += x * x;
      add(weights_.data() + row * columns_, x, scores_.data());
    }
    bool changed = false;
    float* alphas = alphas_.data() + at * columns_;
    for (std::size_t label = 0; label < labels_; ++label) {
      if (lesson.truth[label] == kPerhaps) {
        scores_[label] = 0;
        continue;
      }
      const bool holds = lesson.truth[label] == 1;
      const float y = holds ? 1.0F : -1.0F;
      const float slack = (holds ? slack_yes_[label] : slack_no_[label]) / lesson.weight;
      const float gradient = y * scores_[label] - 1 + alphas[label] * slack;
      const float next = std::max(alphas[label] - gradient / (length + slack), 0.0F);
      scores_[label] = (next - alphas[label]) * y;
      changed = changed || scores_[label] != 0;
      alphas[label] = next;
    }
    if (!changed) return;
    std::fill(scores_.begin() + static_cast<std::ptrdiff_t>(labels_), scores_.end(), 0.0F);
    add(scores_.data(), 1, biases_.data());
    for (const HashedFeature& f : lesson.features) {
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

  const std::size_t labels_;
  const std::span<const Lesson> lessons_;
  const unsigned bits_;
  const int faint_max_;
  const std::size_t columns_;
  std::vector<float> row_weights_;
  std::vector<float> weights_;
  std::vector<float> biases_;
  std::vector<float> alphas_;
  std::vector<float> slack_yes_;
  std::vector<float> slack_no_;
  std::vector<float> scores_;
};

/// Which labels the clauses of one example have, by what is known of the whole.
void guess_clauses(const Corpus& corpus, std::uint32_t example, const LinearPart& part,
                   std::vector<std::uint8_t>& truth) {
  const std::size_t n = corpus.labels;
  const std::size_t first = corpus.first_clause[example];
  const std::size_t count = corpus.first_clause[example + 1] - first;
  std::vector<float> scores(count * n);
  for (std::size_t c = 0; c < count; ++c)
    linear_scores(part, corpus.clauses.features(first + c), std::span(scores).subspan(c * n, n));
  for (std::size_t label = 0; label < n; ++label) {
    if (!corpus.holds(example, label)) continue;
    std::size_t best = 0;
    for (std::size_t c = 0; c < count; ++c) {
      const float score = scores[c * n + label];
      if (score > scores[best * n + label]) best = c;
      truth[(first + c) * n + label] = score > kClear ? 1 : kPerhaps;
    }
    truth[(first + best) * n + label] = 1;
  }
}

LinearPart descended(std::size_t labels, std::span<const Lesson> lessons,
                     const TrainingOptions& options, std::uint64_t seed) {
  Dice dice(seed);
  Descent descent(labels, lessons, options);
  for (std::size_t i = 0; i < options.linear_rounds; ++i) descent.round(dice);
  return descent.part();
}

}  // namespace

LinearPart train_linear(const Corpus& corpus, std::span<const std::uint32_t> examples,
                        const TrainingOptions& options, std::uint64_t seed) {
  const std::size_t n = corpus.labels;
  std::vector<Lesson> lessons;
  for (const std::uint32_t example : examples)
    lessons.push_back(
        {corpus.features_of(example), corpus.truth.data() + example * n, corpus.weights[example]});
  LinearPart part = descended(n, lessons, options, seed);
  if (corpus.clauses.size() == 0) return part;
  std::vector<std::uint8_t> truth(corpus.clauses.size() * n, 0);
  for (const std::uint32_t example : examples) {
    guess_clauses(corpus, example, part, truth);
    for (std::size_t c = corpus.first_clause[example]; c < corpus.first_clause[example + 1]; ++c)
      lessons.push_back({corpus.clauses.features(c), truth.data() + c * n,
                         corpus.weights[example] * kClauseWeight});
  }
  return descended(n, lessons, options, seed);
}

}  // namespace earshot::text
