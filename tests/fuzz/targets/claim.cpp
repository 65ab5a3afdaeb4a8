// A code that is asked for and the answer to it, as they are once they were opened: from bytes as
// they come, and as the other side makes them.
#include "core/wire/claims.h"

#include "core/base/check.h"
#include "core/wire/bounds.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(claim) {
  constexpr MemoryBound kBound{16, 32 * 1024};
  if (const auto kiosk = wire::parse_claim_question_topic(input)) {
    EARSHOT_CHECK(wire::claim_question_topic(*kiosk) == input);
  }
  const auto question =
      within_memory(kBound, input.size(), [&] { return wire::decode_claim_question(input); });
  if (question) {
    EARSHOT_CHECK(!question->code.empty() && question->code.size() <= 64);
    EARSHOT_CHECK(wire::decode_claim_question(wire::encode(*question)) == *question);
  } else {
    expect_readable(question.error());
  }
  const auto answer =
      within_memory(kBound, input.size(), [&] { return wire::decode_claim_answer(input); });
  if (!answer) return expect_readable(answer.error());
  EARSHOT_CHECK(answer->at.ms >= 0 && answer->at.ms <= wire::kWallMsMax);
  expect_inert(answer->words, wire::kClaimWordsMax);
  expect_inert(answer->by, wire::kClaimByMax);
  const bool answered = answer->verdict == wire::ClaimAnswer::Verdict::answered;
  EARSHOT_CHECK(answered != answer->words.empty());
  EARSHOT_CHECK(wire::decode_claim_answer(wire::encode(*answer)) == *answer);
}

}  // namespace earshot::fuzz
