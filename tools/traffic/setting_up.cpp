#include "tools/traffic/setting_up.h"

#include <sys/resource.h>

#include "platform/system/files.h"

namespace earshot::traffic {

Result<Credentials> read_credentials(const CommonOptions& options) {
  if (options.credentials.empty()) return Credentials();
  const auto text = system::read_file(options.credentials);
  if (!text) return tl::unexpected(text.error());
  return Credentials::parse(*text, options.credentials.string());
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // When it is refused, opening the kiosk that is one too many says so.
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

}  // namespace earshot::traffic
