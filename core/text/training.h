// Teaches a model from examples: any taxonomy, on the location's own machine. The same examples,
// options and seed give the same bytes. Owner: core/text. Threads: one; the work that can be shared
// is handed to `Work`, which may use more.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/aside.h"
#include "core/text/gist.h"
#include "core/text/model.h"

namespace earshot::text {

struct Example {
  std::string text;
  std::string context;                ///< the question that it answers, "" when unknown
  std::vector<std::uint16_t> labels;  ///< indices into TrainingSet::labels; empty: none holds
  /// Examples of one group (one respondent) are never on both sides of a split. "" is no group.
  std::string group;
  float weight = 1;
  std::vector<Aside> asides = {};  ///< put behind the text before it is read
};

struct TrainingSet {
  std::vector<std::string> labels;
  std::vector<Example> examples;
};

struct TrainingOptions {
  std::string name = "model";
  LabelTask task = LabelTask::many;
  std::uint64_t seed = 1;
  unsigned bits = 18;
  std::size_t folds = 5;            ///< 2 … 20
  std::size_t label_count_min = 8;  ///< a label with fewer distinct texts is left out
  std::size_t examples_max = 500'000;
  float cost = 1;               ///< of an error of the linear part (C of a support vector machine)
  float positive_power = 0.5F;  ///< how much dearer a missed rare label is: (no/yes)^power
  std::size_t linear_rounds = 12;
  std::uint32_t hidden = 64;       ///< of one network; 0 leaves the network out
  std::size_t networks = 2;        ///< trained from different seeds and joined into one
  bool clauses = true;             ///< many: each clause is read by itself too
  int faint_max = 0;               ///< of 127: weights that are no larger are left out
  std::size_t network_rounds = 0;  ///< 0: as many as the number of examples asks for
};

/// Runs job(0) … job(count−1), in any order, perhaps side by side, and returns when all are done.
using Work = std::function<void(std::size_t count, const std::function<void(std::size_t)>& job)>;
void one_after_the_other(std::size_t count, const std::function<void(std::size_t)>& job);

/// How well one label is read, on texts that the model which read them had not seen.
struct LabelReport {
  std::string label;
  std::size_t examples = 0;  ///< texts that have it
  std::size_t right = 0;     ///< said and so
  std::size_t wrong = 0;     ///< said but not so
  std::size_t missed = 0;    ///< so but not said
  float threshold = 0;

  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;
};

struct Interval {
  double low = 0;
  double high = 0;
};

struct TrainingReport {
  std::size_t given = 0;       ///< examples handed in
  std::size_t duplicates = 0;  ///< of them taken out before the split
  std::size_t used = 0;
  std::vector<std::string> left_out;  ///< labels too rare to learn
  std::vector<LabelReport> labels;
  double micro_f1 = 0;
  double macro_f1 = 0;
  double accuracy = 0;      ///< all labels of a text right
  Interval micro_interval;  ///< 95 %, by resampling texts
  Interval macro_interval;
  Interval accuracy_interval;
  std::vector<Interval> precision_intervals;  ///< for each label, 95 %, Wilson
  std::vector<Interval> recall_intervals;
  std::vector<Interval> f1_intervals;  ///< by resampling texts
};

struct Trained {
  Model model;
  TrainingReport report;
  /// For each example that was kept: its index in the set, and the probabilities given to it by a
  /// model that had not seen it.
  std::vector<std::size_t> kept;
  std::vector<float> probabilities;  ///< kept.size() × the model's labels
  std::vector<std::size_t> folds;    ///< which part each was held out with
};

/// `gist`, where there is one, is read of each text before it is learnt from; it must have learnt
/// from other texts. Error: invalid, where there is nothing to learn (too few examples or labels),
/// with what to do.
Result<Trained> train(const TrainingSet& set, const TrainingOptions& options,
                      const WordTable& words, const Work& work = one_after_the_other,
                      const Gist* gist = nullptr);

}  // namespace earshot::text
