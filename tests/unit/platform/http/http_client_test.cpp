// A command's one request to its daemon.
#include "platform/http/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot::http {
namespace {

using ::testing::HasSubstr;

TEST(HttpClient, GetsAndPostsAndReadsProblems) {
  Server server(ServerOptions{});
  server.get("/asked", [](const Request& request) {
    return Response{200, request.query.at("n"), "text/plain"};
  });
  server.post("/told", [](const Request& request) { return problem(409, request.body); });
  ASSERT_TRUE(server.start().has_value());
  const Daemon daemon{"127.0.0.1", server.port(), "the daemon"};
  const auto asked = ask(daemon, "GET", "/asked?n=7");
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(asked->status, 200);
  EXPECT_EQ(asked->body, "7");
  const auto told = ask(daemon, "POST", "/told", "not now");
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->status, 409);
  EXPECT_EQ(problem_words(*told), "not now");
  EXPECT_EQ(problem_words({500, "no json", ""}), "no json");
}

TEST(HttpClient, SaysWhereNobodyListens) {
  Server server(ServerOptions{});
  ASSERT_TRUE(server.start().has_value());
  const Daemon daemon{"127.0.0.1", server.port(), "the daemon"};
  server.stop();
  const auto answer = ask(daemon, "GET", "/");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::busy);
  EXPECT_THAT(answer.error().message, HasSubstr("the daemon does not answer at 127.0.0.1:"));
}

}  // namespace
}  // namespace earshot::http
