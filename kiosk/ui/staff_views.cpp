#include <algorithm>
#include <string>

#include "kiosk/ui/view.h"

namespace earshot::kiosk {

void draw_pin(View& view) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& frame = view.frame;
  const auto& pin = view.screen.pin;
  const bool small = frame.small;
  const double gap = small ? 2 : frame.low_reach ? 6 : kGapMin;
  const double side = small ? kTargetMin : frame.low_reach ? 22 : 30;
  const double w = side * 1.5;
  const double pad_h = 4 * side + 3 * gap, pad_w = 3 * w + 2 * gap;
  const bool beside = frame.arrangement != Arrangement::portrait;
  const Box pad{beside ? frame.width * 0.54 : (frame.width - pad_w) / 2,
                frame.body.bottom() - pad_h, pad_w, pad_h};
  const Box left =
      beside ? Box{frame.body.x, frame.body.y, pad.x - frame.body.x - 2 * kGapMin, frame.body.h}
             : Box{frame.body.x, frame.body.y, frame.body.w, pad.y - frame.body.y};
  const bool wrong = pin.state == Pin::State::wrong || pin.state == Pin::State::locked;
  const double middle = left.center_y();
  canvas.text({left.x, middle - left.h * 0.42, left.w, left.h * 0.36},
              view.words(wrong ? Phrase::pin_wrong : Phrase::staff_pin), TextStyle::title_small,
              TextStyle::strong, theme.ink, Align::center, VAlign::bottom);
  const double dot = small ? 2.2 : 4, step = dot * 3.4;
  const auto shown = std::max<std::size_t>(pin.digits, 4);
  for (std::size_t i = 0; i < shown; ++i) {
    const double x = left.center_x() + (static_cast<double>(i) - (shown - 1) / 2.0) * step;
    canvas.circle(x, middle + dot * 4, dot, theme.ink);
    if (i >= pin.digits) canvas.circle(x, middle + dot * 4, dot * 0.66, theme.surface);
  }
  if (pin.locked) {
    const auto wait =
        counted(Phrase::claim_wait, view.screen.language, pin.locked->seconds_left(view.now));
    const double top = middle + dot * 8;
    canvas.text({left.x, top, left.w, std::min(frame.sizes.text * 3.2, left.bottom() - top)}, wait,
                TextStyle::strong, TextStyle::strong_small, theme.ink, Align::center, VAlign::top);
  }
  // Figures stand as on every telephone, in every script.
  const bool mirrored = canvas.mirrored();
  canvas.set_mirrored(false);
  const double x0 = mirrored ? frame.width - pad.right() : pad.x;
  for (int i = 0; i < 10; ++i) {
    const int column = i == 0 ? 1 : (i - 1) % 3, row = i == 0 ? 3 : (i - 1) / 3;
    (void)button(canvas, view.touches, "digit " + std::to_string(i),
                 {x0 + column * (w + gap), pad.y + row * (side + gap), w, side}, std::to_string(i));
  }
  (void)button(canvas, view.touches, "erase",
               {x0 + 2 * (w + gap), pad.y + 3 * (side + gap), w, side}, "",
               {.kind = ButtonLook::Kind::quiet, .icon = Icon::erase});
  canvas.set_mirrored(mirrored);
  draw_surroundings(view);
}

}  // namespace earshot::kiosk
