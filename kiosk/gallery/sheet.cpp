#include "kiosk/gallery/sheet.h"

#include <algorithm>

namespace earshot::kiosk {
namespace {

constexpr int kSpace = 12;
constexpr std::uint32_t kGround = 0x5A6066;

}  // namespace

Sheet::Sheet(const Panel& panel)
    : shrink_(panel.width_px > 1300    ? 4
              : panel.height_px > 1300 ? 4
                                       : 3) {
  columns_ = std::max(1, 2000 / (panel.width_px / shrink_ + kSpace));
}

void Sheet::add(const Image& image) { pictures_.push_back(shrunk(image, shrink_)); }

Image Sheet::image() {
  if (pictures_.empty()) return {};
  const int w = pictures_.front().width + kSpace, h = pictures_.front().height + kSpace;
  const int count = static_cast<int>(pictures_.size());
  const int rows = (count + columns_ - 1) / columns_;
  const int width = std::min(count, columns_) * w + kSpace, height = rows * h + kSpace;
  pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), kGround);
  for (int i = 0; i < count; ++i) {
    const auto& picture = pictures_[static_cast<std::size_t>(i)];
    const int left = kSpace + i % columns_ * w, top = kSpace + i / columns_ * h;
    for (int y = 0; y < picture.height; ++y) {
      const auto from = picture.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.width;
      std::copy(from, from + picture.width,
                pixels_.begin() + static_cast<std::ptrdiff_t>(top + y) * width + left);
    }
  }
  return {pixels_.data(), width, height, width};
}

}  // namespace earshot::kiosk
