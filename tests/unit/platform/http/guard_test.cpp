#include "platform/http/guard.h"

#include <gtest/gtest.h>

namespace earshot::http {
namespace {

TEST(OwnHost, NumericAddressesAndLocalhostAreOurs) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:8080", "192.168.1.20:80", "localhost:8080",
                           "LOCALHOST", "[::1]", "[::1]:8080"}) {
    EXPECT_TRUE(is_own_host(host, "127.0.0.1", {})) << host;
  }
}

TEST(OwnHost, AForeignNameThatLeadsHereIsNot) {
  for (const char* host : {"evil.example", "evil.example:8080", "localhost.evil.example",
                           "127.0.0.1.evil.example", "", ":8080", "[", "[::1", "0x7f.1"}) {
    EXPECT_FALSE(is_own_host(host, "127.0.0.1", {})) << host;
  }
}

TEST(OwnHost, TheBoundAndTheConfiguredNamesAre) {
  EXPECT_TRUE(is_own_host("Store-14.lan:8080", "store-14.lan", {}));
  EXPECT_TRUE(is_own_host("earshot.lan", "0.0.0.0", {"other.lan", "Earshot.lan"}));
  EXPECT_FALSE(is_own_host("notearshot.lan", "0.0.0.0", {"earshot.lan"}));
}

TEST(SameOrigin, TheWholeAuthorityMustMatch) {
  EXPECT_TRUE(is_same_origin("http://localhost:8080", "localhost:8080"));
  EXPECT_TRUE(is_same_origin("http://LocalHost:8080/some/page?x=//evil", "localhost:8080"));
  EXPECT_TRUE(is_same_origin("https://earshot.lan", "earshot.lan"));
  for (const char* origin : {"http://localhost:8081", "http://localhost", "http://evil.example",
                             "http://localhost:8080.evil.example", "http://localhost:8080@evil",
                             "null", "", "localhost:8080", "file://localhost:8080"}) {
    EXPECT_FALSE(is_same_origin(origin, "localhost:8080")) << origin;
  }
  EXPECT_FALSE(is_same_origin("http://", ""));
}

TEST(WellEscaped, EveryPercentSignHasTwoDigits) {
  EXPECT_TRUE(is_well_escaped("/a%20b?c=%C3%a9"));
  EXPECT_TRUE(is_well_escaped(""));
  for (const char* target : {"/%", "/%4", "/%zz", "/a?b=100%", "/%4g"}) {
    EXPECT_FALSE(is_well_escaped(target)) << target;
  }
}

}  // namespace
}  // namespace earshot::http
