// The outbox port in memory, with transactions and faults on demand. The contract suite holds it to
// what the SQLite one does. Owner: the test. Threads: one.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/relay/outbox.h"

namespace earshot::fakes {

class MemoryOutbox final : public relay::Outbox {
 public:
  MemoryOutbox(DeviceId device, relay::Epoch epoch) : device_(std::move(device)) {
    now_.epoch = epoch;
  }

  /// What the program's own transaction does around appends.
  void begin() {
    EARSHOT_CHECK(!before_);
    before_ = now_;
  }
  void commit() { before_.reset(); }
  void rollback() {
    EARSHOT_CHECK(before_.has_value());
    now_ = *std::exchange(before_, std::nullopt);
  }

  /// While set, every call that writes fails with it and changes nothing.
  void fail_writes_with(std::optional<Error> error) { write_error_ = std::move(error); }

  Result<relay::Seq> append(relay::Stream stream, std::string_view payload, std::uint32_t responses,
                            WallTime now) override {
    if (write_error_) return tl::unexpected<Error>(*write_error_);
    if (payload.size() > relay::kRecordBytesMax) return fail(ErrorCode::invalid, "too large");
    auto& of = lane(stream);
    const auto seq = of.last_seq() + 1;
    of.kept.push_back({{seq, std::string(payload), responses, now, std::nullopt},
                       relay::chain_next(of.last_digest(), payload)});
    return seq;
  }

  Result<relay::OutboxHead> head(relay::Stream stream) override {
    const auto& of = lane(stream);
    return relay::OutboxHead{now_.epoch, of.last_seq(), of.last_digest(), of.received,
                             of.pruned_seq + 1};
  }

  Result<Batch> read(relay::Stream stream, relay::Seq first, std::size_t bytes_max,
                     std::size_t records_max) override {
    const auto& of = lane(stream);
    if (first <= of.pruned_seq || first > of.last_seq() + 1) {
      return fail(ErrorCode::not_found, "not kept");
    }
    Batch batch{of.digest_at(first - 1), {}};
    std::size_t bytes = 0;
    for (auto i = first - of.pruned_seq - 1; i < of.kept.size(); ++i) {
      const auto& record = of.kept[i].record;
      bytes += record.withheld ? relay::kWithheldBytes : record.payload.size();
      const bool full = batch.records.size() >= records_max || bytes > bytes_max;
      if (full && !batch.records.empty()) break;
      batch.records.push_back(record);
    }
    return batch;
  }

  Result<relay::Digest> digest_at(relay::Stream stream, relay::Seq seq) override {
    const auto& of = lane(stream);
    if (seq == 0) return relay::chain_start(device_, now_.epoch, stream);
    if (seq < of.pruned_seq || seq > of.last_seq()) return fail(ErrorCode::not_found, "not kept");
    return of.digest_at(seq);
  }

  Result<void> set_received(relay::Stream stream, relay::Seq seq) override {
    if (write_error_) return tl::unexpected<Error>(*write_error_);
    auto& of = lane(stream);
    if (seq > of.last_seq()) return fail(ErrorCode::invalid, "was never written");
    of.received = seq;
    return {};
  }

  Result<void> begin_epoch(relay::Epoch epoch) override {
    EARSHOT_CHECK(!before_);
    if (write_error_) return tl::unexpected<Error>(*write_error_);
    const auto old = std::exchange(now_, State{epoch, {}});
    for (const auto& [stream, of] : old.lanes) {
      for (const auto& [record, digest] : of.kept) {
        const auto seq = append(stream, record.payload, record.responses, record.at);
        EARSHOT_CHECK(seq.has_value());
        if (record.withheld) EARSHOT_CHECK(withhold(stream, *seq).has_value());
      }
      lane(stream).received = of.received - std::min(of.received, of.pruned_seq);
    }
    return {};
  }

  Result<relay::Pending> pending() override {
    relay::Pending all;
    for (const auto& [stream, of] : now_.lanes) {
      bool oldest = true;
      for (const auto& [record, digest] : of.kept) {
        if (record.seq <= of.received) continue;
        ++all.records;
        all.responses += record.responses;
        if (std::exchange(oldest, false) && (all.oldest_at.ms == 0 || record.at < all.oldest_at)) {
          all.oldest_at = record.at;
        }
      }
    }
    return all;
  }

  Result<WallTime> written_at(relay::Stream stream, relay::Seq first) override {
    const auto& of = lane(stream);
    if (first > of.last_seq() || of.kept.empty()) return WallTime{};
    return of.kept[std::max(first, of.pruned_seq + 1) - of.pruned_seq - 1].record.at;
  }

  Result<void> withhold(relay::Stream stream, relay::Seq seq) override {
    if (write_error_) return tl::unexpected<Error>(*write_error_);
    auto& of = lane(stream);
    if (seq <= of.pruned_seq || seq > of.last_seq()) return fail(ErrorCode::not_found, "not kept");
    auto& kept = of.kept[seq - of.pruned_seq - 1];
    kept.record.payload.clear();
    kept.record.withheld = kept.digest;
    return {};
  }

  /// As SqliteOutbox::prune, for one stream: lets go of received records up to `seq`.
  void prune(relay::Stream stream, relay::Seq seq) {
    auto& of = lane(stream);
    while (!of.kept.empty() && of.kept.front().record.seq <= std::min(seq, of.received)) {
      of.pruned_seq = of.kept.front().record.seq;
      of.pruned_digest = of.kept.front().digest;
      of.kept.erase(of.kept.begin());
    }
  }

 private:
  struct Kept {
    relay::Record record;
    relay::Digest digest;
  };
  struct Lane {
    relay::Seq pruned_seq = 0;
    relay::Digest pruned_digest{};
    std::vector<Kept> kept;
    relay::Seq received = 0;

    [[nodiscard]] relay::Seq last_seq() const { return pruned_seq + kept.size(); }
    [[nodiscard]] relay::Digest last_digest() const { return digest_at(last_seq()); }
    [[nodiscard]] relay::Digest digest_at(relay::Seq seq) const {
      return seq == pruned_seq ? pruned_digest : kept[seq - pruned_seq - 1].digest;
    }
  };
  struct State {
    relay::Epoch epoch = 0;
    std::map<relay::Stream, Lane> lanes;
  };
  Lane& lane(relay::Stream stream) {
    const auto [it, fresh] = now_.lanes.try_emplace(stream);
    if (fresh) it->second.pruned_digest = relay::chain_start(device_, now_.epoch, stream);
    return it->second;
  }

  DeviceId device_;
  State now_;
  std::optional<State> before_;  ///< set: a transaction is open
  std::optional<Error> write_error_;
};

}  // namespace earshot::fakes
