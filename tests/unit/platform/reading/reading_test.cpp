// Where the files that read comments are looked for, and what is said when some are missing.
#include "platform/reading/reading.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/fakes/temp_folder.h"

namespace earshot::reading {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kTaxonomy = "topics/built-in.toml";

class ReadingFilesTest : public testing::Test {
 protected:
  void put(const fs::path& file, const std::string& bytes = "") {
    fs::create_directories((folder_.path() / file).parent_path());
    std::ofstream(folder_.path() / file) << bytes;
  }
  Result<ReadingFiles> find() {
    return built_in_files(folder_.path() / "usr/bin/earshot-edge-agent", folder_.path() / "source");
  }
  [[nodiscard]] fs::path at(const fs::path& place) const { return folder_.path() / place; }

  fakes::TempFolder folder_;
};

TEST_F(ReadingFilesTest, AnInstalledProgramTakesWhatIsBesideIt) {
  put("usr/share/earshot/models/language.weights");
  put(fs::path("usr/share/earshot") / kTaxonomy);
  put("source/assets/models/language.weights");
  put(fs::path("source/firmware-config") / kTaxonomy);
  const auto files = find();
  ASSERT_TRUE(files.has_value()) << files.error().message;
  EXPECT_EQ(files->models, at("usr/share/earshot/models"));
  EXPECT_EQ(files->taxonomy, at("usr/share/earshot/topics/built-in.toml"));
}

TEST_F(ReadingFilesTest, ElseWhatTheSourceTreeHasEachByItself) {
  put("usr/share/earshot/models/language.weights");
  put(fs::path("source/firmware-config") / kTaxonomy);
  const auto files = find();
  ASSERT_TRUE(files.has_value()) << files.error().message;
  EXPECT_EQ(files->models, at("usr/share/earshot/models"));
  EXPECT_EQ(files->taxonomy, at("source/firmware-config/topics/built-in.toml"));
}

TEST_F(ReadingFilesTest, WithoutATaxonomyItSaysWhereItLooked) {
  const auto files = find();
  ASSERT_FALSE(files.has_value());
  EXPECT_EQ(files.error().code, ErrorCode::not_found);
  EXPECT_THAT(files.error().message, HasSubstr(at("usr/share/earshot/topics").string()));
  EXPECT_THAT(files.error().message, HasSubstr(at("source/firmware-config/topics").string()));
}

TEST_F(ReadingFilesTest, MissingWeightsAreSaidInOneSentenceWithThePlaces) {
  put(fs::path("usr/share/earshot") / kTaxonomy);
  const auto files = find();
  ASSERT_TRUE(files.has_value());
  const std::string said = missing_weights(*files);
  EXPECT_THAT(said, HasSubstr(at("usr/share/earshot/models").string() + " nor in " +
                              at("source/assets/models").string()));
  EXPECT_THAT(said, HasSubstr("word lists"));
}

TEST_F(ReadingFilesTest, EachMissingFileIsNamed) {
  put(fs::path("usr/share/earshot") / kTaxonomy);
  for (const char* name : {"language.weights", "words.table", "sentiment-five.model"})
    put(fs::path("usr/share/earshot/models") / name);
  EXPECT_THAT(missing_weights(*find()),
              HasSubstr("lacks sentiment.model, emotions.model, urgent.model, urgent-kinds.model, "
                        "gist.model, topics.model. "));
  for (const char* name : {"sentiment.model", "emotions.model", "urgent.model",
                           "urgent-kinds.model", "gist.model", "topics.model"})
    put(fs::path("usr/share/earshot/models") / name);
  EXPECT_EQ(missing_weights(*find()), "");
}

TEST_F(ReadingFilesTest, WeightsArePackedAndADamagedFileIsNamed) {
  const fs::path file = folder_.path() / "words.table";
  const text::WordTable table({{7, -1, 1, std::vector<float>(text::kWordDimensions, 1)}});
  ASSERT_TRUE(save_weights(file, table.bytes()));
  const auto words = load_words(file);
  ASSERT_TRUE(words.has_value()) << words.error().message;
  EXPECT_EQ((*words)->fingerprint(), table.fingerprint());
  fs::resize_file(file, fs::file_size(file) - 1);
  const auto damaged = load_words(file);
  ASSERT_FALSE(damaged.has_value());
  EXPECT_EQ(damaged.error().code, ErrorCode::corrupt);
  EXPECT_THAT(damaged.error().message, testing::HasSubstr("words.table: the packed bytes"));
}

TEST(BuiltInReading, EverythingThatIsShippedIsFoundAndLoads) {
  const auto files = built_in_files();
  ASSERT_TRUE(files.has_value()) << files.error().message;
  EXPECT_EQ(missing_weights(*files), "");
  const auto parts = load_reading(*files);
  ASSERT_TRUE(parts.has_value()) << parts.error().message;
  EXPECT_NE(parts->learnt, nullptr);
  EXPECT_NE(parts->language, nullptr);
}

}  // namespace
}  // namespace earshot::reading
