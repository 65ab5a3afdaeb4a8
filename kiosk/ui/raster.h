// Turns ImGui's triangles into pixels in memory. SDL's own software renderer rounds every corner of
// a triangle to a whole pixel, which makes curves ragged, and is slower; this keeps sub-pixel
// edges. Owner: the shell. Threads: the shell's only.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

namespace earshot::kiosk {

/// Pixels as 0x00RRGGBB, `stride` pixels a line. Does not own them.
struct Image {
  std::uint32_t* pixels = nullptr;
  int width = 0, height = 0, stride = 0;
};

/// The letters' picture: one byte of coverage a pixel. A triangle whose texture coordinates are
/// beyond 1 is half a letter, and they are pixels of this; all others are plain.
struct LetterSource {
  /// Added to the texture's x of a letter that has colours of its own (GlyphPicture).
  static constexpr int kColored = 1 << 16;
  const std::uint8_t* coverage = nullptr;
  int width = 0, height = 0;
};

class GlyphAtlas;
[[nodiscard]] LetterSource letters_of(const GlyphAtlas& atlas);

/// Which rows of a picture are drawn, in bands of a few; empty: all of them.
class Bands {
 public:
  static constexpr int kRows = 8;
  [[nodiscard]] bool has(int y) const {
    return drawn_.empty() || drawn_[static_cast<std::size_t>(y / kRows)];
  }
  /// The first row at or after `y` that is drawn, at most `end`.
  [[nodiscard]] int next(int y, int end) const;

 private:
  friend class Repaint;
  std::vector<bool> drawn_;
};

class Raster {
 public:
  explicit Raster(const LetterSource& letters, const Bands* bands = nullptr)
      : letters_(letters), bands_(bands) {}

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

  [[nodiscard]] int next_row(int y, int end) const { return bands_ ? bands_->next(y, end) : y; }

  LetterSource letters_;
  const Bands* bands_;
};

/// Remembers what the picture was made of, row by row, and draws only the rows that change: pixel
/// for pixel what drawing all of it gives, at a fraction of the time while a finger is on a button.
class Repaint {
 public:
  /// `over`: rows that somebody else draws into after each frame; they are always drawn.
  struct Rows {
    int from = 0, to = 0;
  };
  void draw(const ImDrawData& data, const LetterSource& letters, std::uint64_t letters_are,
            const Image& image, const Rows& over);
  /// Rows of the last picture that were drawn, of all.
  [[nodiscard]] double share() const { return share_; }

 private:
  std::vector<std::uint64_t> was_;
  Rows over_;
  const std::uint32_t* pixels_ = nullptr;
  double share_ = 1;
};

}  // namespace earshot::kiosk
