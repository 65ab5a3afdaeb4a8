#include "kiosk/ui/raster.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "kiosk/ui/glyph_atlas.h"

namespace earshot::kiosk {
namespace {

std::uint32_t channel(ImU32 color, int shift) { return (color >> shift) & 0xFF; }

/// ImGui's colour as a pixel of ours.
std::uint32_t to_pixel(ImU32 color) {
  return channel(color, IM_COL32_R_SHIFT) << 16 | channel(color, IM_COL32_G_SHIFT) << 8 |
         channel(color, IM_COL32_B_SHIFT);
}

/// `over` on `under`, alpha 0–255; two channels at a time.
std::uint32_t blend(std::uint32_t under, std::uint32_t over, std::uint32_t alpha) {
  const std::uint32_t a = alpha + (alpha >> 7);  // 0–256
  const std::uint32_t red_blue = (under & 0xFF00FF) * (256 - a) + (over & 0xFF00FF) * a;
  const std::uint32_t green = (under & 0x00FF00) * (256 - a) + (over & 0x00FF00) * a;
  return ((red_blue >> 8) & 0xFF00FF) | ((green >> 8) & 0x00FF00);
}

void fill_span(std::uint32_t* from, std::uint32_t* to, std::uint32_t pixel, std::uint32_t alpha) {
  if (alpha == 255) {
    std::fill(from, to, pixel);
    return;
  }
  for (; from < to; ++from) *from = blend(*from, pixel, alpha);
}

/// The first pixel whose centre is at or beyond `edge`.
int first_pixel(float edge) { return static_cast<int>(std::ceil(edge - 0.5F)); }

/// A colour that changes evenly over a triangle.
class Gradient {
 public:
  Gradient(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c) : origin_(a.pos) {
    const float abx = b.pos.x - a.pos.x, aby = b.pos.y - a.pos.y;
    const float acx = c.pos.x - a.pos.x, acy = c.pos.y - a.pos.y;
    const float area = abx * acy - acx * aby;
    const float inverse = std::abs(area) < 1e-6F ? 0 : 1 / area;
    for (std::size_t i = 0; i < 4; ++i) {
      const int shift = static_cast<int>(i) * 8;
      const auto at_a = static_cast<float>(channel(a.col, shift));
      const float ab = static_cast<float>(channel(b.col, shift)) - at_a;
      const float ac = static_cast<float>(channel(c.col, shift)) - at_a;
      start_[i] = at_a;
      per_x_[i] = (ab * acy - ac * aby) * inverse;
      per_y_[i] = (ac * abx - ab * acx) * inverse;
    }
  }

  /// Opacity alone, as 16.16 fixed point: its value, and its change a pixel to the right.
  [[nodiscard]] int alpha_at(float x, float y) const {
    const float value =
        start_[kAlpha] + per_x_[kAlpha] * (x - origin_.x) + per_y_[kAlpha] * (y - origin_.y);
    return static_cast<int>(std::clamp(value, -1024.0F, 1280.0F) * 65536);
  }
  [[nodiscard]] int alpha_step() const {
    return static_cast<int>(std::clamp(per_x_[kAlpha], -8192.0F, 8192.0F) * 65536);
  }

  [[nodiscard]] ImU32 at(float x, float y) const {
    ImU32 color = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const float value = start_[i] + per_x_[i] * (x - origin_.x) + per_y_[i] * (y - origin_.y);
      color |= static_cast<ImU32>(std::clamp(value, 0.0F, 255.0F) + 0.5F) << (i * 8);
    }
    return color;
  }

 private:
  static constexpr std::size_t kAlpha = 3;
  ImVec2 origin_;
  std::array<float, 4> start_{}, per_x_{}, per_y_{};
};

/// One colour whose opacity changes evenly: soft edges and shadows, which are most of a picture.
void fade_span(std::uint32_t* from, std::uint32_t* to, std::uint32_t pixel, int alpha, int step) {
  constexpr int kMost = 255 * 65536;
  for (; from < to; ++from, alpha += step) {
    const int now = std::clamp(alpha, 0, kMost) + 32768;
    *from = blend(*from, pixel, static_cast<std::uint32_t>(now) >> 16);
  }
}

/// Where the edge from `upper` to `lower` crosses the line `y`. Two triangles that share the edge
/// get the very same number, so there is neither a gap nor an overlap between them.
float crossing(const ImVec2& upper, const ImVec2& lower, float y) {
  return upper.x + (y - upper.y) * (lower.x - upper.x) / (lower.y - upper.y);
}

}  // namespace

LetterSource letters_of(const GlyphAtlas& atlas) {
  return {atlas.pixels(), GlyphAtlas::kWidth, atlas.height()};
}

void Raster::draw(const ImDrawData& data, const Image& image) const {
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const Clip clip{std::max(0, static_cast<int>(command.ClipRect.x)),
                      std::max(0, static_cast<int>(command.ClipRect.y)),
                      std::min(image.width, static_cast<int>(command.ClipRect.z)),
                      std::min(image.height, static_cast<int>(command.ClipRect.w))};
      const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
      const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const auto &a = vertices[index[i]], &b = vertices[index[i + 1]],
                   &c = vertices[index[i + 2]];
        const bool letter = a.uv.x >= 1;
        if (!letter) {
          draw_triangle(a, b, c, clip, image);
        } else {
          draw_letter(a, c, clip, image);  // two triangles: upper left, upper right, lower right, …
          i += 3;
        }
      }
    }
  }
}

void Raster::draw_triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c,
                           const Clip& clip, const Image& image) const {
  std::array<ImVec2, 3> corner{a.pos, b.pos, c.pos};
  std::sort(corner.begin(), corner.end(),
            [](const ImVec2& p, const ImVec2& q) { return p.y < q.y; });
  const auto& [top, middle, bottom] = corner;
  const int y0 = std::max(clip.y0, first_pixel(top.y));
  const int y1 = std::min(clip.y1, first_pixel(bottom.y));
  if (y0 >= y1) return;
  const bool plain = a.col == b.col && b.col == c.col;
  const std::uint32_t pixel = to_pixel(a.col);
  const std::uint32_t alpha = channel(a.col, IM_COL32_A_SHIFT);
  if (plain && alpha == 0) return;
  const bool one_color =
      ((a.col ^ b.col) & ~IM_COL32_A_MASK) == 0 && ((b.col ^ c.col) & ~IM_COL32_A_MASK) == 0;
  if (next_row(y0, y1) == y1) return;
  const Gradient gradient(a, b, c);
  const int step = gradient.alpha_step();
  for (int y = next_row(y0, y1); y < y1; y = next_row(y + 1, y1)) {
    const float line = static_cast<float>(y) + 0.5F;
    float left = crossing(top, bottom, line);
    float right = line < middle.y ? crossing(top, middle, line) : crossing(middle, bottom, line);
    if (left > right) std::swap(left, right);
    const int x0 = std::max(clip.x0, first_pixel(left));
    const int x1 = std::min(clip.x1, first_pixel(right));
    if (x0 >= x1) continue;
    std::uint32_t* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.stride;
    if (plain) {
      fill_span(row + x0, row + x1, pixel, alpha);
      continue;
    }
    if (one_color) {
      const int from = gradient.alpha_at(static_cast<float>(x0) + 0.5F, line);
      fade_span(row + x0, row + x1, pixel, from, x1 - x0 > 1 ? step : 0);
      continue;
    }
    for (int x = x0; x < x1; ++x) {
      const ImU32 color = gradient.at(static_cast<float>(x) + 0.5F, line);
      row[x] = blend(row[x], to_pixel(color), channel(color, IM_COL32_A_SHIFT));
    }
  }
}

void Raster::draw_letter(const ImDrawVert& upper_left, const ImDrawVert& lower_right,
                         const Clip& clip, const Image& image) const {
  // Letters stand on whole pixels and are as large as in their picture: copied, never resampled.
  const int left = static_cast<int>(upper_left.pos.x), top = static_cast<int>(upper_left.pos.y);
  const int v = static_cast<int>(upper_left.uv.y);
  int u = static_cast<int>(upper_left.uv.x);
  const bool colored = u >= LetterSource::kColored;
  if (colored) u -= LetterSource::kColored;
  const auto plane = static_cast<int>(lower_right.pos.x) - left;
  const int x0 = std::max(clip.x0, left);
  const int x1 = std::min(clip.x1, static_cast<int>(lower_right.pos.x));
  const int y0 = std::max(clip.y0, top);
  const int y1 =
      std::min({clip.y1, static_cast<int>(lower_right.pos.y), top + letters_.height - v});
  const std::uint32_t pixel = to_pixel(upper_left.col);
  const std::uint32_t alpha = channel(upper_left.col, IM_COL32_A_SHIFT);
  for (int y = next_row(y0, y1); y < y1; y = next_row(y + 1, y1)) {
    const std::uint8_t* source =
        letters_.coverage + static_cast<std::ptrdiff_t>(v + y - top) * letters_.width + u - left;
    std::uint32_t* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.stride;
    for (int x = x0; x < x1; ++x) {
      const std::uint32_t cover = source[x];
      if (cover == 0) continue;
      const std::uint32_t own = colored
                                    ? static_cast<std::uint32_t>(source[x + plane]) << 16 |
                                          static_cast<std::uint32_t>(source[x + 2 * plane]) << 8 |
                                          source[x + 3 * plane]
                                    : pixel;
      row[x] = blend(row[x], own, cover * alpha / 255);
    }
  }
}

int Bands::next(int y, int end) const {
  while (y < end && !has(y)) y = (y / kRows + 1) * kRows;
  return std::min(y, end);
}

namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
  return hash ^ hash >> 29;
}

std::uint64_t pair_of(float a, float b) {
  return static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(a)) << 32 |
         std::bit_cast<std::uint32_t>(b);
}

std::uint64_t mixed(std::uint64_t hash, const ImDrawVert& corner) {
  hash = mixed(hash, pair_of(corner.pos.x, corner.pos.y));
  return mixed(mixed(hash, pair_of(corner.uv.x, corner.uv.y)), corner.col);
}

/// What each band of the picture is made of, in the order in which it is drawn.
std::vector<std::uint64_t> made_of(const ImDrawData& data, int height, std::uint64_t letters_are) {
  const auto count = static_cast<std::size_t>((height + Bands::kRows - 1) / Bands::kRows);
  std::vector<std::uint64_t> bands(count, letters_are);
  const auto last = static_cast<float>(count) - 1;
  const auto band_at = [&](float y) {
    return static_cast<std::size_t>(std::clamp(std::floor(y / Bands::kRows), 0.0F, last));
  };
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto clip = mixed(mixed(0, pair_of(command.ClipRect.x, command.ClipRect.y)),
                              pair_of(command.ClipRect.z, command.ClipRect.w));
      const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
      const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const auto &a = vertices[index[i]], &b = vertices[index[i + 1]],
                   &c = vertices[index[i + 2]];
        const auto is = mixed(mixed(mixed(clip, a), b), c);
        const auto [top, bottom] = std::minmax({a.pos.y, b.pos.y, c.pos.y});
        const auto end = band_at(bottom + 1);
        for (auto band = band_at(top - 1); band <= end; ++band)
          bands[band] = mixed(bands[band], is);
      }
    }
  }
  return bands;
}

}  // namespace

void Repaint::draw(const ImDrawData& data, const LetterSource& letters, std::uint64_t letters_are,
                   const Image& image, const Rows& over) {
  auto is = made_of(data, image.height, letters_are);
  Bands bands;
  if (pixels_ == image.pixels && was_.size() == is.size()) {
    bands.drawn_.resize(is.size());
    for (std::size_t i = 0; i < is.size(); ++i) bands.drawn_[i] = is[i] != was_[i];
    for (const auto& rows : {over, over_}) {
      for (int y = std::max(0, rows.from); y < std::min(rows.to, image.height); ++y) {
        bands.drawn_[static_cast<std::size_t>(y / Bands::kRows)] = true;
      }
    }
  }
  pixels_ = image.pixels;
  was_ = std::move(is);
  over_ = over;
  share_ = bands.drawn_.empty()
               ? 1
               : static_cast<double>(std::count(bands.drawn_.begin(), bands.drawn_.end(), true)) /
                     static_cast<double>(bands.drawn_.size());
  Raster(letters, &bands).draw(data, image);
}

}  // namespace earshot::kiosk
