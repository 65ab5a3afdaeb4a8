// What earshot-train makes and every reader of comments uses: labels, a table of 8-bit weights over
// hashed features, a small network over pooled word vectors, and what turns their sum into a
// probability and a decision. Owner: core/text. Threads: const calls from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/features.h"

namespace earshot::text {

inline constexpr std::size_t kLabelsMax = 256;
inline constexpr std::size_t kLabelBytesMax = 200;
inline constexpr unsigned kRowBitsMin = 8;
inline constexpr unsigned kRowBitsMax = 20;
inline constexpr std::size_t kHiddenUnitsMax = 256;
inline constexpr std::size_t kModelNameBytesMax = 100;
/// So many clauses of a comment are read by themselves.
inline constexpr std::size_t kClausesReadMax = 60;
/// Rows times labels: what one model may take of memory, in bytes.
inline constexpr std::size_t kModelWeightsMax = std::size_t{64} << 20;

enum class LabelTask : std::uint8_t {
  many,     ///< each label may hold or not, whatever the others do
  one,      ///< exactly one label holds
  ordinal,  ///< exactly one, and they are in order: 1, 2, 3 …
};

/// Linear weights over hashed features, one byte each.
struct LinearPart {
  unsigned bits = 0;                 ///< 2^bits rows
  std::vector<std::int8_t> weights;  ///< row by row, one for each label
  std::vector<float> scales;         ///< what a weight of 1 counts, for each label
  std::vector<float> biases;         ///< for each label
};

/// pooled numbers → rectified hidden units → labels.
struct NetworkPart {
  std::uint32_t hidden = 0;         ///< 0: there is no network
  std::vector<std::int8_t> first;   ///< kPooledNumbers rows of `hidden`
  std::vector<float> first_scales;  ///< for each hidden unit
  std::vector<float> first_biases;
  std::vector<std::int8_t> second;   ///< `hidden` rows, one for each label
  std::vector<float> second_scales;  ///< for each label
  std::vector<float> second_biases;
};

/// How one label's scores become a probability, and from where on it is said to hold. The logit is
/// the sum of each score times its weight here, and the offset.
struct LabelRule {
  float linear = 1;   ///< of the comment as a whole
  float network = 0;  ///< the same
  float offset = 0;
  float threshold = 0.5F;  ///< many: it holds from here on; else: the likeliest over it wins
  float clause = 0;        ///< of the linear score of the clause that scores highest
};

struct ModelParts {
  std::string name;  ///< what analyses carry: "sentiment-1"
  LabelTask task = LabelTask::many;
  std::vector<std::string> labels;
  std::uint64_t words = 0;  ///< fingerprint of the word table it was trained with; 0: none
  LinearPart linear;
  NetworkPart network;
  std::vector<LabelRule> rules;  ///< for each label
  bool never_none = false;       ///< many: where none reaches its threshold, the nearest one holds
};

/// The scores of one comment, each with one number for each label.
struct LabelScores {
  std::span<const float> linear;
  std::span<const float> network;
  std::span<const float> clause;
};

/// The logit of label `i`.
[[nodiscard]] inline float logit(const LabelRule& rule, const LabelScores& scores, std::size_t i) {
  return rule.linear * scores.linear[i] + rule.network * scores.network[i] +
         rule.clause * scores.clause[i] + rule.offset;
}

/// Turns logits into probabilities in place: each by itself for `many`, else all summing to 1.
void to_probabilities(LabelTask task, std::span<float> logits);

/// Which labels hold (1), given their probabilities.
void decide(LabelTask task, std::span<const LabelRule> rules, bool never_none,
            std::span<const float> probabilities, std::span<std::uint8_t> said);

class Model {
 public:
  /// EARSHOT_CHECKs that the sizes of the parts fit one another.
  explicit Model(ModelParts parts);

  /// The model as `bytes()` wrote it; hostile bytes are refused before much memory is taken.
  /// Errors: corrupt; unsupported from a newer version.
  static Result<Model> parse(std::string_view bytes);
  [[nodiscard]] std::string bytes() const;

  /// One probability for each label, in their order. `features` has read the comment, with the word
  /// table that the model names. `out` has room for every label. It is taken as one clause.
  void probabilities(const FeatureReader& features, std::span<float> out) const;
  /// The same of a comment whose clauses are read by themselves too, where the model asks for it.
  /// `features` reads them: what it held is lost. `loudest`, where it is given, is told the clause
  /// that scores highest for each label (0 where clauses are not read).
  void probabilities(FeatureReader& features, const Tokens& comment, const ReadContext& context,
                     std::span<float> out, std::span<std::uint32_t> loudest = {}) const;

  /// Which labels hold (1) and which do not (0), given all their probabilities.
  void decide(std::span<const float> probabilities, std::span<std::uint8_t> said) const {
    earshot::text::decide(parts_.task, parts_.rules, parts_.never_none, probabilities, said);
  }
  /// Whether some label is judged by single clauses too.
  [[nodiscard]] bool reads_clauses() const { return clauses_; }
  [[nodiscard]] std::span<const std::string> labels() const { return parts_.labels; }
  [[nodiscard]] LabelTask task() const { return parts_.task; }
  [[nodiscard]] std::string_view name() const { return parts_.name; }
  [[nodiscard]] std::uint64_t words() const { return parts_.words; }
  [[nodiscard]] const ModelParts& parts() const { return parts_; }

 private:
  ModelParts parts_;
  bool clauses_ = false;  ///< some label is judged by single clauses too
};

/// One score for each label, before calibration.
void linear_scores(const LinearPart& part, std::span<const HashedFeature> features,
                   std::span<float> out);
/// The same of the network; zeros where there is none.
void network_scores(const NetworkPart& part, std::span<const float> pooled, std::span<float> out);

/// 8-bit copies of `weights`, which has `columns` of them in a row: one scale for each column.
void quantise(std::span<const float> weights, std::size_t columns, std::vector<std::int8_t>& small,
              std::vector<float>& scales);

}  // namespace earshot::text
