// Two machines under one device id, clones, and either side restored from a backup: every record
// ends at the receiver, whichever machine said it; somebody is told once; epochs stay few.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "core/relay/courier.h"
#include "core/relay/receiver.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/memory_outbox.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::relay {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const DeviceId kDevice = DeviceId::trusted("store-7");
const std::vector<Stream> kStreams{Stream::urgent, Stream::responses};

/// One machine: its disk (the outbox) and the process that runs on it.
struct Machine {
  Machine(std::string boot, std::uint64_t seed, fakes::MemoryOutbox disk)
      : boot_id(std::move(boot)), random(seed), outbox(std::move(disk)) {
    restart();
  }
  void restart() { courier = std::make_unique<Courier>(kDevice, kStreams, outbox, link, random); }
  [[nodiscard]] Epoch epoch() { return outbox.head(Stream::responses)->epoch; }

  std::string boot_id;
  fakes::SeededRandom random;
  fakes::MemoryOutbox outbox;
  fakes::FakeFrameLink link;
  std::unique_ptr<Courier> courier;
};

/// A receiver, and machines of which one at a time has the connection, as with a broker that lets
/// the newest client take a session over.
class World {
 public:
  Machine& boot(const std::string& boot_id) {
    return boot(boot_id, fakes::MemoryOutbox(kDevice, 99));
  }
  Machine& boot(const std::string& boot_id, fakes::MemoryOutbox disk) {
    machines.push_back(std::make_unique<Machine>(boot_id, 1000 + machines.size(), std::move(disk)));
    return *machines.back();
  }
  void say(Machine& machine, Stream stream, const std::string& what) {
    EARSHOT_CHECK(machine.outbox.append(stream, what, 1, WallTime{now.ms}).has_value());
    said.insert(what);
  }
  void connect(Machine& machine) {
    if (connected != nullptr) connected->courier->on_disconnected();
    connected = &machine;
    machine.link.sent.clear();
    machine.courier->on_connected(now, 20);
    pump();
  }
  void pump() {
    if (connected == nullptr) return;
    const Courier::Stamp stamp{WallTime{now.ms}, connected->boot_id, now.ms};
    EARSHOT_CHECK(connected->courier->pump(now, stamp).has_value());
  }
  void pass(Duration time) {
    now = now + time;
    pump();
  }
  /// The oldest frame on its way arrives, and its receipt goes to whoever is connected then.
  void deliver() {
    const Frame frame = connected->link.sent.front();
    connected->link.sent.pop_front();
    epochs.insert(frame.epoch);
    auto receipts = receiver.take(std::span(&frame, 1), WallTime{now.ms});
    if (!receipts) return;
    if (receipts->front().verdict == Verdict::gap) ++gaps[frame.epoch];
    for (const Receipt& receipt : *receipts) answer(receipt);
  }
  void answer(const Receipt& receipt) {
    EARSHOT_CHECK(connected->courier->on_receipt(receipt, now).has_value());
    pump();
  }
  /// The connected machine is left alone for this long.
  void run(Duration time) {
    for (const MonoTime end = now + time; now < end; pass(seconds(1))) {
      while (!connected->link.sent.empty()) deliver();
    }
  }
  void run(Machine& machine, Duration time = seconds(40)) {
    connect(machine);
    run(time);
  }
  [[nodiscard]] std::set<std::string> missing() const {
    std::set<std::string> left = said;
    for (const auto& record : inbox.state().applied) left.erase(record.payload);
    return left;
  }
  [[nodiscard]] std::size_t incidents(Incident::Kind kind) const {
    const auto& all = inbox.state().incidents;
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const Incident& incident) { return incident.kind == kind; }));
  }

  fakes::MemoryInbox inbox;
  fakes::RecordingSink sink{inbox};
  Receiver receiver{inbox, sink};
  std::vector<std::unique_ptr<Machine>> machines;
  Machine* connected = nullptr;
  std::set<std::string> said;
  std::set<Epoch> epochs;
  std::map<Epoch, int> gaps;
  MonoTime now{1'000'000};
};

TEST(TwoDevices, UnderOneIdAndHistoryKeepBothAndAreToldOfOnce) {
  World world;
  Machine& one = world.boot("boot-one");
  for (const char* word : {"a", "b", "c"}) world.say(one, Stream::responses, word);
  world.run(one);
  Machine& two = world.boot("boot-two", one.outbox);  // its disk was copied
  for (int day = 0; day < 20; ++day) {
    for (Machine* machine : {&one, &two}) {
      const auto words = machine->boot_id + std::to_string(day);
      world.say(*machine, Stream::responses, words);
      world.say(*machine, day % 3 == 0 ? Stream::urgent : Stream::responses, words + "more");
      world.run(*machine);
    }
  }
  EXPECT_EQ(world.missing(), std::set<std::string>{});
  EXPECT_EQ(world.epochs.size(), 2u) << "each goes on in one of its own";
  EXPECT_NE(one.epoch(), two.epoch());
  EXPECT_EQ(world.incidents(Incident::Kind::new_epoch), 1u);
  EXPECT_EQ(world.incidents(Incident::Kind::two_devices), 1u);
  EXPECT_LE(world.incidents(Incident::Kind::fork), 1u);
  EXPECT_EQ(world.incidents(Incident::Kind::hole), 0u);
}

TEST(TwoDevices, AreToldOfAgainOnTheNextDayWhileItLasts) {
  World world;
  Machine& one = world.boot("boot-one");
  Machine& two = world.boot("boot-two");
  for (int hour = 0; hour < 72; ++hour) {
    for (Machine* machine : {&one, &two}) world.run(*machine, minutes(30));
  }
  EXPECT_EQ(world.incidents(Incident::Kind::two_devices), 3u);
}

TEST(TwoDevices, AReceiptForTheOtherOneIsNotTakenForOnesOwn) {
  World world;
  Machine& one = world.boot("boot-one");
  world.say(one, Stream::responses, "common");
  world.run(one);
  Machine& two = world.boot("boot-two", one.outbox);
  world.say(one, Stream::responses, "of one");
  world.say(two, Stream::responses, "of two");
  world.connect(one);
  while (one.link.sent.size() > 1 || one.link.sent.front().records.empty()) world.deliver();
  // The record of one is applied, and the receipt comes when two has taken the session over.
  const Frame frame = one.link.sent.front();
  const auto receipts = world.receiver.take(std::span(&frame, 1), WallTime{world.now.ms});
  world.connect(two);
  world.answer(receipts->front());
  EXPECT_EQ(two.outbox.pending()->records, 1u) << "its own record has no receipt yet";
  world.run(seconds(40));
  world.run(one);
  EXPECT_EQ(world.missing(), std::set<std::string>{});
}

TEST(TwoDevices, ARestoredSenderFindsOutBeforeItHasAnythingNewToSay) {
  World world;
  Machine& device = world.boot("before");
  world.say(device, Stream::responses, "a");
  world.run(device);
  const auto backup = device.outbox;
  for (const char* word : {"b", "c"}) world.say(device, Stream::responses, word);
  world.run(device);
  Machine& restored = world.boot("after", backup);
  world.run(restored);
  EXPECT_NE(restored.epoch(), 99u) << "the receiver is further than it ever was";
  world.say(restored, Stream::responses, "d");
  world.run(restored);
  EXPECT_EQ(world.missing(), std::set<std::string>{});
  EXPECT_EQ(world.incidents(Incident::Kind::new_epoch), 1u);
  EXPECT_EQ(world.incidents(Incident::Kind::two_devices), 0u) << "it is one machine";
  EXPECT_EQ(world.epochs.size(), 2u);
}

TEST(TwoDevices, ARestoredSenderThatWroteAsManyRecordsMeanwhileLosesNone) {
  World world;
  Machine& device = world.boot("before");
  world.say(device, Stream::responses, "a");
  world.run(device);
  const auto backup = device.outbox;
  for (const char* word : {"b", "c", "d"}) world.say(device, Stream::responses, word);
  world.run(device);
  for (const std::size_t count : {1u, 3u, 5u}) {  // fewer than, as many as, more than were lost
    Machine& restored = world.boot("after" + std::to_string(count), backup);
    for (std::size_t i = 0; i < count; ++i) {
      world.say(restored, Stream::responses, "new" + std::to_string(count) + std::to_string(i));
    }
    world.run(restored);
    EXPECT_EQ(world.missing(), std::set<std::string>{}) << count;
  }
  EXPECT_EQ(world.epochs.size(), 4u);
  EXPECT_EQ(world.incidents(Incident::Kind::new_epoch), 3u) << "once for each restoration";
}

TEST(TwoDevices, ARestoredReceiverIsRefilledThoughTheSenderBeganAnotherEpochSince) {
  World world;
  Machine& device = world.boot("before");
  world.say(device, Stream::responses, "a");
  world.run(device);
  const auto yesterday = world.inbox.state();
  const auto backup = device.outbox;
  world.say(device, Stream::responses, "b");
  world.run(device);
  // The sender is restored, forks, and goes on in a new epoch; "c" gets its receipt there.
  Machine& restored = world.boot("after", backup);
  world.say(restored, Stream::responses, "c");
  world.run(restored);
  ASSERT_EQ(restored.outbox.pending()->records, 0u);
  // Now the receiver's disk goes back to yesterday. "b" is gone with the sender's old disk.
  world.inbox.restore(yesterday);
  world.say(restored, Stream::responses, "d");
  world.run(restored);
  EXPECT_EQ(world.missing(), std::set<std::string>{"b"});
  EXPECT_EQ(world.incidents(Incident::Kind::hole), 0u);
}

TEST(TwoDevices, ARestoredReceiverGetsWhatHadAReceiptBeforeTheFork) {
  World world;
  Machine& one = world.boot("boot-one");
  world.say(one, Stream::responses, "a");
  world.run(one);
  const auto yesterday = world.inbox.state();
  for (const char* word : {"b", "c"}) world.say(one, Stream::responses, word);
  world.run(one);
  Machine& two = world.boot("boot-two", one.outbox);
  world.say(one, Stream::responses, "of one");
  world.run(one);
  world.say(two, Stream::responses, "of two");
  world.run(two);                  // begins a new epoch, in which "b" and "c" are received already
  world.machines.front().reset();  // machine one burns down
  world.connected = nullptr;
  world.inbox.restore(yesterday);
  world.run(two);
  EXPECT_EQ(world.missing(), std::set<std::string>{"of one"}) << "which only the burnt one had";
}

TEST(TwoDevices, AReceiptBeyondTheLastRecordBeginsAnEpochNowAndThenAndNotWithEveryProbe) {
  World world;
  Machine& device = world.boot("boot");
  for (const char* word : {"a", "b"}) world.say(device, Stream::responses, word);
  world.connect(device);
  // A receiver gone mad names record 1,000 in whatever epoch it is asked about, for a whole day.
  for (int second = 0; second < 24 * 3600; ++second) {
    while (!device.link.sent.empty()) {
      const Frame frame = device.link.sent.front();
      device.link.sent.pop_front();
      Receipt mad{kDevice, frame.stream, Verdict::accepted, Cursor{frame.epoch, 1000, {}}, ""};
      world.answer(mad);
    }
    world.pass(seconds(1));
  }
  EXPECT_GE(device.courier->health()->forks, 2u);
  EXPECT_LE(device.courier->health()->forks, 6u + 24u);
  EXPECT_NE(device.courier->health()->refused_reason, "") << "somebody must be told";
  // It comes to its senses.
  world.run(device, minutes(65));
  EXPECT_EQ(world.missing(), std::set<std::string>{});
  EXPECT_EQ(device.courier->health()->refused_reason, "");
}

TEST(TwoDevices, ANewEpochBeginsWithTheQuestionWhereTheReceiverStands) {
  World world;
  Machine& one = world.boot("boot-one");
  for (int i = 0; i < 3000; ++i) world.say(one, Stream::responses, "r" + std::to_string(i));
  world.run(one);
  Machine& two = world.boot("boot-two", one.outbox);
  world.say(one, Stream::responses, "of one");
  world.run(one);
  for (int i = 0; i < 3000; ++i) world.say(two, Stream::responses, "t" + std::to_string(i));
  world.run(two);
  EXPECT_EQ(world.missing(), std::set<std::string>{});
  EXPECT_EQ(world.gaps[two.epoch()], 1) << "no record was sent in vain";
}

TEST(TwoDevices, AForkIsToldOfOnceHoweverManyFramesSayIt) {
  World world;
  Machine& one = world.boot("boot-one");
  world.say(one, Stream::responses, "a");
  world.run(one);
  fakes::MemoryOutbox other(kDevice, 99);
  for (const char* word : {"X", "Y"}) {
    ASSERT_TRUE(other.append(Stream::responses, word, 1, WallTime{1}));
  }
  Frame frame;
  frame.device = kDevice;
  frame.epoch = 99;
  frame.stream = Stream::responses;
  frame.digest_before = chain_start(kDevice, 99, Stream::responses);
  frame.records = {"X", "Y"};
  for (int i = 0; i < 50; ++i) {
    const auto receipts = world.receiver.take(std::span(&frame, 1), WallTime{world.now.ms});
    EXPECT_EQ(receipts->front().verdict, Verdict::fork);
  }
  EXPECT_EQ(world.incidents(Incident::Kind::fork), 1u);
}

/// Clones, restorations of either side and lost connections in any order.
RC_GTEST_PROP(TwoDevices, LoseNothingThatAnyDiskStillHoldsWhateverHappens, ()) {
  World world;
  world.boot("boot0");
  auto past = world.inbox.state();
  auto old_disk = world.machines[0]->outbox;
  std::size_t words = 0;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 10), rc::gen::inRange(0, 100)));
  for (const auto& [action, detail] : steps) {
    Machine& machine = *world.machines[static_cast<std::size_t>(detail) % world.machines.size()];
    if (action < 4) {
      world.say(machine, detail % 4 == 0 ? Stream::urgent : Stream::responses,
                "w" + std::to_string(words++));
    } else if (action < 6) {
      world.run(machine, seconds(1 + detail % 40));
    } else if (action == 6) {
      world.connect(machine);
      for (int i = 0; i < detail % 7 && !machine.link.sent.empty(); ++i) world.deliver();
    } else if (action == 7 && world.machines.size() < 4) {
      world.boot("boot" + std::to_string(world.machines.size()), machine.outbox);
    } else if (action == 8) {
      detail % 2 == 0 ? void(past = world.inbox.state()) : world.inbox.restore(past);
    } else if (action == 9 && world.machines.size() < 4) {
      if (detail % 2 == 0) {
        old_disk = machine.outbox;
      } else {
        world.boot("boot" + std::to_string(world.machines.size()), old_disk);
      }
    }
  }
  // All disks are still there, so everything can be had: every machine connects in turn, twice.
  for (int round = 0; round < 2; ++round) {
    for (const auto& machine : world.machines) world.run(*machine, minutes(3));
  }
  RC_ASSERT(world.missing() == std::set<std::string>{});
  for (const auto& machine : world.machines) RC_ASSERT(machine->outbox.pending()->records == 0u);
  RC_ASSERT(world.epochs.size() <= 2 * world.machines.size() + 2);
}

}  // namespace
}  // namespace earshot::relay
