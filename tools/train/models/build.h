// Every file of weights, one after the other, with its held-out figures. Owner: tools/train.
// Threads: one calls; training uses all cores. The same data gives the same bytes.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "core/base/result.h"
#include "core/text/training.h"
#include "tools/train/models/sources.h"

namespace earshot::train {

struct BuildOptions {
  std::filesystem::path data;
  std::filesystem::path vectors;
  std::filesystem::path out;
  std::string only;  ///< one part, made with the word table that is there; "" for all
};

/// Examples, and what was learnt from them.
struct Taught {
  Sources sources;
  text::Trained trained;
};

/// One part as it is shipped: "sentiment", "sentiment-five" or "emotions".
[[nodiscard]] Result<Taught> teach(const std::string& part, const std::filesystem::path& data,
                                   const text::WordTable& words);

[[nodiscard]] Result<void> build_models(const BuildOptions& options, std::ostream& out);

}  // namespace earshot::train
