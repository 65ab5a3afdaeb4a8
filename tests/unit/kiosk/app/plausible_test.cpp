// Small judgements: contact details, tempo, claim codes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/claim_code.h"
#include "kiosk/app/contact.h"
#include "kiosk/app/tempo.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::kiosk {
namespace {

using namespace std::chrono_literals;

TEST(Email, IsPlausibleOrNot) {
  for (const auto* good :
       {"a@b.c", "first.last+tag@mail.example.com", "josé@correo.example", "用户@例子.公司"}) {
    EXPECT_TRUE(is_email(good)) << good;
  }
  for (const auto* bad : {"", "@b.c", "a@b", "a b@c.d", "a@@b.c", "a@b.c@d.e", "a@.c", "a@b.",
                          "a@b..c", ".a@b.c", "a.@b.c", "a@b.c\n", "a,b@c.d"}) {
    EXPECT_FALSE(is_email(bad)) << bad;
  }
  EXPECT_FALSE(is_email(std::string(65, 'a') + "@b.c"));
}

TEST(Phone, IsPlausibleOrNot) {
  for (const auto* good : {"600000", "+34 600 000 000", "(030) 123-456/7", "00 49.30.123456"}) {
    EXPECT_TRUE(is_phone(good)) << good;
  }
  for (const auto* bad : {"", "12345", "1234567890123456", "12+345678", "++345678", "call me"}) {
    EXPECT_FALSE(is_phone(bad)) << bad;
  }
}

TEST(ContactForm, WantsAWayToAnswerAndConsent) {
  using Problem = ContactForm::Problem;
  using Field = survey::ContactField;
  ContactForm form;
  form.entries = {{Field::name, ""}, {Field::phone, ""}, {Field::email, ""}};
  EXPECT_EQ(problem_of(form), Problem::none) << "it is optional";
  form.entries[0].text = "Somebody";
  EXPECT_EQ(problem_of(form), Problem::nothing_reachable);
  form.entries[1].text = "12";
  EXPECT_EQ(problem_of(form), Problem::phone_wrong);
  form.entries[1].text = "600 000 000";
  EXPECT_EQ(problem_of(form), Problem::consent_missing);
  form.consent = true;
  EXPECT_EQ(problem_of(form), Problem::none);
  form.entries[2].text = "nowhere";
  EXPECT_EQ(problem_of(form), Problem::email_wrong);
}

TEST(Tempo, IsTooFastOnlyWhereNobodyCanHaveRead) {
  EXPECT_TRUE(is_too_fast({499ms, 0ms, 1}));
  EXPECT_FALSE(is_too_fast({500ms, 0ms, 1}));
  EXPECT_FALSE(is_too_fast({500ms, 100ms, 2})) << "one quick answer is a clear one";
  EXPECT_TRUE(is_too_fast({2s, 1199ms, 3}));
  EXPECT_FALSE(is_too_fast({2s, 1200ms, 3}));
}

TEST(ClaimCode, IsShortAndForgivesHowItIsCopied) {
  const auto id = *ResponseId::parse("00443214c74254b635cf84653a56d7c6");
  const auto code = claim_code(id);
  EXPECT_EQ(code.size(), 9U);
  EXPECT_EQ(code[4], '-');
  EXPECT_EQ(*id_prefix_of_claim(code), "00443214c7");
  EXPECT_EQ(code, "0123-4567") << "Crockford's signs, five bits each";
  EXPECT_EQ(*id_prefix_of_claim("oi23 4567"), "00443214c7");
  for (const auto* wrong : {"", "0123-456", "0123-456EE", "0123-456U", "0123-456€"}) {
    EXPECT_FALSE(id_prefix_of_claim(wrong)) << wrong;
  }
}

RC_GTEST_PROP(ClaimCodeLaws, LeadsBackToTheBeginningOfItsId, (std::uint64_t seed)) {
  fakes::SeededRandom random(seed);
  const auto id = *ResponseId::parse(random_hex(random));
  RC_ASSERT(*id_prefix_of_claim(claim_code(id)) == id.str().substr(0, 10));
}

}  // namespace
}  // namespace earshot::kiosk
