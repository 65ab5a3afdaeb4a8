// One picture with every letter that was drawn lately, one byte of coverage a pixel.
// Owner: Type. Threads: the shell's only.
// Bounded: when it is full, the letters of this frame that do not fit are missing, and the frame
// after begins with an empty one.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/font_shelf.h"

namespace earshot::kiosk {

class GlyphAtlas {
 public:
  static constexpr int kWidth = 2048;
  static constexpr int kHeightMax = 4096;  ///< 8 MB; it begins with an eighth of that

  /// Where a letter is, in pixels of the atlas, and where it stands from the pen (y downwards).
  struct Place {
    int x = 0, y = 0, width = 0, height = 0;
    int left = 0, top = 0;
    bool colored = false;  ///< its planes of colour stand to the right of it, as in GlyphPicture
  };

  /// Null while there is no room (see `full`). Valid until the next call of any method.
  const Place* find(FontShelf& fonts, FontId font, std::uint32_t glyph, int size_px);

  /// Something did not fit in this frame: it must be drawn again.
  [[nodiscard]] bool full() const { return full_; }
  /// Between frames: empties it if it was full. True if it did.
  bool begin_frame();
  void clear();

  [[nodiscard]] const std::uint8_t* pixels() const { return pixels_.data(); }
  [[nodiscard]] int height() const { return height_; }
  /// Another number whenever a letter may have got another place.
  [[nodiscard]] std::uint64_t edition() const { return edition_; }
  [[nodiscard]] std::size_t letters() const { return places_.size(); }

 private:
  /// Letters of like height side by side.
  struct Row {
    int y, height, x;
  };
  bool place(GlyphPicture& picture, Place& place);

  std::vector<std::uint8_t> pixels_;
  int height_ = 0;
  int used_ = 2;  ///< rows of pixels; the first two stay empty
  std::vector<Row> rows_;
  std::unordered_map<std::uint64_t, Place> places_;
  bool full_ = false;
  std::uint64_t edition_ = 1;
};

}  // namespace earshot::kiosk
