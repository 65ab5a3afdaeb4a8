#include "platform/crypto/pin.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/base/check.h"

namespace earshot::crypto {
namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 32 * 1024 * 1024;
constexpr std::uint64_t kMemoryKibMax = 64 * 1024, kPassesMax = 10;

bool is_obvious(std::string_view pin) {
  const auto steps_by = [&](int step) {
    return std::adjacent_find(pin.begin(), pin.end(),
                              [&](char a, char b) { return b - a != step; }) == pin.end();
  };
  return steps_by(0) || steps_by(1) || steps_by(-1);
}

/// The number behind `name` in "m=32768,t=3,p=1"; 0 when there is none.
std::uint64_t parameter(std::string_view hash, std::string_view name) {
  const auto at = hash.find(name);
  if (at == std::string_view::npos) return 0;
  std::uint64_t value = 0;
  const auto* begin = hash.data() + at + name.size();
  const auto read = std::from_chars(begin, hash.data() + hash.size(), value);
  return read.ec == std::errc() ? value : UINT64_MAX;
}

}  // namespace

Result<std::string> hash_pin(std::string_view pin) {
  EARSHOT_CHECK(sodium_init() >= 0);
  const bool digits = pin.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || pin.size() < kPinDigitsMin || pin.size() > kPinDigitsMax) {
    return fail(ErrorCode::invalid, "a PIN is 6 to 12 digits");
  }
  if (is_obvious(pin)) {
    return fail(ErrorCode::invalid, "this PIN is the first that anybody tries; choose another");
  }
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), pin.data(), pin.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::busy, "there is not enough memory to hash a PIN: 32 MiB");
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool is_pin(std::string_view pin, std::string_view hash) {
  EARSHOT_CHECK(sodium_init() >= 0);
  if (pin.empty() || pin.size() > kPinDigitsMax || !check_pin_hash(hash)) return false;
  return crypto_pwhash_str_verify(std::string(hash).c_str(), pin.data(), pin.size()) == 0;
}

Result<void> check_pin_hash(std::string_view hash) {
  constexpr std::string_view kBegin = "$argon2id$v=19$m=";
  const auto memory = parameter(hash, "$m="), passes = parameter(hash, ",t=");
  const bool printable = std::all_of(hash.begin(), hash.end(), [](char c) { return c > ' '; });
  if (!hash.starts_with(kBegin) || hash.size() >= crypto_pwhash_STRBYTES || !printable) {
    return fail(ErrorCode::invalid, "this is no argon2id hash of a PIN");
  }
  if (memory == 0 || memory > kMemoryKibMax || passes == 0 || passes > kPassesMax) {
    return fail(ErrorCode::invalid, "this hash of a PIN costs more than 64 MiB or 10 passes");
  }
  return {};
}

}  // namespace earshot::crypto
