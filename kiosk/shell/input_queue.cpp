#include "kiosk/shell/input_queue.h"

#include <cmath>

namespace earshot::kiosk {

bool InputQueue::push(const SDL_Event& event) {
  switch (event.type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
      return on_finger(event.tfinger);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      return on_mouse_button(event.button);
    case SDL_MOUSEMOTION: {
      const bool ours = contact_ && contact_->pointer == Pointer::mouse &&
                        event.motion.which != SDL_TOUCH_MOUSEID;
      return ours && move(static_cast<float>(event.motion.x), static_cast<float>(event.motion.y));
    }
    case SDL_WINDOWEVENT:
      // Whatever takes the window away takes the finger with it.
      return contact_ &&
             (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST ||
              event.window.event == SDL_WINDOWEVENT_HIDDEN) &&
             release(Edge::Kind::cancel, 0, 0);
    default:
      return false;
  }
}

bool InputQueue::is_contact(const SDL_TouchFingerEvent& event) const {
  return contact_ && contact_->pointer == Pointer::finger && contact_->device == event.touchId &&
         contact_->finger == event.fingerId;
}

bool InputQueue::on_finger(const SDL_TouchFingerEvent& event) {
  if (event.touchId == SDL_MOUSE_TOUCHID) return false;  // a mouse, dressed up as a finger
  const float x = event.x * static_cast<float>(width_);
  const float y = event.y * static_cast<float>(height_);
  if (event.type == SDL_FINGERDOWN) {
    // The same finger down twice: its "up" was lost. That touch never ended here, so it does not
    // count.
    if (is_contact(event)) release(Edge::Kind::cancel, x, y);
    return press({Pointer::finger, event.touchId, event.fingerId, event.timestamp}, x, y);
  }
  if (!is_contact(event)) return false;
  heard(event.timestamp);
  return event.type == SDL_FINGERMOTION ? move(x, y) : release(Edge::Kind::release, x, y);
}

bool InputQueue::on_mouse_button(const SDL_MouseButtonEvent& event) {
  if (event.which == SDL_TOUCH_MOUSEID || event.button != SDL_BUTTON_LEFT) return false;
  const auto x = static_cast<float>(event.x);
  const auto y = static_cast<float>(event.y);
  if (event.type == SDL_MOUSEBUTTONDOWN) {
    return press({Pointer::mouse, 0, 0, event.timestamp}, x, y);
  }
  if (!contact_ || contact_->pointer != Pointer::mouse) return false;
  heard(event.timestamp);
  return release(Edge::Kind::release, x, y);
}

bool InputQueue::press(const Contact& contact, float x, float y) {
  const bool twin = is_twin(contact, x, y);
  if (twin || contact_ || edges_.size() + 2 > kEdgesMax) {
    ++ignored_;
    return false;
  }
  contact_ = contact;
  if (presses_.size() == kPressesMax) presses_.pop_front();
  presses_.push_back({contact.pointer, contact.began_ms, x, y});
  edges_.push_back({Edge::Kind::press, x, y});
  return true;
}

bool InputQueue::is_twin(const Contact& contact, float x, float y) {
  const float near = static_cast<float>(width_) * kSamePlace;
  for (auto& press : presses_) {
    const bool same_place = std::abs(press.x - x) <= near && std::abs(press.y - y) <= near;
    const bool same_time = contact.began_ms - press.ms < kSameTouchMs;
    if (press.pointer != contact.pointer && !press.twin_seen && same_place && same_time) {
      press.twin_seen = true;
      return true;
    }
  }
  return false;
}

void InputQueue::heard(std::uint32_t ms) { presses_.back().ms = ms; }

bool InputQueue::move(float x, float y) {
  if (!edges_.empty() && edges_.back().kind == Edge::Kind::move) edges_.pop_back();
  edges_.push_back({Edge::Kind::move, x, y});
  return true;
}

bool InputQueue::release(Edge::Kind kind, float x, float y) {
  contact_.reset();
  edges_.push_back({kind, x, y});
  return true;
}

std::optional<Edge> InputQueue::next() {
  while (edges_.size() > 1 && edges_.front().kind == Edge::Kind::move) edges_.pop_front();
  if (edges_.empty()) return std::nullopt;
  const Edge edge = edges_.front();
  edges_.pop_front();
  return edge;
}

bool InputQueue::expire(std::uint32_t now_ms) {
  if (!contact_ || now_ms - contact_->began_ms < kHoldMaxMs) return false;
  return release(Edge::Kind::cancel, 0, 0);
}

}  // namespace earshot::kiosk
