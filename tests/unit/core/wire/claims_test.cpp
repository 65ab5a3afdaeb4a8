#include "core/wire/claims.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/wire/topics.h"

namespace earshot::wire {
namespace {

using Verdict = ClaimAnswer::Verdict;

TEST(ClaimTopics, BelongToOneKioskAndAreNoStream) {
  const auto kiosk = DeviceId::trusted("kiosk-3");
  EXPECT_EQ(claim_question_topic(kiosk), "earshot/1/up/kiosk-3/claim");
  EXPECT_EQ(claim_answer_topic(kiosk), "earshot/1/down/kiosk-3/claim");
  EXPECT_EQ(claim_question_filter({}), "earshot/1/up/+/claim");
  EXPECT_EQ(claim_question_filter(kiosk), "earshot/1/up/kiosk-3/claim");
  EXPECT_EQ(parse_claim_question_topic("earshot/1/up/kiosk-3/claim"), kiosk);
  EXPECT_FALSE(parse_up_topic("earshot/1/up/kiosk-3/claim"));
  for (const auto* other : {"earshot/1/up/kiosk-3/urgent", "earshot/1/down/kiosk-3/claim",
                            "earshot/1/up/claim", "earshot/1/up//claim", "earshot/1/up/a/b/claim",
                            "earshot/1/up/Kiosk/claim", "earshot/1/up/kiosk-3/cloud"}) {
    EXPECT_FALSE(parse_claim_question_topic(other)) << other;
  }
}

TEST(ClaimQuestion, IsReadAsItWasAskedAndEmptyOrEndlessOnesAreRefused) {
  const ClaimQuestion question{"7KQM2R9D", "earshot-public-key-1 00"};
  EXPECT_EQ(decode_claim_question(encode(question)), question);
  EXPECT_FALSE(decode_claim_question(encode(ClaimQuestion{"", "key"})));
  EXPECT_FALSE(decode_claim_question(encode(ClaimQuestion{std::string(65, 'A'), "key"})));
  EXPECT_FALSE(decode_claim_question(encode(ClaimQuestion{"7", std::string(257, 'A')})));
  EXPECT_FALSE(decode_claim_question(std::string(5000, '\x0A')));
  EXPECT_FALSE(decode_claim_question(""));
}

TEST(ClaimAnswer, IsReadAsItWasGivenAndCarriesWordsOnlyWhenThereAreSome) {
  const ClaimAnswer answer{Verdict::answered, {5000}, "We changed it.\nThank you.", "Zoë"};
  EXPECT_EQ(decode_claim_answer(encode(answer)), answer);
  for (const auto verdict : {Verdict::not_yet, Verdict::unknown, Verdict::too_many}) {
    const ClaimAnswer none{verdict, {}, "", ""};
    EXPECT_EQ(decode_claim_answer(encode(none)), none);
    auto chatty = answer;
    chatty.verdict = verdict;
    EXPECT_EQ(decode_claim_answer(encode(chatty)), none) << "words belong to an answer alone";
  }
}

TEST(ClaimAnswer, ThatCannotBeShownIsRefusedOrMadeInert) {
  EXPECT_FALSE(decode_claim_answer(encode(ClaimAnswer{Verdict::answered, {}, " \n", ""})));
  EXPECT_FALSE(decode_claim_answer(encode(ClaimAnswer{Verdict::answered, {-1}, "Yes", ""})));
  EXPECT_FALSE(decode_claim_answer(encode(ClaimAnswer{static_cast<Verdict>(5), {}, "", ""})));
  EXPECT_FALSE(decode_claim_answer(encode(ClaimAnswer{static_cast<Verdict>(0), {}, "", ""})));
  EXPECT_FALSE(decode_claim_answer(""));
  const auto read = decode_claim_answer(
      encode(ClaimAnswer{Verdict::answered, {}, "\x1B[2J\xFF" + std::string(900, 'x'), "A\nB"}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->words.size(), 600U + 2) << "600 code points, one of them U+FFFD";
  EXPECT_EQ(read->words.find('\x1B'), std::string::npos);
  EXPECT_EQ(read->by, "A B");
}

RC_GTEST_PROP(ClaimAnswer, AndQuestionMayBeAnyBytes, (const std::string& bytes)) {
  if (const auto answer = decode_claim_answer(bytes)) {
    RC_ASSERT(decode_claim_answer(encode(*answer)) == *answer);
  }
  if (const auto question = decode_claim_question(bytes)) {
    RC_ASSERT(decode_claim_question(encode(*question)) == *question);
  }
}

}  // namespace
}  // namespace earshot::wire
