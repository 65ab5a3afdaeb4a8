// Topics: what a broker says a message came by.
#include "core/base/check.h"
#include "core/wire/topics.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(topic) {
  if (const auto up = wire::parse_up_topic(input)) {
    EARSHOT_CHECK(!up->device.empty());
    EARSHOT_CHECK(wire::up_topic(up->device, up->stream) == input);
  }
  if (const auto device = wire::parse_status_topic(input)) {
    EARSHOT_CHECK(!device->empty());
    EARSHOT_CHECK(wire::status_topic(*device) == input);
  }
}

}  // namespace earshot::fuzz
