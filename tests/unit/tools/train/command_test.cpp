#include "tools/train/command.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "core/text/model.h"
#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::train {
namespace {

using testing::HasSubstr;

/// A folder with a word table of nothing and a CSV file that one word tells apart.
class Training : public testing::Test {
 protected:
  void SetUp() override {
    options_.in = folder_.path() / "comments.csv";
    options_.out = folder_.path() / "own.model";
    options_.words = folder_.path() / "words.table";
    options_.columns = {"comment", "topics", {}, "", '|', false};
    ASSERT_TRUE(system::write_file_atomically(
        options_.words, text::WordTable(std::vector<text::TableWord>{}).bytes()));
    std::ofstream csv(options_.in);
    csv << "comment,topics\n";
    for (int i = 0; i < 40; ++i) {
      csv << "dirty table number " << i << ",dirt\n";
      csv << "slow till number " << i << ",waiting\n";
      csv << "dirty and slow at " << i << " o'clock,dirt|waiting\n";
    }
  }

  int train() { return run(options_, out_, complaints_); }
  std::string written() { return system::read_file(options_.out).value_or(""); }

  fakes::TempFolder folder_;
  Options options_;
  std::ostringstream out_;
  std::ostringstream complaints_;
};

TEST_F(Training, WritesAModelAndReportsEachLabel) {
  EXPECT_EQ(train(), kDone) << complaints_.str();
  EXPECT_THAT(out_.str(), HasSubstr("dirt "));
  EXPECT_THAT(out_.str(), HasSubstr("waiting "));
  EXPECT_THAT(out_.str(), HasSubstr("macro F1 "));
  const auto model = text::Model::parse(written());
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(model->name(), "own");
  EXPECT_THAT(model->labels(), testing::ElementsAre("dirt", "waiting"));
}

TEST_F(Training, TheSameSeedGivesTheSameFile) {
  EXPECT_EQ(train(), kDone);
  const std::string first = written();
  EXPECT_EQ(train(), kDone);
  EXPECT_EQ(written(), first);
  options_.seed = 7;
  EXPECT_EQ(train(), kDone);
  EXPECT_NE(written(), first);
}

TEST_F(Training, AMissingFileSaysWhich) {
  options_.in = folder_.path() / "nothing.csv";
  EXPECT_EQ(train(), kFailed);
  EXPECT_THAT(complaints_.str(), HasSubstr("nothing.csv"));
}

TEST_F(Training, TooLittleToLearnFromIsWrongUsage) {
  std::ofstream(options_.in) << "comment,topics\none,label\n";
  EXPECT_EQ(train(), kWrong);
  EXPECT_THAT(complaints_.str(), HasSubstr("label more texts"));
  EXPECT_EQ(written(), "");
}

}  // namespace
}  // namespace earshot::train
