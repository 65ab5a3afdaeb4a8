// The kiosk's keeper of answers, saving, sending, tidying and restarting, with an edge agent's
// inbox at the other end of the wire. Owner: the test. Threads: one.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "kiosk/store/answer_keeper.h"
#include "tests/crash/subject.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::crash {

class KioskSubject final : public Subject {
 public:
  explicit KioskSubject(std::uint64_t seed, std::size_t steps = 160) : random_(seed) {
    for (std::size_t i = 0; i < steps; ++i) {
      const auto choice = random_below(random_, 10);
      Step step;
      step.kind = choice < 7 ? Kind::save : choice < 9 ? Kind::exchange : Kind::tidy;
      if (step.kind == Kind::save) step.response = any_response(i);
      step.payload = wire::encode_record(wire::ResponseRecord{location_, step.response});
      script_.push_back(std::move(step));
    }
    edge_after_.resize(steps);
  }

  [[nodiscard]] std::string name() const override { return "kiosk"; }
  [[nodiscard]] std::size_t steps() const override { return script_.size(); }
  [[nodiscard]] std::size_t steps_per_run() const override { return 121; }
  [[nodiscard]] std::string describe(std::size_t step) const override {
    static constexpr const char* kNames[] = {"save", "exchange with the edge agent", "tidy"};
    return kNames[static_cast<int>(script_[step].kind)];
  }

  Result<void> open(const std::filesystem::path& folder) override {
    std::filesystem::create_directories(folder);
    auto opened = kiosk::AnswerKeeper::open(
        folder / "kiosk.db", device_, location_,
        {clock_, random_, link_,
         [this] {
           return relay::Courier::Stamp{clock_.wall_now(), kBoot, clock_.mono_now().ms};
         }},
        {}, {Duration{0}});
    if (!opened) return tl::unexpected(opened.error());
    keeper_ = std::move(*opened);
    EXPECT_EQ(keeper_->set_aside(), "") << "a power cut or a failed call damages nothing";
    return {};
  }
  void close() override {
    keeper_.reset();
    link_.sent.clear();
  }
  Result<void> step(std::size_t step) override {
    clock_.advance(std::chrono::seconds(20));
    auto done = run(script_[step]);
    edge_after_[step] = edge_.state();
    return done;
  }
  void go_back_to(std::size_t steps) override {
    edge_.restore(steps == 0 ? fakes::MemoryInbox::State{} : edge_after_[steps - 1]);
  }

  /// Connected to the edge agent as it was then, everything arrives there: once, in order.
  void check(std::span<const Done> done) override {
    std::size_t begun = done.size();
    while (begun > 0 && done[begun - 1] == Done::no) --begun;
    fakes::MemoryInbox edge;
    if (begun > 0) edge.restore(edge_after_[begun - 1]);
    ASSERT_TRUE(exchange(edge).has_value());
    std::map<std::string, int> arrived;
    for (const auto& record : edge.state().applied) ++arrived[record.payload];
    for (std::size_t i = 0; i < done.size(); ++i) {
      if (script_[i].kind != Kind::save) continue;
      const auto found = arrived.find(script_[i].payload);
      const int times = found == arrived.end() ? 0 : found->second;
      if (found != arrived.end()) arrived.erase(found);
      ASSERT_LE(times, 1) << "response " << i << " arrived twice";
      if (done[i] == Done::yes) {
        ASSERT_EQ(times, 1) << "response " << i << " was thanked for and is lost";
      }
      if (done[i] == Done::no) {
        ASSERT_EQ(times, 0) << "nobody said response " << i;
      }
    }
    ASSERT_TRUE(arrived.empty()) << "a record that nobody wrote, or half of one";
    ASSERT_TRUE(edge.state().quarantine.empty());
    ASSERT_TRUE(edge.state().incidents.empty()) << edge.state().incidents.front().detail;
    ASSERT_EQ(keeper_->health()->pending.records, 0u);
  }

 private:
  enum class Kind { save, exchange, tidy };
  struct Step {
    Kind kind = Kind::save;
    response::Response response;
    std::string payload;
  };

  response::Response any_response(std::size_t number) {
    response::Response r;
    r.id = *ResponseId::parse(fmt::format("{:032x}", number + 1));
    r.touchpoint = TouchpointId::trusted("checkout");
    r.survey = SurveyId::trusted("visit");
    r.language = LanguageTag::trusted("en");
    r.at = clock_.wall_now();
    // Judged when it is first connected, or with the first record of a boot that is over.
    r.boot_id = number % 3 == 0 ? fmt::format("before-{}", number / 30) : kBoot;
    r.uptime_ms = clock_.mono_now().ms;
    response::Answer main;
    main.question = QuestionId::trusted("recommend");
    main.rating = static_cast<int>(random_below(random_, 11));
    r.answers.push_back(main);
    response::Answer why;
    why.question = QuestionId::trusted("why");
    why.kind = survey::QuestionKind::comment;
    // Now and then one that spans pages.
    why.text.assign(random_below(random_, random_below(random_, 6) == 0 ? 7000 : 300),
                    static_cast<char>('a' + number % 26));
    if (!why.text.empty()) r.answers.push_back(why);
    return r;
  }

  /// A connection, until nothing more is to be said.
  Result<void> exchange(fakes::MemoryInbox& edge) {
    fakes::RecordingSink sink(edge);
    relay::Receiver receiver(edge, sink);
    keeper_->on_connected(20);
    auto pumped = keeper_->pump();
    while (pumped && !link_.sent.empty()) {
      const auto frame = *link_.take();
      auto receipts = receiver.take(std::span(&frame, 1), clock_.wall_now());
      EXPECT_TRUE(receipts.has_value());
      for (const auto& receipt : *receipts) {
        EXPECT_NE(receipt.verdict, relay::Verdict::fork) << receipt.reason;
        if (pumped) pumped = keeper_->on_receipt(receipt);
      }
      if (pumped) pumped = keeper_->pump();
    }
    link_.sent.clear();
    keeper_->on_disconnected();
    return pumped;
  }

  Result<void> run(const Step& step) {
    switch (step.kind) {
      case Kind::save:
        return keeper_->save(step.response);
      case Kind::exchange:
        return exchange(edge_);
      case Kind::tidy:
        return keeper_->tidy();
    }
    return {};
  }

  inline static const std::string kBoot = "this-boot";
  const DeviceId device_ = DeviceId::trusted("till-1");
  const LocationId location_ = LocationId::trusted("store-7");
  fakes::SeededRandom random_;
  fakes::FakeClock clock_;
  fakes::FakeFrameLink link_;
  fakes::MemoryInbox edge_;
  std::vector<Step> script_;
  std::vector<fakes::MemoryInbox::State> edge_after_;  ///< by step
  std::unique_ptr<kiosk::AnswerKeeper> keeper_;
};

}  // namespace earshot::crash
