#include "aggregator/api.h"

#include <fmt/format.h>

#include "aggregator/json_text.h"
#ifdef EARSHOT_HAS_CONSOLE
#include "assets/console/pages.h"
#endif

namespace earshot::hq {
namespace {

constexpr std::string_view kOpenApi =
#include "aggregator/openapi.inc"
    ;

/// Refused senders that are named in words, one by one.
constexpr std::size_t kRefusedNamed = 3;

/// A page waits no longer than this for the loop, and says so.
constexpr Duration kAnswerWait = std::chrono::seconds(3);
/// A broker that restarts is no reason to call headquarters ill.
constexpr Duration kDisconnectedMax = std::chrono::seconds(30);

http::Response busy() {
  return http::problem(503, "Headquarters is busy right now; ask again in a few seconds");
}

Result<Window> window_of(const http::Request& request) {
  const auto asked = request.query.find("window");
  if (asked == request.query.end()) return Window::all;
  if (const auto window = parse_window(asked->second)) return *window;
  return fail(ErrorCode::invalid, "'window' is one of day, week, month and all");
}

}  // namespace

std::string_view openapi_text() { return kOpenApi; }

http::Response health_answer(const ServiceHealth& health) {
  std::string words;
  const auto say = [&](std::string_view sentence) {
    words += words.empty() ? "" : " ";
    words += sentence;
  };
  bool ok = true;
  if (!health.store_trouble.empty()) {
    ok = false;
    say(fmt::format(
        "The store cannot be written: {}. Nothing is lost: the locations keep what they have and "
        "send it again.",
        health.store_trouble));
  }
  if (!health.ballast_held) {
    say("The disk is nearly full and the reserve of headquarters was given up; free some space on "
        "the disk of its data folder.");
  }
  if (!health.connected) {
    ok = ok && health.disconnected < kDisconnectedMax;
    say(fmt::format("Not connected to the broker: {}.",
                    health.link_trouble.empty() ? "still trying" : health.link_trouble));
  }
  if (!health.org_trouble.empty()) {
    say(fmt::format("The last good org file is in use: {}.", health.org_trouble));
  }
  for (std::size_t i = 0; i < std::min(health.refused.size(), kRefusedNamed); ++i) {
    say(health.refused[i].words + ".");
  }
  if (health.refused.size() > kRefusedNamed) {
    say(fmt::format("So are {} others; /api/v1/incidents names them.",
                    health.refused.size() - kRefusedNamed));
  }
  if (words.empty()) words = "All is well.";
  JsonText json;
  json.open('{');
  json.key("ok").boolean(ok);
  json.key("words").text(words);
  json.key("connected").boolean(health.connected);
  json.key("org_file_in_use").boolean(health.org_trouble.empty());
  json.key("reserve_held").boolean(health.ballast_held);
  json.key("quarantined").integer(health.quarantined);
  json.key("incidents").integer(health.incidents);
  json.key("refused_senders").integer(health.refused.size());
  json.close('}');
  http::Response response;
  response.status = ok ? 200 : 503;
  response.body = json.take();
  return response;
}

Api::Api(http::Server& server, system::EventLoop& loop, Headquarters& headquarters,
         HealthSource& health, sqlite::SqliteInbox& quarantine, QuestionTexts texts)
    : loop_(loop),
      headquarters_(headquarters),
      health_(health),
      quarantine_(quarantine),
      texts_(std::move(texts)),
      events_(server.events("/api/v1/events")) {
  server.get("/api/v1/tree", [this](const http::Request& request) { return tree(request); });
  server.get("/api/v1/nodes/([a-z0-9._-]{1,64})",
             [this](const http::Request& request) { return node(request); });
  server.get("/healthz", [this](const http::Request&) { return healthz(); });
  server.get("/metrics", [this](const http::Request&) {
    return http::Response{200, metrics_text(), "text/plain; version=0.0.4; charset=utf-8"};
  });
  server.get("/api/openapi.json", [](const http::Request&) {
    return http::Response{200, std::string(openapi_text()), "application/json"};
  });
  add_custody(server);
#ifdef EARSHOT_HAS_CONSOLE
  for (const console::Page& page : console::hq_pages()) {
    server.page(std::string(page.path), page.content, std::string(page.content_type));
  }
#endif
}

http::Response Api::tree(const http::Request& request) {
  const auto window = window_of(request);
  if (!window) return http::problem(400, window.error().message);
  const auto view =
      loop_.call([this, window = *window] { return headquarters_.tree_view(window); }, kAnswerWait);
  if (!view) return busy();
  return {200, to_json(**view, texts_), "application/json"};
}

http::Response Api::node(const http::Request& request) {
  const auto window = window_of(request);
  if (!window) return http::problem(400, window.error().message);
  const auto id = NodeId::parse(request.captures.at(0));
  if (!id) return http::problem(404, id.error().message);
  const auto detail = loop_.call(
      [this, window = *window, id = *id] { return headquarters_.node(id, window); }, kAnswerWait);
  if (!detail) return busy();
  if (!*detail) {
    const bool unknown = detail->error().code == ErrorCode::not_found;
    return http::problem(unknown ? 404 : 503, detail->error().message);
  }
  return {200, to_json(**detail, texts_), "application/json"};
}

http::Response Api::healthz() {
  const auto health = loop_.call([this] { return health_.health(); }, kAnswerWait);
  return health ? health_answer(*health) : busy();
}

void Api::publish_tree() {
  const std::size_t clients = events_.clients();
  const bool somebody_new = clients > published_clients_;
  published_clients_ = clients;
  if (clients == 0) return;
  if (published_version_ == headquarters_.version() && !somebody_new) return;
  published_version_ = headquarters_.version();
  events_.publish("tree", to_json(*headquarters_.tree_view(Window::all), texts_));
}

void Api::publish(const LocatedAlert& one) {
  events_.publish("alert", to_json(one.location, one.alert));
}

void Api::update_totals(const ServiceHealth& health) {
  const relay::ReceiverCounts& relay = headquarters_.receiver_counts();
  const FilingCounts& filing = headquarters_.filing_counts();
  const HeadquartersCounts& counts = headquarters_.counts();
  const auto total = [this](const char* name, const char* help, std::uint64_t value,
                            const http::Metrics::Labels& labels = {}) {
    metrics_.counter(name, help, static_cast<double>(value), labels);
  };
  constexpr const char* kFrames = "earshot_hq_frames_total";
  constexpr const char* kFramesHelp = "Frames from locations, by what became of them";
  total(kFrames, kFramesHelp, relay.frames, {{"outcome", "taken"}});
  total(kFrames, kFramesHelp, counts.frames_unknown_device, {{"outcome", "unknown_device"}});
  total(kFrames, kFramesHelp, counts.frames_dropped_full, {{"outcome", "queue_full"}});
  total(kFrames, kFramesHelp, counts.frames_undecodable, {{"outcome", "undecodable"}});
  constexpr const char* kRecords = "earshot_hq_records_total";
  constexpr const char* kRecordsHelp = "Records from locations, by what became of them";
  total(kRecords, kRecordsHelp, relay.records_applied, {{"outcome", "applied"}});
  total(kRecords, kRecordsHelp, relay.records_duplicate, {{"outcome", "duplicate"}});
  total(kRecords, kRecordsHelp, relay.records_quarantined, {{"outcome", "quarantined"}});
  total("earshot_hq_forged_location_total", "Records that named another location than their sender",
        filing.forged_location);
  constexpr const char* kCells = "earshot_hq_cells_total";
  constexpr const char* kCellsHelp = "Cell records, by what became of them";
  total(kCells, kCellsHelp, filing.cells_kept, {{"outcome", "kept"}});
  total(kCells, kCellsHelp, filing.cells_older, {{"outcome", "older"}});
  total(kCells, kCellsHelp, filing.cells_refilling, {{"outcome", "refilling"}});
  total(kCells, kCellsHelp, filing.cells_aside, {{"outcome", "aside"}});
  total("earshot_hq_erasures_total", "Responses whose words were erased", filing.erasures);
  total("earshot_hq_alerts_total", "Alert records that told something new", filing.alerts);
  total("earshot_hq_responses_total", "Responses whose words a location let out", filing.responses);
  total("earshot_hq_gaps_total", "Frames that came before what they build on", relay.gaps);
  total("earshot_hq_holes_total", "Runs of records that no longer exist anywhere", relay.holes);
  total("earshot_hq_forks_total", "Devices that told two histories", relay.forks);
  total("earshot_hq_new_epochs_total", "Devices that began anew", relay.new_epochs);
  total("earshot_hq_two_devices_total", "Times that two machines spoke under one name",
        relay.two_devices);
  total("earshot_hq_ballast_spent_total", "Times that a full disk cost the reserve",
        counts.ballast_spent);
  total("earshot_hq_commits_total", "Transactions", counts.commits);
  total("earshot_hq_failed_commits_total", "Transactions that failed and were undone",
        counts.failed_commits);
  total("earshot_hq_recounts_total", "Times that all numbers were counted from the store",
        counts.recounts);
  total("earshot_hq_link_connects_total", "Connections to the broker", health.link.connects);
  total("earshot_hq_link_dropped_total", "Messages dropped because too many waited",
        health.link.dropped_inbound_full);
}

void Api::update_metrics() {
  const ServiceHealth health = health_.health();
  update_totals(health);
  const auto now = [this](const char* name, const char* help, double value) {
    metrics_.gauge(name, help, value);
  };
  now("earshot_ballast_free", "1 while the disk's reserve is there to be given up",
      health.ballast_held ? 1 : 0);
  now("earshot_hq_connected", "1 while connected to the broker", health.connected ? 1 : 0);
  now("earshot_hq_org_file_in_use", "0 while the org file has a mistake",
      health.org_trouble.empty() ? 1 : 0);
  now("earshot_hq_quarantined", "Records in quarantine", static_cast<double>(health.quarantined));
  now("earshot_hq_frames_waiting", "Frames that wait for the next transaction",
      static_cast<double>(headquarters_.waiting()));
  now("earshot_hq_locations", "Locations in the org file",
      headquarters_.tree().nodes().empty()
          ? 0
          : static_cast<double>(headquarters_.tree().nodes().front().locations));
  now("earshot_hq_locations_silent", "Locations not heard from",
      static_cast<double>(headquarters_.silent_locations()));
  now("earshot_hq_refused_senders", "Devices that were refused within two minutes",
      static_cast<double>(health.refused.size()));
  const AllUnreceived unreceived = headquarters_.unreceived(kAgesMax);
  now("earshot_hq_streams_unreceived",
      "Streams of edge agents and kiosks with a record that has no receipt",
      static_cast<double>(unreceived.streams));
  std::string ages = ages_text(unreceived);
  const std::lock_guard lock(ages_lock_);
  ages_ = std::move(ages);
}

std::string Api::metrics_text() {
  const std::lock_guard lock(ages_lock_);
  return metrics_.text() + ages_;
}

std::string ages_text(const AllUnreceived& unreceived) {
  constexpr std::string_view kName = "earshot_oldest_unreceived_seconds";
  constexpr std::string_view kWhy = "earshot_unreceived_reason";
  std::string ages = fmt::format(
      "# HELP {0} Age of the oldest record that a device has no receipt for, by stream\n"
      "# TYPE {0} gauge\n",
      kName);
  std::string reasons = fmt::format(
      "# HELP {0} Always 1; its label says why that record waits\n# TYPE {0} gauge\n", kWhy);
  for (const auto* of : {&unreceived.edges, &unreceived.kiosks}) {
    for (const Unreceived& one : *of) {
      const std::string labels =
          fmt::format("location=\"{}\",device=\"{}\",stream=\"{}\"", one.location.str(),
                      one.device.str(), to_string(one.stream));
      ages += fmt::format("{}{{{}}} {}\n", kName, labels, one.age.count() / 1000);
      if (one.reason.empty()) continue;
      reasons += fmt::format("{}{{{},reason=\"{}\"}} 1\n", kWhy, labels, one.reason);
    }
  }
  return ages + reasons;
}

}  // namespace earshot::hq
