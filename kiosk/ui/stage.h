// The stage: shows one screen after the other, with the transitions between them, inside the
// current ImGui frame. Owner: the shell. Threads: the shell's only. At rest it asks for no frames
// at all.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/app/screen.h"
#include "kiosk/ui/touch.h"
#include "kiosk/ui/type.h"

namespace earshot::kiosk {

class Stage {
 public:
  Stage(Theme theme, Type type, Panel panel);

  /// Makes the letters that `survey` needs; the atlas's texture must then be fetched anew. Call it
  /// within the ImGui context and outside a frame.
  void prepare(const survey::Survey* survey);
  /// The survey's languages that can be drawn here.
  [[nodiscard]] std::vector<LanguageTag> drawable_languages(const survey::Survey& survey) const;

  /// Draws the screen as it is at `now`, and returns what the customer did in this frame.
  Action draw(const Screen& screen, MonoTime now);

  /// When the next frame is due though nothing happens; none at rest.
  [[nodiscard]] std::optional<MonoTime> next_frame(MonoTime now) const;

  /// What can be touched on the screen that was drawn last.
  [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }
  [[nodiscard]] const Panel& panel() const { return panel_; }

 private:
  void notice(const Screen& screen, MonoTime now);
  Action draw_one(Canvas& canvas, const Screen& screen, bool live, MonoTime now);
  [[nodiscard]] double eased(MonoTime begin, MonoTime now) const;

  const Theme theme_;
  Type type_;
  const Panel panel_;
  std::optional<Screen> shown_, leaving_;
  MonoTime appears_at_{};   ///< when the shown screen begins to appear
  MonoTime answered_at_{};  ///< when the last answer was given
  std::vector<Target> targets_;
};

}  // namespace earshot::kiosk
