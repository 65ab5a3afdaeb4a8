#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/text/training_parts.h"

namespace earshot::text {
namespace {

constexpr float kThresholdLeast = 0.02F;
constexpr float kThresholdMost = 0.9F;

float logistic(float x) { return 1 / (1 + std::exp(-x)); }

/// Newton's method for one label: shrunk with `strength` towards `prior` (its offset is free).
LabelRule fit_one(const Corpus& corpus, std::span<const std::uint32_t> examples,
                  const HeldOut& scores, std::size_t label, const LabelRule& prior,
                  double strength) {
  std::array<double, 3> w = {prior.linear, prior.network, prior.offset};
  for (int round = 0; round < 25; ++round) {
    std::array<double, 3> g = {strength * (w[0] - prior.linear), strength * (w[1] - prior.network),
                               1e-3 * w[2]};
    double h[3][3] = {{strength, 0, 0}, {0, strength, 0}, {0, 0, 1e-3}};
    for (const std::uint32_t example : examples) {
      const std::size_t at = example * corpus.labels + label;
      const std::array<double, 3> x = {scores.linear[at], scores.network[at], 1};
      const double z = std::clamp(w[0] * x[0] + w[1] * x[1] + w[2], -30.0, 30.0);
      const double p = 1 / (1 + std::exp(-z));
      const double weight = corpus.weights[example];
      const double error = weight * (p - (corpus.truth[at] != 0 ? 1 : 0));
      const double curve = weight * std::max(p * (1 - p), 1e-6);
      for (std::size_t i = 0; i < 3; ++i) {
        g[i] += error * x[i];
        for (std::size_t j = 0; j < 3; ++j) h[i][j] += curve * x[i] * x[j];
      }
    }
    // Cramer's rule: three unknowns.
    const auto det = [&h](std::size_t a, std::size_t b) {
      return h[(a + 1) % 3][(b + 1) % 3] * h[(a + 2) % 3][(b + 2) % 3] -
             h[(a + 1) % 3][(b + 2) % 3] * h[(a + 2) % 3][(b + 1) % 3];
    };
    const double whole = h[0][0] * det(0, 0) + h[0][1] * det(0, 1) + h[0][2] * det(0, 2);
    if (std::abs(whole) < 1e-12) break;
    double moved = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      double step = 0;
      for (std::size_t j = 0; j < 3; ++j) step += det(j, i) * g[j];
      step = std::clamp(step / whole, -2.0, 2.0);
      w[i] -= step;
      moved = std::max(moved, std::abs(step));
    }
    if (moved < 1e-5) break;
  }
  LabelRule rule;
  rule.linear = static_cast<float>(std::max(w[0], 0.0));
  rule.network = static_cast<float>(std::max(w[1], 0.0));
  rule.offset = static_cast<float>(w[2]);
  return rule;
}

/// The threshold with the best F1. Half of what counts as true is what the probabilities expect:
/// for a label with few texts the observed F1 alone jumps about.
float best_threshold(std::span<const float> probabilities, std::span<const std::uint8_t> truth) {
  std::vector<std::uint32_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return probabilities[a] > probabilities[b]; });
  double all = 0;
  for (const std::uint32_t i : order) all += 0.5 * truth[i] + 0.5 * probabilities[i];
  double right = 0;
  double best = -1;
  float threshold = 0.5F;
  for (std::size_t n = 0; n < order.size(); ++n) {
    const float p = probabilities[order[n]];
    if (p < kThresholdLeast) break;
    right += 0.5 * truth[order[n]] + 0.5 * p;
    const double f1 = 2 * right / (all + static_cast<double>(n + 1));
    if (f1 <= best) continue;
    best = f1;
    const float next = n + 1 < order.size() ? probabilities[order[n + 1]] : 0;
    threshold = (p + next) / 2;
  }
  return std::clamp(threshold, kThresholdLeast, kThresholdMost);
}

std::vector<LabelRule> fit_many(const Corpus& corpus, std::span<const std::uint32_t> examples,
                                const HeldOut& scores) {
  const LabelRule guess{2, 0.5F, -1, 0.5F};
  std::vector<LabelRule> rules;
  LabelRule mean{0, 0, -1, 0.5F};
  for (std::size_t label = 0; label < corpus.labels; ++label) {
    rules.push_back(fit_one(corpus, examples, scores, label, guess, 2));
    mean.linear += rules.back().linear / static_cast<float>(corpus.labels);
    mean.network += rules.back().network / static_cast<float>(corpus.labels);
  }
  std::vector<float> probabilities(examples.size());
  std::vector<std::uint8_t> truth(examples.size());
  for (std::size_t label = 0; label < corpus.labels; ++label) {
    rules[label] = fit_one(corpus, examples, scores, label, mean, 10);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const std::size_t at = examples[i] * corpus.labels + label;
      probabilities[i] = logistic(rules[label].linear * scores.linear[at] +
                                  rules[label].network * scores.network[at] + rules[label].offset);
      truth[i] = corpus.truth[at];
    }
    rules[label].threshold = best_threshold(probabilities, truth);
  }
  return rules;
}

/// One pair of weights for all labels and an offset for each, by gradient descent with momentum.
std::vector<LabelRule> fit_softmax(const Corpus& corpus, std::span<const std::uint32_t> examples,
                                   const HeldOut& scores) {
  const std::size_t n = corpus.labels;
  std::vector<LabelRule> rules(n, LabelRule{1, 0.5F, 0, 1});
  std::vector<double> speed(n + 2, 0);
  std::vector<float> p(n);
  double all = 0;
  for (const std::uint32_t example : examples) all += corpus.weights[example];
  for (int round = 0; round < 150; ++round) {
    std::vector<double> g(n + 2, 0);
    for (const std::uint32_t example : examples) {
      const std::size_t at = example * n;
      apply_rules(LabelTask::one, rules, std::span(scores.linear).subspan(at, n),
                  std::span(scores.network).subspan(at, n), p);
      for (std::size_t label = 0; label < n; ++label) {
        const double error = corpus.weights[example] / all * (p[label] - corpus.truth[at + label]);
        g[0] += error * scores.linear[at + label];
        g[1] += error * scores.network[at + label];
        g[2 + label] += error;
      }
    }
    for (std::size_t i = 0; i < speed.size(); ++i) speed[i] = 0.8 * speed[i] - 0.5 * g[i];
    for (std::size_t label = 0; label < n; ++label) {
      rules[label].linear = std::max(0.0F, rules[label].linear + static_cast<float>(speed[0]));
      rules[label].network = std::max(0.0F, rules[label].network + static_cast<float>(speed[1]));
      rules[label].offset += static_cast<float>(speed[2 + label]);
    }
  }
  return rules;
}

/// Accuracy and macro F1, half and half.
double softmax_merit(std::span<const float> p, std::span<const std::uint32_t> truth,
                     std::span<const float> weights, std::span<const LabelRule> rules) {
  const std::size_t n = rules.size();
  std::vector<double> right(n, 0);
  std::vector<double> said(n, 0);
  std::vector<double> so(n, 0);
  std::vector<std::uint8_t> marks(n);
  double hits = 0;
  double all = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double weight = weights[i];
    all += weight;
    decide(LabelTask::one, rules, true, p.subspan(i * n, n), marks);
    const auto at = static_cast<std::size_t>(std::ranges::find(marks, 1) - marks.begin());
    said[at] += weight;
    so[truth[i]] += weight;
    if (at != truth[i]) continue;
    right[at] += weight;
    hits += weight;
  }
  double macro = 0;
  for (std::size_t label = 0; label < n; ++label)
    macro += 2 * right[label] / std::max(1e-6, said[label] + so[label]) / static_cast<double>(n);
  return macro + hits / std::max(all, 1e-6);
}

/// Rare labels win less often than is best for F1; a divisor below 1 helps them.
void tune_divisors(const Corpus& corpus, std::span<const std::uint32_t> examples,
                   const HeldOut& scores, std::vector<LabelRule>& rules) {
  const std::size_t n = corpus.labels;
  std::vector<float> p(examples.size() * n);
  std::vector<std::uint32_t> truth;
  std::vector<float> weights;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const std::size_t at = examples[i] * n;
    weights.push_back(corpus.weights[examples[i]]);
    apply_rules(LabelTask::one, rules, std::span(scores.linear).subspan(at, n),
                std::span(scores.network).subspan(at, n), std::span(p).subspan(i * n, n));
    const auto begin = corpus.truth.begin() + static_cast<std::ptrdiff_t>(at);
    truth.push_back(static_cast<std::uint32_t>(
        std::find(begin, begin + static_cast<std::ptrdiff_t>(n), 1) - begin));
  }
  double best = softmax_merit(p, truth, weights, rules);
  for (int round = 0; round < 2; ++round) {
    for (LabelRule& rule : rules) {
      const float before = rule.threshold;
      float chosen = before;
      for (const float factor : {0.6F, 0.75F, 0.87F, 1.0F}) {
        rule.threshold = factor;
        const double merit = softmax_merit(p, truth, weights, rules);
        if (merit <= best + 0.002) continue;
        best = merit;
        chosen = factor;
      }
      rule.threshold = chosen;
    }
  }
}

}  // namespace

std::vector<LabelRule> fit_rules(const Corpus& corpus, std::span<const std::uint32_t> examples,
                                 const HeldOut& scores, const TrainingOptions& options) {
  if (options.task == LabelTask::many) return fit_many(corpus, examples, scores);
  std::vector<LabelRule> rules = fit_softmax(corpus, examples, scores);
  tune_divisors(corpus, examples, scores, rules);
  return rules;
}

void apply_rules(LabelTask task, std::span<const LabelRule> rules, std::span<const float> linear,
                 std::span<const float> network, std::span<float> out) {
  for (std::size_t i = 0; i < rules.size(); ++i)
    out[i] = rules[i].linear * linear[i] + rules[i].network * network[i] + rules[i].offset;
  to_probabilities(task, out.first(rules.size()));
}

}  // namespace earshot::text
