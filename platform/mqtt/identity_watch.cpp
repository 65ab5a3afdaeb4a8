#include "platform/mqtt/identity_watch.h"

#include <fmt/format.h>

namespace earshot::mqtt {

IdentityWatch::IdentityWatch(std::string_view username, std::string_view client_id, Random& random)
    : topic_(username.empty() ? std::string()
                              : fmt::format("earshot/1/identity/{}/{}", username, client_id)),
      run_(random_hex(random)) {}

void IdentityWatch::on_message(std::string_view payload, bool retained) {
  if (payload == run_) {
    written_ = true;
    // Found again on a new connection: nobody came in between.
    if (retained) shared_ = false;
  } else if (written_ && !payload.empty()) {
    shared_ = true;  // before it has written its own, it is an earlier run's that it finds
  }
}

}  // namespace earshot::mqtt
