#include "edge-agent/api_care.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/base/claim_code.h"
#include "core/wire/codec.h"
#include "edge-agent/api_answers.h"
#include "edge-agent/calendar_day.h"

namespace earshot::edge {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kNoResponse = "there is no response with this id";

std::string captured(const Request& request, std::size_t index) {
  return index < request.captures.size() ? request.captures[index] : std::string();
}

/// Runs on the event loop; nothing of the handler's own may be referred to.
template <typename F>
Response on_loop(const ApiSources& sources, bool changes, F work) {
  auto done = sources.with_edge(std::function<Response(Edge&)>(std::move(work)), changes);
  return done ? *std::move(done) : trouble(done.error());
}

/// The text of `key`: "" when it is missing or null; none when the body or the value is none.
std::optional<std::string> text_in(const std::string& body, const char* key) {
  if (body.empty()) return "";
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return "";
  return found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

Response list_help(const ApiSources& sources) {
  return on_loop(sources, false, [](Edge& edge) {
    const auto calls = edge.care().calls(kHelpShown);
    return calls ? answer(help_calls_json(*calls)) : trouble(calls.error());
  });
}

Response see_help(const ApiSources& sources, const Request& request) {
  const auto id = AlertId::parse(captured(request, 0));
  if (!id) return http::problem(404, "there is no call for help with this id");
  return on_loop(sources, true, [id = *id](Edge& edge) {
    const auto call = edge.care().see(id);
    if (!call) return trouble(call.error());
    if (!call->has_value()) return http::problem(404, "there is no call for help with this id");
    return answer(help_call_json(**call));
  });
}

Json reply_json(const ResponseId& id, const std::optional<Reply>& reply) {
  return {{"response", id.str()},
          {"code", claim_code(id)},
          {"at", time_json(reply ? reply->at : WallTime{})},
          {"words", reply ? reply->words : ""},
          {"by", reply ? reply->by : ""}};
}

Response show_reply(const ApiSources& sources, const Request& request) {
  const auto id = ResponseId::parse(captured(request, 0));
  if (!id) return http::problem(404, kNoResponse);
  return on_loop(sources, false, [id = *id](Edge& edge) {
    const auto reply = edge.care().reply_to(id);
    return reply ? answer(reply_json(id, *reply)) : trouble(reply.error());
  });
}

Response reply(const ApiSources& sources, const Request& request) {
  const auto id = ResponseId::parse(captured(request, 0));
  if (!id) return http::problem(404, kNoResponse);
  auto words = text_in(request.body, "words"), by = text_in(request.body, "by");
  if (!words || !by || request.body.empty()) {
    return http::problem(400, R"(the body is {"words": "the answer", "by": "who gives it"})");
  }
  return on_loop(sources, true, [id = *id, words = *words, by = *by](Edge& edge) {
    const auto reply = edge.care().reply(id, words, by);
    if (!reply) return trouble(reply.error());
    if (!reply->has_value()) return http::problem(404, kNoResponse);
    return answer(reply_json(id, *reply));
  });
}

Json claim_json(const Claimed& claimed) {
  Json reply = nullptr;
  if (claimed.reply) {
    reply = {{"at", time_json(claimed.reply->at)},
             {"words", claimed.reply->words},
             {"by", claimed.reply->by}};
  }
  return {{"response", claimed.response.str()},
          {"said_at", time_json(claimed.said_at)},
          {"reply", std::move(reply)}};
}

Response look_up(const ApiSources& sources, const Request& request) {
  const auto code = text_in(request.body, "code");
  if (!code || code->empty()) return http::problem(400, R"(the body is {"code": "7KQM-2R9D"})");
  return on_loop(sources, false, [code = *code](Edge& edge) {
    const auto claimed = edge.care().look_up(code);
    if (claimed) return answer(claim_json(*claimed));
    switch (claimed.error().code) {
      case ErrorCode::invalid:
        return http::problem(400, claimed.error().message);
      case ErrorCode::not_found:
        return http::problem(404, claimed.error().message);
      case ErrorCode::busy:
        return http::problem(429, claimed.error().message);
      default:
        return trouble(claimed.error());
    }
  });
}

Response open_contact(const ApiSources& sources, const Request& request) {
  const auto id = ResponseId::parse(captured(request, 0));
  if (!id) return http::problem(404, kNoResponse);
  const auto by = text_in(request.body, "by");
  if (!by) return http::problem(400, R"(the body is {} or {"by": "who opens them"})");
  return on_loop(sources, true, [id = *id, by = *by](Edge& edge) {
    const auto contact = edge.care().open_contact(id, by);
    if (!contact && contact.error().code == ErrorCode::invalid) {
      return http::problem(409, "the contact details cannot be opened: " + contact.error().message);
    }
    if (!contact) return trouble(contact.error());
    if (!contact->has_value()) {
      return http::problem(404, "there is no such response, or it left no contact details");
    }
    const auto& [details, seen] = **contact;
    Json views = Json::array();
    for (const auto& view : seen) views.push_back({{"at", time_json(view.at)}, {"by", view.by}});
    return answer({{"response", id.str()},
                   {"name", details.name},
                   {"phone", details.phone},
                   {"email", details.email},
                   {"purpose", details.purpose},
                   {"language", details.language.str()},
                   {"at", time_json(details.at)},
                   {"views", std::move(views)}});
  });
}

Json message_json(const KioskMessage& message) {
  Json texts = Json::object();
  for (const auto& [language, text] : message.texts) texts[language.str()] = text;
  return {{"kind", message.kind},
          {"texts", std::move(texts)},
          {"day", message.day ? Json(to_iso_day(*message.day)) : Json(nullptr)},
          {"until", time_json(message.until)}};
}

Response messages_as_they_are(Edge& edge) {
  const auto messages = edge.care().messages();
  if (!messages) return trouble(messages.error());
  Json list = Json::array();
  for (const auto& message : *messages) {
    auto one = message_json(message);
    one["id"] = std::to_string(message.number);
    one["made_at"] = time_json(message.made_at);
    list.push_back(std::move(one));
  }
  return answer({{"messages", std::move(list)}});
}

/// `until`, a day, is not judged here: the edge knows where its midnights are.
struct AskedMessage {
  KioskMessage message;
  LocalDay until = 0;
};
std::optional<AskedMessage> message_in(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("texts") || !json["texts"].is_object()) {
    return std::nullopt;
  }
  AskedMessage asked;
  const auto kind = text_in(body, "kind"), day = text_in(body, "day"),
             until = text_in(body, "until");
  if (!kind || !day || !until) return std::nullopt;
  asked.message.kind = *kind;
  if (!day->empty() && !(asked.message.day = parse_iso_day(*day))) return std::nullopt;
  const auto last = parse_iso_day(*until);
  if (!last) return std::nullopt;
  asked.until = *last;
  for (const auto& [tag, text] : json["texts"].items()) {
    auto language = LanguageTag::parse(tag);
    if (!language || !text.is_string()) return std::nullopt;
    asked.message.texts[*std::move(language)] = text.get<std::string>();
  }
  return asked;
}

Response add_message(const ApiSources& sources, const Request& request) {
  auto asked = message_in(request.body);
  if (!asked) {
    return http::problem(400, R"(the body is {"kind": "said_did", "texts": {"en": "…"}, )"
                              R"("day": "2026-03-02" or null, "until": "2026-03-31"})");
  }
  return on_loop(sources, true, [asked = *std::move(asked)](Edge& edge) {
    auto message = asked.message;
    message.until = edge.end_of_day(asked.until);
    const auto added = edge.care().add_message(std::move(message));
    if (added) return messages_as_they_are(edge);
    const auto code = added.error().code;
    if (code == ErrorCode::invalid) return http::problem(400, added.error().message);
    if (code == ErrorCode::conflict) return http::problem(409, added.error().message);
    return trouble(added.error());
  });
}

Response remove_message(const ApiSources& sources, const Request& request) {
  const auto number = number_in(captured(request, 0), 1, INT64_MAX);
  if (!number) return http::problem(404, "there is no message with this id");
  return on_loop(sources, true, [number = *number](Edge& edge) {
    const auto removed = edge.care().remove_message(number);
    if (!removed) return trouble(removed.error());
    if (!*removed) return http::problem(404, "there is no message with this id");
    return messages_as_they_are(edge);
  });
}

std::string_view word_of(relay::Verdict verdict) {
  switch (verdict) {
    case relay::Verdict::accepted:
      return "accepted";
    case relay::Verdict::gap:
      return "gap";
    case relay::Verdict::fork:
      return "fork";
    case relay::Verdict::refused:
      break;
  }
  return "refused";
}

Response import_frame(const ApiSources& sources, const Request& request) {
  const auto device = DeviceId::parse(captured(request, 0));
  const auto stream = relay::parse_stream(captured(request, 1));
  const bool a_kiosks = stream == relay::Stream::urgent || stream == relay::Stream::responses;
  if (!device || !a_kiosks) return http::problem(400, "this is no stream of a kiosk");
  auto frame = wire::decode_frame(*device, *stream, request.body);
  if (!frame) return http::problem(400, frame.error().message);
  return on_loop(sources, true, [frame = *std::move(frame)](Edge& edge) {
    const auto receipt = edge.import(frame);
    if (!receipt) return trouble(receipt.error());
    return answer({{"verdict", word_of(receipt->verdict)},
                   {"records", frame.records.size()},
                   {"reason", receipt->reason}});
  });
}

}  // namespace

std::string_view state_of(const HelpCall& call) {
  if (call.late) return "late";
  if (call.coming_at.ms != 0) return "coming";
  return call.seen_at.ms != 0 ? "seen" : "arrived";
}

Json help_call_json(const HelpCall& call) {
  return {{"alert", call.alert.str()},
          {"response", call.response.str()},
          {"device", call.device.str()},
          {"touchpoint", call.touchpoint.str()},
          {"language", call.language.str()},
          {"called_at", time_json(call.called_at)},
          {"arrived_at", time_json(call.arrived_at)},
          {"seen_at", time_json(call.seen_at)},
          {"coming_at", time_json(call.coming_at)},
          {"who", call.who},
          {"late", call.late},
          {"state", state_of(call)}};
}

Json help_calls_json(const std::vector<HelpCall>& calls) {
  Json list = Json::array();
  for (const auto& call : calls) list.push_back(help_call_json(call));
  return {{"calls", std::move(list)}};
}

std::string help_news_json(const HelpCall& call) {
  return to_text({{"response", call.response.str()}, {"state", state_of(call)}, {"who", call.who}});
}

std::string kiosk_messages_json(const std::vector<KioskMessage>& messages) {
  Json list = Json::array();
  for (const auto& message : messages) list.push_back(message_json(message));
  return to_text({{"messages", std::move(list)}});
}

std::vector<Route> care_routes(const ApiSources& sources) {
  using Method = Route::Method;
  const auto bind = [&sources](Response (*handler)(const ApiSources&, const Request&)) {
    return [sources, handler](const Request& request) { return handler(sources, request); };
  };
  return {
      {Method::get, "/api/v1/help", "/api/v1/help",
       [sources](const Request&) { return list_help(sources); }},
      {Method::post, "/api/v1/help/([^/]+)/seen", "/api/v1/help/{id}/seen", bind(see_help)},
      {Method::get, "/api/v1/responses/([^/]+)/reply", "/api/v1/responses/{id}/reply",
       bind(show_reply)},
      {Method::post, "/api/v1/responses/([^/]+)/reply", "/api/v1/responses/{id}/reply",
       bind(reply)},
      {Method::post, "/api/v1/claims", "/api/v1/claims", bind(look_up)},
      {Method::post, "/api/v1/responses/([^/]+)/contact", "/api/v1/responses/{id}/contact",
       bind(open_contact)},
      {Method::get, "/api/v1/messages", "/api/v1/messages",
       [sources](const Request&) {
         return on_loop(sources, false, [](Edge& edge) { return messages_as_they_are(edge); });
       }},
      {Method::post, "/api/v1/messages", "/api/v1/messages", bind(add_message)},
      {Method::post, "/api/v1/messages/([0-9]+)/remove", "/api/v1/messages/{id}/remove",
       bind(remove_message)},
      {Method::post, "/api/v1/import/([^/]+)/([^/]+)", "/api/v1/import/{device}/{stream}",
       bind(import_frame)},
  };
}

}  // namespace earshot::edge
