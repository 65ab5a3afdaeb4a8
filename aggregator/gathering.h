// The cells that one transaction touches, each once, found by their places. A flat table that is
// used again for every transaction: a backlog brings two thousand new cells a commit.
// Owner: Filing. Threads: the event loop's only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "aggregator/rollups.h"
#include "aggregator/stores.h"
#include "aggregator/topic_counts.h"

namespace earshot::hq {

class Gathering {
 public:
  struct Cell {
    CellPlace place;
    Rollups::Location* numbers = nullptr;
    Rollups::Asked asked;
    score::Histogram before{};
    TopicCounts::Location* topics = nullptr;  ///< for a cell of a topic, with the next two
    TopicCounts::Asked asked_topic;
    TopicCount topic_before{};
    StoredCell now;
    bool known = false;    ///< there was one before, or one arrived in this transaction
    bool changed = false;  ///< must be written
  };

  /// The cell of `place`, and whether it is new here. Good until clear().
  std::pair<Cell*, bool> at(const CellPlace& place) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    for (std::size_t slot = hash(place);; ++slot) {
      std::uint32_t& index = slots_[slot & (slots_.size() - 1)];
      if (index == 0) {
        index = static_cast<std::uint32_t>(++used_);
        if (used_ > cells_.size()) cells_.emplace_back();
        Cell& cell = cells_[used_ - 1];
        cell = Cell{};
        cell.place = place;
        return {&cell, true};
      }
      if (cells_[index - 1].place == place) return {&cells_[index - 1], false};
    }
  }
  /// Takes the newest one out again.
  void take_back() {
    --used_;
    fill();
  }
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] const Cell& operator[](std::size_t index) const { return cells_[index]; }
  void clear() {
    std::fill(slots_.begin(), slots_.end(), 0);
    used_ = 0;
  }

 private:
  static std::size_t hash(const CellPlace& place) {
    std::uint64_t hash = static_cast<std::uint64_t>(place.location) * 0x9E3779B97F4A7C15ULL;
    hash = (hash ^ static_cast<std::uint64_t>(place.series)) * 0xC2B2AE3D27D4EB4FULL;
    hash = (hash ^ static_cast<std::uint64_t>(place.hour)) * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(slots_.size() * 2, 1024), 0);
    fill();
  }
  void fill() {
    std::fill(slots_.begin(), slots_.end(), 0);
    for (std::size_t i = 0; i < used_; ++i) {
      std::size_t slot = hash(cells_[i].place);
      while (slots_[slot & (slots_.size() - 1)] != 0) ++slot;
      slots_[slot & (slots_.size() - 1)] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::deque<Cell> cells_;            ///< the first used_ of them
  std::vector<std::uint32_t> slots_;  ///< indices into cells_ + 1, a power of two; 0: free
  std::size_t used_ = 0;
};

}  // namespace earshot::hq
