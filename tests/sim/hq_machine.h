// Headquarters: the real hq::Headquarters over its SQLite stores, driven as the Service's shell
// drives it. Owner: the world. Threads: one.
#pragma once

#include <memory>

#include "aggregator/headquarters.h"
#include "aggregator/sqlite_store.h"
#include "platform/sqlite/relay_store.h"
#include "tests/sim/machine.h"

namespace earshot::sim {

class HqMachine final : public Machine, private LinkListener {
 public:
  HqMachine(Scene& scene, hq::OrgTree tree, Broker& broker);
  ~HqMachine() override;

  [[nodiscard]] std::string device_name() const override { return "hq"; }
  [[nodiscard]] std::filesystem::path store() const override { return folder() / "hq.db"; }
  [[nodiscard]] bool quiet() override;
  [[nodiscard]] Part part() const override { return Part::headquarters; }
  [[nodiscard]] std::vector<sqlite::Migration> schema() const override;
  bool plant(std::string_view) override { return false; }
  bool babble(std::string_view) override { return false; }
  /// Only while it runs.
  [[nodiscard]] hq::Headquarters& headquarters() { return *process_->headquarters; }
  [[nodiscard]] hq::SqliteStore& cells() { return *process_->store; }
  [[nodiscard]] sqlite::Database& database() { return *process_->database; }
  void slow_down(Duration more) { slower_ = more; }

 private:
  struct Process {
    explicit Process(Dice dice) : random(dice) {}
    DiceRandom random;
    std::unique_ptr<Link> link;
    std::unique_ptr<sqlite::Database> database;
    std::unique_ptr<sqlite::SqliteInbox> inbox;
    std::unique_ptr<hq::SqliteStore> store;
    std::unique_ptr<hq::Headquarters> headquarters;
    bool work_due = false;
  };
  Result<void> open() override;
  std::shared_ptr<void> take_process(bool power_went) override;
  std::vector<Link*> links() override;
  void on_connected(std::uint16_t) override {}
  void on_disconnected() override {}
  void on_message(std::string_view topic, std::string_view payload) override;
  void send_receipt(const relay::Receipt& receipt);
  void work_soon();
  void take();
  void tick();

  const hq::OrgTree tree_;
  Broker& broker_;
  Duration slower_{0};
  std::shared_ptr<Process> process_;
};

}  // namespace earshot::sim
