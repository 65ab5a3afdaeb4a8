#include "edge-agent/agent.h"

#include <spdlog/spdlog.h>

#include "edge-agent/agent_impl.h"
#include "edge-agent/reading_files.h"
#include "edge-agent/schema.h"
#include "platform/sqlite/set_aside.h"
#include "platform/system/files.h"

namespace earshot::edge {
namespace {

relay::Courier::Stamp stamp_of(Clock& clock) {
  static const std::string kBoot = system::boot_id();
  return {clock.wall_now(), kBoot, system::uptime_ms()};
}

}  // namespace

Agent::Agent(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Agent::~Agent() = default;
Result<void> Agent::run() { return impl_->run(); }
void Agent::request_stop() { impl_->loop.stop(); }

Result<std::unique_ptr<Agent>> Agent::open(const Config& config) {
  auto zone = system::TimeZone::load(config.timezone);
  if (!zone) return tl::unexpected(zone.error());
  if (auto made = system::make_folder(config.data); !made) return tl::unexpected(made.error());
  auto impl = std::make_unique<Impl>(config, std::move(*zone));
  if (auto opened = impl->open_store(); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<Agent>(new Agent(std::move(impl)));
}

Result<void> Agent::Impl::open_store() {
  std::vector<std::string> refused;
  texts = QuestionTexts::load(config.surveys, refused);
  for (const auto& reason : refused) spdlog::error("survey not used: {}", reason);

  const auto path = config.data / "edge.db";
  ballast =
      std::make_unique<system::FileBallast>(config.data / "ballast", system::kServerBallastBytes);
  // The disk may be full already, and opening has to write too.
  auto opened = system::spending(
      *ballast, [&] { return sqlite::Database::open(path, migrations(), clock.wall_now()); });
  if (!opened) return tl::unexpected(opened.error());
  database = std::move(opened->database);
  damage.emplace(*database, clock);
  auto ledger = system::ErasureLedger::open(config.data / "erasures.txt");
  if (!ledger) return tl::unexpected(ledger.error());
  erasures = std::move(*ledger);
  auto pair = crypto::KeyPair::load_or_make(config.data);
  if (pair) {
    key = std::move(*pair);
  } else {
    spdlog::error("what kiosks close cannot be opened, and is kept aside: {}",
                  pair.error().message);
  }
  const LocationFacts facts{config.location,     config.name,          config.verbatims,
                            config.kiosks,       config.misuse_bursts, config.misuse_patterns,
                            config.opening_hours};
  auto core =
      Edge::open(facts, {*database, zone, clock, random, frames, [this] { return stamp_of(clock); },
                         &*erasures, ballast.get(), key ? &*key : nullptr});
  if (!core) return tl::unexpected(core.error());
  edge = std::move(*core);
  auto parts = reading_parts(config.reading);
  reads_as_configured = parts.as_configured;
  reader = std::make_unique<CommentReader>(
      parts.parts, [this](const QuestionId& id) { return texts.known_text_of(id); });
  edge->read_with(*reader);
  edge->keep_words_for(std::chrono::hours(24 * config.keep_words_days));
  edge->keep_contacts_for(std::chrono::hours(24 * config.keep_contacts_days));
  sqlite::tell_of_damage(path,
                         "Collecting goes on in a new one, and the kiosks send again what they "
                         "still have.",
                         [this](const std::string& words) {
                           return edge->note({relay::Incident::Kind::new_epoch,
                                              DeviceId::trusted(config.location.str()),
                                              relay::Stream::responses, words});
                         });
  intake = std::make_unique<Intake>(*edge, clock, config.kiosks);
  auto reader = Archive::open(path);
  if (!reader) return tl::unexpected(reader.error());
  archive = std::move(*reader);
  return {};
}

}  // namespace earshot::edge
