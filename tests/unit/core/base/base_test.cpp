#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "core/base/bounded_queue.h"
#include "core/base/hex.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/utf8.h"

namespace earshot {
namespace {

TEST(Names, AreSafeInATopicAFileNameAUrlAndALog) {
  for (const char* good : {"a", "store-014", "pt-br", "kiosk_1.front", "0"}) {
    EXPECT_TRUE(DeviceId::parse(good)) << good;
  }
  for (const char* bad : {"", "-a", ".", "..", "A", "a/b", "a+b", "#", "a b", "é", "a\n", "a%20"}) {
    EXPECT_FALSE(DeviceId::parse(bad)) << bad;
  }
  EXPECT_TRUE(is_name(std::string(kNameLengthMax, 'a')));
  EXPECT_FALSE(is_name(std::string(kNameLengthMax + 1, 'a')));
}

TEST(Names, SayWhichCharactersAreAllowedWhenRefused) {
  const auto refused = LocationId::parse("Store 14");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_NE(refused.error().message.find("a-z 0-9"), std::string::npos);
}

TEST(Names, AreQuotedOnOneInertLineWhenRefused) {
  const auto refused = QuestionId::parse("re\nommend\x1b[2J\xFF");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.rfind("'re ommend[2J\xEF\xBF\xBD' is not a name", 0), 0U)
      << refused.error().message;
  // Cut within a letter of several bytes, and still whole letters.
  const auto long_one = QuestionId::parse(std::string(kNameLengthMax - 1, 'a') + "éé");
  ASSERT_FALSE(long_one);
  EXPECT_TRUE(is_utf8(long_one.error().message));
}

TEST(RandomIds, AreExactly32LowerCaseDigits) {
  EXPECT_TRUE(ResponseId::parse("0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(ResponseId::parse("0123456789abcdef0123456789abcde"));
  EXPECT_FALSE(ResponseId::parse("0123456789ABCDEF0123456789abcdef"));
}

RC_GTEST_PROP(Hex, DecodesWhatItEncoded, (const std::vector<unsigned char>& bytes)) {
  const auto decoded = from_hex(to_hex(std::as_bytes(std::span(bytes))));
  RC_ASSERT(decoded.has_value());
  const auto same = std::as_bytes(std::span(bytes));
  RC_ASSERT(std::equal(decoded->begin(), decoded->end(), same.begin(), same.end()));
}

TEST(Hours, RoundDownAlsoBefore1970) {
  EXPECT_EQ(hour_of(WallTime{0}), 0);
  EXPECT_EQ(hour_of(WallTime{kHourMs - 1}), 0);
  EXPECT_EQ(hour_of(WallTime{kHourMs}), 1);
  EXPECT_EQ(hour_of(WallTime{-1}), -1);
  EXPECT_EQ(hour_of(WallTime{-kHourMs}), -1);
}

TEST(Utf8, KnowsWellFormedFromIllFormed) {
  for (const char* good : {"", "plain", "é", "日本語", "🙂", "\xEF\xBF\xBD"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE2\x82",
                          "\xF8\x88\x80\x80\x80", "\xC3("}) {
    EXPECT_FALSE(is_utf8(bad)) << to_hex(std::as_bytes(std::span(bad, strlen(bad))));
  }
}

TEST(Utf8, ReplacesEachMaximalIllFormedPartOnce) {
  // The example of Unicode 15, table 3-8.
  EXPECT_EQ(repair_utf8("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"),
            "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
}

RC_GTEST_PROP(Utf8, RepairsAnyBytesToValidTextAndLeavesValidTextAlone, (const std::string& bytes)) {
  const std::string repaired = repair_utf8(bytes);
  RC_ASSERT(is_utf8(repaired));
  RC_ASSERT(repair_utf8(repaired) == repaired);
  if (is_utf8(bytes)) RC_ASSERT(repaired == bytes);
  RC_ASSERT(repaired.size() <= bytes.size() * 3);
}

RC_GTEST_PROP(CleanText, IsValidShortAndCleanAlready, (const std::string& bytes)) {
  const std::string cleaned = clean_text(bytes, 20);
  RC_ASSERT(is_utf8(cleaned));
  RC_ASSERT(count_code_points(cleaned) <= 20u);
  RC_ASSERT(clean_text(cleaned, 20) == cleaned);
}

TEST(CleanText, TakesOutWhatCouldHideReorderOrControl) {
  EXPECT_EQ(clean_text("a\tb\r\nc\x1b[31m\x07", 100), "a b\nc[31m");
  EXPECT_EQ(clean_text("safe\u202Egpj.exe\u202C", 100), "safegpj.exe");
  EXPECT_EQ(clean_text("\u2067right\u2069", 100), "right");
  EXPECT_EQ(clean_text("family \U0001F468\u200D\U0001F469", 100),
            "family \U0001F468\u200D\U0001F469");
  EXPECT_EQ(clean_text("<b>\"'; DROP TABLE x; %s %n =1+1", 100), "<b>\"'; DROP TABLE x; %s %n =1+1")
      << "text stays as it was said; showing it literally is the reader's duty";
}

TEST(CleanText, CutsByCodePointsNotBytes) { EXPECT_EQ(clean_text("ééééé", 3), "ééé"); }

TEST(BoundedQueue, RefusesWhatDoesNotFitAndLeavesItWithTheCaller) {
  BoundedQueue<std::string> queue(2);
  EXPECT_TRUE(queue.try_push("one"));
  EXPECT_TRUE(queue.try_push("two"));
  std::string three = "three";
  EXPECT_FALSE(queue.try_push(std::move(three)));
  EXPECT_EQ(three, "three");
  EXPECT_EQ(queue.pop(Duration{0}), "one");
  EXPECT_TRUE(queue.try_push(std::move(three)));
}

TEST(BoundedQueue, LosesNothingBetweenThreads) {
  BoundedQueue<int> queue(8);
  constexpr int kItems = 20'000;
  std::thread producer([&] {
    for (int i = 0; i < kItems; ++i) {
      int item = i;
      while (!queue.try_push(std::move(item))) std::this_thread::yield();
    }
  });
  for (int i = 0; i < kItems; ++i) ASSERT_EQ(queue.pop(Duration{10'000}), i);
  producer.join();
}

}  // namespace
}  // namespace earshot
