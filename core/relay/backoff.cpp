#include "core/relay/backoff.h"

#include <algorithm>

namespace earshot::relay {

Duration Backoff::next() {
  Duration limit = base_;
  for (int i = 0; i < attempt_ && limit < cap_; ++i) limit *= 2;
  limit = std::min(limit, cap_);
  ++attempt_;
  const auto ms = random_below(random_, static_cast<std::uint64_t>(limit.count())) + 1;
  return Duration{static_cast<std::int64_t>(ms)};
}

}  // namespace earshot::relay
