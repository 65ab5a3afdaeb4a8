#include "core/wire/care_records.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <variant>

#include "core/wire/codec.h"

namespace earshot::wire {
namespace {

const LocationId kStore = LocationId::trusted("store-7");

ResponseRecord said(std::string words) {
  response::Response r;
  r.id = *ResponseId::parse(std::string(32, 'a'));
  r.touchpoint = TouchpointId::trusted("checkout");
  r.survey = SurveyId::trusted("visit");
  r.language = LanguageTag::trusted("en");
  r.boot_id = std::string(32, 'b');
  response::Answer main;
  main.question = QuestionId::trusted("recommend");
  main.rating = 2;
  r.answers.push_back(main);
  if (!words.empty()) {
    response::Answer why;
    why.question = QuestionId::trusted("why");
    why.kind = survey::QuestionKind::comment;
    why.text = std::move(words);
    r.answers.push_back(why);
  }
  return {kStore, r};
}

HelpCallRecord call() {
  return {kStore,
          *ResponseId::parse(std::string(32, 'c')),
          TouchpointId::trusted("fitting-room"),
          LanguageTag::trusted("pt-br"),
          WallTime{1'700'000'000'000},
          std::string(32, 'b'),
          77};
}

RC_GTEST_PROP(SealedRecord, GivesBackItsBox, (const std::string& box)) {
  const auto sealed = encode_sealed(encode_record(said("")), box);
  RC_ASSERT(box_of(sealed) == box);
}

RC_GTEST_PROP(SealedRecord, AnyBytesMayBeAskedForABox, (const std::string& bytes)) {
  (void)box_of(bytes);
  (void)box_of("\x2a" + bytes);
  (void)decode_help_call(bytes);
  (void)decode_help_call("\x32" + bytes);
  (void)decode_contact(bytes);
}

TEST(SealedRecord, IsReadWithoutItsWordsByWhoeverHasNoKey) {
  const auto read = decode_record(encode_sealed(encode_record(said("")), "closed"));
  ASSERT_TRUE(read) << read.error().message;
  const auto& plain = std::get<ResponseRecord>(*read);
  EXPECT_EQ(plain.location, kStore);
  EXPECT_EQ(plain.response, said("").response);
}

TEST(SealedRecord, HoldsNoFurtherOne) {
  const auto once = encode_sealed(encode_record(said("")), "closed");
  const auto twice = decode_record(encode_sealed(once, "closed"));
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::invalid);
}

TEST(SealedRecord, IsNoneOfTheOtherKinds) {
  EXPECT_EQ(box_of(encode_record(said("slow"))), std::nullopt);
  EXPECT_EQ(box_of(encode_record(call())), std::nullopt);
  EXPECT_EQ(box_of(""), std::nullopt);
  EXPECT_EQ(*decode_help_call(encode_sealed(encode_record(said("")), "x")), std::nullopt);
}

TEST(HelpCall, ComesAsItWasSent) {
  const auto read = decode_help_call(encode_record(call()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, call());
}

TEST(HelpCall, IsUnsupportedWhereOnlyResponsesAreRead) {
  const auto read = decode_record(encode_record(call()));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::unsupported);
}

TEST(HelpCall, WithoutAPlaceIsRefused) {
  auto lost = call();
  lost.touchpoint = {};
  const auto read = decode_help_call(encode_record(lost));
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("touchpoint"), std::string::npos);
}

TEST(Contact, ComesAsItWasLeftAndInert) {
  ContactDetails left{"Zoë",
                      "+44 20 7946 0123",
                      "zoe@example.org",
                      "To answer you.",
                      LanguageTag::trusted("en"),
                      WallTime{5}};
  EXPECT_EQ(decode_contact(encode_contact(left)), left);
  left.name = "Zoë\n\x1b[31m\u202e";
  EXPECT_EQ(decode_contact(encode_contact(left))->name, "Zoë [31m");
  EXPECT_FALSE(decode_contact(""));
}

}  // namespace
}  // namespace earshot::wire
