// Whether contact details can be what they say: plausible, not proven.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/app/screen.h"

namespace earshot::kiosk {

/// The most code points that a field takes.
[[nodiscard]] std::size_t length_max(survey::ContactField field);

/// One @ with something before it, and a name with a dot after it; RFC 5321 lengths; any script.
[[nodiscard]] bool is_email(std::string_view text);
/// 6 to 15 digits (ITU-T E.164), a + in front if wanted; spaces, dots, dashes, brackets are fine.
[[nodiscard]] bool is_phone(std::string_view text);

/// Why the form cannot be taken; none: it can, or nothing at all was filled in.
[[nodiscard]] ContactForm::Problem problem_of(const ContactForm& form);
[[nodiscard]] bool is_empty(const ContactForm& form);

}  // namespace earshot::kiosk
