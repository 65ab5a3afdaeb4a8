#include "kiosk/store/pin_lock.h"

#include <algorithm>
#include <charconv>

#include "platform/crypto/pin.h"
#include "platform/system/files.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kPinFileBytesMax = 4096;
constexpr std::size_t kCountBytesMax = 16;
/// What stands in a file that somebody tampered with, or a broken disk.
constexpr int kManyWrong = 12;
constexpr int kWrongMax = 1000;

int count_in(const std::filesystem::path& file) {
  const auto text = system::read_file(file, kCountBytesMax);
  if (!text) return text.error().code == ErrorCode::not_found ? 0 : kManyWrong;
  int count = 0;
  const auto* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, count);
  const bool whole = read.ec == std::errc() && std::string_view(read.ptr, end) == "\n";
  return whole && count >= 0 ? std::min(count, kWrongMax) : kManyWrong;
}

}  // namespace

Result<PinHashes> load_pin_hashes(const std::filesystem::path& file) {
  const auto text = system::read_file(file, kPinFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  PinHashes hashes;
  int number = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.empty()) continue;
    const auto blank = line.find(' ');
    const auto who = line.substr(0, blank);
    const auto hash = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
    auto sound = crypto::check_pin_hash(hash);
    if (who != "service" && who != "staff") sound = fail(ErrorCode::invalid, "whose PIN is it");
    if (!sound) {
      return fail(ErrorCode::invalid,
                  file.string() + ":" + std::to_string(number) + ": " + sound.error().message +
                      ". Write 'service' or 'staff' and what earshot-kiosk --hash-pin prints");
    }
    (who == "service" ? hashes.service : hashes.staff) = std::string(hash);
  }
  return hashes;
}

Duration PinLock::lock_after(int wrong) {
  if (wrong < kFreeTries) return Duration{0};
  const int doublings = std::min(wrong - kFreeTries, 20);
  return std::min(kLockFirst * (std::int64_t{1} << doublings), kLockMax);
}

PinLock::PinLock(PinHashes hashes, std::filesystem::path count_file, MonoTime now)
    : hashes_(std::move(hashes)),
      count_file_(std::move(count_file)),
      wrong_(count_in(count_file_)),
      locked_until_(now + lock_after(wrong_)) {}

PinVerdict PinLock::check(std::string_view pin, MonoTime now) {
  if (now < locked_until_) return {PinVerdict::Kind::wrong, locked_until_ - now};
  wrong_ = std::min(wrong_ + 1, kWrongMax);
  locked_until_ = now + lock_after(wrong_);
  const bool counted = keep_count();
  // Both are always compared: how long it takes tells nothing.
  const bool service = crypto::is_pin(pin, hashes_.service);
  const bool staff = crypto::is_pin(pin, hashes_.staff);
  if (!counted || (!service && !staff)) {
    return {PinVerdict::Kind::wrong, locked_until_ - now};
  }
  wrong_ = 0;
  locked_until_ = now;
  (void)keep_count();  // at worst the next start asks for patience
  return {service ? PinVerdict::Kind::service : PinVerdict::Kind::staff, Duration{0}};
}

bool PinLock::keep_count() {
  return system::write_file_atomically(count_file_, std::to_string(wrong_) + "\n").has_value();
}

}  // namespace earshot::kiosk
