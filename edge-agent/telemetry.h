// What /metrics tells: custody first (the age of the oldest record without a receipt), then counts.
// Owner: the shell. Threads: the event loop sets it; Metrics itself is safe from any thread.
#pragma once

#include <string>

#include "core/relay/courier.h"
#include "edge-agent/edge.h"
#include "edge-agent/intake.h"
#include "platform/http/metrics.h"
#include "platform/mqtt/mqtt_link.h"

namespace earshot::edge {

void report_location(http::Metrics& metrics, const LocationView& view);
void report_intake(http::Metrics& metrics, const Edge& edge, const Intake& intake);
void report_headquarters(http::Metrics& metrics, const relay::CourierHealth& health);
void report_link(http::Metrics& metrics, const std::string& broker, const mqtt::MqttLink& link);
void report_process(http::Metrics& metrics, std::size_t tasks_waiting, std::size_t event_clients);

}  // namespace earshot::edge
