// What the kiosk's screen and disk cost, beside what this machine does with plain memory in the
// same run: time a frame, fonts and letters of every language, and the outbox's size. Without a
// window: earshot-bench-kiosk SURVEY
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/survey/survey_file.h"
#include "kiosk/app/words.h"
#include "kiosk/gallery/samples.h"
#include "kiosk/store/answer_keeper.h"
#include "kiosk/ui/studio.h"
#include "platform/system/files.h"
#include "platform/system/real_ports.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kFrames = 200;
constexpr int kResponses = 1000;

double ms_since(Steady::time_point start) {
  return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

/// What this process holds in memory that is its own: files that are mapped do not count.
double own_mb() {
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0, shared = 0;
  file >> size >> resident >> shared;
  return (resident - shared) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}
double mapped_mb() {
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0, shared = 0;
  file >> size >> resident >> shared;
  return shared * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double at(std::vector<double>& times, double share) {
  std::ranges::sort(times);
  return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1) + 0.5)];
}

std::unique_ptr<PictureStudio> open(const Panel& panel) {
  auto studio = PictureStudio::open(default_theme(), panel);
  EARSHOT_CHECK(studio.has_value());
  return *std::move(studio);
}

void frames(const std::shared_ptr<const survey::Survey>& survey) {
  struct Named {
    const char* name;
    Panel panel;
  };
  for (const auto& [name, panel] :
       {Named{"1920×1080", {1920, 1080, 477}}, Named{"1080×1920", {1080, 1920, 268}},
        Named{"1280×800", {1280, 800, 217}}}) {
    const auto studio = open(panel);
    const auto all = samples(survey, survey->languages.front(), MonoTime{},
                             arrangement_of(panel) == Arrangement::small);
    for (const auto& sample : all) (void)studio->take(sample.screen, MonoTime{});
    std::vector<double> whole, plain;
    std::vector<std::uint32_t> from(static_cast<std::size_t>(panel.width_px) *
                                    static_cast<std::size_t>(panel.height_px)),
        to(from.size());
    for (int i = 0; i < kFrames; ++i) {
      const auto& screen = all[static_cast<std::size_t>(i) % all.size()].screen;
      (void)studio->take(screen, MonoTime{});  // what is new is laid out before
      auto start = Steady::now();
      (void)studio->take_once(screen, MonoTime{});
      whole.push_back(ms_since(start));
      start = Steady::now();
      std::memcpy(to.data(), from.data(), from.size() * sizeof(std::uint32_t));
      from[0] = to.back();
      plain.push_back(ms_since(start));
    }
    std::printf("a frame at %-10s p50 %5.1f ms   p99 %5.1f ms   (copying its pixels %.1f ms)\n",
                name, at(whole, 0.5), at(whole, 0.99), at(plain, 0.5));
  }
}

void fonts(const std::shared_ptr<const survey::Survey>& survey) {
  const double own_before = own_mb(), mapped_before = mapped_mb();
  const auto start = Steady::now();
  const auto studio = open({1920, 1080, 477});
  const double opened = ms_since(start);
  const auto first = survey->languages.front();
  for (const auto& [name, screen] : samples(survey, first, MonoTime{}, false)) {
    (void)studio->take(screen, MonoTime{});
  }
  const double own_one = own_mb(), mapped_one = mapped_mb();
  std::vector<double> new_language;
  for (const auto& language : spoken_languages()) {
    const auto all = samples(survey, language, MonoTime{}, false);
    const auto began = Steady::now();
    (void)studio->take(all.front().screen, MonoTime{});
    new_language.push_back(ms_since(began));
    for (const auto& [name, screen] : all) (void)studio->take(screen, MonoTime{});
  }
  std::printf(
      "fonts opened in %.1f ms; one language: %.1f MB of its own and %.1f MB of mapped files\n",
      opened, own_one - own_before, mapped_one - mapped_before);
  std::printf(
      "every screen of %zu languages drawn: %.1f MB of its own and %.1f MB of mapped files, "
      "%d kB of it the picture of %zu letters\n",
      spoken_languages().size(), own_mb() - own_before, mapped_mb() - mapped_before,
      studio->stage().atlas().height() * GlyphAtlas::kWidth / 1024,
      studio->stage().atlas().letters());
  std::printf("the first screen of another language: p50 %.1f ms, slowest %.1f ms\n",
              at(new_language, 0.5), at(new_language, 1.0));
}

response::Response visit(Random& random, Clock& clock, std::uint32_t revision) {
  response::Response response;
  response.id = *ResponseId::parse(random_hex(random));
  response.revision = revision;
  response.touchpoint = TouchpointId::trusted("checkout");
  response.survey = SurveyId::trusted("shop");
  response.language = LanguageTag::trusted("en");
  response.at = clock.wall_now();
  response.boot_id = std::string(32, 'b');
  response::Answer answer;
  answer.question = QuestionId::trusted("recommend");
  answer.rating = static_cast<int>(random_below(random, 11));
  response.answers.push_back(answer);
  return response;
}

void outbox() {
  system::RealClock clock;
  system::RealRandom random;
  fakes::TempFolder folder;
  fakes::FakeFrameLink link;
  link.busy = true;
  auto opened = AnswerKeeper::open(
      folder / "kiosk.db", DeviceId::trusted("kiosk-1"), LocationId::trusted("store-14"),
      {clock, random, link, [&] {
         return relay::Courier::Stamp{clock.wall_now(), std::string(32, 'b'), 3'600'000};
       }});
  EARSHOT_CHECK(opened.has_value());
  const auto& keeper = *opened;
  const auto bytes = [&] {
    EARSHOT_CHECK(keeper->tidy().has_value());
    return static_cast<double>(std::filesystem::file_size(folder / "kiosk.db")) / 1024;
  };
  EARSHOT_CHECK(keeper->save(visit(random, clock, 1)).has_value());  // its tables are there
  const double empty = bytes();
  for (int i = 0; i < kResponses; ++i) {
    EARSHOT_CHECK(keeper->save(visit(random, clock, 1)).has_value());
  }
  const double ratings = bytes();
  for (int i = 0; i < kResponses; ++i) {
    // A rating, topics, and a comment of a hundred letters, each saved when it was said.
    auto response = visit(random, clock, 1);
    EARSHOT_CHECK(keeper->save(response).has_value());
    response::Answer topics;
    topics.question = QuestionId::trusted("wrong");
    topics.kind = survey::QuestionKind::topics;
    topics.chosen = {OptionId::trusted("staff"), OptionId::trusted("waiting")};
    response.answers.push_back(topics);
    response.revision = 2;
    EARSHOT_CHECK(keeper->save(response).has_value());
    response::Answer words;
    words.question = QuestionId::trusted("words");
    words.kind = survey::QuestionKind::comment;
    words.text = std::string(100, 'x');
    response.answers.push_back(words);
    response.revision = 3;
    EARSHOT_CHECK(keeper->save(response).has_value());
  }
  const double visits = bytes();
  std::printf(
      "the outbox grows by %.0f kB with 1,000 ratings, and by %.0f kB with 1,000 visits of a "
      "rating, topics and a comment (three records each)\n",
      ratings - empty, visits - ratings);
}

}  // namespace
}  // namespace earshot::kiosk

int main(int argc, char** argv) {
  using namespace earshot;
  if (argc != 2) {
    std::fputs("usage: earshot-bench-kiosk SURVEY\n", stderr);
    return 2;
  }
  const auto toml = system::read_file(argv[1]);
  auto parsed = toml ? survey::parse_survey(*toml, argv[1])
                     : Result<survey::Survey>(tl::unexpected(toml.error()));
  if (!parsed) {
    std::fprintf(stderr, "%s\n", parsed.error().message.c_str());
    return 1;
  }
  const auto survey = std::make_shared<const survey::Survey>(*std::move(parsed));
  kiosk::fonts(survey);
  kiosk::frames(survey);
  kiosk::outbox();
  return 0;
}
