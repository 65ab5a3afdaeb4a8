// Which way a text runs, and what in it keeps its own order: what Unicode's rules (UAX #9) cannot
// know of English values, addresses and telephone numbers between Arabic or Hebrew words.
// Owner: Paragraph. Threads: pure functions, any thread.
#pragma once

#include <unicode/unistr.h>

namespace earshot::kiosk {

/// True if the text's lines run from right to left. Its own letters say so: a version, a path or an
/// English sentence stays as it is on an Arabic screen, and so does an Arabic one with a name in
/// Latin letters. `otherwise` where it has letters of both kinds and neither begins and prevails.
[[nodiscard]] bool runs_right_to_left(const icu::UnicodeString& text, bool otherwise);

/// The text with everything that is read from left to right as one piece set off from its
/// neighbours (LRI … PDI): e-mail and web addresses, codes, versions, dates in figures, telephone
/// numbers. As it was, if nothing in it runs from right to left or it says its order itself.
[[nodiscard]] icu::UnicodeString with_pieces_whole(const icu::UnicodeString& text);

/// A sign that is never seen and only says in what order others stand.
[[nodiscard]] bool is_order_sign(UChar32 c);

}  // namespace earshot::kiosk
