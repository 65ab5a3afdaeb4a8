// How values of core lie in SQLite's columns, and back. Owner: platform/sqlite's stores.
// Threads: as the statement.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/relay/types.h"

namespace earshot::sqlite {

/// The bytes must live until the statement was stepped: nothing is copied.
inline void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
  // SQLite takes a null pointer for NULL, which an empty view may hold.
  statement.bindNoCopy(index, bytes.data() == nullptr ? "" : bytes.data(),
                       static_cast<int>(bytes.size()));
}

inline void bind_digest(SQLite::Statement& statement, int index, const relay::Digest& digest) {
  statement.bindNoCopy(index, digest.data(), static_cast<int>(digest.size()));
}

/// SQLite's integers are signed; all 64 bits are kept.
inline void bind_u64(SQLite::Statement& statement, int index, std::uint64_t value) {
  statement.bind(index, static_cast<std::int64_t>(value));
}

inline std::uint64_t u64_column(SQLite::Statement& statement, int index) {
  return static_cast<std::uint64_t>(statement.getColumn(index).getInt64());
}

/// Throws SQLite::Exception when the column does not hold one: the file is damaged.
inline relay::Digest digest_column(SQLite::Statement& statement, int index) {
  const auto column = statement.getColumn(index);
  relay::Digest digest;
  if (column.getBytes() != static_cast<int>(digest.size())) {
    throw SQLite::Exception("a digest is not 32 bytes long", 11 /* SQLITE_CORRUPT */);
  }
  std::memcpy(digest.data(), column.getBlob(), digest.size());
  return digest;
}

inline std::string_view blob_column(SQLite::Statement& statement, int index) {
  const auto column = statement.getColumn(index);
  const int size = column.getBytes();
  return size == 0 ? std::string_view()
                   : std::string_view(static_cast<const char*>(column.getBlob()),
                                      static_cast<std::size_t>(size));
}

}  // namespace earshot::sqlite
