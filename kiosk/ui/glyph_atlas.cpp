#include "kiosk/ui/glyph_atlas.h"

#include <algorithm>

namespace earshot::kiosk {
namespace {

constexpr int kGrowBy = 512;
/// Two letters never touch each other in the picture.
constexpr int kSpace = 1;

}  // namespace

const GlyphAtlas::Place* GlyphAtlas::find(FontShelf& fonts, FontId font, std::uint32_t glyph,
                                          int size_px) {
  const std::uint64_t key = static_cast<std::uint64_t>(font) << 48 |
                            static_cast<std::uint64_t>(size_px & 0xFFFF) << 32 | glyph;
  if (const auto known = places_.find(key); known != places_.end()) return &known->second;
  if (full_) return nullptr;
  auto picture = fonts.picture(font, glyph, size_px);
  Place at;
  if (!place(picture, at)) {
    full_ = true;
    return nullptr;
  }
  return &places_.emplace(key, at).first->second;
}

bool GlyphAtlas::place(GlyphPicture& picture, Place& at) {
  at = {0, 0, picture.width, picture.height, picture.left, -picture.top, picture.colored};
  if (picture.width == 0 || picture.height == 0) return true;
  const int across = picture.width * (picture.colored ? GlyphPicture::kPlanes : 1);
  const int width = across + kSpace, height = picture.height + kSpace;
  if (width > kWidth) return false;
  auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) {
    return r.x + width <= kWidth && height <= r.height && r.height <= height + height / 4 + 2;
  });
  if (row == rows_.end()) {
    if (used_ + height > height_) {
      if (height_ + kGrowBy > kHeightMax || height > kGrowBy) return false;
      height_ += kGrowBy;
      const auto size = static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(height_);
      pixels_.reserve(size);  // no more than that: a vector that grows by itself takes the double
      pixels_.resize(size);
    }
    // A little higher than needed, so that others of its size find room beside it.
    const int row_height = std::min(height + height / 8, height_ - used_);
    rows_.push_back({used_, row_height, kSpace});
    used_ += row_height;
    row = rows_.end() - 1;
  }
  at.x = row->x;
  at.y = row->y;
  row->x += width;
  for (int y = 0; y < picture.height; ++y) {
    const auto from = picture.coverage.begin() + static_cast<std::ptrdiff_t>(y) * across;
    std::copy(from, from + across,
              pixels_.begin() + static_cast<std::ptrdiff_t>(at.y + y) * kWidth + at.x);
  }
  return true;
}

bool GlyphAtlas::begin_frame() {
  if (!full_) return false;
  clear();
  return true;
}

void GlyphAtlas::clear() {
  places_.clear();
  rows_.clear();
  used_ = 2;
  full_ = false;
  ++edition_;
}

}  // namespace earshot::kiosk
