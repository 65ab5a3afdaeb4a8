#include "tests/sim/edge_machine.h"

#include <algorithm>

#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "edge-agent/alert_book.h"
#include "edge-agent/schema.h"
#include "tests/sim/reader.h"

namespace earshot::sim {
namespace {

constexpr int kAlertsLookedAt = 8;

}  // namespace

EdgeMachine::EdgeMachine(Scene& scene, std::string name, edge::LocationFacts facts, Broker& site,
                         Broker& hq)
    : Machine(scene, std::move(name)),
      facts_(std::move(facts)),
      site_broker_(site),
      hq_broker_(hq) {}

EdgeMachine::~EdgeMachine() = default;

Result<void> EdgeMachine::open() {
  auto process = std::make_shared<Process>(process_dice());
  process->pace = Dice(process_dice().next(), "pace");
  const DeviceId self = DeviceId::trusted(facts_.id.str());
  const auto link = [&](Broker& broker, const Road& road, LinkOptions options,
                        LinkListener& listener) {
    return std::make_unique<Link>(scene_.net, scene_.coverage, broker, road, process->random,
                                  std::move(options), listener);
  };
  LinkOptions at_site{facts_.id.str() + "-site", {}, {}};
  const std::set<DeviceId> anybody = {DeviceId()};
  for (const auto& kiosk : facts_.kiosks.empty() ? anybody : facts_.kiosks) {
    at_site.filters.push_back(wire::up_filter(kiosk, relay::Stream::urgent));
    at_site.filters.push_back(wire::up_filter(kiosk, relay::Stream::responses));
  }
  process->site = link(site_broker_, road_, std::move(at_site), site_listener_);
  process->hq =
      link(hq_broker_, hq_road_,
           {facts_.id.str() + "-hq", {wire::receipt_topic(self)}, wire::status_topic(self)},
           hq_listener_);

  auto opened = system::spending(
      reserve_, [this] { return sqlite::Database::open(store(), schema(), clock().wall_now()); });
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->set_aside.empty()) {
    scene_.story.tell("{} set its damaged store aside", name());
    scene_.coverage.reach(Mark::stores_set_aside);
  }
  process->database = std::move(opened->database);
  relay::CourierLimits limits;
  limits.probe_every = scene_.plan.probe_every;
  auto edge = edge::Edge::open(facts_,
                               {*process->database, scene_.zone, clock(), process->random,
                                *process->hq, [this] { return stamp(); }, nullptr, &reserve_},
                               limits);
  if (!edge) return tl::unexpected(edge.error());
  process->edge = std::move(*edge);
  process->edge->read_with(reader());
  process->intake = std::make_unique<edge::Intake>(*process->edge, clock(), facts_.kiosks);
  note_receiver_began(scene_.turns, facts_.id.str());
  process_ = std::move(process);
  process_->site->start();
  process_->hq->start();
  after(scene_.plan.edge_tick, [this] { tick(); });
  return {};
}

std::shared_ptr<void> EdgeMachine::take_process(bool power_went) {
  if (!process_) return nullptr;
  process_->site->shut(power_went);
  process_->hq->shut(power_went);
  if (const auto health = process_->edge->headquarters_health()) scene_.coverage.sender(*health);
  scene_.coverage.edge(*process_->edge, *process_->intake);
  return std::exchange(process_, nullptr);
}

std::vector<Link*> EdgeMachine::links() {
  if (!process_) return {};
  return {process_->site.get(), process_->hq.get()};
}

void EdgeMachine::schedule_batch() {
  if (!process_->intake->has_waiting() || std::exchange(process_->batch_due, true)) return;
  const auto wait = process_->pace.between(Duration{0}, scene_.plan.batch_wait_max) + slower_;
  after(wait, [this] {
    process_->batch_due = false;
    take_batch();
  });
}

void EdgeMachine::take_batch() {
  if (!process_->intake->has_waiting()) return;
  const auto receipts = process_->intake->take_batch();
  if (!receipts) {
    scene_.story.tell("{} cannot file: {}", name(), words_of(receipts.error().code));
  } else {
    if (dies_here("after a commit, before its receipts")) return;
    for (const auto& receipt : *receipts) {
      send_receipt(receipt);
      if (dies_here("after a receipt left")) return;
    }
    after_change();
  }
  if (runs()) schedule_batch();
}

void EdgeMachine::send_receipt(const relay::Receipt& receipt) {
  check_receipt(*process_->database, receipt);
  // A receipt that cannot leave is asked for again by the kiosk.
  static_cast<void>(
      process_->site->publish(wire::receipt_topic(receipt.device), wire::encode_receipt(receipt)));
}

void EdgeMachine::after_change() {
  static_cast<void>(process_->edge->take_news());
  if (process_->site->connected()) {
    process_->edge->hand_over([this](const edge::Delivery& delivery) {
      return process_->site->publish(delivery.topic, delivery.payload);
    });
  }
  pump();
}

void EdgeMachine::pump() {
  if (!process_->edge->pump()) scene_.story.tell("{} cannot read what is owed", name());
  scene_.peaks.outbound = std::max(scene_.peaks.outbound, process_->hq->outbound());
  const auto wakeup = ++process_->wakeup;
  at(clock().when(process_->edge->next_wakeup()), [this, wakeup] {
    if (process_->wakeup == wakeup) pump();
  });
}

void EdgeMachine::tick() {
  schedule_batch();
  after_change();
  if (!process_->edge->tidy()) scene_.story.tell("{} cannot tidy", name());
  if (!process_->edge->reread_some()) scene_.story.tell("{} cannot read anew", name());
  const auto health = process_->edge->headquarters_health();
  if (health && health->suspect) process_->hq->renew();
  if (!process_->intake->has_waiting()) static_cast<void>(process_->database->checkpoint());
  if (dies_here("while it tidied")) return;
  after(scene_.plan.edge_tick, [this] { tick(); });
}

void EdgeMachine::look_at_alerts(Dice dice) {
  if (!runs() || frozen()) return;
  work([&] {
    const auto alerts = edge::list_alerts(process_->database->raw(), true, kAlertsLookedAt);
    if (!alerts) return;
    for (const auto& alert : *alerts) {
      if (alert.acknowledged() || dice.below(2) == 0) continue;
      const auto taken = process_->edge->acknowledge(alert.id, "Manager");
      if (!taken || !*taken) continue;
      scene_.acknowledged[alert.id] = alert.severity;
      scene_.coverage.reach(Mark::alerts_taken_up);
      scene_.story.tell("{}: an alert is taken up", name());
      if (dies_here("after an alert was taken up")) return;
    }
    after_change();
  });
}

std::unique_ptr<EdgeMachine> EdgeMachine::cloned(const std::string& name) const {
  return std::make_unique<EdgeMachine>(scene_, name, facts_, site_broker_, hq_broker_);
}

std::vector<sqlite::Migration> EdgeMachine::schema() const { return edge::migrations(); }

bool EdgeMachine::plant(std::string_view record) {
  return plant_in(scene_, *this, DeviceId::trusted(facts_.id.str()), relay::Stream::cells, record);
}

bool EdgeMachine::babble(std::string_view noise) {
  if (!runs() || frozen()) return false;
  const auto self = DeviceId::trusted(facts_.id.str());
  return process_->hq->publish(wire::up_topic(self, relay::Stream::cells), std::string(noise))
      .has_value();
}

/// Frames may still wait to be taken: probes do at any time, and whoever sent a record for which
/// there is no receipt is not quiet itself.
bool EdgeMachine::quiet() {
  if (!runs() || frozen()) return false;
  if (!process_->site->connected() || !process_->hq->connected()) return false;
  const auto health = process_->edge->headquarters_health();
  return health && health->pending.records == 0;
}

void EdgeMachine::Site::on_connected(std::uint16_t) {
  machine_.work([&] { machine_.after_change(); });
}

void EdgeMachine::Site::on_message(std::string_view topic, std::string_view payload) {
  machine_.work([&] {
    auto& process = *machine_.process_;
    auto& scene = machine_.scene_;
    const auto up = wire::parse_up_topic(topic);
    const auto not_stored = process.intake->counts().failed;
    const auto refusal = process.intake->add(topic, payload);
    // On a full disk no incident can be kept (seed 803355).
    if (up && scene.noise.contains(payload) && process.intake->counts().failed == not_stored) {
      scene.alarms_due.push_back({scene.queue.now(),
                                  machine_.facts_.id.str(),
                                  {relay::Incident::Kind::refused},
                                  up->device.str()});
    }
    if (refusal) {
      machine_.scene_.story.tell("{} refuses a frame of {}", machine_.name(),
                                 refusal->device.str());
      machine_.send_receipt(*refusal);
    }
    machine_.scene_.peaks.edge_waiting =
        std::max(machine_.scene_.peaks.edge_waiting, process.intake->waiting());
    machine_.schedule_batch();
  });
}

void EdgeMachine::Headquarters::on_connected(std::uint16_t receive_maximum) {
  machine_.work([&] {
    machine_.process_->edge->on_headquarters_connected(receive_maximum);
    machine_.after_change();
  });
}

void EdgeMachine::Headquarters::on_disconnected() {
  machine_.work([&] { machine_.process_->edge->on_headquarters_disconnected(); });
}

void EdgeMachine::Headquarters::on_message(std::string_view, std::string_view payload) {
  const auto receipt = wire::decode_receipt(DeviceId::trusted(machine_.facts_.id.str()), payload);
  if (!receipt) return;
  if (receipt->boot_id == machine_.boot_id() && receipt->verdict != relay::Verdict::refused) {
    note_turn(machine_.scene_.turns, "hq", machine_.device_name(), receipt->boot_id,
              receipt->uptime_ms);
  }
  machine_.work([&] {
    machine_.scene_.story.tell("{} hears: {} {} up to {}", machine_.name(),
                               to_string(receipt->stream), words_of(receipt->verdict),
                               receipt->cursor.seq);
    if (!machine_.process_->edge->on_headquarters_receipt(*receipt)) {
      machine_.scene_.story.tell("{} cannot keep a receipt", machine_.name());
    }
    if (machine_.dies_here("after a receipt of headquarters")) return;
    machine_.pump();
  });
}

}  // namespace earshot::sim
