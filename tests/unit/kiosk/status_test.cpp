#include "kiosk/store/status.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace earshot::kiosk {
namespace {

using testing::HasSubstr;

TEST(Status, SaysNothingToAPersonWhileAllIsWell) {
  const auto custody = custody_of(Room::plenty, std::nullopt);
  EXPECT_EQ(custody.disk, "plenty");
  EXPECT_EQ(custody.trouble, "");
}

TEST(Status, TellsAFullDiskFromAnotherFailureAndBothFromOneThatIsNearlyFull) {
  EXPECT_EQ(custody_of(Room::nearly_full, std::nullopt).disk, "nearly_full");
  const auto full = custody_of(Room::full, Error{ErrorCode::no_space, "no room"});
  EXPECT_EQ(full.disk, "full");
  EXPECT_THAT(full.trouble, HasSubstr("Make room"));
  const auto failed = custody_of(Room::plenty, Error{ErrorCode::io, "the card was pulled out"});
  EXPECT_EQ(failed.disk, "failed");
  EXPECT_THAT(failed.trouble, HasSubstr("the card was pulled out"));
}

TEST(Status, IsJsonWhateverTheMessageHolds) {
  const auto custody =
      custody_of(Room::plenty, Error{ErrorCode::io, "a \"name\" with \xFF and \n in it"});
  const auto json = nlohmann::json::parse(status_json(custody, WallTime{1'772'442'000'000}));
  EXPECT_EQ(json["online"], true);
  EXPECT_EQ(json["at"], "2026-03-02T09:00:00.000Z");
  EXPECT_EQ(json["disk"], "failed");
  EXPECT_THAT(json["words"].get<std::string>(), HasSubstr("a \"name\" with"));
  EXPECT_FALSE(json.contains("incident"));
}

TEST(Status, TellsWhatBecameOfASpoiltStoreAlsoWhenAllIsWellAgain) {
  auto custody = custody_of(Room::plenty, std::nullopt);
  custody.incident = "12 answers were taken over";
  const auto json = nlohmann::json::parse(status_json(custody, WallTime{1'772'442'000'000}));
  EXPECT_EQ(json["disk"], "plenty");
  EXPECT_EQ(json["incident"], "12 answers were taken over");
}

}  // namespace
}  // namespace earshot::kiosk
