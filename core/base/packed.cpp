#include "core/base/packed.h"

#include <fmt/format.h>
#include <zstd.h>

#include "core/base/check.h"

namespace earshot {

std::string pack(std::string_view plain, int level) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), level);
  EARSHOT_CHECK(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

bool is_packed(std::string_view bytes) { return bytes.starts_with("\x28\xB5\x2F\xFD"); }

Result<std::string> unpack(std::string_view bytes, std::size_t bytes_max) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
    return fail(ErrorCode::invalid, "the packed bytes are damaged");
  if (size > bytes_max) {
    return fail(ErrorCode::invalid,
                fmt::format("what is packed has {} bytes; {} are allowed", size, bytes_max));
  }
  std::string plain(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != plain.size())
    return fail(ErrorCode::invalid, "the packed bytes are damaged");
  return plain;
}

}  // namespace earshot
