// A kiosk: the real AnswerKeeper, driven as kiosk/store's Collector drives it, with customers in
// front of it. Owner: the world. Threads: one.
#pragma once

#include <deque>
#include <map>
#include <memory>

#include "kiosk/store/answer_keeper.h"
#include "tests/sim/machine.h"

namespace earshot::sim {

class KioskMachine final : public Machine, private LinkListener {
 public:
  /// A clone has another name than its `device`.
  KioskMachine(Scene& scene, std::string name, DeviceId device, LocationId location,
               TouchpointId touchpoint, Broker& broker);
  ~KioskMachine() override;

  [[nodiscard]] const DeviceId& device() const { return device_; }
  [[nodiscard]] const LocationId& location() const { return location_; }

  /// A customer stands here: fills in place, time and boot, and says it. False: the screen is dark.
  bool begin_visit(response::Response& response);
  /// The customer's answer so far. It is thanked for once it is durable, at once or when the disk
  /// works again. False: the screen is dark, nothing was said.
  bool say(const response::Response& response);

  [[nodiscard]] Part part() const override { return Part::kiosks; }
  [[nodiscard]] std::vector<sqlite::Migration> schema() const override;
  bool plant(std::string_view record) override;
  bool babble(std::string_view noise) override;
  [[nodiscard]] std::string device_name() const override { return device_.str(); }
  [[nodiscard]] std::filesystem::path store() const override { return folder() / "kiosk.db"; }
  [[nodiscard]] bool quiet() override;
  /// Its store is noise to others from now on, and it holds this still, until it has read it out
  /// (seed 1004787).
  void spoilt(const Holding& holding) { add_to(spoilt_ ? *spoilt_ : spoilt_.emplace(), holding); }
  [[nodiscard]] const std::optional<Holding>& still_to_read() const { return spoilt_; }
  /// A receipt of each stream came after `when`: under a shared name every machine has to wait for
  /// its turn, and may not know until then what an edge agent that was restored has lost.
  [[nodiscard]] bool heard_since(SimTime when) const;

 private:
  struct Process {
    explicit Process(Dice dice) : random(dice) {}
    DiceRandom random;
    std::unique_ptr<Link> link;
    std::unique_ptr<kiosk::AnswerKeeper> keeper;
    std::deque<response::Response> unsaved;
    std::uint64_t wakeup = 0;
    bool suspect_told = false;
    bool retrying = false;
  };
  Result<void> open() override;
  void disk_replaced() override { spoilt_.reset(); }
  std::shared_ptr<void> take_process(bool power_went) override;
  std::vector<Link*> links() override;

  void on_connected(std::uint16_t receive_maximum) override;
  void on_disconnected() override;
  void on_message(std::string_view topic, std::string_view payload) override;
  void pump();
  void tidy();
  /// Tells the oracle what retention let go of, although nobody else has it any more.
  void note_let_go();
  void retry_soon();

  std::map<relay::Stream, SimTime> heard_;
  std::optional<Holding> spoilt_;
  std::optional<Holding> before_tidying_;  ///< until it is known what came of it
  const DeviceId device_;
  const LocationId location_;
  const TouchpointId touchpoint_;
  Broker& broker_;
  std::shared_ptr<Process> process_;
};

}  // namespace earshot::sim
