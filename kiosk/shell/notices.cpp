#include "kiosk/shell/notices.h"

#include <SDL.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace earshot::kiosk {

Notices::Notices() : event_type_(SDL_RegisterEvents(1)) {}

void Notices::tell(Notice notice) {
  notice.at = std::chrono::steady_clock::now();
  if (!queue_.try_push(std::move(notice))) {
    spdlog::error("the screen does not take notices; one was dropped");
  }
  SDL_Event event{};
  event.type = event_type_;
  SDL_PushEvent(&event);
}

/// As its service would: everything that waits is saved first, and the service starts it again.
void Notices::on_restart() { ::kill(::getpid(), SIGTERM); }

}  // namespace earshot::kiosk
