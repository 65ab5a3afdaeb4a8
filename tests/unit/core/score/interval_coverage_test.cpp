// How often does a 95 % interval hold the truth? Populations are made up here, so the truth is
// known. NPS and top-two-box: exactly, by weighing every possible sample with its probability, and
// for NPS by drawing samples too, as Rocks 2016 does. Means: by drawing samples, seeded.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iostream>
#include <random>
#include <vector>

#include "core/score/score.h"

namespace earshot::score {
namespace {

constexpr double kZ = 1.959963984540054;

/// Coverage over many populations, each between 0 and 1.
struct Coverage {
  double sum = 0, worst = 1;
  int populations = 0;
  void add(double share) {
    sum += share;
    worst = std::min(worst, share);
    ++populations;
  }
  [[nodiscard]] double average() const { return sum / populations; }
};

void print(const char* what, int n, const Coverage& c) {
  std::cout << what << ", n = " << n << ": covers on average " << 100 * c.average()
            << " %, at worst " << 100 * c.worst << " %\n";
}

bool holds(const Estimate& estimate, double truth) {
  constexpr double kRounding = 1e-9;
  return estimate.low <= truth + kRounding && truth <= estimate.high + kRounding;
}

Histogram nps_sample(int promoters, int passives, int detractors) {
  Histogram ratings{};
  ratings[10] = static_cast<std::uint64_t>(promoters);
  ratings[7] = static_cast<std::uint64_t>(passives);
  ratings[0] = static_cast<std::uint64_t>(detractors);
  return ratings;
}

using Interval = std::function<Estimate(const Histogram&)>;

Estimate adjusted_wald(const Histogram& ratings) { return nps(ratings)->score; }

/// What most dashboards show: score ± z·√(var/n), nothing added.
Estimate plain_wald(const Histogram& ratings) {
  const auto score = *nps(ratings);
  const auto n = static_cast<double>(score.n);
  const double p = static_cast<double>(score.promoters) / n;
  const double d = static_cast<double>(score.detractors) / n;
  const double half = 100 * kZ * std::sqrt(std::max(0.0, p + d - (p - d) * (p - d)) / n);
  return {score.score.value, score.score.value - half, score.score.value + half};
}

double log_choose(int n, int k) {
  return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
}

/// The probability that a sample of n from (p, 1−p−d, d) gives an interval with the true NPS in it.
double exact_nps_coverage(int n, double p, double d, const Interval& interval) {
  double covered = 0;
  for (int promoters = 0; promoters <= n; ++promoters) {
    for (int detractors = 0; promoters + detractors <= n; ++detractors) {
      const int passives = n - promoters - detractors;
      if (!holds(interval(nps_sample(promoters, passives, detractors)), 100 * (p - d))) continue;
      covered += std::exp(log_choose(n, promoters) + log_choose(n - promoters, detractors) +
                          promoters * std::log(p) + detractors * std::log(d) +
                          passives * std::log(1 - p - d));
    }
  }
  return covered;
}

/// Every population whose three shares are multiples of 5 % and not 0: 171 of them.
Coverage exact_nps_coverage(int n, const Interval& interval) {
  Coverage coverage;
  for (int p = 1; p < 20; ++p) {
    for (int d = 1; p + d < 20; ++d) {
      coverage.add(exact_nps_coverage(n, p / 20.0, d / 20.0, interval));
    }
  }
  return coverage;
}

class NpsIntervalOfASmallSample : public testing::TestWithParam<int> {};

TEST_P(NpsIntervalOfASmallSample, HoldsTheTruthNearly95TimesIn100WherePlainWaldFallsShort) {
  const int n = GetParam();
  const auto adjusted = exact_nps_coverage(n, adjusted_wald);
  const auto plain = exact_nps_coverage(n, plain_wald);
  print("NPS, adjusted Wald, exact", n, adjusted);
  print("NPS, plain Wald, exact", n, plain);
  EXPECT_GT(adjusted.average(), 0.945);
  EXPECT_LT(adjusted.average(), 0.960);
  EXPECT_GT(adjusted.worst, n < 10 ? 0.89 : 0.93);
  EXPECT_LT(plain.average(), 0.94);
  EXPECT_LT(plain.worst, 0.89);
}

INSTANTIATE_TEST_SUITE_P(FiveToFifty, NpsIntervalOfASmallSample, testing::Values(5, 10, 20, 30, 50),
                         testing::PrintToStringParamName());

/// Draws the same numbers on every machine: the engine is standard, the distributions are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// In [0, 1).
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

  /// Shares of `size` ratings that add up to 1. `spread` 1: all shares alike likely (Dirichlet);
  /// larger: most people agree on a few ratings.
  std::vector<double> population(std::size_t size, double spread) {
    std::vector<double> shares(size);
    double sum = 0;
    for (auto& share : shares) sum += share = std::pow(-std::log1p(-unit()), spread);
    for (auto& share : shares) share /= sum;
    return shares;
  }

  std::size_t draw(const std::vector<double>& shares) {
    double left = unit();
    std::size_t i = 0;
    while (i + 1 < shares.size() && left >= shares[i]) left -= shares[i++];
    return i;
  }

 private:
  std::mt19937_64 engine_;
};

TEST(NpsInterval, HoldsTheTruthOfRandomPopulationsBetterThanPlainWald) {
  constexpr int kSamples = 20'000;
  Dice dice(20160107235);
  for (const int n : {10, 20, 50}) {
    int adjusted = 0;
    int plain = 0;
    for (int i = 0; i < kSamples; ++i) {
      const auto shares = dice.population(3, 1);
      std::array<int, 3> drawn{};
      for (int person = 0; person < n; ++person) ++drawn[dice.draw(shares)];
      const auto sample = nps_sample(drawn[0], drawn[1], drawn[2]);
      const double truth = 100 * (shares[0] - shares[2]);
      adjusted += holds(adjusted_wald(sample), truth) ? 1 : 0;
      plain += holds(plain_wald(sample), truth) ? 1 : 0;
    }
    std::cout << "NPS, drawn, n = " << n << ": adjusted " << 100.0 * adjusted / kSamples
              << " %, plain " << 100.0 * plain / kSamples << " %\n";
    EXPECT_NEAR(1.0 * adjusted / kSamples, 0.95, 0.01);
    EXPECT_LT(plain, adjusted);
  }
}

TEST(TopTwoBoxInterval, HoldsTheTruthNearly95TimesIn100) {
  for (const int n : {5, 10, 20, 50, 200}) {
    Coverage coverage;
    for (int percent = 5; percent <= 95; ++percent) {
      const double p = percent / 100.0;
      double covered = 0;
      for (int satisfied = 0; satisfied <= n; ++satisfied) {
        Histogram ratings{};
        ratings[5] = static_cast<std::uint64_t>(satisfied);
        ratings[1] = static_cast<std::uint64_t>(n - satisfied);
        if (!holds(csat(ratings)->top_two_box, percent)) continue;
        covered += std::exp(log_choose(n, satisfied) + satisfied * std::log(p) +
                            (n - satisfied) * std::log(1 - p));
      }
      coverage.add(covered);
    }
    print("Top-two-box, Wilson, exact", n, coverage);
    EXPECT_GT(coverage.average(), 0.945);
    EXPECT_LT(coverage.average(), 0.965);
    EXPECT_GT(coverage.worst, 0.90);
  }
}

/// Half of the populations have any shape, half are lopsided: most people agree.
Coverage mean_coverage(Dice& dice, int highest, int n, bool adjusted) {
  constexpr int kPopulations = 100;
  constexpr int kSamples = 500;
  Coverage coverage;
  for (int i = 0; i < kPopulations; ++i) {
    const auto shares = dice.population(static_cast<std::size_t>(highest), i % 2 == 0 ? 1 : 2);
    double truth = 0;
    for (std::size_t k = 0; k < shares.size(); ++k) truth += shares[k] * static_cast<double>(k + 1);
    int covered = 0;
    for (int sample = 0; sample < kSamples; ++sample) {
      Histogram ratings{};
      double squares = 0;
      for (int person = 0; person < n; ++person) {
        const auto rating = dice.draw(shares) + 1;
        ++ratings[rating];
        squares += static_cast<double>(rating * rating);
      }
      auto estimate = highest == 5 ? csat(ratings)->mean : ces(ratings)->mean;
      if (!adjusted) {
        const double variance = std::max(0.0, squares / n - estimate.value * estimate.value);
        const double half = kZ * std::sqrt(variance / n);
        estimate = {estimate.value, estimate.value - half, estimate.value + half};
      }
      covered += holds(estimate, truth) ? 1 : 0;
    }
    coverage.add(1.0 * covered / kSamples);
  }
  return coverage;
}

class MeanInterval : public testing::TestWithParam<int> {};

TEST_P(MeanInterval, HoldsTheTruthAtLeast94TimesIn100OnAverageWherePlainWaldFallsShort) {
  const int n = GetParam();
  for (const int highest : {5, 7}) {
    Dice dice(static_cast<std::uint64_t>(1000 * highest + n));
    const auto adjusted = mean_coverage(dice, highest, n, true);
    const auto plain = mean_coverage(dice, highest, n, false);
    print(highest == 5 ? "Mean 1–5, adjusted" : "Mean 1–7, adjusted", n, adjusted);
    print(highest == 5 ? "Mean 1–5, plain Wald" : "Mean 1–7, plain Wald", n, plain);
    EXPECT_GT(adjusted.average(), 0.94);
    EXPECT_LT(adjusted.average(), 0.975);
    EXPECT_GT(adjusted.worst, n < 10 ? 0.84 : 0.89);
    EXPECT_GT(adjusted.average(), plain.average());
    EXPECT_GT(adjusted.worst, plain.worst);
  }
}

INSTANTIATE_TEST_SUITE_P(FiveToTwoHundred, MeanInterval, testing::Values(5, 10, 20, 50, 200),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace earshot::score
