// Check digits: which numbers are payment cards, bank accounts and national ids.
// Owner: core/text. Threads: pure functions, any thread.
#pragma once

#include <string_view>

namespace earshot::text {

/// ISO/IEC 7812-1, annex B (Luhn). `digits`: 0–9 only.
[[nodiscard]] bool passes_luhn(std::string_view digits);

/// A payment card: 12 to 19 digits that an issuer may begin with and that pass Luhn.
[[nodiscard]] bool is_card(std::string_view digits);

/// ISO 13616 with its remainder 1 modulo 97 (ISO 7064). `letters_digits`: no spaces, either case.
[[nodiscard]] bool is_iban(std::string_view letters_digits);

/// A national id whose own check digits hold: no spaces or hyphens, capital letters. Spain (DNI,
/// NIE), Italy (codice fiscale), France (NIR), Germany (Steuer-ID), Poland (PESEL), Finland
/// (henkilötunnus, with its sign of the century), Norway, Brazil (CPF), United Kingdom (NI number).
[[nodiscard]] bool is_checked_national_id(std::string_view text);

/// Ids of nine or ten digits, which many numbers pass by chance: only beside a word that says so.
/// Portugal (NIF), Netherlands (BSN), Sweden, Denmark, United Kingdom (NHS), United States (SSN).
[[nodiscard]] bool is_likely_national_id(std::string_view digits);

}  // namespace earshot::text
