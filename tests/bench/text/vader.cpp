#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/text/unicode.h"
#include "tests/bench/text/baselines.h"

namespace earshot::bench {
namespace {

constexpr double kDegree = 0.293;
constexpr double kCapitals = 0.733;
constexpr double kNegated = -0.74;

double degree_of(const std::string& word) {
  static const std::unordered_set<std::string> kMore = {
      "absolutely",   "amazingly",     "awfully",      "completely", "considerable", "considerably",
      "decidedly",    "deeply",        "enormous",     "enormously", "entirely",     "especially",
      "exceptional",  "exceptionally", "extreme",      "extremely",  "fabulously",   "flipping",
      "frackin",      "fracking",      "fricking",     "frickin",    "frigging",     "fully",
      "fuckin",       "fucking",       "greatly",      "hella",      "highly",       "hugely",
      "incredible",   "incredibly",    "intensely",    "major",      "majorly",      "more",
      "most",         "particularly",  "purely",       "quite",      "really",       "remarkably",
      "so",           "substantially", "thoroughly",   "total",      "totally",      "tremendous",
      "tremendously", "uber",          "unbelievably", "unusually",  "utter",        "utterly",
      "very"};
  static const std::unordered_set<std::string> kLess = {
      "almost",   "barely",     "hardly",     "kinda",        "kindof", "less",   "little",
      "marginal", "marginally", "occasional", "occasionally", "partly", "scarce", "scarcely",
      "slight",   "slightly",   "somewhat",   "sorta",        "sortof"};
  return kMore.contains(word) ? kDegree : kLess.contains(word) ? -kDegree : 0;
}

bool negates(const std::string& word) {
  static const std::unordered_set<std::string> kWords = {
      "aint",  "arent", "cannot", "cant",    "couldnt", "darent",  "didnt",   "doesnt", "dont",
      "hadnt", "hasnt", "havent", "isnt",    "mightnt", "mustnt",  "neither", "neednt", "never",
      "none",  "nope",  "nor",    "not",     "nothing", "nowhere", "oughtnt", "shant",  "shouldnt",
      "uhuh",  "wasnt", "werent", "without", "wont",    "wouldnt", "rarely",  "seldom", "despite"};
  return kWords.contains(word) || word.find("n't") != std::string::npos;
}

bool is_sign(char c) {
  return std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

/// ASCII alone decides about capitals, which is enough for English.
bool all_capitals(const std::string& word) {
  const bool any =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return any && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string lower_of(std::string word) {
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return word;
}

}  // namespace

Vader::Vader(const std::filesystem::path& folder) {
  std::ifstream lexicon(folder / "vader_lexicon.txt");
  for (std::string line; std::getline(lexicon, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos)
      lexicon_[line.substr(0, tab)] = std::strtod(line.c_str() + tab + 1, nullptr);
  }
  std::ifstream emoji(folder / "emoji_utf8_lexicon.txt");
  for (std::string line; std::getline(emoji, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos) emoji_[line.substr(0, tab)] = line.substr(tab + 1);
  }
}

std::vector<Vader::Word> Vader::words_of(std::string_view text) const {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = text::code_point_at(text, at).size;
    const auto found = size > 1 ? emoji_.find(std::string(text.substr(at, size))) : emoji_.end();
    plain += found == emoji_.end() ? std::string(text.substr(at, size)) : " " + found->second + " ";
    at += size;
  }
  std::vector<Word> words;
  std::istringstream in(plain);
  for (std::string word; in >> word;) {
    std::size_t first = 0;
    std::size_t end = word.size();
    while (first < end && is_sign(word[first])) ++first;
    while (end > first && is_sign(word[end - 1])) --end;
    // What is hardly there without its signs is an emoticon.
    const std::string shown = end - first <= 2 ? word : word.substr(first, end - first);
    words.push_back({shown, lower_of(shown)});
  }
  return words;
}

double Vader::valence_at(const std::vector<Word>& words, std::size_t at, bool some_capitals) const {
  const auto rated = lexicon_.find(words[at].lower);
  if (rated == lexicon_.end() || degree_of(words[at].lower) != 0) return 0;
  double valence = rated->second;
  const auto raised = [](double value, double by) { return value > 0 ? value + by : value - by; };
  if (some_capitals && all_capitals(words[at].shown)) valence = raised(valence, kCapitals);
  constexpr std::array kFade = {1.0, 0.95, 0.9};
  for (std::size_t back = 1; back <= kFade.size() && back <= at; ++back) {
    const Word& before = words[at - back];
    if (lexicon_.contains(before.lower)) continue;
    double degree = degree_of(before.lower);
    if (degree != 0) {
      if (some_capitals && all_capitals(before.shown)) degree = raised(degree, kCapitals);
      valence = raised(valence, degree * kFade[back - 1]);
    }
    const std::string& next = words[at - back + 1].lower;
    const bool never_so = back > 1 && before.lower == "never" && (next == "so" || next == "this");
    if (never_so) {
      valence *= 1.25;
    } else if (negates(before.lower)) {
      valence *= kNegated;
    }
  }
  const bool least = at > 0 && words[at - 1].lower == "least" &&
                     (at < 2 || (words[at - 2].lower != "at" && words[at - 2].lower != "very"));
  return least ? valence * kNegated : valence;
}

double Vader::compound(std::string_view text) const {
  const std::vector<Word> words = words_of(text);
  const auto capitals = std::count_if(words.begin(), words.end(),
                                      [](const Word& word) { return all_capitals(word.shown); });
  const bool some = capitals > 0 && capitals < static_cast<std::ptrdiff_t>(words.size());
  const auto but = std::find_if(words.begin(), words.end(),
                                [](const Word& word) { return word.lower == "but"; });
  const auto turn = static_cast<std::size_t>(but - words.begin());
  double sum = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double valence = valence_at(words, i, some);
    sum += but == words.end() || i == turn ? valence : valence * (i < turn ? 0.5 : 1.5);
  }
  const auto shouts = std::min<std::ptrdiff_t>(std::count(text.begin(), text.end(), '!'), 4);
  const auto asks = std::count(text.begin(), text.end(), '?');
  const double loud =
      0.292 * static_cast<double>(shouts) + (asks < 2   ? 0
                                             : asks > 3 ? 0.96
                                                        : 0.18 * static_cast<double>(asks));
  if (sum != 0) sum += sum > 0 ? loud : -loud;
  return sum / std::sqrt(sum * sum + 15);
}

}  // namespace earshot::bench
