#include "platform/http/event_channel.h"

namespace earshot::http {
namespace {
constexpr std::size_t kEventsMax = 256;
constexpr std::size_t kBytesMax = 8 * 1024 * 1024;
}  // namespace

std::string event_text(std::string_view event, std::string_view json) {
  std::string text = "event: ";
  text.append(event);
  while (true) {
    // A bare carriage return would end a line too.
    const auto end = json.find_first_of("\r\n");
    text.append("\ndata: ").append(json.substr(0, end));
    if (end == std::string_view::npos) break;
    json.remove_prefix(end + (json.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  text.append("\n\n");
  return text;
}

void EventQueue::push(const std::shared_ptr<const std::string>& text) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    if (events_.size() >= kEventsMax || (bytes_ > 0 && bytes_ + text->size() > kBytesMax)) {
      ended_ = true;
      events_.clear();
      bytes_ = 0;
    } else {
      events_.push_back(text);
      bytes_ += text->size();
    }
  }
  ready_.notify_one();
}

EventQueue::Wait EventQueue::pop(Duration wait, std::shared_ptr<const std::string>& text) {
  std::unique_lock lock(mutex_);
  ready_.wait_for(lock, wait, [&] { return ended_ || !events_.empty(); });
  if (ended_) return Wait::ended;
  if (events_.empty()) return Wait::quiet;
  text = std::move(events_.front());
  events_.pop_front();
  bytes_ -= text->size();
  return Wait::event;
}

void EventQueue::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  ready_.notify_one();
}

void EventChannel::publish(std::string_view event, std::string_view json) {
  const std::lock_guard lock(mutex_);
  if (clients_.empty()) return;
  const auto text = std::make_shared<const std::string>(event_text(event, json));
  for (const auto& client : clients_) client->push(text);
}

std::size_t EventChannel::clients() const {
  const std::lock_guard lock(mutex_);
  return clients_.size();
}

std::shared_ptr<EventQueue> EventChannel::join() {
  const std::lock_guard lock(mutex_);
  if (ended_) return nullptr;
  auto client = std::make_shared<EventQueue>();
  clients_.insert(client);
  return client;
}

void EventChannel::leave(const std::shared_ptr<EventQueue>& client) {
  const std::lock_guard lock(mutex_);
  clients_.erase(client);
}

void EventChannel::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (const auto& client : clients_) client->end();
}

}  // namespace earshot::http
