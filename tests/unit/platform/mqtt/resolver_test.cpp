#include "platform/mqtt/resolver.h"

#include <gtest/gtest.h>

#include <future>

namespace earshot::mqtt {
namespace {

Lookup look_up_and_wait(const std::string& host) {
  auto promise = std::make_shared<std::promise<Lookup>>();
  auto answer = promise->get_future();
  look_up(host, [promise](Lookup found) { promise->set_value(std::move(found)); });
  return answer.get();
}

TEST(Resolver, KnowsWhatNeedsNoLookup) {
  EXPECT_TRUE(is_numeric("127.0.0.1"));
  EXPECT_TRUE(is_numeric("::1"));
  EXPECT_FALSE(is_numeric("localhost"));
  EXPECT_FALSE(is_numeric("1.2.3"));
  EXPECT_FALSE(is_numeric(""));
}

TEST(Resolver, FindsThisMachine) {
  const Lookup found = look_up_and_wait("localhost");
  ASSERT_FALSE(found.addresses.empty());
  for (const std::string& address : found.addresses) EXPECT_TRUE(is_numeric(address)) << address;
}

TEST(Resolver, SaysWhyANameCannotBeFound) {
  const Lookup found = look_up_and_wait("no such host");
  EXPECT_TRUE(found.addresses.empty());
  EXPECT_FALSE(found.error.empty());
}

}  // namespace
}  // namespace earshot::mqtt
