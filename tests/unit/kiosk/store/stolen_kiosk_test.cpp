// A stolen kiosk tells nothing: what customers wrote is in none of its files, open or closed.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/wire/care_records.h"
#include "kiosk/store/answer_keeper.h"
#include "kiosk/store/sealing.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

const LocationId kHere = LocationId::trusted("store-7");
const std::string kWords = "the milk was sour and Bernadette was rude";
const std::string kPhone = "+44 20 7946 0123";

class StolenKiosk : public ::testing::Test {
 protected:
  [[nodiscard]] static response::Response unhappy(std::string sealed_contact) {
    response::Response r;
    r.id = *ResponseId::parse(std::string(32, 'a'));
    r.touchpoint = TouchpointId::trusted("checkout");
    r.survey = SurveyId::trusted("visit");
    r.language = LanguageTag::trusted("en");
    r.boot_id = std::string(32, 'b');
    response::Answer main, why, contact;
    main.question = QuestionId::trusted("recommend");
    main.rating = 1;
    why.question = QuestionId::trusted("why");
    why.kind = survey::QuestionKind::comment;
    why.text = kWords;
    contact.question = QuestionId::trusted("contact");
    contact.kind = survey::QuestionKind::contact;
    contact.text = std::move(sealed_contact);
    r.answers = {main, why, contact};
    return r;
  }
  std::unique_ptr<AnswerKeeper> open(
      std::function<std::string(const wire::ResponseRecord&)> close) {
    KeeperPorts ports{clock_, random_, link_, [this] {
                        return relay::Courier::Stamp{clock_.wall_now(), std::string(32, 'b'), 5};
                      }};
    ports.encode = std::move(close);
    auto keeper = AnswerKeeper::open(folder_ / "kiosk.db", DeviceId::trusted("till-1"), kHere,
                                     std::move(ports));
    EXPECT_TRUE(keeper) << keeper.error().message;
    return *std::move(keeper);
  }
  /// Every byte of every file in the kiosk's folder.
  [[nodiscard]] std::string disk() const {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  [[nodiscard]] bool on_disk(const std::string& text) const {
    return disk().find(text) != std::string::npos;
  }

  fakes::TempFolder folder_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_{7};
  fakes::FakeFrameLink link_;
  crypto::KeyPair pair_ = crypto::KeyPair::make();
  WordSealer sealer_{pair_.public_key()};
};

TEST_F(StolenKiosk, HasNoWordAndNoContactInItsFilesAlsoNotInTheLog) {
  const ContactDetails left{
      "Bernadette", kPhone, "b@example.org", "To answer you.", LanguageTag::trusted("en"),
      WallTime{5}};
  const auto response = unhappy(sealer_.seal(left));
  {
    auto keeper = open([this](const auto& record) { return sealer_.close(record); });
    ASSERT_TRUE(keeper->save(response));
    ASSERT_TRUE(std::filesystem::exists(folder_ / "kiosk.db-wal"));
    EXPECT_TRUE(on_disk("checkout")) << "the test looks at the right files";
    for (const auto& word : {kWords, std::string("Bernadette"), kPhone}) {
      EXPECT_FALSE(on_disk(word)) << word;
    }
    ASSERT_TRUE(keeper->tidy());
    for (const auto& word : {kWords, std::string("Bernadette"), kPhone}) {
      EXPECT_FALSE(on_disk(word)) << word << " after the log was moved into the file";
    }
  }
}

TEST_F(StolenKiosk, WouldHaveThemWithoutTheKey) {
  auto keeper = open({});
  ASSERT_TRUE(keeper->save(unhappy("")));
  EXPECT_TRUE(on_disk(kWords));
}

TEST_F(StolenKiosk, WhatItKeepsIsReadByItsLocationAlone) {
  const auto response = unhappy("closed before");
  const auto record = sealer_.close({kHere, response});
  const auto box = wire::box_of(record);
  ASSERT_TRUE(box);
  EXPECT_EQ(*pair_.open(*box), wire::encode_record(wire::ResponseRecord{kHere, response}));
  EXPECT_FALSE(crypto::KeyPair::make().open(*box));
  const auto plain = std::get<wire::ResponseRecord>(*wire::decode_record(record));
  EXPECT_EQ(plain.response.answers.size(), 3U);
  EXPECT_EQ(plain.response.answers[0].rating, 1);
  EXPECT_TRUE(plain.response.answers[1].text.empty());
  EXPECT_TRUE(plain.response.answers[2].text.empty());
}

TEST_F(StolenKiosk, ARatingAloneIsNotSealed) {
  auto rating = unhappy("");
  rating.answers.resize(1);
  const wire::ResponseRecord record{kHere, rating};
  EXPECT_EQ(sealer_.close(record), wire::encode_record(record));
}

TEST_F(StolenKiosk, ContactDetailsOpenInTheLocation) {
  const ContactDetails left{"Zoë",      kPhone, "", "To answer you.", LanguageTag::trusted("fr"),
                            WallTime{5}};
  const auto sealed = sealer_.seal(left);
  ASSERT_FALSE(sealed.empty());
  ASSERT_LE(sealed.size(), 4096U);
  const auto details = wire::decode_contact(*pair_.open(sealed));
  ASSERT_TRUE(details);
  EXPECT_EQ(details->name, "Zoë");
  EXPECT_EQ(details->phone, kPhone);
  EXPECT_EQ(details->purpose, "To answer you.");
}

TEST_F(StolenKiosk, DetailsThatAreTooLongAreNotKeptAtAll) {
  const ContactDetails left{std::string(5000, 'x'), "", "", "", LanguageTag::trusted("en"), {}};
  EXPECT_TRUE(sealer_.seal(left).empty());
}

TEST(SurveyWithoutWords, AsksForRatingsAndChoicesOnly) {
  survey::Survey survey;
  for (const auto kind : {survey::QuestionKind::nps, survey::QuestionKind::comment,
                          survey::QuestionKind::contact, survey::QuestionKind::topics}) {
    survey::Question question;
    question.kind = kind;
    survey.questions.push_back(question);
  }
  const auto rest = without_words(std::make_shared<const survey::Survey>(survey));
  ASSERT_EQ(rest->questions.size(), 2U);
  EXPECT_EQ(rest->questions[0].kind, survey::QuestionKind::nps);
  EXPECT_EQ(rest->questions[1].kind, survey::QuestionKind::topics);
}

}  // namespace
}  // namespace earshot::kiosk
