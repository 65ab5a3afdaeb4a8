// The stage: shows one screen after the other, with the transitions between them, inside the
// current ImGui frame. Owner: the shell. Threads: the shell's only. At rest it asks for no frames
// at all.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "kiosk/app/screen.h"
#include "kiosk/ui/logo.h"
#include "kiosk/ui/touch.h"
#include "kiosk/ui/type.h"

namespace earshot::kiosk {

class Stage {
 public:
  Stage(Theme theme, Type type, Panel panel);

  /// The survey's languages whose every letter this machine has a font for.
  [[nodiscard]] std::vector<LanguageTag> drawable_languages(const survey::Survey& survey);

  /// Draws the screen as it is at `now`, and returns what the customer did in this frame.
  Action draw(const Screen& screen, MonoTime now);

  /// When the next frame is due though nothing happens; none at rest.
  [[nodiscard]] std::optional<MonoTime> next_frame(MonoTime now) const;

  /// False while the screen that was drawn last still comes in: it does not stand where it will.
  [[nodiscard]] bool arrived() const { return !leaving_; }

  /// What can be touched on the screen that was drawn last.
  [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }
  /// Every line of text that it shows.
  [[nodiscard]] const std::vector<DrawnText>& texts() const { return texts_; }
  /// The location's mark, on the screens that wait; not in high contrast.
  void set_logo(Logo logo) { logo_ = std::move(logo); }
  /// Lays over the finished picture what is none of ImGui's: the mark.
  void finish(const Image& image);
  /// Where the mark is on the screen that was drawn last.
  [[nodiscard]] std::optional<Box> logo_at() const;

  void set_letters(Letters letters) { letters_ = letters; }

  [[nodiscard]] const Panel& panel() const { return panel_; }
  [[nodiscard]] const Type& type() const { return type_; }
  [[nodiscard]] const GlyphAtlas& atlas() const { return type_.atlas(); }

 private:
  void notice(const Screen& screen, MonoTime now);
  void draw_one(Canvas& canvas, Touches& touches, const Screen& screen, MonoTime now);
  void dress(Canvas& canvas, const Screen& screen);
  void place_mark(const Screen& screen, double opacity, double shift);
  [[nodiscard]] const Theme& theme_of(const Screen& screen) const;
  [[nodiscard]] double eased(MonoTime begin, MonoTime now) const;
  [[nodiscard]] bool moves() const { return !theme_.reduced_motion && theme_.fade.count() > 0; }

  const Theme theme_, high_contrast_;
  Type type_;
  const Panel panel_;
  std::optional<Screen> shown_, leaving_;
  bool backwards_ = false;
  MonoTime appears_at_{};   ///< when the shown screen begins to appear
  MonoTime answered_at_{};  ///< when the last answer was given
  Hand hand_;
  Letters letters_ = Letters::in_place;
  std::optional<Logo> logo_;
  /// Of the mark in this frame: whose screen it is on, and how far that has come.
  struct Mark {
    Box box;
    double opacity = 1;
  };
  std::optional<Mark> mark_;
  std::vector<Target> targets_;
  std::vector<DrawnText> texts_;
};

/// Tells a new ImGui context what the stage expects of it: no fonts, no files, soft edges.
void prepare_imgui();

}  // namespace earshot::kiosk
