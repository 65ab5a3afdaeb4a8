// The letters of one panel: which sizes a screen uses, what its texts look like when they are set,
// and the picture of every letter. Owner: the stage. Threads: the shell's only.
// Sizes are the height of a capital letter in millimetres, as a designer measures them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"
#include "kiosk/ui/font_shelf.h"
#include "kiosk/ui/glyph_atlas.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/paragraph.h"
#include "kiosk/ui/theme.h"

namespace earshot::kiosk {

enum class TextStyle { title, title_small, strong, strong_small, text, text_small };

class Type {
 public:
  /// Opens the theme's two fonts. Error: not_found, saying which package brings them; invalid.
  static Result<Type> load(const Theme& theme);

  /// True if the fonts of this machine have every letter.
  [[nodiscard]] bool can_draw(std::string_view text, const LanguageTag& language) {
    return fonts_->can_draw(text, language);
  }

  /// `ordinary`: those that the same screen has without large text.
  void set_sizes(const TypeSizes& sizes, const TypeSizes& ordinary) {
    sizes_ = sizes;
    ordinary_ = ordinary;
  }
  [[nodiscard]] double cap_mm(TextStyle style) const { return size_of(sizes_, style); }
  [[nodiscard]] double ordinary_cap_mm(TextStyle style) const { return size_of(ordinary_, style); }
  [[nodiscard]] static Weight weight(TextStyle style);
  /// A capital letter's height in ems.
  [[nodiscard]] double cap_em(TextStyle style) const { return fonts_->cap_height(weight(style)); }

  /// The text, ready to be set; kept for the next frames. Valid until the next call.
  Paragraph& paragraph(std::string_view text, Weight weight, const LanguageTag& language,
                       Direction direction);

  [[nodiscard]] FontShelf& fonts() { return *fonts_; }
  [[nodiscard]] const FontShelf& fonts() const { return *fonts_; }
  [[nodiscard]] GlyphAtlas& atlas() { return atlas_; }
  [[nodiscard]] const GlyphAtlas& atlas() const { return atlas_; }

  /// Forgets every text: what a customer typed does not stay in memory.
  void forget() { paragraphs_.clear(); }

  /// Texts that are kept; a screen has fewer than a hundred.
  static constexpr std::size_t kParagraphsMax = 600;

 private:
  explicit Type(FontShelf fonts) : fonts_(std::make_unique<FontShelf>(std::move(fonts))) {}

  std::unique_ptr<FontShelf> fonts_;  ///< stays where it is: the paragraphs hold on to it
  GlyphAtlas atlas_;
  [[nodiscard]] static double size_of(const TypeSizes& sizes, TextStyle style);

  TypeSizes sizes_, ordinary_;
  std::unordered_map<std::string, std::unique_ptr<Paragraph>> paragraphs_;
};

}  // namespace earshot::kiosk
