#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/utf8.h"
#include "core/text/language.h"
#include "core/text/language_training.h"
#include "core/text/personal_data.h"
#include "core/text/unicode.h"
#include "tests/bench/text/baselines.h"
#include "tests/bench/text/figures.h"

namespace earshot::bench {
namespace {

namespace fs = std::filesystem;

struct Sample {
  std::string language;
  std::string sentiment;               ///< + - 0, or m for mixed
  std::map<std::string, char> topics;  ///< id → + - 0
  std::string urgent;                  ///< "" for none
  std::string text;
};

std::vector<std::vector<std::string>> rows_of(const fs::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Sample> comments_of(const fs::path& file) {
  std::vector<Sample> samples;
  for (const auto& row : rows_of(file)) {
    if (row.size() != 5) continue;
    Sample sample{row[0], row[1], {}, row[3] == "-" ? "" : row[3], row[4]};
    std::istringstream topics(row[2]);
    for (std::string topic; topics >> topic;) {
      if (topic == "-") continue;  // it speaks of none
      const char polarity = topic.back();
      topic.pop_back();
      sample.topics[topic] = polarity;
    }
    samples.push_back(std::move(sample));
  }
  return samples;
}

std::vector<Sample> urgencies_of(const fs::path& file) {
  std::vector<Sample> samples;
  for (const auto& row : rows_of(file)) {
    if (row.size() == 3) {
      samples.push_back({row[0], "", {}, row[1] == "-" ? "" : row[1], row[2]});
    }
  }
  return samples;
}

char sign_of(text::Polarity polarity) {
  return polarity == text::Polarity::positive   ? '+'
         : polarity == text::Polarity::negative ? '-'
                                                : '0';
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string ratio(std::size_t part, std::size_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole);
}

void print_comments(text::Analyser& analyser, const fs::path& file, const std::string& name,
                    bool verbose) {
  text::Analysis analysis;
  std::size_t right = 0, said = 0, told = 0, polar = 0;
  std::size_t sentiments = 0, sentiments_right = 0, languages_right = 0, false_urgent = 0;
  std::size_t ordinary = 0;
  const auto samples = comments_of(file);
  for (const auto& sample : samples) {
    analyser.analyse(sample.text, "", analysis);
    std::string wrong;
    said += analysis.topics.size();
    told += sample.topics.size();
    for (const auto& topic : analysis.topics) {
      const auto found = sample.topics.find(topic.id.str());
      if (found == sample.topics.end()) {
        wrong += " +" + topic.id.str() + "[" +
                 analysis.text.substr(topic.span.begin, topic.span.end - topic.span.begin) + "]";
        continue;
      }
      ++right;
      polar += found->second == sign_of(topic.polarity) ? 1 : 0;
      if (found->second != sign_of(topic.polarity)) {
        wrong += " " + topic.id.str() + " is " + sign_of(topic.polarity);
      }
    }
    for (const auto& [id, polarity] : sample.topics) {
      if (std::none_of(analysis.topics.begin(), analysis.topics.end(),
                       [&id = id](const auto& t) { return t.id.str() == id; })) {
        wrong += " -" + id;
      }
    }
    languages_right += analysis.language.str() == sample.language ? 1 : 0;
    if (analysis.language.str() != sample.language) wrong += " lang=" + analysis.language.str();
    if (sample.sentiment != "m") {
      ++sentiments;
      const bool good = sample.sentiment[0] == sign_of(analysis.sentiment.label);
      sentiments_right += good ? 1 : 0;
      if (!good) wrong += std::string(" sentiment=") + sign_of(analysis.sentiment.label);
    }
    if (sample.urgent.empty()) {
      ++ordinary;
      false_urgent += analysis.urgent ? 1 : 0;
      if (analysis.urgent) wrong += " urgent=" + std::string(to_string(analysis.urgent->kind));
    }
    if (verbose && !wrong.empty()) std::cout << "  " << sample.text << " :" << wrong << '\n';
  }
  print_figure(name + ": topics, micro-F1", share(2 * right, said + told),
               "precision " + ratio(right, said) + ", recall " + ratio(right, told));
  print_figure(name + ": polarity of the topics found", share(polar, right), ratio(polar, right));
  print_figure(name + ": sentiment, three classes, accuracy", share(sentiments_right, sentiments),
               ratio(sentiments_right, sentiments));
  print_figure(name + ": language", share(languages_right, samples.size()),
               ratio(languages_right, samples.size()));
  print_figure(name + ": ordinary comments called urgent", share(false_urgent, ordinary),
               ratio(false_urgent, ordinary));
}

void print_urgency(text::Analyser& analyser, const fs::path& file, const std::string& name,
                   bool verbose) {
  text::Analysis analysis;
  std::size_t urgent = 0, found = 0, kind = 0, ordinary = 0, alarms = 0;
  for (const auto& sample : urgencies_of(file)) {
    analyser.analyse(sample.text, "", analysis);
    const std::string said = analysis.urgent ? std::string(to_string(analysis.urgent->kind)) : "";
    if (sample.urgent.empty()) {
      ++ordinary;
      alarms += said.empty() ? 0 : 1;
    } else {
      ++urgent;
      found += said.empty() ? 0 : 1;
      kind += said == sample.urgent ? 1 : 0;
    }
    if (verbose && said != sample.urgent) {
      std::cout << "  " << sample.text << " : " << sample.urgent << " was read as "
                << (said.empty() ? "nothing" : said) << '\n';
    }
  }
  if (urgent == 0) {
    print_figure(name + ": ordinary comments called urgent", share(alarms, ordinary),
                 ratio(alarms, ordinary));
    return;
  }
  print_figure(name + ": urgency, recall", share(found, urgent), ratio(found, urgent));
  print_figure(name + ": … of the right kind", share(kind, urgent), ratio(kind, urgent));
  print_figure(name + ": figures of speech called urgent", share(alarms, ordinary),
               ratio(alarms, ordinary));
}

/// One comment with marked personal data: "call {phone:0161 …}".
struct Marked {
  std::string text;
  std::vector<text::PersonalSpan> spans;
  std::vector<std::string> kinds;
};

Marked marked_of(const std::string& line) {
  Marked marked;
  std::size_t at = 0;
  while (at < line.size()) {
    const auto open = line.find('{', at);
    marked.text += line.substr(at, open - at);
    if (open == std::string::npos) break;
    const auto colon = line.find(':', open);
    const auto close = line.find('}', open);
    text::PersonalSpan span;
    span.span.begin = static_cast<std::uint32_t>(marked.text.size());
    marked.text += line.substr(colon + 1, close - colon - 1);
    span.span.end = static_cast<std::uint32_t>(marked.text.size());
    marked.spans.push_back(span);
    marked.kinds.push_back(line.substr(open + 1, colon - open - 1));
    at = close + 1;
  }
  return marked;
}

struct PersonalCount {
  std::size_t found = 0, all = 0, structured_found = 0, structured = 0;
  std::size_t right_bytes = 0, said_bytes = 0;

  void add(const std::string& text, const std::vector<std::pair<std::size_t, std::size_t>>& spans,
           const std::vector<bool>& is_structured, const std::vector<bool>& personal_bytes,
           bool verbose) {
    text::tokenise(text, tokens);
    text::find_personal_data(tokens, said);
    std::vector<bool> covered(text.size(), false);
    for (const auto& s : said) {
      for (auto i = s.span.begin; i < s.span.end; ++i) {
        covered[i] = true;
        ++said_bytes;
        right_bytes += personal_bytes[i] ? 1 : 0;
      }
      if (verbose && !std::all_of(personal_bytes.begin() + s.span.begin,
                                  personal_bytes.begin() + s.span.end, [](bool b) { return b; })) {
        std::cout << "  too much: " << to_string(s.kind) << " "
                  << text.substr(s.span.begin, s.span.end - s.span.begin) << '\n';
      }
    }
    for (std::size_t k = 0; k < spans.size(); ++k) {
      const bool whole = std::all_of(covered.begin() + static_cast<long>(spans[k].first),
                                     covered.begin() + static_cast<long>(spans[k].second),
                                     [](bool b) { return b; });
      ++all;
      found += whole ? 1 : 0;
      structured += is_structured[k] ? 1 : 0;
      structured_found += is_structured[k] && whole ? 1 : 0;
      if (verbose && !whole) {
        std::cout << "  missed: " << text.substr(spans[k].first, spans[k].second - spans[k].first)
                  << '\n';
      }
    }
  }
  void print_as(const std::string& name) const {
    print_figure(name + ": structured personal data, recall", share(structured_found, structured),
                 ratio(structured_found, structured));
    print_figure(name + ": personal data of all kinds, recall", share(found, all),
                 ratio(found, all));
    print_figure(name + ": personal data, precision by character", share(right_bytes, said_bytes),
                 ratio(right_bytes, said_bytes));
  }

  text::Tokens tokens;
  std::vector<text::PersonalSpan> said;
};

void print_personal(const fs::path& file, const std::string& name, bool verbose) {
  PersonalCount count;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const Marked marked = marked_of(line);
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    std::vector<bool> structured;
    std::vector<bool> personal(marked.text.size(), false);
    for (std::size_t k = 0; k < marked.spans.size(); ++k) {
      spans.emplace_back(marked.spans[k].span.begin, marked.spans[k].span.end);
      structured.push_back(marked.kinds[k] != "name" && marked.kinds[k] != "address");
      std::fill(personal.begin() + static_cast<long>(spans.back().first),
                personal.begin() + static_cast<long>(spans.back().second), true);
    }
    count.add(marked.text, spans, structured, personal, verbose);
  }
  count.print_as(name);
}

/// The public synthetic set; spans of any entity count as personal for the precision.
void print_public_personal(const fs::path& file, bool verbose) {
  std::ifstream in(file);
  if (!in) return;
  const std::set<std::string> structured_kinds = {"CREDIT_CARD",   "PHONE_NUMBER", "IBAN_CODE",
                                                  "EMAIL_ADDRESS", "US_SSN",       "IP_ADDRESS"};
  PersonalCount count;
  for (const auto& sample : nlohmann::json::parse(in)) {
    const auto text = sample["full_text"].get<std::string>();
    std::vector<std::size_t> bytes;  // by code point
    for (std::size_t i = 0; i < text.size(); i += text::code_point_at(text, i).size)
      bytes.push_back(i);
    bytes.push_back(text.size());
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    std::vector<bool> structured;
    std::vector<bool> personal(text.size(), false);
    for (const auto& span : sample["spans"]) {
      const auto first = bytes[span["start_position"].get<std::size_t>()];
      const auto end = bytes[span["end_position"].get<std::size_t>()];
      std::fill(personal.begin() + static_cast<long>(first),
                personal.begin() + static_cast<long>(end), true);
      if (!structured_kinds.contains(span["entity_type"].get<std::string>())) continue;
      spans.emplace_back(first, end);
      structured.push_back(true);
    }
    count.add(text, spans, structured, personal, verbose);
  }
  count.print_as("public synthetic set");
}

void print_language(const text::Analyser::Parts& parts, const fs::path& file) {
  std::ifstream in(file);
  if (!in || parts.language == nullptr) return;
  std::map<std::string, std::map<std::string, int>> held_out;
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    const auto text = repair_utf8(line.substr(tab + 1));
    if (text::held_out_language_line(text)) ++held_out[text][line.substr(0, tab)];
  }
  std::size_t right = 0, unsure = 0, others = 0;
  for (const auto& [text, languages] : held_out) {
    const auto truth =
        std::max_element(languages.begin(), languages.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto reading = parts.language->read(text);
    right += reading.language.str() == truth->first ? 1 : 0;
    unsure += reading.language.empty() ? 1 : 0;
    others += cld2_language(text) == truth->first ? 1 : 0;
  }
  print_figure(
      "language of short lines (28), held out", share(right, held_out.size()),
      ratio(right, held_out.size()) + ", unsure (counted as wrong) " + std::to_string(unsure));
  if (!has_cld2()) return print_absent("language", "CLD2 (libcld2-dev)");
  print_figure("  CLD2", share(others, held_out.size()), ratio(others, held_out.size()));
}

/// Microseconds of each reading of each line, ascending.
template <typename Read>
std::vector<double> times_of(const std::vector<std::string>& lines, const Read& read) {
  // The thread's own time: what others do on a shared machine is no part of it.
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
  };
  constexpr int kRounds = 20;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& line : lines) {
      const double begin = now();
      read(line);
      times.push_back(now() - begin);
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

void print_time(text::Analyser& analyser, const std::vector<std::string>& lines,
                const fs::path& shared) {
  if (lines.empty()) return;
  text::Analysis analysis;
  const auto ours =
      times_of(lines, [&](const std::string& line) { analyser.analyse(line, "", analysis); });
  print_figure("time per comment, median, µs", ours[ours.size() / 2],
               "everything together, " + std::to_string(lines.size()) + " comments");
  print_figure("time per comment, p99, µs", ours[ours.size() * 99 / 100], "");
  if (!fs::exists(shared / "comments/vader")) return;
  const Vader vader(shared / "comments/vader");
  double sum = 0;
  const auto theirs =
      times_of(lines, [&](const std::string& line) { sum += vader.compound(line); });
  print_figure("  VADER, one number, median, µs", theirs[theirs.size() / 2],
               "mean compound " + std::to_string(sum / static_cast<double>(theirs.size())));
}

}  // namespace

void print_rules_figures(const text::Analyser::Parts& parts, const fs::path& own,
                         const fs::path& shared, bool verbose) {
  text::Analyser analyser(parts);
  std::vector<std::string> lines;
  for (const std::string half : {"dev", "test"}) {
    const bool errors = verbose && half == "dev";  // nobody tunes on the test half
    print_comments(analyser, own / ("comments_" + half + ".tsv"), half, errors);
    print_urgency(analyser, own / ("urgency_" + half + ".tsv"), half, errors);
    print_personal(own / ("personal_" + half + ".tsv"), half, errors);
    for (const auto& sample : comments_of(own / ("comments_" + half + ".tsv"))) {
      lines.push_back(sample.text);
    }
  }
  print_comments(analyser, own / "comments_fresh.tsv", "fresh", false);
  for (const std::string kind : {"urgency", "ordinary"}) {
    for (const std::string set : {"fresh", "fresh2"})
      print_urgency(analyser, own / (kind + "_" + set + ".tsv"), set, false);
  }
  if (fs::exists(shared / "comments")) {
    print_public_personal(shared / "comments/pii_synth_half.json", verbose);
    print_language(parts, shared / "comments/lid_28langs_train_lower.tsv");
  }
  print_time(analyser, lines, shared);
}

}  // namespace earshot::bench
