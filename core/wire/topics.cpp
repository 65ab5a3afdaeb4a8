#include "core/wire/topics.h"

namespace earshot::wire {
namespace {

constexpr std::string_view kUp = "earshot/1/up/";
constexpr std::string_view kDown = "earshot/1/down/";
constexpr std::string_view kStatus = "earshot/1/status/";
constexpr std::string_view kSite = "earshot/1/site/";

std::string joined(std::string_view prefix, std::string_view middle, std::string_view rest = {}) {
  std::string topic(prefix);
  topic += middle;
  topic += rest;
  return topic;
}

}  // namespace

std::string up_topic(const DeviceId& device, relay::Stream stream) {
  return joined(kUp, device.str(), "/") + std::string(to_string(stream));
}

std::string up_filter(const DeviceId& device, relay::Stream stream) {
  return device.empty() ? joined(kUp, "+/", to_string(stream)) : up_topic(device, stream);
}

std::string receipt_topic(const DeviceId& device) {
  return joined(kDown, device.str(), "/receipt");
}

std::string status_topic(const DeviceId& device) { return joined(kStatus, device.str()); }

std::string status_filter() { return joined(kStatus, "+"); }

std::string site_alert_topic(const LocationId& location, alert::Severity severity) {
  return joined(kSite, location.str(), "/alert/") + std::string(to_string(severity));
}

std::string site_score_topic(const LocationId& location) {
  return joined(kSite, location.str(), "/score");
}

std::optional<UpTopic> parse_up_topic(std::string_view topic) {
  if (!topic.starts_with(kUp)) return std::nullopt;
  topic.remove_prefix(kUp.size());
  const auto slash = topic.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto device = DeviceId::parse(topic.substr(0, slash));
  const auto stream = relay::parse_stream(topic.substr(slash + 1));
  if (!device || !stream) return std::nullopt;
  return UpTopic{*device, *stream};
}

std::optional<DeviceId> parse_status_topic(std::string_view topic) {
  if (!topic.starts_with(kStatus)) return std::nullopt;
  const auto device = DeviceId::parse(topic.substr(kStatus.size()));
  if (!device) return std::nullopt;
  return *device;
}

}  // namespace earshot::wire
