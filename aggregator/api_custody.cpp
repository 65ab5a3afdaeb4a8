// The part of the API about what was set aside, and what was noted for a person.
#include <charconv>
#include <limits>

#include "aggregator/api.h"
#include "aggregator/base64.h"
#include "aggregator/json_text.h"

namespace earshot::hq {
namespace {

constexpr Duration kAnswerWait = std::chrono::seconds(10);
constexpr std::int64_t kListMax = 200;
constexpr std::int64_t kListDefault = 50;
/// With their bytes: so few that an answer stays below a megabyte.
constexpr std::int64_t kPayloadsMax = 20;
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
/// How many are tried in one turn of the loop.
constexpr std::size_t kTriedAtOnce = 50;

http::Response busy() {
  return http::problem(503, "Headquarters is busy right now; ask again in a few seconds");
}

http::Response trouble(const Error& error) {
  if (error.code == ErrorCode::not_found) {
    return http::problem(404, "There is no record with this id in quarantine");
  }
  const bool poison = error.code == ErrorCode::invalid || error.code == ErrorCode::conflict ||
                      error.code == ErrorCode::unsupported;
  return http::problem(poison ? 409 : 503, error.message);
}

std::optional<std::int64_t> number_in(const std::string& text, std::int64_t least,
                                      std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parameter(const http::Request& request, const char* name,
                                      std::int64_t least, std::int64_t most,
                                      std::int64_t fallback) {
  const auto given = request.query.find(name);
  return given == request.query.end() ? fallback : number_in(given->second, least, most);
}

void put_record(JsonText& json, const sqlite::Quarantined& record) {
  json.key("id").text(std::to_string(record.id));
  json.key("at").time(record.at);
  json.key("device").text(record.device.str());
  json.key("stream").text(to_string(record.stream));
  json.key("seq").integer(record.seq);
  json.key("reason").text(record.reason);
  json.key("bytes").integer(record.bytes);
}

void put_incident(JsonText& json, const relay::NotedIncident& noted) {
  json.open('{').key("id").text(std::to_string(noted.number));
  json.key("at").time(noted.at);
  json.key("kind").text(to_string(noted.incident.kind));
  json.key("device").text(noted.incident.device.str());
  json.key("stream").text(to_string(noted.incident.stream));
  json.key("words").text(noted.incident.detail).close('}');
}

http::Response retried(std::uint64_t applied, std::uint64_t still) {
  JsonText json;
  json.open('{').key("applied").integer(applied);
  json.key("still_quarantined").integer(still).close('}');
  return {200, json.take(), "application/json"};
}

}  // namespace

void Api::add_custody(http::Server& server) {
  server.get("/api/v1/incidents",
             [this](const http::Request& request) { return list_incidents(request); });
  server.get("/api/v1/quarantine",
             [this](const http::Request& request) { return list_quarantine(request); });
  server.post("/api/v1/quarantine/([0-9]{1,18})/retry",
              [this](const http::Request& request) { return retry_one(request); });
  server.post("/api/v1/quarantine/retry", [this](const http::Request&) { return retry_all(); });
}

http::Response Api::list_incidents(const http::Request& request) {
  const auto limit = parameter(request, "limit", 1, kListMax, kListDefault);
  const auto before = parameter(request, "before", 1, kHighest, kHighest);
  if (!limit) return http::problem(400, "'limit' is a number from 1 to 200");
  if (!before) return http::problem(400, "'before' is the 'next' of an earlier answer");
  const auto count = static_cast<std::size_t>(*limit);
  const auto list =
      loop_.call([this, before = *before, count] { return headquarters_.incidents(before, count); },
                 kAnswerWait);
  if (!list) return busy();
  if (!*list) return trouble(list->error());
  JsonText json;
  json.open('{').key("incidents").open('[');
  for (const relay::NotedIncident& noted : **list) put_incident(json, noted);
  json.close(']').key("next");
  if ((*list)->size() == count) {
    json.text(std::to_string((*list)->back().number));
  } else {
    json.null();
  }
  json.close('}');
  return {200, json.take(), "application/json"};
}

http::Response Api::list_quarantine(const http::Request& request) {
  const auto limit = parameter(request, "limit", 1, kListMax, kListDefault);
  const auto after = parameter(request, "after", 0, kHighest, 0);
  const auto payloads = parameter(request, "payloads", 0, 1, 0);
  if (!limit) return http::problem(400, "'limit' is a number from 1 to 200");
  if (!after) return http::problem(400, "'after' is the 'next' of an earlier answer");
  if (!payloads) return http::problem(400, "'payloads' is 0 or 1");
  const auto count =
      static_cast<std::size_t>(*payloads == 1 ? std::min(*limit, kPayloadsMax) : *limit);
  const auto answer = loop_.call(
      [this, after = *after, count, with_bytes = *payloads == 1]() -> Result<std::string> {
        auto list = quarantine_.list_quarantined(after, count);
        if (!list) return tl::unexpected(list.error());
        JsonText json;
        json.open('{').key("records").open('[');
        for (const sqlite::Quarantined& record : *list) {
          json.open('{');
          put_record(json, record);
          if (with_bytes) {
            const auto bytes = quarantine_.quarantined_payload(record.id);
            if (!bytes) return tl::unexpected(bytes.error());
            json.key("payload").text(to_base64(*bytes));
          }
          json.close('}');
        }
        json.close(']').key("next");
        if (list->size() == count) {
          json.text(std::to_string(list->back().id));
        } else {
          json.null();
        }
        json.close('}');
        return json.take();
      },
      kAnswerWait);
  if (!answer) return busy();
  if (!*answer) return trouble(answer->error());
  return {200, std::move(**answer), "application/json"};
}

http::Response Api::retry_one(const http::Request& request) {
  const auto id = number_in(request.captures.at(0), 1, kHighest);
  if (!id) return http::problem(404, "There is no record with this id in quarantine");
  const auto done = loop_.call(
      [this, id = *id] {
        return headquarters_.file_with([&](relay::Inbox& inbox, relay::RecordSink& sink) {
          return quarantine_.retry(id, inbox, sink);
        });
      },
      kAnswerWait);
  if (!done) return busy();
  return *done ? retried(1, 0) : trouble(done->error());
}

/// In small pieces, so that the loop takes frames in between.
http::Response Api::retry_all() {
  std::uint64_t applied = 0, still = 0;
  for (std::int64_t after = 0;;) {
    const auto some = loop_.call(
        [this, after] {
          return headquarters_.file_with([&](relay::Inbox& inbox, relay::RecordSink& sink) {
            return quarantine_.retry_some(after, kTriedAtOnce, inbox, sink);
          });
        },
        kAnswerWait);
    if (!some) return busy();
    if (!*some) return trouble(some->error());
    applied += (*some)->applied;
    still += (*some)->still_poison;
    if ((*some)->last_id == 0) return retried(applied, still);
    after = (*some)->last_id;
  }
}

}  // namespace earshot::hq
