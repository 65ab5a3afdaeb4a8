// Postal addresses: the words that streets are made of, beside a number.
#include <algorithm>
#include <array>

#include "core/text/personal_search.h"

namespace earshot::text {
namespace {

constexpr std::size_t kNameWordsMax = 5;

/// "rue", "via", "ul.": the name follows.
const std::vector<std::uint64_t>& street_before() {
  static const auto words = hashed(
      {"rue",    "avenue",    "av",      "avda",    "avenida", "boulevard", "bd",     "chemin",
       "allee",  "impasse",   "quai",    "calle",   "c",       "plaza",     "paseo",  "carrer",
       "camino", "carretera", "via",     "viale",   "piazza",  "corso",     "vicolo", "largo",
       "rua",    "travessa",  "praca",   "alameda", "estrada", "ul",        "ulica",  "al",
       "aleja",  "plac",      "osiedle", "os",      "شارع",    "place",     "strada", "cours"});
  return words;
}

/// Of them, those that are ordinary words too: only before a capital letter.
const std::vector<std::uint64_t>& street_before_doubtful() {
  static const auto words =
      hashed({"via", "place", "al", "os", "c", "largo", "av", "bd", "cours", "corso", "plac"});
  return words;
}

/// "street", "road": the name stands before, and the number before that.
const std::vector<std::uint64_t>& street_after() {
  static const auto words =
      hashed({"street", "st",    "road",    "rd",      "avenue", "ave",     "av",       "lane",
              "ln",     "drive", "dr",      "close",   "court",  "ct",      "crescent", "way",
              "place",  "pl",    "terrace", "gardens", "grove",  "square",  "sq",       "boulevard",
              "blvd",   "row",   "mews",    "walk",    "hill",   "highway", "parade",   "parkway"});
  return words;
}
const std::vector<std::uint64_t>& street_after_sure() {
  static const auto words = hashed({"street", "road", "avenue", "crescent", "boulevard"});
  return words;
}

bool is_street_compound(std::string_view folded) {
  constexpr std::array<std::string_view, 40> kEnds = {
      "strasse", "strase",  "str",    "weg",   "gasse",  "platz",  "allee", "ufer",
      "damm",    "ring",    "steig",  "katu",  "tie",    "kuja",   "polku", "vej",
      "gade",    "alle",    "vagen",  "gatan", "veien",  "vegen",  "gata",  "gate",
      "straat",  "laan",    "plein",  "kade",  "gracht", "dreef",  "utca",  "utja",
      "lankuja", "bruecke", "brucke", "kaari", "ranta",  "penger", "tori",  "stien"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) {
    return folded.size() >= end.size() && folded.ends_with(end);
  });
}

const std::vector<std::uint64_t>& particles() {
  static const auto words = hashed(
      {"de",  "la",  "du",  "des", "dei", "di",  "do",  "da", "dos", "das",   "del", "della", "le",
       "les", "los", "las", "el",  "von", "der", "den", "d'", "l'",  "dell'", "of",  "the",   "e"});
  return words;
}

const std::vector<std::uint64_t>& unit_words() {
  static const auto words =
      hashed({"apt", "apartment", "suite", "ste", "flat", "unit", "no", "wohnung", "app",
              "appartement", "appt", "piso", "m", "lok", "etage", "as", "interno", "box", "psc"});
  return words;
}

const std::vector<std::uint64_t>& postcode_words() {
  static const auto words = hashed({"zip", "zipcode", "postcode", "postal", "plz", "postleitzahl",
                                    "cap", "cp", "codigo", "kod", "pocztowy", "postinumero"});
  return words;
}

bool starts_with_digit(const Tokens& comment, const Token& token) {
  const auto word = comment.word(token);
  return !word.empty() && word[0] >= '0' && word[0] <= '9';
}

bool is_house_number(const Tokens& comment, const Token& token) {
  const auto size = token.end_code_point - token.first_code_point;
  return starts_with_digit(comment, token) && size <= 5 &&
         comment.word(token).find_first_of(".,:") == std::string_view::npos;
}

/// Arabic has no capital letters: each word may be part of a name.
bool is_caseless(std::string_view word) {
  return !word.empty() && static_cast<unsigned char>(word[0]) >= 0xD8;
}

bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool letter = text[i] >= 'A' && text[i] <= 'Z';
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'A' ? !letter : !digit) return false;
  }
  return true;
}

}  // namespace

/// The token behind the last one of a street that begins or ends at `token`, and its first token;
/// 0 if there is none.
std::size_t PersonalSearch::street_end(std::size_t token, std::size_t& first) const {
  const auto& tokens = comment_.tokens;
  const Token& here = tokens[token];
  const auto is_word = [&](std::size_t i) {
    return i < tokens.size() && tokens[i].kind == TokenKind::word;
  };
  const auto is_number = [&](std::size_t i) {
    return i < tokens.size() && is_house_number(comment_, tokens[i]);
  };
  const auto is_stop = [&](std::size_t i, std::string_view sign) {
    return i < tokens.size() && tokens[i].kind == TokenKind::punctuation &&
           comment_.original(tokens[i]) == sign;
  };
  first = token;
  if (holds(street_before(), here.hash)) {
    std::size_t at = token + 1;
    if (is_stop(at, ".")) ++at;
    std::size_t last_name = 0;
    const bool doubtful = holds(street_before_doubtful(), here.hash);
    for (std::size_t n = 0; n < kNameWordsMax && is_word(at + n) && !is_number(at + n); ++n) {
      if (tokens[at + n].capital || is_caseless(comment_.original(tokens[at + n]))) {
        last_name = at + n;
      } else if (!holds(particles(), tokens[at + n].hash) && (doubtful || n > 1)) {
        break;
      } else if (!holds(particles(), tokens[at + n].hash)) {
        last_name = at + n;
      }
    }
    if (last_name > 0 && (!doubtful || tokens[at].capital)) {
      std::size_t number = last_name + 1;
      if (is_stop(number, ",")) ++number;
      if (is_number(number)) return number + 1;
      if (token > 0 && is_number(token - 1)) {
        first = token - 1;
        return last_name + 1;
      }
    }
  }
  if (holds(street_after(), here.hash)) {
    const bool sure = holds(street_after_sure(), here.hash);
    std::size_t at = token;
    std::size_t names = 0;
    while (names < 4 && at > 0 && is_word(at - 1) && !is_number(at - 1) &&
           (tokens[at - 1].capital || (sure && names == 0))) {
      --at;
      ++names;
    }
    const bool capital = here.capital || sure;
    if (names > 0 && capital && at > 0 && is_number(at - 1)) {
      first = at - 1;
      return token + 1;
    }
  }
  if (here.capital && is_street_compound(comment_.word(here))) {
    std::size_t number = token + 1;
    if (is_stop(number, ".")) ++number;
    const bool alone = comment_.word(here).size() <= 7;
    if (is_number(number)) {
      if (alone && token > 0 && tokens[token - 1].capital) first = token - 1;
      const bool short_end = comment_.word(here).size() < 6 && first == token;
      if (!short_end) return number + 1;
    }
  }
  // "P.O. Box 255", "Unit 4719 Box 7394", "Suite 12".
  if (here.capital && holds(unit_words(), here.hash) &&
      here.end_code_point > here.first_code_point + 2) {
    std::size_t number = token + 1;
    if (is_stop(number, ".")) ++number;
    if (is_number(number)) return number + 1;
  }
  return 0;
}

/// Goes on over what belongs to an address behind its street: "Apt. 4", ", 80331 München".
std::size_t PersonalSearch::extended(std::size_t token) const {
  const auto& tokens = comment_.tokens;
  const auto sign = [&](std::size_t i, std::string_view text) {
    return i < tokens.size() && tokens[i].kind == TokenKind::punctuation &&
           comment_.original(tokens[i]) == text;
  };
  for (int part = 0; part < 4; ++part) {
    std::size_t at = token;
    if (sign(at, ",") || sign(at, ".")) ++at;
    if (sign(at, ",")) ++at;
    if (at >= tokens.size()) break;
    const auto number = [&](std::size_t i) {
      if (i >= tokens.size() || !is_house_number(comment_, tokens[i])) return false;
      // A telephone number on the next line begins with digits too.
      const std::size_t end = tokens[i].end_code_point;
      const bool goes_on = (this->at(end) == ' ' || this->at(end) == '-') && digit(end + 1);
      return !goes_on;
    };
    if (holds(unit_words(), tokens[at].hash)) {
      std::size_t after = at + 1;
      if (sign(after, ".")) ++after;
      if (!number(after)) break;
      token = after + 1;
      continue;
    }
    // A postcode, before or behind up to three words in capitals.
    std::size_t words = at;
    while (words < tokens.size() && words - at < 3 && tokens[words].kind == TokenKind::word &&
           tokens[words].capital && !number(words)) {
      ++words;
    }
    std::size_t code = words;
    if (sign(code, ",")) ++code;
    const auto postcode = [&](std::size_t i) {
      return number(i) && tokens[i].end_code_point - tokens[i].first_code_point >= 4;
    };
    if (words > at && postcode(code)) {
      token = code + 1;
    } else if (postcode(at)) {
      token = at + 1;
      while (token < tokens.size() && token - at < 3 && tokens[token].capital &&
             tokens[token].kind == TokenKind::word) {
        ++token;
      }
    } else {
      break;
    }
  }
  return token;
}

void PersonalSearch::find_postcode(std::size_t token) {
  const auto& tokens = comment_.tokens;
  const Token& here = tokens[token];
  const auto original = comment_.original(here);
  if (token + 1 < tokens.size()) {
    const Token& next = tokens[token + 1];
    const auto inward = comment_.original(next);
    const bool outward = has_form(original, "A9") || has_form(original, "A99") ||
                         has_form(original, "AA9") || has_form(original, "AA99") ||
                         has_form(original, "A9A") || has_form(original, "AA9A");
    if (outward && has_form(inward, "9AA") && next.first_code_point == here.end_code_point + 1) {
      mark(here.first_code_point, next.end_code_point, PersonalKind::address);
      return;
    }
    if (has_form(original, "AA") && has_form(inward, "99999") &&
        next.first_code_point == here.end_code_point + 1 && !digit(next.end_code_point + 1)) {
      mark(here.first_code_point, next.end_code_point, PersonalKind::address);
      return;
    }
  }
  if (!starts_with_digit(comment_, here) || !cue(here.first_code_point, 2, postcode_words()))
    return;
  std::size_t end = here.end_code_point;
  if ((at(end) == ' ' || at(end) == '-') && token + 1 < tokens.size()) {
    const Token& next = tokens[token + 1];
    const auto size = next.end_code_point - next.first_code_point;
    const bool second = starts_with_digit(comment_, next) || (next.all_capitals && size == 2);
    if (next.first_code_point == end + 1 && size <= 3 && second) end = next.end_code_point;
  }
  if (end - here.first_code_point >= 4 && end - here.first_code_point <= 9) {
    mark(here.first_code_point, end, PersonalKind::address);
  }
}

void PersonalSearch::find_addresses() {
  if (!digits_) return;
  const auto& tokens = comment_.tokens;
  std::size_t done = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word && tokens[i].kind != TokenKind::number) continue;
    std::size_t first = i;
    const std::size_t street = tokens[i].kind == TokenKind::word ? street_end(i, first) : 0;
    if (street == 0 || first < done) {
      find_postcode(i);
      continue;
    }
    const std::size_t end = extended(street);
    // "PO Box" and a second number before the house's own belong to it.
    while (first > done && first > 0) {
      const Token& before = tokens[first - 1];
      const auto word = comment_.word(before);
      const bool post = word == "po" || word == "o" || word == "p" || word == "psc";
      const bool dot = before.kind == TokenKind::punctuation && comment_.original(before) == "." &&
                       first > 1 && comment_.word(tokens[first - 2]).size() == 1;
      if (!post && !dot && !(is_house_number(comment_, before) && tokens[first].glued == false)) {
        break;
      }
      --first;
    }
    mark(tokens[first].first_code_point, tokens[end - 1].end_code_point, PersonalKind::address);
    done = end;
    i = std::max(i, end - 1);
  }
}

}  // namespace earshot::text
