#include "core/text/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/check.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::size_t kRunMax = 5;
constexpr std::size_t kWordMax = 32;  ///< letters of a word that are looked at
constexpr char32_t kEdge = U'_';
constexpr std::uint64_t kPrime = 0x100000001b3ULL;
constexpr std::uint64_t kBasis = 0xcbf29ce484222325ULL;

std::uint64_t mixed(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  return h ^ (h >> 32);
}

}  // namespace

void LanguageFeatures::add_word() {
  word_.push_back(kEdge);
  const std::size_t size = word_.size();
  for (std::size_t first = 0; first < size; ++first) {
    std::uint64_t h = kBasis;
    const std::size_t end = std::min(size, first + kRunMax);
    for (std::size_t i = first; i < end; ++i) {
      h = (h ^ word_[i]) * kPrime;
      if (i == first && word_[i] == kEdge) continue;
      hashes_.push_back(mixed(h ^ (i - first)));
    }
  }
  std::uint64_t whole = kBasis ^ 0x5757;
  for (const char32_t c : word_) whole = (whole ^ c) * kPrime;
  hashes_.push_back(mixed(whole));
  hashes_.push_back(mixed(whole ^ previous_word_ * 31));
  previous_word_ = whole;
}

const std::vector<std::uint64_t>& LanguageFeatures::of(std::string_view utf8) {
  hashes_.clear();
  word_.clear();
  previous_word_ = 1;
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < utf8.size() && count++ < kLanguageCodePointsMax) {
    const CodePoint c = code_point_at(utf8, at);
    at += c.size;
    const CharClass of = class_of(c.value);
    const bool apostrophe = c.value == '\'' || c.value == 0x2019;
    if (of == CharClass::letter || of == CharClass::mark || (apostrophe && word_.size() > 1)) {
      if (word_.empty()) word_.push_back(kEdge);
      if (word_.size() < kWordMax) word_.push_back(apostrophe ? U'\'' : lower(c.value));
    } else if (!word_.empty()) {
      add_word();
      word_.clear();
    }
  }
  if (!word_.empty()) add_word();
  return hashes_;
}

std::string_view language_of_script(std::string_view utf8) {
  std::array<std::uint32_t, 12> seen{};
  enum : std::size_t {
    latin,
    greek,
    cyrillic,
    ukrainian,
    hebrew,
    arabic,
    kana,
    han,
    hangul,
    thai,
    indic,
    other
  };
  std::size_t letters = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size() && count++ < kLanguageCodePointsMax;) {
    const CodePoint point = code_point_at(utf8, at);
    at += point.size;
    const char32_t c = point.value;
    const Script script = script_of(c);
    if (script == Script::none) continue;
    ++letters;
    switch (script) {
      case Script::latin:
        ++seen[latin];
        break;
      case Script::greek:
        ++seen[greek];
        break;
      case Script::cyrillic:
        ++seen[cyrillic];
        if (c == 0x456 || c == 0x406 || c == 0x457 || c == 0x454 || c == 0x491) ++seen[ukrainian];
        break;
      case Script::hebrew:
        ++seen[hebrew];
        break;
      case Script::arabic:
        ++seen[arabic];
        break;
      default:
        if ((c >= 0x3041 && c <= 0x30FF) || (c >= 0xFF66 && c <= 0xFF9F)) {
          ++seen[kana];
        } else if ((c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000) {
          ++seen[han];
        } else if (c >= 0xAC00 && c <= 0xD7A3) {
          ++seen[hangul];
        } else if (c >= 0xE00 && c <= 0xE7F) {
          ++seen[thai];
        } else if (c >= 0x900 && c <= 0x97F) {
          ++seen[indic];
        } else {
          ++seen[other];
        }
    }
  }
  const auto mostly = [&](std::size_t n) { return letters > 0 && n * 2 > letters; };
  if (mostly(seen[greek])) return "el";
  if (mostly(seen[hebrew])) return "he";
  if (mostly(seen[arabic])) return "ar";
  if (mostly(seen[cyrillic]) && seen[ukrainian] > 0) return "uk";
  if (mostly(seen[kana] + seen[han])) return seen[kana] > 0 ? "ja" : "zh";
  if (mostly(seen[hangul])) return "ko";
  if (mostly(seen[thai])) return "th";
  if (mostly(seen[indic])) return "hi";
  return "";
}

namespace {

constexpr std::string_view kMagic = "earshot language 1\n";
constexpr unsigned kBitsMax = 20;

template <typename T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  }
}

/// Takes little-endian values from the front; once there are too few bytes, `ok` is false for good.
struct Bytes {
  std::string_view left;
  bool ok = true;

  std::string_view take(std::size_t size) {
    if (left.size() < size) {
      ok = false;
      return {};
    }
    const auto part = left.substr(0, size);
    left.remove_prefix(size);
    return part;
  }
  std::uint32_t number() {
    const auto part = take(4);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      value |= static_cast<std::uint32_t>(static_cast<unsigned char>(part[i])) << (8 * i);
    }
    return value;
  }
  float real() { return std::bit_cast<float>(number()); }
};

tl::unexpected<Error> damaged(const std::string& what) {
  return fail(ErrorCode::corrupt, "the language weights are damaged: " + what +
                                      ". Copy the file again from the release");
}

}  // namespace

LanguageModel::LanguageModel(std::vector<LanguageTag> languages, unsigned bits, float scale,
                             std::vector<float> biases, std::vector<std::int8_t> weights)
    : languages_(std::move(languages)),
      bits_(bits),
      scale_(scale),
      biases_(std::move(biases)),
      weights_(std::move(weights)) {
  EARSHOT_CHECK(!languages_.empty() && languages_.size() <= kLanguagesMax);
  EARSHOT_CHECK(bits_ >= 1 && bits_ <= kBitsMax && biases_.size() == languages_.size());
  EARSHOT_CHECK(weights_.size() == kLanguagesMax << bits_);
}

std::string LanguageModel::bytes() const {
  std::string out(kMagic);
  put<std::uint32_t>(out, static_cast<std::uint32_t>(languages_.size()));
  put<std::uint32_t>(out, bits_);
  put<std::uint32_t>(out, std::bit_cast<std::uint32_t>(scale_));
  for (std::size_t k = 0; k < languages_.size(); ++k) {
    put<std::uint32_t>(out, static_cast<std::uint32_t>(languages_[k].str().size()));
    out += languages_[k].str();
    put<std::uint32_t>(out, std::bit_cast<std::uint32_t>(biases_[k]));
  }
  for (std::size_t row = 0; row < weights_.size(); row += kLanguagesMax) {
    const auto* first = reinterpret_cast<const char*>(weights_.data() + row);
    out.append(first, languages_.size());
  }
  put<std::uint64_t>(out, hash_of(out));
  return out;
}

Result<LanguageModel> LanguageModel::parse(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return damaged("they do not begin as such a file does");
  if (bytes.size() < kMagic.size() + 8) return damaged("they are cut short");
  std::string sum;
  put<std::uint64_t>(sum, hash_of(bytes.substr(0, bytes.size() - 8)));
  if (bytes.substr(bytes.size() - 8) != sum) return damaged("their checksum is wrong");
  Bytes in{bytes.substr(kMagic.size(), bytes.size() - kMagic.size() - 8)};
  const std::uint32_t count = in.number();
  const std::uint32_t bits = in.number();
  const float scale = in.real();
  if (!in.ok || count < 1 || count > kLanguagesMax || bits < 1 || bits > kBitsMax ||
      !std::isfinite(scale)) {
    return damaged("their header is out of range");
  }
  std::vector<LanguageTag> languages;
  std::vector<float> biases;
  for (std::uint32_t k = 0; k < count; ++k) {
    auto language = LanguageTag::parse(in.take(in.number()));
    biases.push_back(in.real());
    if (!in.ok || !language || !std::isfinite(biases.back())) return damaged("a language is wrong");
    languages.push_back(*std::move(language));
  }
  const std::size_t rows = std::size_t{1} << bits;
  if (in.left.size() != rows * count) return damaged("weights are missing");
  std::vector<std::int8_t> weights(rows * kLanguagesMax);
  for (std::size_t row = 0; row < rows; ++row) {
    std::memcpy(weights.data() + row * kLanguagesMax, in.left.data() + row * count, count);
  }
  return LanguageModel(std::move(languages), bits, scale, std::move(biases), std::move(weights));
}

LanguageReading LanguageModel::read(std::string_view utf8) const {
  LanguageReading reading;
  if (const auto script = language_of_script(utf8); !script.empty()) {
    reading.language = reading.guess = LanguageTag::trusted(std::string(script));
    reading.confidence = 0.99F;
    return reading;
  }
  thread_local LanguageFeatures features;
  const auto& hashes = features.of(utf8);
  if (hashes.empty()) return reading;
  std::array<std::int32_t, kLanguagesMax> sums{};
  for (const std::uint64_t hash : hashes) {
    const std::int8_t* row = weights_.data() + (hash >> (64 - bits_)) * kLanguagesMax;
    for (std::size_t k = 0; k < kLanguagesMax; ++k) sums[k] += row[k];
  }
  const float scale = scale_ / std::sqrt(static_cast<float>(hashes.size()));
  std::array<float, kLanguagesMax> scores{};
  std::size_t best = 0;
  for (std::size_t k = 0; k < languages_.size(); ++k) {
    scores[k] = static_cast<float>(sums[k]) * scale + biases_[k];
    if (scores[k] > scores[best]) best = k;
  }
  float total = 0;
  for (std::size_t k = 0; k < languages_.size(); ++k) total += std::exp(scores[k] - scores[best]);
  reading.guess = languages_[best];
  reading.confidence = 1 / total;
  if (reading.confidence >= kLanguageSure) reading.language = reading.guess;
  return reading;
}

}  // namespace earshot::text
