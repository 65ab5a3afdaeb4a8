// Pictures of screens without a window: the stage and the raster over memory.
// Owner: whoever makes one; one at a time (ImGui has one context). Threads: one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "kiosk/ui/raster.h"
#include "kiosk/ui/stage.h"

struct ImGuiContext;

namespace earshot::kiosk {

class PictureStudio {
 public:
  /// Error: as Type::load and Logo::load.
  static Result<std::unique_ptr<PictureStudio>> open(const Theme& theme, const Panel& panel);
  ~PictureStudio();
  PictureStudio(const PictureStudio&) = delete;
  PictureStudio& operator=(const PictureStudio&) = delete;

  /// The screen at rest, at `now`. A finger is on the target `held`, if that is there.
  /// Valid until the next call.
  const Image& take(const Screen& screen, MonoTime now, const std::string& held = "");
  /// One frame of it, as the kiosk draws one while nothing new is to be laid out.
  const Image& take_once(const Screen& screen, MonoTime now);
  /// Without pixels: what can be touched, and where texts stand.
  void lay_out_only(const Screen& screen, MonoTime now);
  /// The same without its letters: what they stand on.
  const Image& take_grounds(const Screen& screen, MonoTime now);

  /// The same with its letters over everything else: where it differs, one is covered.
  const Image& take_letters_on_top(const Screen& screen, MonoTime now);

  [[nodiscard]] Stage& stage() { return stage_; }

 private:
  PictureStudio(Stage stage, const Panel& panel);
  void draw(const Screen& screen, MonoTime now);
  void lay_out(const Screen& screen, MonoTime now);

  Stage stage_;
  ImGuiContext* imgui_;
  std::vector<std::uint32_t> pixels_;
  Image image_;
};

/// A copy that is 1/`by` as wide and high: each pixel the mean of those that it stands for.
struct SmallImage {
  std::vector<std::uint32_t> pixels;
  int width = 0, height = 0;
  [[nodiscard]] Image view() { return {pixels.data(), width, height, width}; }
};
[[nodiscard]] SmallImage shrunk(const Image& image, int by);

}  // namespace earshot::kiosk
