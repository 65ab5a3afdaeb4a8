#include "kiosk/store/collector.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "core/base/check.h"
#include "core/wire/claims.h"
#include "core/wire/codec.h"
#include "core/wire/down_topics.h"
#include "core/wire/topics.h"
#include "platform/system/files.h"
#include "platform/system/real_ports.h"

namespace earshot::kiosk {
namespace {

/// Answers that could not be saved and are tried again. While one waits the screen rests and takes
/// no more, so there is hardly ever a second.
constexpr std::size_t kUnsavedMax = 16;
constexpr Duration kIdleBeforeTidy = std::chrono::seconds(5);
/// The same complaint again: logs go to standard error only, and whoever keeps them has a disk too.
constexpr Duration kComplainAgain = std::chrono::seconds(60);

}  // namespace

Collector::Collector(Clock& clock, Random& random, CollectorOptions options,
                     CollectorListener& listener)
    : clock_(clock),
      random_(random),
      options_(std::move(options)),
      listener_(listener),
      loop_(clock),
      shelves_(options_.survey, options_.more_surveys, options_.data),
      link_(loop_, clock_, random_, link_options(), *this),
      frame_link_(link_),
      ballast_(options_.data / "ballast", options_.ballast_bytes),
      pins_(options_.pins, options_.data / "pin-count", clock_.mono_now()) {}

Collector::~Collector() { stop(); }

void Collector::start() {
  // The survey first, so that the question is on the screen while the database is being checked;
  // and urgent, so that no answer comes before the store was opened.
  const auto begin = [this] {
    (void)system::make_folder(options_.data);  // open_store tells what is wrong with it
    every(options_.survey_every, &Collector::check_surveys);
    panel_ = load_panel_settings(options_.data / "panel", {options_.volume, 100});
    show_panel();
    open_store();
    every(options_.tidy_every, &Collector::tidy);
    every(options_.look_every, &Collector::look_at_ages);
  };
  EARSHOT_CHECK(loop_.post(begin, system::EventLoop::Priority::urgent));
  thread_ = std::thread([this] { loop_.run(); });
}

void Collector::stop() {
  if (!thread_.joinable()) return;
  const bool posted = loop_.post([this] {
    link_.stop();
    if (keeper_) (void)keeper_->tidy();
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
  KeeperPorts ports{clock_, random_, frame_link_, [this] { return stamp(); }, &ballast_};
  if (options_.sealer) {
    ports.encode = [sealer = options_.sealer](const auto& record) { return sealer->close(record); };
  }
  auto made = system::make_folder(options_.data);
  auto keeper =
      !made ? tl::unexpected(made.error())
            : AnswerKeeper::open(options_.data / "kiosk.db", options_.device, options_.location,
                                 std::move(ports), {}, options_.retention);
  // Without a store there is still a manager to be told; but where another process has it, that one
  // also has the link.
  if (keeper || keeper.error().code != ErrorCode::busy) link_.start();
  if (!keeper) return store_failed(keeper.error());
  keeper_ = *std::move(keeper);
  if (!keeper_->set_aside().empty()) {
    spdlog::error(
        "the kiosk's database was damaged; it was set aside as {} and a new one begun. {}",
        keeper_->set_aside(), keeper_->incident());
  }
  if (receive_maximum_) keeper_->on_connected(*receive_maximum_);
  retry_unsaved();
}

void Collector::store_failed(const Error& error) {
  complain("answers cannot be kept, the screen rests, and it is tried again", error);
  // A damaged database stays so until it is opened again, which sets it aside and takes over what
  // can be read of it.
  if (error.code == ErrorCode::corrupt) keeper_.reset();
  const bool worked = !failure_;
  failure_ = error;
  if (worked) listener_.on_store_failed();
  tell_custody();
  retry_soon();
}

void Collector::complain(const std::string& what, const Error& error) {
  const auto now = clock_.mono_now();
  const auto [last, first] = complained_.try_emplace(what, now);
  if (!first && now - last->second < kComplainAgain) return;
  last->second = now;
  spdlog::error("{}: {}", what, error.message);
}

void Collector::tell_custody() {
  auto custody = custody_of(keeper_ ? keeper_->room() : Room::plenty, failure_);
  if (keeper_) custody.incident = keeper_->incident();
  if (custody.disk != tally_.custody.disk && custody.disk == "nearly_full") {
    spdlog::warn(custody.trouble);
  }
  tally_.custody = custody;
  if (!receive_maximum_ || told_ == custody) return;
  const auto topic = wire::status_topic(options_.device);
  if (link_.publish(topic, status_json(custody, clock_.wall_now()), 1, true)) told_ = custody;
}

void Collector::retry_soon() {
  if (std::exchange(retrying_, true)) return;
  loop_.at(clock_.mono_now() + options_.retry_every, [this] {
    retrying_ = false;
    if (!keeper_) return open_store();
    (void)keeper_->tidy();  // it may make the room that was missing
    retry_unsaved();
  });
}

void Collector::save(response::Response response) {
  const auto id = response.id;
  const auto revision = response.revision;
  const bool posted = loop_.post([this, r = std::move(response)] { save_now(r); },
                                 system::EventLoop::Priority::urgent);
  if (posted) return;
  saves_dropped_++;
  listener_.on_save_failed(id, revision);
}

void Collector::save_now(const response::Response& response) {
  const auto saved =
      keeper_ ? append(response) : Result<void>(fail(ErrorCode::io, "the database is not open"));
  if (saved) {
    listener_.on_saved(response.id, response.revision);
    last_save_ = clock_.mono_now();
    tell_custody();
    pump();
    return;
  }
  tally_.save_failures++;
  if (unsaved_.size() < kUnsavedMax) unsaved_.push_back(response);
  listener_.on_save_failed(response.id, response.revision);
  store_failed(saved.error());
}

Result<void> Collector::append(const response::Response& response) {
  if (auto saved = keeper_->save(response); !saved) return saved;
  tally_.saved++;
  spdlog::debug("answer {} is durable", response.id.str());
  return {};
}

void Collector::retry_unsaved() {
  while (!unsaved_.empty()) {
    if (const auto saved = append(unsaved_.front()); !saved) return store_failed(saved.error());
    listener_.on_saved(unsaved_.front().id, unsaved_.front().revision);
    unsaved_.pop_front();
  }
  if (std::exchange(failure_, std::nullopt)) {
    spdlog::info("answers can be kept again");
    complained_.clear();
    listener_.on_store_recovered();
  }
  tell_custody();
  pump();
}

void Collector::tidy() {
  if (!keeper_ || clock_.mono_now() - last_save_ < kIdleBeforeTidy) return;
  if (auto done = keeper_->tidy(); !done) {
    if (done.error().code == ErrorCode::corrupt) return store_failed(done.error());
    complain("old answers could not be let go", done.error());
  }
  tell_custody();
}

// ---- the surveys

void Collector::check_surveys() {
  auto news = shelves_.check();
  if (!news) return;
  for (const auto& trouble : news->troubles) spdlog::error("{}", trouble);
  for (const auto& survey : news->fresh) {
    spdlog::info("survey '{}' version {}", survey->id.str(), survey->version);
  }
  const bool may_ask = options_.sealer || options_.without_key == WithoutKey::words_in_clear;
  bool fewer = false;
  survey_words_.clear();
  for (auto& survey : news->surveys) {
    survey_words_ += (survey_words_.empty() ? "" : "; ") + survey->id.str() + ", version " +
                     std::to_string(survey->version);
    auto asked = may_ask ? survey : without_words(survey);
    fewer = fewer || asked != survey;
    survey = std::move(asked);
  }
  if (fewer) {
    spdlog::warn("the location's key is not known: comments and contact details are not asked for");
  }
  listener_.on_surveys(std::move(news->surveys));
}

// ---- the way to the edge agent

mqtt::LinkOptions Collector::link_options() const {
  mqtt::LinkOptions options;
  options.broker = options_.broker;
  options.client_id = options_.device.str();
  options.filters = {wire::receipt_topic(options_.device), wire::help_topic(options_.device),
                     wire::messages_topic(options_.device),
                     wire::claim_answer_topic(options_.device)};
  options.status_topic = wire::status_topic(options_.device);
  return options;
}

relay::Courier::Stamp Collector::stamp() {
  return {clock_.wall_now(), options_.boot_id, system::uptime_ms()};
}

void Collector::pump() {
  if (!keeper_) return;
  if (const auto pumped = keeper_->pump(); !pumped) {
    if (pumped.error().code == ErrorCode::corrupt) return store_failed(pumped.error());
    complain("answers could not be read for sending", pumped.error());
  }
  note_health();
  schedule_pump();
}

void Collector::schedule_pump() {
  if (pump_timer_ != 0) loop_.cancel(pump_timer_);
  pump_timer_ = loop_.at(keeper_->next_wakeup(), [this] {
    pump_timer_ = 0;
    pump();
  });
}

void Collector::note_health() {
  const auto health = keeper_->health();
  if (!health) return;
  if (health->suspect && !std::exchange(suspect_told_, health->suspect)) {
    link_.renew("no receipts come");
  }
  suspect_told_ = health->suspect;
  if (health->refused_reason != refused_told_) {
    refused_told_ = health->refused_reason;
    if (!refused_told_.empty()) spdlog::error("the edge agent refuses us: {}", refused_told_);
  }
}

void Collector::look_at_ages() {
  if (!keeper_) return;
  const auto health = keeper_->health();
  if (!health) return;
  for (const auto& line : wait_watch_.look(health->waiting, clock_.wall_now(), clock_.mono_now())) {
    spdlog::warn("{}", line);
  }
}

Tally Collector::tally() {
  auto tally = loop_.call(
      [this] {
        auto now = tally_;
        now.connected = link_.connected();
        now.trouble = link_.trouble();
        if (!keeper_) return now;
        if (const auto health = keeper_->health()) {
          now.waiting = health->pending.responses;
          now.waiting_since = health->pending.oldest_at;
          now.receipts = health->receipts;
        }
        return now;
      },
      std::chrono::seconds(1));
  if (!tally) return {};
  tally->saves_dropped = saves_dropped_;
  return *std::move(tally);
}

void Collector::on_connected(std::uint16_t receive_maximum) {
  spdlog::info("connected to the broker at {}:{}", options_.broker.host, options_.broker.port);
  receive_maximum_ = receive_maximum;
  told_.reset();  // the link has just said that we are there, and nothing else
  tell_custody();
  if (!keeper_) return;
  keeper_->on_connected(receive_maximum);
  pump();
}

void Collector::on_disconnected(std::string_view reason) {
  spdlog::warn("the broker is out of reach ({}); answers are kept here", reason);
  receive_maximum_.reset();
  if (!keeper_) return;
  keeper_->on_disconnected();
  pump();
}

void Collector::on_message(std::string_view topic, std::string_view payload, bool) {
  if (take_down_message(topic, payload)) return;
  if (topic != wire::receipt_topic(options_.device)) return;
  const auto receipt = wire::decode_receipt(options_.device, payload);
  if (!receipt) {
    spdlog::warn("a receipt could not be read: {}", receipt.error().message);
    return;
  }
  if (receipt->now.ms > 0) clock_error_ = clock_.wall_now() - receipt->now;
  if (!keeper_) return;
  if (const auto taken = keeper_->on_receipt(*receipt); !taken) {
    if (taken.error().code == ErrorCode::corrupt) return store_failed(taken.error());
    complain("a receipt could not be kept", taken.error());
  }
  pump();
}

bool Collector::is_urgent(std::string_view) const { return false; }

}  // namespace earshot::kiosk
