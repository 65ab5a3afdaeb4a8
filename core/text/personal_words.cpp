// Car plates, and names that people give as their own.
#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text/personal_search.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

/// A plate's shapes: A a capital letter, 9 a digit. Space and hyphen stand for each other.
/// `sure` ones are enough by themselves, the others need a word such as "plate" beside them.
struct PlateShape {
  std::string_view shape;
  bool sure;
};
constexpr std::array<PlateShape, 17> kPlates{{
    {"AA99 AAA", true},   // United Kingdom
    {"AA-999-AA", true},  // France, Italy (AA 999 AA)
    {"9999 AAA", false},  // Spain
    {"A-AA 9999", true},  // Germany, and shorter
    {"AA-AA 9999", true},
    {"AAA-AA 9999", true},
    {"A-AA 999", true},
    {"AA-AA 999", true},
    {"A-A 9999", true},
    {"AA-A 9999", true},
    {"99-AA-99", true},  // Portugal
    {"AA-99-AA", true},
    {"AAA-999", false},  // Finland
    {"AA 99999", false},
    {"AAA 9999", false},  // Poland
    {"AA99AAA", false},
    {"AAA9999", false},
}};

const std::vector<std::uint64_t>& plate_words() {
  static const auto words = hashed({"plate",    "plates",   "reg",         "registration",
                                    "car",      "van",      "vehicle",     "matricula",
                                    "coche",    "carro",    "kennzeichen", "auto",
                                    "wagen",    "plaque",   "voiture",     "immatriculation",
                                    "targa",    "macchina", "rejestracja", "rejestracyjny",
                                    "samochod", "auta",     "rekisteri",   "rekisterinumero",
                                    "rekkari",  "لوحه",     "سياره",       "سيارتي"});
  return words;
}

/// The words that a person's own name follows, folded; each line one phrase.
constexpr std::array<std::string_view, 31> kNamePhrases = {
    "my name is",      "my name's",      "my full name is",
    "i am called",     "name is",        "this is",
    "mi nombre es",    "me llamo",       "je m' appelle",
    "mon nom est",     "je suis madame", "je suis monsieur",
    "ich heisse",      "mein name ist",  "mein name",
    "o meu nome e",    "meu nome e",     "chamo me",
    "me chamo",        "mi chiamo",      "il mio nome e",
    "nazywam sie",     "mam na imie",    "nimeni on",
    "minun nimeni on", "olen nimeltani", "اسمي",
    "انا اسمي",        "ادعي",           "regards",
    "sincerely"};

constexpr std::array<std::string_view, 8> kNeverNames = {"is",  "not", "and",  "but",
                                                         "the", "on",  "none", "anonymous"};

bool fits(std::string_view chars, std::string_view shape) {
  if (chars.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = chars[i];
    const bool gap = c == ' ' || c == '-';
    const bool good = shape[i] == 'A'                      ? c >= 'A' && c <= 'Z'
                      : shape[i] == '9'                    ? c >= '0' && c <= '9'
                      : shape[i] == ' ' || shape[i] == '-' ? gap
                                                           : c == shape[i];
    if (!good) return false;
  }
  return true;
}

}  // namespace

void PersonalSearch::find_plates() {
  if (!digits_) return;
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    if (!alnum(i) || (i > 0 && (alnum(i - 1) || at(i - 1) == '-'))) continue;
    std::string window = chars_.substr(i, 12);
    const bool asked = cue(i, 4, plate_words());
    if (asked) {
      for (char& c : window) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    std::size_t size = 0;
    for (const auto& plate : kPlates) {
      const bool ends = !alnum(i + plate.shape.size()) && at(i + plate.shape.size()) != '-';
      // Written as the sure shapes are, with a hyphen: "A-AA 999" is no part of a sentence.
      if ((plate.sure || asked) && ends && fits(window, plate.shape)) {
        size = std::max(size, plate.shape.size());
      }
    }
    if (size > 0) mark(i, i + size, PersonalKind::plate);
  }
}

/// The token behind a name that begins at `token`; `token` itself if none does.
std::size_t PersonalSearch::name_after(std::size_t token) const {
  constexpr std::size_t kNameWordsMax = 4;
  const auto& tokens = comment_.tokens;
  std::size_t end = token;
  const auto is_name = [&](const Token& t) {
    if (t.kind != TokenKind::word) return false;
    const auto word = comment_.word(t);
    return std::find(kNeverNames.begin(), kNeverNames.end(), word) == kNeverNames.end();
  };
  if (token >= tokens.size() || !is_name(tokens[token])) return token;
  const bool cased = tokens[token].capital;
  while (end < tokens.size() && end - token < kNameWordsMax && is_name(tokens[end]) &&
         tokens[end].clause == tokens[token].clause) {
    const bool first = end == token;
    if (!first && (cased ? !tokens[end].capital : true)) break;
    ++end;
    // "John F. Kennedy": the dot of an initial.
    if (cased && end + 1 < tokens.size() && tokens[end].kind == TokenKind::punctuation &&
        comment_.original(tokens[end]) == "." && comment_.word(tokens[end - 1]).size() == 1 &&
        tokens[end + 1].capital) {
      std::size_t next = end + 1;
      end = next + 1;
      break;
    }
  }
  return end;
}

void PersonalSearch::find_names() {
  struct Phrase {
    std::vector<std::uint64_t> words;
    bool cased;  ///< what follows must begin with a capital letter
  };
  static const auto kPhrases = [] {
    std::vector<Phrase> phrases;
    for (std::string_view phrase : kNamePhrases) {
      Phrase words{{},
                   phrase == "this is" || phrase == "regards" || phrase == "sincerely" ||
                       phrase == "name is" || phrase == "mein name"};
      while (!phrase.empty()) {
        const auto end = std::min(phrase.find(' '), phrase.size());
        words.words.push_back(hash_of(phrase.substr(0, end)));
        phrase.remove_prefix(std::min(end + 1, phrase.size()));
      }
      phrases.push_back(std::move(words));
    }
    return phrases;
  }();
  const auto& tokens = comment_.tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word) continue;
    for (const Phrase& phrase : kPhrases) {
      const std::size_t size = phrase.words.size();
      if (i + size >= tokens.size()) continue;
      bool same = true;
      for (std::size_t k = 0; k < size && same; ++k) same = tokens[i + k].hash == phrase.words[k];
      if (!same) continue;
      std::size_t first = i + size;
      if (tokens[first].kind == TokenKind::punctuation && first + 1 < tokens.size()) ++first;
      const std::size_t end = name_after(first);
      if (end == first || (phrase.cased && !tokens[first].capital)) continue;
      // "This is Great": one word may be anything; a name has two there.
      if (phrase.words.size() == 2 && phrase.words[0] == hash_of("this") && end < first + 2)
        continue;
      mark(tokens[first].first_code_point, tokens[end - 1].end_code_point, PersonalKind::name);
    }
    // "Name: Jane Doe" as in a form.
    static const auto kLabels = hashed({"name", "nombre", "nom", "nome", "imie", "nimi", "الاسم"});
    if (holds(kLabels, tokens[i].hash) && i + 2 < tokens.size() &&
        comment_.original(tokens[i + 1]) == ":") {
      const std::size_t end = name_after(i + 2);
      if (end > i + 2 && tokens[i + 2].capital) {
        mark(tokens[i + 2].first_code_point, tokens[end - 1].end_code_point, PersonalKind::name);
      }
    }
  }
}

}  // namespace earshot::text
