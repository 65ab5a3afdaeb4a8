#include "edge-agent/telemetry.h"

#include <algorithm>

#include "edge-agent/health.h"

namespace earshot::edge {
namespace {

double count(std::uint64_t n) { return static_cast<double>(n); }

double seconds(Duration d) { return std::max(0.0, static_cast<double>(d.count()) / 1000.0); }

double age(WallTime now, WallTime since) { return since.ms == 0 ? 0.0 : seconds(now - since); }

/// Custody as one number: how old is the oldest record that its receiver has not confirmed? Of a
/// device that is silent for so long, nobody knows that it is any younger than `silent_for`.
void report_unreceived(http::Metrics& metrics, WallTime now, const std::string& device,
                       const std::map<relay::Stream, WallTime>& waiting, Duration silent_for) {
  for (const auto& [stream, since] : waiting) {
    metrics.gauge("earshot_oldest_unreceived_seconds",
                  "Age of a device's oldest record without a receipt, by stream; of a silent "
                  "device at least as long as it is silent",
                  std::max(age(now, since), seconds(silent_for)),
                  {{"device", device}, {"stream", std::string(relay::to_string(stream))}});
  }
}

}  // namespace

void report_location(http::Metrics& metrics, const LocationView& view) {
  metrics.gauge("earshot_healthy", "1 when the agent can do its work", view.health.ok ? 1 : 0);
  metrics.gauge("earshot_responses", "Responses kept at this location", count(view.responses));
  metrics.gauge("earshot_alerts_open", "Alerts that nobody has acknowledged",
                count(view.alerts_open));
  metrics.gauge("earshot_quarantined", "Records set aside because they cannot be filed",
                count(view.quarantined));
  metrics.gauge("earshot_ballast_free",
                "1 while the reserve for a full disk is untouched, 0 when it was given up",
                view.disk == DiskState::fine ? 1 : 0);
  metrics.gauge("earshot_incidents", "Incidents noted by the relay", count(view.incidents));
  for (const auto& [device, kiosk] : view.kiosks) {
    const http::Metrics::Labels labels = {{"kiosk", device.str()}};
    metrics.gauge("earshot_kiosk_last_heard_seconds", "Time since a kiosk was last heard",
                  seconds(kiosk.silent_for), labels);
    metrics.gauge("earshot_kiosk_pending_responses", "Responses that wait at a kiosk",
                  count(kiosk.pending), labels);
    metrics.gauge("earshot_kiosk_oldest_pending_seconds",
                  "Age of the oldest response that waits at a kiosk",
                  age(view.now, kiosk.pending_since), labels);
    metrics.gauge("earshot_kiosk_clock_error_seconds",
                  "How far a kiosk's clock is ahead of this machine's (negative: behind)",
                  static_cast<double>(kiosk.clock_error.count()) / 1000.0, labels);
    const bool silent = is_silent(kiosk);
    auto waiting = kiosk.waiting;  // not known of a kiosk that never spoke to this process
    if (silent) waiting.insert({{relay::Stream::urgent, {}}, {relay::Stream::responses, {}}});
    report_unreceived(metrics, view.now, device.str(), waiting,
                      silent ? kiosk.silent_for : Duration{0});
  }
  report_unreceived(metrics, view.now, view.facts.id.str(), view.headquarters.waiting, Duration{0});
}

void report_intake(http::Metrics& metrics, const Edge& edge, const Intake& intake) {
  const auto& receiver = edge.receiver_counts();
  const auto total = [&](const char* name, const char* help, std::uint64_t n) {
    metrics.counter(name, help, count(n));
  };
  total("earshot_frames_received_total", "Frames judged by the receiver", receiver.frames);
  total("earshot_comments_read_total", "Comments read as they were filed",
        edge.filing_counts().comments_read);
  total("earshot_responses_reread_total", "Responses of the history, read by a newer version",
        edge.filing_counts().reread);
  total("earshot_readings_corrected_total", "Readings of comments that a person corrected",
        edge.filing_counts().corrected);
  total("earshot_records_applied_total", "Records filed", receiver.records_applied);
  total("earshot_records_duplicate_total", "Records that had been received before",
        receiver.records_duplicate);
  total("earshot_records_quarantined_total", "Records set aside", receiver.records_quarantined);
  total("earshot_gaps_total", "Frames after missing records: asked for again", receiver.gaps);
  total("earshot_forks_total", "Devices with another history than the one received",
        receiver.forks);
  total("earshot_holes_total", "Times that records no longer exist anywhere", receiver.holes);
  total("earshot_new_epochs_total", "Times that a device began anew", receiver.new_epochs);

  const auto& waiting = intake.counts();
  total("earshot_frames_undecodable_total", "Frames that are none, or too large",
        waiting.undecodable);
  total("earshot_frames_unwelcome_total", "Frames of devices that do not belong here",
        waiting.unwelcome);
  total("earshot_frames_dropped_total", "Frames let go of because too many waited",
        waiting.dropped);
  total("earshot_batches_total", "Transactions of frames", waiting.batches);
  total("earshot_batches_failed_total", "Transactions that could not be made durable",
        waiting.failed);
  metrics.gauge("earshot_frames_waiting", "Frames that wait for their transaction",
                count(intake.waiting()));

  const auto& filed = edge.filing_counts();
  total("earshot_responses_filed_total", "New responses", filed.filed);
  total("earshot_responses_revised_total", "Newer revisions of responses", filed.revised);
  total("earshot_responses_repeated_total", "Responses that were there already", filed.repeated);
  total("earshot_responses_historical_total", "New responses that came too late to be news",
        filed.historical);
  total("earshot_responses_clock_corrected_total",
        "New responses filed at another time than their kiosk's clock said", filed.clock_corrected);
  total("earshot_responses_clock_uncertain_total", "New responses whose time cannot be known",
        filed.clock_uncertain);
  total("earshot_responses_forged_total", "Responses of another location or kiosk: set aside",
        filed.forged);
  total("earshot_misuse_bursts_total", "Bursts of taps that were found", filed.bursts);
  total("earshot_misuse_staff_runs_total", "Runs of quick praise that were found",
        filed.staff_runs);
  total("earshot_responses_flagged_total", "Responses left out of the scores as misuse",
        filed.flagged);
  total("earshot_alerts_raised_total", "Alerts raised", filed.alerts);
  total("earshot_verbatims_kept_back_total", "Comments too large to send on",
        filed.words_kept_back);
  metrics.gauge("earshot_deliveries_waiting", "Messages owed to the site's topics",
                count(edge.deliveries().waiting()));
  total("earshot_deliveries_dropped_total", "Messages to the site's topics let go of",
        edge.deliveries().dropped());
}

void report_headquarters(http::Metrics& metrics, const relay::CourierHealth& health) {
  metrics.gauge("earshot_outbox_pending_records", "Records without a receipt",
                count(health.pending.records));
  metrics.gauge("earshot_outbox_pending_responses", "Responses that these records carry",
                count(health.pending.responses));
  metrics.counter("earshot_courier_frames_sent_total", "Frames sent to headquarters",
                  count(health.frames_sent));
  metrics.counter("earshot_courier_receipts_total", "Receipts from headquarters",
                  count(health.receipts));
  metrics.counter("earshot_courier_rewinds_total", "Times that headquarters asked again",
                  count(health.rewinds));
  metrics.counter("earshot_courier_timeouts_total", "Times that no receipt came",
                  count(health.timeouts));
  metrics.counter("earshot_courier_forks_total", "Times that headquarters had another history",
                  count(health.forks));
}

void report_link(http::Metrics& metrics, const std::string& broker, const mqtt::MqttLink& link) {
  const http::Metrics::Labels labels = {{"broker", broker}};
  const auto counts = link.counts();
  metrics.gauge("earshot_mqtt_connected", "1 while the connection stands", link.connected() ? 1 : 0,
                labels);
  const auto total = [&](const char* name, const char* help, std::uint64_t n) {
    metrics.counter(name, help, count(n), labels);
  };
  total("earshot_mqtt_connects_total", "Connections made", counts.connects);
  total("earshot_mqtt_connect_failures_total", "Attempts that failed", counts.connect_failures);
  total("earshot_mqtt_disconnects_total", "Connections lost", counts.disconnects);
  total("earshot_mqtt_taken_over_total",
        "Times that another machine with the same id took the connection over", counts.taken_over);
  total("earshot_mqtt_messages_in_total", "Messages received", counts.messages_in);
  total("earshot_mqtt_messages_out_total", "Messages sent", counts.messages_out);
  total("earshot_mqtt_dropped_inbound_total", "Messages dropped because too many waited",
        counts.dropped_inbound_full);
  total("earshot_mqtt_dropped_too_large_total", "Messages dropped because of their size",
        counts.dropped_too_large);
  total("earshot_mqtt_publish_refused_total", "Messages that the broker's rules refused",
        counts.publish_refused);
}

void report_process(http::Metrics& metrics, std::size_t tasks_waiting, std::size_t event_clients) {
  metrics.gauge("earshot_loop_tasks_waiting", "Tasks that wait for the event loop",
                count(tasks_waiting));
  metrics.gauge("earshot_event_clients", "Pages that listen to live events", count(event_clients));
}

}  // namespace earshot::edge
