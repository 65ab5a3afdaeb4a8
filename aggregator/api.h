// The HTTP side: routes of the API, the page, and what /metrics tells.
// Owner: Service. Threads: handlers run on the server's threads and ask the event loop; the rest is
// called on the event loop.
#pragma once

#include <mutex>
#include <string>

#include "aggregator/headquarters.h"
#include "aggregator/view_json.h"
#include "core/base/result.h"
#include "platform/http/http_server.h"
#include "platform/http/metrics.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/event_loop.h"

namespace earshot::hq {

/// What is known of the process beside Headquarters itself.
struct ServiceHealth {
  bool connected = false;
  std::string link_trouble;   ///< why not, in words
  Duration disconnected{0};   ///< for how long
  std::string store_trouble;  ///< why the last transaction failed; empty: it did not
  std::string org_trouble;    ///< why the org file is not in use; empty: it is
  std::uint64_t quarantined = 0;
  std::uint64_t incidents = 0;
  mqtt::LinkCounts link;
  bool ballast_held = true;            ///< the disk's reserve is there
  std::vector<RefusedSender> refused;  ///< just now
};

/// Asked on the event loop.
class HealthSource {
 public:
  virtual ~HealthSource() = default;
  [[nodiscard]] virtual ServiceHealth health() = 0;
};

class Api {
 public:
  /// Registers every route; the server is started by the caller.
  Api(http::Server& server, system::EventLoop& loop, Headquarters& headquarters,
      HealthSource& health, sqlite::SqliteInbox& quarantine, QuestionTexts texts);

  /// Sends the tree to open pages when it changed since the last call.
  void publish_tree();
  void publish(const LocatedAlert& alert);
  void update_metrics();

 private:
  http::Response tree(const http::Request& request);
  http::Response node(const http::Request& request);
  http::Response healthz();
  void add_custody(http::Server& server);
  http::Response list_incidents(const http::Request& request);
  http::Response list_quarantine(const http::Request& request);
  http::Response retry_one(const http::Request& request);
  http::Response retry_all();
  void update_totals(const ServiceHealth& health);
  [[nodiscard]] std::string metrics_text();

  system::EventLoop& loop_;
  Headquarters& headquarters_;
  HealthSource& health_;
  sqlite::SqliteInbox& quarantine_;  ///< used on the event loop
  const QuestionTexts texts_;
  http::Events& events_;
  http::Metrics metrics_;
  std::mutex ages_lock_;
  std::string ages_;  ///< of unreceived records, as metrics: those that are gone must not stay
  std::uint64_t published_version_ = 0;
  std::size_t published_clients_ = 0;
};

/// What /healthz says: the status code and {"ok", "words", …}.
[[nodiscard]] http::Response health_answer(const ServiceHealth& health);

/// Prometheus' text of the ages of unreceived records, and why they wait; of at most kAgesMax
/// streams of edge agents and as many of kiosks, the oldest ones.
inline constexpr std::size_t kAgesMax = 1'000;
[[nodiscard]] std::string ages_text(const AllUnreceived& unreceived);

/// openapi.json, as it is served.
[[nodiscard]] std::string_view openapi_text();

}  // namespace earshot::hq
