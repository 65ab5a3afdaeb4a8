// The part of the collector for a single person in front of the kiosk: calls for help, codes that
// are looked up, staff's PINs, the service screen, and what the edge agent wants to be shown.
#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

#include "core/wire/claims.h"
#include "core/wire/down_topics.h"
#include "kiosk/store/collector.h"
#include "platform/system/backlight.h"
#include "platform/system/real_ports.h"
#include "platform/system/time_zone.h"
#include "platform/system/usb_storage.h"

namespace earshot::kiosk {
namespace {

/// So long a call may be on its way before the kiosk looks whether it could leave at all.
constexpr Duration kCallMayTake = std::chrono::seconds(6);

ClaimTold::Verdict verdict_of(wire::ClaimAnswer::Verdict verdict) {
  switch (verdict) {
    case wire::ClaimAnswer::Verdict::answered:
      return ClaimTold::Verdict::answered;
    case wire::ClaimAnswer::Verdict::not_yet:
      return ClaimTold::Verdict::none_yet;
    case wire::ClaimAnswer::Verdict::unknown:
      return ClaimTold::Verdict::unknown;
    case wire::ClaimAnswer::Verdict::too_many:
      return ClaimTold::Verdict::too_many;
  }
  return ClaimTold::Verdict::unreachable;
}

std::string_view to_string(ClaimTold::Verdict verdict) {
  switch (verdict) {
    case ClaimTold::Verdict::answered:
      return "answered";
    case ClaimTold::Verdict::none_yet:
      return "not answered yet";
    case ClaimTold::Verdict::unknown:
      return "unknown";
    case ClaimTold::Verdict::too_many:
      return "too many wrong codes";
    case ClaimTold::Verdict::unreachable:
      break;
  }
  return "unreachable";
}

}  // namespace

void Collector::ring(const ResponseId& response, const LanguageTag& language) {
  const bool posted =
      loop_.post([=, this] { ring_now(response, language); }, system::EventLoop::Priority::urgent);
  if (!posted) listener_.on_help({response, HelpState::unreachable, ""});
}

void Collector::ring_now(const ResponseId& response, const LanguageTag& language) {
  const auto here = stamp();
  const wire::HelpCallRecord call{options_.location, response,     options_.touchpoint, language,
                                  here.wall,         here.boot_id, here.uptime_ms};
  const auto rung =
      keeper_ ? keeper_->ring(call) : Result<void>(fail(ErrorCode::io, "the database is not open"));
  if (!rung) {
    complain("a call for help could not be kept", rung.error());
    if (rung.error().code == ErrorCode::corrupt) store_failed(rung.error());
    return tell_help({response, HelpState::unreachable, ""});
  }
  caller_ = response;
  pump();
  // Whoever stands there must not wait for somebody who never heard.
  loop_.at(clock_.mono_now() + kCallMayTake, [this, response] {
    if (caller_ != response || link_.connected()) return;
    tell_help({response, HelpState::unreachable, ""});
  });
}

/// It is said again and again: only what is new is logged.
void Collector::tell_help(const HelpNews& news) {
  const auto told = news.response.str() + std::string(to_string(news.state));
  if (std::exchange(help_logged_, told) != told) spdlog::info("help: {}", to_string(news.state));
  listener_.on_help(news);
}

void Collector::look_up(std::uint64_t ticket, const std::string& code) {
  const bool posted =
      loop_.post([=, this] { look_up_now(ticket, code); }, system::EventLoop::Priority::urgent);
  if (!posted) listener_.on_claim(ticket, {});
}

/// The answer is closed for a key of this one question: nobody else on the network reads it, and
/// one to an earlier question cannot be opened any more.
void Collector::look_up_now(std::uint64_t ticket, const std::string& code) {
  asked_.reset();
  if (!options_.sealer || !link_.connected()) {
    spdlog::info("claim: unreachable");
    return listener_.on_claim(ticket, {});
  }
  Asked asked{ticket, crypto::KeyPair::make()};
  const auto question = wire::encode(wire::ClaimQuestion{code, asked.key.public_key().text()});
  const auto sent = link_.publish(wire::claim_question_topic(options_.device),
                                  options_.sealer->seal(question), 1, false);
  if (!sent) return listener_.on_claim(ticket, {});
  asked_.emplace(std::move(asked));
}

void Collector::take_claim_answer(std::string_view closed) {
  if (!asked_ || closed.size() > wire::kClaimBytesMax) return;
  const auto opened = asked_->key.open(closed);
  if (!opened) return;
  const auto answer = wire::decode_claim_answer(*opened);
  if (!answer) return spdlog::warn("the answer to a code could not be read");
  ClaimTold told;
  told.verdict = verdict_of(answer->verdict);
  told.at = answer->at;
  told.words = answer->words;
  told.by = answer->by;
  spdlog::info("claim: {}", to_string(told.verdict));  // and never a word of it
  listener_.on_claim(std::exchange(asked_, std::nullopt)->ticket, told);
}

bool Collector::take_down_message(std::string_view topic, std::string_view payload) {
  if (topic == wire::claim_answer_topic(options_.device)) {
    take_claim_answer(payload);
    return true;
  }
  if (topic == wire::help_topic(options_.device)) {
    const auto news = parse_help_news(payload);
    if (!news) return true;
    if (caller_ == news->response) caller_ = {};  // it was heard
    tell_help(*news);
    return true;
  }
  if (topic != wire::messages_topic(options_.device)) return false;
  if (auto messages = parse_messages(payload)) {
    spdlog::info("messages from the edge agent: {}", messages->size());
    listener_.on_messages(*std::move(messages));
  } else {
    spdlog::warn("the edge agent's messages could not be read; the last ones stay");
  }
  return true;
}

void Collector::check(std::string pin) {
  const bool posted = loop_.post([this, pin = std::move(pin)] {
    auto verdict = pins_.check(pin, clock_.mono_now());
    if (verdict.kind == PinVerdict::Kind::wrong) spdlog::warn("a wrong PIN was typed");
    if (verdict.kind == PinVerdict::Kind::service) {
      spdlog::info("the service screen was opened");
      tell_service();
    }
    listener_.on_pin(verdict);
  });
  if (!posted) listener_.on_pin({});
}

void Collector::perform(const std::string& action) {
  (void)loop_.post([this, action] {
    if (action == kRestartAction) {
      spdlog::info("a restart was asked for on the service screen");
      return listener_.on_restart();
    }
    if (const auto set = after(action, panel_); set != panel_) set_panel(set);
    if (action != kExportAction) return tell_service();
    last_export_ = "writing…";
    tell_service();
    // A slow stick: it is said first.
    (void)loop_.post([this] {
      last_export_ = export_unsent();
      tell_service();
    });
  });
}

void Collector::set_panel(const PanelSettings& settings) {
  panel_ = settings;
  if (const auto kept = keep_panel_settings(options_.data / "panel", settings); !kept) {
    complain("volume and brightness hold until the next start only", kept.error());
  }
  show_panel();
}

/// Where the panel's own light cannot be set, the picture is drawn darker, and the log says so.
void Collector::show_panel() {
  const auto lit = system::Backlight(options_.backlight).set(panel_.brightness);
  const auto trouble = lit ? "" : lit.error().message;
  if (std::exchange(panel_trouble_, trouble) != trouble && !lit) {
    spdlog::info("the picture is drawn darker instead: {}", trouble);
  }
  listener_.on_panel({panel_.volume, lit ? 100 : panel_.brightness});
}

/// What staff read; the log has why.
std::string Collector::export_unsent() {
  if (!keeper_ || options_.export_folder.empty()) return "nothing to write";
  const auto file = keeper_->unsent();
  if (!file) {
    spdlog::error("nothing could be written to USB: {}", file.error().message);
    return "this kiosk cannot read its own disk";
  }
  if (file->frames.empty()) return "nothing waits";
  auto at = system::to_iso8601(clock_.wall_now());
  std::erase_if(at, [](char c) { return c == ':' || c == '.'; });
  const auto done = system::write_to_usb(
      options_.export_folder, "earshot-" + options_.device.str() + "-" + at,
      wire::encode_export(*file), {.needs_mount = options_.export_needs_mount});
  using Outcome = system::UsbWrite::Outcome;
  if (done.outcome == Outcome::written) {
    spdlog::info("what is unsent was written to {} and read back", done.path.string());
    return "written and read back; kept here too";
  }
  spdlog::error("nothing was written to USB: {}", done.why);
  switch (done.outcome) {
    case Outcome::absent:
      return "no USB storage is plugged in";
    case Outcome::read_only:
      return "nothing written: it is write-protected";
    case Outcome::full:
      return "nothing written: it is full";
    default:
      return "pulled out or broken: try again; all is kept here";
  }
}

void Collector::tell_service() {
  ServiceFacts facts;
  facts.device = options_.device;
  facts.location = options_.location;
  facts.software = EARSHOT_VERSION;
  facts.configuration = options_.configuration;
  facts.survey = survey_words_;
  facts.key = options_.sealer ? options_.sealer->key_mark() : "";
  facts.now = clock_.wall_now();
  facts.clock_error = clock_error_;
  facts.disk_trouble = tally_.custody.trouble;
  facts.network_trouble = link_.connected() ? "" : link_.trouble();
  facts.broker = options_.broker.host + ":" + std::to_string(options_.broker.port);
  facts.can_export = !options_.export_folder.empty();
  facts.last_export = last_export_;
  facts.volume = panel_.volume;
  facts.brightness = panel_.brightness;
  if (keeper_) {
    if (const auto health = keeper_->health()) {
      facts.waiting = health->pending.responses;
      facts.waiting_since = health->pending.oldest_at;
    }
  }
  std::error_code error;
  const auto space = std::filesystem::space(options_.data, error);
  if (!error) {
    facts.disk_free_bytes = space.available;
    facts.disk_bytes = space.capacity;
  }
  listener_.on_service(service_lines(facts));
}

}  // namespace earshot::kiosk
