#include "kiosk/store/collector.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "core/base/check.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "platform/system/files.h"
#include "platform/system/real_ports.h"

namespace earshot::kiosk {
namespace {

/// Answers that could not be saved and are tried again. While one waits the screen rests and takes
/// no more, so there is hardly ever a second.
constexpr std::size_t kUnsavedMax = 16;
constexpr std::size_t kPruneRecordsMax = 500;
constexpr Duration kIdleBeforeTidy = std::chrono::seconds(5);

}  // namespace

Collector::Collector(Clock& clock, Random& random, CollectorOptions options,
                     CollectorListener& listener)
    : clock_(clock),
      random_(random),
      options_(std::move(options)),
      listener_(listener),
      loop_(clock),
      shelf_(options_.survey, options_.data / "survey-last-good.toml") {}

Collector::~Collector() { stop(); }

void Collector::start() {
  // The survey first, so that the question is on the screen while the database is being checked;
  // and urgent, so that no answer comes before the store was opened.
  const auto begin = [this] {
    (void)system::make_folder(options_.data);  // open_store tells what is wrong with it
    every(options_.survey_every, &Collector::check_survey);
    open_store();
    every(options_.tidy_every, &Collector::tidy);
  };
  EARSHOT_CHECK(loop_.post(begin, system::EventLoop::Priority::urgent));
  thread_ = std::thread([this] { loop_.run(); });
}

void Collector::stop() {
  if (!thread_.joinable()) return;
  const bool posted = loop_.post([this] {
    if (link_) link_->stop();
    if (outbox_) (void)database_->checkpoint();
    loop_.stop();
  });
  if (!posted) loop_.stop();
  thread_.join();
}

void Collector::every(Duration period, void (Collector::*task)()) {
  (this->*task)();
  loop_.at(clock_.mono_now() + period, [this, period, task] { every(period, task); });
}

// ---- the store

void Collector::open_store() {
  if (auto made = system::make_folder(options_.data); !made) return store_failed(made.error());
  auto opened = sqlite::Database::open(options_.data / "kiosk.db", sqlite::relay_migrations(),
                                       clock_.wall_now());
  if (!opened) return store_failed(opened.error());
  if (!opened->set_aside.empty()) {
    spdlog::error("the kiosk's database was damaged; it was set aside as {} and a new one begun",
                  opened->set_aside);
  }
  auto outbox = sqlite::SqliteOutbox::open(*opened->database, options_.device, random_);
  if (!outbox) return store_failed(outbox.error());
  database_ = std::move(opened->database);
  outbox_ = std::move(*outbox);
  connect();
  retry_unsaved();
}

void Collector::store_failed(const Error& error) {
  spdlog::error("answers cannot be kept: {}. The screen rests; trying again every {} s",
                error.message, options_.retry_every.count() / 1000);
  if (std::exchange(store_works_, false)) listener_.on_store_failed();
  retry_soon();
}

void Collector::retry_soon() {
  if (std::exchange(retrying_, true)) return;
  loop_.at(clock_.mono_now() + options_.retry_every, [this] {
    retrying_ = false;
    outbox_ ? retry_unsaved() : open_store();
  });
}

void Collector::save(response::Response response) {
  const auto id = response.id;
  const bool posted = loop_.post([this, r = std::move(response)] { save_now(r); },
                                 system::EventLoop::Priority::urgent);
  if (posted) return;
  saves_dropped_++;
  listener_.on_save_failed(id);
}

void Collector::save_now(const response::Response& response) {
  const auto saved =
      outbox_ ? append(response) : Result<void>(fail(ErrorCode::io, "the database is not open"));
  if (saved) {
    listener_.on_saved(response.id);
    last_save_ = clock_.mono_now();
    pump();
    return;
  }
  tally_.save_failures++;
  if (unsaved_.size() < kUnsavedMax) unsaved_.push_back(response);
  listener_.on_save_failed(response.id);
  store_failed(saved.error());
}

Result<void> Collector::append(const response::Response& response) {
  const auto head = outbox_->head(relay::Stream::urgent);
  if (!head) return tl::unexpected(head.error());
  const auto stream =
      relay::stream_for(response::is_unhappy(response), head->last_seq - head->received_seq);
  const auto payload = wire::encode_record(wire::ResponseRecord{options_.location, response});
  // One transaction of its own: durable when it returns.
  const auto seq = outbox_->append(stream, payload, 1, clock_.wall_now());
  if (!seq) return tl::unexpected(seq.error());
  tally_.saved++;
  spdlog::debug("answer {} is durable", response.id.str());
  return {};
}

void Collector::retry_unsaved() {
  while (!unsaved_.empty()) {
    if (const auto saved = append(unsaved_.front()); !saved) return store_failed(saved.error());
    listener_.on_saved(unsaved_.front().id);
    unsaved_.pop_front();
  }
  if (!std::exchange(store_works_, true)) {
    spdlog::info("answers can be kept again");
    listener_.on_store_recovered();
  }
  pump();
}

void Collector::tidy() {
  if (!outbox_ || clock_.mono_now() - last_save_ < kIdleBeforeTidy) return;
  const auto pruned = outbox_->prune(clock_.wall_now() - options_.keep_received,
                                     options_.keep_received_bytes, kPruneRecordsMax);
  if (!pruned) spdlog::warn("old answers could not be let go: {}", pruned.error().message);
  if (auto done = database_->checkpoint(); !done) spdlog::warn(done.error().message);
}

// ---- the survey

void Collector::check_survey() {
  auto news = shelf_.check();
  if (!news) return;
  if (!news->trouble.empty()) {
    spdlog::error("{}", news->trouble);
    if (!news->survey) spdlog::error("the survey file is not used until it is right");
    if (news->from_copy) spdlog::warn("the last good survey stays in use");
  }
  if (!news->survey) {
    if (!survey_told_) listener_.on_survey(nullptr);
    survey_told_ = true;
    return;
  }
  survey_told_ = true;
  spdlog::info("survey '{}' version {}", news->survey->id.str(), news->survey->version);
  listener_.on_survey(std::move(news->survey));
}

// ---- the way to the edge agent

void Collector::connect() {
  mqtt::LinkOptions options;
  options.broker = options_.broker;
  options.client_id = options_.device.str();
  options.filters = {wire::receipt_topic(options_.device)};
  options.status_topic = wire::status_topic(options_.device);
  link_ = std::make_unique<mqtt::MqttLink>(loop_, clock_, random_, std::move(options), *this);
  frame_link_ = std::make_unique<mqtt::MqttFrameLink>(*link_);
  courier_ = std::make_unique<relay::Courier>(
      options_.device, std::vector{relay::Stream::urgent, relay::Stream::responses}, *outbox_,
      *frame_link_, random_);
  link_->start();
}

relay::Courier::Stamp Collector::stamp() {
  return {clock_.wall_now(), options_.boot_id, system::uptime_ms()};
}

void Collector::pump() {
  if (!courier_) return;
  if (const auto pumped = courier_->pump(clock_.mono_now(), stamp()); !pumped) {
    spdlog::warn("answers could not be read for sending: {}", pumped.error().message);
  }
  note_health();
  schedule_pump();
}

void Collector::schedule_pump() {
  if (pump_timer_ != 0) loop_.cancel(pump_timer_);
  pump_timer_ = loop_.at(courier_->next_wakeup(), [this] {
    pump_timer_ = 0;
    pump();
  });
}

void Collector::note_health() {
  const auto health = courier_->health();
  if (!health) return;
  if (health->suspect && !std::exchange(suspect_told_, health->suspect)) {
    link_->renew("no receipts come");
  }
  suspect_told_ = health->suspect;
  if (health->refused_reason != refused_told_) {
    refused_told_ = health->refused_reason;
    if (!refused_told_.empty()) spdlog::error("the edge agent refuses us: {}", refused_told_);
  }
}

Tally Collector::tally() {
  auto tally = loop_.call(
      [this] {
        auto now = tally_;
        if (!courier_) return now;
        if (const auto health = courier_->health()) {
          now.waiting = health->pending.responses;
          now.waiting_since = health->pending.oldest_at;
          now.receipts = health->receipts;
        }
        now.connected = link_->connected();
        now.trouble = link_->trouble();
        return now;
      },
      std::chrono::seconds(1));
  if (!tally) return {};
  tally->saves_dropped = saves_dropped_;
  return *std::move(tally);
}

void Collector::on_connected(std::uint16_t receive_maximum) {
  spdlog::info("connected to the broker at {}:{}", options_.broker.host, options_.broker.port);
  courier_->on_connected(clock_.mono_now(), receive_maximum);
  pump();
}

void Collector::on_disconnected(std::string_view reason) {
  spdlog::warn("the broker is out of reach ({}); answers are kept here", reason);
  courier_->on_disconnected();
  pump();
}

void Collector::on_message(std::string_view topic, std::string_view payload, bool) {
  if (topic != wire::receipt_topic(options_.device)) return;
  const auto receipt = wire::decode_receipt(options_.device, payload);
  if (!receipt) {
    spdlog::warn("a receipt could not be read: {}", receipt.error().message);
    return;
  }
  if (const auto taken = courier_->on_receipt(*receipt, clock_.mono_now()); !taken) {
    spdlog::warn("a receipt could not be kept: {}", taken.error().message);
  }
  pump();
}

bool Collector::is_urgent(std::string_view) const { return false; }

}  // namespace earshot::kiosk
