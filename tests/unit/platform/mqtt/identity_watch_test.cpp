#include "platform/mqtt/identity_watch.h"

#include <gtest/gtest.h>

#include "tests/fakes/seeded_random.h"

namespace earshot::mqtt {
namespace {

class Identity : public ::testing::Test {
 protected:
  fakes::SeededRandom random_{7};
  IdentityWatch mine_{"kiosk-1", "kiosk-1", random_};
  IdentityWatch other_{"kiosk-1", "kiosk-1", random_};
};

TEST_F(Identity, OfAnEarlierRunOfTheSameDeviceIsNobodyElse) {
  mine_.on_message(other_.run(), true);
  EXPECT_FALSE(mine_.shared());
}

TEST_F(Identity, FoundWithAnothersNumberAfterItsOwnIsShared) {
  mine_.on_message(mine_.run(), false);  // the broker has it
  EXPECT_FALSE(mine_.shared());
  mine_.on_message(other_.run(), true);
  EXPECT_TRUE(mine_.shared());
}

TEST_F(Identity, StaysSharedUntilItsOwnNumberIsFoundAgain) {
  mine_.on_message(mine_.run(), false);
  mine_.on_message(other_.run(), true);
  mine_.on_message(mine_.run(), false);  // written anew: says nothing about the other one
  EXPECT_TRUE(mine_.shared());
  mine_.on_message(mine_.run(), true);
  EXPECT_FALSE(mine_.shared());
}

TEST_F(Identity, ThatTheBrokerSaysToBeTakenIsSharedUntilItIsForgotten) {
  mine_.on_taken_over();
  EXPECT_TRUE(mine_.shared());
  mine_.forget();
  EXPECT_FALSE(mine_.shared());
}

TEST_F(Identity, OfALinkWithoutANameIsNotWatched) {
  EXPECT_EQ(IdentityWatch("", "anybody", random_).topic(), "");
  EXPECT_EQ(IdentityWatch("store-14", "store-14-hq", random_).topic(),
            "earshot/1/identity/store-14/store-14-hq");
}

}  // namespace
}  // namespace earshot::mqtt
