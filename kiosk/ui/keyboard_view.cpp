#include <imgui.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/keyboard.h"
#include "kiosk/ui/view.h"

namespace earshot::kiosk {
namespace {

/// How long a finger rests on a key until it shows its accents, and until erase repeats.
constexpr Duration kAccentsAfter = std::chrono::milliseconds(400);
constexpr Duration kRepeatAfter = std::chrono::milliseconds(500);
constexpr Duration kRepeatEvery = std::chrono::milliseconds(90);

struct KeyMeasure {
  double pitch;  ///< from key to key, down
  double gap;    ///< between what is drawn; the touch areas have none
  double width_max;
};
KeyMeasure measure(const Frame& frame, std::size_t rows) {
  switch (frame.arrangement) {
    case Arrangement::landscape:
      return {rows > 4 ? 22.0 : 25.0, 3, 34};
    case Arrangement::portrait:
      return {27, 3, 27};
    case Arrangement::small:
      return {80.0 / static_cast<double>(rows), 2, 21.4};
  }
  return {};
}

bool is_space(const Key& key) { return key.kind == Key::Kind::type && key.text == " "; }

/// How many letters wide a key is. The space bar takes what the longest row leaves it, and this at
/// least; what has little room takes it from the keys that type nothing, then from the space bar.
struct Widths {
  double other, space;
  [[nodiscard]] double of(const Key& key) const {
    if (is_space(key)) return space;
    return key.kind == Key::Kind::type ? 1 : other;
  }
  [[nodiscard]] double of(const std::vector<Key>& row) const {
    double units = 0;
    for (const auto& key : row) units += of(key);
    return units;
  }
};

Widths widths_of(const std::vector<Key>& row, bool small) {
  const double most = small ? 10 : 12;
  for (const auto& widths : {Widths{1.5, 3}, Widths{1.5, 2}}) {
    if (widths.of(row) <= most) return widths;
  }
  return {1, 2};
}

/// The widest row, in letters.
double units_of(const KeyRows& rows, bool small) {
  double most = 10;
  for (const auto& row : rows) most = std::max(most, widths_of(row, small).of(row));
  return most;
}

/// One key: where it is, what it is, what the finger does to it.
struct Cap {
  const Key& key;
  std::string name;
  Box cell;  ///< what can be touched
  Box face;  ///< what is drawn
  double radius;
  Touch touch;
};

/// As many of the page's first keys as have room.
std::string first_keys(const View& view, KeyPage page, double room) {
  auto state = view.screen.keyboard;
  state.page = page;
  const auto rows = key_rows(view.screen.language, state);
  std::string keys;
  for (std::size_t i = 0; !rows.empty() && i < rows.front().size() && i < 2; ++i) {
    const auto longer = keys + rows.front()[i].text;
    if (i > 0 && view.canvas.width(longer, TextStyle::text_small) > room - 2) break;
    keys = longer;
  }
  return keys;
}

/// "123", and for letters their word, or some of them where the word has no room.
std::string page_label(const View& view, const Key& key, double room) {
  if (key.page == KeyPage::numbers) return "123";
  const auto shown = view.screen.keyboard.page;
  const bool other_half = key.page == KeyPage::more_letters || key.page == KeyPage::more_emoji ||
                          (key.page == KeyPage::letters && shown == KeyPage::more_letters) ||
                          (key.page == KeyPage::emoji && shown == KeyPage::more_emoji);
  if (other_half) return first_keys(view, key.page, room);
  std::string word = key.text.empty() ? std::string(view.words(Phrase::key_letters)) : key.text;
  if (view.canvas.width(word, TextStyle::text_small) <= room - 2) return word;
  if (key.page == KeyPage::latin) return "ABC";
  return first_keys(view, KeyPage::letters, room);
}

/// As a key shows it. An Arabic vowel sign alone is a speck somewhere: it stands on the stroke that
/// lengthens a word. (Signs of Indic scripts and Thai get a circle when they are shaped.)
std::string face_of(const std::string& letter) {
  UChar32 c = 0;
  int32_t size = 0;
  U8_NEXT(letter.data(), size, static_cast<int32_t>(letter.size()), c);
  const bool alone = size == static_cast<int32_t>(letter.size());
  const bool sign = c >= 0x064B && c <= 0x0670 && u_charType(c) == U_NON_SPACING_MARK;
  return alone && sign ? "\u0640" + letter : letter;
}

void draw_face_of(View& view, const Cap& cap) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const auto& key = cap.key;
  const auto& state = view.screen.keyboard;
  const bool on = key.kind == Key::Kind::shift && (state.shift || state.caps);
  const bool held = cap.touch.held;
  const bool types = key.kind == Key::Kind::type;
  const Color ground = held || on ? theme.accent
                       : types    ? theme.surface_raised
                                  : mix(theme.surface_raised, theme.ink, 0.10);
  const Color ink = held || on ? theme.accent_ink : theme.ink;
  Box face = cap.face;
  if (held) face.y += 0.7;
  if (!theme.outlines && !held) {
    canvas.rounded({face.x, face.y + 0.7, face.w, face.h}, cap.radius,
                   mix(theme.surface, theme.ink, 0.22));
  }
  canvas.rounded(face, cap.radius, ground);
  if (theme.outlines) canvas.outline(face, cap.radius, 0.5, theme.ink);
  const double side = std::min(face.w, face.h) * 0.5;
  const Box sign{face.center_x() - side / 2, face.center_y() - side / 2, side, side};
  switch (key.kind) {
    case Key::Kind::erase:
      return draw_icon(canvas, Icon::erase, sign, ink);
    case Key::Kind::shift:
      return draw_icon(canvas, Icon::shift, sign, ink);
    case Key::Kind::page:
      if (key.page == KeyPage::emoji && state.page != KeyPage::more_emoji) {
        return draw_icon(canvas, Icon::smile, sign, ink);
      }
      canvas.text(face, page_label(view, key, face.w), TextStyle::text_small, ink);
      return;
    case Key::Kind::type:
      if (is_space(key)) {
        canvas.text(face, own_name(view.screen.language), TextStyle::text_small, theme.ink_soft);
      } else {
        canvas.text(face, face_of(key.text), TextStyle::text, TextStyle::text_small, ink);
      }
  }
}

/// What shows above the finger: the letter, or its accents to slide to.
struct Popup {
  Box box;
  std::vector<std::string> letters;
  std::size_t chosen = 0;
};

Popup popup_of(const View& view, const Cap& cap, bool accents) {
  Popup popup;
  popup.letters = {cap.key.text};
  if (accents) popup.letters.insert(popup.letters.end(), cap.key.more.begin(), cap.key.more.end());
  const double side = std::max(cap.face.w, cap.face.h) * 1.1;
  const double w = side * static_cast<double>(popup.letters.size());
  const double left =
      std::clamp(cap.face.center_x() - side / 2, 2.0, std::max(2.0, view.frame.width - w - 2));
  popup.box = {left, std::max(1.0, cap.face.y - side - 2), w, side};
  if (!accents) return popup;
  if (const auto finger = view.touches.finger(view.canvas)) {
    const double at = (finger->x - popup.box.x) / side;
    const auto last = static_cast<double>(popup.letters.size() - 1);
    popup.chosen = static_cast<std::size_t>(std::clamp(std::floor(at), 0.0, last));
  }
  return popup;
}

void draw_popup(View& view, const Popup& popup) {
  auto& canvas = view.canvas;
  const auto& theme = view.theme();
  const double side = popup.box.h, radius = side * 0.22;
  card(canvas, popup.box, radius, theme.surface_raised, kFloat * 1.4);
  for (std::size_t i = 0; i < popup.letters.size(); ++i) {
    const Box cell{popup.box.x + side * static_cast<double>(i), popup.box.y, side, side};
    const bool chosen = popup.letters.size() > 1 && i == popup.chosen;
    if (chosen) canvas.rounded(cell, radius, theme.accent);
    canvas.text(cell, face_of(popup.letters[i]), TextStyle::title_small, TextStyle::text,
                chosen ? theme.accent_ink : theme.ink);
  }
}

/// A finger that rests on erase takes one letter after the other.
void repeat_erase(View& view, const Cap& cap) {
  if (!cap.touch.held || cap.touch.held_for < kRepeatAfter) return;
  auto& hand = view.touches.hand();
  const auto due =
      1 + static_cast<int>((cap.touch.held_for - kRepeatAfter).count() / kRepeatEvery.count());
  if (hand.repeats >= due) return;
  hand.repeats = due;
  hand.spent = true;
  view.touches.act({.kind = Action::Kind::erase});
}

/// The popup belongs to the finger until it is lifted, wherever that is.
void follow_finger(View& view, const std::vector<Cap>& caps) {
  auto& hand = view.touches.hand();
  for (const auto& cap : caps) {
    if (cap.name != hand.on || cap.key.kind != Key::Kind::type || is_space(cap.key)) continue;
    const bool rested = view.now - hand.since >= kAccentsAfter;
    if (!cap.key.more.empty() && rested && (hand.spent || cap.touch.held)) {
      hand.spent = true;
      const auto popup = popup_of(view, cap, true);
      if (ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
        if (ImGui::IsMousePosValid()) {
          view.touches.act({.kind = Action::Kind::type, .text = popup.letters[popup.chosen]});
        }
        return;
      }
      return draw_popup(view, popup);
    }
    if (cap.touch.held) draw_popup(view, popup_of(view, cap, false));
    return;
  }
}

}  // namespace

Box keyboard_area(const View& view) {
  const auto rows = key_rows(view.screen.language, view.screen.keyboard);
  const auto m = measure(view.frame, std::max<std::size_t>(rows.size(), 4));
  const double units = units_of(rows, view.screen.keyboard.small);
  const double margin = view.frame.small ? 2 : view.frame.margin * 0.5;
  const double w = std::min(view.frame.width - 2 * margin, units * m.width_max);
  const double h = m.pitch * static_cast<double>(std::max<std::size_t>(rows.size(), 4));
  const double bottom = view.frame.way.y - (view.frame.small ? 1.5 : kGapMin);
  return {(view.frame.width - w) / 2, bottom - h, w, h};
}

void draw_keyboard(View& view, const Box& area) {
  auto& canvas = view.canvas;
  const auto rows = key_rows(view.screen.language, view.screen.keyboard);
  if (rows.empty()) return;
  const auto m = measure(view.frame, std::max<std::size_t>(rows.size(), 4));
  // Keyboards stand the same way round in every script.
  const bool mirrored = canvas.mirrored();
  canvas.set_mirrored(false);
  const double most = units_of(rows, view.screen.keyboard.small);
  const auto count = static_cast<double>(rows.size());
  const double unit = area.w / most, whole = area.h / count;
  // Accents are a single row with the way back below it: they stand where the hand is.
  const bool few = !view.screen.keyboard.accents_of.empty();
  const double pitch = few ? std::min(whole, m.pitch * 1.3) : whole;
  const double top = area.bottom() - pitch * count;
  std::vector<Cap> caps;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    auto widths = widths_of(rows[r], view.screen.keyboard.small);
    double units = widths.of(rows[r]);
    if (std::any_of(rows[r].begin(), rows[r].end(), is_space)) {
      widths.space += most - units;  // the space bar takes what is left
      units = most;
    }
    double x = area.x + (area.w - units * unit) / 2;
    for (const auto& key : rows[r]) {
      const double w = widths.of(key) * unit;
      const Box cell{x, top + static_cast<double>(r) * pitch, w, pitch};
      const Box face{cell.x + m.gap / 2, cell.y + m.gap / 2, cell.w - m.gap, cell.h - m.gap};
      const double radius = std::min(face.h * 0.24, 4.0);
      auto name = name_of(key);
      const auto touch = view.touches.area(canvas, name, cell, radius, face);
      caps.push_back({key, std::move(name), cell, face, radius, touch});
      x += w;
    }
  }
  for (const auto& cap : caps) draw_face_of(view, cap);
  for (const auto& cap : caps) {
    if (cap.key.kind == Key::Kind::erase) repeat_erase(view, cap);
  }
  follow_finger(view, caps);
  canvas.set_mirrored(mirrored);
}

void draw_caret(View& view, const TextEnd& end, double cap) {
  const double w = std::max(0.5, cap * 0.11);
  const double x = end.against ? end.at.x - w * 1.6 : end.at.x + w * 0.6;
  view.canvas.rounded({x, end.at.y - cap * 1.22, w, cap * 1.44}, w / 2, view.theme().accent);
}

}  // namespace earshot::kiosk
