#include "kiosk/ui/touch.h"

#include <algorithm>

namespace earshot::kiosk {

Touch Touches::area(const Canvas& canvas, const std::string& name, const Box& box) {
  Touch touch;
  if (!live_) return touch;
  targets_.push_back({name, box});
  const double scale = canvas.panel().px_per_mm();
  ImGui::SetCursorScreenPos({static_cast<float>(box.x * scale), static_cast<float>(box.y * scale)});
  touch.fired = ImGui::InvisibleButton(name.c_str(), {canvas.px(box.w), canvas.px(box.h)});
  touch.held = ImGui::IsItemActive() && ImGui::IsItemHovered();
  if (touch.held) {
    const ImVec2 finger = ImGui::GetIO().MousePos;
    touch.x = std::clamp((finger.x / scale - box.center_x()) / (box.w / 2), -1.0, 1.0);
    touch.y = std::clamp((finger.y / scale - box.center_y()) / (box.h / 2), -1.0, 1.0);
  }
  return touch;
}

}  // namespace earshot::kiosk
