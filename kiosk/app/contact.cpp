#include "kiosk/app/contact.h"

#include <algorithm>

namespace earshot::kiosk {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::size_t length_max(survey::ContactField field) {
  switch (field) {
    case survey::ContactField::name:
      return 80;
    case survey::ContactField::phone:
      return 30;
    case survey::ContactField::email:
      return 254;  // RFC 5321, 4.5.3.1.3, less the brackets
  }
  return 0;
}

bool is_email(std::string_view text) {
  constexpr std::size_t kLocalPartMax = 64, kAllMax = 254;
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > kLocalPartMax || text.size() > kAllMax) {
    return false;
  }
  if (text.find('@', at + 1) != std::string_view::npos) return false;
  if (text.find_first_of(" \t\n,;<>()\"\\") != std::string_view::npos) return false;
  const auto domain = text.substr(at + 1);
  const auto dot = domain.find('.');
  return dot != std::string_view::npos && dot > 0 && !domain.ends_with('.') &&
         domain.find("..") == std::string_view::npos && text[at - 1] != '.' && text[0] != '.';
}

bool is_phone(std::string_view text) {
  constexpr int kDigitsMin = 6, kDigitsMax = 15;
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      ++digits;
    } else if (c == '+') {
      if (digits > 0 || text.substr(0, i).find('+') != std::string_view::npos) return false;
    } else if (std::string_view(" .-/()").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digits >= kDigitsMin && digits <= kDigitsMax;
}

bool is_empty(const ContactForm& form) {
  return std::all_of(form.entries.begin(), form.entries.end(), [](const ContactEntry& entry) {
    return entry.text.find_first_not_of(' ') == std::string::npos;
  });
}

ContactForm::Problem problem_of(const ContactForm& form) {
  using Problem = ContactForm::Problem;
  if (is_empty(form)) return Problem::none;
  bool reachable = false;
  for (const auto& [field, text] : form.entries) {
    if (text.find_first_not_of(' ') == std::string::npos) continue;
    if (field == survey::ContactField::phone && !is_phone(text)) return Problem::phone_wrong;
    if (field == survey::ContactField::email && !is_email(text)) return Problem::email_wrong;
    reachable = reachable || field != survey::ContactField::name;
  }
  if (!reachable) return Problem::nothing_reachable;
  return form.consent ? Problem::none : Problem::consent_missing;
}

}  // namespace earshot::kiosk
