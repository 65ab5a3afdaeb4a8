// What the session needs of the world. Each may be missing but the saver: what needs it is then not
// offered. Owner: main wires them. Threads: called on the session's; they answer later and enqueue.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/response/response.h"
#include "core/survey/schedule.h"

namespace earshot::kiosk {

/// Where responses are made durable, in the order in which they come. Answers each, later, by
/// Session::saved or Session::save_failed.
class Saver {
 public:
  virtual ~Saver() = default;
  virtual void save(response::Response response) = 0;
};

/// What somebody left so that the location can answer, and what for.
struct ContactDetails {
  std::string name, phone, email;  ///< clean text; empty: not left
  std::string purpose;             ///< the words that were agreed to
  LanguageTag language;
  WallTime at;
};

/// Closes contact details so that only the location can open them.
class ContactSealer {
 public:
  virtual ~ContactSealer() = default;
  /// At most 4096 bytes. Empty: it could not be done, and nothing of it is kept.
  [[nodiscard]] virtual std::string seal(const ContactDetails& details) = 0;
};

/// Compares PINs with their hashes, which takes its time, and counts the wrong ones. Answers by
/// Session::pin_checked.
class PinGate {
 public:
  virtual ~PinGate() = default;
  virtual void check(std::string pin) = 0;
};

/// Calls somebody to the kiosk over the local network. Answers by Session::help_news.
class HelpBell {
 public:
  virtual ~HelpBell() = default;
  /// `response`: of the session that calls; nothing of it may be saved yet.
  virtual void ring(const ResponseId& response, const LanguageTag& language) = 0;
};

/// Does what the service screen offers.
class ServiceDesk {
 public:
  virtual ~ServiceDesk() = default;
  virtual void perform(const std::string& action) = 0;
};

/// What the location said to a code.
struct ClaimTold {
  enum class Verdict { answered, none_yet, unknown, too_many, unreachable };
  Verdict verdict = Verdict::unreachable;
  WallTime at;            ///< answered
  std::string words, by;  ///< answered; clean text
};

/// Asks the location for its answer to what was said with a code. Answers by Session::claim_told.
class ClaimDesk {
 public:
  virtual ~ClaimDesk() = default;
  /// `ticket` comes back with the answer, so that one that is late is shown to nobody else.
  virtual void look_up(std::uint64_t ticket, const std::string& code) = 0;
};

struct SessionPorts {
  ContactSealer* sealer = nullptr;
  PinGate* pins = nullptr;
  HelpBell* bell = nullptr;
  ServiceDesk* service = nullptr;
  const survey::LocalCalendar* calendar = nullptr;
  ClaimDesk* claims = nullptr;
};

}  // namespace earshot::kiosk
