#include "core/text/model.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace earshot::text {

Model::Model(ModelParts parts) : parts_(std::move(parts)) {
  const std::size_t n = parts_.labels.size();
  const LinearPart& linear = parts_.linear;
  const NetworkPart& net = parts_.network;
  EARSHOT_CHECK(n > 0 && n <= kLabelsMax && parts_.rules.size() == n);
  EARSHOT_CHECK(linear.bits >= kRowBitsMin && linear.bits <= kRowBitsMax);
  EARSHOT_CHECK(linear.weights.size() == (n << linear.bits));
  EARSHOT_CHECK(linear.scales.size() == n && linear.biases.size() == n);
  EARSHOT_CHECK(net.hidden <= kHiddenUnitsMax);
  EARSHOT_CHECK(net.first.size() == kPooledNumbers * net.hidden);
  EARSHOT_CHECK(net.first_scales.size() == net.hidden && net.first_biases.size() == net.hidden);
  EARSHOT_CHECK(net.second.size() == net.hidden * n);
  EARSHOT_CHECK(net.hidden == 0 ||
                (net.second_scales.size() == n && net.second_biases.size() == n));
  clauses_ = std::ranges::any_of(parts_.rules, [](const auto& r) { return r.clause != 0; });
}

void linear_scores(const LinearPart& part, std::span<const HashedFeature> features,
                   std::span<float> out) {
  const std::size_t n = out.size();
  const auto row_of = [&](const HashedFeature& f) {
    return part.weights.data() + std::size_t{f.id >> (32 - part.bits)} * n;
  };
  // A kind's features all count the same, so small whole numbers are summed and weighed once; as
  // many as cannot overflow. Rows are far apart in memory: they are asked for well ahead.
  constexpr std::size_t kSummed = 256;
  constexpr std::size_t kAhead = 16;
  std::array<std::int16_t, kLabelsMax> sums;
  std::ranges::fill(out, 0.0F);
  for (std::size_t i = 0; i < features.size();) {
    const FeatureKind kind = features[i].kind;
    const float value = features[i].value;
    const std::size_t end = std::min(i + kSummed, features.size());
    std::fill_n(sums.begin(), n, std::int16_t{0});
    for (; i < end && features[i].kind == kind; ++i) {
      if (i + kAhead < features.size()) __builtin_prefetch(row_of(features[i + kAhead]));
      const std::int8_t* __restrict row = row_of(features[i]);
      for (std::size_t label = 0; label < n; ++label)
        sums[label] = static_cast<std::int16_t>(sums[label] + row[label]);
    }
    for (std::size_t label = 0; label < n; ++label)
      out[label] += value * static_cast<float>(sums[label]);
  }
  for (std::size_t label = 0; label < n; ++label)
    out[label] = part.biases[label] + part.scales[label] * out[label];
}

void network_scores(const NetworkPart& part, std::span<const float> pooled, std::span<float> out) {
  const std::size_t n = out.size();
  std::ranges::fill(out, 0.0F);
  if (part.hidden == 0) return;
  std::array<float, kHiddenUnitsMax> units{};
  for (std::size_t i = 0; i < kPooledNumbers; ++i) {
    const float x = pooled[i];
    if (x == 0) continue;
    const std::int8_t* row = part.first.data() + i * part.hidden;
    for (std::size_t unit = 0; unit < part.hidden; ++unit)
      units[unit] += x * static_cast<float>(row[unit]);
  }
  for (std::size_t unit = 0; unit < part.hidden; ++unit) {
    const float x = units[unit] * part.first_scales[unit] + part.first_biases[unit];
    if (x <= 0) continue;
    const std::int8_t* row = part.second.data() + unit * n;
    for (std::size_t label = 0; label < n; ++label)
      out[label] += x * static_cast<float>(row[label]);
  }
  for (std::size_t label = 0; label < n; ++label)
    out[label] = out[label] * part.second_scales[label] + part.second_biases[label];
}

namespace {

using Scores = std::array<float, kLabelsMax>;

void apply(const ModelParts& parts, const LabelScores& scores, std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = logit(parts.rules[i], scores, i);
  to_probabilities(parts.task, out);
}

}  // namespace

void Model::probabilities(const FeatureReader& features, std::span<float> out) const {
  const std::size_t n = parts_.labels.size();
  EARSHOT_CHECK(out.size() >= n);
  Scores linear;
  Scores network;
  linear_scores(parts_.linear, features.hashed(), std::span(linear).first(n));
  network_scores(parts_.network, features.pooled(), std::span(network).first(n));
  apply(parts_, {linear, network, linear}, out.first(n));
}

void Model::probabilities(FeatureReader& features, const Tokens& comment,
                          const ReadContext& context, std::span<float> out,
                          std::span<std::uint32_t> loudest) const {
  const std::size_t n = parts_.labels.size();
  EARSHOT_CHECK(loudest.empty() || loudest.size() >= n);
  std::ranges::fill(loudest, 0U);
  features.read(comment, context);
  const std::size_t clauses = std::min(comment.clauses.size(), kClausesReadMax);
  if (!clauses_ || clauses < 2) return probabilities(features, out);
  EARSHOT_CHECK(out.size() >= n);
  Scores linear;
  Scores network;
  Scores largest;
  Scores scores;
  linear_scores(parts_.linear, features.hashed(), std::span(linear).first(n));
  network_scores(parts_.network, features.pooled(), std::span(network).first(n));
  for (std::size_t i = 0; i < clauses; ++i) {
    const Clause& clause = comment.clauses[i];
    features.read(comment, clause.first, clause.end, context);
    linear_scores(parts_.linear, features.hashed(), std::span(scores).first(n));
    for (std::size_t label = 0; label < n; ++label) {
      if (i > 0 && scores[label] <= largest[label]) continue;
      largest[label] = scores[label];
      if (!loudest.empty()) loudest[label] = static_cast<std::uint32_t>(i);
    }
  }
  apply(parts_, {linear, network, largest}, out.first(n));
}

void to_probabilities(LabelTask task, std::span<float> logits) {
  if (task == LabelTask::many) {
    for (float& x : logits) x = 1 / (1 + std::exp(-x));
    return;
  }
  const float largest = *std::ranges::max_element(logits);
  float sum = 0;
  for (float& x : logits) sum += (x = std::exp(x - largest));
  for (float& x : logits) x /= sum;
}

void decide(LabelTask task, std::span<const LabelRule> rules, bool never_none,
            std::span<const float> probabilities, std::span<std::uint8_t> said) {
  std::size_t nearest = 0;
  float nearest_share = -1;
  bool any = false;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const float share = probabilities[i] / rules[i].threshold;
    if (share > nearest_share) {
      nearest_share = share;
      nearest = i;
    }
    said[i] = task == LabelTask::many && share >= 1 ? 1 : 0;
    any = any || said[i] != 0;
  }
  if (task != LabelTask::many || (never_none && !any)) said[nearest] = 1;
}

void quantise(std::span<const float> weights, std::size_t columns, std::vector<std::int8_t>& small,
              std::vector<float>& scales) {
  scales.assign(columns, 0);
  for (std::size_t i = 0; i < weights.size(); ++i)
    scales[i % columns] = std::max(scales[i % columns], std::abs(weights[i]) / 127);
  small.resize(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float scale = scales[i % columns];
    small[i] = scale > 0 ? static_cast<std::int8_t>(std::lround(weights[i] / scale)) : 0;
  }
}

}  // namespace earshot::text
