#include "aggregator/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "aggregator/api.h"
#include "aggregator/org_file.h"
#include "aggregator/sqlite_store.h"
#include "core/survey/survey_file.h"
#include "core/wire/topics.h"
#include "platform/mqtt/frame_link.h"
#include "platform/sqlite/damage_watch.h"
#include "platform/sqlite/relay_store.h"
#include "platform/sqlite/set_aside.h"
#include "platform/system/ballast.h"
#include "platform/system/erasure_ledger.h"
#include "platform/system/files.h"
#include "platform/system/log.h"
#include "platform/system/real_ports.h"

namespace earshot::hq {
namespace {

constexpr Duration kTick = std::chrono::seconds(1);
constexpr int kTicksPerOrgLook = 2;
constexpr int kTicksPerHeardSave = 15;
constexpr int kTicksPerStoreCount = 10;
constexpr int kTicksPerBallast = 60;
constexpr int kTicksPerTrouble = 60;
constexpr Duration kKeepSetAside = std::chrono::hours(30 * 24);
constexpr std::size_t kInboundMessagesMax = kWaitingFramesMax;
/// Pages in the WAL above which it is moved into the file: when idle, and in any case.
constexpr int kCheckpointPagesIdle = 1'000;
constexpr int kCheckpointPagesMax = 20'000;

/// A survey file with a mistake costs its questions' texts, nothing else.
QuestionTexts read_texts(const std::vector<std::filesystem::path>& files) {
  QuestionTexts texts;
  for (const auto& file : files) {
    const auto text = system::read_file(file, survey::kSurveyFileBytesMax);
    const auto survey = text ? survey::parse_survey(*text, file.string())
                             : Result<survey::Survey>(tl::unexpected(text.error()));
    if (!survey) {
      spdlog::warn("Questions are shown by their ids: {}", survey.error().message);
      continue;
    }
    const LanguageTag& language = survey->languages.front();
    for (const survey::Question& question : survey->questions) {
      texts[question.id] = survey::text_in(question.texts, language, language);
    }
  }
  return texts;
}

Result<sqlite::Database::Opened> open_store(const std::filesystem::path& data, Clock& clock) {
  if (auto made = system::make_folder(data); !made) return tl::unexpected(made.error());
  std::vector<sqlite::Migration> migrations;
  for (const auto part : {sqlite::relay_migrations(), hq_migrations()}) {
    migrations.insert(migrations.end(), part.begin(), part.end());
  }
  return sqlite::Database::open(data / "hq.db", migrations, clock.wall_now());
}

}  // namespace

class Service::Impl final : public mqtt::LinkListener, public HealthSource {
 public:
  explicit Impl(Config config)
      : config_(std::move(config)), loop_(clock_), org_(config_.org, config_.data) {}

  Result<void> open();
  Result<void> run();
  void request_stop() { loop_.stop(); }

  void on_connected(std::uint16_t receive_maximum) override;
  void on_disconnected(std::string_view reason) override;
  void on_message(std::string_view topic, std::string_view payload, bool retained) override;
  [[nodiscard]] bool is_urgent(std::string_view topic) const override;
  [[nodiscard]] ServiceHealth health() override;

 private:
  void connect();
  void on_status(const DeviceId& device, std::string_view payload, bool retained);
  Result<void> clean_up();
  Result<void> note(const std::string& incident);
  void forget(const std::vector<ResponseId>& erased);
  void tell_trouble(const Error& trouble);
  void suspect(const Error& failure);
  void work_soon();
  void work();
  void tick();
  void look_at_org();
  void tend_store();

  const Config config_;
  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_;
  OrgFile org_;
  std::unique_ptr<system::FileBallast> ballast_;
  std::optional<system::ErasureLedger> erasures_;
  std::unique_ptr<sqlite::Database> database_;
  std::optional<sqlite::DamageWatch> damage_;
  std::unique_ptr<sqlite::SqliteInbox> inbox_;
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<Headquarters> headquarters_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<mqtt::MqttLink> link_;
  bool work_posted_ = false;
  bool scrub_due_ = false;
  std::string trouble_told_;
  int trouble_told_at_ = 0;
  int ticks_ = 0;
  MonoTime disconnected_at_{};
  std::uint64_t quarantined_ = 0;
  std::uint64_t incidents_ = 0;
};

Result<void> Service::Impl::open() {
  ballast_ =
      std::make_unique<system::FileBallast>(config_.data / "ballast", system::kServerBallastBytes);
  // What a former run left in its log must be stored before anything else: that too takes room.
  auto opened = system::spending(*ballast_, [this] { return open_store(config_.data, clock_); });
  if (!opened) return tl::unexpected(opened.error());
  database_ = std::move(opened->database);
  damage_.emplace(*database_, clock_);
  inbox_ = std::make_unique<sqlite::SqliteInbox>(*database_);
  auto store = SqliteStore::open(*database_);
  if (!store) return tl::unexpected(store.error());
  store_ = std::move(*store);
  sqlite::tell_of_damage(database_->path(),
                         "Headquarters began an empty one, and the locations send again what they "
                         "still have.",
                         [this](const std::string& words) { return note(words); });
  if (auto cleaned = clean_up(); !cleaned) return cleaned;
  auto tree = org_.load();
  if (!tree) return tl::unexpected(tree.error());
  const MonoTime begun = clock_.mono_now();
  auto headquarters = Headquarters::open(
      {clock_, *inbox_, *store_, *store_, *store_, &*erasures_, ballast_.get()}, std::move(*tree));
  if (!headquarters) return tl::unexpected(headquarters.error());
  headquarters_ = std::move(*headquarters);
  spdlog::info("{} locations; their numbers were counted in {} ms",
               headquarters_->tree().nodes().front().locations,
               (clock_.mono_now() - begun).count());
  http::ServerOptions options;
  options.host = config_.http_host;
  options.port = config_.http_port;
  server_ = std::make_unique<http::Server>(std::move(options));
  api_ = std::make_unique<Api>(*server_, loop_, *headquarters_, *this, *inbox_,
                               read_texts(config_.surveys));
  disconnected_at_ = clock_.mono_now();
  return server_->start();
}

Result<void> Service::Impl::note(const std::string& incident) {
  auto done = inbox_->begin()
                  .and_then([&] {
                    return inbox_->note({relay::Incident::Kind::new_epoch, config_.device,
                                         relay::Stream::cells, incident},
                                        clock_.wall_now());
                  })
                  .and_then([&] { return inbox_->commit(); });
  if (!done) inbox_->rollback();
  return done;
}

/// What was erased stays erased, also in a store that was put back from a backup.
Result<void> Service::Impl::clean_up() {
  auto ledger = system::ErasureLedger::open(config_.data / "erasures.txt");
  if (!ledger) return tl::unexpected(ledger.error());
  erasures_ = std::move(*ledger);
  std::vector<ResponseId> ids;
  for (const auto& [id, at] : erasures_->entries()) ids.push_back(id);
  auto missed = store_->erase_missed(ids);
  if (!missed) return tl::unexpected(missed.error());
  if (missed->empty()) return {};
  spdlog::warn("{} erased responses had come back, as from a backup: erased again", missed->size());
  forget(*missed);
  return {};
}

/// The words that a transaction has taken out of the tables leave the quarantine and the files too.
void Service::Impl::forget(const std::vector<ResponseId>& erased) {
  for (const ResponseId& id : erased) {
    if (auto gone = inbox_->erase_quarantined(id.str()); !gone) {
      spdlog::error("The quarantine may still hold words of {}: {}", id.str(),
                    gone.error().message);
    }
  }
  scrub_due_ = scrub_due_ || !erased.empty();
  if (!scrub_due_) return;
  const auto scrubbed = database_->scrub();
  scrub_due_ = !scrubbed.has_value();  // somebody reads: again with the next tick
}

Result<void> Service::Impl::run() {
  connect();
  tend_store();
  tick();
  spdlog::info("The page of headquarters is at http://{}:{}/", config_.http_host, server_->port());
  loop_.run();
  server_->stop();
  link_->stop();
  if (auto saved = headquarters_->save_heard(); !saved) {
    spdlog::warn("When locations were last heard could not be saved: {}", saved.error().message);
  }
  if (damage_->damage()) return tl::unexpected(*damage_->damage());
  return {};
}

void Service::Impl::connect() {
  mqtt::LinkOptions options;
  options.broker = {config_.broker_host, config_.broker_port, config_.device.str(),
                    config_.broker_password};
  options.client_id = config_.device.str();
  options.status_topic = wire::status_topic(config_.device);
  options.inbound_messages_max = kInboundMessagesMax;
  // Only edge agents send cells and verbatims, so these are heard from everybody: one that is not
  // in the org file is told so. At a shared broker kiosks send urgent frames too, which are not for
  // us.
  options.filters = {wire::up_filter({}, relay::Stream::cells),
                     wire::up_filter({}, relay::Stream::verbatims), wire::status_filter()};
  for (const LocationId& location : headquarters_->tree().locations()) {
    options.filters.push_back(
        wire::up_filter(DeviceId::trusted(location.str()), relay::Stream::urgent));
  }
  link_ = std::make_unique<mqtt::MqttLink>(loop_, clock_, random_, std::move(options), *this);
  link_->start();
}

void Service::Impl::on_connected(std::uint16_t) {}  // locations probe by themselves

void Service::Impl::on_disconnected(std::string_view) { disconnected_at_ = clock_.mono_now(); }

bool Service::Impl::is_urgent(std::string_view topic) const {
  const auto up = wire::parse_up_topic(topic);
  return up && up->stream == relay::Stream::urgent;
}

void Service::Impl::on_message(std::string_view topic, std::string_view payload, bool retained) {
  if (const auto device = wire::parse_status_topic(topic)) {
    on_status(*device, payload, retained);
    return;
  }
  const auto up = wire::parse_up_topic(topic);
  if (!up) return;
  if (const auto refusal = headquarters_->offer(up->device, up->stream, payload)) {
    spdlog::warn("Refused a frame of '{}' on '{}': {}", up->device.str(), to_string(up->stream),
                 refusal->reason);
    static_cast<void>(mqtt::send_receipt(*link_, *refusal));  // asked again when it is lost
    return;
  }
  work_soon();
}

void Service::Impl::on_status(const DeviceId& device, std::string_view payload, bool retained) {
  const auto status = parse_site_status(payload);
  if (!status) return;
  const LocationId location = LocationId::trusted(device.str());
  headquarters_->on_kiosks(location, *status, retained);
  // A retained "online" may be older than the location's last breath; "offline" holds until it is
  // heard.
  if (status->online && retained) return;
  headquarters_->on_status(location, status->online);
}

/// Behind what waits already, so that the frames of a rush share one transaction.
void Service::Impl::work_soon() {
  if (work_posted_) return;
  work_posted_ = loop_.post([this] { work(); });
}

void Service::Impl::work() {
  work_posted_ = false;
  auto work = headquarters_->work();
  if (!work) {
    tell_trouble(work.error());
  } else {
    for (const relay::Receipt& receipt : work->receipts) {
      static_cast<void>(mqtt::send_receipt(*link_, receipt));  // asked again when it is lost
    }
    for (const LocatedAlert& alert : work->alerts) api_->publish(alert);
  }
  forget(headquarters_->take_erased());
  if (headquarters_->waiting() > 0) work_soon();
}

/// A full disk fails every commit: its log says so once a minute, not a thousand times.
void Service::Impl::tell_trouble(const Error& trouble) {
  suspect(trouble);
  if (trouble.message == trouble_told_ && ticks_ - trouble_told_at_ < kTicksPerTrouble) return;
  trouble_told_ = trouble.message;
  trouble_told_at_ = ticks_;
  spdlog::error("Nothing could be stored, and the locations will send again: {}", trouble.message);
}

/// Ends the run if the store is damaged.
void Service::Impl::suspect(const Error& failure) {
  if (!damage_->is_news(failure)) return;
  spdlog::error("{}: it is opened again", damage_->damage()->message);
  loop_.stop();
}

void Service::Impl::tick() {
  loop_.at(clock_.mono_now() + kTick, [this] { tick(); });
  ++ticks_;
  if (auto ticked = headquarters_->tick(); !ticked) {
    spdlog::error("The numbers could not be counted again: {}", ticked.error().message);
    suspect(ticked.error());
  }
  if (headquarters_->waiting() > 0) work_soon();  // should the post have been refused
  if (ticks_ % kTicksPerOrgLook == 0) look_at_org();
  tend_store();
  api_->publish_tree();
  api_->update_metrics();
}

void Service::Impl::look_at_org() {
  auto tree = org_.look_again();
  if (!tree) return;
  const auto locations = tree->locations();
  const bool somebody_new = std::any_of(
      locations.begin(), locations.end(),
      [&](const LocationId& location) { return !headquarters_->tree().has_location(location); });
  headquarters_->set_tree(std::move(*tree));
  spdlog::info("The org file changed: {} locations now", locations.size());
  if (!somebody_new) return;
  link_->stop(
      Duration(100));  // a connection's subscriptions are fixed: a new one, with the new ones
  connect();
}

void Service::Impl::tend_store() {
  if (ticks_ % kTicksPerBallast == 0) {
    ballast_->restore();
    // A damaged store that was set aside holds customers' words as well.
    const auto until = clock_.wall_now() - kKeepSetAside;
    if (auto gone = sqlite::delete_set_aside(database_->path(), until); !gone) {
      tell_trouble(gone.error());
    }
  }
  if (scrub_due_) forget({});
  if (ticks_ % kTicksPerHeardSave == 0) {
    if (auto saved = headquarters_->save_heard(); !saved) tell_trouble(saved.error());
  }
  if (ticks_ % kTicksPerStoreCount == 0) {
    quarantined_ = inbox_->quarantined().value_or(quarantined_);
    incidents_ = inbox_->incidents().value_or(incidents_);
  }
  const int pages = database_->wal_pages();
  const bool idle = headquarters_->waiting() == 0;
  if (pages > kCheckpointPagesMax || (idle && pages > kCheckpointPagesIdle)) {
    if (auto done = database_->checkpoint(); !done) tell_trouble(done.error());
  }
}

ServiceHealth Service::Impl::health() {
  ServiceHealth health;
  health.connected = link_ && link_->connected();
  if (link_) {
    health.link_trouble = link_->trouble();
    health.link = link_->counts();
  }
  health.disconnected = clock_.mono_now() - disconnected_at_;
  health.store_trouble = headquarters_->trouble();
  health.org_trouble = org_.trouble();
  health.quarantined = quarantined_;
  health.incidents = incidents_;
  health.ballast_held = ballast_->held();
  health.refused = headquarters_->refusals().lately();
  return health;
}

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::~Service() = default;

Result<std::unique_ptr<Service>> Service::open(Config config) {
  auto impl = std::make_unique<Impl>(std::move(config));
  if (auto opened = impl->open(); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<Service>(new Service(std::move(impl)));
}

Result<void> Service::run() { return impl_->run(); }
void Service::request_stop() { impl_->request_stop(); }

}  // namespace earshot::hq
