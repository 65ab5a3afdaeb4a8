// Lines of a stream, in memory that does not grow with them.
// Owner: tools/analyse. Threads: one.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

namespace earshot::analyse {

class LineReader {
 public:
  LineReader(std::istream& in, std::size_t bytes_max) : in_(in), bytes_max_(bytes_max) {}

  /// The next line without its end ("\n" or "\r\n") into `line`; false at the end of the stream. Of
  /// a line longer than the most, nothing is kept: `too_long()` then says how long it was.
  bool next(std::string& line);
  [[nodiscard]] std::size_t too_long() const { return too_long_; }
  [[nodiscard]] std::size_t number() const { return number_; }  ///< of the last line, from 1

 private:
  bool fill();

  std::istream& in_;
  const std::size_t bytes_max_;
  std::vector<char> buffer_ = std::vector<char>(64 * 1024);
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t too_long_ = 0;
  std::size_t number_ = 0;
};

}  // namespace earshot::analyse
