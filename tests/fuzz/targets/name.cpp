// Names, ids, hexadecimal digits and the words that stand for values: in topics, addresses, files.
#include "core/base/check.h"
#include "core/base/hex.h"
#include "core/base/ids.h"
#include "core/relay/types.h"
#include "core/survey/survey.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(name) {
  if (const auto id = DeviceId::parse(input)) {
    EARSHOT_CHECK(id->str() == input && input.size() <= kNameLengthMax);
    // Safe in a topic, a file name, an address and a log line.
    EARSHOT_CHECK(input.find_first_of("/+#%\\ \n\"'<>") == std::string_view::npos);
    EARSHOT_CHECK(!input.starts_with('.') && !input.starts_with('-'));
  }
  if (const auto id = ResponseId::parse(input)) {
    EARSHOT_CHECK(id->str() == input && from_hex(input).has_value());
  } else {
    expect_readable(id.error());
  }
  if (const auto bytes = from_hex(input)) {
    EARSHOT_CHECK(to_hex(*bytes) == input);
  } else {
    expect_readable(bytes.error());
  }
  if (const auto kind = survey::parse_kind(input)) EARSHOT_CHECK(to_string(*kind) == input);
  if (const auto stream = relay::parse_stream(input)) EARSHOT_CHECK(to_string(*stream) == input);
}

}  // namespace earshot::fuzz
