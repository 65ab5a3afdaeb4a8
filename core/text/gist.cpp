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
  const auto word_of = [](const std::string& folded) { return Word{folded, hash_of(folded)}; };
  for (const std::string& label : model_->labels()) {
    likely_.push_back(word_of("~" + label));  // no comment has such a word
    sure_.push_back(word_of("~" + label + "~"));
  }
  fingerprint_ = hash_of(model_->bytes());
}

void Gist::append(const Word& word, Tokens& comment) {
  Token& token = comment.tokens.emplace_back();
  token.begin = token.end = static_cast<std::uint32_t>(comment.text.size());
  token.first_code_point = token.end_code_point = comment.code_points;
  token.folded_begin = static_cast<std::uint32_t>(comment.folded.size());
  token.folded_size = static_cast<std::uint32_t>(word.folded.size());
  token.clause = static_cast<std::uint32_t>(comment.clauses.size());
  token.hash = word.hash;
  comment.folded += word.folded;
}

void Gist::append(const FeatureReader& reader, Tokens& comment) const {
  std::array<float, kLabelsMax> probabilities;
  model_->probabilities(reader, probabilities);
  const auto first = static_cast<std::uint32_t>(comment.tokens.size());
  for (std::size_t i = 0; i < likely_.size(); ++i) {
    if (probabilities[i] > kLikely) append(likely_[i], comment);
    if (probabilities[i] > kSure) append(sure_[i], comment);
  }
  const auto end = static_cast<std::uint32_t>(comment.tokens.size());
  if (end == first) return;
  const std::uint32_t sentence = comment.clauses.empty() ? 0 : comment.clauses.back().sentence + 1;
  comment.clauses.push_back({first, end, sentence, false});
}

std::uint64_t Gist::fingerprint_with(std::uint64_t words) const {
  std::string both;
  append_number(both, words);
  append_number(both, fingerprint_);
  return hash_of(both);
}

}  // namespace earshot::text
