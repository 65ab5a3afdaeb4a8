#include "kiosk/ui/type.h"

#include <stb_truetype.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <utility>

namespace earshot::kiosk {
namespace {

Result<std::string> read_font(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    return fail(ErrorCode::not_found,
                "the font " + path.string() +
                    " cannot be read; install the package fonts-noto-core, or "
                    "name another font in the theme file");
  }
  auto font = std::move(bytes).str();
  stbtt_fontinfo info;
  if (stbtt_InitFont(&info, reinterpret_cast<const unsigned char*>(font.data()), 0) == 0) {
    return fail(ErrorCode::invalid, path.string() +
                                        " is not a TrueType font; name another one in "
                                        "the theme file");
  }
  return font;
}

/// Needs no shaping and runs from left to right.
bool is_simple(unsigned c) {
  return c >= 0x20 && (c < 0x0590 || (c >= 0x1E00 && c < 0x2100) || c == 0x20AC);
}

/// What every screen may show besides the texts: figures and a replacement for the unexpected.
constexpr const char* kAlways =
    " !\"#%&'()*+,-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz…–’";

}  // namespace

Result<Type> Type::load(const Theme& theme) {
  Type type;
  auto regular = read_font(theme.font_regular);
  if (!regular) return tl::unexpected(regular.error());
  auto bold = read_font(theme.font_bold);
  if (!bold) return tl::unexpected(bold.error());
  type.regular_ = *std::move(regular);
  type.bold_ = *std::move(bold);
  return type;
}

bool Type::can_draw(std::string_view text) const {
  stbtt_fontinfo info;
  stbtt_InitFont(&info, reinterpret_cast<const unsigned char*>(regular_.data()), 0);
  ImVector<ImWchar> glyphs;
  ImFontGlyphRangesBuilder builder;
  builder.AddText(text.data(), text.data() + text.size());
  for (unsigned c = 0; c <= IM_UNICODE_CODEPOINT_MAX; ++c) {
    if (!builder.GetBit(c)) continue;
    if (!is_simple(c) || stbtt_FindGlyphIndex(&info, static_cast<int>(c)) == 0) return false;
  }
  return true;
}

void Type::build(const Panel& panel, const std::vector<std::string>& texts) {
  auto& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  // Corners and lines are drawn as geometry; the atlas holds letters only.
  atlas.Flags |= ImFontAtlasFlags_NoBakedLines | ImFontAtlasFlags_NoMouseCursors;
  ImFontGlyphRangesBuilder builder;
  builder.AddText(kAlways);
  for (const auto& text : texts) builder.AddText(text.data(), text.data() + text.size());
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  ranges_.assign(ranges.begin(), ranges.end());

  const auto sizes = type_sizes(arrangement_of(panel));
  const double scale = panel.px_per_mm();
  add(TextStyle::title, bold_, sizes.title, scale);
  add(TextStyle::title_small, bold_, sizes.title_small, scale);
  add(TextStyle::strong, bold_, sizes.text, scale);
  add(TextStyle::strong_small, bold_, sizes.text_small, scale);
  add(TextStyle::text, regular_, sizes.text, scale);
  add(TextStyle::text_small, regular_, sizes.text_small, scale);
  atlas.Build();
}

void Type::add(TextStyle style, std::string& file, double cap_mm, double px_per_mm) {
  stbtt_fontinfo info;
  stbtt_InitFont(&info, reinterpret_cast<const unsigned char*>(file.data()), 0);
  int ascent = 0, descent = 0, line_gap = 0, x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  stbtt_GetFontVMetrics(&info, &ascent, &descent, &line_gap);
  stbtt_GetCodepointBox(&info, 'H', &x0, &y0, &x1, &y1);
  const double line_units = ascent - descent;
  const double cap_px = cap_mm * px_per_mm;
  const auto size_px = static_cast<float>(std::round(cap_px * line_units / y1));

  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 1;
  config.OversampleV = 1;
  config.PixelSnapH = true;  // letters keep to the pixel grid, so they are copied and not resampled
  auto& face = faces_[static_cast<std::size_t>(style)];
  face.font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(file.data(), static_cast<int>(file.size()),
                                                         size_px, &config, ranges_.data());
  face.cap_height = static_cast<float>(size_px * y1 / line_units);
  face.cap_top = static_cast<float>(size_px * (ascent - y1) / line_units);
}

}  // namespace earshot::kiosk
