#include "aggregator/commands.h"

namespace earshot::hq {

Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                std::optional<std::int64_t> id, std::ostream& out) {
  const http::Daemon daemon{config.http_host, config.http_port, "the aggregator"};
  return http::quarantine_command(daemon, action, id, out);
}

}  // namespace earshot::hq
