#include "platform/system/stop_signal.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "core/base/check.h"

namespace earshot::system {

StopSignal::StopSignal(std::function<void()> on_stop) : on_stop_(std::move(on_stop)) {
  // A browser that leaves in the middle of an answer is an error of that write, not our end.
  EARSHOT_CHECK(::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  EARSHOT_CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  signal_fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
  end_fd_ = ::eventfd(0, EFD_CLOEXEC);
  EARSHOT_CHECK(signal_fd_ >= 0 && end_fd_ >= 0);
  thread_ = std::thread([this] { wait_for_signals(); });
}

StopSignal::~StopSignal() {
  end();
  ::close(signal_fd_);
  ::close(end_fd_);
}

void StopSignal::end() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  EARSHOT_CHECK(::write(end_fd_, &one, sizeof one) == sizeof one);
  thread_.join();
}

void StopSignal::wait_for_signals() {
  for (;;) {
    std::array<pollfd, 2> fds{pollfd{signal_fd_, POLLIN, 0}, pollfd{end_fd_, POLLIN, 0}};
    if (::poll(fds.data(), fds.size(), -1) < 0) {
      EARSHOT_CHECK(errno == EINTR);
      continue;
    }
    if (fds[1].revents != 0) return;
    signalfd_siginfo signal{};
    if (::read(signal_fd_, &signal, sizeof signal) == sizeof signal) on_stop_();
  }
}

}  // namespace earshot::system
