// What a kiosk says of itself on its status topic: above all whether its disk still takes answers.
// Owner: the shell, or a simulator. Threads: pure functions, any thread.
// Retained at the broker, so it may be old: it never counts as having heard the kiosk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace earshot::edge {

struct KioskStatus {
  enum class Disk { unknown, plenty, nearly_full, full };
  Disk disk = Disk::unknown;
  std::string words;     ///< clean text of one line; empty while all is well
  std::string incident;  ///< what became of a store that its disk spoilt, likewise; said each time
};

/// `{"online": true, "disk": "plenty", "words": ""}`; none for what is no such JSON. Words of newer
/// versions, and a kiosk that is offline, are `unknown`.
[[nodiscard]] std::optional<KioskStatus> parse_kiosk_status(std::string_view json);
[[nodiscard]] std::string_view to_string(KioskStatus::Disk disk);

}  // namespace earshot::edge
