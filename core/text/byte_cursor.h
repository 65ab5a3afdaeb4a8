// Numbers and texts in the bytes of a model file: little endian, every read bounded.
// Owner: core/text. Threads: each cursor belongs to one thread.
// A read past the end fails once and for all; what was read is checked with ok() at the end.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace earshot::text {

class ByteCursor {
 public:
  explicit ByteCursor(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  T number() {
    static_assert(std::endian::native == std::endian::little && std::is_arithmetic_v<T>);
    T value{};
    const std::string_view raw = take(sizeof(T));
    if (ok_) std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }

  /// At most `bytes_max` long.
  std::string text(std::size_t bytes_max) {
    const auto size = number<std::uint32_t>();
    if (size > bytes_max) fail();
    return std::string(take(size));
  }

  std::string_view take(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  void fail() {
    ok_ = false;
    rest_ = {};
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

template <typename T>
void append_number(std::string& out, T value) {
  static_assert(std::endian::native == std::endian::little && std::is_arithmetic_v<T>);
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  out.append(raw, sizeof(T));
}

inline void append_text(std::string& out, std::string_view text) {
  append_number(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

/// Copies `count` numbers of the cursor's next bytes into a container of them.
template <typename Vector>
void read_numbers(ByteCursor& in, std::size_t count, Vector& out) {
  using T = typename Vector::value_type;
  if (count > in.left() / sizeof(T)) return in.fail();
  const std::string_view raw = in.take(count * sizeof(T));
  out.resize(count);
  if (count > 0) std::memcpy(out.data(), raw.data(), raw.size());
}

template <typename Vector>
void append_numbers(std::string& out, const Vector& numbers) {
  out.append(reinterpret_cast<const char*>(numbers.data()),
             numbers.size() * sizeof(typename Vector::value_type));
}

}  // namespace earshot::text
