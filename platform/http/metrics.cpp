#include "platform/http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace earshot::http {

/// The registry itself may be used from any thread; the mutex keeps a counter's "read, then add".
class Metrics::Impl {
 public:
  std::mutex mutex;
  prometheus::Registry registry;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::gauge(const std::string& name, const std::string& help, double value,
                    const Labels& labels) {
  const std::lock_guard lock(impl_->mutex);
  prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry).Add(labels).Set(value);
}

void Metrics::counter(const std::string& name, const std::string& help, double total,
                      const Labels& labels) {
  const std::lock_guard lock(impl_->mutex);
  auto& counter =
      prometheus::BuildCounter().Name(name).Help(help).Register(impl_->registry).Add(labels);
  if (total > counter.Value()) counter.Increment(total - counter.Value());
}

void Metrics::observe(const std::string& name, const std::string& help, double seconds,
                      const std::vector<double>& bounds, const Labels& labels) {
  const std::lock_guard lock(impl_->mutex);
  prometheus::BuildHistogram()
      .Name(name)
      .Help(help)
      .Register(impl_->registry)
      .Add(labels, bounds)
      .Observe(seconds);
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace earshot::http
