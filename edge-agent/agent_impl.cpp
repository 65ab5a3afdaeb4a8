#include "edge-agent/agent_impl.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/wire/claims.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "edge-agent/json.h"
#include "edge-agent/telemetry.h"
#ifdef EARSHOT_HAS_CONSOLE
#include "assets/console/pages.h"
#endif

namespace earshot::edge {

using system::EventLoop;

Result<void> Agent::Impl::run() {
  show(true);
  if (auto started = start_http(); !started) return started;
  connect();
  tick();
  reread();
  spdlog::info("{} ({}) is open: http://{}:{}/", config.name, config.location.str(),
               config.http_host, server_->port());
  loop.run();
  spdlog::info("stopping");
  server_->stop();
  if (hq_) hq_->stop();
  site_->stop();
  if (damage->damage()) return tl::unexpected(*damage->damage());
  return {};
}

Result<void> Agent::Impl::start_http() {
  http::ServerOptions options;
  options.host = config.http_host;
  options.port = config.http_port;
  server_ = std::make_unique<http::Server>(options);
  for (auto& route : routes(api_sources())) {
    if (route.method == Route::Method::post) {
      server_->post(route.pattern, std::move(route.handler));
    } else {
      server_->get(route.pattern, std::move(route.handler));
    }
  }
  events_ = &server_->events(std::string(kEventsPath));
#ifdef EARSHOT_HAS_CONSOLE
  for (const auto& page : console::edge_pages()) {
    server_->page(std::string(page.path), page.content, std::string(page.content_type));
  }
#endif
  return server_->start();
}

mqtt::LinkOptions Agent::Impl::link_options(const BrokerConfig& broker,
                                            const std::string& suffix) const {
  mqtt::LinkOptions options;
  options.broker = {broker.host, broker.port, config.location.str(), broker.password};
  options.client_id = config.location.str() + suffix;
  return options;
}

void Agent::Impl::connect() {
  const DeviceId self = DeviceId::trusted(config.location.str());
  auto at_site = link_options(config.site_broker, "-site");
  const std::set<DeviceId> anybody = {DeviceId()};
  for (const auto& kiosk : config.kiosks.empty() ? anybody : config.kiosks) {
    at_site.filters.push_back(wire::up_filter(kiosk, relay::Stream::urgent));
    at_site.filters.push_back(wire::up_filter(kiosk, relay::Stream::responses));
    at_site.filters.push_back(wire::claim_question_filter(kiosk));
  }
  at_site.filters.push_back(wire::status_filter());
  // Both links may lead to one broker, where only one of them may speak for the agent.
  if (!config.hq_broker) at_site.status_topic = wire::status_topic(self);
  site_down_since_ = clock.mono_now();
  site_ = std::make_unique<mqtt::MqttLink>(loop, clock, random, at_site, site_listener_);
  site_->start();
  if (!config.hq_broker) return;
  auto at_hq = link_options(*config.hq_broker, "-hq");
  at_hq.filters = {wire::receipt_topic(self)};
  at_hq.status_topic = wire::status_topic(self);
  hq_ = std::make_unique<mqtt::MqttLink>(loop, clock, random, at_hq, hq_listener_);
  frames.use(*hq_);
  hq_->start();
}

void Agent::Impl::schedule_batch(bool urgent) {
  bool& due = urgent ? urgent_batch_due_ : batch_due_;
  if (due || !intake->has_waiting()) return;
  due = loop.post(
      [this, &due] {
        due = false;
        take_batch();
      },
      urgent ? EventLoop::Priority::urgent : EventLoop::Priority::normal);
}

void Agent::Impl::take_batch() {
  if (!intake->has_waiting()) return;
  const auto receipts = intake->take_batch();
  last_batch_at_ = clock.mono_now();
  trouble_is(receipts ? Result<void>{} : tl::unexpected(receipts.error()));
  if (receipts) {
    for (const auto& receipt : *receipts) {
      // A receipt that cannot leave is asked for again by the kiosk.
      if (!mqtt::send_receipt(*site_, receipt)) break;
    }
    after_change();
  }
  schedule_batch(false);
}

void Agent::Impl::after_change() {
  tell_pages();
  hand_over();
  pump();
  show(false);
}

void Agent::Impl::tell_pages() {
  const News news = edge->take_news();
  score_due_ = score_due_ || news.any;
  if (events_ == nullptr || events_->clients() == 0) return;
  for (const auto& alert : news.alerts) events_->publish("alert", to_text(alert_json(alert)));
  for (const auto& filed : news.responses) {
    events_->publish("response", to_text(response_json(filed, texts)));
  }
}

void Agent::Impl::hand_over() {
  if (!site_ || !site_->connected()) return;
  edge->hand_over([this](const Delivery& delivery) {
    return site_->publish(delivery.topic, delivery.payload, 1, false);
  });
}

void Agent::Impl::pump() {
  if (!hq_) return;
  if (const auto pumped = edge->pump(); !pumped) {
    spdlog::warn("cannot send to headquarters: {}", pumped.error().message);
    suspect(pumped.error());
  }
  if (pump_timer_ != 0) loop.cancel(pump_timer_);
  // While the link is down there is no wakeup to wait for: on_connected pumps.
  const MonoTime latest = clock.mono_now() + std::chrono::minutes(1);
  pump_timer_ = loop.at(std::min(edge->next_wakeup(), latest), [this] {
    pump_timer_ = 0;
    pump();
  });
}

LocationView Agent::Impl::look() {
  auto view = edge->view();
  if (!view) suspect(view.error());
  LocationView now = view ? std::move(*view) : LocationView{};
  std::optional<relay::CourierHealth> courier;
  if (hq_ || config.hq_broker) {
    courier = edge->headquarters_health().value_or(relay::CourierHealth{});
  }
  now.headquarters =
      judge_headquarters(courier, edge->headquarters_silent_for(), hq_ ? hq_->trouble() : "", zone);
  SiteLink link;
  link.connected = site_ && site_->connected();
  link.down_for = site_ ? clock.mono_now() - site_down_since_ : Duration{0};
  link.trouble = site_ ? site_->trouble() : "";
  now.health = judge_health(now, link, view ? store_trouble_ : view.error().message, zone);
  return now;
}

void Agent::Impl::show(bool at_once) {
  const MonoTime now = clock.mono_now();
  if (!at_once && now - shown_at_ < kShowEvery) {
    if (!show_due_) loop.at(shown_at_ + kShowEvery, [this] { show(true); });
    show_due_ = true;
    return;
  }
  show_due_ = false;
  shown_at_ = now;
  const LocationView view = look();
  const std::string json = to_text(location_json(view, texts, zone));
  snapshot.set(json, view.health, now);
  if (events_ != nullptr && events_->clients() > 0) events_->publish("location", json);
  publish_score(view);
  tell_callers();
  show_help();
}

void Agent::Impl::publish_score(const LocationView& view) {
  if (!score_due_ || !site_ || !site_->connected()) return;
  const auto sent = site_->publish(wire::site_score_topic(config.location),
                                   to_text(site_score_json(view, texts)), 1, true);
  score_due_ = !sent;  // retained: the next one will do as well
}

void Agent::Impl::report(const LocationView& view) {
  report_location(metrics, view);
  report_intake(metrics, *edge, *intake);
  if (const auto health = edge->headquarters_health()) report_headquarters(metrics, *health);
  report_link(metrics, "site", *site_);
  if (hq_) report_link(metrics, "headquarters", *hq_);
  report_process(metrics, loop.waiting(), events_->clients());
}

/// Once a second: what is due, shown and tidied, also when nothing happens.
void Agent::Impl::tick() {
  schedule_batch(false);  // in case the loop's queue was full when a frame came
  hand_over();
  tell_messages();
  if (const auto tidied = edge->tidy(); !tidied) trouble_is(tidied);
  look_for_twin(*site_, site_twin_, "the location’s broker");
  if (hq_) look_for_twin(*hq_, hq_twin_, "headquarters’ broker");
  const auto health = edge->headquarters_health();
  if (hq_ && health && health->suspect) hq_->renew("headquarters does not answer");
  if (!intake->has_waiting() && clock.mono_now() - last_batch_at_ >= kTickEvery) {
    if (const auto done = database->checkpoint(); !done) {
      spdlog::warn("the store's log could not be moved into its file: {}", done.error().message);
      suspect(done.error());
    }
  }
  show(true);
  const LocationView view = look();
  report(view);
  tell_of_kiosks(view);
  loop.at(clock.mono_now() + kTickEvery, [this] { tick(); });
}

/// To headquarters, which cannot hear them. On the link whose last will speaks on the same topic.
void Agent::Impl::tell_of_kiosks(const LocationView& view) {
  if (!hq_ || !hq_->connected()) return site_status_.is_lost();
  const std::string status = site_status_.due(view, clock.mono_now());
  if (status.empty()) return;
  const auto topic = wire::status_topic(DeviceId::trusted(config.location.str()));
  if (!hq_->publish(topic, status, 1, true)) site_status_.is_lost();
}

void Agent::Impl::reread() {
  if (!reads_as_configured) return;
  // While answers wait they come first; a refused write is tried again as slowly as it is told.
  Duration pause = kTickEvery;
  if (!intake->has_waiting()) {
    const auto more = edge->reread_some();
    if (more && !*more) return;
    if (more) {
      pause = kRereadEvery;
      after_change();
    } else {
      spdlog::warn("the history cannot be read anew now: {}", more.error().message);
      suspect(more.error());
    }
  }
  loop.at(clock.mono_now() + pause, [this] { reread(); });
}

void Agent::Impl::look_for_twin(const mqtt::MqttLink& link, TwinWatch& watch, const char* broker) {
  if (!watch.is_news(link.counts().taken_over, clock.mono_now())) return;
  const std::string words = "another machine uses the id " + config.location.str() + " at " +
                            broker +
                            ": each hears a part of what is sent, both keep what they hear, and "
                            "nothing is lost; switch one of the two off";
  const auto noted =
      edge->note({relay::Incident::Kind::two_devices, DeviceId::trusted(config.location.str()),
                  relay::Stream::responses, words});
  if (!noted) trouble_is(noted);
}

void Agent::Impl::trouble_is(const Result<void>& done) {
  const std::string words = done ? std::string() : done.error().message;
  if (words == store_trouble_) return;
  if (!words.empty()) spdlog::error("responses cannot be stored: {}; kiosks send again", words);
  if (words.empty()) spdlog::info("responses can be stored again");
  store_trouble_ = words;
  if (!done) suspect(done.error());
}

void Agent::Impl::suspect(const Error& failure) {
  if (!damage->is_news(failure)) return;
  spdlog::error("{}: it is opened again", damage->damage()->message);
  loop.stop();
}

template <typename F>
auto Agent::Impl::from_outside(F f, bool changes) -> decltype(f()) {
  auto answer = loop.call([this, changes, f = std::move(f)]() mutable {
    auto done = f();
    if (done && changes) {
      after_change();
      show(true);  // who asks next must see it
    }
    return done;
  });
  if (!answer) return fail(ErrorCode::busy, "the edge agent is too busy; try again in a moment");
  return std::move(*answer);
}

ApiSources Agent::Impl::api_sources() {
  ApiSources::Quarantine quarantine;
  quarantine.list = [this](std::int64_t after, std::size_t count) {
    return from_outside([=, this] { return edge->quarantined(after, count); }, false);
  };
  quarantine.payload = [this](std::int64_t id) {
    return from_outside([=, this] { return edge->quarantined_payload(id); }, false);
  };
  quarantine.retry = [this](std::int64_t id) {
    return from_outside([=, this] { return edge->retry_quarantined(id); });
  };
  quarantine.retry_behind = [this](std::int64_t after) {
    return from_outside([=, this] { return edge->retry_quarantined_behind(after); });
  };
  return {
      *archive,
      snapshot,
      texts,
      clock,
      [this] { return metrics.text(); },
      [this](const AlertId& id, const std::string& by) {
        return from_outside([=, this] { return edge->acknowledge(id, by); });
      },
      [this](const ResponseId& id, std::uint32_t flags) {
        return from_outside([=, this] { return edge->judge(id, flags); });
      },
      [this](const ResponseId& burst, std::uint32_t flags, std::int64_t after) {
        return from_outside([=, this] { return edge->judge_burst(burst, flags, after); });
      },
      [this](const ResponseId& id) { return from_outside([=, this] { return edge->erase(id); }); },
      std::move(quarantine),
      [this](std::function<http::Response(Edge&)> work, bool changes) {
        return from_outside(
            [this, work = std::move(work)]() -> Result<http::Response> { return work(*edge); },
            changes);
      }};
}

void Agent::Impl::Site::on_connected(std::uint16_t) {
  spdlog::info("connected to the location's broker");
  agent_.site_up_ = true;
  agent_.score_due_ = true;
  agent_.after_change();
}

void Agent::Impl::Site::on_disconnected(std::string_view reason) {
  spdlog::warn("the location's broker is away: {}", reason);
  if (agent_.site_up_) agent_.site_down_since_ = agent_.clock.mono_now();
  agent_.site_up_ = false;
  agent_.show(false);
}

void Agent::Impl::Site::on_message(std::string_view topic, std::string_view payload, bool) {
  if (const auto kiosk = wire::parse_status_topic(topic)) {
    const auto noted = agent_.edge->note_status(*kiosk, payload);
    if (!noted) agent_.trouble_is(noted);
    agent_.show(false);
    return;
  }
  if (const auto kiosk = wire::parse_claim_question_topic(topic)) {
    return agent_.answer_claim(*kiosk, payload);
  }
  if (const auto refusal = agent_.intake->add(topic, payload)) {
    spdlog::warn("a frame of {} was refused: {}", refusal->device.str(), refusal->reason);
    // If it cannot leave, the kiosk asks again.
    if (!mqtt::send_receipt(*agent_.site_, *refusal)) return;
  }
  agent_.schedule_batch(is_urgent(topic));
}

bool Agent::Impl::Site::is_urgent(std::string_view topic) const {
  if (wire::parse_claim_question_topic(topic)) return true;  // somebody stands there
  const auto up = wire::parse_up_topic(topic);
  return up && up->stream == relay::Stream::urgent;
}

void Agent::Impl::Headquarters::on_connected(std::uint16_t receive_maximum) {
  spdlog::info("connected to headquarters’ broker");
  agent_.site_status_.is_lost();  // the link itself has said no more than that it is there
  agent_.edge->on_headquarters_connected(receive_maximum);
  agent_.after_change();
}

void Agent::Impl::Headquarters::on_disconnected(std::string_view reason) {
  spdlog::warn("headquarters’ broker is away: {}", reason);
  agent_.edge->on_headquarters_disconnected();
  agent_.show(false);
}

void Agent::Impl::Headquarters::on_message(std::string_view, std::string_view payload, bool) {
  const auto receipt =
      wire::decode_receipt(DeviceId::trusted(agent_.config.location.str()), payload);
  if (!receipt) {
    spdlog::warn("a receipt from headquarters cannot be read: {}", receipt.error().message);
    return;
  }
  const auto moved_on = agent_.edge->on_headquarters_receipt(*receipt);
  if (!moved_on) agent_.trouble_is(moved_on);
  agent_.pump();
  agent_.show(false);
}

}  // namespace earshot::edge
