#include "kiosk/app/words.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/base/check.h"
#include "kiosk/app/catalogue.h"
#include "kiosk/app/locale.h"

namespace earshot::kiosk {
namespace {

/// Reads what is built in. A test reads the same files and fails on any mistake; should one slip
/// through all the same, its language is left out and the kiosk goes on in English.
struct Languages {
  Catalogue english;
  std::map<LanguageTag, Catalogue> others;
  std::vector<LanguageTag> tags;

  Languages() {
    for (const auto& [name, text] : language_files()) {
      const bool is_template = name.ends_with(".pot");
      auto read = is_template ? read_template(text, name) : read_catalogue(text, name);
      if (!read) continue;
      tags.push_back(read->language);
      if (is_template) {
        english = *std::move(read);
      } else {
        auto language = read->language;
        others.emplace(std::move(language), *std::move(read));
      }
    }
    std::sort(tags.begin(), tags.end());
  }

  [[nodiscard]] const Catalogue* find(const LanguageTag& language) const {
    auto tag = language.str();
    for (;;) {
      if (tag == english.language.str()) return &english;
      const auto found = others.find(LanguageTag::trusted(tag));
      if (found != others.end()) return &found->second;
      const auto dash = tag.rfind('-');
      if (dash == std::string::npos) return nullptr;
      tag.resize(dash);
    }
  }
};

const Languages& languages() {
  static const Languages all;
  return all;
}

struct Found {
  const Catalogue* catalogue;
  const std::vector<std::string>* texts;
};

Found texts_of(Phrase phrase, const LanguageTag& language) {
  const auto& all = languages();
  const auto* catalogue = all.find(language);
  if (catalogue != nullptr && !catalogue->of(phrase).empty()) {
    return {catalogue, &catalogue->of(phrase)};
  }
  EARSHOT_CHECK(!all.english.of(phrase).empty());
  return {&all.english, &all.english.of(phrase)};
}

std::string fill(std::string_view text, std::span<const Filling> fillings) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = std::min(text.find('}', open), text.size());
    const auto name = text.substr(open + 1, close - open - 1);
    const auto found = std::find_if(fillings.begin(), fillings.end(),
                                    [&](const Filling& f) { return f.first == name; });
    if (found != fillings.end()) out += found->second;
    text.remove_prefix(std::min(close + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string_view words_for(Phrase phrase, const LanguageTag& language) {
  return texts_of(phrase, language).texts->back();
}

std::string filled(Phrase phrase, const LanguageTag& language,
                   std::initializer_list<Filling> fillings) {
  return fill(texts_of(phrase, language).texts->back(), fillings);
}

std::string isolated(std::string_view value) { return "\u2068" + std::string(value) + "\u2069"; }

std::string counted(Phrase phrase, const LanguageTag& language, int count) {
  const auto [catalogue, texts] = texts_of(phrase, language);
  const auto form = std::min(plural_form(catalogue->language, count), texts->size() - 1);
  const std::string number = std::to_string(count);
  const Filling filling{"count", number};
  return fill((*texts)[form], {&filling, 1});
}

std::string own_name(const LanguageTag& language) {
  const auto* found = languages().find(language);
  return found != nullptr ? found->own_name : language.str();
}

std::span<const LanguageTag> spoken_languages() { return languages().tags; }

}  // namespace earshot::kiosk
