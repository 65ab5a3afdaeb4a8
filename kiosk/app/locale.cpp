#include "kiosk/app/locale.h"

#include <unicode/dtptngen.h>
#include <unicode/plurrule.h>
#include <unicode/rbnf.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace earshot::kiosk {
namespace {

/// CLDR's categories in the order of a .po file's forms.
constexpr std::array kCategories = {"zero", "one", "two", "few", "many", "other"};
/// Every form of whole numbers shows below this in every language; beyond come millions, for which
/// some have a form of their own that a kiosk's counts never take.
constexpr int kFormsShownBelow = 1000;

icu::Locale locale_of(const LanguageTag& language) {
  // ICU's own "pt" is Brazilian and its "en" American; the kiosk's are not.
  const auto& tag = language.str();
  const std::string name = tag == "pt" ? "pt-pt" : tag == "en" ? "en-001" : tag;
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(name, status);
  return U_FAILURE(status) || locale.isBogus() ? icu::Locale::getEnglish() : locale;
}

struct Plurals {
  std::unique_ptr<icu::PluralRules> rules;
  std::array<std::size_t, kCategories.size()> form{};  ///< of each category
  std::size_t forms = 1;

  [[nodiscard]] std::size_t category(int count) const {
    const auto keyword = rules->select(static_cast<int32_t>(count));
    for (std::size_t i = 0; i < kCategories.size(); ++i) {
      if (keyword == icu::UnicodeString(kCategories[i])) return i;
    }
    return kCategories.size() - 1;
  }
};

Plurals make_plurals(const LanguageTag& language) {
  Plurals made;
  UErrorCode status = U_ZERO_ERROR;
  made.rules.reset(icu::PluralRules::forLocale(locale_of(language), status));
  if (U_FAILURE(status) || made.rules == nullptr) {
    made.rules.reset();
    return made;
  }
  std::array<bool, kCategories.size()> seen{};
  for (int count = 0; count < kFormsShownBelow; ++count) seen[made.category(count)] = true;
  made.forms = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    made.form[i] = made.forms;
    if (seen[i]) ++made.forms;
  }
  return made;
}

const Plurals& plurals_of(const LanguageTag& language) {
  static std::mutex mutex;
  static std::map<LanguageTag, Plurals> known;
  const std::scoped_lock lock(mutex);
  const auto found = known.find(language);
  return found != known.end() ? found->second
                              : known.emplace(language, make_plurals(language)).first->second;
}

}  // namespace

std::size_t plural_forms(const LanguageTag& language) { return plurals_of(language).forms; }

std::size_t plural_form(const LanguageTag& language, int count) {
  const auto& plurals = plurals_of(language);
  if (plurals.rules == nullptr) return 0;
  return std::min(plurals.form[plurals.category(std::max(count, 0))], plurals.forms - 1);
}

std::string day_in_words(LocalDay day, const LanguageTag& language) {
  UErrorCode status = U_ZERO_ERROR;
  auto locale = locale_of(language);
  locale.setUnicodeKeywordValue("nu", "latn", status);
  locale.setUnicodeKeywordValue("ca", "gregory", status);
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  if (U_FAILURE(status)) return {};
  const auto pattern = patterns->getBestPattern(icu::UnicodeString("MMMMd"), status);
  icu::SimpleDateFormat format(pattern, locale, status);
  if (U_FAILURE(status)) return {};
  format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
  constexpr double kDayMs = 86'400'000.0;
  icu::UnicodeString words;
  format.format(static_cast<UDate>(day) * kDayMs, words);
  std::string utf8;
  return words.toUTF8String(utf8);
}

std::string with_numbers_spelt(std::string_view text, const LanguageTag& language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::RuleBasedNumberFormat speller(icu::URBNF_SPELLOUT, locale_of(language), status);
  if (U_FAILURE(status)) return std::string(text);
  constexpr std::size_t kDigitsMax = 4;
  std::string words;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto add = [&](std::string_view digits) {
    std::int32_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    icu::UnicodeString spelt;
    speller.format(number, spelt);
    spelt.toUTF8String(words);
  };
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (digits.empty()) {
      words += text.front();
      text.remove_prefix(1);
      continue;
    }
    // A telephone number is no amount, and a leading zero is said.
    const bool one_by_one = digits.size() > kDigitsMax || digits.front() == '0';
    if (!one_by_one) add(digits);
    for (std::size_t i = 0; one_by_one && i < digits.size(); ++i) {
      if (i > 0) words += ' ';
      add(digits.substr(i, 1));
    }
    text.remove_prefix(digits.size());
  }
  return words;
}

std::size_t columns_of(std::string_view utf8) {
  std::size_t columns = 0;
  const auto size = static_cast<int32_t>(utf8.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), i, size, c);
    const auto type = U_GET_GC_MASK(c < 0 ? 0xFFFD : c);
    if ((type & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) continue;
    const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
  }
  return columns;
}

}  // namespace earshot::kiosk
