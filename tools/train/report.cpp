#include "tools/train/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/utf8.h"

namespace earshot::train {
namespace {

std::string with_interval(double value, const text::Interval& interval) {
  return fmt::format("{:.2f} {:.2f}–{:.2f}", value, interval.low, interval.high);
}

/// Cut or filled to `width` code points.
std::string fitted(const std::string& text, std::size_t width) {
  const std::string cut = one_line(text, width);
  return cut + std::string(width - std::min(width, count_code_points(cut)), ' ');
}

}  // namespace

void print_report(const text::TrainingReport& report, text::LabelTask task, std::ostream& out) {
  out << report.given << " labelled texts; " << report.duplicates
      << " duplicates taken out before the split; " << report.used << " learnt from.\n"
      << "Every figure is about texts that neither the weights nor the thresholds had seen.\n\n";
  constexpr std::size_t kWidth = 48;
  out << fitted("label", kWidth)
      << "  texts  precision 95 %     recall 95 %        F1 95 %            said from\n";
  std::vector<std::size_t> order(report.labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>{},
                           [&](std::size_t i) { return report.labels[i].examples; });
  for (const std::size_t i : order) {
    const text::LabelReport& label = report.labels[i];
    out << fitted(label.label, kWidth)
        << fmt::format("  {:>5}  {}     {}     {}     {:.2f}\n", label.examples,
                       with_interval(label.precision(), report.precision_intervals[i]),
                       with_interval(label.recall(), report.recall_intervals[i]),
                       with_interval(label.f1(), report.f1_intervals[i]), label.threshold);
  }
  out << fmt::format("\nmicro F1 {}   macro F1 {}   {} {}\n",
                     with_interval(report.micro_f1, report.micro_interval),
                     with_interval(report.macro_f1, report.macro_interval),
                     task == text::LabelTask::many ? "all labels right" : "accuracy",
                     with_interval(report.accuracy, report.accuracy_interval));
  if (report.left_out.empty()) return;
  out << "\nToo rare to learn, left out:";
  for (const std::string& label : report.left_out) out << ' ' << one_line(label, kWidth) << ';';
  out << '\n';
}

}  // namespace earshot::train
