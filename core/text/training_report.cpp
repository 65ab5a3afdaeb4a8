#include <algorithm>
#include <cmath>

#include "core/text/training_parts.h"

namespace earshot::text {
namespace {

constexpr std::size_t kResamples = 400;

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Right, said and so for each label.
struct Counts {
  std::vector<double> right;
  std::vector<double> said;
  std::vector<double> so;
  double exact = 0;

  explicit Counts(std::size_t labels) : right(labels, 0), said(labels, 0), so(labels, 0) {}
  [[nodiscard]] double f1(std::size_t label) const {
    return ratio(2 * right[label], said[label] + so[label]);
  }
  [[nodiscard]] double micro() const {
    double r = 0;
    double s = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
      r += right[i];
      s += said[i] + so[i];
    }
    return ratio(2 * r, s);
  }
  [[nodiscard]] double macro() const {
    double sum = 0;
    for (std::size_t i = 0; i < right.size(); ++i) sum += f1(i);
    return ratio(sum, static_cast<double>(right.size()));
  }
};

/// The labels of each text that were said or are so: all others change no count.
struct Mark {
  std::uint32_t label;
  bool said;
  bool so;
};

Interval middle(std::vector<double>& values) {
  std::ranges::sort(values);
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

/// Wilson's score interval, 95 %.
Interval wilson(double part, double whole) {
  if (whole == 0) return {0, 1};
  constexpr double z = 1.96;
  const double p = part / whole;
  const double centre = p + z * z / (2 * whole);
  const double reach = z * std::sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole));
  const double scale = 1 + z * z / whole;
  return {std::max(0.0, (centre - reach) / scale), std::min(1.0, (centre + reach) / scale)};
}

class Measuring {
 public:
  Measuring(const Corpus& corpus, std::span<const std::uint8_t> said) : labels_(corpus.labels) {
    for (std::size_t i = 0; i < corpus.size(); ++i) {
      begins_.push_back(marks_.size());
      for (std::size_t label = 0; label < labels_; ++label) {
        const Mark mark{static_cast<std::uint32_t>(label), said[i * labels_ + label] != 0,
                        corpus.holds(i, label)};
        if (mark.said || mark.so) marks_.push_back(mark);
      }
    }
    begins_.push_back(marks_.size());
  }

  [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }

  void count(std::size_t example, Counts& counts) const {
    bool exact = true;
    for (std::size_t i = begins_[example]; i < begins_[example + 1]; ++i) {
      const Mark& mark = marks_[i];
      counts.right[mark.label] += mark.said && mark.so ? 1 : 0;
      counts.said[mark.label] += mark.said ? 1 : 0;
      counts.so[mark.label] += mark.so ? 1 : 0;
      exact = exact && mark.said == mark.so;
    }
    counts.exact += exact ? 1 : 0;
  }

 private:
  std::size_t labels_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> begins_;
};

void resample(const Measuring& measuring, std::uint64_t seed, std::size_t labels,
              TrainingReport& report) {
  Dice dice(seed);
  const std::size_t n = measuring.size();
  std::vector<double> micro;
  std::vector<double> macro;
  std::vector<double> accuracy;
  std::vector<std::vector<double>> f1(labels);
  for (std::size_t again = 0; again < kResamples; ++again) {
    Counts counts(labels);
    for (std::size_t i = 0; i < n; ++i) measuring.count(dice.below(n), counts);
    micro.push_back(counts.micro());
    macro.push_back(counts.macro());
    accuracy.push_back(counts.exact / static_cast<double>(n));
    for (std::size_t label = 0; label < labels; ++label) f1[label].push_back(counts.f1(label));
  }
  report.micro_interval = middle(micro);
  report.macro_interval = middle(macro);
  report.accuracy_interval = middle(accuracy);
  for (auto& values : f1) report.f1_intervals.push_back(middle(values));
}

}  // namespace

double LabelReport::precision() const {
  return ratio(static_cast<double>(right), static_cast<double>(right + wrong));
}
double LabelReport::recall() const {
  return ratio(static_cast<double>(right), static_cast<double>(right + missed));
}
double LabelReport::f1() const {
  return ratio(2 * static_cast<double>(right), static_cast<double>(2 * right + wrong + missed));
}

void measure(const Corpus& corpus, std::span<const std::uint8_t> said,
             const TrainingOptions& options, TrainingReport& report) {
  const Measuring measuring(corpus, said);
  Counts counts(corpus.labels);
  for (std::size_t i = 0; i < measuring.size(); ++i) measuring.count(i, counts);
  for (std::size_t label = 0; label < corpus.labels; ++label) {
    LabelReport& one = report.labels[label];
    one.examples = static_cast<std::size_t>(counts.so[label]);
    one.right = static_cast<std::size_t>(counts.right[label]);
    one.wrong = static_cast<std::size_t>(counts.said[label] - counts.right[label]);
    one.missed = static_cast<std::size_t>(counts.so[label] - counts.right[label]);
    report.precision_intervals.push_back(wilson(counts.right[label], counts.said[label]));
    report.recall_intervals.push_back(wilson(counts.right[label], counts.so[label]));
  }
  report.micro_f1 = counts.micro();
  report.macro_f1 = counts.macro();
  report.accuracy = ratio(counts.exact, static_cast<double>(measuring.size()));
  resample(measuring, options.seed ^ 0x7265706F7274ULL, corpus.labels, report);
}

}  // namespace earshot::text
