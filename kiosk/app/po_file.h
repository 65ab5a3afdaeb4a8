// Reads the translators' format, gettext's .po: what a message is, its translations, where it
// stands. Owner: kiosk/app. Threads: pure function, any thread.
// Bounded, and strict: what is not understood is refused with its line, never skipped.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace earshot::kiosk {

inline constexpr std::size_t kPoBytesMax = 512 * 1024;
inline constexpr std::size_t kPoMessagesMax = 2000;

struct PoMessage {
  std::size_t line = 0;                   ///< where it begins, from 1
  std::vector<std::string> notes;         ///< "#." lines: from the programmer to the translator
  bool fuzzy = false;                     ///< the translator has yet to look at it
  std::string context;                    ///< msgctxt
  std::string id;                         ///< msgid: the English words
  std::string id_plural;                  ///< empty: this message has no plural
  std::vector<std::string> translations;  ///< msgstr, or msgstr[0] and so on; at least one
};

struct PoFile {
  std::map<std::string, std::string> header;  ///< "Language" → "de"
  std::vector<PoMessage> messages;            ///< without the header, and without obsolete ones
};

/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<PoFile> parse_po(std::string_view text, std::string_view file_name);

}  // namespace earshot::kiosk
