#include "kiosk/ui/paragraph.h"

#include <hb.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "kiosk/ui/reading_order.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kSettingsMax = 6;
constexpr float kEvenEnough = 1.06F;
constexpr std::uint8_t kMayBreak = 1, kMustBreak = 2;
/// Of `letters_`: a line may end here, though not as well as between two phrases.
constexpr std::uint8_t kFineBreak = 2;

bool is_space(char16_t c) { return c == u' ' || c == u'\n' || c == u'\r' || c == 0x3000; }

struct BreakEnd {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
using Breaker = std::unique_ptr<UBreakIterator, BreakEnd>;

Breaker open_breaker(UBreakIteratorType kind, const std::string& locale,
                     const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  Breaker breaker(ubrk_open(kind, locale.c_str(), text.getBuffer(), text.length(), &status));
  return U_SUCCESS(status) ? std::move(breaker) : nullptr;
}

/// What makes one picture of several characters, or chooses how one is drawn.
bool joins_emoji(UChar32 c) {
  constexpr UChar32 kJoiner = 0x200D, kAsPicture = 0xFE0F, kKeycap = 0x20E3;
  return c == kJoiner || c == kAsPicture || c == kKeycap ||
         u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) != 0 || (c >= 0xE0020 && c <= 0xE007F);
}

/// Drawn in colours by itself, or because the character after it says so.
bool is_emoji(UChar32 c, UChar32 after) {
  constexpr UChar32 kAsText = 0xFE0E, kAsPicture = 0xFE0F;
  if (after == kAsText) return false;
  return u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) != 0 ||
         (after == kAsPicture && u_hasBinaryProperty(c, UCHAR_EMOJI) != 0);
}

struct BufferEnd {
  void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};

}  // namespace

Paragraph::Paragraph(FontShelf& fonts, std::string_view text, Weight weight,
                     const LanguageTag& language, Direction direction)
    : fonts_(fonts),
      language_(language),
      text_(with_pieces_whole(icu::UnicodeString::fromUTF8(
          icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))))),
      bidi_(ubidi_open()) {
  UErrorCode status = U_ZERO_ERROR;
  UBiDiLevel level = UBIDI_DEFAULT_LTR;
  if (direction != Direction::by_first_letter) {
    const bool otherwise = direction == Direction::right_to_left;
    level = runs_right_to_left(text_, otherwise) ? UBIDI_RTL : UBIDI_LTR;
  }
  ubidi_setPara(bidi_.get(), text_.getBuffer(), text_.length(), level, nullptr, &status);
  EARSHOT_CHECK(U_SUCCESS(status));
  find_runs(weight);
  measure();
  find_breaks();
}

void Paragraph::find_runs(Weight weight) {
  const auto length = text_.length();
  int script = USCRIPT_COMMON;
  // What has no script of its own takes the one before it, and at the start the one after it.
  for (std::int32_t i = 0; i < length; i = text_.moveIndex32(i, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    const int own = uscript_getScript(text_.char32At(i), &status);
    if (own == USCRIPT_COMMON || own == USCRIPT_INHERITED) continue;
    script = own;
    break;
  }
  for (std::int32_t i = 0; i < length;) {
    const auto next = text_.moveIndex32(i, 1);
    const UChar32 c = text_.char32At(i);
    UErrorCode status = U_ZERO_ERROR;
    const int own = uscript_getScript(c, &status);
    const bool neutral = own == USCRIPT_COMMON || own == USCRIPT_INHERITED;
    if (!neutral) script = own;
    const bool right_to_left = (ubidi_getLevelAt(bidi_.get(), i) & 1) != 0;
    const auto character = static_cast<char32_t>(c);
    FontId font = 0;
    const bool after_emoji = !runs_.empty() && fonts_.is_emoji(runs_.back().font);
    const UChar32 after = next < length ? text_.char32At(next) : 0;
    const bool in_colors = is_emoji(c, after) || (after_emoji && joins_emoji(c));
    constexpr FontId kNone = 0xFFFF;
    const FontId emoji = in_colors ? fonts_.emoji().value_or(kNone) : kNone;
    const bool unseen = c < 0x20 || is_order_sign(c);
    // Signs and marks stay in the font of their neighbours, where that has them; but not in that of
    // the emoji, which has digits and a space of its own.
    const bool stays = neutral && !runs_.empty() && !after_emoji &&
                       (unseen || fonts_.has(runs_.back().font, character));
    if (emoji != kNone && (joins_emoji(c) || fonts_.has(emoji, character))) {
      font = emoji;
    } else if (stays) {
      font = runs_.back().font;
    } else {
      font = fonts_.choose(unseen ? U' ' : character, weight, language_);
    }
    if (!runs_.empty() && runs_.back().script == script && runs_.back().font == font &&
        runs_.back().right_to_left == right_to_left) {
      runs_.back().end = next;
    } else {
      runs_.push_back({i, next, script, font, right_to_left});
    }
    ascent_ = std::max(ascent_, static_cast<float>(fonts_.ascent(font)));
    descent_ = std::max(descent_, static_cast<float>(fonts_.descent(font)));
    i = next;
  }
}

float Paragraph::shape(const Run& run, std::int32_t begin, std::int32_t end, float x, SetLine* line,
                       std::vector<float>* advances) const {
  const std::unique_ptr<hb_buffer_t, BufferEnd> buffer(hb_buffer_create());
  hb_buffer_add_utf16(buffer.get(), reinterpret_cast<const std::uint16_t*>(text_.getBuffer()),
                      text_.length(), static_cast<unsigned>(begin), end - begin);
  hb_buffer_set_direction(buffer.get(), run.right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(
      buffer.get(),
      hb_script_from_string(uscript_getShortName(static_cast<UScriptCode>(run.script)), -1));
  hb_buffer_set_language(buffer.get(), hb_language_from_string(language_.str().c_str(), -1));
  hb_shape(fonts_.shaper(run.font), buffer.get(), nullptr, 0);
  unsigned count = 0;
  const auto* info = hb_buffer_get_glyph_infos(buffer.get(), &count);
  const auto* position = hb_buffer_get_glyph_positions(buffer.get(), &count);
  const auto em = static_cast<float>(fonts_.units_per_em(run.font));
  for (unsigned i = 0; i < count; ++i) {
    const bool control = text_.charAt(static_cast<std::int32_t>(info[i].cluster)) < 0x20;
    const float advance = control ? 0 : static_cast<float>(position[i].x_advance) / em;
    if (advances != nullptr) (*advances)[info[i].cluster] += advance;
    if (line != nullptr && !control) {
      line->glyphs.push_back({run.font, info[i].codepoint,
                              x + static_cast<float>(position[i].x_offset) / em,
                              -static_cast<float>(position[i].y_offset) / em});
    }
    x += advance;
  }
  return x;
}

void Paragraph::measure() {
  std::vector<float> advances(static_cast<std::size_t>(text_.length()) + 1, 0.0F);
  for (const auto& run : runs_) shape(run, run.begin, run.end, 0, nullptr, &advances);
  way_.assign(advances.size(), 0.0F);
  for (std::size_t i = 1; i < advances.size(); ++i) way_[i] = way_[i - 1] + advances[i - 1];
}

float Paragraph::width_of(std::int32_t begin, std::int32_t end) const {
  return way_[static_cast<std::size_t>(end)] - way_[static_cast<std::size_t>(begin)];
}

void Paragraph::find_breaks() {
  const auto size = static_cast<std::size_t>(text_.length()) + 1;
  breaks_.assign(size, 0);
  letters_.assign(size, 0);
  std::string locale(language_.str());
  // Japanese breaks between phrases, as on posters, and not between any two signs.
  const bool phrases = locale.starts_with("ja");
  if (phrases) locale += "@lw=phrase";
  if (const auto lines = open_breaker(UBRK_LINE, locale, text_)) {
    for (auto at = ubrk_next(lines.get()); at != UBRK_DONE; at = ubrk_next(lines.get())) {
      const auto kind = ubrk_getRuleStatus(lines.get());
      const bool must = kind >= UBRK_LINE_HARD && kind < UBRK_LINE_HARD_LIMIT;
      breaks_[static_cast<std::size_t>(at)] = must ? kMustBreak : kMayBreak;
    }
  }
  breaks_[size - 1] = kMustBreak;
  if (const auto letters = open_breaker(UBRK_CHARACTER, language_.str(), text_)) {
    for (auto at = ubrk_next(letters.get()); at != UBRK_DONE; at = ubrk_next(letters.get())) {
      letters_[static_cast<std::size_t>(at)] = 1;
    }
  }
  if (!phrases) return;
  if (const auto lines = open_breaker(UBRK_LINE, language_.str(), text_)) {
    for (auto at = ubrk_next(lines.get()); at != UBRK_DONE; at = ubrk_next(lines.get())) {
      letters_[static_cast<std::size_t>(at)] = kFineBreak;
    }
  }
}

std::vector<Paragraph::Range> Paragraph::break_lines(float room) const {
  std::vector<Range> lines;
  const auto length = text_.length();
  const auto without_spaces = [&](std::int32_t begin, std::int32_t end) {
    while (end > begin && is_space(text_.charAt(end - 1))) --end;
    return end;
  };
  std::int32_t begin = 0, fits = 0;
  for (std::int32_t at = 1; at <= length; ++at) {
    const auto kind = breaks_[static_cast<std::size_t>(at)];
    if (kind == 0) continue;
    if (width_of(begin, without_spaces(begin, at)) > room + 1e-4F) {
      if (fits > begin) {
        lines.push_back({begin, without_spaces(begin, fits), false});
        begin = fits;
      }
      // A word wider than the room is broken between two letters.
      while (width_of(begin, without_spaces(begin, at)) > room + 1e-4F) {
        std::int32_t end = begin, fine = begin;
        for (std::int32_t i = begin + 1; i < at && width_of(begin, i) <= room; ++i) {
          if (letters_[static_cast<std::size_t>(i)] != 0) end = i;
          if (letters_[static_cast<std::size_t>(i)] == kFineBreak) fine = i;
        }
        if (end == begin) break;
        const bool broken = fine == begin;
        lines.push_back({begin, broken ? end : fine, broken});
        begin = lines.back().end;
      }
    }
    fits = at;
    if (kind == kMustBreak) {
      lines.push_back({begin, without_spaces(begin, at), false});
      begin = at;
    }
  }
  // Whoever typed a new line last stands on it.
  if (length > 0 && text_.charAt(length - 1) == u'\n') lines.push_back({length, length, false});
  if (lines.empty()) lines.push_back({0, 0, false});
  return lines;
}

SetLine Paragraph::set_line(const Range& range) const {
  SetLine line;
  line.broken_word = range.broken_word;
  if (range.end <= range.begin) return line;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, BidiEnd> bidi(ubidi_open());
  ubidi_setLine(bidi_.get(), range.begin, range.end, bidi.get(), &status);
  const int count = ubidi_countRuns(bidi.get(), &status);
  EARSHOT_CHECK(U_SUCCESS(status));
  float x = 0;
  for (int i = 0; i < count; ++i) {
    std::int32_t start = 0, size = 0;
    const bool reversed = ubidi_getVisualRun(bidi.get(), i, &start, &size) == UBIDI_RTL;
    const auto begin = range.begin + start, end = begin + size;
    const auto add = [&](const Run& run) {
      const auto from = std::max(begin, run.begin), to = std::min(end, run.end);
      if (from < to) x = shape(run, from, to, x, &line, nullptr);
    };
    if (reversed) {
      std::for_each(runs_.rbegin(), runs_.rend(), add);
    } else {
      std::for_each(runs_.begin(), runs_.end(), add);
    }
  }
  line.width = x;
  return line;
}

const Setting& Paragraph::lines(float room, bool even) {
  for (const auto& known : known_) {
    if (known->even == even && std::abs(known->room - room) < 1e-4F) return known->setting;
  }
  auto ranges = break_lines(room);
  const auto count = ranges.size();
  if (even && count > 1 && count < 12) {
    // As narrow as that many lines allow, so that no last line has a single word.
    float low = room / static_cast<float>(count) * 0.8F, high = room;
    for (int step = 0; step < 8; ++step) {
      const float middle = (low + high) / 2;
      const auto tried = break_lines(middle);
      const bool broken = std::any_of(tried.begin(), tried.end(),
                                      [](const Range& range) { return range.broken_word; });
      (tried.size() <= count && !broken ? high : low) = middle;
    }
    // A little more where it gives the first line another word: "What made / it so?".
    ranges = break_lines(std::min(room, high * kEvenEnough));
  }
  Setting setting;
  setting.right_to_left = (ubidi_getParaLevel(bidi_.get()) & 1) != 0;
  for (const auto& range : ranges) {
    setting.lines.push_back(set_line(range));
    setting.width = std::max(setting.width, setting.lines.back().width);
    setting.broken_word = setting.broken_word || range.broken_word;
  }
  if (known_.size() >= kSettingsMax) known_.erase(known_.begin());
  known_.push_back(std::make_unique<Known>(Known{room, even, std::move(setting)}));
  return known_.back()->setting;
}

}  // namespace earshot::kiosk
