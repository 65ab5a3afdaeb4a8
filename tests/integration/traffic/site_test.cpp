#include "tests/integration/traffic/site.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "platform/mqtt/frame_link.h"

namespace earshot::traffic {
namespace {

constexpr std::array<sqlite::Migration, 1> kHeard = {{
    {"test", 1, "CREATE TABLE heard (id TEXT PRIMARY KEY, times INTEGER NOT NULL)"},
}};

std::vector<sqlite::Migration> migrations() {
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> all(relay.begin(), relay.end());
  all.insert(all.end(), kHeard.begin(), kHeard.end());
  return all;
}

}  // namespace

Site::Site(mqtt::BrokerAddress address, const std::filesystem::path& store) : loop_(clock_) {
  auto opened = sqlite::Database::open(store, migrations(), clock_.wall_now());
  EXPECT_TRUE(opened.has_value());
  database_ = std::move(opened->database);
  inbox_ = std::make_unique<sqlite::SqliteInbox>(*database_);
  receiver_ = std::make_unique<relay::Receiver>(*inbox_, static_cast<relay::RecordSink&>(*this));
  mqtt::LinkOptions options;
  options.client_id = address.username + "-site";
  options.filters = {wire::up_filter({}, relay::Stream::urgent),
                     wire::up_filter({}, relay::Stream::responses)};
  options.backoff_base = std::chrono::milliseconds(20);
  options.backoff_max = std::chrono::milliseconds(200);
  options.broker = std::move(address);
  link_ = std::make_unique<mqtt::MqttLink>(loop_, clock_, random_, std::move(options),
                                           static_cast<mqtt::LinkListener&>(*this));
  thread_ = std::thread([this] {
    link_->start();
    loop_.run();
    link_.reset();
  });
}

Site::~Site() {
  loop_.stop();
  thread_.join();
}

void Site::on_message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  const auto up = wire::parse_up_topic(topic);
  if (!up) return;
  const auto frame = wire::decode_frame(up->device, up->stream, payload);
  ASSERT_TRUE(frame.has_value()) << frame.error().message;
  const auto receipts = receiver_->take(std::span(&*frame, 1), clock_.wall_now());
  ASSERT_TRUE(receipts.has_value()) << receipts.error().message;
  for (const auto& receipt : *receipts) {
    // When the link is down the sender asks again.
    static_cast<void>(mqtt::send_receipt(*link_, receipt));
  }
}

/// Unlike an edge agent it does not look whether it has the response already: a second time shows.
Result<void> Site::apply(const relay::RecordOrigin& /*origin*/, std::string_view payload) {
  const auto record = wire::decode_record(payload);
  if (!record) return tl::unexpected(record.error());
  const auto& response = std::get<wire::ResponseRecord>(*record).response;
  return sqlite::guarded([&]() -> Result<void> {
    auto& count = database_->prepared(
        "INSERT INTO heard VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1");
    count.bind(1, response.id.str());
    count.exec();
    return {};
  });
}

std::map<std::string, int> Site::heard() {
  return loop_
      .call([this] {
        std::map<std::string, int> all;
        auto& select = database_->prepared("SELECT id, times FROM heard");
        while (select.executeStep()) {
          all[select.getColumn(0).getString()] = select.getColumn(1).getInt();
        }
        return all;
      })
      .value();
}

std::size_t Site::heard_count() {
  return loop_
      .call([this] {
        auto& select = database_->prepared("SELECT count(*) FROM heard");
        select.executeStep();
        return static_cast<std::size_t>(select.getColumn(0).getInt64());
      })
      .value_or(0);
}

relay::ReceiverCounts Site::counts() {
  return loop_.call([this] { return receiver_->counts(); }).value();
}

}  // namespace earshot::traffic
