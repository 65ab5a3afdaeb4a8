#include "tools/train/models/sources.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <span>

#include "tools/train/csv_examples.h"
#include "tools/train/models/urgent_comments.h"
#include "tools/train/models/written_comments.h"

namespace earshot::train {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::string>;

Cells cells_of(const std::string& line, char separator) {
  Cells cells;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = line.find(separator, begin);
    cells.push_back(line.substr(begin, end - begin));
    if (end == std::string::npos) return cells;
    begin = end + 1;
  }
}

Result<void> each_line(const fs::path& path, std::size_t columns,
                       const std::function<void(const Cells&)>& use) {
  std::ifstream in(path);
  if (!in) return fail(ErrorCode::not_found, path.string() + " cannot be opened");
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    const Cells cells = cells_of(line, '\t');
    if (cells.size() == columns) use(cells);
  }
  return {};
}

void add(Sources& to, const char* origin, std::string text, std::vector<std::uint16_t> labels,
         float weight, std::string group = {}, std::string context = {}) {
  to.set.examples.push_back(
      {std::move(text), std::move(context), std::move(labels), std::move(group), weight});
  to.origins.emplace_back(origin);
}

/// The labeller's five grades; 1 is the best in the file.
Result<void> add_patients(const fs::path& data, Sources& to,
                          const std::function<std::uint16_t(int)>& label, float weight) {
  const fs::path path = data / "patient-feedback/responses.csv";
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, path.string() + " cannot be opened");
  auto read =
      read_examples(in, path.string(), {"comment", "sentiment", {}, "respondent_id", '|', true});
  if (!read) return tl::unexpected(read.error());
  for (text::Example& example : read->set.examples) {
    const int grade = std::atoi(read->set.labels[example.labels.front()].c_str());
    if (grade < 1 || grade > 5) continue;
    add(to, "patient-feedback", std::move(example.text), {label(grade)}, weight,
        std::move(example.group));
  }
  return {};
}

Result<void> add_dynasent(const fs::path& data, Sources& to, float weight) {
  return each_line(data / "comments/dynasent_dev.tsv", 2, [&](const Cells& cells) {
    const auto label = cells[0] == "negative" ? 0 : cells[0] == "neutral" ? 1 : 2;
    add(to, "dynasent", cells[1], {static_cast<std::uint16_t>(label)}, weight);
  });
}

/// Mean valences of twenty people, −4 … 4; near a border they say little, and count less.
Result<void> add_vader(const fs::path& data, Sources& to, std::span<const float> borders,
                       float weight) {
  return each_line(data / "comments/vader_ratings.tsv", 3, [&](const Cells& cells) {
    const float valence = std::strtof(cells[1].c_str(), nullptr);
    std::uint16_t label = 0;
    float nearest = 4;
    for (const float border : borders) {
      label = static_cast<std::uint16_t>(label + (valence > border ? 1 : 0));
      nearest = std::min(nearest, std::abs(valence - border));
    }
    constexpr float kNear = 0.3F;
    // Its own context: how its raters grade stays with it, what words mean is shared by all.
    add(to, cells[0].c_str(), cells[2], {label}, nearest < kNear ? weight / 3 : weight);
  });
}

/// Our own, in nine languages.
Result<void> add_written(Sources& to, float weight) {
  auto comments = written_comments();
  if (!comments) return tl::unexpected(comments.error());
  for (WrittenComment& comment : *comments) {
    const auto label = std::ranges::find(to.set.labels, comment.sentiment);
    if (label == to.set.labels.end()) continue;
    add(to, "comments", std::move(comment.text),
        {static_cast<std::uint16_t>(label - to.set.labels.begin())}, weight);
  }
  return {};
}

/// Our own urgent comments: what cannot wait is blame, in whatever calm words it is told.
Result<void> add_urgent(Sources& to, float weight) {
  auto comments = urgent_comments();
  if (!comments) return tl::unexpected(comments.error());
  std::string last;
  for (UrgentComment& comment : *comments) {
    // One of each pattern's: three of every comment would drown the others.
    if (comment.kind.empty() || comment.pattern == last) continue;
    last = comment.pattern;
    add(to, "comments", std::move(comment.text), {0}, weight);
  }
  return {};
}

/// Our own sentences of English reviews; of goods, films, restaurants and services.
Result<void> add_sentences(Sources& to, float weight) {
  return each_line(EARSHOT_WRITTEN_SENTENCES, 2, [&](const Cells& cells) {
    const auto label = std::ranges::find(to.set.labels, cells[0]);
    if (label == to.set.labels.end()) return;
    add(to, "sentences", cells[1], {static_cast<std::uint16_t>(label - to.set.labels.begin())},
        weight);
  });
}

/// GoEmotions' labels by ours. What is left out (realization, surprise, desire …) is none of ours.
const std::map<std::string, std::string>& emotion_of() {
  static const std::map<std::string, std::string> kMap = {
      {"gratitude", "grateful"},     {"joy", "delighted"},
      {"excitement", "delighted"},   {"love", "delighted"},
      {"admiration", "delighted"},   {"caring", "valued"},
      {"optimism", "confident"},     {"relief", "confident"},
      {"pride", "confident"},        {"disappointment", "disappointed"},
      {"sadness", "disappointed"},   {"annoyance", "frustrated"},
      {"disapproval", "frustrated"}, {"anger", "angry"},
      {"disgust", "disrespected"},   {"embarrassment", "disrespected"},
      {"fear", "worried"},           {"nervousness", "worried"},
      {"confusion", "confused"}};
  return kMap;
}

}  // namespace

namespace {

/// A label for each sentiment in each origin: "negative tweets". People grade alike within an
/// origin and not across; the sum over the origins weighs them by how much a text is like theirs.
Sources by_origin(Sources to) {
  const std::vector<std::string> plain = to.set.labels;
  std::vector<std::string> origins = to.origins;
  std::ranges::sort(origins);
  origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
  to.set.labels.clear();
  for (const std::string& label : plain) {
    for (const std::string& origin : origins) to.set.labels.push_back(label + ' ' + origin);
  }
  for (std::size_t i = 0; i < to.set.examples.size(); ++i) {
    std::uint16_t& label = to.set.examples[i].labels.front();
    const auto at = std::ranges::find(origins, to.origins[i]) - origins.begin();
    label = static_cast<std::uint16_t>(label * origins.size() + static_cast<std::size_t>(at));
  }
  return to;
}

}  // namespace

std::string_view cut(std::string_view& rest, char at) {
  const std::size_t end = std::min(rest.find(at), rest.size());
  const std::string_view cell = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return cell;
}

Result<std::vector<fs::path>> files_in(const fs::path& folder, const char* extension,
                                       const char* what) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  if (error || files.empty())
    return fail(ErrorCode::not_found, folder.string() + " has no " + what);
  std::ranges::sort(files);
  return files;
}

Result<Sources> three_sentiments(const fs::path& data) {
  Sources to;
  to.set.labels = {"negative", "neutral", "positive"};
  const auto three = [](int grade) -> std::uint16_t { return grade <= 2 ? 2 : grade == 3 ? 1 : 0; };
  constexpr float kBorders[] = {-0.6F, 0.6F};
  for (const auto& added : {add_patients(data, to, three, 3), add_dynasent(data, to, 3),
                            add_vader(data, to, kBorders, 0.6F), add_written(to, 0.7F),
                            add_sentences(to, 0.7F), add_urgent(to, 0.35F)}) {
    if (!added) return tl::unexpected(added.error());
  }
  return by_origin(std::move(to));
}

Result<Sources> five_sentiments(const fs::path& data) {
  Sources to;
  to.set.labels = {"1", "2", "3", "4", "5"};
  const auto five = [](int grade) { return static_cast<std::uint16_t>(5 - grade); };
  constexpr float kBorders[] = {-2.1F, -0.6F, 0.6F, 2.1F};
  for (const auto& added :
       {add_patients(data, to, five, 1.5F), add_vader(data, to, kBorders, 0.7F)}) {
    if (!added) return tl::unexpected(added.error());
  }
  return to;
}

Result<Sources> comment_topics(const fs::path& data) {
  Sources to;
  const auto read = each_line(data / "comments/nhs_phase1.tsv", 5, [&](const Cells& cells) {
    auto at = std::ranges::find(to.set.labels, cells[0]);
    if (at == to.set.labels.end()) at = to.set.labels.insert(at, cells[0]);
    add(to, "nhs-comments", cells[4], {static_cast<std::uint16_t>(at - to.set.labels.begin())}, 1);
  });
  if (!read) return tl::unexpected(read.error());
  return to;
}

Result<Sources> emotions(const fs::path& data) {
  Sources to;
  for (const auto& [theirs, ours] : emotion_of()) {
    if (std::ranges::find(to.set.labels, ours) == to.set.labels.end())
      to.set.labels.push_back(ours);
  }
  std::ranges::sort(to.set.labels);
  for (const char* file : {"comments/goemotions_train.tsv", "comments/goemotions_dev.tsv"}) {
    const auto read = each_line(data / file, 2, [&](const Cells& cells) {
      std::vector<std::uint16_t> labels;
      for (const std::string& theirs : cells_of(cells[0], ',')) {
        const auto ours = emotion_of().find(theirs);
        if (ours == emotion_of().end()) continue;
        const auto at = static_cast<std::uint16_t>(std::ranges::find(to.set.labels, ours->second) -
                                                   to.set.labels.begin());
        if (std::ranges::find(labels, at) == labels.end()) labels.push_back(at);
      }
      add(to, "goemotions", cells[1], std::move(labels), 1);
    });
    if (!read) return tl::unexpected(read.error());
  }
  return to;
}

}  // namespace earshot::train
