// What reads comments in every world: the built-in topics, word lists, and no weights, so that a
// world needs no more than a thousandth of its time for it. Owner: the tests. Threads: one.
#pragma once

#include "edge-agent/comment_reader.h"

namespace earshot::sim {

[[nodiscard]] edge::CommentReader& reader();

}  // namespace earshot::sim
