// What the voice says: a screen when it appears, a stop when the focus comes to it, and what has
// changed by what was pressed. Owner: kiosk/app. Threads: pure functions, any thread.
// Nobody needs to see anything to know where they are and what they did.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "kiosk/app/phrase.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct Spoken {
  std::string text;
  LanguageTag language;
  bool operator==(const Spoken&) const = default;
};

/// The screen as a whole, in the order in which it is read; empty where there is nothing to know.
[[nodiscard]] std::string spoken_screen(const Screen& screen, MonoTime now);

/// The stop of this name: what it is, whether it is chosen or on, and where among the others.
/// A language is said in that language. Empty text: the screen has no such stop.
[[nodiscard]] Spoken spoken_stop(const Screen& screen, std::string_view stop);

/// What the way on is called, drawn and spoken: by what it does on this screen.
[[nodiscard]] Phrase next_in_words(const Screen& screen);

/// What a key types, as it is said: a capital is called one, the space bar by its name.
[[nodiscard]] std::string spoken_letter(const Screen& screen, std::string_view text);
/// A field of the contact form: "Phone. Nothing typed yet."
[[nodiscard]] std::string spoken_entry(const Screen& screen, std::size_t index);
[[nodiscard]] std::string spoken_page(const Screen& screen, KeyPage page);

/// What there is to say when `before` has become `after`: nothing while speech is off.
[[nodiscard]] std::vector<Spoken> spoken_change(const Screen& before, const Screen& after,
                                                MonoTime now);

}  // namespace earshot::kiosk
