#include "core/text/usable.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text/phrases.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::uint32_t kPromise = 0;  ///< "free money"
constexpr std::uint32_t kCall = 1;     ///< "click here"
constexpr std::size_t kSpamPhrasesMax = 20;

constexpr std::array<std::string_view, 46> kPromises = {"free money",
                                                        "earn money",
                                                        "make money",
                                                        "extra income",
                                                        "passive income",
                                                        "work from home",
                                                        "viagra",
                                                        "cialis",
                                                        "casino",
                                                        "betting",
                                                        "bitcoin*",
                                                        "crypto*",
                                                        "forex",
                                                        "investment opportunity",
                                                        "loan approved",
                                                        "weight loss",
                                                        "lose weight fast",
                                                        "followers",
                                                        "seo services",
                                                        "backlinks",
                                                        "hot singles",
                                                        "sexy girls",
                                                        "onlyfans",
                                                        "you have won",
                                                        "you won",
                                                        "claim your prize",
                                                        "gift card winner",
                                                        "congratulations you",
                                                        "miracle cure",
                                                        "cheap watches",
                                                        "replica",
                                                        "per week from home",
                                                        "guaranteed profit",
                                                        "double your",
                                                        "limited offer",
                                                        "promo code",
                                                        "discount code",
                                                        "gana dinero",
                                                        "gagnez de l'argent",
                                                        "geld verdienen",
                                                        "ganhe dinheiro",
                                                        "guadagna soldi",
                                                        "zarabiaj",
                                                        "ansaitse rahaa",
                                                        "اربح المال",
                                                        "telegram channel"};
constexpr std::array<std::string_view, 17> kCalls = {
    "click here",   "click the link", "click this",  "visit my",     "check out my", "subscribe",
    "whatsapp me",  "contact us now", "call now",    "buy now",      "sign up now",  "dm me",
    "follow me on", "haz clic",       "cliquez ici", "hier klicken", "clique aqui"};

constexpr std::string_view kProfanity =
    "fuck*|motherfuck*|shit|shitty|shite|bullshit|bitch*|bastard*|cunt*|wanker*|arsehole*|asshole*|"
    "dickhead*|prick=|bollocks|twat*|piss off|pissed off|wtf|crap=|crappy|bloody hell|slut*|whore*|"
    "mierda|joder|puta|putas|puto|hijo de puta|cabron*|gilipollas|cono=|hostia puta|pendej*|"
    "merde|putain|connard*|connasse|encule*|salope*|bordel|foutre|chier|fils de pute|"
    "scheiss*|scheisse|arschloch*|fick*|hurensohn*|wichser*|fotze*|verdammt*|mistkerl*|"
    "merda|caralho|foda-se|fodase|porra|puta que pariu|filho da puta|cabrao|buceta|"
    "cazzo|merda|stronz*|vaffanculo|puttan*|coglion*|figlio di puttana|minchia|"
    "kurw*|chuj*|pierdol*|spierdal*|jeban*|gowno|skurwysyn*|dupek|cholera jasna|"
    "vittu|vitun|vittumai*|perkele*|saatana*|paska*|paskaa|helvet*|kusipaa*|huora*|"
    "كس امك|شرموط*|قحبه|خرا|كلب ابن كلب|ابن الكلب|زفت|حقير*";

const Phrases& spam_phrases() {
  static const Phrases kPhrases = [] {
    Phrases made;
    for (const auto phrase : kPromises) made.add(phrase, kPromise);
    for (const auto phrase : kCalls) made.add(phrase, kCall);
    made.build();
    return made;
  }();
  return kPhrases;
}

const Phrases& profane_phrases() {
  static const Phrases kPhrases = [] {
    Phrases made;
    std::string_view list = kProfanity;
    while (!list.empty()) {
      const auto end = std::min(list.find('|'), list.size());
      made.add(list.substr(0, end), 0);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
    made.build();
    return made;
  }();
  return kPhrases;
}

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

bool is_latin(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Neighbours on a keyboard's rows, either way, for most of the word: "asdfgh", "poiuy".
bool follows_a_row(std::string_view word) {
  constexpr std::array<std::string_view, 5> kRows = {"qwertyuiop", "asdfghjkl", "zxcvbnm",
                                                     "qwertzuiop", "azertyuiop"};
  std::size_t near = 0;
  for (std::size_t i = 1; i < word.size(); ++i) {
    for (const auto row : kRows) {
      const auto a = row.find(word[i - 1]);
      const auto b = row.find(word[i]);
      if (a == std::string_view::npos || b == std::string_view::npos) continue;
      if (a + 1 == b || b + 1 == a) {
        ++near;
        break;
      }
    }
  }
  return word.size() >= 4 && near * 10 >= (word.size() - 1) * 8;
}

/// "asdasdasd", "jkjkjkjk"; laughter has a vowel after each consonant and is none.
bool repeats_itself(std::string_view word) {
  constexpr std::array<std::string_view, 10> kLaughter = {"ha", "he", "hi", "ja", "je",
                                                          "la", "ah", "eh", "ho", "lo"};
  for (std::size_t period = 1; period <= 3; ++period) {
    if (word.size() < period * 3 || word.size() < 5) continue;
    bool same = true;
    for (std::size_t i = period; i < word.size() && same; ++i) same = word[i] == word[i - period];
    if (!same) continue;
    const auto once = word.substr(0, period);
    return std::find(kLaughter.begin(), kLaughter.end(), once) == kLaughter.end();
  }
  return false;
}

/// Two pairs of letters in one word that stand side by side on a keyboard and hardly in a word:
/// "aksjdh". One alone may be a name, or "kjøtt", or "headhunter".
bool rolls_over_keys(std::string_view word) {
  constexpr std::string_view kPairs =
      " jd jh jk jf jg jl kj hj hk hd dh fj gj kf fk fg gf df fd hg kg jx xj jq qj jz vj jv "
      "vk kv qk kq qd dq qf fq qs xk kx xd dx wj jw ";
  std::size_t found = 0;
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const std::array<char, 4> pair = {' ', word[i], word[i + 1], ' '};
    found += kPairs.find(std::string_view(pair.data(), pair.size())) != std::string_view::npos;
  }
  return word.size() >= 5 && found >= 2;
}

bool is_mash(std::string_view word) {
  if (word.size() < 4 || !is_latin(word)) return false;
  std::size_t vowels = 0;
  std::size_t run = 0;
  std::size_t longest = 0;
  for (const char c : word) {
    vowels += is_vowel(c) ? 1 : 0;
    run = is_vowel(c) ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  // "Mmmmm", "hmmm", "aaah" are sounds that people make.
  if (word.find_first_not_of("hmauoyr") == std::string_view::npos) return false;
  if (follows_a_row(word) || repeats_itself(word) || rolls_over_keys(word)) return true;
  if (vowels == 0) return word.size() >= 5;
  return (longest >= 6 && vowels * 5 < word.size()) || word.size() > 40;
}

bool is_spam(const Tokens& comment, std::size_t words) {
  thread_local std::vector<PhraseMatch> matches;
  spam_phrases().find(comment, matches);
  std::size_t promises = 0;
  std::size_t calls = 0;
  const auto is_first = [&](std::size_t i) {
    return std::none_of(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const PhraseMatch& before) {
                          return comment.tokens[before.first].hash ==
                                 comment.tokens[matches[i].first].hash;
                        });
  };
  for (std::size_t i = 0; i < matches.size() && i < kSpamPhrasesMax; ++i) {
    if (is_first(i)) (matches[i].payload == kPromise ? promises : calls) += 1;
  }
  const std::string_view text = comment.text;
  const bool address = text.find("://") != std::string_view::npos ||
                       text.find("www.") != std::string_view::npos ||
                       text.find("bit.ly/") != std::string_view::npos ||
                       text.find("t.me/") != std::string_view::npos;
  if (promises + calls >= 2 || (address && promises + calls >= 1)) return true;
  if (address && words <= 6) return true;
  const auto link = text.find("://");
  const bool links = link != std::string_view::npos && text.find("://", link + 1) < text.size();
  if (links && words <= 20) return true;
  if (words < 8) return false;
  thread_local std::vector<std::uint64_t> hashes;
  hashes.clear();
  for (const Token& token : comment.tokens) {
    if (token.kind == TokenKind::word) hashes.push_back(token.hash);
  }
  std::sort(hashes.begin(), hashes.end());
  const auto different =
      static_cast<std::size_t>(std::unique(hashes.begin(), hashes.end()) - hashes.begin());
  return different * 5 <= words;
}

}  // namespace

Unusable read_usable(const Tokens& comment) {
  std::size_t words = 0;
  std::size_t mashed = 0;
  std::size_t signs = 0;
  std::size_t letters = 0;
  for (const Token& token : comment.tokens) {
    if (token.kind == TokenKind::word || token.kind == TokenKind::number) {
      ++words;
      letters += token.end_code_point - token.first_code_point;
      mashed += token.kind == TokenKind::word && is_mash(comment.word(token)) ? 1 : 0;
    } else if (token.kind != TokenKind::punctuation) {
      ++signs;
    }
  }
  if (words == 0) return signs > 0 ? Unusable::emoji : Unusable::empty;
  if (letters <= 1 && comment.tokens.front().kind == TokenKind::word &&
      static_cast<unsigned char>(comment.word(comment.tokens.front())[0]) < 0x80) {
    return Unusable::mash;
  }
  if (mashed * 2 >= words && mashed > 0) return Unusable::mash;
  if (is_spam(comment, words)) return Unusable::spam;
  return Unusable::no;
}

bool has_profanity(const Tokens& comment) {
  thread_local std::vector<PhraseMatch> matches;
  profane_phrases().find(comment, matches);
  return !matches.empty();
}

}  // namespace earshot::text
