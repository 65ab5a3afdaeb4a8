// Metrics in Prometheus' text format. Wraps prometheus-cpp. Owner: main.
// Threads: set, add and observe from any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace earshot::http {

class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// A value that goes up and down. `name` as Prometheus wants it: earshot_outbox_oldest_seconds.
  void gauge(const std::string& name, const std::string& help, double value,
             const Labels& labels = {});
  /// A count that only grows; sets it to `total` (totals are kept by their owners).
  void counter(const std::string& name, const std::string& help, double total,
               const Labels& labels = {});
  /// A distribution in seconds; `bounds` are used at the first call.
  void observe(const std::string& name, const std::string& help, double seconds,
               const std::vector<double>& bounds, const Labels& labels = {});

  [[nodiscard]] std::string text() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace earshot::http
