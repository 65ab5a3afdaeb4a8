// What the customer sees right now, as plain values: a view draws one and returns what was touched.
// Owner: Session makes them. Threads: plain values, any thread.
// No pixels, no fonts, no clock: those are the view's. What can be done here: stops.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/survey/survey.h"
#include "kiosk/app/touch_test.h"

namespace earshot::kiosk {

enum class ScreenKind {
  attract,     ///< waits for a customer: greeting, and now and then a message
  language,    ///< which language?
  question,    ///< asks for a rating
  saving,      ///< the first rating is given, and not yet durable: nothing is promised
  choice,      ///< asks for one option
  topics,      ///< asks for any number of options: chips
  comment,     ///< free words, on the screen's keyboard
  contact,     ///< contact details with consent, on the screen's keyboard
  closing,     ///< all is said, and the last of it not yet durable
  thanks,      ///< everything that was said is durable
  help,        ///< "help me now": what became of the call
  claim,       ///< a code is typed, and the location's answer read
  idle,        ///< "are you still there?", with a countdown; nothing that was typed is shown
  pin,         ///< for staff: the PIN
  service,     ///< for staff, behind the service PIN
  touch_test,  ///< for staff: does every place of the panel answer?
  resting,     ///< answers cannot be kept: the honest "out of service"
  closed,      ///< no survey is asked at this hour
};

/// Something that ends by itself. The view draws what is left of it.
struct Countdown {
  MonoTime ends_at{};
  Duration whole{};
  [[nodiscard]] Duration left(MonoTime now) const {
    return now < ends_at ? ends_at - now : Duration{0};
  }
  /// As people count: 3, 2, 1, and 0 only when it is over.
  [[nodiscard]] int seconds_left(MonoTime now) const {
    return static_cast<int>((left(now).count() + 999) / 1000);
  }
  bool operator==(const Countdown&) const = default;
};

/// How this customer wants it; gone with the session.
struct Access {
  bool high_contrast = false;
  bool large_text = false;
  bool low_reach = false;  ///< everything that can be touched stands in the lower part
  bool speech = false;     ///< each screen and each focus is read aloud
  bool blank = false;      ///< with speech: the picture is off
  bool operator==(const Access&) const = default;
};

/// What the location tells on the attract screen.
struct Message {
  enum class Kind { said_did, kind_words, notice };
  Kind kind = Kind::notice;
  survey::Texts texts;
  std::optional<LocalDay> day;    ///< of what it tells, to be shown with it
  std::optional<WallTime> until;  ///< it is stale from then on
  bool operator==(const Message&) const = default;
};

enum class KeyPage {
  letters,  ///< of the language's own script
  numbers,
  emoji,
  latin,         ///< Latin letters, where the script is another
  more_letters,  ///< on a small panel: those that have no room on the first page
  more_emoji,
};

/// What the screen's keyboard shows (keyboard.h knows the keys).
struct KeyboardState {
  KeyPage page = KeyPage::letters;
  bool shift = false;  ///< for the next key
  bool caps = false;   ///< until shift is pressed again
  bool small = false;  ///< on a small panel: ten keys a row, three rows above the last one
  /// Contact: what the keys are for; none: words.
  std::optional<survey::ContactField> field = std::nullopt;
  /// The letter that the keypad has typed and holds: its accents stand in place of the keys.
  std::string accents_of = {};
  bool operator==(const KeyboardState&) const = default;
};

struct ContactEntry {
  survey::ContactField field = survey::ContactField::name;
  std::string text;
  bool operator==(const ContactEntry&) const = default;
};
struct ContactForm {
  enum class Problem {
    none,
    consent_missing,
    phone_wrong,
    email_wrong,
    nothing_reachable,  ///< a name alone: nobody could answer
    not_sealed,         ///< it could not be locked away, so nothing of it is kept
  };
  std::vector<ContactEntry> entries;  ///< as the question lists them
  std::size_t current = 0;            ///< the one that the keyboard writes into
  bool consent = false;               ///< to the question's purpose; never ticked by itself
  Problem problem = Problem::none;    ///< why it did not go on
  /// On a small panel there is room for the form or for one field and the keyboard: this one.
  bool writing = false;
  bool operator==(const ContactForm&) const = default;
};

/// Words for the one that is begun, above the keys (suggestions.h).
struct Suggestions {
  bool offered = false;  ///< they can be turned on here, and stand in a row of their own
  bool on = false;
  std::vector<std::string> words;
  bool operator==(const Suggestions&) const = default;
};

/// What became of a call for help. Nothing is claimed that was not told by the edge agent.
enum class HelpState {
  none,
  calling,      ///< on its way
  arrived,      ///< the edge agent has it: it is on the manager's screen
  seen,         ///< somebody looked at it
  coming,       ///< somebody is coming: who
  nobody,       ///< nobody has answered yet
  unreachable,  ///< it could not be sent
};
struct Help {
  HelpState state = HelpState::none;
  std::string who;
  bool operator==(const Help&) const = default;
};

/// A code that somebody came back with, and what the location answers. Nothing of it is kept.
struct Claim {
  enum class State {
    typing,
    asking,    ///< the location
    answered,  ///< `pages`
    none_yet,  ///< the code is right, and nobody has answered
    not_now,   ///< the location cannot be reached
    locked,    ///< too many were wrong
  };
  State state = State::typing;
  std::string code;                ///< typing: the signs so far, kClaimSigns at most
  bool unknown = false;            ///< typing: the last one was nobody's
  std::vector<std::string> pages;  ///< the answer, a piece for each screen
  std::size_t page = 0;
  std::string by;                 ///< who signed it; empty: nobody
  std::optional<LocalDay> day;    ///< when it was given; none: this kiosk does not know the day
  std::optional<Countdown> wait;  ///< locked
  bool operator==(const Claim&) const = default;
};
inline constexpr std::size_t kClaimSigns = 8;

struct Pin {
  enum class State { typing, checking, wrong, locked };
  State state = State::typing;
  std::size_t digits = 0;           ///< how many are typed; which ones is not for the screen
  std::optional<Countdown> locked;  ///< too many wrong ones
  bool operator==(const Pin&) const = default;
};

/// A line of the service screen, and what can be done with it (empty: only looked at); `less`
/// where that also goes the other way.
struct ServiceLine {
  std::string name, value, action, less = {};
  bool operator==(const ServiceLine&) const = default;
};

/// The action of the service screen that the session does by itself.
inline constexpr std::string_view kTouchTestAction = "touches";

struct Screen {
  ScreenKind kind = ScreenKind::resting;
  std::shared_ptr<const survey::Survey> survey;  ///< as asked; null only while resting or closed
  LanguageTag language;
  std::vector<LanguageTag> languages;  ///< to choose from; fewer than two: no choice is shown
  std::size_t asked = 0;               ///< which of the survey's questions this is about
  std::optional<int> chosen;           ///< question, saving, thanks: the rating
  std::vector<OptionId> picked;        ///< choice, topics
  std::string text;                    ///< comment: what is typed so far
  KeyboardState keyboard;              ///< comment, contact
  Suggestions suggestions;             ///< comment
  ContactForm contact;
  int step = 0, steps = 0;  ///< "2 of 4": where on the way; 0 where there is none
  bool can_go_back = false;
  bool help_offered = false;
  Help help;
  std::optional<Countdown> undo;       ///< the rating can be taken back until then
  std::optional<Countdown> countdown;  ///< idle: to the reset; thanks: to the next customer
  std::optional<survey::Mood> mood;    ///< from the first rating on
  std::string claim_code;              ///< thanks: "7KQM-2R9D"; empty: none is offered
  std::optional<Message> message;      ///< attract
  bool code_offered = false;           ///< attract: answers can be read here
  Claim claim;                         ///< claim
  Access access;
  std::string focus;  ///< the name of the stop in the keypad's focus; empty: no keypad is used
  Pin pin;
  std::vector<ServiceLine> service;
  TouchTest touches;  ///< touch_test

  [[nodiscard]] const survey::Question& question() const { return survey->questions[asked]; }
  /// Something was given here, so that going on is no skipping.
  [[nodiscard]] bool given() const;
  bool operator==(const Screen&) const = default;
};

/// What the customer did on a screen. What does not fit the screen has no effect.
struct Action {
  enum class Kind {
    none,
    begin,
    language,  ///< speaks this one from now on
    rate,
    dismiss,  ///< ends the thanks
    choose,   ///< an option of a choice
    toggle,   ///< a topic
    type,     ///< text of a key
    erase,    ///< what the last key typed
    suggest,  ///< turns the suggested words on, or off again
    word,     ///< takes the suggested word `text`
    shift,
    page,       ///< of the keyboard
    field,      ///< of the contact form
    consent,    ///< ticks it, or no more
    next,       ///< goes on, also without having said anything here
    back,       ///< to the question before; from help, language and PIN to where one came from
    finish,     ///< that was all
    undo,       ///< the rating was a mis-tap
    stay,       ///< still there
    help,       ///< help me now
    languages,  ///< shows the languages
    contrast,
    large_text,
    low_reach,
    speech,
    blank,
    up,  ///< the five-key pad
    down,
    left,
    right,
    select,
    hold,       ///< select is still down
    have_code,  ///< came back with a code
    open_pin,   ///< the hidden gesture
    service,    ///< a line of the service screen: `text` is its action
    leave,      ///< the service screen
  };
  Kind kind = Kind::none;
  LanguageTag language = {};  ///< language
  int rating = 0;             ///< rate
  OptionId option = {};       ///< choose, toggle
  std::string text = {};      ///< type, word, service
  KeyPage page = KeyPage::letters;
  std::size_t index = 0;  ///< field: of the form's entries
  bool operator==(const Action&) const = default;
};

}  // namespace earshot::kiosk
