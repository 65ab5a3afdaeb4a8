// How the good and bad words of a language are written down, and the signs that all share.
// Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include <string_view>

namespace earshot::text {

/// Phrases as Phrases::add takes them, parted by '|'.
struct PolarityWords {
  std::string_view language;
  std::string_view very_good;
  std::string_view good;
  std::string_view bad;
  std::string_view very_bad;
  std::string_view negations;
};

/// Emoji and emoticons that everybody reads alike, whatever the language.
// clang-format breaks these lines anew each time: it cannot tell how wide they are.
// clang-format off
inline constexpr std::string_view kGoodSigns =
    "😀|😃|😄|😁|😆|😊|🙂|😍|🥰|😘|🤩|😎|👍|👏|🙌|💪|❤|💕|💖|💗|💙|💚|💛|💜|🧡|♥|😋|🎉|✨|🌟|⭐|💯|🙏|👌|😻|🤗|"
    "😇|"
    "☺|😌|✅|🥳|😸|🫶|🌹|💐|😉|😃|:)|:-)|=)|:d|:-d|<3|;)|;-)|:p";
inline constexpr std::string_view kBadSigns =
    "😠|😡|🤬|😤|😞|😟|😢|😭|😩|😫|😖|😣|☹|🙁|😕|👎|💩|🤮|🤢|😒|🙄|😑|💔|😔|😰|😨|😱|😓|🤦|😾|😿|👿|🖕|❌|🥵|"
    "🥶|😪|"
    ":(|:-(|=(|:'(|:/|:-/|:|";
// clang-format on

}  // namespace earshot::text
