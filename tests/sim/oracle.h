// What was said and thanked for, known from the customers alone and from nothing that the programs
// under test say; and which of it went with a disk that was destroyed on purpose. Owner: the scene.
// Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/response/response.h"
#include "tests/sim/story.h"

namespace earshot::sim {

/// One state of a response, as a kiosk was told to save it.
struct Utterance {
  response::Response response;
  bool thanked = false;
  bool lost = false;  ///< the last disk that held it was destroyed on purpose
};

struct Voice {
  int number = 0;  ///< in the order of their first words, for the story
  LocationId location;
  DeviceId device;
  SimTime first_at = 0;  ///< the truth, whatever the kiosk's clock said
  std::map<std::uint32_t, Utterance> revisions;

  /// The newest revision that was thanked for and is not lost; none: nothing can be asked for.
  [[nodiscard]] std::optional<std::uint32_t> owed() const;
};

/// The newest revision of each response that some disk holds.
using Holding = std::map<ResponseId, std::uint32_t>;

class Oracle {
 public:
  explicit Oracle(Story& story) : story_(story) {}

  void said(const LocationId& location, const DeviceId& device, const response::Response& response,
            SimTime now);
  void thanked(const response::Response& response);

  /// A disk with `gone` on it is destroyed, and `left` is on all other disks of that location.
  /// Returns how many thanked utterances were on that disk alone.
  std::size_t destroyed(const LocationId& location, const Holding& gone, const Holding& left);
  /// True when a disk of this location took something with it that was owed.
  [[nodiscard]] bool has_losses(const LocationId& location) const {
    return losses_.contains(location);
  }

  [[nodiscard]] const std::map<ResponseId, Voice>& voices() const { return voices_; }
  [[nodiscard]] std::uint64_t thanked_count() const { return thanked_; }
  [[nodiscard]] std::uint64_t lost_count() const { return lost_; }

 private:
  Story& story_;
  std::map<ResponseId, Voice> voices_;
  std::set<LocationId> losses_;
  std::uint64_t thanked_ = 0, lost_ = 0;
};

/// What a kiosk's or an edge agent's database holds, read with a look of our own. Nothing if there
/// is no such file, or it cannot be read.
[[nodiscard]] Holding held_by_kiosk(const std::filesystem::path& store);
[[nodiscard]] Holding held_by_edge(const std::filesystem::path& store);
/// Adds `more`, keeping the newest revision of each.
void add_to(Holding& holding, const Holding& more);

}  // namespace earshot::sim
