// Receipts: from bytes as they come, and as a receiver makes them.
#include "core/base/check.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/values.h"

namespace earshot::fuzz {
namespace {

constexpr MemoryBound kBound{16, 16 * 1024};

void expect_same(const relay::Receipt& a, const relay::Receipt& b) {
  EARSHOT_CHECK(a.device == b.device && a.stream == b.stream && a.verdict == b.verdict);
  EARSHOT_CHECK(a.cursor == b.cursor && a.reason == b.reason);
  EARSHOT_CHECK(a.now == b.now && a.boot_id == b.boot_id && a.uptime_ms == b.uptime_ms);
}

}  // namespace

FUZZ_TARGET(receipt) {
  Chooser choose(input);
  if (choose.flag()) {
    const auto receipt = make_receipt(choose);
    const auto decoded = wire::decode_receipt(receipt.device, wire::encode_receipt(receipt));
    EARSHOT_CHECK(decoded.has_value());
    return expect_same(receipt, *decoded);
  }
  const auto bytes = choose.rest();
  const auto device = DeviceId::trusted("k");
  const auto receipt =
      within_memory(kBound, bytes.size(), [&] { return wire::decode_receipt(device, bytes); });
  if (!receipt) return expect_readable(receipt.error());
  expect_inert(receipt->reason, 300);
  expect_inert(receipt->boot_id, 64);
  EARSHOT_CHECK(receipt->now.ms >= 0 && receipt->now.ms <= kWallMsMax);
  EARSHOT_CHECK(receipt->uptime_ms >= 0);
  // The sender counts on from there.
  EARSHOT_CHECK(receipt->cursor.seq <= UINT64_MAX / 4);
  const std::string again = wire::encode_receipt(*receipt);
  const auto twice = wire::decode_receipt(device, again);
  EARSHOT_CHECK(twice.has_value());
  expect_same(*receipt, *twice);
  EARSHOT_CHECK(wire::encode_receipt(*twice) == again);
}

}  // namespace earshot::fuzz
