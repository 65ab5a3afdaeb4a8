#include "platform/mqtt/resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <system_error>
#include <thread>

namespace earshot::mqtt {
namespace {

Lookup look_up_now(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int rc = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  Lookup result;
  if (rc != 0) {
    result.error = gai_strerror(rc);
    return result;
  }
  for (const addrinfo* a = found; a != nullptr; a = a->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(a->ai_addr, a->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) == 0) {
      result.addresses.emplace_back(text.data());
    }
  }
  if (result.addresses.empty()) result.error = "it has no address";
  return result;
}

}  // namespace

bool is_numeric(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

void look_up(const std::string& host, std::function<void(Lookup)> done) {
  auto answer = std::make_shared<std::function<void(Lookup)>>(std::move(done));
  try {
    std::thread([host, answer] { (*answer)(look_up_now(host)); }).detach();
  } catch (const std::system_error& e) {
    (*answer)(Lookup{{}, e.what()});
  }
}

}  // namespace earshot::mqtt
