#include "edge-agent/care_book.h"

#include <array>
#include <nlohmann/json.hpp>

namespace earshot::edge {
namespace {

// help_calls: `alert` is the alert that a call raised, whose acknowledgement says who comes.
// messages.texts: JSON, a text for each language. contact_views: contact details are closed at
// rest, and this is who had them opened.
constexpr std::string_view kCare1 = R"sql(
CREATE TABLE help_calls (
  alert TEXT PRIMARY KEY,
  response TEXT NOT NULL,
  device TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  called_at_ms INTEGER NOT NULL,
  arrived_at_ms INTEGER NOT NULL,
  seen_at_ms INTEGER NOT NULL,
  late INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX help_calls_arrived ON help_calls (arrived_at_ms);
CREATE TABLE replies (
  response TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  words TEXT NOT NULL,
  said_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE messages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  texts TEXT NOT NULL,
  day INTEGER,
  until_ms INTEGER NOT NULL,
  made_at_ms INTEGER NOT NULL
);
CREATE TABLE contact_views (
  response TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  seen_by TEXT NOT NULL
);
CREATE INDEX contact_views_response ON contact_views (response);
ALTER TABLE retention ADD COLUMN contacts_removed_up_to INTEGER NOT NULL DEFAULT 0;
)sql";
constexpr std::array kMigrations{sqlite::Migration{"care", 1, kCare1}};

constexpr int kCallsShown = 100;
constexpr int kViewsShown = 100;

HelpCall call_in(SQLite::Statement& row) {
  HelpCall call;
  call.alert = AlertId::parse(row.getColumn(0).getString()).value_or(AlertId());
  call.response = ResponseId::parse(row.getColumn(1).getString()).value_or(ResponseId());
  call.device = DeviceId::parse(row.getColumn(2).getString()).value_or(DeviceId());
  call.touchpoint = TouchpointId::parse(row.getColumn(3).getString()).value_or(TouchpointId());
  call.language = LanguageTag::parse(row.getColumn(4).getString()).value_or(LanguageTag());
  call.called_at = {row.getColumn(5).getInt64()};
  call.arrived_at = {row.getColumn(6).getInt64()};
  call.seen_at = {row.getColumn(7).getInt64()};
  call.late = row.getColumn(8).getInt() != 0;
  return call;
}

std::string texts_to_json(const std::map<LanguageTag, std::string>& texts) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [language, text] : texts) json[language.str()] = text;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::map<LanguageTag, std::string> texts_from_json(const std::string& text) {
  std::map<LanguageTag, std::string> texts;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return texts;
  for (const auto& [key, value] : json.items()) {
    const auto language = LanguageTag::parse(key);
    if (language && value.is_string()) texts[*language] = value.get<std::string>();
  }
  return texts;
}

}  // namespace

std::span<const sqlite::Migration> care_migrations() { return kMigrations; }

Result<bool> CareBook::add_call(const HelpCall& call) {
  return sqlite::guarded([&]() -> Result<bool> {
    auto& insert = database_.prepared(
        "INSERT INTO help_calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    insert.bind(1, call.alert.str());
    insert.bind(2, call.response.str());
    insert.bind(3, call.device.str());
    insert.bind(4, call.touchpoint.str());
    insert.bind(5, call.language.str());
    insert.bind(6, call.called_at.ms);
    insert.bind(7, call.arrived_at.ms);
    insert.bind(8, call.seen_at.ms);
    insert.bind(9, call.late ? 1 : 0);
    return insert.exec() == 1;
  });
}

Result<void> CareBook::set_seen(const AlertId& alert, WallTime at) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE help_calls SET seen_at_ms = ? WHERE alert = ? AND seen_at_ms = 0");
    update.bind(1, at.ms);
    update.bind(2, alert.str());
    update.exec();
    return {};
  });
}

Result<std::vector<HelpCall>> CareBook::calls(WallTime since) {
  return sqlite::guarded([&]() -> Result<std::vector<HelpCall>> {
    auto& rows = database_.prepared(
        "SELECT alert, response, device, touchpoint, language, called_at_ms, arrived_at_ms, "
        "seen_at_ms, late FROM help_calls WHERE arrived_at_ms >= ? ORDER BY arrived_at_ms DESC, "
        "alert LIMIT ?");
    rows.bind(1, since.ms);
    rows.bind(2, kCallsShown);
    std::vector<HelpCall> calls;
    while (rows.executeStep()) calls.push_back(call_in(rows));
    rows.reset();
    return calls;
  });
}

Result<void> CareBook::set_reply(const Reply& reply) {
  return sqlite::guarded([&]() -> Result<void> {
    if (reply.words.empty()) {
      auto& remove = database_.prepared("DELETE FROM replies WHERE response = ?");
      remove.bind(1, reply.response.str());
      remove.exec();
      return {};
    }
    auto& insert = database_.prepared("INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?)");
    insert.bind(1, reply.response.str());
    insert.bind(2, reply.at.ms);
    insert.bind(3, reply.words);
    insert.bind(4, reply.by);
    insert.exec();
    return {};
  });
}

Result<std::optional<Reply>> CareBook::reply_to(const ResponseId& response) {
  return sqlite::guarded([&]() -> Result<std::optional<Reply>> {
    auto& row = database_.prepared("SELECT at_ms, words, said_by FROM replies WHERE response = ?");
    row.bind(1, response.str());
    if (!row.executeStep()) return std::nullopt;
    Reply reply{response,
                {row.getColumn(0).getInt64()},
                row.getColumn(1).getString(),
                row.getColumn(2).getString()};
    row.reset();
    return reply;
  });
}

Result<std::vector<ResponseId>> CareBook::responses_beginning(const std::string& prefix) {
  return sqlite::guarded([&]() -> Result<std::vector<ResponseId>> {
    // 'g' comes behind every hexadecimal digit.
    auto& rows =
        database_.prepared("SELECT id FROM responses WHERE id >= ? AND id < ? ORDER BY id LIMIT 2");
    rows.bind(1, prefix);
    rows.bind(2, prefix + "g");
    std::vector<ResponseId> ids;
    while (rows.executeStep()) {
      if (auto id = ResponseId::parse(rows.getColumn(0).getString())) ids.push_back(*id);
    }
    rows.reset();
    return ids;
  });
}

Result<void> CareBook::add_message(const KioskMessage& message) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& insert = database_.prepared(
        "INSERT INTO messages (kind, texts, day, until_ms, made_at_ms) VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, message.kind);
    insert.bind(2, texts_to_json(message.texts));
    if (message.day) {
      insert.bind(3, *message.day);
    } else {
      insert.bind(3);
    }
    insert.bind(4, message.until.ms);
    insert.bind(5, message.made_at.ms);
    insert.exec();
    return {};
  });
}

Result<bool> CareBook::remove_message(std::int64_t number) {
  return sqlite::guarded([&]() -> Result<bool> {
    auto& remove = database_.prepared("DELETE FROM messages WHERE number = ?");
    remove.bind(1, number);
    return remove.exec() == 1;
  });
}

Result<std::vector<KioskMessage>> CareBook::messages() {
  return sqlite::guarded([&]() -> Result<std::vector<KioskMessage>> {
    auto& rows = database_.prepared(
        "SELECT number, kind, texts, day, until_ms, made_at_ms FROM messages ORDER BY number DESC");
    std::vector<KioskMessage> messages;
    while (rows.executeStep()) {
      KioskMessage message;
      message.number = rows.getColumn(0).getInt64();
      message.kind = rows.getColumn(1).getString();
      message.texts = texts_from_json(rows.getColumn(2).getString());
      if (!rows.getColumn(3).isNull()) message.day = rows.getColumn(3).getInt();
      message.until = {rows.getColumn(4).getInt64()};
      message.made_at = {rows.getColumn(5).getInt64()};
      messages.push_back(std::move(message));
    }
    rows.reset();
    return messages;
  });
}

Result<void> CareBook::remove_stale_messages(WallTime now) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& remove = database_.prepared("DELETE FROM messages WHERE until_ms <= ?");
    remove.bind(1, now.ms);
    remove.exec();
    return {};
  });
}

Result<void> CareBook::add_view(const ResponseId& response, const ContactView& view) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& insert = database_.prepared("INSERT INTO contact_views VALUES (?, ?, ?)");
    insert.bind(1, response.str());
    insert.bind(2, view.at.ms);
    insert.bind(3, view.by);
    insert.exec();
    return {};
  });
}

Result<std::vector<ContactView>> CareBook::views_of(const ResponseId& response) {
  return sqlite::guarded([&]() -> Result<std::vector<ContactView>> {
    auto& rows = database_.prepared(
        "SELECT at_ms, seen_by FROM contact_views WHERE response = ? ORDER BY rowid DESC LIMIT ?");
    rows.bind(1, response.str());
    rows.bind(2, kViewsShown);
    std::vector<ContactView> views;
    while (rows.executeStep()) {
      views.push_back({{rows.getColumn(0).getInt64()}, rows.getColumn(1).getString()});
    }
    rows.reset();
    return views;
  });
}

}  // namespace earshot::edge
