// The typeface at the sizes of one panel, in one ImGui atlas that holds only the glyphs that the
// texts of the moment need. Owner: the stage. Threads: the shell's only.
// Sizes are the height of a capital letter in millimetres, as a designer measures them.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/theme.h"

namespace earshot::kiosk {

enum class TextStyle { title, title_small, strong, strong_small, text, text_small };

class Type {
 public:
  /// Reads the theme's two font files. Error: not_found, saying which package brings them; invalid.
  static Result<Type> load(const Theme& theme);

  /// True if `text` is of the Latin, Greek or Cyrillic script and the font has every glyph: what
  /// can be drawn without shaping.
  [[nodiscard]] bool can_draw(std::string_view text) const;

  /// Makes the current ImGui context's atlas anew for `panel`, with the glyphs of `texts`.
  void build(const Panel& panel, const std::vector<std::string>& texts);

  [[nodiscard]] ImFont* font(TextStyle style) const {
    return faces_[static_cast<std::size_t>(style)].font;
  }
  /// Height of a capital letter, and its top below the line's top, both in pixels.
  [[nodiscard]] float cap_height(TextStyle style) const {
    return faces_[static_cast<std::size_t>(style)].cap_height;
  }
  [[nodiscard]] float cap_top(TextStyle style) const {
    return faces_[static_cast<std::size_t>(style)].cap_top;
  }

 private:
  struct Face {
    ImFont* font = nullptr;
    float cap_height = 0, cap_top = 0;
  };
  void add(TextStyle style, std::string& file, double cap_mm, double px_per_mm);

  std::string regular_, bold_;  ///< the files' bytes; the atlas reads them while it is built
  Face faces_[6];
  std::vector<ImWchar> ranges_;  ///< the atlas reads it while it is built
};

}  // namespace earshot::kiosk
