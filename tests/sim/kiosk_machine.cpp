#include "tests/sim/kiosk_machine.h"

#include <algorithm>
#include <chrono>

#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSaveAgain = 2s;
constexpr std::size_t kUnsavedMax = 16;

}  // namespace

KioskMachine::KioskMachine(Scene& scene, std::string name, DeviceId device, LocationId location,
                           TouchpointId touchpoint, Broker& broker)
    : Machine(scene, std::move(name)),
      device_(std::move(device)),
      location_(std::move(location)),
      touchpoint_(std::move(touchpoint)),
      broker_(broker) {}

KioskMachine::~KioskMachine() = default;

Result<void> KioskMachine::open() {
  auto process = std::make_shared<Process>(process_dice());
  LinkOptions options;
  options.client_id = device_.str();
  options.filters = {wire::receipt_topic(device_)};
  options.status_topic = wire::status_topic(device_);
  LinkListener& listener = *this;
  process->link = std::make_unique<Link>(scene_.net, scene_.coverage, broker_, road_,
                                         process->random, std::move(options), listener);
  relay::CourierLimits limits;
  limits.probe_every = scene_.plan.probe_every;
  kiosk::Retention retention;
  retention.keep_received = scene_.plan.keep_received;
  auto keeper = kiosk::AnswerKeeper::open(
      store(), device_, location_,
      {clock(), process->random, *process->link, [this] { return stamp(); }, &reserve_}, limits,
      retention);
  if (!keeper) return tl::unexpected(keeper.error());
  process->keeper = std::move(*keeper);
  if (!process->keeper->set_aside().empty()) {
    scene_.story.tell("{} set its damaged store aside", name());
    scene_.coverage.reach(Mark::stores_set_aside);
    if (process->keeper->incident().find("store. 0 answers") == std::string::npos) {
      scene_.coverage.reach(Mark::answers_taken_over);
    }
  }
  process_ = std::move(process);
  if (process_->keeper->taken_over()) spoilt_.reset();
  note_let_go();
  process_->link->start();
  after(60s, [this] { tidy(); });
  return {};
}

std::shared_ptr<void> KioskMachine::take_process(bool power_went) {
  if (!process_) return nullptr;
  process_->link->shut(power_went);
  if (const auto health = process_->keeper->health()) scene_.coverage.sender(*health);
  return std::exchange(process_, nullptr);
}

std::vector<Link*> KioskMachine::links() {
  return process_ ? std::vector<Link*>{process_->link.get()} : std::vector<Link*>{};
}

bool KioskMachine::begin_visit(response::Response& response) {
  if (!runs() || frozen() || !process_->unsaved.empty()) return false;
  const auto now = stamp();
  response.touchpoint = touchpoint_;
  response.at = now.wall;
  response.boot_id = now.boot_id;
  response.uptime_ms = now.uptime_ms;
  return say(response);
}

bool KioskMachine::say(const response::Response& response) {
  if (!runs() || frozen() || !process_->unsaved.empty()) return false;
  scene_.oracle.said(location_, device_, response, scene_.queue.now());
  work([&] {
    const auto saved = process_->keeper->save(response);
    if (dies_here("after a save, before the thanks")) return;
    if (saved) {
      scene_.oracle.thanked(response);
      pump();
      return;
    }
    scene_.story.tell("{} cannot save: {}", name(), words_of(saved.error().code));
    scene_.coverage.reach(Mark::saves_failed);
    process_->unsaved.push_back(response);
    scene_.peaks.unsaved = std::max(scene_.peaks.unsaved, process_->unsaved.size());
    retry_soon();
  });
  return true;
}

void KioskMachine::retry_soon() {
  if (std::exchange(process_->retrying, true)) return;
  after(kSaveAgain, [this] {
    process_->retrying = false;
    while (!process_->unsaved.empty()) {
      if (!process_->keeper->save(process_->unsaved.front())) return retry_soon();
      scene_.oracle.thanked(process_->unsaved.front());
      process_->unsaved.pop_front();
    }
    pump();
  });
}

void KioskMachine::on_connected(std::uint16_t receive_maximum) {
  work([&] {
    process_->keeper->on_connected(receive_maximum);
    pump();
  });
}

void KioskMachine::on_disconnected() {
  work([&] {
    process_->keeper->on_disconnected();
    pump();
  });
}

void KioskMachine::on_message(std::string_view topic, std::string_view payload) {
  if (!runs() || topic != wire::receipt_topic(device_)) return;
  const auto receipt = wire::decode_receipt(device_, payload);
  if (!receipt) return;
  heard_[receipt->stream] = scene_.queue.now();
  if (receipt->boot_id == boot_id() && receipt->verdict != relay::Verdict::refused) {
    note_turn(scene_.turns, location_.str(), device_.str(), boot_id(), receipt->uptime_ms);
  }
  if (receipt->boot_id == boot_id() && receipt->now >= response::kClockUnset) {
    auto& slowest = scene_.slowest_look[boot_id()];
    slowest = std::max(slowest, Duration{clock().uptime_ms() - receipt->uptime_ms});
  }
  work([&] {
    scene_.story.tell("{} hears: {} {} up to {}{}{}", name(), to_string(receipt->stream),
                      words_of(receipt->verdict), receipt->cursor.seq,
                      receipt->reason.empty() ? "" : ", ", receipt->reason);
    if (receipt->verdict == relay::Verdict::refused) {
      scene_.coverage.reach(Mark::refusals_heard);
    }
    const auto taken = process_->keeper->on_receipt(*receipt);
    if (!taken) scene_.story.tell("{} cannot keep a receipt", name());
    if (dies_here("after a receipt")) return;
    pump();
  });
}

void KioskMachine::pump() {
  if (!process_->keeper->pump()) scene_.story.tell("{} cannot read its answers", name());
  scene_.peaks.outbound = std::max(scene_.peaks.outbound, process_->link->outbound());
  if (const auto health = process_->keeper->health()) {
    if (health->suspect && !process_->suspect_told) process_->link->renew();
    process_->suspect_told = health->suspect;
  }
  const auto wakeup = ++process_->wakeup;
  at(clock().when(process_->keeper->next_wakeup()), [this, wakeup] {
    if (process_->wakeup == wakeup) pump();
  });
}

void KioskMachine::tidy() {
  // What was received goes with age, and when the disk is full (seed 910017).
  const bool lets_go = scene_.plan.keep_received < scene_.plan.lives ||
                       process_->keeper->room() != kiosk::Room::plenty;
  if (lets_go && !before_tidying_) {
    const fakes::FaultyDisk::Calm calm(scene_.disk);
    before_tidying_ = held_by_kiosk(store());
  }
  if (!process_->keeper->tidy()) scene_.story.tell("{} cannot tidy", name());
  if (process_->keeper->taken_over()) spoilt_.reset();
  note_let_go();
  after(std::max<Duration>(60s, scene_.plan.probe_every), [this] { tidy(); });
}

void KioskMachine::note_let_go() {
  if (!before_tidying_ || scene_.disk.crashed(folder())) return;
  const fakes::FaultyDisk::Calm calm(scene_.disk);
  if (held_by_kiosk(store()) != *before_tidying_) {
    scene_.coverage.reach(Mark::let_go);
    scene_.let_go(location_, *before_tidying_);
  }
  before_tidying_.reset();
}

std::vector<sqlite::Migration> KioskMachine::schema() const { return kiosk::keeper_migrations(); }

bool KioskMachine::plant(std::string_view record) {
  return plant_in(scene_, *this, device_, relay::Stream::responses, record);
}

bool KioskMachine::babble(std::string_view noise) {
  if (!runs() || frozen()) return false;
  return process_->link
      ->publish(wire::up_topic(device_, relay::Stream::responses), std::string(noise))
      .has_value();
}

bool KioskMachine::heard_since(SimTime when) const {
  const auto since = [&](relay::Stream stream) {
    const auto heard = heard_.find(stream);
    return heard != heard_.end() && heard->second > when;
  };
  return since(relay::Stream::urgent) && since(relay::Stream::responses);
}

bool KioskMachine::quiet() {
  if (!runs() || frozen() || !process_->unsaved.empty()) return false;
  const auto health = process_->keeper->health();
  return health && health->pending.records == 0;
}

}  // namespace earshot::sim
