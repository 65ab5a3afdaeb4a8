#include "platform/reading/reading.h"

#include <system_error>

#include "core/base/packed.h"
#include "core/text/language.h"
#include "core/text/learnt_models.h"
#include "core/text/taxonomy.h"
#include "platform/system/files.h"

namespace earshot::reading {
namespace {

namespace fs = std::filesystem;

/// What came with the program.
constexpr const char* kWeightFiles[] = {kLanguageFile,      kWordsFile,    kSentimentFile,
                                        kSentimentFiveFile, kEmotionsFile, kUrgentFile,
                                        kUrgentKindsFile,   kGistFile,     kTopicsFile};

constexpr std::size_t kWeightsBytesMax = std::size_t{64} << 20;

/// The error of a file, with its name in front.
tl::unexpected<Error> in_file(const fs::path& path, const Error& error) {
  return fail(error.code, path.string() + ": " + error.message);
}

/// The bytes of a file, unpacked where they are packed; "" of one that may be missing and is.
Result<std::string> read_weights(const fs::path& path, bool required) {
  auto bytes = system::read_file(path, kWeightsBytesMax);
  if (!bytes && !required && bytes.error().code == ErrorCode::not_found) return std::string();
  if (!bytes || !is_packed(*bytes)) return bytes;
  auto plain = unpack(*bytes, kWeightsBytesMax);
  if (!plain) return in_file(path, {ErrorCode::corrupt, plain.error().message});
  return plain;
}

/// A model, or none where there is no such file and none has to be.
Result<std::shared_ptr<const text::Model>> load_model(const fs::path& path, bool required) {
  const auto bytes = read_weights(path, required);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->empty() && !required) return nullptr;
  auto model = text::Model::parse(*bytes);
  if (!model) return in_file(path, model.error());
  return std::make_shared<const text::Model>(*std::move(model));
}

Result<std::shared_ptr<const text::LearntHeads>> load_learnt(const ReadingFiles& files) {
  text::LearntModelParts parts;
  auto words = load_words(files.models / kWordsFile);
  if (!words && words.error().code != ErrorCode::not_found) return tl::unexpected(words.error());
  parts.words = words ? *words : std::make_shared<const text::WordTable>();
  const bool taught = !files.taught.empty();
  struct Wanted {
    fs::path path;
    bool required;
    std::shared_ptr<const text::Model>* model;
  };
  for (const Wanted& wanted : {Wanted{files.models / kSentimentFile, false, &parts.sentiment},
                               {files.models / kSentimentFiveFile, false, &parts.sentiment_five},
                               {files.models / kEmotionsFile, false, &parts.emotions},
                               {files.models / kUrgentFile, false, &parts.urgent},
                               {files.models / kUrgentKindsFile, false, &parts.urgent_kinds},
                               {files.models / kTopicsFile, false, &parts.topics},
                               {files.taught, taught, &parts.taught}}) {
    if (wanted.path.empty()) continue;
    auto model = load_model(wanted.path, wanted.required);
    if (!model) return tl::unexpected(model.error());
    *wanted.model = *std::move(model);
  }
  auto gist = load_gist(files.models / kGistFile);
  if (!gist) return tl::unexpected(gist.error());
  parts.gist = *std::move(gist);
  if (!parts.sentiment && !parts.emotions && !parts.urgent && !parts.topics && !parts.taught)
    return nullptr;
  auto learnt = text::LearntModels::make(std::move(parts));
  if (!learnt) return in_file(taught ? files.taught : files.models, learnt.error());
  return *std::move(learnt);
}

}  // namespace

Result<std::shared_ptr<const text::Gist>> load_gist(const fs::path& file) {
  auto model = load_model(file, false);
  if (!model) return tl::unexpected(model.error());
  if (*model == nullptr) return nullptr;
  if ((*model)->task() != text::LabelTask::one)
    return fail(ErrorCode::corrupt, file.string() + ": its labels are of another kind");
  return std::make_shared<const text::Gist>(*std::move(model));
}

Result<void> save_weights(const fs::path& file, std::string_view bytes) {
  constexpr int kSmallest = 19;
  return system::write_file_atomically(file, pack(bytes, kSmallest));
}

Result<std::shared_ptr<const text::WordTable>> load_words(const fs::path& file) {
  const auto bytes = read_weights(file, true);
  if (!bytes) return tl::unexpected(bytes.error());
  auto words = text::WordTable::parse(*bytes);
  if (!words) return in_file(file, words.error());
  return std::make_shared<const text::WordTable>(*std::move(words));
}

Result<ReadingFiles> built_in_files(const fs::path& program, const fs::path& source) {
  struct Place {
    fs::path models;
    fs::path taxonomy;
  };
  const fs::path installed = program.parent_path().parent_path() / "share/earshot";
  const Place places[] = {
      {installed / "models", installed / "topics/built-in.toml"},
      {source / "assets/models", source / "firmware-config/topics/built-in.toml"}};
  ReadingFiles files;
  std::error_code error;
  for (const Place& place : places) {
    files.searched.push_back(place.models);
    if (files.models.empty() && fs::exists(place.models / kLanguageFile, error))
      files.models = place.models;
    if (files.taxonomy.empty() && fs::exists(place.taxonomy, error))
      files.taxonomy = place.taxonomy;
  }
  if (!files.taxonomy.empty()) return files;
  return fail(ErrorCode::not_found,
              "the taxonomy that comes with the program is neither " + places[0].taxonomy.string() +
                  " nor " + places[1].taxonomy.string() + ". Install it again, or name one");
}

Result<ReadingFiles> built_in_files() {
  std::error_code error;
  return built_in_files(fs::read_symlink("/proc/self/exe", error), EARSHOT_SOURCE_ROOT);
}

std::string missing_weights(const ReadingFiles& files) {
  constexpr std::string_view kWithout =
      ". Without them sentiment goes by word lists, and other things are read less well or not at "
      "all; install them again, or name a folder that has them";
  std::error_code error;
  if (files.models.empty()) {
    std::string places;
    for (const fs::path& place : files.searched)
      places += (places.empty() ? "" : " nor in ") + place.string();
    return "there are no weights to read comments with" +
           (places.empty() ? "" : ": neither in " + places) + std::string(kWithout);
  }
  std::string missing;
  for (const char* name : kWeightFiles) {
    if (fs::exists(files.models / name, error)) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  if (missing.empty()) return {};
  return files.models.string() + " lacks " + missing + std::string(kWithout);
}

Result<std::shared_ptr<const text::Taxonomy>> load_taxonomy(const fs::path& file) {
  const auto toml = system::read_file(file, text::kTaxonomyFileBytesMax);
  if (!toml) return tl::unexpected(toml.error());
  auto taxonomy = text::parse_taxonomy(*toml, file.string());
  if (!taxonomy) return tl::unexpected(taxonomy.error());
  return std::make_shared<const text::Taxonomy>(*std::move(taxonomy));
}

Result<text::Analyser::Parts> load_reading(const ReadingFiles& files) {
  text::Analyser::Parts parts;
  auto taxonomy = load_taxonomy(files.taxonomy);
  if (!taxonomy) return tl::unexpected(taxonomy.error());
  parts.taxonomy = *std::move(taxonomy);

  const fs::path weights = files.models / kLanguageFile;
  const auto bytes = read_weights(weights, false);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!bytes->empty()) {
    auto language = text::LanguageModel::parse(*bytes);
    if (!language) return in_file(weights, language.error());
    parts.language = std::make_shared<const text::LanguageModel>(*std::move(language));
  }
  auto learnt = load_learnt(files);
  if (!learnt) return tl::unexpected(learnt.error());
  parts.learnt = *std::move(learnt);
  return parts;
}

}  // namespace earshot::reading
