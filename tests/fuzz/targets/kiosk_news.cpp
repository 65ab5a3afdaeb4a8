// What reaches a kiosk from its location as JSON: how a call for help stands, and messages.
// Whatever it is, what can be shown is clean, bounded, and ends one day.
#include "core/base/check.h"
#include "kiosk/store/down_messages.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(kiosk_news) {
  constexpr MemoryBound kBound{64, 64 * 1024};
  const auto news =
      within_memory(kBound, input.size(), [&] { return kiosk::parse_help_news(input); });
  if (news) {
    EARSHOT_CHECK(news->state == kiosk::HelpState::arrived ||
                  news->state == kiosk::HelpState::seen || news->state == kiosk::HelpState::coming);
    expect_inert(news->who, 400);
  }
  const auto messages =
      within_memory(kBound, input.size(), [&] { return kiosk::parse_messages(input); });
  if (!messages) return;
  EARSHOT_CHECK(messages->size() <= kiosk::kMessagesShownMax);
  for (const auto& message : *messages) {
    EARSHOT_CHECK(message.until.has_value() && !message.texts.empty());
    for (const auto& [language, text] : message.texts) {
      EARSHOT_CHECK(!text.empty());
      expect_inert(text, 4 * kiosk::kMessageCodePointsMax);
    }
  }
}

}  // namespace earshot::fuzz
