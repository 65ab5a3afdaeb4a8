// The relay's promise as a property: whatever a network does, whenever the receiver dies and
// whatever is erased meanwhile, once it heals every record has been applied exactly once, in order,
// and nothing else has; and every record that cannot be applied has been set aside.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "tests/unit/core/relay/hop.h"

namespace earshot::relay {
namespace {

/// One thing that happens, drawn from a small alphabet.
enum class Fate : std::uint8_t {
  say,
  say_urgent,
  deliver,
  deliver_any,
  answer,
  lose_frame,
  lose_receipt,
  repeat_frame,
  reconnect,
  disconnect,
  pass_time,
  receiver_dies_before_commit,
  receiver_restored,
  backup,
  withhold,
  say_poison,
  empty_quarantine,
  kLast
};

class Story {
 public:
  explicit Story(std::uint64_t seed) : hop(seed) { hop.inbox.quarantine_holds(3); }

  void happen(Fate fate, std::uint32_t which) {
    const std::size_t frames = hop.link.sent.size();
    switch (fate) {
      case Fate::say:
        say(Stream::responses, 1 + which % 3);
        break;
      case Fate::say_urgent:
        say(Stream::urgent, 1);
        break;
      case Fate::deliver:
        if (frames > 0) hop.deliver();
        break;
      case Fate::deliver_any:
        if (frames > 0) hop.deliver(which % frames);
        break;
      case Fate::answer:
        if (!hop.receipts.empty()) hop.answer(which % hop.receipts.size());
        break;
      case Fate::lose_frame:
        if (frames > 0) hop.link.sent.erase(hop.link.sent.begin() + which % frames);
        break;
      case Fate::lose_receipt:
        if (!hop.receipts.empty()) hop.receipts.erase(hop.receipts.begin());
        break;
      case Fate::repeat_frame:
        if (frames > 0) hop.link.sent.push_back(hop.link.sent[which % frames]);
        break;
      case Fate::reconnect:
        hop.connect();
        break;
      case Fate::disconnect:
        hop.disconnect();
        break;
      case Fate::pass_time:
        hop.pass(Duration{which % 20'000});
        break;
      case Fate::receiver_dies_before_commit:
        hop.inbox.fail_commits_with(Error{ErrorCode::io, "killed"});
        if (frames > 0) hop.deliver();
        hop.inbox.fail_commits_with(std::nullopt);
        break;
      case Fate::backup:
        backup = hop.inbox.state();
        break;
      case Fate::receiver_restored:
        hop.inbox.restore(backup);
        break;
      case Fate::withhold:
        withhold(which % 5 == 0 ? Stream::urgent : Stream::responses, which);
        break;
      case Fate::say_poison:
        poison.insert(hop.poison + std::to_string(poison.size()));
        hop.say(which % 5 == 0 ? Stream::urgent : Stream::responses,
                hop.poison + std::to_string(poison.size() - 1));
        hop.pump();
        break;
      case Fate::empty_quarantine:
        take_out_of_quarantine();
        break;
      case Fate::kLast:
        break;
    }
  }

  /// Everything said has been applied once and in order, save what was withheld before that.
  [[nodiscard]] bool no_poison_is_missing() {
    take_out_of_quarantine();
    return poison == taken_out;
  }
  [[nodiscard]] bool all_is_well(Stream stream) {
    const auto applied = hop.applied(stream);
    auto next = applied.begin();
    for (const auto& word : said[stream]) {
      if (next != applied.end() && *next == word) {
        ++next;
      } else if (!withheld[stream].contains(word)) {
        return false;
      }
    }
    return next == applied.end();
  }

  void heal() {
    hop.inbox.quarantine_holds(100'000);
    hop.connect();
    // Two probes' time, so that a receiver that was restored while all was still is found out.
    for (int i = 0; i < 2; ++i) {
      hop.settle();
      hop.pass(std::chrono::seconds(16));
    }
    hop.settle();
  }

  Hop hop;
  std::map<Stream, std::vector<std::string>> said;
  std::map<Stream, std::set<std::string>> withheld;

  std::set<std::string> poison;
  std::set<std::string> taken_out;

 private:
  void withhold(Stream stream, std::size_t which) {
    if (said[stream].empty()) return;
    const std::size_t index = which % said[stream].size();
    EARSHOT_CHECK(hop.outbox.withhold(stream, seqs[stream][index]).has_value());
    withheld[stream].insert(said[stream][index]);
  }
  void take_out_of_quarantine() {
    for (const auto& record : hop.inbox.state().quarantine) taken_out.insert(record.payload);
    hop.inbox.empty_quarantine();
  }
  void say(Stream stream, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      said[stream].push_back(std::to_string(said[stream].size()));
      hop.say(stream, said[stream].back());
      seqs[stream].push_back(hop.outbox.head(stream)->last_seq);
    }
    hop.pump();
  }
  std::map<Stream, std::vector<Seq>> seqs;
  fakes::MemoryInbox::State backup;
};

RC_GTEST_PROP(Relay, DeliversEveryRecordOnceAndInOrderWhateverHappens,
              (std::uint64_t seed,
               const std::vector<std::pair<std::uint8_t, std::uint16_t>>& fates)) {
  Story story(seed);
  story.hop.connect();
  for (const auto& [fate, which] : fates) {
    story.happen(static_cast<Fate>(fate % static_cast<std::uint8_t>(Fate::kLast)), which);
  }
  story.heal();
  for (const Stream stream : {Stream::urgent, Stream::responses}) {
    RC_ASSERT(story.all_is_well(stream));
  }
  RC_ASSERT(story.no_poison_is_missing());
  RC_ASSERT(story.hop.courier.health()->forks == 0u);
  RC_ASSERT(story.hop.incidents(Incident::Kind::hole) == 0u);
}

TEST(Relay, DeliversEveryRecordOnceAndInOrderThroughLongStories) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Story story(seed);
    fakes::SeededRandom random(seed * 77);
    story.hop.connect();
    for (int step = 0; step < 400; ++step) {
      story.happen(static_cast<Fate>(random_below(random, static_cast<std::uint64_t>(Fate::kLast))),
                   static_cast<std::uint32_t>(random_below(random, 65'536)));
    }
    story.heal();
    for (const Stream stream : {Stream::urgent, Stream::responses}) {
      ASSERT_TRUE(story.all_is_well(stream)) << "seed " << seed;
    }
    ASSERT_TRUE(story.no_poison_is_missing()) << "seed " << seed;
    ASSERT_EQ(story.hop.courier.health()->forks, 0u) << "seed " << seed;
  }
}

}  // namespace
}  // namespace earshot::relay
