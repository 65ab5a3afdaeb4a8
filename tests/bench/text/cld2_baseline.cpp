#include "tests/bench/text/baselines.h"

#ifdef EARSHOT_HAS_CLD2
#include <cld2/public/compact_lang_det.h>

namespace earshot::bench {

bool has_cld2() { return true; }

std::string cld2_language(std::string_view text) {
  bool reliable = false;
  const auto language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  const std::string code = CLD2::LanguageCode(language);
  return code == "iw" ? "he" : code == "un" ? "" : code;
}

}  // namespace earshot::bench

#else

namespace earshot::bench {

bool has_cld2() { return false; }
std::string cld2_language(std::string_view) { return {}; }

}  // namespace earshot::bench

#endif
