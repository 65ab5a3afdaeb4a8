// An overview: many screens side by side, small.
// Owner: whoever makes one. Threads: one.
#pragma once

#include <vector>

#include "kiosk/ui/studio.h"

namespace earshot::kiosk {

class Sheet {
 public:
  /// For pictures of this panel's size.
  explicit Sheet(const Panel& panel);

  void add(const Image& image);
  /// All of them, in rows. Valid until the next call.
  [[nodiscard]] Image image();

 private:
  int shrink_;
  int columns_;
  std::vector<SmallImage> pictures_;
  std::vector<std::uint32_t> pixels_;
};

}  // namespace earshot::kiosk
