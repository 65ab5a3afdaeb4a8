#include "platform/mqtt/mailbox.h"

#include "core/base/check.h"

namespace earshot::mqtt {
namespace {
/// Refusals that wait to be logged; further ones are only counted.
constexpr std::size_t kEventsMax = 64;
}  // namespace

Mailbox::Mailbox(system::EventLoop& loop, const LinkListener& listener, std::size_t messages_max,
                 std::size_t message_bytes_max, Sinks sinks)
    : loop_(loop),
      listener_(listener),
      messages_max_(messages_max),
      message_bytes_max_(message_bytes_max),
      sinks_(std::make_shared<const Sinks>(std::move(sinks))),
      waiting_(std::make_shared<Waiting>()) {}

void Mailbox::put(LinkEvent event) {
  const std::lock_guard lock(mutex_);
  put_locked(std::move(event));
}

void Mailbox::put_locked(LinkEvent event) {
  if (!open_ || event.generation != generation_) return;
  events_.push_back(std::move(event));
  // A full loop is no loss: the link looks here once a second anyway.
  static_cast<void>(loop_.post([sinks = sinks_] { sinks->drain(); }));
}

void Mailbox::put_message(Inbound message) {
  if (message.payload.size() + message.topic.size() > message_bytes_max_) {
    ++dropped_too_large_;
    return;
  }
  const std::lock_guard lock(mutex_);
  if (!open_ || message.generation != generation_) return;
  const bool urgent = listener_.is_urgent(message.topic);
  const std::shared_ptr<std::atomic<std::size_t>> waiting(
      waiting_, urgent ? &waiting_->urgent : &waiting_->normal);
  if (waiting->load() >= messages_max_) {
    ++dropped_full_;
    return;
  }
  ++*waiting;
  auto carried = std::make_shared<Inbound>(std::move(message));
  const bool taken = loop_.post(
      [sinks = sinks_, waiting, carried] {
        --*waiting;
        sinks->message(std::move(*carried));
      },
      urgent ? system::EventLoop::Priority::urgent : system::EventLoop::Priority::normal);
  if (!taken) {
    --*waiting;
    ++dropped_full_;
  }
}

void Mailbox::publish_ended(Generation generation, PublishEnd end, const std::string& topic) {
  const std::lock_guard lock(mutex_);
  if (end == PublishEnd::refused) ++refused_;
  if (generation != generation_) return;
  if (unacknowledged_ > 0) --unacknowledged_;
  if (end != PublishEnd::failed) ++acknowledgements_;
  if (unacknowledged_ == 0) acknowledged_.notify_all();
  if (end == PublishEnd::refused && events_.size() < kEventsMax) {
    put_locked({LinkEvent::Kind::refused, generation, topic, {}, 0});
  }
  if (wants_writable_) {
    wants_writable_ = false;
    put_locked({LinkEvent::Kind::writable, generation, {}, {}, 0});
  }
}

void Mailbox::begin(Generation generation) {
  const std::lock_guard lock(mutex_);
  EARSHOT_CHECK(generation > generation_);
  generation_ = generation;
  events_.clear();
  unacknowledged_ = 0;
  wants_writable_ = false;
}

std::deque<LinkEvent> Mailbox::take_events() {
  const std::lock_guard lock(mutex_);
  return std::exchange(events_, {});
}

bool Mailbox::try_begin_publish(std::size_t window) {
  const std::lock_guard lock(mutex_);
  if (unacknowledged_ >= window) {
    wants_writable_ = true;
    return false;
  }
  ++unacknowledged_;
  return true;
}

void Mailbox::cancel_publish() {
  const std::lock_guard lock(mutex_);
  if (unacknowledged_ > 0) --unacknowledged_;
}

std::size_t Mailbox::unacknowledged() const {
  const std::lock_guard lock(mutex_);
  return unacknowledged_;
}

std::uint64_t Mailbox::acknowledgements() const {
  const std::lock_guard lock(mutex_);
  return acknowledgements_;
}

void Mailbox::wait_acknowledged(Duration wait) {
  std::unique_lock lock(mutex_);
  acknowledged_.wait_for(lock, wait, [&] { return unacknowledged_ == 0; });
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  events_.clear();
}

}  // namespace earshot::mqtt
