#include "kiosk/app/catalogue.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "kiosk/app/locale.h"
#include "kiosk/app/po_file.h"

namespace earshot::kiosk {
namespace {

tl::unexpected<Error> refused(std::string_view file_name, std::size_t line, std::string reason) {
  return fail(ErrorCode::invalid,
              one_line(file_name, 200) + ":" + std::to_string(line) + ": " + std::move(reason));
}

std::string header_of(const PoFile& file, const std::string& name) {
  const auto found = file.header.find(name);
  return found == file.header.end() ? std::string() : found->second;
}

Result<Catalogue> read(std::string_view text, std::string_view file_name, bool is_template) {
  const auto file = parse_po(text, file_name);
  if (!file) return tl::unexpected(file.error());
  Catalogue catalogue;
  auto language = LanguageTag::parse(header_of(*file, "Language"));
  if (!language) {
    return refused(file_name, 1,
                   "the header does not name the language. Add \"Language: de\\n\" with its tag.");
  }
  catalogue.language = *std::move(language);
  catalogue.own_name = header_of(*file, "X-Own-Name");
  if (catalogue.own_name.empty()) {
    return refused(file_name, 1,
                   "the header does not say how the language calls itself. Add "
                   "\"X-Own-Name: Deutsch\\n\" with its own name.");
  }
  const auto forms = plural_forms(catalogue.language);
  for (const auto& message : file->messages) {
    const auto phrase = parse_phrase(message.context);
    if (!phrase) {
      return refused(file_name, message.line,
                     "the kiosk has no phrase '" + one_line(message.context, 60) +
                         "'. Take its msgctxt from kiosk.pot, or remove it.");
    }
    const bool plural = !message.id_plural.empty();
    if (plural && message.translations.size() != forms) {
      return refused(file_name, message.line,
                     "'" + message.context + "' has " +
                         std::to_string(message.translations.size()) + " plural forms, and " +
                         catalogue.own_name + " has " + std::to_string(forms) +
                         ". Write msgstr[0] to msgstr[" + std::to_string(forms - 1) + "].");
    }
    auto texts = message.translations;
    if (is_template) {
      texts = {message.id};
      if (plural) texts.push_back(message.id_plural);
    }
    const bool whole =
        std::none_of(texts.begin(), texts.end(), [](const std::string& t) { return t.empty(); });
    if (whole && !message.fuzzy) {
      catalogue.texts[static_cast<std::size_t>(*phrase)] = std::move(texts);
    }
  }
  return catalogue;
}

}  // namespace

std::optional<Phrase> parse_phrase(std::string_view name) {
  const auto found = std::find(kPhraseNames.begin(), kPhraseNames.end(), name);
  if (found == kPhraseNames.end()) return std::nullopt;
  return static_cast<Phrase>(found - kPhraseNames.begin());
}

Result<Catalogue> read_catalogue(std::string_view po, std::string_view file_name) {
  return read(po, file_name, false);
}

Result<Catalogue> read_template(std::string_view pot, std::string_view file_name) {
  return read(pot, file_name, true);
}

}  // namespace earshot::kiosk
