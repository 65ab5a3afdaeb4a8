#include "platform/system/real_ports.h"

#include <sodium.h>
#include <time.h>

#include <algorithm>
#include <chrono>

#include "core/base/check.h"
#include "platform/system/files.h"

namespace earshot::system {

namespace {
std::int64_t clock_ms(clockid_t id) {
  timespec t{};
  EARSHOT_CHECK(clock_gettime(id, &t) == 0);
  return std::int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000;
}
}  // namespace

WallTime RealClock::wall_now() { return {clock_ms(CLOCK_REALTIME)}; }
MonoTime RealClock::mono_now() { return {clock_ms(CLOCK_MONOTONIC)}; }

void RealRandom::fill(std::span<std::byte> bytes) {
  // Safe to call again and from several threads; negative only when the machine has no entropy.
  EARSHOT_CHECK(sodium_init() >= 0);
  randombytes_buf(bytes.data(), bytes.size());
}

std::string boot_id() {
  auto text = read_file("/proc/sys/kernel/random/boot_id");
  if (!text) return {};
  std::erase_if(*text, [](char c) { return c == '-' || c == '\n'; });
  return *text;
}

std::int64_t uptime_ms() { return clock_ms(CLOCK_BOOTTIME); }

}  // namespace earshot::system
