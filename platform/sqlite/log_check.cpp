#include "platform/sqlite/log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <numeric>
#include <optional>
#include <string_view>

#include "platform/sqlite/log_sum.h"

namespace earshot::sqlite {
namespace {

using Bytes = std::span<const unsigned char>;

constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  ///< its lowest bit: the order of the checksums' words
constexpr std::uint32_t kVersion = 3007000;
constexpr std::uint32_t kPageBytesMin = 512;
constexpr std::uint32_t kPageBytesMax = 65536;

/// Numbers stand with their highest byte first.
std::uint32_t number_at(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
         std::uint32_t{bytes[at + 2]} << 8 | bytes[at + 3];
}
void append_number(std::string& to, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) to += static_cast<char>(number >> shift);
}
LogSum sum_at(Bytes bytes, std::size_t at) {
  return {number_at(bytes, at), number_at(bytes, at + 4)};
}
std::string bytes_of(LogSum sum) {
  std::string bytes;
  append_number(bytes, sum.s0);
  append_number(bytes, sum.s1);
  return bytes;
}

struct Header {
  WordOrder order = WordOrder::little;
  std::uint32_t page_bytes = 0;
  std::array<unsigned char, 8> salts{};
  LogSum sum;
};

/// None: it says nothing that could be true.
std::optional<Header> header_in(Bytes bytes) {
  const auto magic = number_at(bytes, 0);
  Header header;
  header.order = (magic & 1) != 0 ? WordOrder::big : WordOrder::little;
  header.page_bytes = number_at(bytes, 8);
  std::copy_n(bytes.begin() + 16, header.salts.size(), header.salts.begin());
  header.sum = sum_at(bytes, 24);
  const bool possible = (magic & ~1U) == kMagic && number_at(bytes, 4) == kVersion &&
                        std::has_single_bit(header.page_bytes) &&
                        header.page_bytes >= kPageBytesMin && header.page_bytes <= kPageBytesMax;
  if (!possible || log_sum({}, bytes.first(24), header.order) != header.sum) return std::nullopt;
  return header;
}

/// The headers that `bytes` would be if one byte of it were another, each with its bytes.
std::vector<std::pair<Header, std::string>> headers_near(std::span<unsigned char> bytes) {
  std::vector<std::pair<Header, std::string>> near;
  for (auto& byte : bytes) {
    const auto found = byte;
    for (int value = 0; value < 256; ++value) {
      byte = static_cast<unsigned char>(value);
      if (auto header = header_in(bytes))
        near.emplace_back(*header, std::string(bytes.begin(), bytes.end()));
    }
    byte = found;
  }
  return near;
}

struct Frame {
  std::vector<unsigned char> bytes;
  bool salts = false;  ///< are this log's
  [[nodiscard]] std::uint32_t page() const { return number_at(bytes, 0); }
  [[nodiscard]] bool commits() const { return number_at(bytes, 4) != 0; }
  [[nodiscard]] LogSum stored() const { return sum_at(bytes, 16); }
};

class Walk {
 public:
  Walk(const ReadLog& read, std::uint64_t size) : read_(read), size_(size) {}

  LogVerdict verdict() {
    // A header is synced before the first frame is written behind it.
    if (size_ < kHeaderBytes + kFrameHeaderBytes + kPageBytesMin) return {};
    std::array<unsigned char, kHeaderBytes> head{};
    if (!read_(0, head)) return unreadable();
    if (const auto header = header_in(head)) {
      begin_with(*header);
    } else if (!mend_header(head)) {
      return damaged("its header cannot be read");
    }
    return walk();
  }

 private:
  /// What is behind a break.
  struct Behind {
    bool stored = false;      ///< it was synced: two commits follow from one another
    bool linked = false;      ///< the next frame vouches for this one's checksum
    bool superseded = false;  ///< one of those that vouch holds this one's page anew
  };
  enum class Step : std::uint8_t { on, end, damaged, unreadable };

  void begin_with(const Header& header) {
    header_ = header;
    frames_ = (size_ - kHeaderBytes) / frame_bytes();
    seed_ = header_.sum;
  }

  /// Of the headers that it could be, the one that the first frame vouches for.
  bool mend_header(std::span<unsigned char> head) {
    for (const auto& [header, bytes] : headers_near(head)) {
      begin_with(header);
      if (frames_ == 0 || !read_frame(0, frame_) || !frame_.salts) continue;
      if (sum_of(frame_, seed_) != frame_.stored()) continue;
      patches_.push_back({0, bytes});
      note("a wrong byte in its header");
      sure_ = true;  // a disk writes 32 bytes at once
      return true;
    }
    return false;
  }

  LogVerdict walk() {
    Step step = Step::on;
    for (at_ = 0; at_ < frames_ && step == Step::on; ++at_) {
      step = take_frame();
      if (step != Step::on || !frame_.commits()) continue;
      ++commits_;
      patches_of_commits_ = patches_.size();
      words_of_commits_ = words_.size();
      sure_of_commits_ = sure_;
    }
    if (step == Step::unreadable) return unreadable();
    if (step == Step::damaged) {
      return damaged(fmt::format("frame {} of {} cannot be read any more", at_, frames_));
    }
    // What no commit follows is not taken by SQLite either.
    patches_.resize(std::max(patches_of_commits_, header_patches()));
    if (patches_.empty()) return {};
    words_.resize(std::max(words_of_commits_, std::size_t{1}));
    const bool told = sure_of_commits_ || header_patches() > 0 ||
                      (first_mended_after_ && commits_ - *first_mended_after_ >= 2);
    return {LogVerdict::State::mendable, told, said(), std::move(patches_)};
  }

  Step take_frame() {
    if (!read_frame(at_, frame_)) return Step::unreadable;
    const auto sum = sum_of(frame_, seed_);
    if (sum == frame_.stored()) {
      seed_ = sum;
      if (!frame_.salts) mend(8, {header_.salts.begin(), header_.salts.end()}, "salts");
      return Step::on;
    }
    if (!frame_.salts) return behind_break();  // as a rule the end of this log
    const bool linked = next_follows(frame_.stored());
    const auto wrong = one_wrong_byte(seed_, summed(frame_), frame_.stored(), header_.order);
    // Either the page or its checksum; the next frame knows, and where there is none, whichever
    // alone could be.
    const bool sum_could_be = !linked && differ_in_one_byte(sum, frame_.stored());
    if (next_follows(sum) || (sum_could_be && !wrong)) {
      seed_ = sum;
      mend(16, bytes_of(sum), "checksum");
      return Step::on;
    }
    if (wrong && !sum_could_be) {
      seed_ = frame_.stored();
      const auto at = wrong->at < 8 ? wrong->at : wrong->at + 16;
      mend(at, std::string(1, static_cast<char>(wrong->right)), "byte");
      return Step::on;
    }
    return behind_break();
  }

  Step behind_break() {
    Behind behind;
    if (!look_behind(behind)) return Step::unreadable;
    if (!behind.stored) return Step::end;
    const bool replaceable = behind.linked && behind.superseded && ++lost_ <= kLostFramesMax;
    if (!replaceable) return Step::damaged;
    // Whatever its page holds: nobody reads it. Only the chain must hold.
    const auto all = summed(frame_);
    const auto before = log_sum(seed_, Bytes(all).first(all.size() - 8), header_.order);
    const auto last = last_bytes_for(before, frame_.stored(), header_.order);
    mend(frame_.bytes.size() - 8, {last.begin(), last.end()}, "page, which a later one replaces");
    sure_ = true;
    seed_ = frame_.stored();
    return Step::on;
  }

  /// False: it could not be read.
  bool look_behind(Behind& behind) {
    bool first_run = true;  // frames that follow from the broken one itself
    bool again = false;
    int commits = frame_.salts && frame_.commits() ? 1 : 0;
    Frame next;
    bool before_ok = frame_.salts;
    LogSum before = frame_.stored();
    const auto page = frame_.page();
    for (auto i = at_ + 1; i < frames_; ++i) {
      if (!read_frame(i, next)) return false;
      const bool follows = next.salts && before_ok && sum_of(next, before) == next.stored();
      if (!follows) {
        first_run = false;
        commits = 0;
      }
      if (first_run) {
        behind.linked = true;
        again = again || next.page() == page;
        if (next.commits() && again) behind.superseded = true;
      }
      if (next.salts && next.commits() && ++commits >= 2) behind.stored = true;
      if (behind.stored && (!first_run || behind.superseded)) return true;
      before_ok = next.salts;
      before = next.stored();
    }
    return true;
  }

  bool next_follows(LogSum from) {
    Frame next;
    return at_ + 1 < frames_ && read_frame(at_ + 1, next) && next.salts &&
           sum_of(next, from) == next.stored();
  }

  static bool differ_in_one_byte(LogSum a, LogSum b) {
    const auto x = bytes_of(a);
    const auto y = bytes_of(b);
    return std::inner_product(x.begin(), x.end(), y.begin(), 0, std::plus<>(),
                              std::not_equal_to<>()) == 1;
  }

  /// In the frame that is being looked at, and in what is known of it.
  void mend(std::size_t at, std::string bytes, std::string_view what) {
    std::copy(bytes.begin(), bytes.end(), frame_.bytes.begin() + static_cast<std::ptrdiff_t>(at));
    patches_.push_back({offset_of(at_) + at, std::move(bytes)});
    if (!first_mended_after_) first_mended_after_ = commits_;
    note(fmt::format("a wrong {} in frame {}", what, at_ + 1));
  }
  void note(std::string what) { words_.push_back(std::move(what)); }

  [[nodiscard]] std::size_t header_patches() const {
    return !patches_.empty() && patches_.front().offset == 0 ? 1 : 0;
  }
  [[nodiscard]] std::size_t frame_bytes() const { return kFrameHeaderBytes + header_.page_bytes; }
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t frame) const {
    return kHeaderBytes + frame * frame_bytes();
  }
  bool read_frame(std::uint64_t number, Frame& into) {
    into.bytes.resize(frame_bytes());
    if (!read_(offset_of(number), into.bytes)) return false;
    into.salts = std::equal(header_.salts.begin(), header_.salts.end(), into.bytes.begin() + 8);
    return true;
  }
  /// What a frame's checksum is of: its page's number, the store's size, the page.
  std::span<const unsigned char> summed(const Frame& frame) {
    summed_.assign(frame.bytes.begin(), frame.bytes.begin() + 8);
    summed_.insert(summed_.end(), frame.bytes.begin() + kFrameHeaderBytes, frame.bytes.end());
    return summed_;
  }
  [[nodiscard]] LogSum sum_of(const Frame& frame, LogSum from) const {
    const Bytes bytes(frame.bytes);
    return log_sum(log_sum(from, bytes.first(8), header_.order), bytes.subspan(kFrameHeaderBytes),
                   header_.order);
  }

  [[nodiscard]] std::string said() const {
    const auto more = words_.size() > 1 ? fmt::format(" and {} more", words_.size() - 1) : "";
    return words_.empty() ? "" : words_.front() + more;
  }
  static LogVerdict damaged(std::string words) {
    return {LogVerdict::State::damaged, true, std::move(words)};
  }
  static LogVerdict unreadable() {
    return {LogVerdict::State::unreadable, false, "it cannot be read"};
  }

  const ReadLog& read_;
  const std::uint64_t size_;
  Header header_;
  std::uint64_t frames_ = 0;
  std::uint64_t at_ = 0;
  Frame frame_;                        ///< the one at `at_`
  std::vector<unsigned char> summed_;  ///< room for what is summed
  LogSum seed_;                        ///< of the frames before it, as they were written
  int lost_ = 0;
  std::uint64_t commits_ = 0;
  bool sure_ = false, sure_of_commits_ = false;
  std::vector<LogPatch> patches_;
  std::vector<std::string> words_;
  std::size_t patches_of_commits_ = 0, words_of_commits_ = 0;
  std::optional<std::uint64_t> first_mended_after_;  ///< so many commits
};

}  // namespace

LogVerdict check_log(const ReadLog& read, std::uint64_t size) { return Walk(read, size).verdict(); }

}  // namespace earshot::sqlite
