#include "tests/sim/hq_machine.h"

#include <algorithm>

#include "core/wire/codec.h"
#include "core/wire/topics.h"

namespace earshot::sim {

HqMachine::HqMachine(Scene& scene, hq::OrgTree tree, Broker& broker)
    : Machine(scene, "hq"), tree_(std::move(tree)), broker_(broker) {}

HqMachine::~HqMachine() = default;

Result<void> HqMachine::open() {
  auto process = std::make_shared<Process>(process_dice());
  LinkOptions options{"hq", {}, wire::status_topic(DeviceId::trusted("hq"))};
  options.filters = {wire::up_filter({}, relay::Stream::cells),
                     wire::up_filter({}, relay::Stream::verbatims), wire::status_filter()};
  for (const LocationId& location : tree_.locations()) {
    options.filters.push_back(
        wire::up_filter(DeviceId::trusted(location.str()), relay::Stream::urgent));
  }
  LinkListener& listener = *this;
  process->link = std::make_unique<Link>(scene_.net, scene_.coverage, broker_, road_,
                                         process->random, std::move(options), listener);
  auto opened = system::spending(
      reserve_, [this] { return sqlite::Database::open(store(), schema(), clock().wall_now()); });
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->set_aside.empty()) {
    scene_.story.tell("{} set its damaged store aside", name());
    scene_.coverage.reach(Mark::stores_set_aside);
  }
  process->database = std::move(opened->database);
  process->inbox = std::make_unique<sqlite::SqliteInbox>(*process->database);
  auto store = hq::SqliteStore::open(*process->database);
  if (!store) return tl::unexpected(store.error());
  process->store = std::move(*store);
  auto headquarters = hq::Headquarters::open({clock(), *process->inbox, *process->store,
                                              *process->store, *process->store, nullptr, &reserve_},
                                             tree_);
  if (!headquarters) return tl::unexpected(headquarters.error());
  process->headquarters = std::move(*headquarters);
  note_receiver_began(scene_.turns, "hq");
  process_ = std::move(process);
  process_->link->start();
  after(scene_.plan.edge_tick, [this] { tick(); });
  return {};
}

std::vector<sqlite::Migration> HqMachine::schema() const {
  std::vector<sqlite::Migration> all;
  for (const auto part : {sqlite::relay_migrations(), hq::hq_migrations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::shared_ptr<void> HqMachine::take_process(bool power_went) {
  if (!process_) return nullptr;
  process_->link->shut(power_went);
  scene_.coverage.headquarters(*process_->headquarters);
  return std::exchange(process_, nullptr);
}

std::vector<Link*> HqMachine::links() {
  return process_ ? std::vector<Link*>{process_->link.get()} : std::vector<Link*>{};
}

void HqMachine::on_message(std::string_view topic, std::string_view payload) {
  work([&] {
    if (const auto device = wire::parse_status_topic(topic)) {
      const bool online = payload.find("true") != std::string_view::npos;
      process_->headquarters->on_status(LocationId::trusted(device->str()), online);
      return;
    }
    const auto up = wire::parse_up_topic(topic);
    if (!up) return;
    if (const auto refusal = process_->headquarters->offer(up->device, up->stream, payload)) {
      send_receipt(*refusal);
      return;
    }
    scene_.peaks.hq_waiting = std::max(scene_.peaks.hq_waiting, process_->headquarters->waiting());
    work_soon();
  });
}

void HqMachine::send_receipt(const relay::Receipt& receipt) {
  check_receipt(*process_->database, receipt);
  static_cast<void>(
      process_->link->publish(wire::receipt_topic(receipt.device), wire::encode_receipt(receipt)));
}

void HqMachine::work_soon() {
  if (std::exchange(process_->work_due, true)) return;
  after(Duration{1} + slower_, [this] {
    process_->work_due = false;
    take();
  });
}

void HqMachine::take() {
  auto taken = process_->headquarters->work();
  if (!taken) {
    scene_.story.tell("{} cannot file: {}", name(), words_of(taken.error().code));
  } else {
    if (dies_here("after a commit, before its receipts")) return;
    for (const relay::Receipt& receipt : taken->receipts) send_receipt(receipt);
  }
  if (process_->headquarters->waiting() > 0) work_soon();
}

void HqMachine::tick() {
  if (!process_->headquarters->tick()) scene_.story.tell("{} cannot count again", name());
  if (process_->headquarters->waiting() > 0) work_soon();
  if (!process_->headquarters->save_heard()) scene_.story.tell("{} cannot save", name());
  reserve_.restore();
  static_cast<void>(process_->database->checkpoint());
  if (dies_here("while it tidied")) return;
  after(scene_.plan.edge_tick, [this] { tick(); });
}

bool HqMachine::quiet() { return runs() && !frozen() && process_->link->connected(); }

}  // namespace earshot::sim
