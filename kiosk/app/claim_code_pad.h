// The keys for a claim code, and the pieces in which an answer is read.
// Owner: kiosk/app. Threads: pure functions, any thread.
// They are the signs that a code is made of (core/base/claim_code.h), in their order: the same for
// every language, and no letter that could be taken for a figure.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace earshot::kiosk {

inline constexpr std::array<std::string_view, 4> kCodeRows = {"0123456789", "ABCDEFGHJK",
                                                              "MNPQRSTVWX", "YZ"};

/// True for exactly one sign of a code.
[[nodiscard]] bool is_code_sign(std::string_view text);

/// "7KQM-2R9D" as it is known so far: "7KQM-2".
[[nodiscard]] std::string code_so_far(std::string_view signs);

/// The answer in pieces that each have room on the smallest panel in the largest letters: cut where
/// a line may end in its language, and best behind a sentence. None is empty.
[[nodiscard]] std::vector<std::string> answer_pages(std::string_view words,
                                                    const LanguageTag& language);

}  // namespace earshot::kiosk
