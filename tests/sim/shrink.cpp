#include "tests/sim/shrink.h"

#include <algorithm>
#include <chrono>

#include "tests/sim/apart.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

class Shrinker {
 public:
  Shrinker(std::uint64_t seed, Limits limits, const std::string& check,
           const std::function<void(const Limits&)>& told)
      : seed_(seed), best_(std::move(limits)), check_(check), told_(told) {
    best_.only = plan().faults;
    best_.without.clear();
  }

  Limits smallest() {
    for (bool smaller = true; smaller && runs_ < kShrinkRunsMax;) {
      smaller = fewer_kinds();
      smaller = fewer_mishaps() || smaller;
      smaller = fewer_devices() || smaller;
      smaller = shorter() || smaller;
    }
    return best_;
  }

 private:
  [[nodiscard]] Plan plan() const { return draw(seed_, best_); }

  bool still_fails(const Limits& limits) {
    if (runs_ >= kShrinkRunsMax) return false;
    ++runs_;
    const Outcome outcome = run_apart(draw(seed_, limits));
    if (!outcome.failure || outcome.failure->check != check_) return false;
    best_ = limits;
    told_(best_);
    return true;
  }

  bool fewer_kinds() {
    bool smaller = false;
    const FaultSet all = *best_.only;
    for (const Fault fault : all) {
      Limits limits = best_;
      limits.only->erase(fault);
      smaller = still_fails(limits) || smaller;
    }
    return smaller;
  }

  bool fewer_mishaps() {
    bool smaller = false;
    for (const Mishap& mishap : plan().mishaps) {
      Limits limits = best_;
      limits.skip.insert(mishap.number);
      smaller = still_fails(limits) || smaller;
    }
    return smaller;
  }

  bool fewer_devices() {
    bool smaller = false;
    const Plan now = plan();
    for (int n = 1; n < now.locations; ++n) {
      Limits limits = best_;
      limits.locations = n;
      if (still_fails(limits)) return true;
    }
    for (int n = 1; n < now.kiosks; ++n) {
      Limits limits = best_;
      limits.kiosks = n;
      if (still_fails(limits)) return true;
    }
    for (int n = now.visits / 2; n >= 1 && n < plan().visits; n /= 2) {
      Limits limits = best_;
      limits.visits = n;
      if (!still_fails(limits)) break;
      smaller = true;
    }
    return smaller;
  }

  bool shorter() {
    bool smaller = false;
    for (;;) {
      Limits limits = best_;
      limits.lives = plan().lives / 2;
      if (*limits.lives < 2min || !still_fails(limits)) return smaller;
      smaller = true;
    }
  }

  const std::uint64_t seed_;
  Limits best_;
  const std::string check_;
  const std::function<void(const Limits&)>& told_;
  int runs_ = 0;
};

}  // namespace

Limits shrink(std::uint64_t seed, Limits limits, const std::string& check,
              const std::function<void(const Limits&)>& told) {
  return Shrinker(seed, std::move(limits), check, told).smallest();
}

}  // namespace earshot::sim
