// A collector with a real disk and a listener that a test can wait for.
// Owner: a test. Threads: the test's; the listener is told on the collector's.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <set>
#include <string>

#include "kiosk/store/collector.h"
#include "platform/system/files.h"
#include "tests/fakes/seeded_random.h"
#include "tests/integration/kiosk/edge_double.h"

namespace earshot::kiosk {

using namespace std::chrono_literals;

/// Counts what the collector tells, and lets a test wait for it.
class Listener final : public CollectorListener {
 public:
  void on_saved(const ResponseId& id, std::uint32_t) override {
    change([&] { saved.insert(id.str()); });
  }
  void on_save_failed(const ResponseId&, std::uint32_t) override {
    change([&] { ++failures; });
  }
  void on_store_failed() override {
    change([&] { works = false; });
  }
  void on_store_recovered() override {
    change([&] { works = true; });
  }
  void on_surveys(std::vector<std::shared_ptr<const survey::Survey>> surveys) override {
    change([&] {
      newest = surveys.empty() ? nullptr : surveys.back();
      version = newest ? static_cast<int>(newest->version) : -1;
    });
  }

  void on_panel(const PanelLight& now) override {
    change([&] { panel = now; });
  }

  template <typename Condition>
  bool wait(Condition condition, std::chrono::seconds most = 30s) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, condition);
  }

  std::set<std::string> saved;
  int failures = 0;
  bool works = true;
  int version = 0;
  std::shared_ptr<const survey::Survey> newest;
  PanelLight panel;

 private:
  template <typename F>
  void change(F f) {
    const std::lock_guard lock(mutex_);
    f();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

class CollectorTest : public testing::Test {
 protected:
  void SetUp() override { push_survey(1); }

  void push_survey(int version, const std::string& kind = "nps") {
    ASSERT_TRUE(system::write_file_atomically(
                    folder_ / "survey.toml",
                    "id = \"shop\"\nversion = " + std::to_string(version) +
                        "\naudience = \"customer\"\nlanguages = [\"en\"]\n"
                        "title = { en = \"Hello\" }\nthanks = { en = \"Thank you.\" }\n"
                        "[[question]]\nid = \"again\"\nkind = \"" +
                        kind + "\"\ntext = { en = \"Again?\" }\n")
                    .has_value());
  }

  CollectorOptions options(std::uint16_t port) {
    CollectorOptions options;
    options.device = DeviceId::trusted("kiosk-1");
    options.location = LocationId::trusted("store-14");
    options.data = folder_ / "data";
    options.survey = folder_ / "survey.toml";
    options.broker.port = port;
    options.broker.username = "kiosk-1";
    options.boot_id = std::string(32, 'c');
    options.retry_every = 50ms;
    options.survey_every = 50ms;
    options.backlight = folder_ / "no light";  // never this machine's own
    return options;
  }

  response::Response response(int rating) {
    response::Response response;
    response.id = *ResponseId::parse(random_hex(random_));
    response.touchpoint = TouchpointId::trusted("checkout");
    response.survey = SurveyId::trusted("shop");
    response.language = LanguageTag::trusted("en");
    response.at = clock_.wall_now();
    response.boot_id = std::string(32, 'c');
    response::Answer answer;
    answer.question = QuestionId::trusted("again");
    answer.rating = rating;
    response.answers.push_back(answer);
    return response;
  }

  template <typename Condition>
  bool eventually(Condition condition, std::chrono::seconds most = 40s) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (!condition()) {
      if (std::chrono::steady_clock::now() >= until) return false;
      std::this_thread::sleep_for(20ms);
    }
    return true;
  }

  system::RealClock clock_;
  fakes::SeededRandom random_{11};
  fakes::TempFolder folder_;
};

}  // namespace earshot::kiosk
