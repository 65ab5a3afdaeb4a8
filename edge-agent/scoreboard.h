// The location's live tallies of ratings by question: everything kept, by business day, by hour.
// A sum of the cells, held in memory so that a score costs no query.
// Owner: the cell book. Threads: the event loop.
#pragma once

#include <compare>
#include <map>

#include "core/score/cell.h"

namespace earshot::edge {

/// A question as it was asked: the same id with another kind is another scale.
struct AskedAs {
  QuestionId question;
  survey::QuestionKind kind = survey::QuestionKind::nps;
  auto operator<=>(const AskedAs&) const = default;
};
using Tally = std::map<AskedAs, score::Histogram>;

class Scoreboard {
 public:
  /// A cell's ratings went from `before` to `after`. Cells of one topic are left out, because the
  /// cell of all topics has the same responses.
  void change(const score::CellKey& key, const score::Histogram& before,
              const score::Histogram& after);

  [[nodiscard]] const Tally& all() const { return all_; }
  /// Empty for a day without ratings.
  [[nodiscard]] const Tally& day(LocalDay day) const;
  /// From `first` to `last`, both included; hours without ratings are absent.
  [[nodiscard]] std::map<HourUtc, Tally> hours(HourUtc first, HourUtc last) const;

 private:
  Tally all_;
  std::map<LocalDay, Tally> days_;
  std::map<HourUtc, Tally> hours_;
};

}  // namespace earshot::edge
