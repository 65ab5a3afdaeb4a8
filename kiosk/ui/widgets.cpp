#include "kiosk/ui/widgets.h"

#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

namespace earshot::kiosk {
namespace {

struct Coat {
  Color ground, ink;
  bool has_ground = true;
};

Coat coat_of(const Theme& theme, const ButtonLook& look, bool held) {
  using Kind = ButtonLook::Kind;
  if (look.kind == Kind::primary) {
    return {held ? mix(theme.accent, theme.ink, 0.35) : theme.accent, theme.accent_ink};
  }
  if (held || look.chosen) return {theme.accent, theme.accent_ink};
  if (look.kind == Kind::quiet) return {theme.surface, theme.ink_soft, false};
  return {theme.surface_raised, theme.ink};
}

double icon_side(double height) { return height * 0.46; }
double padding(double height) { return height * 0.36; }

}  // namespace

Box words_box(const Box& button) {
  const double w = button.w - 2 * padding(button.h) * 0.7;
  const double h = std::max(button.h * 0.8, button.h - 6);
  return {button.center_x() - w / 2, button.center_y() - h / 2, w, h};
}

double button_width(const Canvas& canvas, double height, std::string_view words,
                    const ButtonLook& look) {
  double w = 2 * padding(height);
  if (!words.empty()) w += canvas.width(words, look.style);
  if (look.icon != Icon::none) w += icon_side(height) + (words.empty() ? 0 : height * 0.14);
  return std::max(height, w);
}

Touch button(Canvas& canvas, Touches& touches, const std::string& name, const Box& box,
             std::string_view words, const ButtonLook& look) {
  const auto& theme = canvas.theme();
  const double radius = std::min(box.h / 2, std::max(theme.radius_mm, box.h * 0.34));
  const auto touch = touches.area(canvas, name, box, radius);
  const auto coat = coat_of(theme, look, touch.held);
  Box face = box;
  const bool floats = look.kind != ButtonLook::Kind::quiet;
  const bool down = touch.held || (look.chosen && floats);
  if (down && floats) face.y += kSink * (touch.held ? 1 : 0.5);
  if (coat.has_ground) {
    if (floats) canvas.shadow(face, radius, down ? kFloat * 0.3 : kFloat);
    canvas.rounded(face, radius, coat.ground);
  }
  if (theme.outlines) canvas.outline(face, radius, 0.8, theme.ink);

  const double side = look.icon == Icon::none ? 0 : icon_side(box.h);
  const double gap = side > 0 ? box.h * 0.14 : 0;
  const double room = face.w - 2 * padding(box.h) * 0.7 - side - gap;
  TextStyle style = look.style;
  double text_w = words.empty() ? 0 : canvas.width(words, style);
  if (text_w > room) {
    style = look.smaller;
    text_w = canvas.width(words, style);
  }
  if (side > 0 && (words.empty() || text_w > room)) {
    draw_icon(canvas, look.icon,
              {face.center_x() - side / 2, face.center_y() - side / 2, side, side}, coat.ink);
    return touch;
  }
  const double used = std::min(text_w, room);
  const double left = look.align == Align::center ? face.center_x() - (used + side + gap) / 2
                                                  : face.x + padding(box.h);
  double text_x = left;
  if (side > 0) {
    const double icon_x = look.icon_after ? left + used + gap : left;
    if (!look.icon_after) text_x = left + side + gap;
    draw_icon(canvas, look.icon, {icon_x, face.center_y() - side / 2, side, side}, coat.ink);
  }
  Box place = words_box(face);
  if (side <= 0) {
    canvas.text(place, words, look.style, look.smaller, coat.ink, look.align);
  } else {
    place.x = text_x;
    place.w = used + 0.02;
    canvas.text(place, words, style, coat.ink);
  }
  return touch;
}

void card(Canvas& canvas, const Box& box, double radius, Color color, double height) {
  canvas.shadow(box, radius, height);
  canvas.rounded(box, radius, color);
  if (canvas.theme().outlines) canvas.outline(box, radius, 0.8, canvas.theme().ink);
}

void progress(Canvas& canvas, const Box& box, int step, int steps) {
  if (steps < 2) return;
  const auto& theme = canvas.theme();
  const double gap = box.h * 1.2;
  const double w = (box.w - gap * (steps - 1)) / steps;
  const Color ahead = mix(theme.surface, theme.ink, theme.outlines ? 0.4 : 0.22);
  for (int i = 0; i < steps; ++i) {
    const Box part{box.x + i * (w + gap), box.y, w, box.h};
    canvas.rounded(part, box.h / 2, i < step ? theme.accent : ahead);
  }
}

void ring(Canvas& canvas, const Box& box, double left, double width, Color color) {
  left = std::clamp(left, 0.0, 1.0);
  if (left <= 0) return;
  const double radius = std::min(box.w, box.h) / 2 - width / 2;
  const int steps = std::max(6, static_cast<int>(left * 72));
  std::vector<Point> points;
  for (int i = 0; i <= steps; ++i) {
    const double angle =
        (-0.25 - left * (1 - static_cast<double>(i) / steps)) * 2 * std::numbers::pi;
    points.push_back(
        {box.center_x() + radius * std::cos(angle), box.center_y() + radius * std::sin(angle)});
  }
  canvas.stroke(points, width, color);
}

bool qr_code(Canvas& canvas, const Box& box, std::string_view text) {
  const std::string bytes(text);
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(bytes.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return false;
  constexpr int kQuiet = 4;  // modules of light around it (ISO/IEC 18004)
  constexpr Color kLight{255, 255, 255}, kDark{12, 16, 20};
  const int modules = code->width + 2 * kQuiet;
  // Whole pixels a module, so that a camera sees squares.
  const double scale = canvas.px_per_mm();
  const double module = std::floor(std::min(box.w, box.h) * scale / modules) / scale;
  if (module <= 0) return false;
  const double side = module * modules;
  const Box all{box.center_x() - side / 2, box.center_y() - side / 2, side, side};
  canvas.rounded(all, module * 2, kLight);
  const bool mirrored = canvas.mirrored();
  const double shift = canvas.shift();
  const Box on = canvas.on_panel(all);
  canvas.set_mirrored(false);  // a code is the same in every script
  canvas.set_shift(0);
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) == 0) continue;
      canvas.module_square(on.x + (x + kQuiet) * module, on.y + (y + kQuiet) * module, module,
                           kDark);
    }
  }
  canvas.set_mirrored(mirrored);
  canvas.set_shift(shift);
  return true;
}

void focus_ring(Canvas& canvas, const Target& target) {
  const auto& theme = canvas.theme();
  const bool mirrored = canvas.mirrored();
  canvas.set_mirrored(false);
  constexpr double kAway = 1.4, kWidth = 1.6;
  const Box& at = target.ring;
  const Box around{at.x - kAway - kWidth, at.y - kAway - kWidth, at.w + 2 * (kAway + kWidth),
                   at.h + 2 * (kAway + kWidth)};
  const double radius = target.radius + kAway + kWidth;
  canvas.outline(around, radius, kWidth + 1.2, theme.surface);
  canvas.outline(around, radius, kWidth, theme.focus);
  canvas.set_mirrored(mirrored);
}

}  // namespace earshot::kiosk
