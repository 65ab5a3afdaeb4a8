#include "kiosk/ui/font_shelf.h"

#include <fcntl.h>
#include <ft2build.h>
#include <hb-ot.h>
#include <hb.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include FT_FREETYPE_H

#include "core/base/check.h"

namespace earshot::kiosk {
namespace {

constexpr const char* kNoto = "/usr/share/fonts/truetype/noto/";
constexpr const char* kNotoEmoji = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";
constexpr const char* kNotoCjk = "/usr/share/fonts/opentype/noto/NotoSansCJK-";
/// Below this size letters are set on the pixel grid's lines; above it nobody sees the difference.
constexpr int kHintBelowPx = 48;

/// Which of the collection's faces has the shapes that readers of the language expect.
int cjk_index(const LanguageTag& language, UScriptCode script) {
  const std::string_view tag = language.str();
  if (tag.starts_with("ko") || script == USCRIPT_HANGUL) return 1;
  if (tag.starts_with("ja") || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) return 0;
  const bool traditional = tag.find("hant") != std::string_view::npos ||
                           tag.find("tw") != std::string_view::npos ||
                           tag.find("hk") != std::string_view::npos;
  return traditional ? 3 : 2;
}

bool is_cjk(UScriptCode script) {
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
         script == USCRIPT_HANGUL || script == USCRIPT_BOPOMOFO;
}

}  // namespace

struct FontShelf::File {
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (bytes != nullptr) munmap(bytes, size);
  }

  static std::unique_ptr<File> map(const std::filesystem::path& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) return nullptr;
    struct stat about {};
    auto file = std::make_unique<File>();
    if (fstat(handle, &about) == 0 && about.st_size > 0) {
      file->size = static_cast<std::size_t>(about.st_size);
      void* at = mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, handle, 0);
      if (at != MAP_FAILED) {
        file->bytes = at;
        // Fonts are looked up here and there: reading ahead would only fill the memory.
        (void)madvise(at, file->size, MADV_RANDOM);
      }
    }
    close(handle);
    return file->bytes != nullptr ? std::move(file) : nullptr;
  }

  void* bytes = nullptr;
  std::size_t size = 0;
};

namespace {

/// The part of a source's pixel that lies between two edges, for one row or column.
double covered(int pixel, double from, double to) {
  return std::max(0.0, std::min(to, pixel + 1.0) - std::max(from, static_cast<double>(pixel)));
}

/// What the pixels in a rectangle are together: blue, green, red, coverage, multiplied by it.
std::array<double, 4> mean_of(const FT_Bitmap& bitmap, double x0, double x1, double y0, double y1) {
  std::array<double, 4> sum{};
  double weight = 0;
  const int right = std::min(static_cast<int>(bitmap.width), static_cast<int>(std::ceil(x1)));
  const int bottom = std::min(static_cast<int>(bitmap.rows), static_cast<int>(std::ceil(y1)));
  for (int y = static_cast<int>(y0); y < bottom; ++y) {
    const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    const double high = covered(y, y0, y1);
    for (int x = static_cast<int>(x0); x < right; ++x) {
      const double share = high * covered(x, x0, x1);
      for (std::size_t i = 0; i < 4; ++i) {
        sum[i] += share * row[static_cast<std::ptrdiff_t>(x) * 4 + static_cast<std::ptrdiff_t>(i)];
      }
      weight += share;
    }
  }
  for (auto& value : sum) value = weight > 0 ? value / weight : 0;
  return sum;
}

/// The bitmap, which has its own size, as one of `scale` times that.
GlyphPicture in_colors(const FT_GlyphSlot slot, double scale) {
  const FT_Bitmap& bitmap = slot->bitmap;
  GlyphPicture picture;
  picture.colored = true;
  picture.left = static_cast<int>(std::lround(slot->bitmap_left * scale));
  picture.top = static_cast<int>(std::lround(slot->bitmap_top * scale));
  picture.width = static_cast<int>(std::lround(bitmap.width * scale));
  picture.height = static_cast<int>(std::lround(bitmap.rows * scale));
  const auto w = static_cast<std::size_t>(picture.width),
             h = static_cast<std::size_t>(picture.height);
  picture.coverage.resize(w * h * GlyphPicture::kPlanes);
  for (std::size_t y = 0; y < h; ++y) {
    for (std::size_t x = 0; x < w; ++x) {
      const auto at = [&](std::size_t n) { return static_cast<double>(n) / scale; };
      const auto [blue, green, red, cover] = mean_of(bitmap, at(x), at(x + 1), at(y), at(y + 1));
      const double plain = cover > 0 ? 255 / cover : 0;
      std::uint8_t* to = picture.coverage.data() + y * w * GlyphPicture::kPlanes + x;
      const auto byte = [](double value) {
        return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0) + 0.5);
      };
      to[0] = byte(cover);
      to[w] = byte(red * plain);
      to[2 * w] = byte(green * plain);
      to[3 * w] = byte(blue * plain);
    }
  }
  return picture;
}

}  // namespace

struct FontShelf::Font {
  hb_font_t* shaper = nullptr;
  FT_Face face = nullptr;
  int size_px = 0;
  int upem = 1000;
  double ascent = 1, descent = 0.3, cap_height = 0.7;
};

struct FontShelf::Shelf {
  Shelf() { EARSHOT_CHECK(FT_Init_FreeType(&library) == 0); }
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;
  ~Shelf() {
    for (auto& font : fonts) {
      hb_font_destroy(font.shaper);
      FT_Done_Face(font.face);
    }
    FT_Done_FreeType(library);
  }

  /// None if the file is not there or is not a font. What was asked for once is remembered.
  std::optional<FontId> open(const std::string& path, int index) {
    const auto key = path + "#" + std::to_string(index);
    if (const auto known = ids.find(key); known != ids.end()) return known->second;
    const auto id = load(path, index);
    ids.emplace(key, id);
    return id;
  }

  std::optional<FontId> load(const std::string& path, int index) {
    auto found = files.find(path);
    if (found == files.end()) found = files.emplace(path, File::map(path)).first;
    const File* file = found->second.get();
    if (file == nullptr) return std::nullopt;
    Font font;
    if (FT_New_Memory_Face(library, static_cast<const FT_Byte*>(file->bytes),
                           static_cast<FT_Long>(file->size), index, &font.face) != 0) {
      return std::nullopt;
    }
    hb_blob_t* blob =
        hb_blob_create(static_cast<const char*>(file->bytes), static_cast<unsigned>(file->size),
                       HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* face = hb_face_create(blob, static_cast<unsigned>(index));
    font.shaper = hb_font_create(face);
    font.upem = std::max(1, static_cast<int>(hb_face_get_upem(face)));
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font.shaper, &extents);
    font.ascent = static_cast<double>(extents.ascender) / font.upem;
    font.descent = -static_cast<double>(extents.descender) / font.upem;
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t box{};
    if (hb_font_get_nominal_glyph(font.shaper, 'H', &glyph) != 0 &&
        hb_font_get_glyph_extents(font.shaper, glyph, &box) != 0) {
      font.cap_height = static_cast<double>(box.y_bearing) / font.upem;
    }
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    fonts.push_back(font);
    return static_cast<FontId>(fonts.size() - 1);
  }

  FT_Library library = nullptr;
  std::map<std::string, std::unique_ptr<File>> files;  ///< null: it is not there
  std::map<std::string, std::optional<FontId>> ids;
  std::vector<Font> fonts;  ///< the first two: the theme's regular and bold
  /// By weight, language and character: bounded by what the texts and keyboards hold.
  std::unordered_map<std::string, FontId> choices;
};

FontShelf::FontShelf(std::unique_ptr<Shelf> shelf) : shelf_(std::move(shelf)) {}
FontShelf::FontShelf(FontShelf&&) noexcept = default;
FontShelf& FontShelf::operator=(FontShelf&&) noexcept = default;
FontShelf::~FontShelf() = default;

Result<FontShelf> FontShelf::open(const std::filesystem::path& regular,
                                  const std::filesystem::path& bold) {
  auto shelf = std::make_unique<Shelf>();
  for (const auto& path : {regular, bold}) {
    if (shelf->load(path.string(), 0)) continue;
    const bool there = std::filesystem::exists(path);
    return fail(there ? ErrorCode::invalid : ErrorCode::not_found,
                there ? path.string() + " is not a font; name another one in the theme file"
                      : "the font " + path.string() +
                            " cannot be read; install the package fonts-noto-core, or name "
                            "another font in the theme file");
  }
  return FontShelf(std::move(shelf));
}

bool FontShelf::has(FontId font, char32_t character) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(shelf_->fonts[font].shaper, character, &glyph) != 0;
}

FontId FontShelf::choose(char32_t character, Weight weight, const LanguageTag& language) {
  const auto own = static_cast<FontId>(weight);
  if (has(own, character)) return own;
  std::string key(language.str());
  key += static_cast<char>('0' + static_cast<int>(weight));
  key += std::to_string(static_cast<std::uint32_t>(character));
  constexpr std::size_t kChoicesMax = 20'000;
  if (shelf_->choices.size() > kChoicesMax) shelf_->choices.clear();
  const auto known = shelf_->choices.find(key);
  if (known != shelf_->choices.end()) return known->second;
  const auto font = fallback(character, weight, language);
  shelf_->choices.emplace(key, font);
  return font;
}

FontId FontShelf::fallback(char32_t character, Weight weight, const LanguageTag& language) {
  UErrorCode status = U_ZERO_ERROR;
  const auto script = uscript_getScript(static_cast<UChar32>(character), &status);
  const bool bold = weight == Weight::bold;
  const auto try_font = [&](const std::string& path, int index = 0) -> std::optional<FontId> {
    const auto font = shelf_->open(path, index);
    return font && has(*font, character) ? font : std::nullopt;
  };
  const auto try_noto = [&](const std::string& name) {
    auto font = bold ? try_font(kNoto + name + "-Bold.ttf") : std::nullopt;
    return font ? font : try_font(kNoto + name + "-Regular.ttf");
  };
  const auto try_cjk = [&] {
    const auto path = std::string(kNotoCjk) + (bold ? "Bold" : "Regular") + ".ttc";
    return try_font(path, cjk_index(language, script));
  };
  // A sign that several scripts share, such as the Arabic comma, is in the fonts of those.
  UScriptCode scripts[64];
  const int count = uscript_getScriptExtensions(static_cast<UChar32>(character), scripts,
                                                std::size(scripts), &status);
  for (int i = 0; U_SUCCESS(status) && i < count; ++i) {
    if (scripts[i] == USCRIPT_COMMON || scripts[i] == USCRIPT_INHERITED) continue;
    if (is_cjk(scripts[i])) {
      if (const auto font = try_cjk()) return *font;
      continue;
    }
    // "Devanagari" has its letters in NotoSansDevanagari, and so on for all of them.
    std::string name = std::string("NotoSans") + uscript_getName(scripts[i]);
    std::erase(name, '_');
    if (const auto font = try_noto(name)) return *font;
  }
  for (const char* name : {"NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath"}) {
    if (const auto font = try_noto(name)) return *font;
  }
  if (const auto font = emoji(); font && has(*font, character)) return *font;
  if (const auto font = try_cjk()) return *font;
  return static_cast<FontId>(weight);
}

std::optional<FontId> FontShelf::emoji() { return shelf_->open(kNotoEmoji, 0); }

bool FontShelf::is_emoji(FontId font) const {
  return FT_HAS_COLOR(shelf_->fonts[font].face) && !FT_IS_SCALABLE(shelf_->fonts[font].face);
}

bool FontShelf::can_draw(std::string_view text, const LanguageTag& language) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0x20) continue;
    const auto character = static_cast<char32_t>(c);
    if (!has(choose(character, Weight::regular, language), character)) return false;
  }
  return true;
}

hb_font_t* FontShelf::shaper(FontId font) const { return shelf_->fonts[font].shaper; }
int FontShelf::units_per_em(FontId font) const { return shelf_->fonts[font].upem; }
double FontShelf::ascent(FontId font) const { return shelf_->fonts[font].ascent; }
double FontShelf::descent(FontId font) const { return shelf_->fonts[font].descent; }
double FontShelf::cap_height(Weight weight) const {
  return shelf_->fonts[static_cast<std::size_t>(weight)].cap_height;
}

GlyphPicture FontShelf::picture(FontId id, std::uint32_t glyph, int size_px) {
  auto& font = shelf_->fonts[id];
  if (is_emoji(id)) {
    const bool loaded = FT_Select_Size(font.face, 0) == 0 &&
                        FT_Load_Glyph(font.face, glyph, FT_LOAD_COLOR) == 0 &&
                        font.face->glyph->bitmap.pixel_mode == FT_PIXEL_MODE_BGRA;
    if (!loaded) return {};
    return in_colors(font.face->glyph,
                     static_cast<double>(size_px) / font.face->size->metrics.y_ppem);
  }
  if (font.size_px != size_px) {
    if (FT_Set_Pixel_Sizes(font.face, 0, static_cast<FT_UInt>(size_px)) != 0) return {};
    font.size_px = size_px;
  }
  const FT_Int32 how = size_px < kHintBelowPx ? FT_LOAD_TARGET_LIGHT : FT_LOAD_NO_HINTING;
  if (FT_Load_Glyph(font.face, glyph, how) != 0 ||
      FT_Render_Glyph(font.face->glyph, FT_RENDER_MODE_NORMAL) != 0) {
    return {};
  }
  const FT_GlyphSlot slot = font.face->glyph;
  const FT_Bitmap& bitmap = slot->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return {};
  GlyphPicture picture;
  picture.left = slot->bitmap_left;
  picture.top = slot->bitmap_top;
  picture.width = static_cast<int>(bitmap.width);
  picture.height = static_cast<int>(bitmap.rows);
  picture.coverage.reserve(static_cast<std::size_t>(bitmap.width) * bitmap.rows);
  for (unsigned y = 0; y < bitmap.rows; ++y) {
    const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    picture.coverage.insert(picture.coverage.end(), row, row + bitmap.width);
  }
  return picture;
}

std::size_t FontShelf::mapped_bytes() const {
  std::size_t bytes = 0;
  for (const auto& [path, file] : shelf_->files) bytes += file ? file->size : 0;
  return bytes;
}

std::size_t FontShelf::fonts_open() const { return shelf_->fonts.size(); }

}  // namespace earshot::kiosk
