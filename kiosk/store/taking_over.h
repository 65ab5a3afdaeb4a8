// After a damaged database was set aside: what can still be read of its answers goes into the new
// one, to be sent again. The edge agent knows what it has by its id. Owner: the AnswerKeeper.
// Threads: its event loop's only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "kiosk/store/boot_clocks.h"

namespace earshot::kiosk {

/// How far it came when it failed: what is in the new database is not put there again.
struct TakenSoFar {
  std::filesystem::path folder;
  std::uint64_t records = 0;
};

/// Takes over what this device wrote into what was set aside beside the database at `path` and was
/// not taken over before, and
/// lets the oldest of it go when there is a lot. Sealed words stay sealed. Returns, for the
/// location's manager, what became of the newest one that is there; empty: there is none. Error:
/// as the database; what was set aside stays, to be tried again with the same `so_far`.
[[nodiscard]] Result<std::string> take_over(const std::filesystem::path& path,
                                            const DeviceId& device, sqlite::Database& database,
                                            sqlite::SqliteOutbox& outbox, BootClocks& clocks,
                                            TakenSoFar& so_far);

}  // namespace earshot::kiosk
