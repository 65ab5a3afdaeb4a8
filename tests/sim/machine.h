// One device: a disk, clocks, and a process that can be killed at any step, frozen, started again
// from what the disk had really kept. Owner: the world. Threads: one.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/relay/courier.h"
#include "platform/sqlite/relay_store.h"
#include "tests/sim/device_clock.h"
#include "tests/sim/disk_reserve.h"
#include "tests/sim/link.h"
#include "tests/sim/scene.h"

namespace earshot::sim {

/// For the story; an error's own message names files of this very run.
[[nodiscard]] std::string_view words_of(ErrorCode code);
[[nodiscard]] std::string_view words_of(relay::Verdict verdict);

class Machine {
 public:
  /// `name` is unique in the world, and so is the folder that is called after it.
  Machine(Scene& scene, std::string name);
  virtual ~Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// What the relay knows it by; a clone's is its original's.
  [[nodiscard]] virtual std::string device_name() const = 0;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] DeviceClock& clock() { return clock_; }
  /// The ways to its brokers; a kiosk has one.
  [[nodiscard]] virtual std::vector<Road*> roads() { return {&road_}; }
  [[nodiscard]] bool runs() const { return running_; }
  [[nodiscard]] bool frozen() const { return frozen_; }
  [[nodiscard]] const std::string& boot_id() const { return boot_id_; }

  /// Power comes: clocks begin anew, then the process starts.
  void boot();
  /// The process starts from what the disk has, and is started again until it stands.
  void start();
  /// kill -9: what was written stays, synced or not.
  void kill() { stop(fakes::Fate::kept, false); }
  /// The power goes: of what was not synced anything may be left.
  void lose_power(fakes::Fate fate) { stop(fate, true); }
  /// It goes in the middle of the nth change to the disk from now on.
  void lose_power_at_change(std::uint64_t nth, fakes::Fate fate);
  /// It dies by itself at the nth of the next places where dying is interesting.
  void die_at_step(int nth) { die_in_ = nth; }
  void freeze();
  void thaw();

  /// Replaces the disk's content by a copy of another folder, or by nothing. The process must be
  /// down.
  void replace_disk(const std::filesystem::path* copy_of);
  /// A copy of the disk's content in a folder of its own. The process must be down.
  [[nodiscard]] std::filesystem::path copy_disk(const std::string& as);
  /// Puts a record into the outbox that no honest program writes. The process must be down. False:
  /// this disk takes none.
  virtual bool plant(std::string_view record) = 0;
  /// Sends bytes that are no frame, to the topic of its own frames. False: it is not connected.
  virtual bool babble(std::string_view noise) = 0;
  /// It was taken away for good.
  void retire() { retired_ = true; }
  [[nodiscard]] bool retired() const { return retired_; }
  /// The database file, for the oracle's own look.
  [[nodiscard]] virtual std::filesystem::path store() const = 0;
  [[nodiscard]] const DiskReserve& reserve() const { return reserve_; }
  /// Whose time it takes while its program works.
  [[nodiscard]] virtual Part part() const = 0;
  /// What its program makes of an empty disk.
  [[nodiscard]] virtual std::vector<sqlite::Migration> schema() const = 0;
  /// It comes with an empty store on its disk, instead of making one when it first starts.
  void deliver_with_store();

  /// Nothing is on its way in this machine.
  [[nodiscard]] virtual bool quiet() = 0;

 protected:
  virtual Result<void> open() = 0;
  virtual void disk_replaced() {}
  /// Counts what the process did and gives it away; its links are shut.
  virtual std::shared_ptr<void> take_process(bool power_went) = 0;
  virtual std::vector<Link*> links() = 0;

  /// Runs `f` later, unless the process has ended by then; a frozen one does it when it thaws.
  void after(Duration wait, std::function<void()> f) { at(scene_.queue.now() + wait.count(), f); }
  void at(SimTime when, std::function<void()> f);
  /// Every piece of the process's work goes through here: afterwards it may turn out that the power
  /// went in the middle of it.
  void work(const std::function<void()>& f);
  /// True: it has just died, and the caller must return at once.
  bool dies_here(std::string_view where);
  /// A receipt leaves: what it confirms must be in the store, committed.
  void check_receipt(sqlite::Database& database, const relay::Receipt& receipt);
  [[nodiscard]] relay::Courier::Stamp stamp();
  [[nodiscard]] Dice process_dice() { return Dice(scene_.plan.seed, name_, life_); }

  Scene& scene_;
  Road road_;
  DiskReserve reserve_;

 private:
  void stop(fakes::Fate fate, bool power_went);

  const std::string name_;
  const std::filesystem::path folder_;
  DeviceClock clock_;
  std::string boot_id_;
  bool running_ = false;
  bool frozen_ = false;
  bool retired_ = false;
  bool power_cut_due_ = false;  ///< in the middle of some change to the disk
  bool wanted_ = false;         ///< it is to run: started again when it cannot open its store
  std::uint64_t life_ = 0;      ///< of the process; what was meant for an earlier one is void
  std::uint64_t boots_ = 0;
  int die_in_ = 0;
  std::deque<std::function<void()>> held_;
};

/// What `plant` of kiosks and edge agents does.
bool plant_in(Scene& scene, Machine& machine, const DeviceId& device, relay::Stream stream,
              std::string_view record);

/// The bytes of an empty store, made by the product's own code when this process first asks for one
/// of this schema: making it takes as long as some hundred answers.
[[nodiscard]] const std::string& new_store(const std::filesystem::path& folder,
                                           const Machine& machine);

}  // namespace earshot::sim
