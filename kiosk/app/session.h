// One customer after the other: attract → question → saving → thanks → attract, and resting when
// answers cannot be kept. A state machine without pixels, threads, disk or clock of its own.
// Owner: the shell. Threads: the shell's only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/ports.h"
#include "core/response/response.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {

/// One moment, by every clock that a response needs.
struct Moment {
  MonoTime mono;
  WallTime wall;
  std::int64_t uptime_ms = 0;
};

/// Where responses are made durable. Answers later, by Session::saved or Session::save_failed.
class Saver {
 public:
  virtual ~Saver() = default;
  virtual void save(response::Response response) = 0;
};

/// What is the same for every response of this kiosk.
struct Place {
  TouchpointId touchpoint;
  LanguageTag language;  ///< to begin in, where the survey has it; empty: the survey's own default
  std::string boot_id;
};

struct SessionTimes {
  /// An answer counts from then on, so that the second half of a double tap on the attract screen
  /// does not rate by accident.
  Duration settle = std::chrono::milliseconds(250);
  Duration question_idle = std::chrono::seconds(30);
  Duration saving_max = std::chrono::seconds(5);  ///< then the kiosk says that it rests
  Duration thanks = std::chrono::seconds(6);
  Duration thanks_min = std::chrono::seconds(1);  ///< a touch ends the thanks from then on
};

class Session {
 public:
  Session(Place place, Saver& saver, Random& random, SessionTimes times = {});

  /// A new survey: from the next attract screen on, so that nobody's question changes under the
  /// finger. `languages`: those of its languages that the screen can draw, at least one.
  void set_survey(std::shared_ptr<const survey::Survey> survey, std::vector<LanguageTag> languages,
                  MonoTime now);

  /// What the customer did. What does not fit the screen of the moment has no effect.
  void act(const Action& action, const Moment& now);

  /// The store's answers. Only `saved` leads to the thank-you.
  void saved(const ResponseId& id, MonoTime now);
  void save_failed(const ResponseId& id, MonoTime now);
  /// The store as a whole: it cannot be used, or it can again.
  void store_failed(MonoTime now);
  void store_recovered(MonoTime now);

  /// Time passes. Call it at `next_deadline` at the latest.
  void tick(MonoTime now);
  /// None while nothing changes by itself.
  [[nodiscard]] std::optional<MonoTime> next_deadline() const;

  [[nodiscard]] const Screen& screen() const { return screen_; }

 private:
  struct Offer {
    std::shared_ptr<const survey::Survey> survey;
    std::vector<LanguageTag> languages;
  };

  void begin(MonoTime now);
  void choose_language(const LanguageTag& language, MonoTime now);
  void rate(int rating, const Moment& now);
  void to_attract(MonoTime now);
  void to(ScreenKind kind, MonoTime now);
  [[nodiscard]] LanguageTag first_language() const;
  [[nodiscard]] response::Response make_response(int rating, const Moment& now);

  const Place place_;
  Saver& saver_;
  Random& random_;
  const SessionTimes times_;
  Offer offer_;
  Screen screen_;
  bool store_failed_ = false;
  MonoTime shown_at_{};    ///< when this screen appeared
  MonoTime touched_at_{};  ///< when the customer last touched it
  MonoTime began_at_{};    ///< this customer's first touch
  ResponseId saving_;
};

}  // namespace earshot::kiosk
