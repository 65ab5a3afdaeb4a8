// Shares the work of training among the processor's cores. Owner: tools/train. Threads: the caller
// waits while others work; what they do does not depend on their order.
#pragma once

#include <cstddef>
#include <functional>

namespace earshot::train {

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& job);

}  // namespace earshot::train
