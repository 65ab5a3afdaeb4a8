#include "platform/http/event_channel.h"

#include <gtest/gtest.h>

namespace earshot::http {
namespace {

using namespace std::chrono_literals;

TEST(EventText, EveryLineOfTheDataHasItsField) {
  EXPECT_EQ(event_text("alert", "{}"), "event: alert\ndata: {}\n\n");
  EXPECT_EQ(event_text("a", "1\n2"), "event: a\ndata: 1\ndata: 2\n\n");
  EXPECT_EQ(event_text("a", "1\r\n2\r3"), "event: a\ndata: 1\ndata: 2\ndata: 3\n\n");
  EXPECT_EQ(event_text("a", ""), "event: a\ndata: \n\n");
}

std::shared_ptr<const std::string> text_of(std::size_t bytes) {
  return std::make_shared<const std::string>(bytes, 'x');
}

TEST(EventQueue, GivesEventsInTheirOrder) {
  EventQueue queue;
  queue.push(std::make_shared<const std::string>("one"));
  queue.push(std::make_shared<const std::string>("two"));
  std::shared_ptr<const std::string> text;
  ASSERT_EQ(queue.pop(0ms, text), EventQueue::Wait::event);
  EXPECT_EQ(*text, "one");
  ASSERT_EQ(queue.pop(0ms, text), EventQueue::Wait::event);
  EXPECT_EQ(*text, "two");
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::quiet);
}

TEST(EventQueue, EndsTheClientThatIs256EventsBehind) {
  EventQueue queue;
  std::shared_ptr<const std::string> text;
  for (int i = 0; i < 256; ++i) queue.push(text_of(10));
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::event);
  queue.push(text_of(10));
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::event);
  queue.push(text_of(10));
  queue.push(text_of(10));
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::ended);
}

TEST(EventQueue, EndsTheClientThatIs8MiBBehindButTakesOneLargeEvent) {
  EventQueue queue;
  std::shared_ptr<const std::string> text;
  queue.push(text_of(9 * 1024 * 1024));
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::event);
  queue.push(text_of(5 * 1024 * 1024));
  queue.push(text_of(5 * 1024 * 1024));
  EXPECT_EQ(queue.pop(0ms, text), EventQueue::Wait::ended);
}

TEST(EventChannel, OnlyThoseWhoAreThereHearAnEvent) {
  EventChannel channel;
  channel.publish("missed", "{}");
  const auto client = channel.join();
  EXPECT_EQ(channel.clients(), 1U);
  channel.publish("heard", "{}");
  std::shared_ptr<const std::string> text;
  ASSERT_EQ(client->pop(0ms, text), EventQueue::Wait::event);
  EXPECT_EQ(*text, "event: heard\ndata: {}\n\n");
  channel.leave(client);
  EXPECT_EQ(channel.clients(), 0U);
}

TEST(EventChannel, TakesNobodyAfterItsEnd) {
  EventChannel channel;
  const auto client = channel.join();
  channel.end();
  std::shared_ptr<const std::string> text;
  EXPECT_EQ(client->pop(0ms, text), EventQueue::Wait::ended);
  EXPECT_EQ(channel.join(), nullptr);
}

}  // namespace
}  // namespace earshot::http
