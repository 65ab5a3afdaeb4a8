#include "kiosk/ui/logo.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace earshot::kiosk {
namespace {

constexpr std::size_t kChannels = 4;

std::size_t at(int width, int x, int y) {
  return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
          static_cast<std::size_t>(x)) *
         kChannels;
}

}  // namespace

Result<Logo> Logo::load(const std::filesystem::path& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const auto refused = [&](const std::string& why) {
    png_image_free(&png);
    return fail(ErrorCode::invalid, "the logo " + path.string() + " cannot be used: " + why);
  };
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0) {
    return refused(std::string(png.message) + "; it must be a PNG file");
  }
  if (png.width > kSideMax || png.height > kSideMax || png.width == 0 || png.height == 0) {
    return refused("it has more than 2048 pixels each way; make it smaller");
  }
  png.format = PNG_FORMAT_RGBA;
  Pixels pixels{static_cast<int>(png.width), static_cast<int>(png.height), {}};
  pixels.rgba.resize(PNG_IMAGE_SIZE(png));
  if (png_image_finish_read(&png, nullptr, pixels.rgba.data(), 0, nullptr) == 0) {
    return refused(std::string(png.message) + "; save it anew");
  }
  return Logo(std::move(pixels));
}

Box Logo::fitted(const Box& room, bool mirrored) const {
  const double aspect = static_cast<double>(whole_.width) / whole_.height;
  const double w = std::min(room.w, room.h * aspect), h = w / aspect;
  return {mirrored ? room.x : room.right() - w, room.center_y() - h / 2, w, h};
}

/// Each pixel the mean of those that it stands for, the clear ones without a colour.
void Logo::scale(int width, int height) {
  scaled_ = {width, height, {}};
  scaled_.rgba.resize(at(width, 0, height));
  const auto first = [](int index, int whole, int parts) {
    return static_cast<int>(static_cast<std::int64_t>(index) * whole / parts);
  };
  for (int y = 0; y < height; ++y) {
    const int top = first(y, whole_.height, height);
    const int end_y = std::max(top + 1, first(y + 1, whole_.height, height));
    for (int x = 0; x < width; ++x) {
      const int left = first(x, whole_.width, width);
      const int end_x = std::max(left + 1, first(x + 1, whole_.width, width));
      std::array<std::uint64_t, kChannels> sum{};
      for (int j = top; j < end_y; ++j) {
        for (int i = left; i < end_x; ++i) {
          const auto* from = &whole_.rgba[at(whole_.width, i, j)];
          for (std::size_t c = 0; c < 3; ++c) sum[c] += std::uint64_t{from[c]} * from[3];
          sum[3] += from[3];
        }
      }
      auto* to = &scaled_.rgba[at(width, x, y)];
      const auto count =
          static_cast<std::uint64_t>(end_x - left) * static_cast<std::uint64_t>(end_y - top);
      for (std::size_t c = 0; c < 3 && sum[3] > 0; ++c) {
        to[c] = static_cast<std::uint8_t>(sum[c] / sum[3]);
      }
      to[3] = static_cast<std::uint8_t>(sum[3] / count);
    }
  }
}

void Logo::draw(const Image& image, const Box& box, double px_per_mm, double opacity) {
  const int w = std::clamp(static_cast<int>(std::lround(box.w * px_per_mm)), 1, image.width);
  const int h = std::clamp(static_cast<int>(std::lround(box.h * px_per_mm)), 1, image.height);
  if (scaled_.width != w || scaled_.height != h) scale(w, h);
  const int left = static_cast<int>(std::lround(box.x * px_per_mm));
  const int top = static_cast<int>(std::lround(box.y * px_per_mm));
  const auto share = static_cast<int>(std::clamp(opacity, 0.0, 1.0) * 256);
  for (int y = std::max(0, -top); y < h && top + y < image.height; ++y) {
    auto* row = image.pixels + static_cast<std::ptrdiff_t>(top + y) * image.stride;
    for (int x = std::max(0, -left); x < w && left + x < image.width; ++x) {
      const auto* from = &scaled_.rgba[at(w, x, y)];
      const int alpha = from[3] * share / 256;
      if (alpha == 0) continue;
      auto& pixel = row[left + x];
      std::uint32_t mixed = 0;
      for (int c = 0; c < 3; ++c) {
        const int shift = 16 - 8 * c;
        const int under = static_cast<int>(pixel >> shift & 0xFF);
        const int over = under + (from[c] - under) * alpha / 255;
        mixed |= static_cast<std::uint32_t>(over) << shift;
      }
      pixel = mixed;
    }
  }
}

Box logo_room(const Frame& frame, bool has_code, bool languages) {
  const auto& row = frame.bottom;
  const double h = row.h * 0.8;
  if (has_code) {
    // A button with a language's own name is three times as wide as high, at most.
    const double sign = frame.arrangement == Arrangement::landscape ? 3 * row.h : row.h;
    const double from = row.x + (languages ? sign + kGapMin : 0);
    const double helpers =
        frame.small ? row.x + 2 * (row.h + kGapMin) : frame.width / 2 - 2 * row.h;
    return {from, row.center_y() - h / 2, helpers - kGapMin - from, h};
  }
  // Where five helpers end, though there may be four, so that it never moves.
  const double helpers = 5 * row.h;
  const double from = (frame.small ? row.x + 2 * (row.h + kGapMin) : frame.width / 2 - 2 * row.h) +
                      helpers + kGapMin;
  return {from, row.center_y() - h / 2, row.right() - from, h};
}

}  // namespace earshot::kiosk
