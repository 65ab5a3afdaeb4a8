// Sends what was staged: each kiosk says its responses in order, never more than a bounded number
// ahead of the receipts, until all are received or nothing moves any more.
// Owner: the replay command. Threads: the event loop's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "tools/traffic/fleet.h"
#include "tools/traffic/staging.h"

namespace earshot::traffic {

/// A kiosk is given more only while fewer than this many of its responses wait for their receipts.
inline constexpr std::uint64_t kAheadMax = 512;
/// And this many at once, which is one commit of its store.
inline constexpr int kBatch = 256;

struct ReplayPace {
  std::optional<double> responses_a_second;  ///< all kiosks together; none: as fast as possible
  Duration patience;                         ///< without a new receipt; then it gives up
};

class ReplayRun {
 public:
  using OnDone = std::function<void(Result<void>)>;

  /// `on_done` is called once, when all is received (ok), nothing moved for too long, or a store
  /// failed (error). All must outlive it.
  ReplayRun(const Machine& machine, const FeedbackMap& map, Staging& staging, Fleet& fleet,
            ReplayPace pace, std::uint64_t total, OnDone on_done);

  void start();
  void stop();

  /// The response that a staged one becomes.
  [[nodiscard]] static response::Response to_response(const FeedbackMap& map, const Place& place,
                                                      const StagedResponse& staged);

 private:
  void step();
  Result<bool> feed(std::size_t kiosk);
  [[nodiscard]] int allowed_now() const;
  void watch();
  void finish(Result<void> result);

  const Machine& machine_;
  const FeedbackMap& map_;
  Staging& staging_;
  Fleet& fleet_;
  const ReplayPace pace_;
  const std::uint64_t total_;
  OnDone on_done_;

  struct Lane {
    std::int64_t position = 0;
    bool at_end = false;
  };
  std::vector<Lane> lanes_;
  std::size_t turn_ = 0;
  std::uint64_t fed_ = 0;
  MonoTime started_at_;
  MonoTime moved_at_;  ///< when the last new receipt was seen
  std::uint64_t received_ = 0;
  std::uint64_t step_timer_ = 0;
  std::uint64_t watch_timer_ = 0;
  MonoTime next_line_;
};

}  // namespace earshot::traffic
