#include "tools/train/models/written_comments.h"

#include <gmock/gmock.h>

namespace earshot::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(WrittenComments, SayHowTheyAreMeantAndWhatTheySpeakOf) {
  const auto read = read_written(
      "neutral\tstaff+ price-\tkind but dear\npositive\t?\tlovely\n"
      "?\t-\tsee you next week\n",
      "en", "en.tsv");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->size(), 3U);
  EXPECT_THAT((*read)[0].topics, ElementsAre("staff", "price"));
  EXPECT_TRUE((*read)[0].labelled);
  EXPECT_EQ((*read)[0].text, "kind but dear");
  EXPECT_EQ((*read)[0].language, "en");
  EXPECT_FALSE((*read)[1].labelled);
  EXPECT_EQ((*read)[1].sentiment, "positive");
  EXPECT_TRUE((*read)[2].labelled);
  EXPECT_THAT((*read)[2].topics, IsEmpty());
  EXPECT_EQ((*read)[2].sentiment, "");
}

TEST(WrittenComments, AreRefusedWithFileLineAndWhatIsExpected) {
  for (const char* wrong :
       {"good\t-\tnice", "positive\tstaff\tnice", "positive\tnice", "positive\t-\t",
        "positive\t-\ta\tb", "positive\t\tnice", "positive\t+\tnice", ""}) {
    const auto read =
        read_written("positive\t-\tnice\n" + std::string(wrong) + "\n", "en", "en.tsv");
    ASSERT_FALSE(read.has_value()) << wrong;
    EXPECT_THAT(read.error().message, HasSubstr("en.tsv, line 2"));
  }
}

TEST(WrittenComments, ThatAreCommittedAreAllReadAndSpeakOfKnownTopics) {
  const auto topics = written_topics({});
  ASSERT_TRUE(topics.has_value()) << topics.error().message;
  EXPECT_EQ(topics->set.labels.size(), 16U);
  EXPECT_GT(topics->set.examples.size(), 5000U);
}

}  // namespace
}  // namespace earshot::train
