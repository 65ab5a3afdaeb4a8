// A kiosk on a small disk that somebody else fills: the reserve is given up, answers are taken down
// to the last byte, then the kiosk says that it rests, and its manager hears why. It collects on as
// soon as there is room, without a restart.
#include <sys/mount.h>

#include <fstream>

#include "tests/integration/kiosk/collector_fixture.h"

namespace earshot::kiosk {
namespace {

class FullDisk : public CollectorTest {
 protected:
  void SetUp() override {
    CollectorTest::SetUp();
    std::filesystem::create_directory(folder_ / "data");
    mounted_ = ::mount("earshot-test", (folder_ / "data").c_str(), "tmpfs", 0, "size=8m") == 0;
    if (!mounted_) GTEST_SKIP() << "this user may not mount a small disk";
  }
  void TearDown() override {
    if (mounted_) ::umount2((folder_ / "data").c_str(), MNT_DETACH);
  }

  /// Everything that is left, to the last byte.
  void fill() {
    std::ofstream file(folder_ / "data" / "somebody-elses", std::ios::binary | std::ios::app);
    const std::string chunk(4096, 'x');
    while (file.write(chunk.data(), 4096) && file.flush()) {
    }
  }

 private:
  bool mounted_ = false;
};

TEST_F(FullDisk, TakesAnswersDownToTheFloorThenRestsTellsTheManagerAndRecoversWithoutARestart) {
  PlainBroker broker;
  broker.start();
  auto small = options(broker.port());
  small.ballast_bytes = 1024 * 1024;
  Listener listener;
  Collector collector(clock_, random_, small, listener);
  collector.start();
  ASSERT_TRUE(eventually([&] { return collector.tally().connected; }));
  {
    EdgeDouble edge(broker.port());
    ASSERT_TRUE(eventually([&] { return edge.status().find("plenty") != std::string::npos; }));
  }  // and goes: what comes now is not received by anybody
  fill();
  std::set<std::string> thanked;
  bool works = true;
  while (works) {
    auto answer = response(static_cast<int>(thanked.size()) % 11);
    const auto id = answer.id.str();
    collector.save(std::move(answer));
    ASSERT_TRUE(listener.wait([&] { return listener.saved.contains(id) || !listener.works; }));
    if (listener.saved.contains(id)) thanked.insert(id);
    ASSERT_TRUE(listener.wait([&] {
      works = listener.works;
      return true;
    }));
    ASSERT_LT(thanked.size(), 100'000U);
  }
  EXPECT_GT(thanked.size(), 100U) << "the reserve was for answers";
  EXPECT_EQ(collector.tally().custody.disk, "full");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "data" / "ballast"));

  EdgeDouble edge(broker.port());
  ASSERT_TRUE(eventually([&] { return edge.status().find("\"full\"") != std::string::npos; }))
      << edge.status();
  EXPECT_NE(edge.status().find("Make room"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return edge.ids().size() >= thanked.size(); }))
      << "a full disk does not stop what is on it";

  std::filesystem::remove(folder_ / "data" / "somebody-elses");
  ASSERT_TRUE(listener.wait([&] { return listener.works; })) << "without a restart";
  auto answer = response(4);
  const auto id = answer.id.str();
  collector.save(std::move(answer));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.contains(id); }));
  ASSERT_TRUE(eventually([&] { return collector.tally().waiting == 0; }));
  ASSERT_TRUE(eventually([&] { return edge.status().find("plenty") != std::string::npos; }));
  const auto received = edge.ids();
  EXPECT_TRUE(std::includes(received.begin(), received.end(), listener.saved.begin(),
                            listener.saved.end()));
  EXPECT_EQ(received.size(), listener.saved.size()) << "and nothing that nobody was thanked for";
}

}  // namespace
}  // namespace earshot::kiosk
