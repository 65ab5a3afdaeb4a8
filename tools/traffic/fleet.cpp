#include "tools/traffic/fleet.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

constexpr std::size_t kConnectAtOnce = 20;
constexpr Duration kConnectEvery = std::chrono::milliseconds(50);
/// Each kiosk's store is tidied once in this time, one kiosk after the other.
constexpr Duration kTidyRound = std::chrono::minutes(5);
/// Making a thousand stores takes minutes on a slow disk.
constexpr Duration kLineEvery = std::chrono::seconds(5);
constexpr Duration kGoodbye = std::chrono::milliseconds(200);

}  // namespace

Fleet::Fleet(Machine machine, FleetSettings settings)
    : machine_(std::move(machine)), settings_(std::move(settings)) {}

Result<void> Fleet::open(std::span<const Place> places) {
  if (!settings_.thanked.empty()) {
    auto thanked = ThankedFile::open(settings_.thanked);
    if (!thanked) return tl::unexpected(thanked.error());
    thanked_.emplace(*std::move(thanked));
  }
  MonoTime next_line = machine_.clock.mono_now() + kLineEvery;
  for (const Place& place : places) {
    KioskSettings kiosk{place, {settings_.host, settings_.port, "", ""}, settings_.state};
    if (!settings_.credentials.empty()) {
      const auto password = settings_.credentials.password_of(place.device.str());
      if (!password) {
        return fail(ErrorCode::not_found, "there is no password for " + place.device.str() +
                                              " in " + settings_.credentials.file_name());
      }
      kiosk.broker.username = place.device.str();
      kiosk.broker.password = *password;
    }
    auto opened = Kiosk::open(machine_, std::move(kiosk));
    if (!opened) return tl::unexpected(opened.error());
    kiosks_.push_back(*std::move(opened));
    if (machine_.clock.mono_now() < next_line) continue;
    next_line = machine_.clock.mono_now() + kLineEvery;
    tell(fmt::format("{} of {} kiosks have opened their stores", kiosks_.size(), places.size()));
  }
  return {};
}

void Fleet::connect() {
  connect_some(0);
  if (!kiosks_.empty()) tidy_up_one(0);
}

void Fleet::connect_some(std::size_t first) {
  const std::size_t end = std::min(first + kConnectAtOnce, kiosks_.size());
  for (std::size_t i = first; i < end; ++i) kiosks_[i]->connect();
  connect_timer_ = 0;
  if (end == kiosks_.size()) return;
  connect_timer_ = machine_.loop.at(machine_.clock.mono_now() + kConnectEvery,
                                    [this, end] { connect_some(end); });
}

void Fleet::tidy_up_one(std::size_t index) {
  const auto every = kTidyRound / static_cast<std::int64_t>(kiosks_.size());
  tidy_timer_ = machine_.loop.at(machine_.clock.mono_now() + every, [this, index] {
    kiosks_[index]->tidy_up();
    tidy_up_one((index + 1) % kiosks_.size());
  });
}

void Fleet::disconnect() {
  if (connect_timer_ != 0) machine_.loop.cancel(connect_timer_);
  if (tidy_timer_ != 0) machine_.loop.cancel(tidy_timer_);
  for (const auto& kiosk : kiosks_) kiosk->disconnect(kiosk->connected() ? kGoodbye : Duration{0});
}

Result<void> Fleet::say(std::size_t index, std::span<const response::Response> responses) {
  const auto stored = kiosks_[index]->say(responses);
  if (!stored) return tl::unexpected(stored.error());
  said_ += *stored;
  repeated_ += responses.size() - *stored;
  return thanked_ ? thanked_->add(responses, machine_.clock.wall_now()) : Result<void>();
}

FleetTotals Fleet::totals() const {
  FleetTotals totals;
  totals.kiosks = kiosks_.size();
  totals.said = said_;
  totals.repeated = repeated_;
  for (const auto& kiosk : kiosks_) {
    totals.connected += kiosk->connected() ? 1 : 0;
    totals.left_over += kiosk->waited_at_open();
    totals.waiting += kiosk->waiting();
    if (!totals.trouble.empty()) continue;
    if (const auto trouble = kiosk->trouble(); !trouble.empty()) {
      totals.trouble = kiosk->place().device.str() + ": " + trouble;
    }
  }
  return totals;
}

}  // namespace earshot::traffic
