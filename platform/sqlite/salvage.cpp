#include "platform/sqlite/salvage.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/sqlite/outbox_ids.h"
#include "platform/system/files.h"

namespace earshot::sqlite {
namespace {

using relay::Digest;
using namespace outbox_ids;

constexpr std::size_t kPage = 4096;  // of every store that this program makes
constexpr std::size_t kLogHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::size_t kFirstPageHeader = 100;

/// A file of the damaged store; what of it cannot be read is passed over.
class PageFile {
 public:
  explicit PageFile(const std::filesystem::path& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), errno_(fd_ < 0 ? errno : 0) {}
  ~PageFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  PageFile(const PageFile&) = delete;
  PageFile& operator=(const PageFile&) = delete;

  /// Why it cannot be opened; 0: it can, or is not there.
  [[nodiscard]] int trouble() const { return errno_ == ENOENT ? 0 : errno_; }
  [[nodiscard]] std::uint64_t size() const {
    const auto end = fd_ < 0 ? 0 : ::lseek(fd_, 0, SEEK_END);
    return end < 0 ? 0 : static_cast<std::uint64_t>(end);
  }
  bool read(std::uint64_t at, std::size_t bytes, std::string& into) const {
    into.resize(bytes);
    const auto got = fd_ < 0 ? 0 : ::pread(fd_, into.data(), bytes, static_cast<off_t>(at));
    return got == static_cast<ssize_t>(bytes);
  }

 private:
  int fd_;
  int errno_;
};

/// Where a row of this number was seen, and what stands in it as the chain's digest after it.
struct Sighting {
  std::int64_t id;
  bool in_log;
  std::uint64_t page_at;  ///< in its file
  Digest digest;
  bool operator<(const Sighting& other) const {
    return std::tie(id, in_log, page_at) < std::tie(other.id, other.in_log, other.page_at);
  }
};

/// What may be the chain's digest after a number.
struct Link {
  Digest after;
  /// Set: `after` was computed of this record, and in its row stands another. A successor that
  /// follows from it proves that the row's digest is what the disk spoilt, and not the record.
  std::optional<SalvagedRecord> doubted;
};

class Salvager {
 public:
  using Take = std::function<Result<void>(const SalvagedRecord&)>;

  Salvager(const PageFile& store, const PageFile& log, const DeviceId& device, const Take& take)
      : store_(store), log_(log), device_(device), take_(take) {}

  Result<Salvaged> run() {
    look_through();
    std::sort(sightings_.begin(), sightings_.end());
    for (const auto stream : kAllStreams) {
      if (auto done = hand_over(stream); !done) return tl::unexpected(std::move(done.error()));
    }
    return salvaged_;
  }

 private:
  void look_through() {
    std::string page;
    for (std::uint64_t at = 0; at + kPage <= store_.size(); at += kPage) {
      if (store_.read(at, kPage, page)) note_rows(page, at, false);
    }
    std::string frame;
    for (std::uint64_t at = kLogHeader; at + kFrameHeader + kPage <= log_.size();
         at += kFrameHeader + kPage) {
      if (!log_.read(at, kFrameHeader, frame) || !log_.read(at + kFrameHeader, kPage, page)) {
        continue;
      }
      newest_in_log_[page_number_in(frame)] = at + kFrameHeader;
      note_rows(page, at + kFrameHeader, true);
    }
  }

  void note_rows(const std::string& page, std::uint64_t at, bool in_log) {
    const auto rows = rows_on_page(page, header_at(in_log, at));
    for (const auto& row : rows.records) sightings_.push_back({row.id, in_log, at, row.digest});
    for (const auto& row : rows.streams) {
      auto& known = known_[row.stream];
      known = std::max({known, row.received, row.pruned});
      note_start(id_of(static_cast<relay::Stream>(row.stream), row.pruned), row.pruned_digest);
    }
    for (const auto epoch : rows.epochs) {
      for (const auto stream : kAllStreams) {
        note_start(id_of(stream, 0), relay::chain_start(device_, epoch, stream));
      }
    }
  }

  void note_start(std::int64_t id, const Digest& digest) {
    auto& starts = starts_[id];
    if (std::find(starts.begin(), starts.end(), digest) == starts.end()) starts.push_back(digest);
  }

  Result<void> hand_over(relay::Stream stream) {
    const auto from = std::lower_bound(sightings_.begin(), sightings_.end(), id_of(stream, 1),
                                       [](const auto& s, std::int64_t id) { return s.id < id; });
    const auto end = std::find_if(from, sightings_.end(),
                                  [&](const auto& s) { return s.id > id_of(stream, kSeqMax); });
    if (from == end) return {};
    const auto known_at = known_.find(static_cast<std::int64_t>(stream));
    const auto known = known_at == known_.end() ? seq_of(from->id) - 1 : known_at->second;
    links_.clear();
    std::int64_t last = id_of(stream, 0);
    std::uint64_t came = 0;
    const auto take = [&](const SalvagedRecord& record) {
      ++salvaged_.records;
      if (record.seq > known) ++came;
      return take_(record);
    };
    for (auto at = from; at != end;) {
      const auto next = std::find_if(at, end, [&](const auto& s) { return s.id != at->id; });
      if (at->id != last + 1) links_.clear();
      if (const auto starts = starts_.find(at->id - 1); starts != starts_.end()) {
        for (const auto& start : starts->second) links_.push_back({start, std::nullopt});
      }
      const auto done = hand_over_one({at, next}, take);
      if (!done) return tl::unexpected(std::move(done.error()));
      if (*done == Fate::withheld && seq_of(at->id) > known) ++came;
      last = at->id;
      at = next;
    }
    const auto due = seq_of(last) - std::min(known, seq_of(last));
    salvaged_.missing += due - std::min(came, due);
    return {};
  }

  enum class Fate { taken, withheld, unreadable };

  /// All that was seen of one number; `links_` is of the number before, and then of this one.
  Result<Fate> hand_over_one(std::span<const Sighting> seen, const Take& take) {
    std::vector<SalvagedRecord> good;
    std::optional<SalvagedRecord> cleared;
    std::vector<Digest> proven;
    std::vector<Link> links;
    bool withheld = false;
    for (const auto& sighting : seen) {
      links.push_back({sighting.digest, std::nullopt});
      for (const bool newest_overflow : {true, false}) {
        if (std::find(proven.begin(), proven.end(), sighting.digest) != proven.end()) break;
        auto record = read(sighting, newest_overflow, withheld);
        if (!record) continue;
        const auto link = std::find_if(links_.begin(), links_.end(), [&](const Link& before) {
          return relay::chain_next(before.after, record->payload) == sighting.digest;
        });
        if (link != links_.end()) {
          if (link->doubted && !cleared) cleared = link->doubted;
          proven.push_back(sighting.digest);
          good.push_back(std::move(*record));
          continue;
        }
        for (const auto& before : links_) {
          links.push_back({relay::chain_next(before.after, record->payload), record});
        }
      }
    }
    if (cleared) {
      if (auto taken = take(*cleared); !taken) return tl::unexpected(std::move(taken.error()));
    }
    if (withheld || !good.empty()) {
      std::erase_if(links, [](const Link& link) { return link.doubted.has_value(); });
    }
    links_ = std::move(links);
    // Erased once is erased, whatever an older page says.
    if (withheld) return Fate::withheld;
    for (const auto& record : good) {
      if (auto taken = take(record); !taken) return tl::unexpected(std::move(taken.error()));
    }
    return good.empty() ? Fate::unreadable : Fate::taken;
  }

  std::optional<SalvagedRecord> read(const Sighting& sighting, bool newest_overflow,
                                     bool& withheld) {
    const auto& file = sighting.in_log ? log_ : store_;
    if (page_at_ != std::pair{sighting.in_log, sighting.page_at} || page_.empty()) {
      page_at_ = {sighting.in_log, sighting.page_at};
      if (!file.read(sighting.page_at, kPage, page_)) return std::nullopt;
    }
    const auto rows = rows_on_page(page_, header_at(sighting.in_log, sighting.page_at));
    const auto row = std::find_if(rows.records.begin(), rows.records.end(), [&](const auto& r) {
      return r.id == sighting.id && r.digest == sighting.digest;
    });
    if (row == rows.records.end()) return std::nullopt;
    if (row->withheld) {
      withheld = true;
      return std::nullopt;
    }
    if (!newest_overflow && row->overflow_page == 0) return std::nullopt;
    SalvagedRecord record{static_cast<relay::Stream>(row->id >> kSeqBits), seq_of(row->id), row->at,
                          row->responses, std::string(row->payload)};
    add_overflow(record.payload, *row, newest_overflow);
    if (record.payload.size() != row->payload_bytes) return std::nullopt;
    return record;
  }

  void add_overflow(std::string& payload, const OutboxRow& row, bool newest) {
    std::string page;
    for (auto number = row.overflow_page; number != 0 && payload.size() < row.payload_bytes;) {
      const auto logged = newest_in_log_.find(number);
      const bool in_log = newest && logged != newest_in_log_.end();
      const auto at = in_log ? logged->second : (std::uint64_t{number} - 1) * kPage;
      if (!(in_log ? log_ : store_).read(at, kPage, page)) return;
      number = page_number_in(page);
      payload.append(page, 4, std::min<std::size_t>(kPage - 4, row.payload_bytes - payload.size()));
    }
  }

  static std::size_t header_at(bool in_log, std::uint64_t page_at) {
    return !in_log && page_at == 0 ? kFirstPageHeader : 0;
  }
  /// Big-endian, at the beginning.
  static std::uint32_t page_number_in(std::string_view bytes) {
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
  }

  const PageFile& store_;
  const PageFile& log_;
  const DeviceId& device_;
  const Take& take_;
  std::vector<Sighting> sightings_;
  std::unordered_map<std::uint32_t, std::uint64_t> newest_in_log_;  ///< page → where
  std::map<std::int64_t, std::uint64_t> known_;  ///< stream → received, or let go, up to there
  /// A number's id → what may be the digest after it, known without its row.
  std::map<std::int64_t, std::vector<Digest>> starts_;
  std::vector<Link> links_;
  std::pair<bool, std::uint64_t> page_at_;
  std::string page_;
  Salvaged salvaged_;
};

}  // namespace

Result<Salvaged> salvage_outbox(const std::filesystem::path& folder, const DeviceId& device,
                                const std::function<Result<void>(const SalvagedRecord&)>& take) {
  // The folder holds one store; its log's name is its own with "-wal" behind it.
  std::filesystem::path file;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const auto extension = at->path().extension();
    if (extension == ".db") file = at->path();
    // A power cut may have left the log alone there.
    if (extension == ".db-wal" && file.empty()) {
      file = at->path();
      file.replace_extension(".db");
    }
  }
  if (failed) return fail(ErrorCode::io, "'" + folder.string() + "': " + failed.message());
  const PageFile store(file);
  const PageFile log(file.string() + "-wal");
  for (const int trouble : {store.trouble(), log.trouble()}) {
    if (trouble != 0 && !file.empty()) {
      return tl::unexpected<Error>(
          system::errno_error(trouble, "read the damaged store '" + file.string() + "'"));
    }
  }
  return Salvager(store, log, device, take).run();
}

}  // namespace earshot::sqlite
