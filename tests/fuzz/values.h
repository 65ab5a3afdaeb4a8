// Valid values of everything that travels, made out of a fuzzer's bytes.
// Owner: tests/fuzz. Threads: pure functions of the chooser.
#pragma once

#include "core/relay/types.h"
#include "core/wire/bounds.h"
#include "core/wire/codec.h"
#include "tests/fuzz/chooser.h"

namespace earshot::fuzz {

using wire::kWallMsMax;

[[nodiscard]] relay::Stream make_stream(Chooser& choose);
/// As a sender makes it: what encode_frame takes.
[[nodiscard]] relay::Frame make_frame(Chooser& choose);
[[nodiscard]] relay::Receipt make_receipt(Chooser& choose);
[[nodiscard]] response::Response make_response(Chooser& choose);
[[nodiscard]] wire::ResponseRecord make_response_record(Chooser& choose);
[[nodiscard]] wire::CellRecord make_cell_record(Chooser& choose);
[[nodiscard]] wire::AlertRecord make_alert_record(Chooser& choose);
[[nodiscard]] wire::ErasureRecord make_erasure_record(Chooser& choose);

}  // namespace earshot::fuzz
