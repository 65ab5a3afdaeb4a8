#include "platform/mqtt/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot::mqtt {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

LinkOptions options() {
  LinkOptions options;
  options.broker = {"broker.lan", 1883, "kiosk-1", "secret"};
  options.client_id = "kiosk-1";
  return options;
}

TEST(Words, NameTheBrokerAndWhatToDoNext) {
  EXPECT_THAT(connect_trouble(options(), 0, "refused"),
              AllOf(HasSubstr("broker.lan:1883 does not answer (refused)"),
                    HasSubstr("check that it is running")));
  EXPECT_THAT(lookup_trouble(options(), "Name or service not known"),
              AllOf(HasSubstr("'broker.lan'"), HasSubstr("check its spelling")));
}

TEST(Words, AWrongPasswordIsSaidWithoutSayingIt) {
  for (const int reason : {0x86, 0x87}) {
    const std::string words = connect_trouble(options(), reason, "");
    EXPECT_THAT(words, AllOf(HasSubstr("'kiosk-1'"), HasSubstr("password file")));
    EXPECT_EQ(words.find("secret"), std::string::npos);
  }
}

TEST(Words, EveryReasonOfTheStandardHasWords) {
  for (int reason = 0; reason <= 0xff; ++reason) {
    EXPECT_THAT(connect_trouble(options(), reason, ""), HasSubstr("broker.lan:1883")) << reason;
    EXPECT_THAT(lost_trouble(options(), reason), HasSubstr("broker.lan:1883")) << reason;
  }
}

TEST(Words, TwoDevicesWithOneIdentityAreTold) {
  EXPECT_THAT(lost_trouble(options(), 0x8e),
              AllOf(HasSubstr("another device uses the id 'kiosk-1'"), HasSubstr("broker.lan:1883"),
                    HasSubstr("give one of them an id and a password of its own")));
}

TEST(Words, AnIPv6AddressKeepsItsBrackets) {
  EXPECT_EQ(address_of({"::1", 1883, "", ""}), "[::1]:1883");
  EXPECT_EQ(address_of({"10.0.0.1", 1883, "", ""}), "10.0.0.1:1883");
}

}  // namespace
}  // namespace earshot::mqtt
