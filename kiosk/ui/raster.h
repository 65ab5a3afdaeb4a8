// Turns ImGui's triangles into pixels in memory. SDL's own software renderer rounds every corner of
// a triangle to a whole pixel, which makes curves ragged, and is slower; this keeps sub-pixel
// edges. Owner: the shell. Threads: the shell's only.
#pragma once

#include <imgui.h>

#include <cstdint>

namespace earshot::kiosk {

/// Pixels as 0x00RRGGBB, `stride` pixels a line. Does not own them.
struct Image {
  std::uint32_t* pixels = nullptr;
  int width = 0, height = 0, stride = 0;
};

/// The letters' picture: one byte of coverage a pixel. A triangle whose texture coordinates are
/// beyond 1 is half a letter, and they are pixels of this; all others are plain.
struct LetterSource {
  const std::uint8_t* coverage = nullptr;
  int width = 0, height = 0;
};

class GlyphAtlas;
[[nodiscard]] LetterSource letters_of(const GlyphAtlas& atlas);

class Raster {
 public:
  explicit Raster(const LetterSource& letters) : letters_(letters) {}

  /// Draws everything, over what is there.
  void draw(const ImDrawData& data, const Image& image) const;

 private:
  struct Clip {
    int x0, y0, x1, y1;  ///< x1 and y1 are outside
  };
  void draw_triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c,
                     const Clip& clip, const Image& image) const;
  void draw_letter(const ImDrawVert& upper_left, const ImDrawVert& lower_right, const Clip& clip,
                   const Image& image) const;

  LetterSource letters_;
};

}  // namespace earshot::kiosk
