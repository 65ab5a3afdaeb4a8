// Whether a comment says anything: keyboard mash, spam and bare emoji do not; swearing is flagged.
// Owner: core/text. Threads: const calls from any thread.
#pragma once

#include "core/text/analysis.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// Why the comment cannot be used, or Unusable::no. Bare emoji still have a sentiment.
[[nodiscard]] Unusable read_usable(const Tokens& comment);

/// True when it swears, in any of nine languages. It is kept and counted all the same.
[[nodiscard]] bool has_profanity(const Tokens& comment);

}  // namespace earshot::text
