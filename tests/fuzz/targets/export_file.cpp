// What a person carries from a kiosk on a USB stick: a whole file and nothing else passes for one.
#include "core/wire/export_file.h"

#include "core/base/check.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

wire::ExportFile make_file(Chooser& choose) {
  wire::ExportFile file{DeviceId::trusted("kiosk-1"), {}};
  for (auto count = choose.below(4); count > 0; --count) {
    const auto stream = choose.flag() ? relay::Stream::urgent : relay::Stream::responses;
    file.frames.push_back({stream, choose.text(200)});
  }
  return file;
}

}  // namespace

FUZZ_TARGET(export_file) {
  constexpr MemoryBound kBound{16, 16 * 1024};
  Chooser choose(input);
  if (choose.flag()) {
    const auto file = make_file(choose);
    auto bytes = wire::encode_export(file);
    const auto read = wire::decode_export(bytes);
    EARSHOT_CHECK(read && *read == file);
    // Cut short anywhere, it is none.
    bytes.resize(choose.below(bytes.size()));
    EARSHOT_CHECK(!wire::decode_export(bytes));
    return;
  }
  const auto bytes = choose.rest();
  const auto file = within_memory(kBound, bytes.size(), [&] { return wire::decode_export(bytes); });
  if (!file) return expect_readable(file.error());
  const auto again = wire::decode_export(wire::encode_export(*file));
  EARSHOT_CHECK(again && *again == *file);
}

}  // namespace earshot::fuzz
