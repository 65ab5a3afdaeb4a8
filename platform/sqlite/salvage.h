// Takes out of a damaged store's files what is still there of its outbox: page by page, without
// SQLite, so that a broken header, tree or log hides nothing but the bytes that are really gone.
// Owner: the program whose store it was. Threads: any; nobody may have the files open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/relay/types.h"

namespace earshot::sqlite {

struct SalvagedRecord {
  relay::Stream stream = relay::Stream::responses;
  relay::Seq seq = 0;
  WallTime at;
  std::uint32_t responses = 0;
  std::string payload;
};

struct Salvaged {
  std::uint64_t records = 0;  ///< handed over
  /// Numbers between the first and the last of a stream that cannot be read, or are not what the
  /// chain says, and had no receipt yet as far as is known: lost.
  std::uint64_t missing = 0;
};

/// Hands over each record once, in the order of its stream, the urgent one first; withheld ones
/// aside. Each is what the chain says that this device wrote: one whose predecessor's digest is
/// gone cannot be checked and counts as missing. Memory is some 100 bytes a record. Error: io; what
/// `take` says, which ends it.
[[nodiscard]] Result<Salvaged> salvage_outbox(
    const std::filesystem::path& folder, const DeviceId& device,
    const std::function<Result<void>(const SalvagedRecord&)>& take);

/// What a page's bytes say of one row of the table `outbox`.
struct OutboxRow {
  std::int64_t id = 0;
  WallTime at;
  std::uint32_t responses = 0;
  relay::Digest digest{};
  bool withheld = false;
  std::uint64_t payload_bytes = 0;
  std::string_view payload;         ///< as much of it as stands on this page
  std::uint32_t overflow_page = 0;  ///< where the rest is; 0: there is none
};
/// What it says of one row of `outbox_stream`.
struct StreamRow {
  std::int64_t stream = 0;
  std::uint64_t received = 0, pruned = 0;
  relay::Digest pruned_digest{};
};
struct PageRows {
  std::vector<OutboxRow> records;
  std::vector<StreamRow> streams;
  /// Numbers of which one may be the epoch: other tables have rows of that shape.
  std::vector<relay::Epoch> epochs;
};
/// Finds such rows on a page of a table, whatever table it is of: no other looks like them. Bytes
/// that make no sense are passed over. `header_at`: 100 on a store's first page, else 0. The rows
/// point into `page`. Format: https://sqlite.org/fileformat2.html#b_tree_pages
[[nodiscard]] PageRows rows_on_page(std::string_view page, std::size_t header_at);

}  // namespace earshot::sqlite
