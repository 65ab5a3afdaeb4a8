#include "tests/sim/apart.h"

#include <poll.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <vector>

namespace earshot::sim {
namespace {

static_assert(std::is_trivially_copyable_v<Figures>);

/// What a worker writes into its pipe: less than what a pipe takes in one piece, so whole or not.
struct Message {
  bool begun = false;  ///< only the seed is said
  bool failed = false;
  Figures figures;
  char check[64] = {};
  char words[1024] = {};
};
static_assert(std::is_trivially_copyable_v<Message> && sizeof(Message) <= 4096);

template <std::size_t N>
void copy_words(char (&to)[N], const std::string& from) {
  std::strncpy(to, from.c_str(), N - 1);
}

void say(int pipe, const Message& message) {
  const auto written = ::write(pipe, &message, sizeof message);
  EARSHOT_CHECK(written == static_cast<ssize_t>(sizeof message));
}

/// 0: no limit any more.
void limit_cpu(unsigned seconds) {
  const itimerval limit{.it_interval = {}, .it_value = {static_cast<time_t>(seconds), 0}};
  EARSHOT_CHECK(::setitimer(ITIMER_PROF, &limit, nullptr) == 0);
}

void run_and_say(const Plan& plan, int pipe, unsigned cpu_seconds_max) {
  Message message;
  message.begun = true;
  message.figures.seed = plan.seed;
  say(pipe, message);
  limit_cpu(cpu_seconds_max);
  const Outcome outcome = run(plan, 0);
  limit_cpu(0);
  message.begun = false;
  message.figures = outcome.figures;
  message.failed = outcome.failure.has_value();
  if (outcome.failure) {
    copy_words(message.check, outcome.failure->check);
    copy_words(message.words, outcome.failure->words);
  }
  say(pipe, message);
}

/// False: the other end is closed.
bool hear(int pipe, Message& message) {
  auto* at = reinterpret_cast<char*>(&message);
  for (std::size_t got = 0; got < sizeof message;) {
    const auto n = ::read(pipe, at + got, sizeof message - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    got += static_cast<std::size_t>(n);
  }
  return true;
}

Outcome outcome_of(const Message& message) {
  Outcome outcome;
  outcome.figures = message.figures;
  if (message.failed) outcome.failure = Failure{message.check, message.words};
  return outcome;
}

Outcome died(std::uint64_t seed, int status) {
  Outcome outcome;
  outcome.figures.seed = seed;
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.failure =
      signal == SIGPROF
          ? Failure{"comes to an end", "the run took too long"}
          : Failure{"no crash",
                    fmt::format("the process died of signal {} (6 is an assertion)", signal)};
  return outcome;
}

struct Worker {
  pid_t pid = -1;
  int pipe = -1;
  std::uint64_t next = 0;             ///< the seed that it begins with
  std::optional<std::uint64_t> busy;  ///< with this seed
};

template <typename F>
Worker start_worker(F work) {
  int ends[2];
  EARSHOT_CHECK(::pipe(ends) == 0);
  Worker worker;
  worker.pid = ::fork();
  EARSHOT_CHECK(worker.pid >= 0);
  if (worker.pid == 0) {
    ::close(ends[0]);
    work(ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  worker.pipe = ends[0];
  return worker;
}

int end_worker(Worker& worker) {
  ::close(worker.pipe);
  worker.pipe = -1;
  int status = 0;
  while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
  }
  remove_run_folders(worker.pid);
  return status;
}

}  // namespace

Outcome run_apart(const Plan& plan, unsigned cpu_seconds_max) {
  Worker worker = start_worker([&](int pipe) { run_and_say(plan, pipe, cpu_seconds_max); });
  Message message;
  bool whole = hear(worker.pipe, message) && hear(worker.pipe, message);
  const int status = end_worker(worker);
  return whole ? outcome_of(message) : died(plan.seed, status);
}

void run_many(std::uint64_t first, std::uint64_t count, int jobs, const Limits& limits,
              const std::function<bool()>& more, const std::function<void(const Outcome&)>& done) {
  const std::uint64_t end = first + count;
  const auto stride = static_cast<std::uint64_t>(jobs);
  const auto begin = [&](std::uint64_t seed) {
    Worker worker = start_worker([&](int pipe) {
      for (std::uint64_t s = seed; s < end; s += stride) {
        run_and_say(draw(s, limits), pipe, kRunSecondsMax);
      }
    });
    worker.next = seed;
    return worker;
  };
  std::vector<Worker> workers;
  for (std::uint64_t j = 0; j < stride && first + j < end; ++j) workers.push_back(begin(first + j));
  while (!workers.empty()) {
    std::vector<pollfd> polls;
    for (const Worker& worker : workers) polls.push_back({worker.pipe, POLLIN, 0});
    if (::poll(polls.data(), polls.size(), -1) < 0) continue;
    for (std::size_t i = workers.size(); i-- > 0;) {
      if (polls[i].revents == 0) continue;
      Worker& worker = workers[i];
      Message message;
      if (hear(worker.pipe, message)) {
        if (message.begun) {
          worker.busy = message.figures.seed;
        } else {
          worker.busy.reset();
          worker.next = message.figures.seed + stride;
          done(outcome_of(message));
        }
        if (more()) continue;
        ::kill(worker.pid, SIGKILL);
        end_worker(worker);
      } else {
        const int status = end_worker(worker);
        if (worker.busy) {
          done(died(*worker.busy, status));
          if (*worker.busy + stride < end && more()) {
            workers.push_back(begin(*worker.busy + stride));
          }
        }
      }
      workers.erase(workers.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace earshot::sim
