// The inbox port in memory, with true transactions, and a sink whose effects live and die with
// them. The contract suite holds it to what the SQLite one does. Owner: the test. Threads: one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/relay/inbox.h"

namespace earshot::fakes {

class MemoryInbox final : public relay::Inbox {
 public:
  explicit MemoryInbox(std::uint64_t quarantine_records_max = 1000,
                       std::uint64_t quarantine_bytes_max = 4 * 1024 * 1024)
      : records_max_(quarantine_records_max), bytes_max_(quarantine_bytes_max) {}

  struct Quarantined {
    relay::RecordOrigin origin;  ///< its boot_id is empty: the frame it pointed into is gone
    std::string payload, reason;
  };
  struct Applied {
    DeviceId device;
    relay::Epoch epoch = 0;
    relay::Stream stream = relay::Stream::responses;
    relay::Seq seq = 0;
    std::string payload;
  };
  /// Everything durable, for a test to look at.
  struct State {
    std::map<std::tuple<DeviceId, relay::Epoch, relay::Stream>, relay::Cursor> cursors;
    std::vector<Quarantined> quarantine;
    std::vector<relay::Incident> incidents;
    std::vector<Applied> applied;  ///< by RecordingSink, in order
  };
  [[nodiscard]] const State& state() const { return now_; }
  /// As if this machine's disk were put back to an earlier moment.
  void restore(State state) { now_ = std::move(state); }

  /// While set, the next commits fail with it, leaving nothing of their transaction.
  void fail_commits_with(std::optional<Error> error) { commit_error_ = std::move(error); }

  Result<void> begin() override {
    EARSHOT_CHECK(!before_);
    before_ = now_;
    return {};
  }
  Result<void> commit() override {
    EARSHOT_CHECK(before_.has_value());
    if (commit_error_) {
      rollback();
      return tl::unexpected<Error>(*commit_error_);
    }
    before_.reset();
    return {};
  }
  void rollback() override {
    if (before_) now_ = *std::exchange(before_, std::nullopt);
  }

  Result<std::optional<relay::Cursor>> cursor(const DeviceId& device, relay::Epoch epoch,
                                              relay::Stream stream) override {
    const auto it = now_.cursors.find({device, epoch, stream});
    if (it == now_.cursors.end()) return std::nullopt;
    return it->second;
  }
  Result<void> set_cursor(const DeviceId& device, relay::Stream stream, const relay::Cursor& cursor,
                          WallTime) override {
    now_.cursors[{device, cursor.epoch, stream}] = cursor;
    return {};
  }
  Result<bool> has_other_epoch(const DeviceId& device, relay::Epoch epoch) override {
    for (const auto& [key, cursor] : now_.cursors) {
      if (std::get<0>(key) == device && std::get<1>(key) != epoch) return true;
    }
    return false;
  }
  Result<void> quarantine(const relay::RecordOrigin& origin, std::string_view payload,
                          std::string_view reason, WallTime) override {
    std::uint64_t records = 1;
    std::uint64_t bytes = payload.size();
    for (const auto& kept : now_.quarantine) {
      if (kept.origin.device != origin.device) continue;
      if (kept.origin.stream == origin.stream && kept.payload == payload) return {};
      ++records;
      bytes += kept.payload.size();
    }
    if (records > records_max_ || bytes > bytes_max_) {
      return fail(ErrorCode::busy, "the quarantine of this device is full");
    }
    now_.quarantine.push_back({origin, std::string(payload), std::string(reason)});
    now_.quarantine.back().origin.boot_id = {};
    return {};
  }
  /// From now on, this many records of one device are set aside at most.
  void quarantine_holds(std::uint64_t records_max) { records_max_ = records_max; }
  /// As if a person had the set-aside records tried again, and all of them went.
  void empty_quarantine() { now_.quarantine.clear(); }
  Result<void> note(const relay::Incident& incident, WallTime) override {
    now_.incidents.push_back(incident);
    return {};
  }

 private:
  friend class RecordingSink;
  std::uint64_t records_max_;
  std::uint64_t bytes_max_;
  State now_;
  std::optional<State> before_;  ///< set: a transaction is open
  std::optional<Error> commit_error_;
};

/// Keeps every record that it is given, unless the test's judge refuses it.
class RecordingSink final : public relay::RecordSink {
 public:
  using Judge = std::function<Result<void>(const relay::RecordOrigin&, std::string_view)>;
  explicit RecordingSink(MemoryInbox& inbox, Judge judge = nullptr)
      : inbox_(inbox), judge_(std::move(judge)) {}

  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    if (judge_) {
      if (auto verdict = judge_(origin, payload); !verdict) return verdict;
    }
    inbox_.now_.applied.push_back(
        {origin.device, origin.epoch, origin.stream, origin.seq, std::string(payload)});
    return {};
  }

 private:
  MemoryInbox& inbox_;
  Judge judge_;
};

}  // namespace earshot::fakes
