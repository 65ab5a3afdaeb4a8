#include "core/text/gist.h"

#include <array>

#include "core/base/check.h"
#include "core/text/byte_cursor.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr float kLikely = 0.15F;
constexpr float kSure = 0.4F;

}  // namespace

Gist::Gist(std::shared_ptr<const Model> model) : model_(std::move(model)) {
  EARSHOT_CHECK(model_ != nullptr && model_->task() == LabelTask::one);
  for (const std::string& label : model_->labels()) {
    likely_.push_back(aside_of(label));
    sure_.push_back(aside_of(label + "~"));
  }
  fingerprint_ = hash_of(model_->bytes());
}

void Gist::append(const FeatureReader& reader, Tokens& comment) const {
  std::array<float, kLabelsMax> probabilities;
  model_->probabilities(reader, probabilities);
  AsideWriter asides(comment);
  for (std::size_t i = 0; i < likely_.size(); ++i) {
    if (probabilities[i] > kLikely) asides.add(likely_[i]);
    if (probabilities[i] > kSure) asides.add(sure_[i]);
  }
}

std::uint64_t Gist::fingerprint_with(std::uint64_t words) const {
  std::string both;
  append_number(both, words);
  append_number(both, fingerprint_);
  return hash_of(both);
}

}  // namespace earshot::text
