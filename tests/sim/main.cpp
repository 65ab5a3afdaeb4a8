// earshot-sim: plays whole fleets under seeds and checks that nobody who was thanked is lost.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "tests/sim/apart.h"
#include "tests/sim/report.h"
#include "tests/sim/shrink.h"

namespace earshot::sim {
namespace {

constexpr std::size_t kStoryLinesMax = 400'000;
/// A failing seed is shrunk and told; after so many the rest is only counted.
constexpr int kFailuresShrunk = 3;
constexpr std::uint64_t kSuiteSeeds = 60;
constexpr double kSuiteSeconds = 45;

struct Options {
  std::optional<std::uint64_t> seed;
  std::uint64_t first = 1;
  std::uint64_t seeds = 100;
  int jobs = 1;
  double seconds = 0;
  bool random = false;
  bool no_story = false;
  bool no_shrink = false;
  bool suite = false;
  bool paths = false;
  Limits limits;
};

FaultSet faults_of(const std::vector<std::string>& names) {
  FaultSet faults;
  for (const std::string& name : names) {
    if (name == "none") continue;
    const auto fault = parse_fault(name);
    if (!fault) throw CLI::ValidationError("there is no fault '" + name + "'; see --help");
    faults.insert(*fault);
  }
  return faults;
}

double cpu_seconds() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    for (const timeval& t : {usage.ru_utime, usage.ru_stime}) {
      sum += static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    }
  }
  return sum;
}

void tell_failure(const Failure& failure) {
  fmt::print("FAILED: {}: {}\n", failure.check, failure.words);
}

void shrink_and_tell(std::uint64_t seed, const Limits& limits, const Failure& failure) {
  fmt::print("seed {}: ", seed);
  tell_failure(failure);
  fmt::print("  {}\n", describe(draw(seed, limits)));
  std::fflush(stdout);
  const Limits small = shrink(seed, limits, failure.check, [](const Limits&) {});
  fmt::print("  shrunk: earshot-sim {} --no-shrink\n  {}\n", options_of(seed, small),
             describe(draw(seed, small)));
  std::fflush(stdout);
}

int run_one(const Options& options) {
  const Plan plan = draw(*options.seed, options.limits);
  fmt::print("seed {}: {}\n", *options.seed, describe(plan));
  std::fflush(stdout);
  const Outcome outcome = run(plan, options.no_story ? 0 : kStoryLinesMax);
  for (const std::string& line : outcome.story) fmt::print("{}\n", line);
  Report report;
  report.add(outcome);
  fmt::print("{}story {:016x}\n", report.text(cpu_seconds()), outcome.figures.hash);
  if (!outcome.failure) return 0;
  if (options.no_shrink) {
    tell_failure(*outcome.failure);
  } else {
    shrink_and_tell(*options.seed, options.limits, *outcome.failure);
  }
  return 1;
}

/// What many seeds did not come by, in small worlds that lead there. False: not there either, or a
/// seed failed.
bool search(const Options& options, const Unreached& what) {
  Limits limits = options.limits;
  limits.only = what.faults;
  limits.locations = limits.locations.value_or(1);
  limits.kiosks = limits.kiosks.value_or(2);
  Report report;
  bool reached = false, good = true;
  run_many(
      1, kSeedsPerSearch, options.jobs, limits, [&] { return !reached; },
      [&](const Outcome& outcome) {
        report.add(outcome);
        const auto missing = report.unreached();
        reached = std::none_of(missing.begin(), missing.end(),
                               [&](const Unreached& one) { return one.name == what.name; });
        if (!outcome.failure) return;
        good = false;
        fmt::print("{}: ", options_of(outcome.figures.seed, limits));
        tell_failure(*outcome.failure);
      });
  std::vector<std::string_view> names;
  for (const Fault fault : what.faults) names.push_back(to_string(fault));
  fmt::print("{}'{}' was looked for: {} by {} seeds with {}\n",
             reached ? "" : "FAILED: ", what.name, reached ? "reached" : "not reached",
             report.runs(),
             names.empty() ? "no faults" : fmt::format("{} alone", fmt::join(names, ", ")));
  std::fflush(stdout);
  return reached && good;
}

/// Everything that `report` has not reached. False: something cannot be reached, or a seed failed.
bool search_the_rest(const Options& options, const Report& report) {
  bool good = true;
  for (const Unreached& what : report.unreached()) good = search(options, what) && good;
  return good;
}

/// Tells what the seeds came to, and adds it to `all`. False: one failed.
bool run_batch(const Options& options, Report& all) {
  const auto begun = std::chrono::steady_clock::now();
  const auto seconds_gone = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  Report report;
  std::vector<std::pair<std::uint64_t, Failure>> failures;
  const double cpu_before = cpu_seconds();
  const auto count = options.seconds > 0 ? UINT64_MAX - options.first : options.seeds;
  run_many(
      options.first, count, options.jobs, options.limits,
      [&] { return options.seconds <= 0 || seconds_gone() < options.seconds; },
      [&](const Outcome& outcome) {
        report.add(outcome);
        all.add(outcome);
        if (!outcome.failure) return;
        failures.emplace_back(outcome.figures.seed, *outcome.failure);
        fmt::print("seed {}: ", outcome.figures.seed);
        tell_failure(*outcome.failure);
        std::fflush(stdout);
      });
  fmt::print("seeds {} … {}\n{}", options.first, options.first + report.runs() - 1,
             report.text(cpu_seconds() - cpu_before));
  std::fflush(stdout);
  int shrunk = 0;
  for (const auto& [seed, failure] : failures) {
    if (options.no_shrink || shrunk++ >= kFailuresShrunk) break;
    shrink_and_tell(seed, options.limits, failure);
  }
  if (!failures.empty()) fmt::print("{} of {} seeds failed\n", failures.size(), report.runs());
  return failures.empty();
}

int tell_end(bool good) {
  if (good) fmt::print("all good\n");
  return good ? 0 : 1;
}

int run_seeds(const Options& options) {
  Report all;
  bool good = run_batch(options, all);
  const bool all_faults_on = !options.limits.only && options.limits.without.empty();
  if (all.runs() >= kSeedsForAllPaths && all_faults_on)
    good = search_the_rest(options, all) && good;
  return tell_end(good);
}

/// Far from those of earlier runs; it is printed.
std::uint64_t fresh_seed() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  return static_cast<std::uint64_t>(seconds) * 100'000;
}

int run_suite(Options options) {
  const char* wanted = std::getenv("EARSHOT_SIM_SECONDS");
  const double seconds = wanted != nullptr ? std::atof(wanted) : kSuiteSeconds;
  options.first = 1;
  options.seeds = kSuiteSeeds;
  options.seconds = 0;
  Report all;
  const double before = cpu_seconds();
  bool good = run_batch(options, all);
  options.first = fresh_seed();
  options.seconds = std::max(1.0, seconds - (cpu_seconds() - before));
  good = run_batch(options, all) && good;
  return tell_end(search_the_rest(options, all) && good);
}

int main_of(int argc, char** argv) {
  Options options;
  std::vector<std::string> only, without;
  std::vector<int> skip;
  std::int64_t lives_s = 0, probe_s = 0;
  CLI::App app(
      "Plays whole fleets (kiosks, edge agents, headquarters) under seeds, with everything going\n"
      "wrong that can, then heals the world and checks that everybody who was thanked is counted\n"
      "exactly once. The same seed is the same story, to the last event.");
  app.add_option("--seed", options.seed,
                 "Run this seed alone and tell its story; a failing one is shrunk");
  app.add_flag("--no-story", options.no_story, "With --seed: the figures alone");
  app.add_option("--seeds", options.seeds, "How many seeds to run (100)");
  app.add_option("--first", options.first, "The first of them (1)");
  app.add_flag("--random", options.random, "Begin at a seed taken from the clock, and print it");
  app.add_option("--for", options.seconds, "Run seeds for so many seconds, however many they are");
  app.add_option("--jobs", options.jobs, "Processes at work (1)")->check(CLI::Range(1, 64));
  app.add_option("--only", only, "No faults but these, with commas; 'none' for none")
      ->delimiter(',');
  app.add_option("--without", without, "Not these faults")->delimiter(',');
  app.add_option("--skip", skip, "Not these mishaps, by the numbers in the story")->delimiter(',');
  app.add_option("--days", options.limits.days, "A life of so many days with a real site's rhythm");
  app.add_option("--locations", options.limits.locations, "At most so many locations");
  app.add_option("--kiosks", options.limits.kiosks, "At most so many kiosks a location");
  app.add_option("--visits", options.limits.visits, "At most so many customers a kiosk and day");
  app.add_option("--lives", lives_s, "At most so many simulated seconds until all is healed");
  app.add_option("--probe-every", probe_s, "The couriers' probes, in seconds (15 in production)");
  app.add_flag(
      "--suite", options.suite,
      "What ./test runs: seeds 1 to 60, then fresh ones, EARSHOT_SIM_SECONDS in all (45);\n"
      "then every fault and path that they have not reached is looked for");
  app.add_flag("--paths", options.paths,
               "Look for every fault and every path, in worlds that lead there");
  app.add_flag("--no-shrink", options.no_shrink, "Tell of failures, and leave them as they are");
  std::string names = "Faults:";
  for (const Fault fault : all_faults()) names += " " + std::string(to_string(fault));
  app.footer(names + "\nExit code: 0 all good, 1 something failed, 2 wrong usage.");
  try {
    app.parse(argc, argv);
    if (app.count("--only") > 0) options.limits.only = faults_of(only);
    options.limits.without = faults_of(without);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  options.limits.skip = {skip.begin(), skip.end()};
  if (lives_s > 0) options.limits.lives = std::chrono::seconds(lives_s);
  if (probe_s > 0) options.limits.probe_every = std::chrono::seconds(probe_s);
  if (options.suite) return run_suite(options);
  if (options.paths) return tell_end(search_the_rest(options, Report()));
  if (options.random) options.first = fresh_seed();
  return options.seed ? run_one(options) : run_seeds(options);
}

}  // namespace
}  // namespace earshot::sim

int main(int argc, char** argv) { return earshot::sim::main_of(argc, argv); }
