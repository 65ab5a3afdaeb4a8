// What a location does for single customers: opens what was closed for it, comes when it is called,
// answers by code, and says what it did.
#include "edge-agent/care.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/base/claim_code.h"
#include "core/wire/claims.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kWords = "the milk was sour and Bernadette was rude";

class CareHere : public Location {
 protected:
  CareHere() {
    key_ = &pair_;
    restart();
  }
  /// As a kiosk that has `key` writes it.
  static std::string sealed(const response::Response& response, const crypto::PublicKey& key) {
    auto plain = response;
    response::remove_words(plain);
    return wire::encode_sealed(record_of(plain), key.seal(record_of(response)));
  }
  [[nodiscard]] std::string sealed(const response::Response& response) const {
    return sealed(response, pair_.public_key());
  }
  wire::HelpCallRecord call(int number) {
    return {kHere,
            response_id(number),
            TouchpointId::trusted("fitting-room"),
            LanguageTag::trusted("en"),
            clock_.wall_now(),
            std::string(32, 'b'),
            1000};
  }
  relay::Frame frame_of(const std::string& record) {
    auto frame = kiosk_.frame({record});
    frame.sent_at = clock_.wall_now();
    return frame;
  }
  std::int64_t quarantined() { return count("quarantine"); }
  [[nodiscard]] bool on_disk(std::string_view text) const {
    std::string all;
    for (const auto* name : {"edge.db", "edge.db-wal"}) {
      std::ifstream in(folder_ / name, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all.find(text) != std::string::npos;
  }

  crypto::KeyPair pair_ = crypto::KeyPair::make();
  TestKiosk kiosk_{"till-1", relay::Stream::urgent};
};

TEST_F(CareHere, ASealedResponseIsFiledAlertedAndReadAsIfItWereOpen) {
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)))));
  ASSERT_EQ(responses().size(), 1U);
  EXPECT_EQ(response::comment_of(responses()[0].response), kWords);
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts()[0].words, kWords);
  EXPECT_EQ(edge_->care().counts().opened, 1U);
  EXPECT_EQ(quarantined(), 0);
}

TEST_F(CareHere, ARatingCountsWhoseWordsAreClosedForAnotherKey) {
  const auto other = crypto::KeyPair::make();
  const auto said_there = said(1, 2, clock_.wall_now(), std::string(kWords));
  const auto receipt = take(frame_of(sealed(said_there, other.public_key())));
  EXPECT_EQ(receipt.verdict, relay::Verdict::accepted);
  ASSERT_EQ(responses().size(), 1U);
  EXPECT_TRUE(response::comment_of(responses()[0].response).empty());
  EXPECT_EQ(alerts().size(), 1U);
  EXPECT_EQ(quarantined(), 1);
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_NE(incidents()[0].find("location-key.public"), std::string::npos);
  // The neighbours flow, and the trouble is told once.
  take(frame_of(sealed(said(2, 9, clock_.wall_now(), "fine"))));
  take(frame_of(sealed(said(3, 9, clock_.wall_now(), "fine too"), other.public_key())));
  EXPECT_EQ(responses().size(), 3U);
  EXPECT_EQ(incidents().size(), 1U);
}

TEST_F(CareHere, WordsInQuarantineAreReadOnceTheRightKeyIsBack) {
  const auto old = crypto::KeyPair::make();
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)), old.public_key())));
  ASSERT_EQ(quarantined(), 1);
  const auto still = edge_->retry_quarantined(1);
  ASSERT_FALSE(still);
  EXPECT_EQ(still.error().code, ErrorCode::invalid);
  ASSERT_EQ(quarantined(), 1);
  key_ = &old;
  restart();
  const auto done = edge_->retry_quarantined(1);
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(responses().size(), 1U);
  EXPECT_EQ(response::comment_of(responses()[0].response), kWords);
  EXPECT_EQ(quarantined(), 0);
}

TEST_F(CareHere, AnErasedCustomersWordsDoNotComeBackInABox) {
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)))));
  ASSERT_TRUE(on_disk(kWords));
  ASSERT_TRUE(edge_->care().reply(response_id(1), "We are sorry, Bernadette", "Anna"));
  ASSERT_TRUE(edge_->erase(response_id(1)));
  EXPECT_FALSE(on_disk(kWords));
  EXPECT_FALSE(on_disk("We are sorry, Bernadette"));
  // A kiosk's copy, sent again to an edge agent that was restored.
  TestKiosk again("till-2");
  auto late = said(1, 2, clock_.wall_now(), std::string(kWords));
  late.revision = 2;
  take(again.frame({sealed(late)}));
  EXPECT_TRUE(response::comment_of(responses()[0].response).empty());
  EXPECT_FALSE(on_disk(kWords));
}

TEST_F(CareHere, AnErasureHoldsForABoxThatNobodyCouldOpen) {
  const auto old = crypto::KeyPair::make();
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)), old.public_key())));
  ASSERT_TRUE(edge_->erase(response_id(1)));
  EXPECT_EQ(quarantined(), 0);
}

TEST_F(CareHere, ContactDetailsStayClosedUntilAPersonOpensThemWhoIsWrittenDown) {
  auto left = said(1, 2, clock_.wall_now(), "call me");
  response::Answer contact;
  contact.question = QuestionId::trusted("contact");
  contact.kind = survey::QuestionKind::contact;
  contact.text = pair_.public_key().seal(wire::encode_contact(
      {"Zoë", "+44 20 7946 0123", "", "To answer you.", LanguageTag::trusted("en"), {}}));
  left.answers.push_back(contact);
  take(frame_of(sealed(left)));
  EXPECT_TRUE(on_disk("call me"));
  EXPECT_FALSE(on_disk("7946"));
  const auto opened = edge_->care().open_contact(response_id(1), "Anna\nB.");
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_TRUE(opened->has_value());
  EXPECT_EQ((*opened)->details.phone, "+44 20 7946 0123");
  ASSERT_EQ((*opened)->views.size(), 1U);
  EXPECT_EQ((*opened)->views[0].by, "Anna B.");
  EXPECT_FALSE(on_disk("7946"));
  restart();
  EXPECT_EQ((*edge_->care().open_contact(response_id(1), ""))->views.size(), 2U);
  EXPECT_FALSE(edge_->care().open_contact(response_id(2), "")->has_value());
}

TEST_F(CareHere, ContactDetailsGoAfterTheirTimeAndTheWordsStayUntilTheirs) {
  edge_->keep_words_for(hours(24 * 400));
  edge_->keep_contacts_for(hours(24 * 30));
  auto left = said(1, 2, clock_.wall_now(), std::string(kWords));
  response::Answer contact;
  contact.question = QuestionId::trusted("contact");
  contact.kind = survey::QuestionKind::contact;
  contact.text = pair_.public_key().seal(wire::encode_contact(
      {"", "+44 20 7946 0123", "", "To answer you.", LanguageTag::trusted("en"), {5}}));
  left.answers.push_back(contact);
  take(frame_of(sealed(left)));
  ASSERT_TRUE(edge_->tidy());
  clock_.advance(hours(24 * 29));
  ASSERT_TRUE(edge_->tidy());
  const auto kept = edge_->care().open_contact(response_id(1), "");
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_TRUE(kept->has_value());
  clock_.advance(hours(24 * 2));
  ASSERT_TRUE(edge_->tidy());
  EXPECT_FALSE(edge_->care().open_contact(response_id(1), "")->has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), kWords);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(CareHere, ACallForHelpIsAnUrgentAlertAtOnceAndOnlyOne) {
  take(frame_of(wire::encode_record(call(1))));
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts()[0].severity, alert::Severity::urgent);
  EXPECT_EQ(alerts()[0].rule, kHelpRule);
  EXPECT_EQ(alerts()[0].sentence, "Fitting room: a customer asks for help now.");
  take(frame_of(wire::encode_record(call(1))));
  EXPECT_EQ(alerts().size(), 1U);
  const auto calls = edge_->care().calls(minutes(10));
  ASSERT_EQ(calls->size(), 1U);
  EXPECT_EQ((*calls)[0].device.str(), "till-1");
  EXPECT_EQ((*calls)[0].seen_at.ms, 0);
}

TEST_F(CareHere, TheCallerHearsThatItWasSeenAndWhoComes) {
  take(frame_of(wire::encode_record(call(1))));
  const auto alert = alerts()[0].id;
  const auto seen = edge_->care().see(alert);
  ASSERT_TRUE(seen && seen->has_value());
  EXPECT_NE((*seen)->seen_at.ms, 0);
  EXPECT_EQ((*seen)->coming_at.ms, 0);
  EXPECT_FALSE(alerts()[0].acknowledged()) << "seen is not coming";
  ASSERT_TRUE(edge_->acknowledge(alert, "Anna"));
  restart();
  const auto calls = edge_->care().calls(minutes(10));
  ASSERT_EQ(calls->size(), 1U);
  EXPECT_NE((*calls)[0].coming_at.ms, 0);
  EXPECT_EQ((*calls)[0].who, "Anna");
  EXPECT_FALSE(edge_->care().see(alert_id_for(response_id(9), kHelpRule))->has_value());
}

TEST_F(CareHere, ACallFromLastNightAlarmsNobody) {
  const auto late = call(1);
  clock_.advance(hours(9));
  take(frame_of(wire::encode_record(late)));
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(edge_->care().counts().late_calls, 1U);
  ASSERT_EQ(edge_->care().calls(minutes(10))->size(), 1U);
  EXPECT_TRUE(edge_->care().calls(minutes(10))->front().late);
}

TEST_F(CareHere, AKioskWhoseClockIsWrongIsHeardByItsUptime) {
  auto lost = call(1);
  lost.at = WallTime{5};
  auto frame = kiosk_.frame({wire::encode_record(lost)});
  frame.sent_at = WallTime{90'000};
  frame.boot_id = lost.boot_id;
  frame.uptime_ms = lost.uptime_ms + 2000;
  take(frame);
  EXPECT_EQ(alerts().size(), 1U);
}

TEST_F(CareHere, ACallOfAnotherLocationIsSetAside) {
  auto foreign = call(1);
  foreign.location = LocationId::trusted("store-8");
  take(frame_of(wire::encode_record(foreign)));
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(quarantined(), 1);
}

TEST_F(CareHere, ACodeReadsTheAnswerAndNothingElse) {
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)))));
  const auto code = claim_code(response_id(1));
  auto claimed = edge_->care().look_up(code);
  ASSERT_TRUE(claimed) << claimed.error().message;
  EXPECT_FALSE(claimed->reply);
  ASSERT_TRUE(edge_->care().reply(response_id(1), "We changed the supplier.", "Anna")->has_value());
  restart();
  claimed = edge_->care().look_up(code);
  ASSERT_TRUE(claimed && claimed->reply);
  EXPECT_EQ(claimed->reply->words, "We changed the supplier.");
  ASSERT_TRUE(edge_->care().reply(response_id(1), "", "Anna"));
  EXPECT_FALSE(edge_->care().look_up(code)->reply);
  EXPECT_FALSE(edge_->care().reply(response_id(2), "Hello", "")->has_value());
}

TEST_F(CareHere, CodesCannotBeTriedOneAfterTheOther) {
  take(frame_of(record_of(said(1, 2, clock_.wall_now()))));
  const auto wrong = claim_code(*ResponseId::parse(std::string(32, 'f')));
  for (std::size_t i = 0; i < Care::kWrongCodesMax; ++i) {
    EXPECT_EQ(edge_->care().look_up(wrong).error().code, ErrorCode::not_found);
    clock_.advance(seconds(1));
  }
  EXPECT_EQ(edge_->care().look_up(wrong).error().code, ErrorCode::busy);
  EXPECT_EQ(edge_->care().look_up(claim_code(response_id(1))).error().code, ErrorCode::busy);
  EXPECT_EQ(edge_->care().look_up("hello").error().code, ErrorCode::busy);
  clock_.advance(minutes(1));
  EXPECT_TRUE(edge_->care().look_up(claim_code(response_id(1))));
  EXPECT_EQ(edge_->care().look_up("hello").error().code, ErrorCode::invalid);
}

TEST_F(CareHere, AnAnswerThatIsOnlyBlanksIsNone) {
  take(frame_of(record_of(said(1, 2, clock_.wall_now()))));
  ASSERT_TRUE(edge_->care().reply(response_id(1), " \n ", "Anna"));
  EXPECT_FALSE(edge_->care().look_up(claim_code(response_id(1)))->reply);
}

TEST_F(CareHere, WhoTriesCodesAtOneKioskKeepsNobodyElseFromReading) {
  take(frame_of(record_of(said(1, 2, clock_.wall_now()))));
  const auto code = claim_code(response_id(1));
  const auto till = DeviceId::trusted("till-1"), door = DeviceId::trusted("door");
  const auto wrong = claim_code(*ResponseId::parse(std::string(32, 'f')));
  for (std::size_t i = 0; i < Care::kWrongCodesMax; ++i) {
    EXPECT_FALSE(edge_->care().look_up(wrong, till));
  }
  EXPECT_EQ(edge_->care().look_up(code, till).error().code, ErrorCode::busy);
  EXPECT_TRUE(edge_->care().look_up(code, door));
  EXPECT_TRUE(edge_->care().look_up(code));
  clock_.advance(minutes(1));
  EXPECT_TRUE(edge_->care().look_up(code, till));
}

/// What a kiosk asks, and how it reads what comes back.
class AskingKiosk {
 public:
  explicit AskingKiosk(Care& care) : care_(care) {}
  std::optional<wire::ClaimAnswer> ask(const std::string& code, const crypto::PublicKey& location) {
    const auto closed = care_.answer_claim(
        DeviceId::trusted("till-1"),
        location.seal(wire::encode(wire::ClaimQuestion{code, mine_.public_key().text()})));
    if (!closed) return std::nullopt;
    last = *closed;
    EXPECT_FALSE(crypto::KeyPair::make().open(last)) << "for this kiosk alone";
    const auto opened = mine_.open(last);
    EXPECT_TRUE(opened);
    if (!opened) return std::nullopt;
    const auto answer = wire::decode_claim_answer(*opened);
    EXPECT_TRUE(answer);
    return answer ? std::optional(*answer) : std::nullopt;
  }
  std::string last;

 private:
  Care& care_;
  const crypto::KeyPair mine_ = crypto::KeyPair::make();
};

TEST_F(CareHere, AKioskReadsTheAnswerWithACodeAndNobodyOnTheNetworkDoes) {
  take(frame_of(sealed(said(1, 2, clock_.wall_now(), std::string(kWords)))));
  const auto code = claim_code(response_id(1));
  const auto here = pair_.public_key();
  AskingKiosk kiosk(edge_->care());
  using Verdict = wire::ClaimAnswer::Verdict;
  EXPECT_EQ(kiosk.ask(code, here)->verdict, Verdict::not_yet);
  ASSERT_TRUE(edge_->care().reply(response_id(1), "We changed the supplier.", "Anna")->has_value());
  const auto answer = kiosk.ask(code, here);
  ASSERT_EQ(answer->verdict, Verdict::answered);
  EXPECT_EQ(answer->words, "We changed the supplier.");
  EXPECT_EQ(answer->by, "Anna");
  EXPECT_EQ(answer->at, clock_.wall_now());
  EXPECT_EQ(kiosk.last.find("supplier"), std::string::npos);
  for (std::size_t i = 0; i < Care::kWrongCodesMax; ++i) {
    EXPECT_EQ(kiosk.ask("ZZZZ-ZZZZ", here)->verdict, Verdict::unknown);
  }
  EXPECT_EQ(kiosk.ask(code, here)->verdict, Verdict::too_many);
}

TEST_F(CareHere, AQuestionThatIsNoneIsNotAnswered) {
  auto& care = edge_->care();
  const auto till = DeviceId::trusted("till-1");
  const auto other = crypto::KeyPair::make();
  const auto asks = [&](const std::string& key) {
    return wire::encode(wire::ClaimQuestion{"7KQM2R9D", key});
  };
  const auto sound = asks(other.public_key().text());
  EXPECT_TRUE(care.answer_claim(till, pair_.public_key().seal(sound)));
  EXPECT_FALSE(care.answer_claim(till, other.public_key().seal(sound))) << "another location's";
  EXPECT_FALSE(care.answer_claim(till, sound)) << "open";
  EXPECT_FALSE(care.answer_claim(till, pair_.public_key().seal(asks("no key"))));
  EXPECT_FALSE(care.answer_claim(till, pair_.public_key().seal("hello")));
  EXPECT_FALSE(care.answer_claim(till, pair_.public_key().seal(std::string(9000, 'x'))));
  key_ = nullptr;
  restart();
  EXPECT_FALSE(edge_->care().answer_claim(till, pair_.public_key().seal(sound)));
}

TEST_F(CareHere, MessagesAreShownUntilTheirLastDayIsOver) {
  KioskMessage message;
  message.kind = "said_did";
  message.texts[LanguageTag::trusted("en")] = "You wanted shorter queues:\ntwo more tills.";
  message.until = clock_.wall_now() + hours(24);
  ASSERT_TRUE(edge_->care().add_message(message));
  restart();
  ASSERT_EQ(edge_->care().messages()->size(), 1U);
  EXPECT_EQ(edge_->care().messages()->front().texts.begin()->second,
            "You wanted shorter queues: two more tills.");
  clock_.advance(hours(24));
  EXPECT_TRUE(edge_->care().messages()->empty());
}

TEST_F(CareHere, MessagesThatCannotBeShownAreRefusedWithWhy) {
  KioskMessage message;
  message.kind = "notice";
  message.texts[LanguageTag::trusted("en")] = "Hello";
  message.until = clock_.wall_now() + hours(24);
  const auto refused = [&](auto change) {
    auto changed = message;
    change(changed);
    const auto added = edge_->care().add_message(changed);
    return !added && added.error().code == ErrorCode::invalid;
  };
  EXPECT_TRUE(refused([](auto& m) { m.kind = "advert"; }));
  EXPECT_TRUE(refused([](auto& m) { m.texts.clear(); }));
  EXPECT_TRUE(refused([](auto& m) { m.texts.begin()->second = "  "; }));
  EXPECT_TRUE(refused([](auto& m) { m.texts.begin()->second = std::string(161, 'x'); }));
  EXPECT_TRUE(refused([&](auto& m) { m.until = clock_.wall_now(); }));
  EXPECT_TRUE(refused([&](auto& m) { m.until = clock_.wall_now() + hours(24 * 91); }));
  for (std::size_t i = 0; i < Care::kMessagesMax; ++i) {
    ASSERT_TRUE(edge_->care().add_message(message));
  }
  EXPECT_EQ(edge_->care().add_message(message).error().code, ErrorCode::conflict);
  ASSERT_TRUE(*edge_->care().remove_message(1));
  EXPECT_FALSE(*edge_->care().remove_message(1));
  EXPECT_TRUE(edge_->care().add_message(message));
}

TEST_F(CareHere, WhatComesByStickIsFiledAsOfWhenItWasWrittenAndNeverTwice) {
  auto frame = kiosk_.frame({sealed(said(1, 9, clock_.wall_now(), "fine"))});
  frame.sent_at = clock_.wall_now();
  const auto then = clock_.wall_now();
  clock_.advance(hours(50));
  const auto receipt = edge_->import(frame);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->verdict, relay::Verdict::accepted);
  ASSERT_EQ(responses().size(), 1U);
  EXPECT_EQ(responses()[0].response.at, then);
  EXPECT_EQ(responses()[0].clock, response::ClockVerdict::as_said);
  take(frame);  // the network is back
  EXPECT_EQ(responses().size(), 1U);
}

TEST_F(CareHere, ACallForHelpThatComesByStickAlarmsNobody) {
  auto frame = frame_of(wire::encode_record(call(1)));
  clock_.advance(hours(50));
  ASSERT_TRUE(edge_->import(frame));
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(edge_->care().counts().late_calls, 1U);
}

TEST_F(CareHere, ADayEndsWhenTheClocksOfTheLocationSaySo) {
  const auto day = zone_.local_day(clock_.wall_now());
  const auto end = edge_->end_of_day(day);
  EXPECT_EQ(zone_.local_day(end), day + 1);
  EXPECT_EQ(zone_.local_day(end - Duration{1}), day);
}

}  // namespace
}  // namespace earshot::edge
