#include "kiosk/store/down_messages.h"

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace earshot::kiosk {
namespace {

using nlohmann::json;

constexpr std::size_t kBytesMax = 64 * 1024;
constexpr std::size_t kWhoCodePointsMax = 80;

json parsed(std::string_view text) {
  if (text.size() > kBytesMax) return nullptr;
  return json::parse(text, nullptr, false);
}

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

/// "2026-03-02", and what may stand behind it.
std::optional<LocalDay> day_in(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(text.substr(0, 4)), m = number(text.substr(5, 2)),
             d = number(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*y)),
                                         std::chrono::month(*m), std::chrono::day(*d)};
  if (!date.ok()) return std::nullopt;
  return static_cast<LocalDay>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// "2026-03-02T23:00:00.000Z".
std::optional<WallTime> time_in(std::string_view text) {
  const auto day = day_in(text);
  if (!day || text.size() != 24 || text[10] != 'T' || text[23] != 'Z') return std::nullopt;
  const auto h = number(text.substr(11, 2)), m = number(text.substr(14, 2)),
             s = number(text.substr(17, 2)), ms = number(text.substr(20, 3));
  if (!h || !m || !s || !ms || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
  return WallTime{*day * 86'400'000LL + *h * 3'600'000LL + *m * 60'000LL + *s * 1000LL + *ms};
}

std::optional<Message> message_in(const json& object) {
  if (!object.is_object()) return std::nullopt;
  const auto kind = text_of(object, "kind");
  Message message;
  if (kind == "said_did") {
    message.kind = Message::Kind::said_did;
  } else if (kind == "kind_words") {
    message.kind = Message::Kind::kind_words;
  } else if (kind != "notice") {
    return std::nullopt;
  }
  const auto texts = object.find("texts");
  if (texts == object.end() || !texts->is_object()) return std::nullopt;
  for (const auto& [tag, text] : texts->items()) {
    const auto language = LanguageTag::parse(tag);
    if (!language || !text.is_string()) continue;
    auto clean = one_line(text.get<std::string>(), kMessageCodePointsMax);
    if (!clean.empty()) message.texts.emplace(*language, std::move(clean));
  }
  // Without an end it could never become stale.
  message.until = time_in(text_of(object, "until"));
  message.day = day_in(text_of(object, "day"));
  if (message.texts.empty() || !message.until) return std::nullopt;
  return message;
}

}  // namespace

std::string_view to_string(HelpState state) {
  switch (state) {
    case HelpState::none:
      return "none";
    case HelpState::calling:
      return "calling";
    case HelpState::arrived:
      return "arrived";
    case HelpState::seen:
      return "seen";
    case HelpState::coming:
      return "coming";
    case HelpState::nobody:
      return "nobody";
    case HelpState::unreachable:
      return "unreachable";
  }
  return "none";
}

std::optional<HelpNews> parse_help_news(std::string_view text) {
  const auto object = parsed(text);
  if (!object.is_object()) return std::nullopt;
  const auto response = ResponseId::parse(text_of(object, "response"));
  const auto state = text_of(object, "state");
  if (!response) return std::nullopt;
  HelpNews news{*response, HelpState::none, one_line(text_of(object, "who"), kWhoCodePointsMax)};
  if (state == "arrived") news.state = HelpState::arrived;
  if (state == "seen") news.state = HelpState::seen;
  if (state == "coming") news.state = HelpState::coming;
  return news.state == HelpState::none ? std::nullopt : std::optional(std::move(news));
}

std::optional<std::vector<Message>> parse_messages(std::string_view text) {
  const auto object = parsed(text);
  if (!object.is_object() || !object.contains("messages") || !object["messages"].is_array()) {
    return std::nullopt;
  }
  std::vector<Message> messages;
  for (const auto& each : object["messages"]) {
    if (messages.size() == kMessagesShownMax) break;
    if (auto message = message_in(each)) messages.push_back(*std::move(message));
  }
  return messages;
}

}  // namespace earshot::kiosk
