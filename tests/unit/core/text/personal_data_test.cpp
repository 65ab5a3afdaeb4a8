#include "core/text/personal_data.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/utf8.h"
#include "core/text/personal_numbers.h"

namespace earshot::text {
namespace {

std::string redacted(std::string_view comment) {
  Tokens tokens;
  tokenise(comment, tokens);
  std::vector<PersonalSpan> spans;
  find_personal_data(tokens, spans);
  std::string out;
  redact(tokens.text, spans, out);
  return out;
}

TEST(PersonalData, IsReplacedByTypedMarks) {
  EXPECT_EQ(redacted("Write to jane.doe@example.com, please."), "Write to [email], please.");
  EXPECT_EQ(redacted("jane (at) example.com or jane at example dot com"), "[email] or [email]");
  EXPECT_EQ(redacted("card 4111 1111 1111 1111!"), "card [card]!");
  EXPECT_EQ(redacted("to GB82 WEST 1234 5698 7654 32 today"), "to [iban] today");
  EXPECT_EQ(redacted("from 192.168.0.12 and 2001:db8::ff00:42:8329"), "from [ip] and [ip]");
  EXPECT_EQ(redacted("My name is Jane Doe and I am cross"), "My name is [name] and I am cross");
  EXPECT_EQ(redacted("I live at 12 Station Road, LS1 4AP"), "I live at [address], [address]");
  EXPECT_EQ(redacted("Ich wohne in der Lindenallee 44a."), "Ich wohne in der [address].");
  EXPECT_EQ(redacted("The car AB12 CDE hit me"), "The car [plate] hit me");
}

TEST(PersonalData, KnowsPhoneNumbersOfManyShapes) {
  for (const auto* phone : {"+44 161 496 0000", "0161 496 0000", "07700900123", "(555) 123-4567",
                            "555-123-4567 x12", "+46 (0)8 928 571 38", "03.93.92.16.85",
                            "001-253-366-9781", "699 956 915", "+966501234567", "٠٥٠١٢٣٤٥٦٧"}) {
    EXPECT_EQ(redacted(std::string("Call ") + phone + " now"), "Call [phone] now") << phone;
  }
}

TEST(PersonalData, KnowsNationalIdsByTheirCheckDigits) {
  for (const auto* id : {"AB 12 34 56 C", "12345678Z", "X1234567L", "RSSMRA85T10A562S",
                         "44051401359", "131052-308T", "111.444.777-35", "078-05-1120"}) {
    EXPECT_EQ(redacted(std::string("Mine is ") + id + "."), "Mine is [id].") << id;
  }
  EXPECT_EQ(redacted("Article 12345678A is gone"), "Article 12345678A is gone");
}

TEST(PersonalData, LeavesOrdinaryNumbersAndStaffAlone) {
  for (const auto* comment :
       {"Anna at the till was lovely", "Bought 3 for 20 euros on 12.05.2024 at 10:30",
        "Order 1234567890 never came", "Open 09.00-17.30", "It cost 1 234 567 in 2019-2020",
        "The bill was 1.299,00", "2003-08-28 12:13:52", "the address of the shop",
        "Size 42, aisle 7", "This is Great", "My name is on the list"}) {
    EXPECT_EQ(redacted(comment), comment);
  }
}

TEST(CheckDigits, FollowTheirStandards) {
  EXPECT_TRUE(passes_luhn("79927398713"));
  EXPECT_FALSE(passes_luhn("79927398710"));
  EXPECT_TRUE(is_card("378282246310005"));
  EXPECT_FALSE(is_card("0000000000000"));
  EXPECT_TRUE(is_iban("de89370400440532013000"));
  EXPECT_FALSE(is_iban("DE89370400440532013001"));
}

/// Any card number stays no secret of the shop's, however its digits are grouped.
RC_GTEST_PROP(PersonalData, MarksEveryCardNumberWhole, ()) {
  std::string digits = "4";
  for (int i = 0; i < 14; ++i) digits += static_cast<char>('0' + *rc::gen::inRange(0, 10));
  for (char check = '0'; check <= '9'; ++check) {
    if (passes_luhn(digits + check)) {
      digits += check;
      break;
    }
  }
  const std::string sign = *rc::gen::element<std::string>("", " ", "-");
  std::string written;
  for (std::size_t i = 0; i < digits.size(); ++i)
    written += (i > 0 && i % 4 == 0 ? sign : "") + digits[i];
  RC_ASSERT(redacted("I paid with " + written + " yesterday") == "I paid with [card] yesterday");
}

RC_GTEST_PROP(PersonalData, SpansOfAnyBytesAreInOrderAndApart, (const std::string& bytes)) {
  Tokens tokens;
  tokenise(bytes, tokens);
  std::vector<PersonalSpan> spans;
  find_personal_data(tokens, spans);
  std::uint32_t end = 0;
  for (const auto& found : spans) {
    RC_ASSERT(found.span.begin >= end && found.span.end > found.span.begin);
    RC_ASSERT(found.span.end <= tokens.text.size());
    end = found.span.end;
  }
  std::string out;
  redact(tokens.text, spans, out);
  RC_ASSERT(is_utf8(out));
}

}  // namespace
}  // namespace earshot::text
