#include "tools/train/models/language_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/utf8.h"
#include "core/text/language_training.h"
#include "core/text/taxonomy.h"
#include "platform/reading/reading.h"
#include "platform/system/files.h"

namespace earshot::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDataBytesMax = std::size_t{256} << 20;
constexpr std::size_t kEnglishCommentsMax = 6000;  ///< more would drown the other languages
constexpr std::size_t kEnglishCodePointsMax = 80;  ///< as long as the other lines

/// Lines of tab-separated cells; the ones with fewer than `cells` are left out.
Result<std::vector<std::vector<std::string>>> read_rows(const fs::path& file, std::size_t cells) {
  const auto bytes = system::read_file(file, kDataBytesMax);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<std::vector<std::string>> rows;
  std::string_view left = *bytes;
  while (!left.empty()) {
    auto line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    std::vector<std::string> row;
    while (row.size() + 1 < cells && line.find('\t') != std::string_view::npos) {
      row.push_back(repair_utf8(line.substr(0, line.find('\t'))));
      line.remove_prefix(line.find('\t') + 1);
    }
    row.push_back(repair_utf8(line));
    if (row.size() == cells) rows.push_back(std::move(row));
  }
  return rows;
}

struct Lines {
  std::vector<text::LanguageLine> learnt;
  std::map<std::string, std::map<std::string, int>> held_out;  ///< text → how often which language
};

Result<Lines> read_lines(const fs::path& file) {
  const auto rows = read_rows(file, 2);
  if (!rows) return tl::unexpected(rows.error());
  Lines lines;
  std::set<std::vector<std::string>> seen;
  for (const auto& row : *rows) {
    auto language = LanguageTag::parse(row[0]);
    if (!language) return tl::unexpected(language.error());
    if (text::held_out_language_line(row[1])) {
      ++lines.held_out[row[1]][row[0]];
    } else if (seen.insert(row).second) {
      lines.learnt.push_back({*std::move(language), row[1]});
    }
  }
  return lines;
}

/// The last cell of each row: English comments, the short ones.
Result<void> add_english(const fs::path& file, std::size_t cells,
                         std::vector<text::LanguageLine>& lines) {
  const auto rows = read_rows(file, cells);
  if (!rows) return tl::unexpected(rows.error());
  std::set<std::string> seen;
  for (const auto& row : *rows) {
    if (seen.size() >= kEnglishCommentsMax) break;
    if (count_code_points(row.back()) > kEnglishCodePointsMax) continue;
    if (seen.insert(row.back()).second) {
      lines.push_back({LanguageTag::trusted("en"), row.back()});
    }
  }
  return {};
}

void print_figures(const text::LanguageModel& model, const Lines& lines, std::ostream& out) {
  std::size_t right = 0;
  std::size_t unsure = 0;
  for (const auto& [text, languages] : lines.held_out) {
    const auto truth =
        std::max_element(languages.begin(), languages.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto reading = model.read(text);
    right += reading.language.str() == truth->first ? 1 : 0;
    unsure += reading.language.empty() ? 1 : 0;
  }
  out << fmt::format(
      "\n== language ==\n{} languages, {} lines learnt, {} held out: accuracy {:.3f}, {} unsure "
      "(counted as wrong)\n",
      model.languages().size(), lines.learnt.size(), lines.held_out.size(),
      static_cast<double>(right) / static_cast<double>(lines.held_out.size()), unsure);
}

}  // namespace

Result<void> build_language(const fs::path& data, const fs::path& taxonomy, const fs::path& file,
                            std::ostream& out) {
  auto lines = read_lines(data / "comments/lid_28langs_train_lower.tsv");
  if (!lines) return tl::unexpected(lines.error());
  if (auto added = add_english(data / "comments/nhs_phase1.tsv", 5, lines->learnt); !added) {
    return added;
  }
  if (auto added = add_english(data / "comments/dynasent_dev.tsv", 2, lines->learnt); !added) {
    return added;
  }
  const auto topics = reading::load_taxonomy(taxonomy);
  if (!topics) return tl::unexpected(topics.error());
  for (const auto& [language, phrase] : (*topics)->phrases()) {
    if (auto tag = LanguageTag::parse(language); tag && language != "any") {
      lines->learnt.push_back({*std::move(tag), phrase});
    }
  }
  const auto model = text::train_language(lines->learnt, {});
  if (!model) return tl::unexpected(model.error());
  print_figures(*model, *lines, out);
  return reading::save_weights(file, model->bytes());
}

}  // namespace earshot::train
