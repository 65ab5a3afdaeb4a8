// The MQTT topics, made and taken apart in one place.
// Owner: core/wire. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/alert/alert.h"
#include "core/base/ids.h"
#include "core/relay/types.h"

namespace earshot::wire {

[[nodiscard]] std::string up_topic(const DeviceId& device, relay::Stream stream);
/// A filter for the frames of one device, or of all when `device` is empty: "earshot/1/up/+/cells".
[[nodiscard]] std::string up_filter(const DeviceId& device, relay::Stream stream);
[[nodiscard]] std::string receipt_topic(const DeviceId& device);
[[nodiscard]] std::string status_topic(const DeviceId& device);
[[nodiscard]] std::string status_filter();
[[nodiscard]] std::string site_alert_topic(const LocationId& location, alert::Severity severity);
[[nodiscard]] std::string site_score_topic(const LocationId& location);

struct UpTopic {
  DeviceId device;
  relay::Stream stream;
};
/// None if `topic` is not "earshot/1/up/<device>/<stream>".
[[nodiscard]] std::optional<UpTopic> parse_up_topic(std::string_view topic);
/// None if `topic` is not "earshot/1/status/<device>".
[[nodiscard]] std::optional<DeviceId> parse_status_topic(std::string_view topic);

}  // namespace earshot::wire
