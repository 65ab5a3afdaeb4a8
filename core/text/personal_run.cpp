// Runs of digit groups: payment cards, ids made of digits, phone numbers.
#include <algorithm>
#include <vector>

#include "core/text/personal_numbers.h"
#include "core/text/personal_search.h"

namespace earshot::text {
namespace {

constexpr std::size_t kGroupsMax = 12;

const std::vector<std::uint64_t>& phone_words() {
  static const auto words =
      hashed({"phone",         "tel",           "telephone",  "mobile",   "mob",        "cell",
              "call",          "text",          "ring",       "fax",      "desk",       "whatsapp",
              "contact",       "number",        "registered", "messages", "telefono",   "movil",
              "celular",       "llamar",        "llamen",     "llamame",  "llamadme",   "portable",
              "appelez",       "appeler",       "numero",     "handy",    "telefon",    "nummer",
              "handynummer",   "telefonnummer", "anrufen",    "rufen",    "mobil",      "telemovel",
              "ligue",         "liguem",        "ligar",      "chiamate", "chiamatemi", "cellulare",
              "komorka",       "zadzwon",       "zadzwoncie", "dzwonic",  "numer",      "puhelin",
              "puhelinnumero", "soittakaa",     "soita",      "هاتف",     "هاتفي",      "رقم",
              "رقمي",          "جوال",          "جوالي",      "اتصل",     "اتصلوا",     "واتساب",
              "موبايل"});
  return words;
}

const std::vector<std::uint64_t>& order_words() {
  static const auto words =
      hashed({"order",      "ticket",        "receipt",  "invoice",    "ref",        "reference",
              "booking",    "item",          "product",  "article",    "sku",        "model",
              "barcode",    "pedido",        "factura",  "commande",   "facture",    "article",
              "bestellung", "bestellnummer", "rechnung", "artikel",    "ordine",     "scontrino",
              "fattura",    "encomenda",     "fatura",   "zamowienie", "zamowienia", "paragon",
              "tilaus",     "tilausnumero",  "kuitti",   "طلب",        "الطلب",      "فاتوره"});
  return words;
}

const std::vector<std::uint64_t>& card_words() {
  static const auto words =
      hashed({"card", "visa", "mastercard", "amex", "tarjeta", "carte", "karte", "kreditkarte",
              "cartao", "carta", "karta", "karty", "kortti", "kortin", "بطاقه", "بطاقتي"});
  return words;
}

const std::vector<std::uint64_t>& number_id_words() {
  static const auto words =
      hashed({"ssn", "social", "security", "nhs", "nif", "bsn", "personnummer", "cpr", "insurance",
              "contribuinte", "burgerservicenummer", "pesel", "cpf"});
  return words;
}

}  // namespace

struct PersonalSearch::Run {
  struct Group {
    std::size_t first;
    std::size_t end;
    char before;  ///< what parts it from the group before: one of " -./(" or 0
    [[nodiscard]] std::size_t size() const { return end - first; }
  };
  std::vector<Group> groups;
  std::vector<char> digits;

  [[nodiscard]] std::string joined(const std::string& chars, std::size_t first,
                                   std::size_t last) const {
    std::string all;
    for (std::size_t g = first; g <= last; ++g) {
      all.append(chars, groups[g].first, groups[g].size());
    }
    return all;
  }
};

void PersonalSearch::find_numbers() {
  if (!digits_) return;
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    if (!digit(i) || (i > 0 && (alnum(i - 1) || taken_[i - 1])) || taken_[i]) continue;
    Run run;
    std::size_t end = i;
    char before = 0;
    while (run.groups.size() < kGroupsMax) {
      const std::size_t first = end;
      while (digit(end) && !taken_[end]) ++end;
      run.groups.push_back({first, end, before});
      // One separator, with brackets and single spaces round it, leads to the next group.
      std::size_t next = end;
      before = 0;
      std::size_t spaces = 0;
      while (next < chars_.size() && next - end < 4 && !digit(next)) {
        const char c = at(next);
        if (c == ' ') {
          if (++spaces > 2) break;
        } else if (c == '-' || c == '.' || c == '/') {
          if (before != 0 && before != '(') break;
          before = c;
        } else if (c == '(' || c == ')') {
          if (before == 0) before = '(';
        } else {
          break;
        }
        ++next;
      }
      if (!digit(next) || taken_[next]) break;
      if (before == 0) before = ' ';
      end = next;
    }
    std::size_t group = 0;
    while (group < run.groups.size()) group = find_in(run, group);
    i = run.groups.back().end - 1;
  }
}

/// Looks for the longest thing that begins at group `first`; returns the group to go on with.
std::size_t PersonalSearch::find_in(const Run& run, std::size_t first) {
  const auto& groups = run.groups;
  std::size_t begin = groups[first].first;
  if (is_date(run, first)) return first + 3;
  const auto bounded = [&](std::size_t last) { return !letter(groups[last].end); };
  const bool plus = begin > 0 && at(begin - 1) == '+';
  for (std::size_t last = groups.size(); last-- > first && !plus;) {
    const auto digits = run.joined(chars_, first, last);
    const bool fours = last == first + 3 && groups[first].size() == 4 && groups[last].size() == 4 &&
                       digits.size() == 16;
    const bool even = digits.size() >= 15 || last == first;
    if (bounded(last) && ((is_card(digits) && even) || (fours && cue(begin, 5, card_words())))) {
      mark(begin, groups[last].end, PersonalKind::card);
      return last + 1;
    }
    const bool whole = last == first;
    const bool brazilian = last == first + 3 && groups[last].size() == 2 && digits.size() == 11 &&
                           groups[first + 1].before == '.';
    if (bounded(last) && (whole || brazilian || digits.size() == 15) &&
        is_checked_national_id(digits)) {
      mark(begin, groups[last].end, PersonalKind::national_id);
      return last + 1;
    }
    const bool american = last == first + 2 && groups[first].size() == 3 &&
                          groups[first + 1].size() == 2 && groups[last].size() == 4;
    const bool nordic = last == first + 1 && groups[first].size() == 6 &&
                        groups[last].size() == 4 && groups[last].before == '-';
    if (bounded(last) && (american || ((nordic || cue(begin, 4, number_id_words())) &&
                                       is_likely_national_id(digits)))) {
      mark(begin, groups[last].end, PersonalKind::national_id);
      return last + 1;
    }
  }
  for (std::size_t last = groups.size(); last-- > first;) {
    if (!is_phone(run, first, last)) continue;
    while (begin > 0 && (at(begin - 1) == '+' || at(begin - 1) == '(') && !taken_[begin - 1]) {
      --begin;
    }
    std::size_t end = groups[last].end;
    // "x4587", "ext. 12": the extension belongs to it.
    std::size_t after = end + (at(end) == ' ' ? 1 : 0);
    const auto rest = std::string_view(chars_).substr(std::min(after, chars_.size()));
    after += rest.starts_with("ext.") ? 4 : rest.starts_with("ext") ? 3 : rest.starts_with("x");
    if (after > end + (at(end) == ' ' ? 1 : 0)) {
      if (at(after) == ' ') ++after;
      std::size_t digits_end = after;
      while (digit(digits_end) && digits_end - after < 6) ++digits_end;
      if (digits_end > after) end = digits_end;
    }
    mark(begin, end, PersonalKind::phone);
    return last + 1;
  }
  return first + 1;
}

bool PersonalSearch::is_date(const Run& run, std::size_t first) const {
  const auto& groups = run.groups;
  if (first + 2 >= groups.size()) return false;
  const char sign = groups[first + 1].before;
  if ((sign != '-' && sign != '.' && sign != '/') || groups[first + 2].before != sign) return false;
  if (first + 3 < groups.size() && groups[first + 3].before == sign) return false;
  const auto value = [&](std::size_t g) {
    int n = 0;
    for (std::size_t i = groups[g].first; i < groups[g].end && n < 10'000; ++i) {
      n = n * 10 + (at(i) - '0');
    }
    return n;
  };
  const auto small = [&](std::size_t g, int most) {
    return groups[g].size() <= 2 && value(g) >= 1 && value(g) <= most;
  };
  const auto year = [&](std::size_t g) {
    return groups[g].size() == 2 || (groups[g].size() == 4 && value(g) >= 1900 && value(g) <= 2099);
  };
  if (groups[first].size() == 4) {
    return year(first) && small(first + 1, 12) && small(first + 2, 31);
  }
  return year(first + 2) &&
         ((small(first, 31) && small(first + 1, 12)) || (small(first, 12) && small(first + 1, 31)));
}

bool PersonalSearch::is_phone(const Run& run, std::size_t first, std::size_t last) const {
  const auto& groups = run.groups;
  const std::size_t begin = groups[first].first;
  const std::size_t end = groups[last].end;
  const auto digits = run.joined(chars_, first, last);
  const bool plus = begin > 0 && at(begin - 1) == '+';
  if (digits.size() < 7 || digits.size() > 15) return false;
  if (letter(end) && at(end) != 'x' && at(end) != 'e') return false;
  if (plus) return digits.size() >= 8;
  const bool asked = cue(begin, 4, phone_words());
  const bool ordered = cue(begin, 4, order_words()) || (begin > 0 && at(begin - 1) == '#');
  if (ordered && !asked) return false;
  const std::size_t count = last - first + 1;
  const bool trunk = digits[0] == '0';
  if (count == 1) {
    if (asked) return true;
    if (trunk) return digits.size() >= 9 && digits.size() <= 14;
    return digits.size() >= 9 && digits.size() <= 11;
  }
  for (std::size_t g = first; g <= last; ++g) {
    if (groups[g].size() > 8 || (groups[g].size() == 1 && g != first && !trunk && count > 3)) {
      return false;
    }
  }
  const auto size = [&](std::size_t g) { return groups[first + g].size(); };
  const auto money = [&](std::size_t i) {
    return at(i) == '$' || (at(i) == kOtherSign && i < chars_.size());
  };
  if ((begin > 0 && money(begin - 1)) || (at(end) == ' ' && money(end + 1)) || money(end)) {
    return false;
  }
  if (count == 2) {
    const auto century = [&](std::size_t g) {
      const auto two = std::string_view(chars_).substr(groups[first + g].first, 2);
      return size(g) == 4 && (two == "19" || two == "20");
    };
    if (size(0) == 4 && size(1) == 4) return asked || !(century(0) && century(1));
    if (size(0) == 3 && size(1) == 4) return true;
    if (trunk || asked) return digits.size() >= 7;
    return (size(0) >= 2 && size(0) <= 5 && size(1) >= 6 && size(1) <= 7) ||
           (size(0) == 5 && size(1) == 5);
  }
  if (count == 3 && size(0) == 1 && size(1) == 3 && size(2) == 3) return asked;  // 1 234 567
  if (count == 4 && digits.size() <= 8 && groups[first + 1].before == '.' &&
      groups[first + 2].before == '-') {
    return asked;  // 09.00-17.30
  }
  return digits.size() >= 8 || asked;
}

}  // namespace earshot::text
