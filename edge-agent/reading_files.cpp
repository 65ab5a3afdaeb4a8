#include "edge-agent/reading_files.h"

#include <spdlog/spdlog.h>

#include "platform/reading/reading.h"

namespace earshot::edge {

ReadingParts reading_parts(const ReadingConfig& config) {
  const auto built_in = reading::built_in_files();
  if (!built_in)
    spdlog::log(config.taxonomy.empty() ? spdlog::level::err : spdlog::level::warn,
                "{} ([reading] taxonomy)", built_in.error().message);
  reading::ReadingFiles files = built_in ? *built_in : reading::ReadingFiles{};
  if (!config.taxonomy.empty()) files.taxonomy = config.taxonomy;
  if (!config.weights.empty()) files.models = config.weights;
  files.taught = config.model;
  const auto loaded = [](const reading::ReadingFiles& from) {
    const std::string missing = reading::missing_weights(from);
    if (!missing.empty()) spdlog::warn("{} ([reading] weights)", missing);
    return reading::load_reading(from);
  };
  if (!files.taxonomy.empty()) {
    auto parts = loaded(files);
    if (parts) return {*std::move(parts), true};
    spdlog::error("comments are not read as [reading] says: {}", parts.error().message);
  }
  if (built_in) {
    auto stand_in = loaded(*built_in);
    if (stand_in) {
      spdlog::warn("they are read with what came with the program until that is corrected");
      return {*std::move(stand_in), false};
    }
    spdlog::error("nor with what came with the program: {}", stand_in.error().message);
  }
  spdlog::warn("topics are not found in comments; urgency and personal data are");
  return {{}, false};
}

}  // namespace earshot::edge
