// Personal data in a comment, found so that it can be replaced before the comment leaves its
// location. Owner: core/text. Threads: pure functions, any thread. What is found is replaced by
// typed marks; the result is redacted, never "anonymous".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/analysis.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// E-mail addresses, phone numbers, payment cards (Luhn), bank accounts (IBAN), national ids,
/// postal addresses, car plates, IP addresses and "my name is …", in the order of the text and
/// apart from one another. The first names of staff are not personal data here and stay.
void find_personal_data(const Tokens& comment, std::vector<PersonalSpan>& out);

/// "[email]", "[phone]" … what stands in a redacted comment instead.
[[nodiscard]] std::string_view mark_of(PersonalKind kind);

/// `text` with each span replaced by its mark; `spans` as find_personal_data gives them.
void redact(std::string_view text, const std::vector<PersonalSpan>& spans, std::string& out);

}  // namespace earshot::text
