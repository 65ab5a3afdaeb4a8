// Looks through a write-ahead log before SQLite does. SQLite takes a log up to its first bad
// checksum and forgets the rest in silence: right after a power cut, and the loss of everything
// behind one bad byte after rot. Owner: Database::open. Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace earshot::sqlite {

/// Fills `bytes` from the log's byte `offset` on; false: it could not.
using ReadLog = std::function<bool(std::uint64_t offset, std::span<unsigned char> bytes)>;

/// Bytes to be written over the log's own.
struct LogPatch {
  std::uint64_t offset = 0;
  std::string bytes;
};

struct LogVerdict {
  enum class State : std::uint8_t {
    sound,       ///< or ends in what a power cut leaves: SQLite does right by it
    mendable,    ///< with `patches` it is as it was written, or as good as that
    damaged,     ///< what was stored for sure cannot be read any more
    unreadable,  ///< `read` failed: nothing is known
  };
  State state = State::sound;
  bool told = false;  ///< it is rot for sure, and somebody should hear of it
  std::string words;  ///< what is wrong and where; empty: sound
  std::vector<LogPatch> patches = {};
};

/// Frames without their page's bytes that are made up for at most; with more the log is damaged.
inline constexpr int kLostFramesMax = 8;

/// Judges a log of `size` bytes (format: https://sqlite.org/fileformat2.html#the_write_ahead_log).
///
/// Rot and power cuts are told apart by what is synced: each commit is, before the next transaction
/// begins, so a cut leaves at most one commit behind a break. Frames behind a break that follow
/// from one another by their checksums and hold two commits were stored for sure. What belongs to
/// the newest transaction alone may be either, and is no damage. Older logs' frames (other salts)
/// and what transactions left that failed are neither.
///
/// Mended are: a wrong byte in the header; one in a frame, if the checksum that it breaks tells
/// which it is, as for three of four (also in the newest transaction, where it may be a torn write:
/// then the transaction is whole all the same); wrong salts or a wrong checksum of a frame that its
/// neighbours vouch for; and a frame whose page a later one holds anew.
[[nodiscard]] LogVerdict check_log(const ReadLog& read, std::uint64_t size);

}  // namespace earshot::sqlite
