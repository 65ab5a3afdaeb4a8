#include "edge-agent/care.h"

#include <algorithm>
#include <variant>

#include "core/base/claim_code.h"
#include "core/base/utf8.h"
#include "core/wire/claims.h"
#include "core/wire/codec.h"

namespace earshot::edge {
namespace {

constexpr std::size_t kPersonCodePointsMax = 80;
constexpr std::size_t kReplyCodePointsMax = 600;

alert::Alert help_alert(const HelpCall& call, WallTime now) {
  const auto place = alert::place_name(call.touchpoint);
  alert::Alert alert;
  alert.id = call.alert;
  alert.severity = alert::Severity::urgent;
  alert.rule = kHelpRule;
  alert.response = call.response;
  alert.touchpoint = call.touchpoint;
  alert.at = call.called_at;
  alert.raised_at = now;
  alert.sentence = alert::capitalised(place) + ": a customer asks for help now.";
  alert.next_step = "Go to the " + place + ", or say here who is coming: the kiosk shows it.";
  return alert;
}

/// When it was called, as far as it can be known; nothing is ever called later than now.
WallTime called_at(const relay::RecordOrigin& origin, const wire::HelpCallRecord& call,
                   WallTime now) {
  const bool same_boot = !call.boot_id.empty() && origin.boot_id == call.boot_id;
  const auto age =
      same_boot ? Duration{origin.uptime_ms - call.uptime_ms} : origin.sent_at - call.at;
  return now - std::max(age, Duration{0});
}

}  // namespace

Result<void> Care::in_transaction(const std::function<Result<void>()>& write) {
  if (auto begun = filing_.begin(); !begun) return begun;
  auto done = write().and_then([&] { return filing_.commit(); });
  if (!done) filing_.rollback();
  return done;
}

Result<void> Care::apply(const relay::RecordOrigin& origin, std::string_view payload) {
  const auto call = wire::decode_help_call(payload);
  if (!call) return tl::unexpected(call.error());
  if (call->has_value()) return take_call(origin, **call);
  const auto box = wire::box_of(payload);
  if (!box) return filing_.apply(origin, payload);
  const auto opened = key_ != nullptr
                          ? key_->open(*box)
                          : fail(ErrorCode::invalid, "this edge agent has no key of its own");
  if (!opened) return set_aside(origin, payload, opened.error().message);
  auto done = filing_.apply(origin, *opened);
  if (done) ++counts_.opened;
  return done;
}

/// The rating counts, also when the words cannot be read: those wait in quarantine for the right
/// key.
Result<void> Care::set_aside(const relay::RecordOrigin& origin, std::string_view payload,
                             const std::string& why) {
  const auto reason = "its words cannot be opened: " + why;
  if (retrying_) return fail(ErrorCode::invalid, reason);
  const auto plain = wire::decode_record(payload);
  if (!plain) return tl::unexpected(plain.error());
  const auto now = clock_.wall_now();
  if (auto kept = filing_.quarantine(origin, payload, reason, now); !kept) {
    // A full one is for the receiver to answer: it lets this kiosk wait, and nobody else.
    const bool full = kept.error().code == ErrorCode::busy;
    return fail(full ? ErrorCode::invalid : kept.error().code, kept.error().message);
  }
  const auto rated = wire::encode_record(std::get<wire::ResponseRecord>(*plain));
  if (auto filed = filing_.apply(origin, rated); !filed) return filed;
  ++counts_.unopened;
  if (!told_.insert(origin.device).second) return {};
  const auto noted = filing_.note(
      {relay::Incident::Kind::quarantined, origin.device, origin.stream,
       "what customers wrote on " + origin.device.str() + " cannot be read: " + why +
           ". Ratings are counted and the words kept in quarantine; give the kiosk this edge "
           "agent’s location-key.public, or put the old location-key.secret back, and retry them"},
      now);
  return noted || noted.error().code == ErrorCode::no_space
             ? noted
             : fail(ErrorCode::io, noted.error().message);
}

Result<void> Care::take_call(const relay::RecordOrigin& origin, const wire::HelpCallRecord& call) {
  if (call.location != facts_.id) {
    return fail(ErrorCode::conflict, "kiosk " + origin.device.str() + " calls for help at " +
                                         call.location.str() + ", but this is " + facts_.id.str());
  }
  const auto now = clock_.wall_now();
  HelpCall taken;
  taken.alert = alert_id_for(call.response, kHelpRule);
  taken.response = call.response;
  taken.device = origin.device;
  taken.touchpoint = call.touchpoint;
  taken.language = call.language;
  taken.called_at = called_at(origin, call, now);
  taken.arrived_at = now;
  taken.late = came_late_ || now - taken.called_at > kHelpFor;
  const auto fresh = book_.add_call(taken);
  if (!fresh) return tl::unexpected(fresh.error());
  if (!*fresh) return {};
  if (taken.late) {
    ++counts_.late_calls;
    return {};  // the kiosk has long said that nobody came
  }
  ++counts_.calls;
  auto raised = filing_.raise(help_alert(taken, now));
  if (raised || raised.error().code == ErrorCode::no_space) return raised;
  return fail(ErrorCode::io, raised.error().message);
}

Result<std::optional<HelpCall>> Care::see(const AlertId& alert) {
  const auto seen = in_transaction([&] { return book_.set_seen(alert, clock_.wall_now()); });
  if (!seen) return tl::unexpected(seen.error());
  const auto all = calls(clock_.wall_now() - WallTime{0});
  if (!all) return tl::unexpected(all.error());
  const auto found = std::find_if(all->begin(), all->end(),
                                  [&](const HelpCall& call) { return call.alert == alert; });
  return found == all->end() ? std::nullopt : std::optional(*found);
}

Result<std::vector<HelpCall>> Care::calls(Duration within) {
  auto calls = book_.calls(clock_.wall_now() - within);
  if (!calls) return calls;
  for (auto& call : *calls) {
    const auto alert = alerts_.find(call.alert);
    if (!alert) return tl::unexpected(alert.error());
    if (!alert->has_value()) continue;
    call.coming_at = (*alert)->acknowledged_at;
    call.who = (*alert)->acknowledged_by;
  }
  return calls;
}

Result<std::optional<Reply>> Care::reply(const ResponseId& response, std::string_view words,
                                         std::string_view by) {
  const auto found = responses_.find(response);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value()) return std::nullopt;
  Reply reply{response, clock_.wall_now(), clean_text(words, kReplyCodePointsMax),
              one_line(by, kPersonCodePointsMax)};
  if (reply.words.find_first_not_of(" \n") == std::string::npos) reply.words.clear();
  const auto kept = in_transaction([&] { return book_.set_reply(reply); });
  if (!kept) return tl::unexpected(kept.error());
  return reply;
}

/// Those of the last minute. Above the bound newcomers share the pages' account.
std::deque<MonoTime>& Care::wrong_codes_of(const DeviceId& kiosk, MonoTime now) {
  for (auto& [source, times] : wrong_codes_) {
    while (!times.empty() && now - times.front() >= kWrongCodesWithin) times.pop_front();
  }
  std::erase_if(wrong_codes_, [](const auto& account) { return account.second.empty(); });
  const bool room = wrong_codes_.size() < kCodeSourcesMax || wrong_codes_.contains(kiosk);
  return wrong_codes_[room ? kiosk : DeviceId()];
}

Result<Claimed> Care::look_up(std::string_view code, const DeviceId& kiosk) {
  const auto now = clock_.mono_now();
  auto& wrong_codes = wrong_codes_of(kiosk, now);
  if (wrong_codes.size() >= kWrongCodesMax) {
    return fail(ErrorCode::busy, "too many wrong codes were tried; try again in a minute");
  }
  const auto prefix = id_prefix_of_claim(code);
  if (!prefix) return tl::unexpected(prefix.error());
  const auto ids = book_.responses_beginning(*prefix);
  if (!ids) return tl::unexpected(ids.error());
  // Two responses with one code, once in a million years: neither customer may read the other's.
  if (ids->size() != 1) {
    wrong_codes.push_back(now);
    return fail(ErrorCode::not_found, "nothing was said here with this code");
  }
  const auto filed = responses_.find(ids->front());
  if (!filed) return tl::unexpected(filed.error());
  const auto reply = book_.reply_to(ids->front());
  if (!reply) return tl::unexpected(reply.error());
  return Claimed{ids->front(), (*filed)->response.at, *reply};
}

Result<std::string> Care::answer_claim(const DeviceId& kiosk, std::string_view closed) {
  using Verdict = wire::ClaimAnswer::Verdict;
  if (key_ == nullptr) return fail(ErrorCode::invalid, "this edge agent has no key of its own");
  if (closed.size() > wire::kClaimBytesMax) return fail(ErrorCode::invalid, "it is too long");
  const auto opened = key_->open(closed);
  if (!opened) return tl::unexpected(opened.error());
  const auto question = wire::decode_claim_question(*opened);
  if (!question) return tl::unexpected(question.error());
  const auto reader = crypto::PublicKey::parse(question->answer_key);
  if (!reader) return tl::unexpected(reader.error());
  wire::ClaimAnswer answer;
  const auto claimed = look_up(question->code, kiosk);
  if (claimed) {
    answer.verdict = claimed->reply ? Verdict::answered : Verdict::not_yet;
    if (claimed->reply) {
      answer.at = claimed->reply->at;
      answer.words = claimed->reply->words;
      answer.by = claimed->reply->by;
    }
  } else if (claimed.error().code == ErrorCode::busy) {
    answer.verdict = Verdict::too_many;
  } else if (claimed.error().code != ErrorCode::invalid &&
             claimed.error().code != ErrorCode::not_found) {
    return tl::unexpected(claimed.error());
  }
  return reader->seal(wire::encode(answer));
}

Result<std::optional<Care::Contact>> Care::open_contact(const ResponseId& response,
                                                        std::string_view by) {
  const auto found = responses_.find(response);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value()) return std::nullopt;
  const auto& answers = (*found)->response.answers;
  const auto left = std::find_if(answers.begin(), answers.end(), [](const auto& answer) {
    return answer.kind == survey::QuestionKind::contact && !answer.text.empty();
  });
  if (left == answers.end()) return std::nullopt;
  if (key_ == nullptr) return fail(ErrorCode::invalid, "this edge agent has no key of its own");
  const auto opened = key_->open(left->text);
  if (!opened) return tl::unexpected(opened.error());
  const auto details = wire::decode_contact(*opened);
  if (!details) return tl::unexpected(details.error());
  // First on paper, then before anybody's eyes.
  const ContactView view{clock_.wall_now(), one_line(by, kPersonCodePointsMax)};
  const auto logged = in_transaction([&] { return book_.add_view(response, view); });
  if (!logged) return tl::unexpected(logged.error());
  auto views = book_.views_of(response);
  if (!views) return tl::unexpected(views.error());
  return Contact{*details, std::move(*views)};
}

Result<void> Care::add_message(KioskMessage message) {
  const auto now = clock_.wall_now();
  if (message.kind != "said_did" && message.kind != "kind_words" && message.kind != "notice") {
    return fail(ErrorCode::invalid, "a message is of the kind said_did, kind_words or notice");
  }
  for (auto& [language, text] : message.texts) {
    const auto clean = one_line(text, kMessageCodePointsMax + 1);
    if (count_code_points(clean) > kMessageCodePointsMax) {
      return fail(ErrorCode::invalid, "a message has at most " +
                                          std::to_string(kMessageCodePointsMax) +
                                          " characters, or nobody reads it");
    }
    text = clean;
  }
  std::erase_if(message.texts, [](const auto& text) {
    return text.second.find_first_not_of(' ') == std::string::npos;
  });
  if (message.texts.empty()) return fail(ErrorCode::invalid, "a message has a text");
  if (message.until <= now || message.until - now > kMessageFor) {
    return fail(ErrorCode::invalid, "a message is shown until a day within the next 90 days");
  }
  message.made_at = now;
  const auto there = messages();
  if (!there) return tl::unexpected(there.error());
  if (there->size() >= kMessagesMax) {
    return fail(ErrorCode::conflict, "there are " + std::to_string(kMessagesMax) +
                                         " messages already; remove one first");
  }
  return in_transaction([&] {
    return book_.remove_stale_messages(now).and_then([&] { return book_.add_message(message); });
  });
}

Result<bool> Care::remove_message(std::int64_t number) {
  bool removed = false;
  const auto done = in_transaction([&]() -> Result<void> {
    auto gone = book_.remove_message(number);
    if (!gone) return tl::unexpected(gone.error());
    removed = *gone;
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return removed;
}

Result<std::vector<KioskMessage>> Care::messages() {
  auto all = book_.messages();
  if (!all) return all;
  const auto now = clock_.wall_now();
  std::erase_if(*all, [&](const KioskMessage& message) { return message.until <= now; });
  return all;
}

}  // namespace earshot::edge
