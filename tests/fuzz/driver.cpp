// What libFuzzer calls. One target is linked into each program.
#include <google/protobuf/stubs/logging.h>
#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdint>

#include "core/base/check.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  EARSHOT_CHECK(earshot::fuzz::targets().size() == 1);
  // Damaged input is the rule here: nobody reads what is logged about it.
  google::protobuf::SetLogHandler(nullptr);
  spdlog::set_level(spdlog::level::off);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  earshot::fuzz::targets().front().run({reinterpret_cast<const char*>(data), size});
  return 0;
}
