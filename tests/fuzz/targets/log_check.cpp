// A store's write-ahead log that rot, or somebody, has changed: judged within bounds, a change of
// one byte is never taken for damage that nobody wrote, and what is mended needs no mending again.
#include "platform/sqlite/log_check.h"

#include <cstring>

#include "core/base/check.h"
#include "platform/sqlite/log_sum.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

using State = sqlite::LogVerdict::State;

sqlite::LogVerdict check(std::string_view log) {
  return sqlite::check_log(
      [&](std::uint64_t at, std::span<unsigned char> bytes) {
        EARSHOT_CHECK(at <= log.size() && bytes.size() <= log.size() - at);
        std::memcpy(bytes.data(), log.data() + at, bytes.size());
        return true;
      },
      log.size());
}

void put(std::string& to, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) to += static_cast<char>(number >> shift);
}
void put_sum(std::string& to, sqlite::LogSum& sum, std::size_t from, std::size_t bytes,
             std::string_view more, sqlite::WordOrder order) {
  std::string all(to.substr(from, bytes));
  all += more;
  sum =
      sqlite::log_sum(sum, {reinterpret_cast<const unsigned char*>(all.data()), all.size()}, order);
  put(to, sum.s0);
  put(to, sum.s1);
}

/// Frames of 512 bytes, each of what the input says, as SQLite would write them.
std::string log_of(Chooser& choose) {
  const auto order = choose.flag() ? sqlite::WordOrder::big : sqlite::WordOrder::little;
  std::string log;
  for (const std::uint32_t number :
       {0x377f0682U | (order == sqlite::WordOrder::big ? 1U : 0U), 3007000U, 512U, 1U, 7U, 8U}) {
    put(log, number);
  }
  sqlite::LogSum sum;
  put_sum(log, sum, 0, 24, "", order);
  const auto frames = 1 + choose.below(20);
  for (std::uint64_t i = 0; i < frames; ++i) {
    const auto at = log.size();
    put(log, static_cast<std::uint32_t>(1 + choose.below(6)));
    put(log, static_cast<std::uint32_t>(choose.below(3)));
    put(log, 7);
    put(log, 8);
    const std::string page(512, static_cast<char>(choose.byte()));
    put_sum(log, sum, at, 8, page, order);
    log += page;
  }
  return log;
}

}  // namespace

FUZZ_TARGET(log_check) {
  constexpr MemoryBound kBound{2, 1024 * 1024};
  Chooser choose(input);
  const bool raw = choose.flag();
  std::string log;
  if (raw) {
    log = choose.rest();
  } else {
    log = log_of(choose);
    EARSHOT_CHECK(check(log).state == State::sound);
    const auto at = choose.below(log.size());
    const auto change = static_cast<char>(choose.byte());
    log[at] = static_cast<char>(log[at] ^ change);
  }
  const auto verdict = within_memory(kBound, log.size(), [&] { return check(log); });
  EARSHOT_CHECK(verdict.state != State::unreadable);
  EARSHOT_CHECK((verdict.state == State::mendable) == !verdict.patches.empty());
  if (verdict.state != State::mendable) return;
  for (const auto& patch : verdict.patches) {
    EARSHOT_CHECK(patch.offset + patch.bytes.size() <= log.size());
    log.replace(patch.offset, patch.bytes.size(), patch.bytes);
  }
  EARSHOT_CHECK(check(log).state == State::sound);
}

}  // namespace earshot::fuzz
