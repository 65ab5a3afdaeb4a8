// A real mosquitto of the test's own, on a free loopback port, made as deploy/broker makes it.
// Owner: a test. Threads: one.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "platform/mqtt/mqtt_link.h"
#include "tests/fakes/reserved_port.h"

namespace earshot::mqtt {

class Broker {
 public:
  /// `devices`: lines as deploy/broker/prepare reads them. Does not start it.
  explicit Broker(const std::string& devices =
                      "hq hq\nlocation store-14\nkiosk kiosk-1 store-14\n"
                      "kiosk kiosk-2 store-14\n");
  ~Broker();
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// Makes its folder anew for `devices`; passwords stay. False when the script refuses.
  bool prepare(const std::string& devices);
  /// Starts it and waits until it listens.
  void start();
  void send_signal(int signal) const;
  /// SIGKILL, and waits for its end.
  void kill();

  [[nodiscard]] BrokerAddress address(const std::string& device) const;
  [[nodiscard]] std::uint16_t port() const { return port_.number(); }

 private:
  std::filesystem::path dir_;
  fakes::ReservedPort port_;
  pid_t pid_ = -1;
};

}  // namespace earshot::mqtt
