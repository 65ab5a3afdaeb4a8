// A code that is typed at a kiosk, and the location's answer to it: their topics and their bytes.
// Both travel closed; docs/wire-format.md.
// Owner: core/wire. Threads: pure functions, any thread. Decoders as in codec.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::wire {

/// No message of either kind is longer, closed.
inline constexpr std::size_t kClaimBytesMax = 4096;
/// What an answer may hold, in code points.
inline constexpr std::size_t kClaimWordsMax = 600, kClaimByMax = 80;

/// "earshot/1/up/<kiosk>/claim": what a kiosk asks.
[[nodiscard]] std::string claim_question_topic(const DeviceId& kiosk);
/// A filter for the questions of one kiosk, or of all when `kiosk` is empty.
[[nodiscard]] std::string claim_question_filter(const DeviceId& kiosk);
/// None if `topic` is none of them.
[[nodiscard]] std::optional<DeviceId> parse_claim_question_topic(std::string_view topic);
/// "earshot/1/down/<kiosk>/claim": what it is answered, not retained.
[[nodiscard]] std::string claim_answer_topic(const DeviceId& kiosk);

struct ClaimQuestion {
  std::string code;        ///< as it was typed
  std::string answer_key;  ///< the answer is closed for it: a public key in its file's words
  bool operator==(const ClaimQuestion&) const = default;
};
[[nodiscard]] std::string encode(const ClaimQuestion& question);
/// Error: invalid.
[[nodiscard]] Result<ClaimQuestion> decode_claim_question(std::string_view bytes);

struct ClaimAnswer {
  enum class Verdict {
    answered = 1,
    not_yet = 2,   ///< the code is right, and nobody has answered
    unknown = 3,   ///< nothing was said here with this code
    too_many = 4,  ///< wrong ones were tried: not now
  };
  Verdict verdict = Verdict::unknown;
  WallTime at;        ///< answered: when
  std::string words;  ///< answered: clean text
  std::string by;     ///< answered: one line, perhaps empty
  bool operator==(const ClaimAnswer&) const = default;
};
[[nodiscard]] std::string encode(const ClaimAnswer& answer);
/// Texts are cleaned and cut. Error: invalid.
[[nodiscard]] Result<ClaimAnswer> decode_claim_answer(std::string_view bytes);

}  // namespace earshot::wire
