// The inside of the shell: what the event loop does with messages, timers and questions from
// outside. Owner: Agent. Threads: the event loop, but for what the HTTP handlers use (archive,
// snapshot, metrics, loop.call).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "edge-agent/agent.h"
#include "edge-agent/api.h"
#include "edge-agent/comment_reader.h"
#include "edge-agent/headquarters_frames.h"
#include "edge-agent/health.h"
#include "edge-agent/intake.h"
#include "edge-agent/question_texts.h"
#include "edge-agent/site_status.h"
#include "edge-agent/twin_watch.h"
#include "platform/crypto/sealed_box.h"
#include "platform/http/metrics.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/sqlite/damage_watch.h"
#include "platform/system/real_ports.h"

namespace earshot::edge {

class Agent::Impl {
 public:
  Impl(const Config& config_in, system::TimeZone zone_in)
      : config(config_in), zone(std::move(zone_in)), loop(clock) {}

  Result<void> open_store();
  Result<void> run();

  const Config config;
  const system::TimeZone zone;
  system::RealClock clock;
  system::RealRandom random;
  system::EventLoop loop;
  QuestionTexts texts;
  std::unique_ptr<sqlite::Database> database;
  std::optional<sqlite::DamageWatch> damage;
  std::optional<crypto::KeyPair> key;  ///< none: it is damaged
  std::optional<system::ErasureLedger> erasures;
  std::unique_ptr<system::FileBallast> ballast;
  HeadquartersFrames frames;
  std::unique_ptr<CommentReader> reader;
  bool reads_as_configured = true;  ///< else a stand-in reads, and the history is left as it is
  std::unique_ptr<Edge> edge;
  std::unique_ptr<Intake> intake;
  std::unique_ptr<Archive> archive;
  Snapshot snapshot;
  http::Metrics metrics;

 private:
  /// The kiosks' broker.
  struct Site final : mqtt::LinkListener {
    explicit Site(Impl& agent) : agent_(agent) {}
    void on_connected(std::uint16_t receive_maximum) override;
    void on_disconnected(std::string_view reason) override;
    void on_message(std::string_view topic, std::string_view payload, bool retained) override;
    [[nodiscard]] bool is_urgent(std::string_view topic) const override;
    Impl& agent_;
  };
  /// Headquarters' broker.
  struct Headquarters final : mqtt::LinkListener {
    explicit Headquarters(Impl& agent) : agent_(agent) {}
    void on_connected(std::uint16_t receive_maximum) override;
    void on_disconnected(std::string_view reason) override;
    void on_message(std::string_view topic, std::string_view payload, bool retained) override;
    [[nodiscard]] bool is_urgent(std::string_view) const override { return false; }
    Impl& agent_;
  };

  Result<void> start_http();
  void connect();
  [[nodiscard]] mqtt::LinkOptions link_options(const BrokerConfig& broker,
                                               const std::string& suffix) const;

  void schedule_batch(bool urgent);
  void take_batch();
  void after_change();
  void pump();
  void tell_pages();
  void hand_over();
  void publish_score(const LocationView& view);
  /// To those that called for help, to all with their messages, and to the pages.
  void tell_callers();
  void tell_messages();
  /// To a kiosk at which somebody typed a code.
  void answer_claim(const DeviceId& kiosk, std::string_view question);
  void show_help();
  /// Shows the location as it is now, at most every kShowEvery unless `at_once`.
  void show(bool at_once);
  LocationView look();
  void report(const LocationView& view);
  void tick();
  void tell_of_kiosks(const LocationView& view);
  /// Pieces of the history, with pauses between them for what arrives meanwhile.
  void reread();
  void trouble_is(const Result<void>& done);
  /// Ends the run if the store is damaged.
  void suspect(const Error& failure);
  void look_for_twin(const mqtt::MqttLink& link, TwinWatch& watch, const char* broker);
  [[nodiscard]] ApiSources api_sources();
  /// Runs `f`, which returns Result<T>, on the event loop for an HTTP handler that waits; what it
  /// `changes` is shown before it answers. Error: busy when that took too long.
  template <typename F>
  auto from_outside(F f, bool changes = true) -> decltype(f());

  /// What a kiosk was told of a call, and when.
  struct Told {
    std::string news;
    MonoTime at;
  };
  static constexpr Duration kTellCallersFor = std::chrono::minutes(10);
  static constexpr Duration kTellAgainEvery = std::chrono::seconds(3);
  static constexpr Duration kShowEvery = std::chrono::milliseconds(250);
  static constexpr Duration kRereadEvery = std::chrono::milliseconds(100);
  static constexpr Duration kTickEvery = std::chrono::seconds(1);

  Site site_listener_{*this};
  Headquarters hq_listener_{*this};
  std::unique_ptr<mqtt::MqttLink> site_;
  std::unique_ptr<mqtt::MqttLink> hq_;
  TwinWatch site_twin_, hq_twin_;
  SiteStatus site_status_{zone};
  std::unique_ptr<http::Server> server_;
  http::Events* events_ = nullptr;
  std::string store_trouble_;  ///< why the last transaction failed; empty: it did not
  bool batch_due_ = false, urgent_batch_due_ = false;
  bool show_due_ = false, score_due_ = true, site_up_ = false;
  MonoTime shown_at_{}, site_down_since_{}, last_batch_at_{};
  std::uint64_t pump_timer_ = 0;
  std::map<AlertId, Told> callers_told_;
  std::map<DeviceId, std::string> messages_told_;  ///< since the broker is there
  std::string help_shown_;
};

}  // namespace earshot::edge
