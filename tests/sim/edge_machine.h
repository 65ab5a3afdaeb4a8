// An edge agent: the real Intake and Edge, driven as the Agent's shell drives them. Owner: the
// world. Threads: one.
#pragma once

#include <memory>
#include <set>

#include "edge-agent/edge.h"
#include "edge-agent/intake.h"
#include "tests/sim/machine.h"

namespace earshot::sim {

class EdgeMachine final : public Machine {
 public:
  /// A clone has another name than its `location`.
  EdgeMachine(Scene& scene, std::string name, edge::LocationFacts facts, Broker& site, Broker& hq);
  ~EdgeMachine() override;

  [[nodiscard]] const LocationId& location() const { return facts_.id; }
  /// Another machine with the same identity.
  [[nodiscard]] std::unique_ptr<EdgeMachine> cloned(const std::string& name) const;
  [[nodiscard]] Part part() const override { return Part::edges; }
  [[nodiscard]] std::vector<sqlite::Migration> schema() const override;
  bool plant(std::string_view record) override;
  bool babble(std::string_view noise) override;
  /// The manager looks at the open alerts and takes up about half of them.
  void look_at_alerts(Dice dice);
  /// For a while a batch takes so much longer.
  void slow_down(Duration more) { slower_ = more; }
  [[nodiscard]] std::string device_name() const override { return facts_.id.str(); }
  [[nodiscard]] std::filesystem::path store() const override { return folder() / "edge.db"; }
  [[nodiscard]] bool quiet() override;
  [[nodiscard]] std::vector<Road*> roads() override { return {&road_, &hq_road_}; }
  /// Only while it runs.
  [[nodiscard]] edge::Edge& edge() { return *process_->edge; }
  [[nodiscard]] sqlite::Database& database() { return *process_->database; }

 private:
  struct Site final : LinkListener {
    explicit Site(EdgeMachine& machine) : machine_(machine) {}
    void on_connected(std::uint16_t receive_maximum) override;
    void on_disconnected() override {}
    void on_message(std::string_view topic, std::string_view payload) override;
    EdgeMachine& machine_;
  };
  struct Headquarters final : LinkListener {
    explicit Headquarters(EdgeMachine& machine) : machine_(machine) {}
    void on_connected(std::uint16_t receive_maximum) override;
    void on_disconnected() override;
    void on_message(std::string_view topic, std::string_view payload) override;
    EdgeMachine& machine_;
  };
  struct Process {
    explicit Process(Dice dice) : random(dice) {}
    DiceRandom random;
    std::unique_ptr<Link> site, hq;
    std::unique_ptr<sqlite::Database> database;
    std::unique_ptr<edge::Edge> edge;
    std::unique_ptr<edge::Intake> intake;
    std::uint64_t wakeup = 0;
    bool batch_due = false;
    Dice pace{0};
  };
  Result<void> open() override;
  std::shared_ptr<void> take_process(bool power_went) override;
  std::vector<Link*> links() override;

  void schedule_batch();
  void take_batch();
  void send_receipt(const relay::Receipt& receipt);
  void after_change();
  void pump();
  void tick();

  const edge::LocationFacts facts_;
  Broker& site_broker_;
  Broker& hq_broker_;
  Site site_listener_{*this};
  Headquarters hq_listener_{*this};
  Duration slower_{0};
  Road hq_road_;
  std::shared_ptr<Process> process_;
};

}  // namespace earshot::sim
