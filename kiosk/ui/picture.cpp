#include "kiosk/ui/picture.h"

#include <png.h>

#include <vector>

namespace earshot::kiosk {

Result<void> write_png(const Image& image, const std::filesystem::path& path) {
  std::vector<png_byte> rgb;
  rgb.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 3);
  for (int y = 0; y < image.height; ++y) {
    const std::uint32_t* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.stride;
    for (int x = 0; x < image.width; ++x) {
      for (const int shift : {16, 8, 0}) rgb.push_back(static_cast<png_byte>(row[x] >> shift));
    }
  }
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&png, path.c_str(), 0, rgb.data(), 0, nullptr) == 0) {
    return fail(ErrorCode::io, "the picture " + path.string() + " was not written: " + png.message);
  }
  return {};
}

}  // namespace earshot::kiosk
