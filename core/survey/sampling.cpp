#include "core/survey/sampling.h"

#include <string>

#include "core/base/check.h"

namespace earshot::survey {
namespace {

/// FNV-1a, 64 bits (Fowler, Noll, Vo), then MurmurHash3's finalizer, whose every output bit depends
/// on every input bit.
std::uint64_t mix(std::string_view response, std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto take = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    hash = (hash ^ 0xFFU) * 0x100000001b3U;  // the end of a part: no byte of UTF-8
  };
  take(response);
  take(purpose);
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdU;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53U;
  return hash ^ (hash >> 33);
}

}  // namespace

std::uint32_t draw(const ResponseId& response, std::string_view purpose, std::uint32_t bound) {
  EARSHOT_CHECK(bound >= 1);
  // The upper half times the bound, then the upper half of that: within 2⁻³² · bound of uniform.
  return static_cast<std::uint32_t>(((mix(response.str(), purpose) >> 32) * bound) >> 32);
}

bool is_sampled(const ResponseId& response, const QuestionId& question, int share) {
  if (share >= 100) return true;
  return draw(response, "share " + question.str(), 100) < static_cast<std::uint32_t>(share);
}

}  // namespace earshot::survey
