#include "platform/http/http_client.h"

#include <fmt/format.h>
#include <httplib.h>

#include <nlohmann/json.hpp>

namespace earshot::http {

Result<Response> ask(const Daemon& daemon, const std::string& method, const std::string& path,
                     const std::string& body, Duration wait) {
  httplib::Client client(daemon.host, daemon.port);
  client.set_connection_timeout(std::chrono::seconds(5));
  client.set_read_timeout(wait);
  client.set_tcp_nodelay(true);
  const auto answer =
      method == "POST" ? client.Post(path, body, "application/json") : client.Get(path);
  if (!answer) {
    return fail(ErrorCode::busy,
                fmt::format("{} does not answer at {}:{} ({}); is it running?", daemon.name,
                            daemon.host, daemon.port, httplib::to_string(answer.error())));
  }
  return Response{answer->status, answer->body, answer->get_header_value("Content-Type")};
}

std::string problem_words(const Response& answer) {
  const auto json = nlohmann::json::parse(answer.body, nullptr, false);
  if (json.is_object() && json.contains("error") && json["error"].is_object()) {
    return json["error"].value("message", answer.body);
  }
  return answer.body;
}

}  // namespace earshot::http
