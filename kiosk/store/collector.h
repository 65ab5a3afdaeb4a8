// The machine around the kiosk's answer keeper: a thread with its event loop, the link to the
// broker and the watched survey file. It tries again what failed, for days, and tells a listener.
// Owner: main. Threads: a thread of its own; save, tally and stop from any other, the listener is
// called on the collector's.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/app/session.h"
#include "kiosk/store/answer_keeper.h"
#include "kiosk/store/down_messages.h"
#include "kiosk/store/panel_settings.h"
#include "kiosk/store/pin_lock.h"
#include "kiosk/store/sealing.h"
#include "kiosk/store/service_lines.h"
#include "kiosk/store/status.h"
#include "kiosk/store/survey_shelves.h"
#include "kiosk/store/wait_watch.h"
#include "platform/crypto/sealed_box.h"
#include "platform/mqtt/frame_link.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/system/event_loop.h"

namespace earshot::kiosk {

struct CollectorOptions {
  DeviceId device;
  LocationId location;
  std::filesystem::path data;                       ///< a folder of this kiosk's own
  std::filesystem::path survey;                     ///< the file to watch
  std::vector<std::filesystem::path> more_surveys;  ///< asked instead while their schedule holds
  mqtt::BrokerAddress broker;
  std::string boot_id;
  TouchpointId touchpoint = {};
  std::shared_ptr<const WordSealer> sealer = {};  ///< null: the location's key is not known
  WithoutKey without_key = WithoutKey::no_words;
  PinHashes pins = {};
  std::filesystem::path export_folder = {};  ///< where USB storage appears; empty: no export
  bool export_needs_mount = true;            ///< something must be mounted there
  std::string configuration = {};            ///< its mark, for the service screen
  int volume = 70;                           ///< percent, until staff set another
  std::filesystem::path backlight = "/sys/class/backlight";
  Duration survey_every = std::chrono::seconds(2);
  Duration retry_every = std::chrono::seconds(2);  ///< while the store cannot be used
  Duration tidy_every = std::chrono::seconds(60);
  Duration look_every = std::chrono::seconds(10);  ///< at the ages of what waits
  Retention retention;
  std::uint64_t ballast_bytes = system::kKioskBallastBytes;
};

/// How loud and how bright staff want this kiosk.
struct PanelLight {
  int volume = 70;            ///< percent
  int picture_percent = 100;  ///< what the panel's own light does not do, the picture must
};

/// What the collector tells, always on its own thread: implementations only enqueue.
class CollectorListener {
 public:
  virtual ~CollectorListener() = default;
  /// Durable: it may be thanked for.
  virtual void on_saved(const ResponseId& id, std::uint32_t revision) = 0;
  virtual void on_save_failed(const ResponseId& id, std::uint32_t revision) = 0;
  virtual void on_store_failed() = 0;
  virtual void on_store_recovered() = 0;
  /// All that can be asked, in the order in which they are considered; empty: none.
  virtual void on_surveys(std::vector<std::shared_ptr<const survey::Survey>> surveys) = 0;
  virtual void on_help(const HelpNews& /*news*/) {}
  virtual void on_claim(std::uint64_t /*ticket*/, const ClaimTold& /*told*/) {}
  virtual void on_messages(std::vector<Message> /*messages*/) {}
  virtual void on_pin(const PinVerdict& /*verdict*/) {}
  virtual void on_service(std::vector<ServiceLine> /*lines*/) {}
  virtual void on_panel(const PanelLight& /*panel*/) {}
  virtual void on_restart() {}
};

/// Where things stand, for the log, the tour and the service screen.
struct Tally {
  std::uint64_t saved = 0;  ///< responses made durable since the start
  std::uint64_t save_failures = 0;
  std::uint64_t saves_dropped = 0;  ///< the queue was full: said on the screen, never thanked
  std::uint64_t waiting = 0;        ///< responses without a receipt, of all time
  WallTime waiting_since;           ///< ms 0: none waits
  bool connected = false;
  std::uint64_t receipts = 0;
  std::string trouble;  ///< why the broker is not connected; empty: it is
  Custody custody;      ///< as the manager is told
};

class Collector final : public Saver,
                        public HelpBell,
                        public ClaimDesk,
                        public PinGate,
                        public ServiceDesk,
                        public mqtt::LinkListener {
 public:
  Collector(Clock& clock, Random& random, CollectorOptions options, CollectorListener& listener);
  ~Collector() override;
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  void start();
  /// Saves what is queued, says goodbye to the broker and joins the thread.
  void stop();

  void save(response::Response response) override;
  void ring(const ResponseId& response, const LanguageTag& language) override;
  void look_up(std::uint64_t ticket, const std::string& code) override;
  void check(std::string pin) override;
  void perform(const std::string& action) override;
  /// Asks the collector's thread, at most a second long; all zero when it does not answer.
  [[nodiscard]] Tally tally();

 private:
  void open_store();
  void store_failed(const Error& error);
  void tell_custody();
  void ring_now(const ResponseId& response, const LanguageTag& language);
  void tell_help(const HelpNews& news);
  void look_up_now(std::uint64_t ticket, const std::string& code);
  void take_claim_answer(std::string_view closed);
  bool take_down_message(std::string_view topic, std::string_view payload);
  [[nodiscard]] std::string export_unsent();
  void tell_service();
  void set_panel(const PanelSettings& settings);
  void show_panel();
  void retry_soon();
  void save_now(const response::Response& response);
  Result<void> append(const response::Response& response);
  void retry_unsaved();
  void check_surveys();
  void tidy();
  [[nodiscard]] mqtt::LinkOptions link_options() const;
  void pump();
  void schedule_pump();
  void note_health();
  void look_at_ages();
  void complain(const std::string& what, const Error& error);
  [[nodiscard]] relay::Courier::Stamp stamp();
  void every(Duration period, void (Collector::*task)());

  void on_connected(std::uint16_t receive_maximum) override;
  void on_disconnected(std::string_view reason) override;
  void on_message(std::string_view topic, std::string_view payload, bool retained) override;
  [[nodiscard]] bool is_urgent(std::string_view topic) const override;

  Clock& clock_;
  Random& random_;
  const CollectorOptions options_;
  CollectorListener& listener_;
  system::EventLoop loop_;
  SurveyShelves shelves_;
  mqtt::MqttLink link_;
  mqtt::MqttFrameLink frame_link_;
  system::FileBallast ballast_;
  PinLock pins_;
  PanelSettings panel_;
  std::string panel_trouble_;  ///< why the panel's own light cannot be set; empty: it can
  /// The code that was looked up last, and the key that its answer is closed for.
  struct Asked {
    std::uint64_t ticket;
    crypto::KeyPair key;
  };
  std::optional<Asked> asked_;
  ResponseId caller_;                             ///< whose call nobody has heard yet; empty: none
  std::optional<Duration> clock_error_;           ///< against the edge agent's, by its last receipt
  std::string help_logged_;                       ///< the last that was
  std::string survey_words_, last_export_;        ///< for the service screen
  std::unique_ptr<AnswerKeeper> keeper_;          ///< null until the store could be opened
  std::deque<response::Response> unsaved_;        ///< not thanked for; tried again
  std::optional<Error> failure_;                  ///< why answers cannot be kept; none: they can
  std::optional<Custody> told_;                   ///< what the broker was told on this connection
  std::optional<std::uint16_t> receive_maximum_;  ///< none: not connected
  std::map<std::string, MonoTime> complained_;    ///< so that a full disk is not filled with logs
  WaitWatch wait_watch_;
  bool retrying_ = false;
  std::uint64_t pump_timer_ = 0;
  bool suspect_told_ = false;
  std::string refused_told_;
  MonoTime last_save_{};
  Tally tally_;
  std::atomic<std::uint64_t> saves_dropped_{0};
  std::thread thread_;
};

}  // namespace earshot::kiosk
