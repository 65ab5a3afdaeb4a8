#include "tools/train/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace earshot::train {

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& job) {
  constexpr std::size_t kThreadsMax = 16;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) job(i);
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min({cores, kThreadsMax, count}); ++i) helpers.emplace_back(run);
  run();
}

}  // namespace earshot::train
