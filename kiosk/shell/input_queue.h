// Touches, in order and each exactly once: fingers and the mouse become one contact at a time.
// Owner: the shell. Threads: the shell's only.
// ImGui looks at the mouse once a frame and would lose quick taps; from here it gets one edge a
// frame.
#pragma once

#include <SDL.h>

#include <deque>
#include <optional>

#include "core/base/time.h"

namespace earshot::kiosk {

struct Edge {
  enum class Kind {
    press,
    move,
    release,
    cancel,  ///< the contact ended without being lifted here: nothing may fire
  };
  Kind kind = Kind::press;
  float x = 0, y = 0;  ///< pixels
};

class InputQueue {
 public:
  InputQueue(int width_px, int height_px) : width_(width_px), height_(height_px) {}

  /// Takes an event of SDL; true if it was about touch and added an edge.
  bool push(const SDL_Event& event);

  /// The next edge for this frame; moves that something follows are skipped.
  [[nodiscard]] std::optional<Edge> next();
  [[nodiscard]] bool empty() const { return edges_.empty(); }

  /// Lets go of a contact that has been held too long (a touch panel that lost its "up"): no button
  /// may stay lit. `now_ms` as SDL_GetTicks. True if it did.
  bool expire(std::uint32_t now_ms);
  [[nodiscard]] bool in_contact() const { return contact_.has_value(); }

  /// A driver may tell a touch twice, as a finger and as a mouse, in either order and late: a press
  /// by the other kind of pointer, at the same place, this long after the touch was last heard of,
  /// is the same touch, once.
  static constexpr std::uint32_t kSameTouchMs = 500;
  static constexpr float kSamePlace = 0.02F;  ///< of the screen's width
  static constexpr std::uint32_t kHoldMaxMs = 10'000;
  /// Edges that may wait; beyond it whole new contacts are ignored, and counted.
  static constexpr std::size_t kEdgesMax = 8192;
  [[nodiscard]] std::uint64_t ignored() const { return ignored_; }

 private:
  enum class Pointer { finger, mouse };
  struct Contact {
    Pointer pointer;
    SDL_TouchID device = 0;
    SDL_FingerID finger = 0;
    std::uint32_t began_ms = 0;
  };

  /// A press and whether the other kind of pointer has told it too.
  struct Press {
    Pointer pointer;
    std::uint32_t ms;  ///< when it was last heard of
    float x, y;
    bool twin_seen = false;
  };

  bool press(const Contact& contact, float x, float y);
  bool is_twin(const Contact& contact, float x, float y);
  void heard(std::uint32_t ms);
  bool move(float x, float y);
  bool release(Edge::Kind kind, float x, float y);
  bool on_finger(const SDL_TouchFingerEvent& event);
  bool on_mouse_button(const SDL_MouseButtonEvent& event);
  [[nodiscard]] bool is_contact(const SDL_TouchFingerEvent& event) const;

  const int width_, height_;
  std::deque<Edge> edges_;
  std::optional<Contact> contact_;
  std::deque<Press> presses_;  ///< the newest ones, kPressesMax at most; in contact: its own last
  static constexpr std::size_t kPressesMax = 32;
  std::uint64_t ignored_ = 0;
};

}  // namespace earshot::kiosk
