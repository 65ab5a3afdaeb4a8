#include "core/wire/export_file.h"

#include <charconv>
#include <optional>

#include "core/base/utf8.h"

namespace earshot::wire {
namespace {

// Lines that a person can read, with the frames' bytes between them:
//   earshot-export-1 <device>
//   frame <stream> <bytes>      then as many bytes and a line's end; once a frame
//   end <frames>
constexpr std::string_view kFirst = "earshot-export-1 ", kFrame = "frame ", kEnd = "end ";

constexpr std::size_t kReasonMax = 200;  ///< code points; it may quote the file

class Lines {
 public:
  explicit Lines(std::string_view bytes) : rest_(bytes) {}
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  std::optional<std::string_view> take(std::size_t count) {
    if (rest_.size() < count + 1 || rest_[count] != '\n') return std::nullopt;
    const auto bytes = rest_.substr(0, count);
    rest_.remove_prefix(count + 1);
    return bytes;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string encode_export(const ExportFile& file) {
  std::string out = std::string(kFirst) + file.device.str() + "\n";
  for (const auto& frame : file.frames) {
    out += std::string(kFrame) + std::string(relay::to_string(frame.stream)) + " " +
           std::to_string(frame.bytes.size()) + "\n" + frame.bytes + "\n";
  }
  return out + std::string(kEnd) + std::to_string(file.frames.size()) + "\n";
}

Result<ExportFile> decode_export(std::string_view bytes) {
  Lines lines(bytes);
  const auto broken = [](const std::string& what) {
    return fail(ErrorCode::invalid, "this is no whole file of an export: " + what);
  };
  const auto first = lines.next();
  if (!first || !first->starts_with(kFirst)) return broken("its first line is another");
  auto device = DeviceId::parse(first->substr(kFirst.size()));
  if (!device) return broken(one_line(device.error().message, kReasonMax));
  ExportFile file{*std::move(device), {}};
  while (const auto line = lines.next()) {
    if (line->starts_with(kEnd)) {
      const bool all = number(line->substr(kEnd.size())) == file.frames.size() && lines.done();
      return all ? Result<ExportFile>(std::move(file)) : broken("frames are missing at its end");
    }
    const auto blank = line->rfind(' ');
    if (!line->starts_with(kFrame) || blank < kFrame.size()) return broken("a line makes no sense");
    const auto stream = relay::parse_stream(line->substr(kFrame.size(), blank - kFrame.size()));
    const auto size = number(line->substr(blank + 1));
    if (!stream || !size || *size > relay::kFrameBytesMax) return broken("a line makes no sense");
    const auto taken = lines.take(*size);
    if (!taken) return broken("it was cut short");
    file.frames.push_back({*stream, std::string(*taken)});
  }
  return broken("it was cut short");
}

}  // namespace earshot::wire
