#include "tests/integration/mqtt/broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "platform/system/log.h"

namespace earshot::mqtt {
namespace {

using namespace std::chrono_literals;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool listens(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return connected;
}

}  // namespace

Broker::Broker(const std::string& devices) {
  system::start_logging("test", "info");  // as a main does, before any thread that logs
  std::string name = (std::filesystem::temp_directory_path() / "earshot-broker-XXXXXX").string();
  EXPECT_NE(mkdtemp(name.data()), nullptr);
  dir_ = name;
  EXPECT_TRUE(prepare(devices));
}

bool Broker::prepare(const std::string& devices) {
  std::ofstream(dir_ / "devices") << devices;
  const std::string command = std::string("bash '") + EARSHOT_PREPARE_BROKER + "' '" +
                              dir_.string() + "' " + std::to_string(port()) + " < '" +
                              (dir_ / "devices").string() + "'";
  return std::system(command.c_str()) == 0;
}

Broker::~Broker() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void Broker::start() {
  ASSERT_LT(pid_, 0);
  const std::string config = (dir_ / "mosquitto.conf").string();
  const std::string log = (dir_ / "log").string();
  const char* binary =
      access("/usr/sbin/mosquitto", X_OK) == 0 ? "/usr/sbin/mosquitto" : "mosquitto";
  pid_ = fork();
  ASSERT_GE(pid_, 0);
  if (pid_ == 0) {
    const int fd = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, STDERR_FILENO);
    execlp(binary, binary, "-c", config.c_str(), nullptr);
    _exit(127);
  }
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (!listens(port())) {
    ASSERT_LT(std::chrono::steady_clock::now(), until) << "mosquitto does not start: see " << log;
    std::this_thread::sleep_for(10ms);
  }
}

void Broker::send_signal(int signal) const {
  ASSERT_GT(pid_, 0);
  ASSERT_EQ(::kill(pid_, signal), 0);
}

void Broker::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

BrokerAddress Broker::address(const std::string& device) const {
  BrokerAddress address;
  address.port = port();
  address.username = device;
  std::ifstream(dir_ / "secrets" / device) >> address.password;
  return address;
}

TEST(PreparedBroker, StartsFromTheTemplatesAndListens) {
  Broker broker;
  broker.start();
  EXPECT_TRUE(listens(broker.port()));
  EXPECT_EQ(broker.address("kiosk-1").password.size(), 32U);
  EXPECT_NE(broker.address("kiosk-1").password, broker.address("kiosk-2").password);
}

TEST(PreparedBroker, KeepsPasswordsWhenItIsPreparedAgain) {
  Broker broker;
  const std::string before = broker.address("kiosk-1").password;
  EXPECT_TRUE(
      broker.prepare("location store-14\nkiosk kiosk-1 store-14\nkiosk kiosk-9 store-14\n"));
  EXPECT_EQ(broker.address("kiosk-1").password, before);
  EXPECT_EQ(broker.address("kiosk-9").password.size(), 32U);
}

TEST(PreparedBroker, RefusesWhatIsNoDeviceAndKeepsWhatItHas) {
  Broker broker;
  for (const char* devices : {"", "kiosk K1 store-14\n", "kiosk a/b store-14\n", "kiosk kiosk-1\n",
                              "toaster t1\n", "kiosk # store-14\n"}) {
    EXPECT_FALSE(broker.prepare(devices)) << devices;
  }
  broker.start();
  EXPECT_TRUE(listens(broker.port()));
}

}  // namespace earshot::mqtt
