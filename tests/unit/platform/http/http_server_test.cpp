#include "platform/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/platform/http/raw_client.h"

namespace earshot::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpServer : public ::testing::Test {
 protected:
  HttpServer() {
    ServerOptions options;
    options.threads = 8;
    options.event_clients_max = 2;
    options.event_heartbeat = 1s;
    server_ = std::make_unique<Server>(options);
    server_->get("/api/v1/nodes/([a-z0-9._-]+)", [](const Request& request) {
      std::string body = request.captures.at(0);
      for (const auto& [name, value] : request.query) body += "|" + name + "=" + value;
      return Response{200, body, "text/plain; charset=utf-8"};
    });
    server_->post("/api/v1/alerts/([a-f0-9]+)/acknowledge", [](const Request& request) {
      return Response{200, request.captures.at(0) + ":" + request.body};
    });
    server_->get("/throws",
                 [](const Request&) -> Response { throw std::runtime_error("secret words"); });
    server_->page("/", "<!doctype html><title>Earshot</title>", "text/html; charset=utf-8");
    events_ = &server_->events("/api/v1/events");
    const auto started = server_->start();
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
  }

  RawAnswer ask(std::string_view method, std::string_view target, std::string_view headers = {},
                std::string_view body = {}) {
    RawClient client(server_->port());
    return client.ask(method, target, headers, body);
  }

  std::unique_ptr<Server> server_;
  Events* events_ = nullptr;
};

TEST_F(HttpServer, RoutesByPatternAndGivesCapturesAndQuery) {
  const auto answer = ask("GET", "/api/v1/nodes/store-14?window=day&note=a%20b%26c");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "store-14|note=a b&c|window=day");
}

TEST_F(HttpServer, AnUnknownAddressIs404InWords) {
  const auto answer = ask("GET", "/nothing/here");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.head, HasSubstr("application/json"));
  EXPECT_EQ(answer.body, R"({"error":{"message":"There is nothing at /nothing/here."}})");
}

// The address stood in the answer as it came: control characters and text that reorders.
TEST_F(HttpServer, AnUnknownAddressIsQuotedInertly) {
  const auto answer = ask("GET", "/%1B%5B2J%0A%E2%80%AEx");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, R"({"error":{"message":"There is nothing at /[2J x."}})");
}

TEST_F(HttpServer, AWrongMethodIs405AndSaysWhichIsRight) {
  const auto post = ask("POST", "/api/v1/nodes/a", "Content-Length: 0\r\n");
  EXPECT_EQ(post.status, 405);
  EXPECT_THAT(post.head, HasSubstr("Allow: GET, HEAD"));
  const auto get = ask("GET", "/api/v1/alerts/ab/acknowledge");
  EXPECT_EQ(get.status, 405);
  EXPECT_THAT(get.head, HasSubstr("Allow: POST"));
  for (const char* method : {"PUT", "PATCH", "DELETE"}) {
    EXPECT_EQ(ask(method, "/", "Content-Length: 0\r\n").status, 405) << method;
  }
  EXPECT_EQ(ask("OPTIONS", "/").status, 405);
  EXPECT_EQ(ask("BREW", "/").status, 400);
}

TEST_F(HttpServer, HeadAnswersWithTheSameHeadersAndNoBody) {
  RawClient client(server_->port());
  const auto head = client.ask("HEAD", "/");
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.head, HasSubstr("Content-Length: 37"));
  // Had a body come, this answer would begin with it.
  EXPECT_EQ(client.ask("GET", "/").status, 200);
}

TEST_F(HttpServer, ManyRequestsGoOverOneConnectionAlsoPipelined) {
  RawClient client(server_->port());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(client.ask("GET", "/").status, 200);
  const std::string one = "GET /api/v1/nodes/n HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(one + one + one);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.answer().body, "n");
}

TEST_F(HttpServer, APostCarriesItsBody) {
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab12/acknowledge", {}, R"({"by":"Kim"})").body,
            R"(ab12:{"by":"Kim"})");
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab12/acknowledge").body, "ab12:");
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab12/acknowledge",
                "Content-Type: application/x-www-form-urlencoded\r\n", "{}")
                .body,
            "ab12:{}");
}

TEST_F(HttpServer, ChunkedBodiesAreReadWithinTheSameLimit) {
  const std::string headers = "Transfer-Encoding: chunked\r\n";
  RawClient client(server_->port());
  client.send("POST /api/v1/alerts/ab/acknowledge HTTP/1.1\r\nHost: localhost\r\n" + headers +
              "\r\n2\r\n{}\r\n0\r\n\r\n");
  EXPECT_EQ(client.answer().body, "ab:{}");
  RawClient flood(server_->port());
  flood.send("POST /api/v1/alerts/ab/acknowledge HTTP/1.1\r\nHost: localhost\r\n" + headers +
             "\r\n");
  const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (int i = 0; i < 12; ++i) flood.send(chunk);
  EXPECT_EQ(flood.answer().status, 413);
}

TEST_F(HttpServer, ABodyOfMoreThan64KiBIsRefusedBeforeAHandlerSeesIt) {
  const std::string most(64 * 1024, 'x');
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab/acknowledge", {}, most).status, 200);
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab/acknowledge", {}, most + "x").status, 413);
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab/acknowledge", {}, std::string(2'000'000, 'x')).status,
            413);
}

TEST_F(HttpServer, ABodyThatClaimsToBeEnormousIsRefused) {
  RawClient client(server_->port());
  client.send(
      "POST /api/v1/alerts/ab/acknowledge HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Length: 99999999999\r\n\r\n" +
      std::string(300'000, 'x'));
  EXPECT_EQ(client.answer().status, 413);
}

TEST_F(HttpServer, FormsWithFilesAreNotTaken) {
  EXPECT_EQ(ask("POST", "/api/v1/alerts/ab/acknowledge",
                "Content-Type: multipart/form-data; boundary=x\r\n", "--x--")
                .status,
            415);
}

TEST_F(HttpServer, MalformedEscapesAre400AndInvalidUtf8InAQueryIsRepaired) {
  EXPECT_EQ(ask("GET", "/api/v1/nodes/a?x=%zz").status, 400);
  EXPECT_EQ(ask("GET", "/api/v1/nodes/a?x=100%").status, 400);
  EXPECT_EQ(ask("GET", "/%ff%fe").status, 400);
  EXPECT_EQ(ask("GET", "/%00").status, 400);
  EXPECT_EQ(ask("GET", "/api/v1/nodes/a?x=%ff").body, "a|x=\xef\xbf\xbd");
}

TEST_F(HttpServer, LongAddressesAndHeadersAreRefusedAndHarmNobody) {
  EXPECT_EQ(ask("GET", "/api/v1/nodes/" + std::string(1000, 'a')).status, 200);
  EXPECT_EQ(ask("GET", "/" + std::string(3000, 'a')).status, 414);
  EXPECT_EQ(ask("GET", "/" + std::string(50'000, 'a')).status, 414);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
  for (int i = 0; i < 4000; ++i)
    client.send("X-H" + std::to_string(i) + ": " + std::string(80, 'h') + "\r\n");
  client.send("\r\n");
  EXPECT_NE(client.answer().status, 200);
  EXPECT_EQ(ask("GET", "/").status, 200);
}

TEST_F(HttpServer, GarbageIsAnsweredInWordsAndHarmsNobody) {
  for (const char* garbage : {"\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                              "\x16\x03\x01\x02\r\n\r\n", "GET  /  HTTP/1.1\r\n\r\n"}) {
    RawClient client(server_->port());
    client.send(garbage);
    EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 4"));
  }
  EXPECT_EQ(ask("GET", "/").status, 200);
}

TEST_F(HttpServer, AFailingHandlerIs500WithoutItsSecrets) {
  const auto answer = ask("GET", "/throws");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST_F(HttpServer, EveryAnswerCarriesTheSecurityHeaders) {
  for (const auto& answer :
       {ask("GET", "/"), ask("GET", "/nothing"), ask("GET", "/throws"), ask("BREW", "/"),
        ask("GET", "/" + std::string(2000, 'a')), ask("GET", "/", "Host: evil.example\r\n")}) {
    EXPECT_THAT(answer.head, HasSubstr("X-Content-Type-Options: nosniff")) << answer.status;
    EXPECT_THAT(answer.head, HasSubstr("Referrer-Policy: no-referrer")) << answer.status;
    EXPECT_THAT(answer.head, HasSubstr("Content-Security-Policy: default-src 'none'"))
        << answer.status;
    EXPECT_THAT(answer.head, HasSubstr("frame-ancestors")) << answer.status;
  }
}

TEST_F(HttpServer, APageIsNotSentAgainWhileItIsTheSame) {
  const auto first = ask("GET", "/");
  EXPECT_THAT(first.head, HasSubstr("script-src 'self'"));
  const auto at = first.head.find("ETag: ");
  ASSERT_NE(at, std::string::npos);
  const std::string etag = first.head.substr(at + 6, first.head.find("\r\n", at) - at - 6);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + etag + "\r\n\r\n");
  EXPECT_EQ(client.answer(false).status, 304);
  EXPECT_EQ(ask("GET", "/", "If-None-Match: \"other\"\r\n").status, 200);
}

TEST_F(HttpServer, NamesThatAreNotOursAreRefused) {
  EXPECT_EQ(ask("GET", "/", "Host: evil.example\r\n").status, 421);
  EXPECT_EQ(ask("GET", "/", "Host: 127.0.0.1:8080\r\n").status, 200);
  EXPECT_EQ(ask("GET", "/", "Host: localhost\r\nHost: localhost\r\n").status, 400);
  RawClient none(server_->port());
  none.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(none.answer().status, 400);
}

TEST_F(HttpServer, OnlyPagesOfThisServerMayPost) {
  const std::string target = "/api/v1/alerts/ab/acknowledge";
  const auto post = [&](const std::string& headers) {
    return ask("POST", target, headers, "{}").status;
  };
  EXPECT_EQ(post(""), 200);
  EXPECT_EQ(post("Origin: http://localhost\r\n"), 200);
  EXPECT_EQ(post("Referer: http://localhost/page\r\n"), 200);
  EXPECT_EQ(post("Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(post("Origin: null\r\n"), 403);
  EXPECT_EQ(post("Origin: http://localhost:9999\r\n"), 403);
  EXPECT_EQ(post("Referer: http://evil.example/\r\n"), 403);
  EXPECT_EQ(post("Sec-Fetch-Site: cross-site\r\n"), 403);
  EXPECT_EQ(post("Origin: http://evil.example\r\nHost: evil.example\r\n"), 421);
}

TEST_F(HttpServer, ARefusedBodyIsNotTakenForTheNextRequest) {
  RawClient client(server_->port());
  const auto refused =
      client.ask("POST", "/api/v1/alerts/ab/acknowledge", "Origin: http://evil.example\r\n",
                 "GET /throws HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(client.ask("GET", "/").status, 200);
}

TEST_F(HttpServer, RangesAndCompressionAreNotServed) {
  const auto ranges = ask("GET", "/", "Range: bytes=0-3,0-3,0-3\r\n");
  EXPECT_EQ(ranges.status, 200);
  EXPECT_EQ(ranges.body.size(), 37U);
  EXPECT_THAT(ask("GET", "/", "Accept-Encoding: gzip, br\r\n").head,
              Not(HasSubstr("Content-Encoding")));
}

TEST_F(HttpServer, ServesNobodyElseBeforeThereIsASignIn) {
  for (const char* host : {"0.0.0.0", "192.0.2.1", "::", "shop.example", "127.0.0.1.example"}) {
    ServerOptions options;
    options.host = host;
    Server open(options);
    const auto refused = open.start();
    ASSERT_FALSE(refused) << host;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_THAT(refused.error().message, HasSubstr("use 127.0.0.1"));
  }
}

TEST_F(HttpServer, APortInUseIsSaidInWords) {
  ServerOptions options;
  options.port = server_->port();
  Server second(options);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::io);
  EXPECT_THAT(started.error().message,
              StartsWith("port " + std::to_string(options.port) + " is in use by another program"));
}

TEST_F(HttpServer, TheSamePortCanBeUsedAgainAtOnce) {
  ServerOptions options;
  options.port = server_->port();
  EXPECT_EQ(ask("GET", "/").status, 200);
  server_->stop();
  Server second(options);
  EXPECT_TRUE(second.start());
}

TEST_F(HttpServer, StopsAtOnceWithClientsConnected) {
  RawClient idle(server_->port());
  EXPECT_EQ(idle.ask("GET", "/").status, 200);
  RawClient listening(server_->port());
  listening.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  listening.read_until("retry: 2000\n\n");
  RawClient halfway(server_->port());
  halfway.send("GET / HTT");
  const auto begun = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(listening.closed());
}

class HttpEvents : public HttpServer {
 protected:
  void listen(RawClient& client) {
    client.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head_ = client.read_until("retry: 2000\n\n");
  }
  /// The thread that serves a client sees within a second that it has gone.
  bool wait_for_clients(std::size_t n) {
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (events_->clients() != n && std::chrono::steady_clock::now() < until) {
      std::this_thread::yield();
    }
    return events_->clients() == n;
  }
  std::string head_;
};

TEST_F(HttpEvents, ReachEveryClientInOrder) {
  RawClient a(server_->port());
  RawClient b(server_->port());
  listen(a);
  listen(b);
  EXPECT_THAT(head_, HasSubstr("text/event-stream"));
  EXPECT_THAT(head_, HasSubstr("no-store"));
  EXPECT_EQ(events_->clients(), 2U);
  events_->publish("alert", R"({"n":1})");
  events_->publish("score", R"({"n":2})");
  for (RawClient* client : {&a, &b}) {
    EXPECT_THAT(client->read_until("\n\n"), HasSubstr("event: alert\ndata: {\"n\":1}\n\n"));
    EXPECT_THAT(client->read_until("\n\n"), HasSubstr("event: score\ndata: {\"n\":2}\n\n"));
  }
}

TEST_F(HttpEvents, AreRefusedWithRetryAfterWhenTooManyListen) {
  RawClient a(server_->port());
  RawClient b(server_->port());
  listen(a);
  listen(b);
  const auto third = ask("GET", "/api/v1/events");
  EXPECT_EQ(third.status, 503);
  EXPECT_THAT(third.head, HasSubstr("Retry-After: 5"));
  EXPECT_EQ(ask("GET", "/").status, 200);
}

TEST_F(HttpEvents, GiveTheirPlaceBackWhenAClientGoes) {
  {
    RawClient a(server_->port());
    RawClient b(server_->port());
    listen(a);
    listen(b);
  }
  EXPECT_TRUE(wait_for_clients(0));
  RawClient c(server_->port());
  listen(c);
  EXPECT_EQ(events_->clients(), 1U);
}

TEST_F(HttpEvents, HeadDoesNotListen) {
  RawClient client(server_->port());
  EXPECT_EQ(client.ask("HEAD", "/api/v1/events").status, 200);
  EXPECT_EQ(events_->clients(), 0U);
}

TEST_F(HttpEvents, AClientThatDoesNotReadIsDisconnectedAndMemoryStaysBounded) {
  RawClient stuck(server_->port());
  listen(stuck);
  const std::string large(64 * 1024, 'x');
  for (int i = 0; i < 2000; ++i) events_->publish("tree", large);
  EXPECT_TRUE(wait_for_clients(0));
}

TEST_F(HttpEvents, SendACommentWhenNothingHappens) {
  RawClient client(server_->port());
  listen(client);
  const std::string heard = client.read_until(": still here\n\n");
  EXPECT_THAT(heard, HasSubstr(": still here"));
}

}  // namespace
}  // namespace earshot::http
