#include "tools/train/models/urgent_comments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "core/base/utf8.h"
#include "core/text/analysis.h"
#include "core/text/polarity.h"
#include "core/text/urgency.h"
#include "core/text/urgent_names.h"
#include "platform/system/files.h"
#include "tools/train/models/written_comments.h"

namespace earshot::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kVariants = 12;  ///< of one pattern that does not say
constexpr std::size_t kVariantsMax = 100;
constexpr std::size_t kFileBytesMax = std::size_t{4} << 20;
/// Sentences of the public data, at most: film lines of each language, and those of one file.
constexpr std::size_t kFilmLinesMax = 4000;
constexpr std::size_t kSentencesMax = 24000;
constexpr float kEverydayWeight = 0.7F;  ///< nobody has looked whether they can wait
constexpr std::uint64_t kSeed = 20261122;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

std::vector<std::string> choices_of(std::string_view list) {
  std::vector<std::string> choices;
  while (true) {
    const std::size_t end = list.find('|');
    choices.emplace_back(trimmed(list.substr(0, end)));
    if (end == std::string_view::npos) return choices;
    list.remove_prefix(end + 1);
  }
}

bool is_kind(std::string_view name) { return text::urgent_kind_named(name).has_value(); }

struct Pattern {
  std::string text;
  std::string kind;  ///< a kind, "none" or "around"
  std::size_t line = 0;
  std::size_t variants = kVariants;
  bool whole = false;  ///< a comment as it is, whatever signs are in it
};

class Writer {
 public:
  Writer(std::string name, std::uint64_t seed) : name_(std::move(name)), dice_(seed) {}

  Result<void> read(std::string_view patterns);
  Result<void> read_whole(std::string_view comments);
  Result<std::vector<UrgentComment>> comments();

 private:
  Result<void> read_line(std::string_view line);
  Result<std::string> written(const Pattern& pattern, std::string_view text, int depth);
  void dress(const std::string& text, const Pattern& pattern);
  void add(std::string text, const Pattern& pattern);
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(dice_() % count); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  const std::string& around() { return around_[below(around_.size())]; }
  void slip(std::string& text);

  std::string name_;
  std::mt19937_64 dice_;
  std::size_t line_ = 0;
  std::string kind_;
  std::map<std::string, std::vector<std::string>, std::less<>> words_;
  std::vector<Pattern> patterns_;
  std::vector<std::string> around_;
  std::vector<std::string> waiting_;  ///< what can wait, to put beside others of its kind
  std::vector<UrgentComment> comments_;
};

Result<void> Writer::read_line(std::string_view line) {
  if (line.empty() || line.starts_with('#')) return {};
  if (line.starts_with("== ")) {
    kind_ = trimmed(line.substr(3));
    if (is_kind(kind_) || kind_ == "none" || kind_ == "around") return {};
    return fail(ErrorCode::invalid,
                fmt::format("{}.txt, line {}: there is no kind \"{}\"", name_, line_, kind_));
  }
  if (line.starts_with('@')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      return fail(ErrorCode::invalid, fmt::format("{}.txt, line {}: '=' is missing", name_, line_));
    words_[std::string(trimmed(line.substr(1, equals - 1)))] = choices_of(line.substr(equals + 1));
    return {};
  }
  if (kind_.empty())
    return fail(ErrorCode::invalid, fmt::format("{}.txt, line {}: no kind above it", name_, line_));
  Pattern pattern{std::string(line), kind_, line_};
  if (line.starts_with('*')) {
    const std::size_t space = line.find(' ');
    const auto [end, error] = std::from_chars(
        line.data() + 1, line.data() + std::min(space, line.size()), pattern.variants);
    if (space == std::string_view::npos || error != std::errc() || pattern.variants == 0 ||
        pattern.variants > kVariantsMax)
      return fail(ErrorCode::invalid,
                  fmt::format("{}.txt, line {}: after '*' a number up to {} and a "
                              "space are expected",
                              name_, line_, kVariantsMax));
    pattern.text = trimmed(line.substr(space));
  }
  patterns_.push_back(std::move(pattern));
  return {};
}

Result<void> Writer::read(std::string_view patterns) {
  while (!patterns.empty()) {
    ++line_;
    if (auto read = read_line(trimmed(cut(patterns, '\n'))); !read) return read;
  }
  return {};
}

/// "kind<TAB>comment", a line each.
Result<void> Writer::read_whole(std::string_view comments) {
  for (line_ = 1; !comments.empty(); ++line_) {
    std::string_view line = cut(comments, '\n');
    const std::string kind(cut(line, '\t'));
    if ((!is_kind(kind) && kind != "none") || trimmed(line).empty() ||
        line.find('\t') != std::string_view::npos)
      return fail(ErrorCode::invalid,
                  fmt::format("{}.tsv, line {}: a kind or \"none\", a tab and a comment are "
                              "expected",
                              name_, line_));
    patterns_.push_back({std::string(trimmed(line)), kind, line_, 1, true});
  }
  return {};
}

/// One text of a pattern: "[a|b]" is either, "$name" one of that name's words.
Result<std::string> Writer::written(const Pattern& pattern, std::string_view text, int depth) {
  const auto wrong = [&](const char* why) {
    return fail(ErrorCode::invalid, fmt::format("{}.txt, line {}: {}", name_, pattern.line, why));
  };
  if (depth > 3) return wrong("words within words without an end");
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::string chosen;
    if (text[at] == '[') {
      const std::size_t end = text.find(']', at);
      if (end == std::string_view::npos) return wrong("']' is missing");
      const auto choices = choices_of(text.substr(at + 1, end - at - 1));
      chosen = choices[below(choices.size())];
      at = end + 1;
    } else if (text[at] == '$') {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
      const auto words = words_.find(text.substr(at + 1, end - at - 1));
      if (words == words_.end()) return wrong("a name after '$' that was not given above");
      chosen = words->second[below(words->second.size())];
      at = end;
    } else {
      out += text[at++];
      continue;
    }
    auto inner = written(pattern, chosen, depth + 1);
    if (!inner) return inner;
    out += *inner;
  }
  return out;
}

/// One slip of the finger in a longer word of plain letters.
void Writer::slip(std::string& text) {
  for (int tries = 0; tries < 8; ++tries) {
    const std::size_t at = below(text.size());
    const auto plain = [&](std::size_t i) {
      return i < text.size() && text[i] >= 'a' && text[i] <= 'z';
    };
    if (at == 0 || !plain(at - 1) || !plain(at) || !plain(at + 1) || !plain(at + 2)) continue;
    if (chance(40)) {
      text.erase(at, 1);
    } else if (chance(50)) {
      std::swap(text[at], text[at + 1]);
    } else {
      text.insert(at, 1, text[at]);
    }
    return;
  }
}

void Writer::add(std::string text, const Pattern& pattern) {
  if (!text.empty() && chance(22)) {  // as people type: no stops, no capitals
    std::erase_if(text, [](char c) { return c == '.' || c == ',' || c == '!' || c == ';'; });
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  } else if (chance(8)) {
    if (text.ends_with('.')) text.back() = '!';
  }
  if (chance(10)) slip(text);
  comments_.push_back({std::move(text), is_kind(pattern.kind) ? pattern.kind : std::string(),
                       name_ + (pattern.whole ? ".tsv:" : ".txt:") + std::to_string(pattern.line)});
}

/// As it is, or with something everyday before or behind it.
void Writer::dress(const std::string& text, const Pattern& pattern) {
  if (around_.empty() || chance(50)) return add(text, pattern);
  if (pattern.kind == "none" && chance(30)) {
    return add(text + " " + waiting_[below(waiting_.size())], pattern);
  }
  if (chance(40)) return add(around() + " " + text, pattern);
  if (chance(60)) return add(text + " " + around(), pattern);
  add(around() + " " + text + " " + around(), pattern);
}

Result<std::vector<UrgentComment>> Writer::comments() {
  std::vector<std::vector<std::string>> texts;
  for (const Pattern& pattern : patterns_) {
    std::set<std::string> seen;
    auto& of = texts.emplace_back();
    for (std::size_t tries = 0; tries < pattern.variants * 2 && of.size() < pattern.variants;
         ++tries) {
      auto text =
          pattern.whole ? Result<std::string>(pattern.text) : written(pattern, pattern.text, 0);
      if (!text) return tl::unexpected(text.error());
      if (!seen.insert(*text).second) continue;
      if (pattern.kind == "around") around_.push_back(*text);
      if (pattern.kind == "none") waiting_.push_back(*text);
      of.push_back(*std::move(text));
    }
  }
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    // A pattern without choices is seen as it is and twice with something around it.
    while (texts[i].size() < 3) texts[i].push_back(texts[i].front());
    for (const std::string& text : texts[i]) dress(text, patterns_[i]);
  }
  return std::move(comments_);
}

/// Lines of public data that our phrases find nothing urgent in.
class Everyday {
 public:
  explicit Everyday(Sources& to) : to_(to) {}

  Result<void> add(const fs::path& path, std::size_t column, std::string_view language,
                   std::size_t most) {
    std::ifstream in(path);
    if (!in) return fail(ErrorCode::not_found, path.string() + " cannot be opened");
    std::map<std::string, std::size_t> counts;
    for (std::string line; std::getline(in, line);) {
      std::string_view left = line;
      const std::string first(left.substr(0, left.find('\t')));
      for (std::size_t i = 0; i < column && left.find('\t') != std::string_view::npos; ++i)
        left.remove_prefix(left.find('\t') + 1);
      const std::string tag = language.empty() ? first : std::string(language);
      static constexpr std::array<std::string_view, 9> kNine = {"en", "es", "fr", "de", "pt",
                                                                "it", "pl", "fi", "ar"};
      if (std::ranges::find(kNine, tag) == kNine.end() || counts[tag] >= most) continue;
      const std::string text = repair_utf8(left.substr(0, left.find('\t')));
      text::tokenise(text, tokens_);
      polarities_.read(tokens_, tag);
      if (tokens_.tokens.size() < 3 || urgency_.read(tokens_, polarities_, tag)) continue;
      ++counts[tag];
      to_.set.examples.push_back({text, {}, {}, {}, kEverydayWeight});
      to_.origins.emplace_back("everyday");
    }
    return {};
  }

 private:
  Sources& to_;
  text::Tokens tokens_;
  text::Polarities polarities_;
  text::UrgencyReader urgency_;
};

}  // namespace

Result<std::vector<UrgentComment>> write_out(std::string_view patterns, std::string_view whole,
                                             const std::string& name, std::uint64_t seed) {
  Writer writer(name, seed);
  for (const auto& read : {writer.read(patterns), writer.read_whole(whole)}) {
    if (!read) return tl::unexpected(read.error());
  }
  return writer.comments();
}

Result<std::vector<UrgentComment>> urgent_comments() {
  std::vector<UrgentComment> all;
  const auto files = files_in(EARSHOT_URGENT_PATTERNS, ".txt", "patterns");
  if (!files) return tl::unexpected(files.error());
  for (const fs::path& file : *files) {
    const auto bytes = system::read_file(file, kFileBytesMax);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto whole = system::read_file(fs::path(file).replace_extension(".tsv"), kFileBytesMax);
    if (!whole) return tl::unexpected(whole.error());
    auto comments = write_out(*bytes, *whole, file.stem().string(), kSeed);
    if (!comments) return tl::unexpected(comments.error());
    std::ranges::move(*comments, std::back_inserter(all));
  }
  return all;
}

Result<Sources> urgent_or_not(const fs::path& data) {
  Sources to;
  to.set.labels = {"urgent"};
  auto comments = urgent_comments();
  if (!comments) return tl::unexpected(comments.error());
  for (UrgentComment& comment : *comments) {
    std::vector<std::uint16_t> labels;
    if (!comment.kind.empty()) labels.push_back(0);
    to.set.examples.push_back(
        {std::move(comment.text), {}, std::move(labels), std::move(comment.pattern), 1});
    to.origins.push_back(comment.kind.empty() ? "none" : comment.kind);
  }
  auto written = written_comments();
  if (!written) return tl::unexpected(written.error());
  for (WrittenComment& comment : *written) {
    // A hazard is a matter of safety too: nobody has said whether these can wait.
    if (std::ranges::find(comment.topics, "safety") != comment.topics.end()) continue;
    to.set.examples.push_back({std::move(comment.text), {}, {}, {}, 1});
    to.origins.emplace_back("written");
  }
  Everyday everyday(to);
  const fs::path folder = data / "comments";
  for (const auto& added :
       {everyday.add(folder / "lid_28langs_train_lower.tsv", 1, {}, kFilmLinesMax),
        everyday.add(folder / "dynasent_dev.tsv", 1, "en", kSentencesMax),
        everyday.add(folder / "vader_ratings.tsv", 2, "en", kSentencesMax),
        everyday.add(folder / "nhs_phase1.tsv", 4, "en", kSentencesMax)}) {
    if (!added) return tl::unexpected(added.error());
  }
  return to;
}

Result<Sources> urgent_kinds(const fs::path& /*data*/) {
  Sources to;
  for (std::size_t i = 0; i < text::kUrgentKindCount; ++i)
    to.set.labels.emplace_back(to_string(static_cast<text::UrgentKind>(i)));
  auto comments = urgent_comments();
  if (!comments) return tl::unexpected(comments.error());
  for (UrgentComment& comment : *comments) {
    if (comment.kind.empty()) continue;
    const auto at = std::ranges::find(to.set.labels, comment.kind) - to.set.labels.begin();
    to.set.examples.push_back({std::move(comment.text),
                               {},
                               {static_cast<std::uint16_t>(at)},
                               std::move(comment.pattern),
                               1});
    to.origins.push_back(std::move(comment.kind));
  }
  return to;
}

}  // namespace earshot::train
