// One customer after the other: attract → language → question → what follows by branch → thanks →
// attract, and resting when answers cannot be kept. A state machine without pixels, threads, disk
// or clock of its own.
// Owner: the shell. Threads: the shell's only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ports.h"
#include "core/response/response.h"
#include "core/survey/branching.h"
#include "kiosk/app/ports.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {

/// One moment, by every clock there is.
struct Moment {
  MonoTime mono{};
  WallTime wall{};
  std::int64_t uptime_ms = 0;  ///< since the boot of this machine
};

/// What is the same for every response of this kiosk.
struct Place {
  TouchpointId touchpoint;
  LanguageTag language;  ///< to begin in, where the survey has it; empty: the survey's own default
  std::string boot_id;
  std::vector<survey::Hours> opening_hours = {};  ///< none: always open
  /// Its keyboard holds ten keys a row, and its contact form one field while that is open.
  bool small_panel = false;
  /// Its keyboard offers to suggest words, where there is room for them: not on a small panel.
  bool suggests_words = false;
};

/// The times that no survey file changes.
struct SessionTimes {
  /// An answer counts from then on, so that the second half of a double tap does not answer what
  /// comes next by accident.
  Duration settle = std::chrono::milliseconds(250);
  Duration undo = std::chrono::seconds(3);
  Duration undo_by_ear = std::chrono::seconds(20);  ///< until then one has heard what there is
  Duration saving_max = std::chrono::seconds(5);    ///< then the kiosk says that it rests
  Duration thanks_min = std::chrono::seconds(1);    ///< a touch ends the thanks from then on
  Duration told_min = std::chrono::seconds(1);      ///< what is in the way is read meanwhile
  Duration message = std::chrono::seconds(8);       ///< each of the attract screen's
  Duration help_wait = std::chrono::seconds(60);    ///< then it says that nobody has answered
  Duration service_idle = std::chrono::minutes(5);
  Duration touch_test_idle = std::chrono::seconds(30);
  Duration claim_wait = std::chrono::seconds(8);   ///< then it cannot be looked up right now
  Duration claim_lock = std::chrono::seconds(60);  ///< after kWrongCodesMax wrong ones in a row
  Duration read_letter = std::chrono::milliseconds(70);  ///< an answer takes its time to be read
  Duration look_again = std::chrono::seconds(60);        ///< at schedules and stale messages
};

/// A survey, and those of its languages that the screen can draw: at least one.
struct Offer {
  std::shared_ptr<const survey::Survey> survey;
  std::vector<LanguageTag> languages;
};

/// What a PIN opens.
struct PinVerdict {
  enum class Kind { wrong, staff, service };
  Kind kind = Kind::wrong;
  Duration locked_for{};  ///< after wrong ones: no PIN is taken for so long
};

class Session {
 public:
  Session(Place place, Saver& saver, Random& random, SessionPorts ports = {},
          SessionTimes times = {});

  /// New surveys, from the next attract screen on, so that nobody's question changes under the
  /// finger. The first one whose schedule holds is asked.
  void set_surveys(std::vector<Offer> offers, const Moment& now);
  void set_survey(std::shared_ptr<const survey::Survey> survey, std::vector<LanguageTag> languages,
                  const Moment& now);
  /// What the attract screen tells, in turns.
  void set_messages(std::vector<Message> messages, const Moment& now);
  /// For the service screen, also while it is open.
  void set_service(std::vector<ServiceLine> lines);
  /// The fields of the touch test, as the panel's size asks for them; without it there is no test.
  void set_touch_test(TouchTest fields) { touch_fields_ = std::move(fields); }
  /// A place where the panel itself reports a finger; only the touch test looks at it.
  void touch(TouchPlace place, const Moment& now);

  /// What the customer did. What does not fit the screen of the moment has no effect.
  void act(const Action& action, const Moment& now);

  /// The store's answers. Only `saved` leads on from the first rating, and to the thank-you.
  void saved(const ResponseId& id, std::uint32_t revision, const Moment& now);
  void save_failed(const ResponseId& id, std::uint32_t revision, const Moment& now);
  /// The store as a whole: it cannot be used, or it can again.
  void store_failed(const Moment& now);
  void store_recovered(const Moment& now);
  /// The other ports' answers. One that comes too late has no effect.
  void pin_checked(const PinVerdict& verdict, const Moment& now);
  void help_news(const ResponseId& response, HelpState state, std::string who, const Moment& now);
  void claim_told(std::uint64_t ticket, const ClaimTold& told, const Moment& now);

  /// So many wrong codes in a row, whoever typed them, until nobody may type one for a while.
  static constexpr int kWrongCodesMax = 5;

  /// Time passes. Call it at `next_deadline` at the latest.
  void tick(const Moment& now);
  /// None while nothing changes by itself.
  [[nodiscard]] std::optional<MonoTime> next_deadline() const;

  [[nodiscard]] const Screen& screen() const { return screen_; }

 private:
  /// A survey with its arms made ready: what this kiosk can ask of it.
  struct Arm {
    VariantId variant;
    std::shared_ptr<const survey::Survey> survey;
  };
  struct Ready {
    std::shared_ptr<const survey::Survey> survey;  ///< as written
    std::vector<LanguageTag> languages;
    std::vector<Arm> arms;  ///< at least one
  };
  /// What is typed and picked on the question of the moment, and not yet said.
  struct Draft {
    std::vector<OptionId> picked;
    std::string text;
    std::string with_word;  ///< the text that a suggested word has made, with a space at its end
    KeyboardState keyboard;
    ContactForm contact;
  };
  /// Contact details that were typed and not sent, while another question is shown.
  struct Unsent {
    QuestionId question;
    ContactForm form;
  };
  /// What is of one customer alone; made anew for the next one.
  struct Visit {
    response::Response response;  ///< revision 0: nothing was said yet
    Draft draft;
    Unsent unsent;
    std::string pin;
    Claim claim;
    bool suggests = false;  ///< words, as this customer asked for
    MonoTime claim_asked_at{};
    std::uint32_t durable = 0;         ///< the newest revision that is
    std::optional<MonoTime> began_at;  ///< the first touch
    MonoTime rang_at{};                ///< for help
    MonoTime told_at{};                ///< what is in the way of the contact details
    std::optional<MonoTime> asked_at;  ///< when the first question appeared
    std::optional<MonoTime> rated_at;  ///< the first rating
    MonoTime touched_at{};             ///< the last touch
  };

  // session.cpp: the way through
  void act_here(const Action& action, const Moment& now);
  void act_on_question(const Action& action, const Moment& now);
  void act_on_language(const Action& action, const Moment& now);
  void act_on_thanks(const Action& action, const Moment& now);
  void welcome(const Ready& ready);
  void begin(const Moment& now);
  void start(const Moment& now);
  bool choose_language(const LanguageTag& language);
  void go_on(bool changed, const Moment& now);
  void go_back(const Moment& now);
  void undo(const Moment& now);
  void close(const Moment& now);
  void abandon(const Moment& now);
  void show_question(std::size_t index, const Moment& now);
  void show_thanks(const Moment& now);
  void note_durable(const Moment& now);
  void warn_idle(MonoTime now);
  void to(ScreenKind kind, MonoTime now);
  void to_attract(const Moment& now);
  void rest(MonoTime now);
  void calm_down();
  [[nodiscard]] bool settled(MonoTime now) const { return now - shown_at_ >= times_.settle; }

  // session_answers.cpp: what was said
  void rate(int rating, const Moment& now);
  void choose(const OptionId& option, const Moment& now);
  void toggle(const OptionId& option);
  void type(const std::string& text);
  void erase();
  void take_word(const std::string& word);
  void open_accents();
  std::string close_accents();
  void show_suggestions();
  void take_what_was_typed();
  void next(const Moment& now);
  void finish(const Moment& now);
  void finish_contact(const Moment& now);
  bool settle_contact(bool& taken, const Moment& now);
  bool return_to_contact(const Moment& now);
  void put_aside();
  void open_draft();
  void show_draft();
  bool put(response::Answer answer);
  bool forget(const QuestionId& question);
  bool take_draft();
  bool take_contact(const Moment& now);
  void leave_the_wrong_way();
  void save(bool partial, const Moment& now);
  void flag_misuse(const Moment& now);
  [[nodiscard]] response::Answer new_answer() const;
  [[nodiscard]] std::string& typed_text();
  [[nodiscard]] std::size_t typed_max() const;
  [[nodiscard]] std::vector<survey::Said> said() const;
  [[nodiscard]] const response::Answer* answer_to(const QuestionId& question) const;

  // session_around.cpp: what is around it: surveys and hours, access, keypad, staff, help
  [[nodiscard]] Ready make_ready(Offer offer) const;
  [[nodiscard]] std::optional<survey::LocalTime> local_time(WallTime at) const;
  [[nodiscard]] const Ready* scheduled(survey::OpenedBy by, WallTime at) const;
  [[nodiscard]] LanguageTag first_language(const Ready& ready) const;
  [[nodiscard]] LanguageTag resting_language() const;
  [[nodiscard]] bool is_looked_at() const;
  [[nodiscard]] std::optional<Duration> look_period() const;
  void look_around(const Moment& now);
  void show_message(WallTime now);
  bool toggle_access(Action::Kind kind);
  void press_pad(const Action& action, const Moment& now);
  void settle_focus();
  void act_on_pin(const Action& action, const Moment& now);
  void act_on_service(const Action& action, const Moment& now);
  void end_touch_test(const Moment& now);
  void show_service();
  void ring(const Moment& now);
  [[nodiscard]] bool waits_for_help() const;

  // session_claim.cpp: a code, and the location's answer
  void open_claim(const Moment& now);
  void act_on_claim(const Action& action, const Moment& now);
  void type_code(const Action& action);
  void ask_claim(const Moment& now);
  void lock_claim(MonoTime now);
  void turn_claim_page(bool forward, const Moment& now);
  void show_claim();
  bool settle_claim(MonoTime now);
  [[nodiscard]] bool reads_codes() const;
  [[nodiscard]] MonoTime claim_deadline() const;
  [[nodiscard]] std::optional<MonoTime> screen_deadline() const;

  const Place place_;
  Saver& saver_;
  Random& random_;
  const SessionPorts ports_;
  const SessionTimes times_;

  std::vector<Ready> offers_;
  std::vector<Message> messages_;
  std::size_t message_at_ = 0;
  std::vector<ServiceLine> service_;
  TouchTest touch_fields_;
  std::string touch_result_;  ///< of the last touch test; empty: there was none
  bool store_failed_ = false;

  Screen screen_;
  ScreenKind beneath_ = ScreenKind::attract;  ///< idle, help, language: what it came over
  survey::Patience patience_;
  MonoTime shown_at_{};             ///< when this screen appeared
  MonoTime touched_at_{};           ///< when the customer last touched it
  MonoTime looked_at_{};            ///< at schedules and messages
  std::uint64_t claim_ticket_ = 0;  ///< of the last code that was looked up
  int wrong_codes_ = 0;             ///< in a row, of whoever typed them
  MonoTime codes_from_{};           ///< no code is taken before
  bool by_pad_ = false;             ///< this action came from the keypad
  std::string pad_typed_;  ///< the letter that the keypad's last press has typed; empty: none
  bool refocus_ = false;   ///< another screen: the focus goes to its first stop
  Visit visit_;
};

}  // namespace earshot::kiosk
