// The packed counts of a cell, as headquarters' store has them.
#include "aggregator/cell_bytes.h"
#include "core/base/check.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/values.h"

namespace earshot::fuzz {

FUZZ_TARGET(cell_bytes) {
  score::CellValue value;
  if (hq::unpack_rest(input, value)) {
    score::CellValue again;
    EARSHOT_CHECK(hq::unpack_rest(hq::pack_rest(value), again) && again == value);
  }
  Chooser choose(input);
  auto made = make_cell_record(choose).value;
  score::CellValue unpacked = made;
  unpacked.sentiment = {};
  unpacked.emotions = {};
  unpacked.misuse = {};
  EARSHOT_CHECK(hq::unpack_rest(hq::pack_rest(made), unpacked) && unpacked == made);
}

}  // namespace earshot::fuzz
