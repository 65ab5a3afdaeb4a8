#include "tools/train/models/written_comments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "core/text/taxonomy.h"
#include "core/text/topic_asides.h"
#include "platform/reading/reading.h"
#include "platform/system/files.h"

namespace earshot::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = std::size_t{4} << 20;
constexpr std::array<std::string_view, 4> kSentiments = {"negative", "neutral", "positive", "?"};

/// "positive<TAB>staff+ price-<TAB>comment"; "-" is no topic, "?" is not known.
std::optional<WrittenComment> read_line(std::string_view line, std::string_view language) {
  const std::string_view sentiment = cut(line, '\t');
  std::string_view topics = cut(line, '\t');
  if (std::ranges::find(kSentiments, sentiment) == kSentiments.end()) return std::nullopt;
  if (topics.empty() || line.empty() || line.find('\t') != std::string_view::npos)
    return std::nullopt;
  WrittenComment comment{
      std::string(language), std::string(sentiment), topics != "?", {}, std::string(line)};
  if (sentiment == "?") comment.sentiment.clear();
  while (comment.labelled && topics != "-" && !topics.empty()) {
    const std::string_view topic = cut(topics, ' ');
    if (topic.size() < 2 || std::string_view("+-0").find(topic.back()) == std::string_view::npos)
      return std::nullopt;
    comment.topics.emplace_back(topic.substr(0, topic.size() - 1));
  }
  return comment;
}

}  // namespace

Result<std::vector<WrittenComment>> read_written(std::string_view file, std::string_view language,
                                                 const std::string& name) {
  std::vector<WrittenComment> all;
  for (std::size_t number = 1; !file.empty(); ++number) {
    auto comment = read_line(cut(file, '\n'), language);
    if (!comment)
      return fail(ErrorCode::invalid,
                  fmt::format("{}, line {}: a sentiment, topics and a comment are expected, with a "
                              "tab between each",
                              name, number));
    all.push_back(*std::move(comment));
  }
  return all;
}

Result<std::vector<WrittenComment>> written_comments() {
  const auto files = files_in(EARSHOT_WRITTEN_COMMENTS, ".tsv", "comments");
  if (!files) return tl::unexpected(files.error());
  std::vector<WrittenComment> all;
  for (const fs::path& file : *files) {
    const auto bytes = system::read_file(file, kFileBytesMax);
    if (!bytes) return tl::unexpected(bytes.error());
    auto comments = read_written(*bytes, file.stem().string(), file.filename().string());
    if (!comments) return tl::unexpected(comments.error());
    std::ranges::move(*comments, std::back_inserter(all));
  }
  return all;
}

Result<Sources> written_topics(const fs::path& /*data*/) {
  const auto comments = written_comments();
  if (!comments) return tl::unexpected(comments.error());
  const auto files = reading::built_in_files();
  if (!files) return tl::unexpected(files.error());
  const auto taxonomy = reading::load_taxonomy(files->taxonomy);
  if (!taxonomy) return tl::unexpected(taxonomy.error());
  Sources to;
  for (const text::Topic& topic : (*taxonomy)->topics()) to.set.labels.push_back(topic.id.str());
  const text::TopicAsides asides(**taxonomy);
  text::Tokens tokens;
  std::vector<text::TopicMention> mentions;
  for (const WrittenComment& comment : *comments) {
    if (!comment.labelled) continue;
    text::Example example;
    example.text = comment.text;
    for (const std::string& topic : comment.topics) {
      const auto label = std::ranges::find(to.set.labels, topic);
      if (label == to.set.labels.end())
        return fail(ErrorCode::invalid, "comments: there is no topic \"" + topic + "\"");
      const auto index = static_cast<std::uint16_t>(label - to.set.labels.begin());
      if (std::ranges::find(example.labels, index) == example.labels.end())
        example.labels.push_back(index);
    }
    text::tokenise(comment.text, tokens);
    (*taxonomy)->find(tokens, comment.language, mentions);
    example.asides = asides.of(mentions);
    to.set.examples.push_back(std::move(example));
    to.origins.push_back(comment.language);
  }
  return to;
}

}  // namespace earshot::train
