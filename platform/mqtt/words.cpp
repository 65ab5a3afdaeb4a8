#include "platform/mqtt/words.h"

#include <fmt/format.h>

namespace earshot::mqtt {
namespace {

// MQTT 5.0, table 2-6 (reason codes).
constexpr int kProtocolVersion = 0x84;
constexpr int kClientId = 0x85;
constexpr int kCredentials = 0x86;
constexpr int kNotAuthorized = 0x87;
constexpr int kUnavailable = 0x88;
constexpr int kBusy = 0x89;
constexpr int kShuttingDown = 0x8b;
constexpr int kKeepAlive = 0x8d;
constexpr int kTakenOver = 0x8e;
constexpr int kPacketTooLarge = 0x95;
constexpr int kQuota = 0x97;
constexpr int kAdministrative = 0x98;

}  // namespace

std::string address_of(const BrokerAddress& broker) {
  const bool v6 = broker.host.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", broker.host, broker.port)
            : fmt::format("{}:{}", broker.host, broker.port);
}

std::string connect_trouble(const LinkOptions& options, int reason, std::string_view detail) {
  const std::string broker = "the broker at " + address_of(options.broker);
  switch (reason) {
    case 0:
      return fmt::format(
          "{} does not answer{}; check that it is running and that host and port are right — "
          "trying again",
          broker, detail.empty() ? "" : fmt::format(" ({})", detail));
    case kCredentials:
    case kNotAuthorized:
      return fmt::format(
          "{} does not let '{}' in: it does not know that name with that password; compare the "
          "password file here with the one at the broker (mosquitto_passwd) — trying again",
          broker, options.broker.username);
    case kProtocolVersion:
      return broker + " does not speak MQTT 5; Earshot needs mosquitto 2 or another MQTT 5 broker";
    case kClientId:
      return fmt::format("{} does not accept the client id '{}'", broker, options.client_id);
    case kUnavailable:
    case kBusy:
    case kQuota:
      return broker + " takes no more connections right now — trying again";
    default:
      return fmt::format("{} refused the connection (MQTT reason 0x{:02x}) — trying again", broker,
                         reason);
  }
}

std::string lost_trouble(const LinkOptions& options, int reason) {
  const std::string broker = "the broker at " + address_of(options.broker);
  switch (reason) {
    case kShuttingDown:
      return broker + " shut down — trying again";
    case kTakenOver:
      return shared_trouble(options);
    case kKeepAlive:
      return broker + " had not heard from here for too long — trying again";
    case kPacketTooLarge:
      return broker + " refused a message as too large; raise its max_packet_size — trying again";
    case kNotAuthorized:
    case kAdministrative:
      return fmt::format("{} has ended the session of '{}' — trying again", broker,
                         options.broker.username);
    default:
      return fmt::format("the connection to {} broke{} — trying again", broker,
                         reason == 0 ? "" : fmt::format(" (MQTT reason 0x{:02x})", reason));
  }
}

std::string shared_trouble(const LinkOptions& options) {
  return fmt::format(
      "another device uses the id '{}' at the broker at {}; the two throw each other out. Find it "
      "and give one of them an id and a password of its own — until then each waits between its "
      "turns; nothing that is kept here is lost",
      options.client_id, address_of(options.broker));
}

std::string repeated_trouble(const LinkOptions& options) {
  return fmt::format(
      "; it keeps breaking soon after it stands: does another program use the client id '{}'? Two "
      "devices must not share one identity",
      options.client_id);
}

std::string lookup_trouble(const LinkOptions& options, std::string_view detail) {
  return fmt::format(
      "the broker's name '{}' cannot be looked up ({}); check its spelling and this machine's "
      "network — trying again",
      options.broker.host, detail);
}

}  // namespace earshot::mqtt
