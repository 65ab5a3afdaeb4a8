// Touch areas: an invisible ImGui button below what a view draws itself.
// Owner: the stage makes one for a frame. Threads: the shell's only.
// Fires on release inside the area; a press that slides off does not fire.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "kiosk/app/screen.h"
#include "kiosk/ui/canvas.h"

namespace earshot::kiosk {

struct Touch {
  bool held = false;    ///< a finger is on it right now
  bool fired = false;   ///< it was lifted on it: this is the frame
  double x = 0, y = 0;  ///< of the finger, −1 … +1 from the area's middle; 0 unless held
  Duration held_for{};  ///< since the finger came; 0 unless held
};

/// An area that can be touched on the current screen, for the focus, scripts and tests.
struct Target {
  std::string name;   ///< as in kiosk/app/stops.h
  Box box;            ///< on the panel (not mirrored any more)
  Box ring;           ///< what the focus goes around: the button, where the area is more than it
  double radius = 0;  ///< of the ring's corners
};

/// The finger from one frame to the next.
struct Hand {
  std::string on;      ///< the area that it came down on; empty: it is lifted
  MonoTime since{};    ///< when it came
  bool spent = false;  ///< what it was for has happened: lifting it does nothing more
  int repeats = 0;     ///< how often a key repeated under it
};

class Touches {
 public:
  /// `live`: false for a screen that is on its way out.
  Touches(bool live, std::vector<Target>& targets, Hand& hand, MonoTime now)
      : live_(live), targets_(targets), hand_(hand), now_(now) {}

  /// Areas that were asked for earlier lie above later ones. Without a `ring` it is the box.
  Touch area(const Canvas& canvas, const std::string& name, const Box& box, double radius,
             std::optional<Box> ring = std::nullopt);

  /// The finger's place on the panel in millimetres; none: it is lifted.
  [[nodiscard]] std::optional<Point> finger(const Canvas& canvas) const;
  [[nodiscard]] Hand& hand() { return hand_; }
  [[nodiscard]] MonoTime now() const { return now_; }
  [[nodiscard]] bool live() const { return live_; }

  /// Does this instead of what the fired area's name stands for.
  void act(Action action) { action_ = std::move(action); }
  [[nodiscard]] const std::optional<Action>& action() const { return action_; }
  /// The area that fired in this frame; empty: none.
  [[nodiscard]] const std::string& fired() const { return fired_; }

 private:
  bool live_;
  std::vector<Target>& targets_;
  Hand& hand_;
  MonoTime now_;
  std::string fired_;
  std::optional<Action> action_;
};

}  // namespace earshot::kiosk
