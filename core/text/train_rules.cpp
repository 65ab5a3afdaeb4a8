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

/// Weights of the scores in the order of LabelScores, and the offset.
constexpr std::size_t kUnknowns = 4;
using Unknowns = std::array<double, kUnknowns>;
using Curves = std::array<Unknowns, kUnknowns>;

Unknowns unknowns_of(const LabelRule& rule) {
  return {rule.linear, rule.network, rule.clause, rule.offset};
}

/// Solves h · x = g by Gauss' elimination: `h` is symmetric and positive.
Unknowns solved(Curves h, Unknowns g) {
  for (std::size_t i = 0; i < kUnknowns; ++i) {
    const double pivot = std::max(h[i][i], 1e-12);
    for (std::size_t j = i + 1; j < kUnknowns; ++j) {
      const double share = h[j][i] / pivot;
      for (std::size_t k = i; k < kUnknowns; ++k) h[j][k] -= share * h[i][k];
      g[j] -= share * g[i];
    }
  }
  for (std::size_t i = kUnknowns; i-- > 0;) {
    for (std::size_t j = i + 1; j < kUnknowns; ++j) g[i] -= h[i][j] * g[j];
    g[i] /= std::max(h[i][i], 1e-12);
  }
  return g;
}

using Shut = std::array<bool, kUnknowns>;

/// Newton's method for one label: shrunk with `strength` towards `prior` (its offset is free). What
/// is `shut` stays 0.
Unknowns descend(const Corpus& corpus, std::span<const std::uint32_t> examples,
                 const HeldOut& scores, std::size_t label, const Unknowns& prior, double strength,
                 const Shut& shut) {
  Unknowns w = prior;
  for (std::size_t i = 0; i < kUnknowns; ++i) w[i] = shut[i] ? 0 : w[i];
  for (int round = 0; round < 25; ++round) {
    Unknowns g{};
    Curves h{};
    for (std::size_t i = 0; i + 1 < kUnknowns; ++i) {
      g[i] = shut[i] ? 0 : strength * (w[i] - prior[i]);
      h[i][i] = strength;
    }
    g.back() = 1e-3 * w.back();
    h.back().back() = 1e-3;
    for (const std::uint32_t example : examples) {
      const std::size_t at = example * corpus.labels + label;
      Unknowns x = {scores.linear[at], scores.network[at], scores.clause[at], 1};
      for (std::size_t i = 0; i < kUnknowns; ++i) x[i] = shut[i] ? 0 : x[i];
      const double z = std::inner_product(w.begin(), w.end(), x.begin(), 0.0);
      const double p = 1 / (1 + std::exp(-std::clamp(z, -30.0, 30.0)));
      const double weight = corpus.weights[example];
      const double error = weight * (p - (corpus.truth[at] != 0 ? 1 : 0));
      const double curve = weight * std::max(p * (1 - p), 1e-6);
      for (std::size_t i = 0; i < kUnknowns; ++i) {
        g[i] += error * x[i];
        for (std::size_t j = 0; j < kUnknowns; ++j) h[i][j] += curve * x[i] * x[j];
      }
    }
    const Unknowns steps = solved(h, g);
    double moved = 0;
    for (std::size_t i = 0; i < kUnknowns; ++i) {
      const double step = std::clamp(steps[i], -2.0, 2.0);
      w[i] -= step;
      moved = std::max(moved, std::abs(step));
    }
    if (moved < 1e-5) break;
  }
  return w;
}

/// A score never speaks against its label: where it would, it is left out and the rest fitted anew.
LabelRule fit_one(const Corpus& corpus, std::span<const std::uint32_t> examples,
                  const HeldOut& scores, std::size_t label, const LabelRule& prior,
                  double strength) {
  const Unknowns begin = unknowns_of(prior);
  // Without clauses, a clause's score is that of the whole.
  Shut shut = {false, false, corpus.clauses.size() == 0, false};
  Unknowns w{};
  for (bool again = true; again;) {
    w = descend(corpus, examples, scores, label, begin, strength, shut);
    again = false;
    for (std::size_t i = 0; i + 1 < kUnknowns; ++i) {
      again = again || w[i] < 0;
      shut[i] = shut[i] || w[i] < 0;
    }
  }
  LabelRule rule;
  rule.linear = static_cast<float>(w[0]);
  rule.network = static_cast<float>(w[1]);
  rule.clause = static_cast<float>(w[2]);
  rule.offset = static_cast<float>(w[3]);
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
  const bool clauses = corpus.clauses.size() > 0;
  const LabelRule guess =
      clauses ? LabelRule{1, 0.5F, -1, 0.5F, 1} : LabelRule{2, 0.5F, -1, 0.5F, 0};
  std::vector<LabelRule> rules;
  LabelRule mean{0, 0, -1, 0.5F, 0};
  for (std::size_t label = 0; label < corpus.labels; ++label) {
    rules.push_back(fit_one(corpus, examples, scores, label, guess, 2));
    mean.linear += rules.back().linear / static_cast<float>(corpus.labels);
    mean.network += rules.back().network / static_cast<float>(corpus.labels);
    mean.clause += rules.back().clause / static_cast<float>(corpus.labels);
  }
  std::vector<float> probabilities(examples.size());
  std::vector<std::uint8_t> truth(examples.size());
  for (std::size_t label = 0; label < corpus.labels; ++label) {
    rules[label] = fit_one(corpus, examples, scores, label, mean, 10);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const std::size_t at = examples[i] * corpus.labels + label;
      probabilities[i] = logistic(logit(rules[label], scores.from(at, 1), 0));
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
  std::vector<LabelRule> rules(n, LabelRule{1, 0.5F, 0, 1, 0});
  std::vector<double> speed(n + 2, 0);
  std::vector<float> p(n);
  double all = 0;
  for (const std::uint32_t example : examples) all += corpus.weights[example];
  for (int round = 0; round < 150; ++round) {
    std::vector<double> g(n + 2, 0);
    for (const std::uint32_t example : examples) {
      const std::size_t at = example * n;
      apply_rules(LabelTask::one, rules, scores.from(at, n), p);
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
    apply_rules(LabelTask::one, rules, scores.from(at, n), std::span(p).subspan(i * n, n));
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

void apply_rules(LabelTask task, std::span<const LabelRule> rules, const LabelScores& scores,
                 std::span<float> out) {
  for (std::size_t i = 0; i < rules.size(); ++i) out[i] = logit(rules[i], scores, i);
  to_probabilities(task, out.first(rules.size()));
}

}  // namespace earshot::text
