#include "core/text/language_training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/text/unicode.h"

namespace earshot::text {
namespace {

using Row = std::array<float, kLanguagesMax>;

/// splitmix64 (Steele et al. 2014): std::shuffle may differ from one library to the next.
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

class Learner {
 public:
  Learner(const LanguageTraining& how, std::size_t languages)
      : how_(how),
        languages_(languages),
        weights_(std::size_t{1} << how.bits),
        squares_(std::size_t{1} << how.bits) {}

  void learn(const std::string& text, std::size_t truth);
  LanguageModel quantised(std::vector<LanguageTag> tags) const;

 private:
  const LanguageTraining how_;
  const std::size_t languages_;
  std::vector<Row> weights_;
  std::vector<Row> squares_;
  Row biases_{};
  LanguageFeatures features_;
};

void Learner::learn(const std::string& text, std::size_t truth) {
  const auto& hashes = features_.of(text);
  if (hashes.empty()) return;
  const float share = 1 / std::sqrt(static_cast<float>(hashes.size()));
  Row scores{};
  for (const auto hash : hashes) {
    const Row& row = weights_[hash >> (64 - how_.bits)];
    for (std::size_t k = 0; k < kLanguagesMax; ++k) scores[k] += row[k];
  }
  float most = -1e9F;
  for (std::size_t k = 0; k < languages_; ++k) {
    scores[k] = scores[k] * share + biases_[k];
    most = std::max(most, scores[k]);
  }
  float total = 0;
  for (std::size_t k = 0; k < languages_; ++k) total += scores[k] = std::exp(scores[k] - most);
  Row gradient{};
  for (std::size_t k = 0; k < languages_; ++k) {
    const float error = scores[k] / total - (k == truth ? 1.0F : 0.0F);
    biases_[k] -= 0.01F * how_.rate * error;
    gradient[k] = error * share;
  }
  for (const auto hash : hashes) {
    Row& row = weights_[hash >> (64 - how_.bits)];
    Row& square = squares_[hash >> (64 - how_.bits)];
    for (std::size_t k = 0; k < kLanguagesMax; ++k) {
      square[k] += gradient[k] * gradient[k];
      row[k] -= how_.rate * gradient[k] / std::sqrt(square[k] + 1e-3F);
    }
  }
}

LanguageModel Learner::quantised(std::vector<LanguageTag> tags) const {
  constexpr float kByteMost = 127;
  float most = 1e-6F;
  for (const Row& row : weights_) {
    for (const float weight : row) most = std::max(most, std::abs(weight));
  }
  std::vector<std::int8_t> bytes;
  bytes.reserve(weights_.size() * kLanguagesMax);
  for (const Row& row : weights_) {
    for (const float weight : row) {
      bytes.push_back(static_cast<std::int8_t>(std::lround(weight / most * kByteMost)));
    }
  }
  return {std::move(tags), how_.bits, most / kByteMost,
          std::vector<float>(biases_.begin(), biases_.begin() + static_cast<long>(languages_)),
          std::move(bytes)};
}

}  // namespace

bool held_out_language_line(std::string_view text) { return hash_of(text) % 10 == 0; }

Result<LanguageModel> train_language(const std::vector<LanguageLine>& lines,
                                     const LanguageTraining& how) {
  std::vector<LanguageTag> tags;
  for (const auto& line : lines) tags.push_back(line.language);
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  if (tags.empty() || tags.size() > kLanguagesMax || how.bits < 1 || how.bits > 20) {
    return fail(ErrorCode::invalid, "lines of " + std::to_string(tags.size()) +
                                        " languages were given. Give 1 to " +
                                        std::to_string(kLanguagesMax));
  }
  Learner learner(how, tags.size());
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::uint64_t state = how.seed;
  for (unsigned epoch = 0; epoch < how.epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[next_random(state) % i]);
    }
    for (const std::size_t i : order) {
      const auto tag = std::lower_bound(tags.begin(), tags.end(), lines[i].language);
      learner.learn(lines[i].text, static_cast<std::size_t>(tag - tags.begin()));
    }
  }
  return learner.quantised(std::move(tags));
}

}  // namespace earshot::text
