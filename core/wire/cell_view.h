// A cell record read where it lies: no copy, no allocation, and what of its key is the same for all
// hours left as bytes. Headquarters takes cells by the million and knows most of their series: this
// reads one in a tenth of the time of decode_record. Owner: core/wire. Threads: pure functions,
// any.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/time.h"
#include "core/score/cell.h"

namespace earshot::wire {

struct CellView {
  std::string_view location;  ///< not judged
  HourUtc hour = 0;
  LocalDay business_day = 0;
  /// Equal bytes mean equal touchpoint, question, kind, audience, channel, language, variant and
  /// topic. Not judged: let decode_record do so when they come for the first time.
  std::string_view series;
  std::uint64_t version = 0;
  score::CellValue value;  ///< counts are not judged
};

/// Points into `bytes`. None for everything that is not a cell as encode_record writes it, fields
/// in their order and no others: decode_record says what that is.
[[nodiscard]] std::optional<CellView> view_cell(std::string_view bytes);

}  // namespace earshot::wire
