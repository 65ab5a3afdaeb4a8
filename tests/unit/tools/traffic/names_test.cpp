#include <gtest/gtest.h>

#include "tools/traffic/credentials.h"
#include "tools/traffic/date_format.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/places.h"
#include "tools/traffic/slug.h"

namespace earshot::traffic {
namespace {

TEST(Slug, MakesNamesOutOfWhatPeopleWrite) {
  EXPECT_EQ(slug("PTS  - Patient Transport"), "pts-patient-transport");
  EXPECT_EQ(slug("111"), "111");
  EXPECT_EQ(slug("  Café Zürich, Straße 5 "), "cafe-zurich-strasse-5");
  EXPECT_EQ(slug("ŁÓDŹ"), "lodz");
  EXPECT_EQ(slug("_x_"), "x");
  EXPECT_EQ(slug("東京"), "");
  EXPECT_EQ(slug("a\xC3"), "a");
  EXPECT_EQ(slug(std::string(80, 'a')), std::string(64, 'a'));
}

TEST(KioskName, IsAlwaysAName) {
  EXPECT_EQ(kiosk_name("neas", "see-and-convey"), "neas-see-and-convey");
  for (const std::size_t left : {1U, 30U, 33U, 64U}) {
    for (const std::size_t right : {1U, 30U, 33U, 64U}) {
      const auto name = kiosk_name(std::string(left, 'a'), std::string(right, 'b'));
      EXPECT_TRUE(is_name(name)) << name;
      EXPECT_NE(name.find("a-b"), std::string::npos);
    }
  }
}

TEST(Places, GiveEachPairOfPlacesOneKiosk) {
  const PlaceNames none;
  Places places(none, none);
  const auto first = places.kiosk_at("North End", "Till");
  EXPECT_EQ(places.kiosk_at("North End", "Till").value(), first.value());
  EXPECT_NE(places.kiosk_at("North End", "Café").value(), first.value());
  EXPECT_EQ(places.kiosks()[0].device.str(), "north-end-till");
  EXPECT_EQ(places.kiosks()[1].device.str(), "north-end-cafe");
  EXPECT_EQ(places.locations().size(), 1U);
  EXPECT_EQ(places.touchpoints()[1].name, "Café");
}

TEST(Places, TellApartPairsWhoseNamesRunTogether) {
  const PlaceNames none;
  Places places(none, none);
  ASSERT_TRUE(places.kiosk_at("a-b", "c").has_value());
  ASSERT_TRUE(places.kiosk_at("a", "b-c").has_value());
  EXPECT_NE(places.kiosks()[0].device, places.kiosks()[1].device);
}

TEST(Places, ReportTwoNamesThatWouldBecomeOneId) {
  const PlaceNames none;
  Places places(none, none);
  ASSERT_TRUE(places.kiosk_at("North End", "Till").has_value());
  const auto clash = places.kiosk_at("north-end", "Till");
  ASSERT_FALSE(clash.has_value());
  EXPECT_EQ(
      clash.error().message,
      "the location 'north-end' would have the same id 'north-end' as 'North End': give it one "
      "under [location.ids] in the map");
  EXPECT_FALSE(places.kiosk_at("東京", "Till").has_value());
}

TEST(Places, TakeTheIdsOfTheMap) {
  PlaceNames names;
  names.ids = {{"東京", "tokyo"}, {"Tokio", "tokyo"}, {"Edo", "edo"}};
  const PlaceNames none;
  Places places(names, none);
  EXPECT_EQ(places.kiosk_at("東京", "Till").value(), places.kiosk_at("Tokio", "Till").value());
  EXPECT_FALSE(places.kiosk_at("Tokyo", "Till").has_value()) << "its slug is another's id";
}

TEST(Identity, IsTheSameForTheSameAndNotForOthers) {
  const auto neas = LocationId::trusted("neas");
  EXPECT_EQ(replayed_id("m", neas, "r1"), replayed_id("m", neas, "r1"));
  EXPECT_NE(replayed_id("m", neas, "r1"), replayed_id("m", neas, "r2"));
  EXPECT_NE(replayed_id("m", neas, "r1"), replayed_id("n", neas, "r1"));
  EXPECT_NE(digest_hex({"ab", "c"}), digest_hex({"a", "bc"}));
}

TEST(Identity, NeverChangesFromOneReleaseToTheNext) {
  // Otherwise a file that is replayed after an upgrade would count twice.
  EXPECT_EQ(replayed_id("patient-feedback", LocationId::trusted("neas"), "r1").str(),
            "0fd39ef308c7679aebef2c8b250e8e38");
}

TEST(DateFormat, ReadsDaysStrictly) {
  const auto iso = DateFormat::parse("%Y-%m-%d").value();
  EXPECT_EQ(iso.read("1970-01-01"), (WallTime{12 * kHourMs}));
  EXPECT_EQ(iso.read("2024-02-29"), (WallTime{1709208000000}));
  for (const char* bad : {"", "2023-02-29", "2022-31-8", "2022-8-31", "2022-08-31 ", "22-08-31",
                          "2022-00-01", "1969-12-31", "2101-01-01", "2022/08/31", "2022-08-3a"}) {
    EXPECT_FALSE(iso.read(bad).has_value()) << bad;
  }
}

TEST(DateFormat, TakesTheTimeOfDayWhereTheFileHasOne) {
  const auto format = DateFormat::parse("%d/%m/%Y %H:%M").value();
  EXPECT_EQ(format.read("01/01/1970 00:30"), (WallTime{30 * 60'000}));
  EXPECT_FALSE(format.read("01/01/1970 24:00").has_value());
  EXPECT_FALSE(DateFormat::parse("%Y-%m-%d %d").has_value());
  EXPECT_FALSE(DateFormat::parse("%Y-%m-%").has_value());
}

TEST(Credentials, AreReadByLine) {
  const auto read = Credentials::parse("# kiosks\nk1 secret\r\n\nk2 with spaces\n", "f");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->password_of("k1"), "secret");
  EXPECT_EQ(read->password_of("k2"), "with spaces");
  EXPECT_EQ(read->password_of("k3"), std::nullopt);
}

TEST(Credentials, RefuseAMistakeWithoutShowingAPassword) {
  EXPECT_EQ(Credentials::parse("k1 a\nsecretk2\n", "f").error().message,
            "f:2: expected a user, one space and a password");
  EXPECT_EQ(Credentials::parse("k1 a\nk1 b\n", "f").error().message, "f:2: 'k1' stands here twice");
  EXPECT_FALSE(Credentials::parse("", "f").has_value());
}

}  // namespace
}  // namespace earshot::traffic
