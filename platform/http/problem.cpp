#include <nlohmann/json.hpp>

#include "platform/http/http_server.h"

namespace earshot::http {

Response problem(int status, std::string_view message) {
  const nlohmann::json body = {{"error", {{"message", message}}}};
  return {status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace earshot::http
