// The kiosk's own phrases, by name: each is a msgctxt in assets/languages, where its English words,
// what it is for and how wide it may be are written. Owner: kiosk/app. Threads: plain values, any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace earshot::kiosk {

/// In braces: what has to be filled in (words.h). "counted" ones have plural forms.
#define EARSHOT_PHRASES(X) \
  X(touch_to_begin)        \
  X(choose_language)       \
  X(language)              \
  X(more_languages)        \
  X(you_said_we_did)       \
  X(kind_words)            \
  X(said_on)               \
  X(have_code)             \
  X(one_moment)            \
  X(answer_is_safe)        \
  X(answer_counts)         \
  X(why)                   \
  X(skip)                  \
  X(next)                  \
  X(done)                  \
  X(back)                  \
  X(close)                 \
  X(cancel)                \
  X(yes)                   \
  X(no)                    \
  X(ok)                    \
  X(optional)              \
  X(choose_one)            \
  X(choose_any)            \
  X(question_of)           \
  X(scale_low)             \
  X(scale_high)            \
  X(face_1)                \
  X(face_2)                \
  X(face_3)                \
  X(face_4)                \
  X(face_5)                \
  X(undo)                  \
  X(undo_seconds)          \
  X(undone)                \
  X(still_there)           \
  X(idle_seconds)          \
  X(idle_kept)             \
  X(still_here)            \
  X(start_over)            \
  X(type_here)             \
  X(characters_left)       \
  X(text_full)             \
  X(thank_you)             \
  X(thanks_unhappy)        \
  X(thanks_neutral)        \
  X(thanks_happy)          \
  X(manager_told)          \
  X(manager_will_be_told)  \
  X(review_invite)         \
  X(scan_code)             \
  X(claim_title)           \
  X(claim_explain)         \
  X(claim_keep)            \
  X(claim_offer)           \
  X(claim_enter)           \
  X(claim_look_up)         \
  X(claim_you_said)        \
  X(claim_answer)          \
  X(claim_none_yet)        \
  X(claim_unknown)         \
  X(claim_not_now)         \
  X(claim_wait)            \
  X(contact_title)         \
  X(contact_optional)      \
  X(contact_name)          \
  X(contact_phone)         \
  X(contact_email)         \
  X(contact_purpose)       \
  X(consent_sealed)        \
  X(consent_agree)         \
  X(consent_needed)        \
  X(contact_empty)         \
  X(contact_unreachable)   \
  X(contact_not_kept)      \
  X(name_wrong)            \
  X(phone_wrong)           \
  X(email_wrong)           \
  X(help_now)              \
  X(help_confirm)          \
  X(help_calling)          \
  X(help_told)             \
  X(help_seen)             \
  X(help_coming)           \
  X(help_somebody_coming)  \
  X(help_nobody)           \
  X(help_failed)           \
  X(help_minutes)          \
  X(help_not_needed)       \
  X(help_cancelled)        \
  X(resting)               \
  X(staff_can_help)        \
  X(closed_now)            \
  X(staff_pin)             \
  X(pin_wrong)             \
  X(staff_survey)          \
  X(access)                \
  X(high_contrast)         \
  X(large_text)            \
  X(low_reach)             \
  X(less_motion)           \
  X(read_aloud)            \
  X(dark_screen)           \
  X(louder)                \
  X(quieter)               \
  X(say_again)             \
  X(on)                    \
  X(off)                   \
  X(spoken_keypad)         \
  X(spoken_position)       \
  X(spoken_chosen)         \
  X(spoken_not_chosen)     \
  X(spoken_switch)         \
  X(spoken_not_now)        \
  X(spoken_rating)         \
  X(spoken_stars)          \
  X(spoken_field)          \
  X(spoken_field_empty)    \
  X(spoken_deleted)        \
  X(spoken_nothing_left)   \
  X(spoken_code)           \
  X(key_space)             \
  X(key_return)            \
  X(key_delete)            \
  X(key_shift)             \
  X(key_caps)              \
  X(key_numbers)           \
  X(key_symbols)           \
  X(key_letters)           \
  X(key_pictures)          \
  X(key_other)             \
  X(key_accents)           \
  X(key_close)             \
  X(key_suggestions)

enum class Phrase {
#define EARSHOT_PHRASE(name) name,
  EARSHOT_PHRASES(EARSHOT_PHRASE)
#undef EARSHOT_PHRASE
};

inline constexpr std::array kPhraseNames = {
#define EARSHOT_PHRASE(name) std::string_view(#name),
    EARSHOT_PHRASES(EARSHOT_PHRASE)
#undef EARSHOT_PHRASE
};
inline constexpr std::size_t kPhraseCount = kPhraseNames.size();

[[nodiscard]] constexpr std::string_view to_string(Phrase phrase) {
  return kPhraseNames[static_cast<std::size_t>(phrase)];
}
[[nodiscard]] std::optional<Phrase> parse_phrase(std::string_view name);

}  // namespace earshot::kiosk
