// A text as letters in lines: direction by ICU's bidi, a font for each run, shaped by HarfBuzz,
// broken where its script allows it. Owner: Type. Threads: the shell's only.
// Everything is measured in ems, so one setting serves every size.
#pragma once

#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "kiosk/ui/font_shelf.h"

namespace earshot::kiosk {

/// How a text runs when it does not say so itself.
enum class Direction : std::uint8_t { left_to_right, right_to_left, by_first_letter };

struct SetGlyph {
  FontId font = 0;
  std::uint32_t glyph = 0;
  float x = 0, y = 0;  ///< of its pen from the line's left end and base line, ems, y downwards
};

struct SetLine {
  std::vector<SetGlyph> glyphs;  ///< from left to right as they are seen
  float width = 0;
  bool broken_word = false;  ///< its end is inside a word that had no room
};

struct Setting {
  std::vector<SetLine> lines;
  float width = 0;             ///< of the widest line
  bool broken_word = false;    ///< a word had no room
  bool right_to_left = false;  ///< of its first paragraph
};

class Paragraph {
 public:
  Paragraph(FontShelf& fonts, std::string_view text, Weight weight, const LanguageTag& language,
            Direction direction);
  Paragraph(const Paragraph&) = delete;
  Paragraph& operator=(const Paragraph&) = delete;

  /// In lines no wider than `room` ems, and as even as the same number of lines allows.
  const Setting& lines(float room, bool even);
  /// In one line, but for breaks in the text itself.
  const Setting& line() { return lines(kNoEnd, false); }

  /// The highest and lowest of its fonts, ems, both positive.
  [[nodiscard]] float ascent() const { return ascent_; }
  [[nodiscard]] float descent() const { return descent_; }

  static constexpr float kNoEnd = 1e6F;

 private:
  /// UTF-16 code units of one direction, script and font.
  struct Run {
    std::int32_t begin, end;
    int script;  ///< UScriptCode
    FontId font;
    bool right_to_left;
  };
  struct Range {
    std::int32_t begin, end;
    bool broken_word;
  };
  struct BidiEnd {
    void operator()(UBiDi* bidi) const { ubidi_close(bidi); }
  };

  void find_runs(Weight weight);
  void measure();
  void find_breaks();
  /// Adds the glyphs of `[begin, end)` of a run at `x`; returns the pen's way.
  float shape(const Run& run, std::int32_t begin, std::int32_t end, float x, SetLine* line,
              std::vector<float>* advances) const;
  [[nodiscard]] std::vector<Range> break_lines(float room) const;
  [[nodiscard]] SetLine set_line(const Range& range) const;
  [[nodiscard]] float width_of(std::int32_t begin, std::int32_t end) const;

  FontShelf& fonts_;
  LanguageTag language_;
  icu::UnicodeString text_;
  std::unique_ptr<UBiDi, BidiEnd> bidi_;
  std::vector<Run> runs_;
  std::vector<float> way_;             ///< the advances of all units before this one
  std::vector<std::uint8_t> breaks_;   ///< before this unit: 0 none, 1 a line may, 2 it must
  std::vector<std::uint8_t> letters_;  ///< before this unit a letter, as people see it, begins
  float ascent_ = 0, descent_ = 0;

  struct Known {
    float room;
    bool even;
    Setting setting;
  };
  std::vector<std::unique_ptr<Known>> known_;
};

}  // namespace earshot::kiosk
