// cpp-httplib's server with a connection loop of our own. The library's waits out an idle
// connection before it stops, bounds neither the size nor the duration of a request, and forgets
// pipelined bytes. Owner: Server. Threads: the library's pool; `interrupt` from any.
#pragma once

#include <httplib.h>

#include <atomic>

namespace earshot::http {

class LoopServer final : public httplib::Server {
 public:
  LoopServer();
  ~LoopServer() override;

  /// Ends waiting and reading on every connection; what is being answered may still be written.
  void interrupt();
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  bool process_and_close_socket(socket_t socket) override;

  std::atomic<bool> interrupted_{false};
  int stop_event_ = -1;  ///< an eventfd that becomes readable at `interrupt`
};

}  // namespace earshot::http
