// Writes the committed corpus: small inputs for each target, made by our own encoders and copied
// from the example files of the tree, so that fuzzing begins where the format already holds.
//
// Usage: fuzz-seeds ROOT      (ROOT: the repository; writes ROOT/tests/fuzz/corpus)
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "core/base/check.h"
#include "core/text/language_training.h"
#include "core/text/model.h"
#include "core/text/unicode.h"
#include "core/wire/claims.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"

namespace earshot {
namespace {

namespace fs = std::filesystem;

class Corpus {
 public:
  explicit Corpus(fs::path root) : root_(std::move(root)) {}

  void add(const std::string& target, const std::string& name, std::string_view bytes) const {
    const fs::path folder = root_ / "tests/fuzz/corpus" / target;
    fs::create_directories(folder);
    std::ofstream out(folder / name, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    EARSHOT_CHECK(out.good());
  }
  void add_file(const std::string& target, const fs::path& file) const {
    std::ifstream in(root_ / file, std::ios::binary);
    EARSHOT_CHECK(in.good());
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    add(target, file.filename().string(), bytes);
  }

 private:
  const fs::path root_;
};

wire::ResponseRecord response_record(bool unhappy) {
  wire::ResponseRecord record;
  record.location = LocationId::trusted("leeds");
  auto& said = record.response;
  said.id = *ResponseId::parse(std::string(32, unhappy ? 'a' : 'b'));
  said.touchpoint = TouchpointId::trusted("checkout");
  said.survey = SurveyId::trusted("visit");
  said.language = LanguageTag::trusted("en");
  said.at = WallTime{1'772'442'000'000};
  said.boot_id = std::string(32, 'c');
  said.uptime_ms = 86'400'000;
  said.duration_ms = 9'000;
  said.answers.push_back(
      {QuestionId::trusted("recommend"), survey::QuestionKind::nps, unhappy ? 2 : 10, {}, ""});
  said.answers.push_back({QuestionId::trusted("topics"),
                          survey::QuestionKind::topics,
                          {},
                          {OptionId::trusted("queue"), OptionId::trusted("staff")},
                          ""});
  said.answers.push_back({QuestionId::trusted("why"),
                          survey::QuestionKind::comment,
                          {},
                          {},
                          unhappy ? "Twenty minutes at the till…" : "Friendly!"});
  if (unhappy) {
    said.answers.push_back(
        {QuestionId::trusted("call"), survey::QuestionKind::contact, {}, {}, "\x01sealed\xff"});
  }
  return record;
}

wire::CellRecord cell_record() {
  wire::CellRecord record;
  record.location = LocationId::trusted("leeds");
  record.version = 7;
  record.key.hour = 492'345;
  record.key.business_day = 20'514;
  record.key.touchpoint = TouchpointId::trusted("checkout");
  record.key.question = QuestionId::trusted("recommend");
  record.key.language = LanguageTag::trusted("en");
  record.key.topic = TopicId::trusted("queue");
  record.value.responses = 12;
  record.value.comments = 3;
  record.value.duration_ms = 120'000;
  record.value.ratings = {1, 0, 0, 0, 0, 0, 2, 0, 1, 3, 5};
  record.value.misuse[0] = 1;
  return record;
}

wire::AlertRecord alert_record() {
  wire::AlertRecord record;
  record.location = LocationId::trusted("leeds");
  record.alert.id = *AlertId::parse(std::string(32, 'd'));
  record.alert.rule = "detractor";
  record.alert.response = *ResponseId::parse(std::string(32, 'a'));
  record.alert.touchpoint = TouchpointId::trusted("checkout");
  record.alert.at = record.alert.raised_at = WallTime{1'772'442'000'000};
  record.alert.sentence = "Checkout: a customer is unhappy.";
  record.alert.words = "Twenty minutes at the till…";
  record.alert.next_step = "Go and ask.";
  return record;
}

relay::Frame frame_of(std::vector<std::string> records) {
  relay::Frame frame;
  frame.device = DeviceId::trusted("k");
  frame.epoch = 77;
  frame.stream = relay::Stream::responses;
  frame.first_seq = 5;
  frame.digest_before = relay::chain_start(frame.device, frame.epoch, frame.stream);
  frame.oldest_seq = 2;
  frame.pending_responses = 3;
  frame.pending_since = WallTime{1'772'441'000'000};
  frame.sent_at = WallTime{1'772'442'000'000};
  frame.boot_id = std::string(32, 'c');
  frame.uptime_ms = 86'400'000;
  frame.records = std::move(records);
  return frame;
}

void add_claims(const Corpus& corpus) {
  using Verdict = wire::ClaimAnswer::Verdict;
  const std::string key = "earshot-public-key-1 " + std::string(64, '3');
  corpus.add("claim", "question", wire::encode(wire::ClaimQuestion{"7KQM-2R9D", key}));
  const wire::ClaimAnswer answer{
      Verdict::answered, {1'772'442'000'000}, "We changed the supplier.\nThank you.", "Zoë"};
  corpus.add("claim", "answered", wire::encode(answer));
  corpus.add("claim", "not-yet", wire::encode(wire::ClaimAnswer{Verdict::not_yet, {}, "", ""}));
  corpus.add("claim", "broken",
             "\x08\x01\x1a\x7f"
             "ab\x1b\xff");
  corpus.add("claim", "topic", wire::claim_question_topic(DeviceId::trusted("kiosk-3")));
}

void add_wire(const Corpus& corpus) {
  const std::string unhappy = wire::encode_record(response_record(true));
  const std::string happy = wire::encode_record(response_record(false));
  // A target's first byte chooses how the rest is taken; the second a stream (see targets/).
  const std::string raw_record = "\x07";
  corpus.add("record", "response-unhappy", raw_record + unhappy);
  corpus.add("record", "response-happy", raw_record + happy);
  corpus.add("record", "cell", raw_record + wire::encode_record(cell_record()));
  corpus.add("record", "alert", raw_record + wire::encode_record(alert_record()));
  for (const char kind : {'\0', '\1', '\2'}) {
    corpus.add("record", std::string("made-") + static_cast<char>('0' + kind),
               std::string(1, kind) + unhappy + happy + unhappy);
  }
  const std::string raw_frame = "\x02\x01";
  corpus.add("frame", "probe", raw_frame + wire::encode_frame(frame_of({})));
  corpus.add("frame", "plain", raw_frame + wire::encode_frame(frame_of({unhappy, happy})));
  const std::vector<std::string> many(60, unhappy);
  corpus.add("frame", "compressed", raw_frame + wire::encode_frame(frame_of(many)));
  using namespace std::string_literals;
  corpus.add("frame", "made", "\0"s + unhappy + happy);
  corpus.add("frame", "batch", "\1\0\x0a\x02hi\x0a\x00"s);
  corpus.add("frame", "bomb-of-nothing", "\1\2\xff\xff\x0a\x00"s);
  corpus.add("frame", "bomb-of-text", "\1\2\xff\xff\x0a\x04text"s);
  relay::Receipt receipt;
  receipt.device = DeviceId::trusted("k");
  receipt.cursor = {77, 6, relay::chain_start(receipt.device, 77, receipt.stream)};
  corpus.add("receipt", "accepted", "\0"s + wire::encode_receipt(receipt));
  receipt.verdict = relay::Verdict::refused;
  receipt.reason = "not in the org tree";
  corpus.add("receipt", "refused", "\0"s + wire::encode_receipt(receipt));
  corpus.add("receipt", "made", "\1"s + unhappy);
  corpus.add("topic", "up", wire::up_topic(receipt.device, relay::Stream::urgent));
  corpus.add("topic", "status", wire::status_topic(receipt.device));
  corpus.add("site_json", "made", unhappy + happy);
  const std::string id(32, 'a');
  corpus.add("erasure_ledger", "whole", "# ids\n" + id + " 1772442000000\n");
  corpus.add("erasure_ledger", "cut-short", id + " 17\n" + id.substr(0, 20));
  corpus.add("cell_bytes", "few", "\x01\x02\x80\x01"s);
  corpus.add("cell_bytes", "many", unhappy);
  corpus.add("log_check", "made", "\2"s + unhappy);
  // A record of the outbox as SQLite lays it out: its length, its number, the columns' types and
  // what they hold.
  const std::string row =
      "\x31\x81\x80\x80\x80\x80\x80\x80\x80\x01\x09\x00\x01\x09\x09\x01\x4c\x18\x08\x05\x07"s +
      std::string(32, 'd') + "answer";
  corpus.add("page_rows", "row", "\0"s + row + row + row);
  corpus.add("log_check", "garbage", "\1"s + std::string(3000, 'w'));
}

void add_words(const Corpus& corpus) {
  using namespace std::string_literals;
  corpus.add("text", "plain", "Twenty minutes at the till. Überraschend! 日本語 😀");
  corpus.add("text", "reordering",
             "\xE2\x80\xAE"
             "evil\xE2\x81\xA6\xEF\xBB\xBF");
  corpus.add("text", "broken",
             "\xF0\x9F\x98 \xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80 \x80\xFF\t\x1b[2J\n"s);
  corpus.add("name", "name", "leeds-checkout_2.a");
  corpus.add("name", "id", "0123456789abcdef0123456789abcdef");
  corpus.add("name", "kind", "smiley");
  corpus.add("name", "stream", "verbatims");
  corpus.add("csv", "rows",
             "\x00"
             "a,b,c\r\n1,\"two, or \"\"three\"\"\",\n\n\"x\ny\",2,3\r\n"s);
  corpus.add("csv", "broken",
             "\x01\xEF\xBB\xBF"
             "a,b\n\"never closed,2\n3,4\n5\"6,7\n8,\"9\"x\n"s);
  corpus.add("feedback", "rows",
             "Leeds,Checkout,r1,5,01/03/2026,\"Good, thanks\"\nLeeds,,r2,x,02/03/2026,\n"
             "Łódź,Café,r3,2,31/02/2026,bad day\n,,,,,\n");
  corpus.add("feedback", "header", "#c,l,t,r,n,d,more\n\"Why\nnot\",A,B,C,1,29/02/2024,z\n");
  corpus.add("feedback", "date", "%d/%m/%Y %H:%M:%S  01/03/2026 23:59:59");
}

void add_requests(const Corpus& corpus) {
  corpus.add("http", "list",
             "GET /api/v1/responses?limit=50&before=%41+1 HTTP/1.1\r\nHost: localhost\r\n"
             "Connection: close\r\n\r\n");
  corpus.add("http", "node",
             "GET /api/v1/nodes/leeds HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept: */*\r\n\r\n"
             "HEAD / HTTP/1.1\r\nHost: [::1]\r\nIf-None-Match: \"x\"\r\n\r\n");
  corpus.add("http", "post",
             "POST /api/v1/alerts/00/acknowledge HTTP/1.1\r\nHost: localhost\r\n"
             "Origin: http://localhost\r\nContent-Type: application/json\r\n"
             "Content-Length: 12\r\n\r\n{\"by\":\"Kim\"}");
  corpus.add("http", "chunked",
             "POST /api/v1/alerts/x/acknowledge HTTP/1.1\r\nHost: localhost\r\n"
             "Transfer-Encoding: chunked\r\n\r\n3\r\n{} \r\n0\r\n\r\n");
  // The API targets choose route, parameters and body by their bytes: any make a request.
  for (const char route : {'\0', '\1', '\2', '\3', '\4', '\5', '\6', '\7', '\x08', '\x09'}) {
    const std::string made =
        std::string(1, route) + "\1\1\1\2\1\1\1\x08{\"by\":\"Kim\",\"flags\":[]}";
    corpus.add("edge_api", std::string("route-") + static_cast<char>('0' + route), made);
    corpus.add("hq_api", std::string("path-") + static_cast<char>('0' + route), "\1" + made);
  }
  corpus.add("http", "refused",
             "DELETE /nothing HTTP/1.0\r\nHost: evil.example\r\nRange: bytes=0-1,2-3\r\n"
             "Sec-Fetch-Site: cross-site\r\nExpect: 100-continue\r\n\r\n");
}

constexpr std::string_view kKioskToml = R"(device = "kiosk-1"
location = "leeds"
touchpoint = "checkout"
survey = "shop.toml"
data = "data"
language = "en"
theme = "evening.toml"
[broker]
host = "127.0.0.1"
port = 1883
password_file = "password"
[screen]
width = 1280
height = 800
fullscreen = true
width_mm = 344.5
)";
constexpr std::string_view kEdgeToml = R"(location = "leeds"
name = "Leeds"
timezone = "Europe/London"
data = "data"
verbatims = true
surveys = ["shop.toml"]
kiosks = ["kiosk-1", "kiosk-2"]
[site_broker]
host = "127.0.0.1"
port = 1883
password_file = "password"
[hq_broker]
host = "hq.example"
port = 8883
password_file = "password"
[http]
host = "127.0.0.1"
port = 0
)";
constexpr std::string_view kAggregatorToml = R"(device = "hq"
data = "data"
org = "org.toml"
surveys = ["shop.toml"]
[broker]
host = "127.0.0.1"
port = 1883
password_file = "password"
[http]
host = "127.0.0.1"
port = 8081
)";
constexpr std::string_view kOrgToml = R"([[node]]
id = "acme"
name = "Acme"
kind = "organisation"
[[node]]
id = "north"
name = "North"
kind = "region"
parent = "acme"
[[node]]
id = "leeds"
name = "Leeds"
kind = "location"
parent = "north"
)";

constexpr std::string_view kTaxonomyToml = R"(id = "small"
version = 3
[[topic]]
id = "waiting"
name = { en = "Waiting", ar = "الانتظار" }
keywords = { en = ["queue", "wait*"], any = ["queue="] }
things = { en = ["line"] }
good = { en = ["no queue"] }
bad = { en = ["long ~ queue", "waited ages/forever"] }
examples = { en = ["Twenty minutes in line."] }
)";

constexpr const char* kGermanPo = R"(msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Beside the bar.
msgid "Back"
msgstr "Zurück"

#, fuzzy
msgctxt "waiting"
msgid "{n} second"
msgid_plural "{n} seconds"
msgstr[0] "{n} Sekunde"
msgstr[1] "{n} Sekunden"
)";

void add_files(const Corpus& corpus) {
  for (const char* survey : {"shop", "clinic"}) {
    corpus.add_file("survey",
                    fs::path("firmware-config/surveys") / (survey + std::string(".toml")));
  }
  corpus.add_file("theme", "assets/themes/daylight.toml");
  for (const char* keyboard : {"ja", "accents"}) {
    corpus.add_file("keyboard", fs::path("assets/keyboards") / (keyboard + std::string(".toml")));
  }
  corpus.add("po", "de.po", kGermanPo);
  corpus.add("panel_settings", "set", "volume 60\nbrightness 80\n");
  corpus.add("kiosk_status", "full", R"({"online": true, "disk": "full", "words": "no room"})");
  corpus.add("site_status", "kiosks",
             R"({"online": true, "at": "2026-03-02T09:00:00.000Z", "at_ms": 1772442000000, )"
             R"("kiosks_all": 2, "kiosks": [{"device": "till-1", "heard_ms": 1200, )"
             R"("reason": "waiting", "words": "answers wait without a receipt since 08:56", )"
             R"("waiting_ms": {"urgent": 0, "responses": 240000}}, {"device": "till-2", )"
             R"("heard_ms": -1, "reason": "", "words": "", "waiting_ms": {}}]})");
  corpus.add_file("feedback_map", "firmware-config/maps/patient-feedback.toml");
  corpus.add("kiosk_config", "kiosk.toml", kKioskToml);
  corpus.add("edge_config", "edge.toml", kEdgeToml);
  corpus.add("aggregator_config", "aggregator.toml", kAggregatorToml);
  corpus.add("org", "org.toml", kOrgToml);
}

/// Weights as small as they may be; the checksum at their end is set by the target.
std::string without_checksum(std::string bytes) {
  bytes.resize(bytes.size() - sizeof(std::uint64_t));
  return bytes;
}

text::ModelParts small_model(std::uint32_t hidden) {
  constexpr std::size_t kLabels = 2;
  text::ModelParts parts;
  parts.name = "small";
  parts.labels = {"waiting", "staff"};
  parts.linear.bits = text::kRowBitsMin;
  parts.linear.weights.assign(kLabels << parts.linear.bits, 0);
  for (std::size_t i = 0; i < parts.linear.weights.size(); i += 7) parts.linear.weights[i] = 50;
  parts.linear.scales.assign(kLabels, 0.01F);
  parts.linear.biases.assign(kLabels, -0.5F);
  parts.network.hidden = hidden;
  parts.network.first.assign(text::kPooledNumbers * hidden, 3);
  parts.network.first_scales.assign(hidden, 0.01F);
  parts.network.first_biases.assign(hidden, 0);
  parts.network.second.assign(kLabels * hidden, -3);
  if (hidden > 0) {
    parts.network.second_scales.assign(kLabels, 0.1F);
    parts.network.second_biases.assign(kLabels, 0.1F);
  }
  parts.rules.assign(kLabels, {2, 0.5F, -1, 0.4F});
  return parts;
}

void add_readers(const Corpus& corpus) {
  corpus.add("text_model", "linear", without_checksum(text::Model(small_model(0)).bytes()));
  corpus.add("text_model", "network", without_checksum(text::Model(small_model(2)).bytes()));
  const text::WordTable words(
      {{text::hash_of("slow"), -1.5F, 0.8F, {}},
       {text::hash_of("till"), 0, 0.9F, std::vector<float>(text::kWordDimensions, 0.5F)}});
  corpus.add("text_model", "words", without_checksum(words.bytes()));
  const auto languages = text::train_language({{LanguageTag::trusted("en"), "the queue was long"},
                                               {LanguageTag::trusted("de"), "die Schlange ist"}},
                                              {4, 1, 0.3F, 1});
  EARSHOT_CHECK(languages.has_value());
  corpus.add("language_weights", "two", languages->bytes());
  corpus.add("taxonomy", "small.toml", kTaxonomyToml);
  corpus.add(
      "comment", "mixed",
      "Kind staff, but the queue took twenty minutes! Call me: 0161 496 0000 or jo@example.org."
      " 😡😡");
  corpus.add("comment", "urgent", "My daughter is allergic and nobody told us there were nuts.");
  corpus.add("comment", "arabic", "الانتظار طويل جدا 😞");
  corpus.add("comment", "broken", "caf\xC3 \xF0\x9F\x98 4111 1111 1111 1111 asdfghjkl\x80");
}

}  // namespace
}  // namespace earshot

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz-seeds ROOT\n";
    return 2;
  }
  const earshot::Corpus corpus(argv[1]);
  earshot::add_wire(corpus);
  earshot::add_claims(corpus);
  earshot::add_words(corpus);
  earshot::add_requests(corpus);
  earshot::add_files(corpus);
  earshot::add_readers(corpus);
  return 0;
}
