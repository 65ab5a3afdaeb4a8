// The kiosk's phrases in one language, from a .po file.
// Owner: kiosk/app. Threads: plain values, any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "kiosk/app/phrase.h"

namespace earshot::kiosk {

struct Catalogue {
  LanguageTag language;
  std::string own_name;  ///< "Deutsch"
  /// By Phrase: one text, or as many as the language has plural forms; empty: not translated.
  std::array<std::vector<std::string>, kPhraseCount> texts;

  [[nodiscard]] const std::vector<std::string>& of(Phrase phrase) const {
    return texts[static_cast<std::size_t>(phrase)];
  }
};

/// A translation. What is fuzzy or empty counts as not translated.
/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>": what parse_po refuses, a phrase
/// that the kiosk does not have, or another number of plural forms than the language's.
[[nodiscard]] Result<Catalogue> read_catalogue(std::string_view po, std::string_view file_name);

/// The template: its English words are the translation.
[[nodiscard]] Result<Catalogue> read_template(std::string_view pot, std::string_view file_name);

/// A file that is built into the program: "de.po", or "kiosk.pot" for English.
struct LanguageFile {
  std::string_view name;
  std::string_view text;
};
/// In the order of their names. Made from assets/languages by the build.
[[nodiscard]] const std::vector<LanguageFile>& language_files();

}  // namespace earshot::kiosk
