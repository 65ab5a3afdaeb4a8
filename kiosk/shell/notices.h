// What the collector tells the shell, carried between their threads: a bounded queue and one
// wake-up event of SDL's. Owner: main. Threads: the listener's methods on the collector's thread,
// take on the shell's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/bounded_queue.h"
#include "kiosk/store/collector.h"

namespace earshot::kiosk {

struct Notice {
  enum class Kind { saved, save_failed, store_failed, store_recovered, surveys, news, panel };
  Kind kind = Kind::saved;
  ResponseId id;               ///< saved, save_failed
  std::uint32_t revision = 0;  ///< saved, save_failed
  /// surveys: all that can be asked, in order
  std::vector<std::shared_ptr<const survey::Survey>> surveys;
  std::chrono::steady_clock::time_point at;                ///< when it was told, to measure with
  std::function<void(Session&, const Moment&)> news = {};  ///< news: what the session is told
  PanelLight panel = {};                                   ///< panel
};

class Notices final : public CollectorListener {
 public:
  /// Needs SDL to be started (it registers an event).
  Notices();

  void on_saved(const ResponseId& id, std::uint32_t revision) override {
    tell({Notice::Kind::saved, id, revision, {}, {}});
  }
  void on_save_failed(const ResponseId& id, std::uint32_t revision) override {
    tell({Notice::Kind::save_failed, id, revision, {}, {}});
  }
  void on_store_failed() override { tell({Notice::Kind::store_failed, {}, 0, {}, {}}); }
  void on_store_recovered() override { tell({Notice::Kind::store_recovered, {}, 0, {}, {}}); }
  void on_surveys(std::vector<std::shared_ptr<const survey::Survey>> surveys) override {
    tell({Notice::Kind::surveys, {}, 0, std::move(surveys), {}});
  }

  void on_help(const HelpNews& help) override {
    tell_session([help](Session& session, const Moment& now) {
      session.help_news(help.response, help.state, help.who, now);
    });
  }
  void on_claim(std::uint64_t ticket, const ClaimTold& told) override {
    tell_session([ticket, told](Session& session, const Moment& now) {
      session.claim_told(ticket, told, now);
    });
  }
  void on_messages(std::vector<Message> messages) override {
    tell_session([messages = std::move(messages)](Session& session, const Moment& now) {
      session.set_messages(messages, now);
    });
  }
  void on_pin(const PinVerdict& verdict) override {
    tell_session(
        [verdict](Session& session, const Moment& now) { session.pin_checked(verdict, now); });
  }
  void on_service(std::vector<ServiceLine> lines) override {
    tell_session([lines = std::move(lines)](Session& session, const Moment&) {
      session.set_service(lines);
    });
  }
  void on_panel(const PanelLight& panel) override {
    Notice notice{Notice::Kind::panel, {}, 0, {}, {}};
    notice.panel = panel;
    tell(std::move(notice));
  }
  void on_restart() override;

  /// Waits up to `wait`.
  [[nodiscard]] std::optional<Notice> take(Duration wait = Duration{0}) { return queue_.pop(wait); }

 private:
  void tell(Notice notice);
  void tell_session(std::function<void(Session&, const Moment&)> news) {
    tell({Notice::Kind::news, {}, 0, {}, {}, std::move(news)});
  }

  /// An answer takes a person longer than its saving, and the rest is rare: this is never full.
  /// Were it, the screen would rest when its wait for the answer ran out, and thank nobody.
  BoundedQueue<Notice> queue_{256};
  std::uint32_t event_type_ = 0;
};

}  // namespace earshot::kiosk
