// The font files of this machine: opened when a text first needs them, shaped by HarfBuzz, made
// into pixels by FreeType. Owner: Type. Threads: the shell's only.
// Files are mapped, not read: a font of twenty megabytes costs the pages that are looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"

struct hb_font_t;

namespace earshot::kiosk {

enum class Weight : std::uint8_t { regular, bold };

/// A font of the shelf; small and dense.
using FontId = std::uint16_t;

/// A letter as pixels: one byte of coverage each. One in its own colours has four planes side by
/// side, so that each row is coverage, red, green, blue; the colours are not multiplied by it.
struct GlyphPicture {
  static constexpr int kPlanes = 4;
  int left = 0, top = 0;  ///< of its upper left corner from the pen, y upwards
  int width = 0, height = 0;
  bool colored = false;
  std::vector<std::uint8_t> coverage;
};

class FontShelf {
 public:
  /// Opens the theme's two fonts. Error: not_found, saying which package brings them; invalid.
  static Result<FontShelf> open(const std::filesystem::path& regular,
                                const std::filesystem::path& bold);
  FontShelf(FontShelf&&) noexcept;
  FontShelf& operator=(FontShelf&&) noexcept;
  ~FontShelf();

  /// The font for one character: the theme's own if it has it, else the one of its script in this
  /// language's taste, else any that has it, else the theme's own (which draws a box).
  FontId choose(char32_t character, Weight weight, const LanguageTag& language);
  [[nodiscard]] bool has(FontId font, char32_t character) const;
  /// The font of emoji in their own colours, if this machine has it.
  std::optional<FontId> emoji();
  [[nodiscard]] bool is_emoji(FontId font) const;
  /// True if some font of this machine has every character of the (UTF-8) text.
  bool can_draw(std::string_view text, const LanguageTag& language);

  /// Its scale is `units_per_em` of the font.
  [[nodiscard]] hb_font_t* shaper(FontId font) const;
  [[nodiscard]] int units_per_em(FontId font) const;
  /// In ems, both positive.
  [[nodiscard]] double ascent(FontId font) const;
  [[nodiscard]] double descent(FontId font) const;
  /// Of the theme's own font of this weight, in ems.
  [[nodiscard]] double cap_height(Weight weight) const;

  /// `size_px`: pixels an em.
  GlyphPicture picture(FontId font, std::uint32_t glyph, int size_px);

  /// Bytes of the files that are mapped.
  [[nodiscard]] std::size_t mapped_bytes() const;
  [[nodiscard]] std::size_t fonts_open() const;

 private:
  struct File;
  struct Font;
  struct Shelf;
  explicit FontShelf(std::unique_ptr<Shelf> shelf);
  FontId fallback(char32_t character, Weight weight, const LanguageTag& language);

  std::unique_ptr<Shelf> shelf_;
};

}  // namespace earshot::kiosk
