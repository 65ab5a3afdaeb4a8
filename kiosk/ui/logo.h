// The location's own mark in its own colours, from a PNG file, for the screens that wait.
// Owner: the stage. Threads: the shell's only.
// It is laid over the finished picture: ImGui's triangles know one texture, and that is letters.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/raster.h"

namespace earshot::kiosk {

class Logo {
 public:
  static constexpr int kSideMax = 2048;  ///< pixels, each way

  /// Error: invalid, when it is no PNG or too large; the message names the file.
  static Result<Logo> load(const std::filesystem::path& path);

  /// The largest box of the mark's shape in `room`, at its end (left if `mirrored`), in the middle
  /// of its height.
  [[nodiscard]] Box fitted(const Box& room, bool mirrored) const;

  /// Lays it over `image` at `at` millimetres; opacity 0–1.
  void draw(const Image& image, const Box& at, double px_per_mm, double opacity);

 private:
  struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
  };
  explicit Logo(Pixels whole) : whole_(std::move(whole)) {}
  void scale(int width, int height);

  Pixels whole_;
  Pixels scaled_;  ///< as it was drawn last: a panel has one size
};

/// Where it stands on a screen that waits: at the end of the helpers' row, or at its beginning
/// where whoever has a code finds the way at the end; `languages`: the sign for them comes before
/// it there.
[[nodiscard]] Box logo_room(const Frame& frame, bool has_code, bool languages);

}  // namespace earshot::kiosk
