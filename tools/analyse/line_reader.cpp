#include "tools/analyse/line_reader.h"

#include <algorithm>

namespace earshot::analyse {

bool LineReader::fill() {
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  at_ = 0;
  end_ = static_cast<std::size_t>(in_.gcount());
  return end_ > 0;
}

bool LineReader::next(std::string& line) {
  line.clear();
  too_long_ = 0;
  std::size_t size = 0;
  bool any = false;
  while (at_ < end_ || fill()) {
    any = true;
    const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto stop = buffer_.begin() + static_cast<std::ptrdiff_t>(end_);
    const auto feed = std::find(begin, stop, '\n');
    const auto count = static_cast<std::size_t>(feed - begin);
    size += count;
    // One more byte than the most is kept, for the "\r" that may stand before the line's end.
    if (size <= bytes_max_ + 1) line.append(begin, feed);
    at_ += count;
    if (feed == stop) continue;
    ++at_;
    break;
  }
  if (!any) return false;
  ++number_;
  const bool carriage = size <= bytes_max_ + 1 && !line.empty() && line.back() == '\r';
  if (carriage) {
    line.pop_back();
    --size;
  }
  if (size > bytes_max_) {
    too_long_ = size;
    line.clear();
    line.shrink_to_fit();
  }
  return true;
}

}  // namespace earshot::analyse
