// All kiosks of one run, on one event loop: opened, connected a few at a time, watched, waited for.
// Owner: a command. Threads: the event loop's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/traffic/credentials.h"
#include "tools/traffic/kiosk.h"
#include "tools/traffic/thanked_file.h"

namespace earshot::traffic {

struct FleetSettings {
  std::string host;
  std::uint16_t port = 1883;
  Credentials credentials;
  std::filesystem::path state;    ///< one database a kiosk goes below it
  std::filesystem::path thanked;  ///< ThankedFile; empty: none
};

/// Sums over all kiosks.
struct FleetTotals {
  std::size_t kiosks = 0, connected = 0;
  std::uint64_t left_over = 0;  ///< waited when the run began, from an earlier one
  std::uint64_t said = 0;       ///< new in this run
  std::uint64_t repeated = 0;   ///< handed in, but said before
  std::uint64_t waiting = 0;    ///< without a receipt
  [[nodiscard]] std::uint64_t received() const { return left_over + said - waiting; }
  std::string trouble;  ///< of the first kiosk that has one, with its name; empty: none
};

class Fleet {
 public:
  Fleet(Machine machine, FleetSettings settings);

  /// Opens a kiosk at each place. Error: as Kiosk::open or ThankedFile::open, or not_found when
  /// there are credentials but none for a kiosk.
  Result<void> open(std::span<const Place> places);

  /// Connects them all, a few at a time so that the broker is not stormed.
  void connect();
  void disconnect();

  /// As Kiosk::say, for the kiosk at `index` of the places; then notes who was thanked.
  Result<void> say(std::size_t index, std::span<const response::Response> responses);

  [[nodiscard]] std::size_t size() const { return kiosks_.size(); }
  [[nodiscard]] std::uint64_t waiting_at(std::size_t index) const {
    return kiosks_[index]->waiting();
  }
  [[nodiscard]] const Place& place_at(std::size_t index) const { return kiosks_[index]->place(); }
  [[nodiscard]] FleetTotals totals() const;

 private:
  void connect_some(std::size_t first);
  void tidy_up_one(std::size_t index);

  Machine machine_;
  const FleetSettings settings_;
  std::vector<std::unique_ptr<Kiosk>> kiosks_;
  std::optional<ThankedFile> thanked_;
  std::uint64_t said_ = 0;
  std::uint64_t repeated_ = 0;
  std::uint64_t connect_timer_ = 0;
  std::uint64_t tidy_timer_ = 0;
};

}  // namespace earshot::traffic
