// Notices that another program speaks under this one's identity. Every link keeps the number of its
// run, random, in a retained message that only its own identity may write. Whoever finds another
// number there after having written its own was replaced meanwhile. (MQTT 5 has a reason for it,
// 0x8e, which mosquitto 2.0.11 never sends.)
// Owner: MqttLink. Threads: one, the event loop's.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ports.h"

namespace earshot::mqtt {

class IdentityWatch {
 public:
  /// `username` empty: the broker knows nobody by name, and nothing is watched.
  IdentityWatch(std::string_view username, std::string_view client_id, Random& random);

  /// Where the number is kept; empty: nothing is watched.
  [[nodiscard]] const std::string& topic() const { return topic_; }
  [[nodiscard]] const std::string& run() const { return run_; }

  /// What stands at the topic, as it was found on a new connection (`retained`) or came later.
  void on_message(std::string_view payload, bool retained);
  /// The broker said itself that another client took this session over.
  void on_taken_over() { shared_ = true; }
  /// The link stood for so long that nobody else can want it.
  void forget() { shared_ = false; }

  /// Another program came under this identity after this one had.
  [[nodiscard]] bool shared() const { return shared_; }

 private:
  std::string topic_;
  std::string run_;
  bool written_ = false;  ///< the broker has had this run's number
  bool shared_ = false;
};

}  // namespace earshot::mqtt
