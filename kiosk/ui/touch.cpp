#include "kiosk/ui/touch.h"

#include <algorithm>

namespace earshot::kiosk {

Touch Touches::area(const Canvas& canvas, const std::string& name, const Box& logical,
                    double radius, std::optional<Box> ring) {
  Touch touch;
  if (!live_) return touch;
  const Box box = canvas.on_panel(logical);
  targets_.push_back({name, box, ring ? canvas.on_panel(*ring) : box, radius});
  const auto scale = static_cast<float>(canvas.px_per_mm());
  ImGui::SetCursorScreenPos({static_cast<float>(box.x) * scale, static_cast<float>(box.y) * scale});
  const ImVec2 size{static_cast<float>(box.w) * scale, static_cast<float>(box.h) * scale};
  const bool lifted = ImGui::InvisibleButton(name.c_str(), size);
  const bool active = ImGui::IsItemActive();
  if (active && hand_.on != name) hand_ = {name, now_, false, 0};
  touch.fired = lifted && !hand_.spent;
  touch.held = active && ImGui::IsItemHovered();
  if (active) touch.held_for = now_ - hand_.since;
  if (touch.held) {
    const ImVec2 finger = ImGui::GetIO().MousePos;
    touch.x = std::clamp((finger.x / scale - box.center_x()) / (box.w / 2), -1.0, 1.0);
    touch.y = std::clamp((finger.y / scale - box.center_y()) / (box.h / 2), -1.0, 1.0);
    if (canvas.mirrored()) touch.x = -touch.x;
  }
  if (touch.fired) fired_ = name;
  return touch;
}

std::optional<Point> Touches::finger(const Canvas& canvas) const {
  if (hand_.on.empty()) return std::nullopt;
  const ImVec2 at = ImGui::GetIO().MousePos;
  return Point{at.x / canvas.px_per_mm(), at.y / canvas.px_per_mm()};
}

}  // namespace earshot::kiosk
