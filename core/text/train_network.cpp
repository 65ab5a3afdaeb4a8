#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text/training_parts.h"

namespace earshot::text {
namespace {

constexpr std::size_t kBlock = 8;
constexpr std::size_t kBatch = 32;
constexpr float kRate = 0.002F;
constexpr float kDecay = 1e-4F;  ///< of weights, each step, times the rate
constexpr float kTiny = 1e-20F;
constexpr float kKeepInput = 0.8F;
constexpr float kKeepHidden = 0.6F;

void add(const float* __restrict from, float times, float* __restrict to, std::size_t count) {
  for (std::size_t block = 0; block < count; block += kBlock) {
    for (std::size_t i = 0; i < kBlock; ++i) to[block + i] += times * from[block + i];
  }
}

float dot(const float* __restrict a, const float* __restrict b, std::size_t count) {
  float sums[kBlock] = {};
  for (std::size_t block = 0; block < count; block += kBlock) {
    for (std::size_t i = 0; i < kBlock; ++i) sums[i] += a[block + i] * b[block + i];
  }
  return std::accumulate(std::begin(sums), std::end(sums), 0.0F);
}

/// Numbers that Adam moves.
struct Moved {
  std::vector<float> values;
  std::vector<float> gradients;
  std::vector<float> means;
  std::vector<float> squares;

  explicit Moved(std::size_t count)
      : values(count, 0), gradients(count, 0), means(count, 0), squares(count, 0) {}

  void step(float rate, float decay) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float g = gradients[i];
      // kTiny: without it both fade into denormal numbers, on which a processor is slow.
      means[i] = 0.9F * means[i] + 0.1F * g + kTiny;
      squares[i] = 0.999F * squares[i] + 0.001F * g * g + kTiny;
      values[i] -= rate * (means[i] / (std::sqrt(squares[i]) + 1e-6F) + decay * values[i]);
    }
    std::ranges::fill(gradients, 0.0F);
  }
};

class Network {
 public:
  Network(const Corpus& corpus, const TrainingOptions& options, std::uint64_t seed)
      : corpus_(corpus),
        task_(options.task),
        hidden_((options.hidden + kBlock - 1) / kBlock * kBlock),
        columns_((corpus.labels + kBlock - 1) / kBlock * kBlock),
        dice_(seed),
        first_(kPooledNumbers * hidden_),
        first_bias_(hidden_),
        second_(hidden_ * columns_),
        second_bias_(columns_),
        input_(kPooledNumbers),
        units_(hidden_),
        unit_gradients_(hidden_),
        outputs_(columns_) {
    const float spread = std::sqrt(2.0F / 150);
    for (float& x : first_.values) x = dice_.normal() * spread;
    for (float& x : second_.values)
      x = dice_.normal() * std::sqrt(1.0F / static_cast<float>(hidden_));
  }

  void train(std::span<const std::uint32_t> examples, const TrainingOptions& options,
             std::size_t rounds) {
    weigh(examples, options);
    std::vector<std::uint32_t> order(examples.begin(), examples.end());
    const std::size_t batches = rounds * ((order.size() + kBatch - 1) / kBatch);
    std::size_t batch = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
      dice_.shuffle(order);
      for (std::size_t begin = 0; begin < order.size(); begin += kBatch) {
        const std::size_t end = std::min(order.size(), begin + kBatch);
        for (std::size_t i = begin; i < end; ++i)
          learn(order[i], 1.0F / static_cast<float>(end - begin));
        const float left = 1 - static_cast<float>(batch) / static_cast<float>(batches);
        // Adam's first steps are as long as all others with these estimates: begin gently.
        const float gentle = std::min(1.0F, static_cast<float>(++batch) / 50);
        for (Moved* moved : {&first_, &first_bias_, &second_, &second_bias_})
          moved->step(kRate * left * gentle,
                      moved == &first_ || moved == &second_ ? kDecay * 30 : 0);
      }
    }
  }

  [[nodiscard]] std::size_t hidden() const { return hidden_; }
  [[nodiscard]] float first(std::size_t input, std::size_t unit) const {
    return first_.values[input * hidden_ + unit];
  }
  [[nodiscard]] float first_bias(std::size_t unit) const { return first_bias_.values[unit]; }
  [[nodiscard]] float second(std::size_t unit, std::size_t label) const {
    return second_.values[unit * columns_ + label];
  }
  [[nodiscard]] float second_bias(std::size_t label) const { return second_bias_.values[label]; }

 private:
  void weigh(std::span<const std::uint32_t> examples, const TrainingOptions& options) {
    yes_weights_.assign(corpus_.labels, 1);
    for (std::size_t label = 0; label < corpus_.labels; ++label) {
      float yes = 0;
      for (const std::uint32_t example : examples) yes += corpus_.holds(example, label) ? 1.0F : 0;
      const float no = static_cast<float>(examples.size()) - yes;
      yes_weights_[label] =
          std::pow(std::max(1.0F, no / std::max(1.0F, yes)), options.positive_power * 0.5F);
    }
  }

  void forward() {
    units_ = first_bias_.values;
    for (std::size_t i = 0; i < kPooledNumbers; ++i) {
      if (input_[i] != 0)
        add(first_.values.data() + i * hidden_, input_[i], units_.data(), hidden_);
    }
    for (float& unit : units_) {
      unit = unit > 0 && dice_.unit() < kKeepHidden ? unit / kKeepHidden : 0;
    }
    outputs_ = second_bias_.values;
    for (std::size_t unit = 0; unit < hidden_; ++unit) {
      if (units_[unit] != 0)
        add(second_.values.data() + unit * columns_, units_[unit], outputs_.data(), columns_);
    }
  }

  /// What the outputs are wrong by, in place.
  void errors(std::uint32_t example, float share) {
    const float weight = corpus_.weights[example] * share;
    to_probabilities(task_ == LabelTask::many ? task_ : LabelTask::one,
                     std::span(outputs_).first(corpus_.labels));
    for (std::size_t label = 0; label < columns_; ++label) {
      if (label >= corpus_.labels) {
        outputs_[label] = 0;
        continue;
      }
      const bool holds = corpus_.holds(example, label);
      const float dearer = task_ == LabelTask::many && holds ? yes_weights_[label] : 1;
      outputs_[label] = (outputs_[label] - (holds ? 1.0F : 0.0F)) * weight * dearer;
    }
  }

  void learn(std::uint32_t example, float share) {
    const std::span<const float> pooled = corpus_.pooled_of(example);
    for (std::size_t i = 0; i < kPooledNumbers; ++i)
      input_[i] = pooled[i] != 0 && dice_.unit() < kKeepInput ? pooled[i] / kKeepInput : 0;
    forward();
    errors(example, share);
    add(outputs_.data(), 1, second_bias_.gradients.data(), columns_);
    for (std::size_t unit = 0; unit < hidden_; ++unit) {
      unit_gradients_[unit] = 0;
      if (units_[unit] == 0) continue;
      add(outputs_.data(), units_[unit], second_.gradients.data() + unit * columns_, columns_);
      unit_gradients_[unit] =
          dot(outputs_.data(), second_.values.data() + unit * columns_, columns_) / kKeepHidden;
    }
    add(unit_gradients_.data(), 1, first_bias_.gradients.data(), hidden_);
    for (std::size_t i = 0; i < kPooledNumbers; ++i) {
      if (input_[i] != 0)
        add(unit_gradients_.data(), input_[i], first_.gradients.data() + i * hidden_, hidden_);
    }
  }

  const Corpus& corpus_;
  const LabelTask task_;
  const std::size_t hidden_;
  const std::size_t columns_;
  Dice dice_;
  Moved first_;
  Moved first_bias_;
  Moved second_;
  Moved second_bias_;
  std::vector<float> input_;
  std::vector<float> units_;
  std::vector<float> unit_gradients_;
  std::vector<float> outputs_;
  std::vector<float> yes_weights_;
};

/// A small set needs more rounds than a large one, and a large one would take too long.
std::size_t rounds_for(std::size_t examples, std::size_t wanted) {
  if (wanted > 0) return wanted;
  return std::clamp<std::size_t>(120'000 / std::max<std::size_t>(examples, 1), 6, 30);
}

}  // namespace

NetworkPart train_network(const Corpus& corpus, std::span<const std::uint32_t> examples,
                          const TrainingOptions& options, std::uint64_t seed) {
  NetworkPart part;
  if (options.hidden == 0 || options.networks == 0) return part;
  std::vector<Network> networks;
  for (std::size_t i = 0; i < options.networks; ++i) {
    networks.emplace_back(corpus, options, seed + i * 7919);
    networks.back().train(examples, options, rounds_for(examples.size(), options.network_rounds));
  }
  const std::size_t each = networks.front().hidden();
  const std::size_t hidden = each * networks.size();
  const auto share = 1.0F / static_cast<float>(networks.size());
  std::vector<float> first(kPooledNumbers * hidden);
  std::vector<float> second(hidden * corpus.labels);
  part.hidden = static_cast<std::uint32_t>(hidden);
  part.second_biases.assign(corpus.labels, 0);
  for (std::size_t unit = 0; unit < hidden; ++unit) {
    const Network& net = networks[unit / each];
    for (std::size_t i = 0; i < kPooledNumbers; ++i)
      first[i * hidden + unit] = net.first(i, unit % each);
    part.first_biases.push_back(net.first_bias(unit % each));
    for (std::size_t label = 0; label < corpus.labels; ++label)
      second[unit * corpus.labels + label] = net.second(unit % each, label) * share;
  }
  for (const Network& net : networks) {
    for (std::size_t label = 0; label < corpus.labels; ++label)
      part.second_biases[label] += net.second_bias(label) * share;
  }
  quantise(first, hidden, part.first, part.first_scales);
  quantise(second, corpus.labels, part.second, part.second_scales);
  return part;
}

}  // namespace earshot::text
